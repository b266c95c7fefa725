"""Which pictures there are: the table each is drawn from, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from simulate.cases import Cases
from simulate.domains import DOMAINS
from simulate.figures.chart import Chart, draw
from simulate.figures.counting import (
    Marks,
    by_first_digit,
    by_month,
    by_value,
    by_weekday,
    in_powers,
    in_steps,
)
from simulate.thresholds import P_APPROVAL, P_LARGE, P_TENDER
from simulate.timeline import INCOME_LINE, ROLL_ON
from simulate.world import World

SEED, LEVEL = 7, 9
PAID_IN = "发放月份 month of payment"
YUAN = "金额（元，对数刻度） amount (yuan, log scale)"


@dataclass(frozen=True)
class Figure:
    """One picture: `dataset` is a table's name, or `world.` and one of the world's own frames."""

    name: str
    dataset: str
    chart: Callable[[pl.DataFrame], Chart]


def _ages(frame: pl.DataFrame) -> Chart:
    years = (pl.Series([ROLL_ON]) - frame["birth"]).dt.total_days() / 365.25
    return in_steps(years, 0, 100, 5, "年龄（岁） age")


def _incomes(frame: pl.DataFrame) -> Chart:
    lines = [(float(line), f"{line}") for line in INCOME_LINE.values()]
    return in_steps(
        frame["per_capita_income_cny"], 0, 12_000, 300, "人均年收入（元） yuan a head and year", lines
    )


def _counts(column: str, axis: str = YUAN, marks: Marks = ()) -> Callable[[pl.DataFrame], Chart]:
    """Return what draws a column of amounts in powers of ten."""
    return lambda frame: in_powers(frame[column], axis, marks)


FIGURES = (
    Figure("household-sizes", "world.households", lambda f: by_value(f["size"], 1, 8, "户人口 persons")),
    Figure("ages", "world.persons", _ages),
    Figure("incomes", "household.household_reviews", _incomes),
    Figure("visit-weekdays", "household.household_reviews", lambda f: by_weekday(f["visited_on"])),
    Figure("payments", "subsidy.benefit_payments", lambda f: by_month(f["paid_on"], PAID_IN)),
    Figure("benefit-amounts", "subsidy.benefit_payments", _counts("amount_cny")),
    Figure("allowances", "subsidy.allowance_payments", _counts("amount_cny")),
    Figure("claim-weekdays", "subsidy.expense_claims", lambda f: by_weekday(f["spent_on"])),
    Figure("trip-distances", "ledger.vehicle_trips", _counts("distance_km", "里程（公里，对数刻度） km (log scale)")),
    Figure("voucher-amounts", "audit.village_vouchers", _counts("amount_cny", marks=[(P_APPROVAL, "报批线")])),
    Figure("voucher-digits", "audit.village_vouchers", lambda f: by_first_digit(f["amount_cny"])),
    Figure("voucher-months", "audit.village_vouchers", lambda f: by_month(f["booked_on"], "记账月份 month booked")),
    Figure("large-payments", "audit.large_payments", _counts("amount_cny", marks=[(P_LARGE, "集体决策线")])),
    Figure("tenders", "ledger.tenders", _counts("contract_cny", marks=[(P_TENDER, "招标线")])),
)  # fmt: skip


def draw_all() -> Iterator[tuple[str, str | None]]:
    """Yield each picture's name and its SVG, None where the table is not simulated."""
    tables = _make_tables()
    for figure in FIGURES:
        frame = tables.get(figure.dataset)
        yield figure.name, None if frame is None or frame.is_empty() else draw(figure.chart(frame))


def _make_tables() -> dict[str, pl.DataFrame]:
    world, cases = World(SEED, 0, LEVEL), Cases(0, LEVEL)
    tables = {table.dataset: table.frame for make in DOMAINS for table in make(world, cases)}
    return tables | {"world.households": world.households, "world.persons": world.persons}
