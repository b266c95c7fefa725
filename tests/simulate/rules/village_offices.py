"""Rules about villages: disclosures, duty, meetings, accountants and poverty assets."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

import polars as pl

from tests.simulate.rules.reading import Rule, Tables, current

VOUCHERS, POSTED = "audit.village_vouchers", "ledger.disclosures"
ROSTER, ASSETS = "ledger.village_accountants", "ledger.poverty_assets"
KINDS = {"party": "党务", "village": "村务", "finance": "财务"}
LAST_DAY = date(2018, 8, 31)


def name_posted(row: dict[str, Any]) -> str:
    return f"{row['village']}/{row['month']:%Y-%m}/{KINDS[row['kind']]}"


def find_posted(tables: Tables, *conditions: pl.Expr) -> set[str]:
    return {name_posted(row) for row in tables[POSTED].filter(*conditions).iter_rows(named=True)}


def late(tables: Tables) -> set[str]:
    """After the 28th or never; a weekend moves it to the next working day, a photo may come later."""
    weekend = (pl.col("due_on").dt.weekday() > 5) & ~pl.col("month").is_in([date(2018, 4, 1)])
    grace = pl.when(weekend).then(8 - pl.col("due_on").dt.weekday()).otherwise(0)
    days = (pl.col("posted_on") - pl.col("due_on")).dt.total_days()
    photo = pl.col("note").str.contains("照片").fill_null(value=False)
    return find_posted(tables, pl.col("posted_on").is_null() | (days > grace), ~photo)


def recycled(tables: Tables) -> set[str]:
    """A photo at most 4 bits from an earlier one or 98% the same text; the same board as background is noted."""
    found = set()
    for _, rows in tables[POSTED].sort("month").group_by("village", "kind", maintain_order=True):
        before: list[dict[str, Any]] = []
        for row in rows.iter_rows(named=True):
            if any(_is_copy(row, other) for other in before):
                found.add(name_posted(row))
            before.append(row)
    return found


def _is_copy(row: dict[str, Any], other: dict[str, Any]) -> bool:
    noted = (row["note"] or "").startswith("同一公开栏")
    photos, texts = (row["photo_digest"], other["photo_digest"]), (row["content"], other["content"])
    same_photo = all(photos) and (int(photos[0], 16) ^ int(photos[1], 16)).bit_count() <= 4
    matcher = SequenceMatcher(None, *texts, autojunk=False) if all(texts) else None
    same_text = matcher is not None and matcher.quick_ratio() >= 0.98 and matcher.ratio() >= 0.98
    return (same_photo and not noted) or same_text


def not_the_books(tables: Tables) -> set[str]:
    """Totals differ by more than 100 yuan and 1% from the month's vouchers, with and without those after the 28th."""
    month = pl.col("booked_on").dt.truncate("1mo").alias("month")
    sums = {
        cut: tables[VOUCHERS].filter(pl.col("booked_on").dt.day() <= cut).group_by("village", month)
        .agg(
            pl.col("amount_cny").filter(direction="income").sum().alias("income_cny"),
            pl.col("amount_cny").filter(direction="expense").sum().alias("expense_cny"),
        )
        for cut in (28, 31)
    }  # fmt: skip
    rows = tables[POSTED].filter(kind="finance").drop_nulls("expense_cny")
    for cut, books in sums.items():
        rows = rows.join(books, on=["village", "month"], how="left", suffix=f"_{cut}")
    off = [
        pl.any_horizontal(
            (pl.col(name) - pl.col(f"{name}_{cut}").fill_null(0)).abs()
            > pl.max_horizontal(100, pl.col(f"{name}_{cut}").fill_null(0) * 0.01)
            for name in ("income_cny", "expense_cny")
        )
        for cut in sums
    ]
    return {name_posted(row) for row in rows.filter(*off).iter_rows(named=True)}


def empty(tables: Tables) -> set[str]:
    """Nothing posted while more than bank fees moved."""
    return find_posted(tables, pl.col("item_count") == 0, pl.col("bank_movement_cny") > 100)


def opaque(tables: Tables) -> set[str]:
    """More than a fifth is called other; small totals left out."""
    share = pl.col("other_expense_cny") / pl.col("expense_cny")
    return find_posted(tables, share > 0.2, pl.col("expense_cny") >= 1_000)


def check_always_passes(tables: Tables) -> set[str]:
    """Passed although late, recycled or empty; that the books say something else cannot be seen on the board."""
    return find_posted(tables, pl.col("check_verdict") == "pass") & (
        late(tables) | recycled(tables) | empty(tables)
    )


def nobody_attended(tables: Tables) -> set[str]:
    """An important meeting with nobody from the subdistrict; a signature on paper is noted."""
    rows = tables["ledger.village_meetings"].filter("is_important", pl.col("street_attendee").is_null())
    return set(rows.filter(pl.col("note").is_null())["meeting_no"])


def untrained_and_posting(tables: Tables) -> set[str]:
    """Posts after the training of 11 April and was never trained; who came later was trained later."""
    never = tables[ROSTER].filter(role="preparer").filter(pl.col("trained_on").is_null())
    late_books = tables[VOUCHERS].filter(pl.col("booked_on") > date(2018, 4, 11))
    posted = late_books.join(never, left_on=["village", "preparer"], right_on=["village", "officer_name"])
    return set(posted["village"])


def one_hand(tables: Tables) -> set[str]:
    """Preparer and cashier or approver are one; an agency that keeps the books makes up for it."""
    agency = set(tables[ROSTER].filter("is_agency")["village"])
    rows = tables[VOUCHERS].select("village", "preparer", "cashier", "approvers").unique()
    return {
        row["village"]
        for row in rows.iter_rows(named=True)
        if row["preparer"] in {row["cashier"], *(row["approvers"] or "").split("、")}
        and row["village"] not in agency
    }


def absent_again(tables: Tables) -> set[str]:
    """Away without a reason at two visits of three in a row."""
    found = set()
    for (village,), rows in (
        tables["ledger.duty_checks"].sort("checked_on").group_by("village", maintain_order=True)
    ):
        away = [
            set((row["absent"] or "").split("、")) if row["absence_reason"] == "no_reason" else set()
            for row in rows.iter_rows(named=True)
        ]
        for at in range(len(away) - 2):
            counts = Counter(name for names in away[at : at + 3] for name in names)
            found |= {f"{village}/{name}" for name, count in counts.items() if count >= 2 and name}
    return found


def assets_now(tables: Tables) -> pl.DataFrame:
    return current(tables[ASSETS])


def not_registered(tables: Tables) -> set[str]:
    """Accepted more than 60 days ago and not on the platform; a share or a title that is pending is noted."""
    old = pl.col("accepted_on") < LAST_DAY - timedelta(days=60)
    rows = assets_now(tables).filter(old, pl.col("platform_no").is_null(), pl.col("note").is_null())
    return set(rows["asset_no"])


def value_gap(tables: Tables) -> set[str]:
    """More than 5% between outlay and book value; what formed no asset is noted."""
    gap = (pl.col("book_value_cny") - pl.col("project_outlay_cny")).abs() > 0.05 * pl.col(
        "project_outlay_cny"
    )
    noted = pl.col("note").str.contains("不形成资产").fill_null(value=False)
    return set(assets_now(tables).filter(gap, ~noted)["asset_no"])


def nobody_looks_after_it(tables: Tables) -> set[str]:
    """No custodian, or no use for 180 days; a winter greenhouse rests in summer."""
    idle = (pl.lit(LAST_DAY) - pl.col("last_used_on")).dt.total_days() > 180
    winter = pl.col("note").str.contains("冬暖大棚").fill_null(value=False)
    return set(assets_now(tables).filter(pl.col("custodian").is_null() | (idle & ~winter))["asset_no"])


def cheap_or_long_lease(tables: Tables) -> set[str]:
    """Below half the median rent by value, or over ten years with no vote; what the lessee invests is noted."""
    leased = assets_now(tables).filter(status="leased")
    rent = pl.col("rent_due_cny") / pl.col("book_value_cny")
    years = (pl.col("lease_to") - pl.col("lease_from")).dt.total_days() / 365.25
    cheap = (rent < 0.5 * rent.median()) & pl.col("note").is_null()
    return set(leased.filter(cheap | ((years > 10.01) & pl.col("lease_voted_on").is_null()))["asset_no"])


RULES: dict[str, Rule] = {
    "L07.1": late,
    "L07.2": recycled,
    "L07.3": not_the_books,
    "L07.4": empty,
    "L07.5": opaque,
    "L07.6": check_always_passes,
    "L08.1": nobody_attended,
    "L08.2": untrained_and_posting,
    "L08.3": one_hand,
    "L08.4": absent_again,
    "L09.1": not_registered,
    "L09.2": value_gap,
    "L09.3": nobody_looks_after_it,
    "L09.4": cheap_or_long_lease,
}
