"""Budgets for what offices spend on themselves, and spending over them (S02.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from simulate.domains.expenses.desk import Desk, Row, frame_of, kinds
from simulate.world import World

CLAIMS, BUDGETS = "subsidy.expense_claims", "subsidy.expense_budgets"
CATEGORIES = ("reception", "meeting", "training", "travel", "official_car")
CATEGORY_LABELS = dict(zip(CATEGORIES, ("公务接待", "会议", "培训", "差旅", "公务用车"), strict=True))
YEARS = range(2013, 2019)
LEAST = 6000  # yuan: what an office gets for a purpose even if it spends nothing on it
CASES_FROM = 2016


def make_budgets(world: World, claims: pl.DataFrame) -> pl.DataFrame:
    """Return a row per office, year and category; what is spent stays well under it."""
    draw = world.stream(BUDGETS)
    sums = claims.group_by("unit", "year", "category").agg(pl.col("amount_cny").sum())
    spent = {(unit, year, category): amount for unit, year, category, amount in sums.iter_rows()}
    rows: list[Row] = []
    for number, unit in enumerate(world.places.offices):
        before: dict[str, float] = {}
        for year in YEARS:
            for category in CATEGORIES:
                need = float(spent.get((unit, year, category), 0)) / float(draw.uniform(0.5, 0.82))
                amount = max(LEAST, -(-int(need) // 500) * 500)
                rows.append(
                    {
                        "_key": f"{number:02d}-{year}-{category}",
                        "unit": unit,
                        "year": year,
                        "category": category,
                        "amount_cny": amount,
                        "supplement_cny": 0,
                        "final_cny": amount,
                        "last_year_cny": before.get(category),
                        "approved_on": date(year, 2, 9),
                        "document_no": f"临财预〔{year}〕6号",
                    }
                )
                before[category] = amount
    return frame_of(rows, supplemented_on=pl.Date, supplement_document=pl.String)


def inject_s02_1_over_budget(desk: Desk) -> None:
    """More spent than the budget allows; the look-alike had its budget raised by a document."""
    recent = desk.tables[CLAIMS].filter(pl.col("year") >= CASES_FROM, pl.col("is_free"))
    spent = recent.group_by("unit", "year", "category", maintain_order=True).agg(
        pl.col("amount_cny").sum(), pl.col("_key")
    )
    budgets = desk.tables[BUDGETS].select("unit", "year", "category", budget="_key")
    books = {row["budget"]: row for row in spent.join(budgets, on=["unit", "year", "category"]).to_dicts()}
    large = sorted(name for name, row in books.items() if row["amount_cny"] > LEAST)
    real, innocent = desk.take("budget", large)
    changes: list[Row] = []
    for kind, number, name in kinds(real, innocent):
        row = books[name]
        amount = int(row["amount_cny"] / (1.06 + 0.03 * number) // 100 * 100)
        more = int(row["amount_cny"] - amount) // 100 * 100 + 2000 if kind == "innocent" else 0
        month = 7 if row["year"] < YEARS[-1] else 5  # before the list is sent
        changes.append(
            {
                "_key": name,
                "amount_cny": amount,
                "supplement_cny": more,
                "final_cny": amount + more,
                "supplemented_on": date(row["year"], month, 3) if more else None,
                "supplement_document": f"临财预〔{row['year']}〕{41 + number}号" if more else None,
            }
        )
        subject = f"{row['unit']}/{row['year']}/{row['category']}"
        over = row["amount_cny"] - amount
        label = CATEGORY_LABELS[row["category"]]
        reason = f"{row['year']}年{label}支出超预算{over:.0f}元" if not more else "超出年初预算部分已批复追加"
        keys = [(BUDGETS, name), *((CLAIMS, key) for key in row["_key"])]
        desk.record("S02.1", "subsidy", ("budget", subject), kind, keys, reason, 0 if more else over)
    desk.change(BUDGETS, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (inject_s02_1_over_budget,)
