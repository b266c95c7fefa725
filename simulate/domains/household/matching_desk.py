"""What an injection into the matching of rolls works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from simulate.cases import Key
from simulate.domains.household.desk import Row
from simulate.domains.household.poverty_desk import PovertyDesk
from simulate.tables import amend
from simulate.world import World

HITS = "household.match_hits"


@dataclass
class HitBook:
    """`hits` has the columns of the list, `home` and `village_no`; `fixed` are villages that have their part."""

    hits: pl.DataFrame
    fixed: set[int] = field(default_factory=set)

    def where(self, *conditions: pl.Expr) -> pl.Series:
        """Return the keys of the hits in villages without a part for which all conditions hold."""
        return self.hits.filter(~pl.col("village_no").is_in(list(self.fixed)), *conditions)["_key"]

    def change(self, changes: Sequence[Row]) -> None:
        self.hits = amend(self.hits, changes)

    def row(self, key: str) -> Row:
        (row,) = self.hits.filter(pl.col("_key") == key).to_dicts()
        return row


@dataclass
class MatchingDesk(PovertyDesk):
    """One injection's place of work, with the hits."""

    hits: HitBook


def enter(world: World, category: str, key: str, person: int, *, is_real: bool) -> Key:
    """Enter something that a poor person should not have, or what only looks like it; return its row.

    Args:
        world: whose registers.
        category: vehicle, house, business or fiscal_staff.
        key: of the new row.
        person: whose it is.
        is_real: else the vehicle was sold, the house given for one pulled down, the firm a cooperative, the post a
            public job for the poor.
    """
    if category == "vehicle":
        sold = None if is_real else date(2017, 3, 6)
        kind = "car"
        row = {
            "vehicle_kind": kind,
            "registered_on": date(2014, 5, 12),
            "transferred_on": sold,
            "value_cny": 76_000,
        }
        return _add(world, "register.motor_vehicles", key, person, row)
    if category == "house":
        row = {
            "kind": "flat" if is_real else "resettlement",
            "registered_on": date(2016, 8, 9),
            "area_m2": 98.5,
        }
        row |= {"acquired_by": "购买" if is_real else "拆迁安置", "value_cny": 412_000 if is_real else None}
        return _add(world, "register.real_estate", key, person, row)
    if category == "business":
        row = {
            "role": "legal_representative" if is_real else "member",
            "share_ratio": 0.6 if is_real else 0.01,
        }
        row |= {"is_cooperative": not is_real, "valid_from": date(2015, 10, 20)}
        return _add(world, "register.business_officers", key, person, row)
    row = {"staff_kind": "institution" if is_real else "public_job", "valid_from": date(2012, 9, 1)}
    row |= {"post": "科员" if is_real else "保洁公益岗位"}
    return _add(world, "register.fiscal_staff", key, person, row)


def _add(world: World, dataset: str, key: str, person: int, row: Row) -> Key:
    world.add_register_row(dataset, _key=key, person=person, **row)
    return dataset, key
