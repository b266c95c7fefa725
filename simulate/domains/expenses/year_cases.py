"""What can be wrong with an office's year of expenses (A07.1, A07.2, S02.6), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from simulate.domains.expenses.desk import FEW, Desk, Row, kinds
from simulate.domains.reference.workdays import list_workdays

CLAIMS = "subsidy.expense_claims"
GAP_YEARS, MOVED_YEARS = (2014, 2015, 2016), (2015, 2016, 2017)
RUSH_SHARE = 0.32  # of the year's money in December; 0.25 is asked about
DECEMBER = 12


def inject_a07_1_year_gap(desk: Desk) -> None:
    """An office without one claim in a year between others; the look-alike was merged for that year."""
    units = desk.tables[CLAIMS]["unit"].unique(maintain_order=True)
    real, innocent = desk.take("office:A07", units, FEW)
    notes: dict[str, str] = {}
    for kind, number, unit in kinds(real, innocent):
        year = GAP_YEARS[number % 3]
        gone = desk.rows(CLAIMS, pl.col("unit") == unit, pl.col("year") == year)
        desk.drop(CLAIMS, [row["_key"] for row in gone])
        if kind == "innocent":
            notes[unit] = f"{year}年机构合并，经费并入党政办公室核算，次年恢复单独核算"
        around = desk.rows(CLAIMS, pl.col("unit") == unit, pl.col("year").is_in([year - 1, year + 1]))
        _reserve(desk, [row["_key"] for row in around])
        reason = f"{year}年没有一笔报销，前后年份均有" if kind == "real" else notes[unit]
        keys = [(CLAIMS, row["_key"]) for row in around]
        desk.record("A07.1", "audit", ("organisation_year", f"{unit}/{year}"), kind, keys, reason)
    note = pl.col("unit").replace_strict(notes, default=None, return_dtype=pl.String)
    desk.tables[CLAIMS] = desk.tables[CLAIMS].with_columns(audit_note=note)


def inject_a07_2_moved_category(desk: Desk) -> None:
    """Meals go on at the same places, as meetings; in the look-alike there were meetings, with their notices."""
    units = desk.tables[CLAIMS]["unit"].unique(maintain_order=True)
    real, innocent = desk.take("office:A07", units, FEW)
    changes: list[Row] = []
    for kind, number, unit in kinds(real, innocent):
        year = MOVED_YEARS[number % 3]
        own = desk.rows(CLAIMS, pl.col("unit") == unit, pl.col("year") == year)
        meals = [row for row in own if row["category"] == "reception"]
        moved = meals[: -(-len(meals) * 7 // 10)]
        is_real = kind == "real"
        changes += [
            {
                "_key": row["_key"],
                "category": "meeting",
                "item": "会议综合定额",
                "grade": "三类会议",
                "hosts_count": None,
                "letter_no": None if is_real else f"通知〔{year}〕{700 + 10 * number + at}号",
                "purpose": "工作例会" if is_real else "项目现场推进会",
                "budget_line": "会议费",
            }
            for at, row in enumerate(moved)
        ]
        _reserve(desk, [row["_key"] for row in own])
        amount = sum(row["amount_cny"] for row in moved)
        reason = "接待费明显下降，同一商户改列会议费" if is_real else "当年在该处召开现场会议，有会议通知"
        keys = [(CLAIMS, row["_key"]) for row in moved]
        subject = ("organisation_year", f"{unit}/{year}")
        desk.record("A07.2", "audit", subject, kind, keys, reason, amount if is_real else 0)
    desk.change(CLAIMS, changes)


def inject_s02_6_year_end_rush(desk: Desk) -> None:
    """A quarter of the year's money goes in December; the look-alike holds the meetings of the year's end."""
    free = desk.tables[CLAIMS].filter(pl.col("is_free"), pl.col("year") < 2018)
    names = free.select(pl.concat_str("unit", pl.lit("/"), "year")).to_series().unique(maintain_order=True)
    real, innocent = desk.take("office year", names)
    changes: list[Row] = []
    for kind, _, name in kinds(real, innocent):
        unit, year = name.split("/")
        own = desk.rows(CLAIMS, pl.col("unit") == unit, pl.col("year") == int(year))
        movable = {"meeting"} if kind == "innocent" else {"reception", "meeting", "training", "travel"}
        moved = _move_into_december(own, movable, int(year))
        purpose = {} if kind == "real" else {"purpose": "年度总结表彰会议"}
        changes += [
            {"_key": row["_key"], "spent_on": row["spent_on"], "purpose": row["purpose"]} | purpose
            for row in moved
        ]
        _reserve(desk, [row["_key"] for row in own])
        amount = sum(row["amount_cny"] for row in moved)
        reason = f"{year}年12月集中列支" if kind == "real" else "年度总结会议集中在12月召开，有会议通知"
        keys = [(CLAIMS, row["_key"]) for row in moved]
        desk.record("S02.6", "subsidy", ("organisation_year", name), kind, keys, reason, amount)
    desk.change(CLAIMS, changes)


def _move_into_december(rows: Sequence[Row], categories: set[str], year: int) -> list[Row]:
    """Return the rows that move, dearest first, until December has its share; no merchant twice on a day."""
    days = list_workdays(date(year, 12, 3), date(year, 12, 28))
    total = sum(row["amount_cny"] for row in rows)
    late = sum(row["amount_cny"] for row in rows if row["spent_on"].month == DECEMBER)
    taken = {(row["merchant"], row["spent_on"]) for row in rows}
    moved: list[Row] = []
    for row in sorted(rows, key=lambda row: (-row["amount_cny"], row["_key"])):
        if late >= RUSH_SHARE * total:
            break
        if row["category"] not in categories or row["spent_on"].month == DECEMBER:
            continue
        day = next(
            (day for day in days[len(moved) % len(days) :] if (row["merchant"], day) not in taken), None
        )
        if day is not None:
            taken.add((row["merchant"], day))
            late += row["amount_cny"]
            moved.append(row | {"spent_on": day})
    return moved


def _reserve(desk: Desk, keys: Sequence[str]) -> None:
    """Keep claims out of the hands of the injections that follow."""
    free = pl.col("is_free") & ~pl.col("_key").is_in(list(keys))
    desk.tables[CLAIMS] = desk.tables[CLAIMS].with_columns(is_free=free)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_a07_1_year_gap,
    inject_a07_2_moved_category,
    inject_s02_6_year_end_rush,
)
