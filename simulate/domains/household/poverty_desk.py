"""What an injection into the files of poor households works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.household.desk import Row
from simulate.domains.household.poverty import PovertyBook
from simulate.tables import amend
from simulate.world import World

MONITORING = "household.poverty_monitoring"


@dataclass
class MonitoringBook:
    """`rows` has the columns of the list, and `home`, `period` (0 to 3), `village_no`, `status` of the household."""

    rows: pl.DataFrame

    def of(self, home: str) -> list[Row]:
        """Return the quarters of a household in their order."""
        return self.rows.filter(pl.col("home") == home).sort("period").to_dicts()

    def change(self, changes: Sequence[Row]) -> None:
        self.rows = amend(self.rows, changes)

    def drop(self, keys: Sequence[str]) -> None:
        self.rows = self.rows.filter(~pl.col("_key").is_in(list(keys)))


@dataclass
class PovertyDesk:
    """One injection's place of work."""

    world: World
    poverty: PovertyBook
    monitoring: MonitoringBook
    cases: Cases
    draw: np.random.Generator

    def pick(self, candidates: pl.Series, count: int) -> list[Row]:
        """Return up to `count` poor households of `candidates`, taken for one case each."""
        return self.poverty.rows(self.world.pick(self.draw, "poverty", candidates, count))

    def take(self, candidates: pl.Series) -> tuple[list[Row], list[Row]]:
        """Return households for real and for innocent cases, as many as the cases' level says."""
        real = self.pick(candidates, self.cases.count(self.draw))
        return real, self.pick(candidates, self.cases.count(self.draw))

    def add(self, rule: str, subject: tuple[str, str], kind: str, rows: Sequence[Key], reason: str) -> None:
        self.cases.add(rule, "household", subject, kind, rows, reason)
