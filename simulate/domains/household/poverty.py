"""The register of poor households and the measures taken for each; H02 and H03 change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.household.desk import Row
from simulate.tables import Table, add_rows, amend
from simulate.timeline import QUARTERLY
from simulate.words import read_weights, read_words
from simulate.world import World, random_days

HOUSEHOLDS, MEASURES = "household.poverty_households", "household.poverty_measures"
STATUS = {"registered": 0.38, "lifted": 0.55, "relapsed": 0.02, "removed": 0.05}
CAUSES = {
    "illness": 0.38,
    "disability": 0.16,
    "labour": 0.15,
    "skills": 0.12,
    "funds": 0.1,
    "schooling": 0.06,
    "other": 0.03,
}
KINDS = {
    "industry": 0.3,
    "income_share": 0.2,
    "job": 0.14,
    "health": 0.14,
    "welfare": 0.12,
    "education": 0.06,
    "housing": 0.04,
}
LOOKBACK_ON = date(2018, 5, 14)
HOMES_A_HELPER = 4


@dataclass
class PovertyBook:
    """What poverty relief knows.

    Attributes:
        homes: a row per household, `_key` its number; `status`, `status_on`, `registered_on`, `helper`, `note`, the
            household's own columns and the householder's `person`, `person_name`, `id_card`.
        measures: the list of measures, with `home` (the household's `_key`).
    """

    homes: pl.DataFrame
    measures: pl.DataFrame

    def where(self, *conditions: pl.Expr) -> pl.Series:
        """Return the numbers of the households for which all conditions hold, without second entries."""
        return self.homes.filter(~pl.col("_key").str.contains("#"), *conditions)["_key"]

    def rows(self, keys: Sequence[str]) -> list[Row]:
        return self.homes.filter(pl.col("_key").is_in(list(keys))).to_dicts()

    def change(self, changes: Sequence[Row]) -> None:
        self.homes = amend(self.homes, changes)


def build_poverty(world: World) -> PovertyBook:
    """Return the register as it would be if all were in order."""
    draw = world.stream(HOUSEHOLDS)
    homes = world.households.filter(pl.col("kind").is_in(["both", "poor"]))
    heads = world.persons.filter(position=0).select("household", "person", "person_name", "id_card")
    count = len(homes)
    status = draw.choice(list(STATUS), count, p=list(STATUS.values()))
    registered = random_days(draw, count, date(2014, 3, 1), date(2016, 12, 20))
    lifted = random_days(draw, count, date(2017, 3, 1), date(2017, 12, 28))
    homes = homes.join(heads, on="household", maintain_order="left").with_columns(
        _key=pl.lit("P") + pl.col("household_no"),
        status=pl.Series(status),
        registered_on=registered,
        status_on=pl.select(
            pl.when(pl.Series(status) == "registered").then(registered).otherwise(lifted)
        ).to_series(),
        cause=pl.Series(draw.choice(list(CAUSES), count, p=list(CAUSES.values()))),
        note=pl.lit(None, dtype=pl.String),
    )
    homes = homes.join(_assign_helpers(world, homes), on="_key", maintain_order="left")
    return PovertyBook(homes, _take_measures(world, homes))


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register and the measures as monitoring and matching have left them."""
    book = world.once(build_poverty)
    draw = world.stream(HOUSEHOLDS, "members")
    members = world.persons.select(
        "household", "person", "position", "relation", "birth", member="person_name", member_id="id_card"
    )
    rows = book.homes.join(members, on="household", suffix="_member", maintain_order="left")
    age = 2018 - pl.col("birth").dt.year()
    able = (
        pl.when(age.is_between(18, 59)).then(pl.lit("full")).when(age.is_between(60, 69)).then(pl.lit("weak"))
    )
    rows = rows.with_columns(
        labour=able.otherwise(pl.lit("none")),
        health=pl.Series(draw.choice(read_words("health"), len(rows), p=read_weights("health"))),
    )
    frame = rows.sort("village", "_key", "position", maintain_order=True).select(
        pl.concat_str("_key", pl.lit("-"), pl.col("position").cast(pl.String)).alias("_key"),
        village="name",
        household_no=pl.col("_key").str.replace("#.*", ""),
        householder_name="person_name",
        person_name="member",
        relation="relation",
        id_card="member_id",
        size="size",
        **{
            "class": pl.when(pl.col("kind") == "both")
            .then(pl.lit("minimum_living"))
            .otherwise(pl.lit("general"))
        },
        cause="cause",
        registered_on="registered_on",
        status="status",
        status_on="status_on",
        labour="labour",
        health="health",
        helper="helper",
        helper_unit="helper_unit",
        bank_account="bank_account",
        address="address",
        note=pl.when(pl.col("position") == 0).then("note"),
    )
    office = world.places.department("扶贫办公室")
    measures = book.measures.drop("home", "village_no")
    return [
        Table(HOUSEHOLDS, world.by_street(frame), office, days=QUARTERLY),
        Table(MEASURES, world.by_street(measures), office, days=(QUARTERLY[0], QUARTERLY[-1])),
    ]


def _assign_helpers(world: World, homes: pl.DataFrame) -> pl.DataFrame:
    """Return `_key`, `helper`, `helper_unit`: an official looks after four households of one village."""
    officials = world.officials.filter(pl.col("level") != "county").select(
        helper="person_name", helper_unit="unit"
    )
    groups = homes.select("_key", group=pl.int_range(pl.len()) // HOMES_A_HELPER)
    named = officials.unique("helper", keep="first", maintain_order=True).with_row_index("group")
    return (
        groups.with_columns(group=(pl.col("group") % len(named)).cast(pl.UInt32))
        .join(named, on="group", maintain_order="left")
        .drop("group")
    )


def _take_measures(world: World, homes: pl.DataFrame) -> pl.DataFrame:
    """Return one to four measures per household, each entered within days of being done."""
    draw = world.stream(MEASURES)
    numbers = draw.choice([1, 2, 3, 4], len(homes), p=[0.2, 0.4, 0.3, 0.1])
    rows = (
        homes.select("_key", "name", "village", "person_name", "id_card", "helper", number=pl.Series(numbers))
        .with_columns(measure_no=pl.int_ranges(1, pl.col("number") + 1))
        .explode("measure_no")
    )
    count = len(rows)
    start = random_days(draw, count, date(2016, 3, 1), date(2017, 11, 30))
    gap = pl.Series(draw.integers(5, 70, count)) * pl.duration(days=1)
    entry = pl.Series(draw.integers(1, 12, count)) * pl.duration(days=1)
    fund = np.round(np.exp(draw.normal(7.6, 0.7, count)) / 100).astype(np.int64) * 100
    crops = draw.choice(read_words("crops"), count)
    return (
        rows.sort("village", "_key", "measure_no")
        .with_columns(start=start, fund=pl.Series(fund))
        .select(
            pl.concat_str("_key", pl.lit("-M"), pl.col("measure_no").cast(pl.String)).alias("_key"),
            home="_key",
            village_no="village",
            village="name",
            household_no="_key",
            householder_name="person_name",
            id_card="id_card",
            measure_no="measure_no",
            kind=pl.Series(draw.choice(list(KINDS), count, p=list(KINDS.values()))),
            content=pl.Series(crops) + pl.lit("，签订帮扶协议"),
            fund_cny="fund",
            fund_source=pl.lit("专项扶贫资金"),
            started_on="start",
            done_on=pl.col("start") + gap,
            income_gain_cny=(pl.col("fund") * 3 // 10),
            helper="helper",
            evidence_no=pl.concat_str(
                pl.lit("ZZ-"), "_key", pl.lit("-"), pl.col("measure_no").cast(pl.String)
            ),
            recorded_on=pl.col("start") + gap + entry,
            note=pl.lit(None, dtype=pl.String),
            _from=pl.lit(None, dtype=pl.Date),
        )
    )


def add_home(book: PovertyBook, home: Row, **changes: Any) -> str:
    """Enter a household a second time, as a list does that keeps its history; return the key of the entry."""
    key = f"{home['_key']}#2"
    book.homes = add_rows(book.homes, [home | changes | {"_key": key}])
    return key
