"""What stands out only where many reviews are looked at together: villages, team-days, incomes at the line (H01)."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from simulate.domains.household.desk import Desk
from simulate.domains.household.review_desk import REVIEWS, ReviewBook
from simulate.timeline import INCOME_LINE, REVIEW_FROM

MOST_VISITS = 25
BUNCHED_SHARE = 0.4


def inject_h01_2_outlier_village(desk: Desk, book: ReviewBook) -> None:
    """No exit at all or one in three; the look-alike is too small for its rate to say anything."""
    roles = {
        "no_exits": "多户而无一户退出",
        "many_exits": "退出比例远高于其他村",
        "small": "户数太少，比例说明不了问题",
    }
    for role, reason in roles.items():
        for name, reviews in _villages(book, role) if desk.cases.level else ():
            kind = "innocent" if role == "small" else "real"
            _add(desk, "H01.2", ("village", name), kind, reviews, reason)


def inject_h01_3_impossible_pace(desk: Desk, book: ReviewBook) -> None:
    """One team visits more than 25 households a day; the look-alike is two groups under one team's name."""
    dated = book.reviews.filter(pl.col("at").is_not_null())
    days = dated.group_by("team", "at").agg(pl.len()).sort("team", "at")
    centres = days.filter(pl.col("at").is_in([1, 4, 7, 10])).rows()
    counts = desk.cases.count(desk.draw), desk.cases.count(desk.draw)
    order = desk.draw.permutation(len(centres))[: sum(counts)]
    for number, position in enumerate(order):
        team, at, _ = centres[position]
        is_real = number < counts[0]
        moved = dated.filter(pl.col("team") == team, pl.col("at").is_between(at - 1, at + 1))
        moved = moved.head(40 if is_real else 30)
        if len(moved) <= MOST_VISITS:
            continue
        _gather(desk, book, moved, at, is_real=is_real)


def inject_h01_6_bunching(desk: Desk, book: ReviewBook) -> None:
    """Too many incomes just below the line; the look-alike is the same imputed income again and again."""
    changes: list[dict[str, object]] = []
    for name, reviews in _villages(book, "bunched"):
        kept = reviews.filter(pl.col("decision") == "keep", pl.col("scheme") == "minimum_living")
        chosen = kept[np.flatnonzero(desk.draw.random(len(kept)) < BUNCHED_SHARE)]
        for home in chosen.iter_rows(named=True):
            income = int(INCOME_LINE[home["residence"]] * desk.draw.uniform(0.951, 0.998))
            total = income * home["size"]
            parts = {"wage_income_cny": total // 2, "business_income_cny": total - total // 2}
            parts |= {"property_income_cny": 0, "transfer_income_cny": 0, "per_capita_income_cny": income}
            changes.append({"_key": home["_key"], **parts})
        _add(desk, "H01.6", ("village", name), "real", chosen, "核定收入扎堆在保障标准线下")
    book.change(changes)
    for name, reviews in _villages(book, "imputed"):
        near = pl.col("per_capita_income_cny") / pl.col("residence").replace_strict(
            INCOME_LINE, return_dtype=pl.Int64
        )
        same = reviews.filter(pl.col("decision") == "keep", near.is_between(0.95, 1, closed="left"))
        reason = "有劳动能力而无收入凭证的，统一按推算标准计"
        _note(book, same, "按推算标准核定收入")
        _add(desk, "H01.6", ("village", name), "innocent", same, reason)


def _gather(desk: Desk, book: ReviewBook, moved: pl.DataFrame, at: int, *, is_real: bool) -> None:
    """Put the visits `moved` on one day."""
    day = REVIEW_FROM + timedelta(days=at)
    team = moved["team"][0]
    others = desk.draw.choice(desk.world.officials["person_name"].to_list(), 2, replace=False)
    changes: list[dict[str, object]] = []
    for number, row in enumerate(moved.iter_rows(named=True)):
        second = not is_real and number % 2
        moment = row["visited_at"].replace(day=day.day, month=day.month)
        reviewers = "、".join(others) if second else row["reviewers"]
        note = None if is_real else "该组当日分两个小组同时入户"
        changes.append({"_key": row["_key"], "visited_on": day, "visited_at": moment, "at": at})
        changes[-1] |= {"reviewers": reviewers, "note": note}
    book.change(changes)
    kind = "real" if is_real else "innocent"
    reason = f"一天入户{len(moved)}户" if is_real else f"分两个小组入户{len(moved)}户"
    _add(desk, "H01.3", ("team_day", f"{team}/{day}"), kind, moved, reason)


def _villages(book: ReviewBook, role: str) -> list[tuple[str, pl.DataFrame]]:
    """Return the villages of a part with their reviews, in the order of their names."""
    own = book.reviews.filter(pl.col("role") == role).partition_by("village", as_dict=True)
    return [(str(name), reviews) for (name,), reviews in sorted(own.items())]


def _note(book: ReviewBook, reviews: pl.DataFrame, note: str) -> None:
    book.change([{"_key": key, "note": note} for key in reviews["_key"]])


def _add(
    desk: Desk, rule: str, subject: tuple[str, str], kind: str, reviews: pl.DataFrame, reason: str
) -> None:
    desk.cases.add(rule, "household", subject, kind, [(REVIEWS, key) for key in reviews["_key"]], reason)
