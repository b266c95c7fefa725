"""What can be wrong with the review of welfare households (H01), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import polars as pl

from simulate.domains.household.desk import ROLL, Desk, Row
from simulate.domains.household.review_desk import REVIEWS, ReviewBook
from simulate.domains.household.review_groups import (
    inject_h01_2_outlier_village,
    inject_h01_3_impossible_pace,
    inject_h01_6_bunching,
)
from simulate.timeline import EXIT_MONTH, INCOME_LINE, REVIEW_TO

AFTERWARDS = date(2018, 5, 9)
KEPT = pl.col("decision") == "keep"


def inject_h01_1_not_reviewed(desk: Desk, book: ReviewBook) -> None:
    """Nobody came; the look-alike lay in hospital and was seen in May."""
    real, innocent = desk.take(book.where(KEPT))
    book.drop([home["_key"] for home in real])
    for home in real:
        desk.add("H01.1", home, "real", [(ROLL, f"{home['_key']}-0")], "4月8日在册而没有复核记录")
    changes = []
    for home in innocent:
        moment = datetime(2018, 5, 9, 10, 0)
        changes.append({"_key": home["_key"], "visited_on": AFTERWARDS, "visited_at": moment, "at": None})
        changes[-1] |= {"_from": AFTERWARDS, "source": "civil_affairs", "note": "4月住院未见面，出院后补核"}
        rows = [(ROLL, f"{home['_key']}-0"), (REVIEWS, home["_key"])]
        desk.add("H01.1", home, "innocent", rows, "住院期间未见面，5月补核")
    book.change(changes)


def inject_h01_4_visit_not_proven(desk: Desk, book: ReviewBook) -> None:
    """No photo, a position far away, or another household's photo; the look-alike has a weak signal or has moved."""
    real, innocent = desk.take(book.where(KEPT, pl.col("at").is_not_null()))
    lent = book.rows(desk.world.pick(desk.draw, "household", book.where(KEPT), len(real)))
    changes: list[Row] = []
    for number, home in enumerate(real):
        own = book.rows([home["_key"]])[0]
        proof = {"_key": home["_key"], "gps": own["gps"], "distance_m": own["distance_m"]}
        proof |= {"photo_digest": own["photo_digest"], "note": None}
        rows = [(REVIEWS, home["_key"])]
        if number % 3 == 0:
            changes.append(proof | {"gps": None, "distance_m": None, "photo_digest": None})
            reason = "没有照片和定位"
        elif number % 3 == 1:
            changes.append(proof | {"distance_m": float(desk.draw.integers(700, 6000))})
            reason = "定位离住址很远"
        else:
            changes.append(proof | {"photo_digest": lent[number]["photo_digest"]})
            rows.append((REVIEWS, lent[number]["_key"]))
            reason = "照片与另一户相同"
        desk.add("H01.4", home, "real", rows, reason)
    for number, home in enumerate(innocent):
        own = book.rows([home["_key"]])[0]
        proof = {"_key": home["_key"], "gps": own["gps"], "photo_digest": own["photo_digest"]}
        if number % 2:
            changes.append(
                proof | {"distance_m": float(desk.draw.integers(600, 1500)), "note": "已搬至子女家居住"}
            )
        else:
            changes.append(proof | {"gps": None, "distance_m": None, "note": "山坳无信号，照片齐全"})
        desk.add("H01.4", home, "innocent", [(REVIEWS, home["_key"])], str(changes[-1]["note"]))
    book.change(changes)


def inject_h01_5_against_evidence(desk: Desk, book: ReviewBook) -> None:
    """Kept above the line or struck off below it; the look-alike has medical costs that count."""
    kept = book.where(KEPT, pl.col("scheme") == "minimum_living", pl.col("at").is_not_null())
    real, innocent = desk.take(kept)
    struck = desk.pick(book.where(pl.col("decision") == "exit"), len(real) // 2)
    real = real[len(struck) :]
    changes = []
    for home in [*real, *innocent]:
        is_real = home in real
        line = INCOME_LINE[home["residence"]]
        income = int(line * desk.draw.uniform(1.15, 1.9))
        spared = 0 if is_real else int((income - line * 0.7) * home["size"])
        changes.append(_income(home, income) | {"deduction_cny": spared})
        reason = "人均收入高于保障标准仍保留" if is_real else "扣减大病医疗支出后低于标准"
        desk.add("H01.5", home, "real" if is_real else "innocent", [(REVIEWS, home["_key"])], reason)
    for home in struck:
        income = int(INCOME_LINE[home["residence"]] * desk.draw.uniform(0.4, 0.8))
        changes.append(_income(home, income) | {"deduction_cny": 0})
        desk.add("H01.5", home, "real", [(REVIEWS, home["_key"])], "人均收入低于保障标准却退出")
    book.change(changes)


def inject_h01_7_no_appeal_window(desk: Desk, book: ReviewBook) -> None:
    """Struck off with no notice or one of a day; the look-alike gave the benefit up or died."""
    real, innocent = desk.take(book.where(pl.col("decision") == "exit"))
    changes: list[Row] = []
    for number, home in enumerate(real):
        on = date(2018, 4, 26) if number % 2 else None
        to = on + timedelta(days=int(desk.draw.integers(0, 2))) if on else None
        own = {"_key": home["_key"], "publicised_on": on, "publicised_to": to, "reason": home["exit_reason"]}
        changes.append(own)
        reason = "公示不足三天" if on else "退出没有公示"
        desk.add("H01.7", home, "real", [(REVIEWS, home["_key"])], reason)
    for number, home in enumerate(innocent):
        why = "本人书面自愿放弃" if number % 2 else "保障对象死亡"
        own = {"_key": home["_key"], "publicised_on": None, "publicised_to": None, "reason": why}
        changes.append(own)
        desk.add("H01.7", home, "innocent", [(REVIEWS, home["_key"])], f"{why}，无须公示")
    book.change(changes)


def inject_h01_8_include_backlog(desk: Desk, book: ReviewBook) -> None:
    """Found eligible and never entered on the roll; the look-alike applied a fortnight ago, or papers are missing."""
    heads = desk.world.persons.filter(position=0, kind="poor").join(
        desk.world.households.select("household", "household_no", "name", "size"),
        on="household",
        maintain_order="left",
    )
    numbers = pl.concat_str(pl.lit("D"), "household_no").alias("_key")
    heads = heads.with_columns(numbers)
    kinds = [("real", n) for n in range(desk.cases.count(desk.draw))]
    kinds += [("innocent", n) for n in range(desk.cases.count(desk.draw))]
    chosen = desk.world.pick(desk.draw, "poor", heads["_key"], len(kinds))
    homes = {home["_key"]: home for home in heads.filter(pl.col("_key").is_in(chosen)).to_dicts()}
    added = []
    for (kind, number), key in zip(kinds, chosen, strict=True):
        is_recent = kind == "innocent" and number % 2 == 0
        on = date(2018, 8, 20) if is_recent else REVIEW_TO - timedelta(days=number % 5)
        note = None if kind == "real" else "8月申请，正在审批" if is_recent else "材料不全，已书面告知补正"
        added.append(_application(homes[key], on, note, desk))
        rows = [(REVIEWS, key)]
        reason = note or "认定应纳入，至8月底未列入名册、未发放"
        desk.add("H01.8", homes[key], kind, rows, reason)
        if kind == "real":  # who is never paid is also let in and not paid
            desk.add("S04.5", homes[key], kind, rows, reason)
    book.add(added)


def inject_h01_9_self_review(desk: Desk, book: ReviewBook) -> None:
    """A village cadre reviews his own relative; the look-alike's relatives are reviewed by strangers."""
    cadres = desk.world.village_cadres.unique("village", keep="first", maintain_order=True)
    real, innocent = desk.take(book.where(KEPT, pl.col("at").is_not_null()))
    changes = []
    for number, home in enumerate([*real, *innocent]):
        is_real = number < len(real)
        (cadre,) = cadres.filter(village=home["village"]).to_dicts()
        key = f"{home['_key']}-{cadre['person']}"
        desk.world.add_register_row(
            "register.cadre_relatives", _key=key, cadre=cadre["person"], relative=home["person"], relation="sibling",
            has_benefit=not is_real,
        )  # fmt: skip
        own = book.rows([home["_key"]])[0]
        reviewers = (
            f"{cadre['person_name']}、{own['reviewers'].split('、')[0]}" if is_real else own["reviewers"]
        )
        changes.append({"_key": home["_key"], "reviewers": reviewers, "is_cadre_relative": not is_real})
        rows = [(REVIEWS, home["_key"]), ("register.cadre_relatives", key)]
        reason = "村干部参加复核自己的亲属" if is_real else "干部亲属由其他人员复核"
        desk.add("H01.9", home, "real" if is_real else "innocent", rows, reason)
    book.change(changes)


INJECTIONS: tuple[Callable[[Desk, ReviewBook], None], ...] = (
    inject_h01_1_not_reviewed,
    inject_h01_2_outlier_village,
    inject_h01_3_impossible_pace,
    inject_h01_4_visit_not_proven,
    inject_h01_5_against_evidence,
    inject_h01_6_bunching,
    inject_h01_7_no_appeal_window,
    inject_h01_8_include_backlog,
    inject_h01_9_self_review,
)


def _income(home: Row, per_capita: int) -> Row:
    total = per_capita * home["size"]
    parts = {"wage_income_cny": total // 2, "business_income_cny": total - total // 2}
    return {"_key": home["_key"], **parts, "property_income_cny": 0, "transfer_income_cny": 0} | {
        "per_capita_income_cny": per_capita
    }


def _application(home: Row, on: date, note: str | None, desk: Desk) -> Row:
    income = int(desk.draw.integers(1500, 3300))
    digest = f"ZP-2018A-{home['person']:05d}"
    return _income(home, income) | {
        "village": home["name"],
        "household_no": home["_key"],
        "householder_name": home["person_name"],
        "id_card": home["id_card"],
        "scheme": "minimum_living",
        "visited_on": on,
        "visited_at": datetime(on.year, on.month, on.day, 15, 10),
        "team": f"{desk.world.places.site[:2]}受理组",
        "reviewers": "、".join(desk.world.officials["person_name"].tail(2)),
        "is_present": True,
        "size": home["size"],
        "decision": "include",
        "reason": "人均收入低于保障标准",
        "effective_month": EXIT_MONTH if on < EXIT_MONTH else date(2018, 9, 1),
        "gps": "100.0000,30.0000",
        "distance_m": 20.0,
        "photo_digest": digest,
        "source": "application",
        "note": note,
        "role": "applicant",
        "_from": on,
    }
