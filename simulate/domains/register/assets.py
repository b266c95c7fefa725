"""The registers of what people own: vehicles, houses."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulate.cases import Cases
from simulate.domains.register.people import DAYS, SNAPSHOT_DAYS, added_rows, sample_adults
from simulate.tables import Table
from simulate.words import read_words
from simulate.world import World, random_days

VEHICLES, HOUSES = 620, 420
VEHICLE_KINDS = {"car": 0.5, "truck": 0.1, "motorcycle": 0.25, "farm": 0.15}
HOUSE_KINDS = {"flat": 0.45, "self_built": 0.35, "resettlement": 0.15, "shop": 0.05}


def make(world: World, cases: Cases) -> list[Table]:
    """Return the registers of vehicles and of real estate."""
    return [
        Table(
            "register.motor_vehicles", _vehicles(world), "市车管所", days=DAYS, snapshot_days=SNAPSHOT_DAYS
        ),
        Table(
            "register.real_estate", _houses(world), "市不动产登记中心", days=DAYS, snapshot_days=SNAPSHOT_DAYS
        ),
    ]


def _vehicles(world: World) -> pl.DataFrame:
    draw = world.stream("register.motor_vehicles")
    own = sample_adults(world, draw, VEHICLES)
    base = pl.DataFrame(
        {
            "_key": [f"vehicle-{number}" for number in range(len(own))],
            "person": own["person"],
            "vehicle_kind": draw.choice(list(VEHICLE_KINDS), len(own), p=list(VEHICLE_KINDS.values())),
            "registered_on": random_days(draw, len(own), date(2009, 1, 4), date(2018, 3, 20)),
            "value_cny": (draw.lognormal(10.9, 0.6, len(own)) // 1000 * 1000).astype(int),
        }
    )
    rows = added_rows(world, "register.motor_vehicles", base)
    plates = pl.Series(draw.permutation(90_000)[: len(rows)] + 10_000)
    letters = pl.Series(draw.choice(list("ABCDEFGHJKLMNPQRSTUVWXYZ"), len(rows)))
    return rows.select(
        "_key",
        plate_no=pl.lit(f"临{'ABCDEFGH'[world.block % 8]}·") + letters + plates.cast(pl.String).str.slice(1),
        vehicle_kind="vehicle_kind",
        usage=pl.lit("非营运"),
        model=pl.Series(draw.choice(read_words("models"), len(rows))),
        person_name="person_name",
        id_card="id_card",
        value_cny="value_cny",
        registered_on="registered_on",
        transferred_on="transferred_on",
        status=pl.when(pl.col("transferred_on").is_null()).then(pl.lit("正常")).otherwise(pl.lit("转出")),
        source_office=pl.lit("市车管所"),
        snapshot_on=pl.lit(None, dtype=pl.Date),
    )


def _houses(world: World) -> pl.DataFrame:
    draw = world.stream("register.real_estate")
    own = sample_adults(world, draw, HOUSES)
    kind = draw.choice(list(HOUSE_KINDS), len(own), p=list(HOUSE_KINDS.values()))
    base = pl.DataFrame(
        {
            "_key": [f"house-{number}" for number in range(len(own))],
            "person": own["person"],
            "kind": kind,
            "registered_on": random_days(draw, len(own), date(2005, 1, 4), date(2018, 3, 20)),
            "area_m2": draw.normal(98, 22, len(own)).clip(38, 240).round(1),
            "acquired_by": ["拆迁安置" if what == "resettlement" else "购买" for what in kind],
            "value_cny": (draw.lognormal(12.7, 0.4, len(own)) // 1000 * 1000).astype(int),
        }
    )
    rows = added_rows(world, "register.real_estate", base)
    year = pl.col("registered_on").dt.year().cast(pl.String)
    number = pl.int_range(1, pl.len() + 1) + world.block * 10_000
    return rows.select(
        "_key",
        property_no=pl.lit("临")
        + year
        + pl.lit("不动产权第")
        + number.cast(pl.String).str.zfill(7)
        + pl.lit("号"),
        person_name="person_name",
        id_card="id_card",
        kind="kind",
        address="address",
        area_m2="area_m2",
        share=pl.lit("单独所有"),
        acquired_by="acquired_by",
        value_cny="value_cny",
        registered_on="registered_on",
        source_office=pl.lit("市不动产登记中心"),
        snapshot_on=pl.lit(None, dtype=pl.Date),
    )
