"""Quarterly monitoring of poor households, and what can be wrong with their files (H02)."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.household.monitoring_cases import INJECTIONS
from simulate.domains.household.poverty import build_poverty
from simulate.domains.household.poverty_desk import MONITORING, MonitoringBook, PovertyDesk
from simulate.tables import Table
from simulate.timeline import POVERTY_LINE, QUARTERLY
from simulate.world import World

PERIODS = (
    (date(2017, 7, 1), "2017年7月-2017年9月"),
    (date(2017, 10, 1), "2017年10月-2017年12月"),
    (date(2018, 1, 1), "2018年1月-2018年3月"),
    (date(2018, 4, 1), "2018年4月-2018年6月"),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the monitoring of four quarters, the last of them from July on."""
    book = world.once(build_monitoring)
    poverty = world.once(build_poverty)
    for inject in INJECTIONS:
        inject(PovertyDesk(world, poverty, book, cases, world.stream(inject.__name__)))
    frame = book.rows.select(pl.exclude("home", "period", "village_no", "status")).sort("_from", "_key")
    return [Table(MONITORING, world.by_street(frame), world.places.department("扶贫办公室"), days=QUARTERLY)]


def build_monitoring(world: World) -> MonitoringBook:
    """Return a row per household and quarter, incomes drifting slowly and files made in time."""
    draw = world.stream(MONITORING)
    homes = world.once(build_poverty).homes
    count, periods = len(homes), len(PERIODS)
    wealth = np.where(homes["status"].is_in(["lifted", "removed"]).to_numpy(), 0.62, -0.22)
    first = POVERTY_LINE * np.exp(draw.normal(wealth, 0.13, count))
    first = np.where(wealth > 0, np.maximum(first, POVERTY_LINE * 1.2), first)
    drift = np.cumprod(np.exp(draw.normal(0.015, 0.025, (periods, count))), axis=0)
    incomes = np.round(first * drift + draw.integers(1, 9, (periods, count)) / 10, 1)
    below = np.round(POVERTY_LINE * draw.uniform(0.9, 0.985, incomes.shape), 1)
    incomes = np.where(
        (wealth < 0) & (incomes >= POVERTY_LINE), below, incomes
    )  # nobody crosses the line by himself
    own = homes.select("_key", "name", "village", "status", "person_name", "size", "helper", "registered_on")
    pieces = [_quarter(world, own, pl.Series(incomes[number]), number) for number in range(periods)]
    return MonitoringBook(pl.concat(pieces))


def _quarter(world: World, homes: pl.DataFrame, income: pl.Series, number: int) -> pl.DataFrame:
    """Return one quarter's rows: visited in its last month, filed within ten days."""
    start, written = PERIODS[number]
    draw = world.stream(MONITORING, written)
    count = len(homes)
    visited = pl.Series(draw.integers(60, 88, count)) * pl.duration(days=1)
    filed = pl.Series(draw.integers(1, 9, count)) * pl.duration(days=1)
    photos = pl.Series([f"ZP-{start:%Y%m}-{at:04d}" for at in draw.permutation(count)])
    is_poor = pl.Series(income < POVERTY_LINE)
    return homes.with_columns(income=income, photo=photos, is_poor=is_poor).select(
        pl.concat_str("_key", pl.lit(f"-Q{number + 1}")).alias("_key"),
        home="_key",
        period=pl.lit(number),
        village_no="village",
        status="status",
        village="name",
        household_no="_key",
        householder_name="person_name",
        period_from=pl.lit(written),
        size="size",
        per_capita_income_cny="income",
        risk_level=pl.when("is_poor").then(pl.lit("edge")).otherwise(pl.lit("stable")),
        has_food_and_clothes=pl.lit(value=True),
        has_schooling=pl.lit(value=True),
        has_medical_care=pl.lit(value=True),
        has_safe_housing=pl.lit(value=True),
        has_safe_water=pl.lit(value=True),
        helper="helper",
        visited_on=pl.lit(start) + visited,
        photo_digest="photo",
        has_application=pl.lit(value=True),
        has_publicity=pl.lit(value=True),
        has_handbook=pl.lit(value=True),
        has_income_sheet=pl.Series(draw.random(count) < 0.97),
        filed_on=pl.lit(start) + visited + filed,
        corrected_on=pl.lit(None, dtype=pl.Date),
        note=pl.lit(None, dtype=pl.String),
        _from=pl.lit(date(2018, 7, 1) if number == len(PERIODS) - 1 else date(2018, 4, 1)),
    )
