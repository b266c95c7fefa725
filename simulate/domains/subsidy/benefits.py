"""Payments of welfare benefits, month by month."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.household.desk import run
from simulate.domains.household.welfare import WelfareBook, build_welfare
from simulate.domains.subsidy.benefit_cases import INJECTIONS, PAYMENTS
from simulate.tables import Table
from simulate.timeline import EXIT_MONTH, MONTHLY, PAY_MONTHS
from simulate.world import World, random_days

RELIEF_CASES = 260


def make(world: World, cases: Cases) -> list[Table]:
    """Return the payments of eight months."""
    run(world, cases, INJECTIONS)
    paid = pl.concat(
        [_pay_monthly(world, world.once(build_welfare)), _pay_relief(world)], how="diagonal_relaxed"
    )
    frame = paid.sort("paid_on", "village_no", "_key", maintain_order=True).drop("village_no")
    return [Table(PAYMENTS, frame, world.places.department("民政局"), days=MONTHLY)]


def _pay_monthly(world: World, book: WelfareBook) -> pl.DataFrame:
    """Return what the roll's households are paid, on a day of the month that their village shares."""
    draw = world.stream(PAYMENTS)
    village_day = pl.Series(draw.integers(14, 20, world.places.villages.height))
    months = pl.DataFrame({"month": PAY_MONTHS}, schema={"month": pl.Date})
    due = (
        book.heads()
        .join(months, how="cross")
        .filter(
            pl.col("month") >= pl.col("pay_from"),
            pl.col("pay_until").is_null() | (pl.col("month") < pl.col("pay_until")),
        )
    )
    waited = (pl.col("pay_from").dt.month() - pl.col("entitled_from").dt.month()).cast(pl.Int64)
    makes_up = pl.col("pays_arrears") & (pl.col("month") == pl.col("pay_from"))
    is_late = (pl.col("month") == PAY_MONTHS[3]) & (pl.col("late_april") > 0)
    regular = pl.col("monthly") * pl.col("paid_size")
    paid = due.with_columns(
        due_cny=pl.when(is_late).then(0).otherwise(regular),
        arrears_cny=pl.when(makes_up).then(regular * waited).when(is_late).then(regular).otherwise(0),
        paid_month=pl.when(is_late).then(pl.lit(EXIT_MONTH)).otherwise("month"),
        is_late=is_late,
    ).with_columns(month=pl.when(is_late & (pl.col("late_april") == 2)).then("paid_month").otherwise("month"))
    day = pl.col("village").replace_strict(dict(enumerate(village_day)), return_dtype=pl.Int64) - 1
    return paid.with_columns(paid_on=pl.col("paid_month") + day * pl.duration(days=1)).select(
        pl.concat_str("_key", pl.lit("-"), pl.col("month").dt.strftime("%Y%m")).alias("_key"),
        village="name",
        village_no="village",
        household_no="_key",
        person_name="person_name",
        id_card="id_card",
        scheme="scheme",
        **{"class": pl.col("grade")},
        month="month",
        size="paid_size",
        due_cny="due_cny",
        arrears_cny="arrears_cny",
        amount_cny=pl.col("due_cny") + pl.col("arrears_cny"),
        recovered_cny=pl.lit(0),
        payee_name=pl.coalesce("guardian_name", "person_name"),
        payee_relation=pl.when(pl.col("guardian_name").is_null())
        .then(pl.lit("本人"))
        .otherwise(pl.lit("监护人")),
        bank_account="bank_account",
        batch=pl.col("paid_month").dt.strftime("%Y-%m-")
        + pl.when("is_late").then(pl.lit("02")).otherwise(pl.lit("01")),
        paid_on="paid_on",
        note=pl.when("is_late").then(pl.lit("补发以前月份")),
        _on="paid_on",
    )


def _pay_relief(world: World) -> pl.DataFrame:
    """Return temporary relief for households in sudden need: most in winter, most small, a few large."""
    draw = world.stream(PAYMENTS, "temporary_relief")
    heads = world.persons.filter(position=0, kind="ordinary").join(
        world.households.select("household", "name", "household_no", "bank_account"),
        on="household",
        maintain_order="left",
    )
    chosen = heads[np.sort(draw.permutation(len(heads))[:RELIEF_CASES])]
    days = random_days(draw, len(chosen), PAY_MONTHS[0], date(2018, 8, 24))
    winter = random_days(draw, len(chosen), PAY_MONTHS[0], date(2018, 2, 28))
    is_winter = pl.Series(draw.random(len(chosen)) < 0.35)
    amount = np.clip(np.round(np.exp(draw.normal(6.6, 0.8, len(chosen))) / 100) * 100, 200, 20_000)
    return chosen.with_columns(
        paid_on=pl.select(pl.when(is_winter).then(winter).otherwise(days)).to_series(),
        amount=pl.Series(amount),
    ).select(
        pl.concat_str(pl.lit("R"), "household_no").alias("_key"),
        village="name",
        village_no="village",
        person_name="person_name",
        id_card="id_card",
        scheme=pl.lit("temporary_relief"),
        month=pl.col("paid_on").dt.truncate("1mo"),
        due_cny=pl.col("amount").cast(pl.Int64),
        arrears_cny=pl.lit(0),
        amount_cny=pl.col("amount").cast(pl.Int64),
        recovered_cny=pl.lit(0),
        payee_name="person_name",
        payee_relation=pl.lit("本人"),
        bank_account="bank_account",
        batch=pl.col("paid_on").dt.strftime("%Y-%m-09"),
        paid_on="paid_on",
        note=pl.lit("临时救助"),
        _on="paid_on",
    )
