"""What an injection works with: the world, its book of welfare households, the cases, and a stream of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.household.welfare import WelfareBook, build_welfare
from simulate.tables import amend
from simulate.world import World

Row = dict[str, Any]
ROLL = "household.welfare_households"


@dataclass
class Desk:
    """One injection's place of work."""

    world: World
    book: WelfareBook
    cases: Cases
    draw: np.random.Generator

    def pick(self, candidates: pl.Series, count: int) -> list[Row]:
        """Return up to `count` households of `candidates`, taken for one case each, with their householders."""
        chosen = self.world.pick(self.draw, "household", candidates, count)
        return self.book.heads().filter(pl.col("_key").is_in(chosen)).to_dicts()

    def take(self, candidates: pl.Series) -> tuple[list[Row], list[Row]]:
        """Return households for real and for innocent cases, as many as the cases' level says."""
        real = self.pick(candidates, self.cases.count(self.draw))
        return real, self.pick(candidates, self.cases.count(self.draw))

    def change(self, changes: Sequence[Row]) -> None:
        """Change rows of the roll."""
        self.book.roll = amend(self.book.roll, changes)

    def add(
        self, rule: str, home: Row, kind: str, rows: Sequence[Key], reason: str, amount: float = 0
    ) -> None:
        """Record a case about a household."""
        family = "subsidy" if rule.startswith("S") else "household"
        self.cases.add(
            rule, family, ("household", home["_key"]), kind, rows, reason, amount_cny=amount or None
        )


def run(world: World, cases: Cases, injections: Sequence[Callable[[Desk], None]]) -> None:
    """Let every injection do its work, each with a stream that bears its name."""
    book = world.once(build_welfare)
    for inject in injections:
        inject(Desk(world, book, cases, world.stream(inject.__name__)))
