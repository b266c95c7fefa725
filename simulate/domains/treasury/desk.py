"""What the treasury's tables are made of: rows, office days, numbers, and an injection's place of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.reference.workdays import to_workday
from simulate.tables import KEY
from simulate.world import World

Row = dict[str, Any]
Item = TypeVar("Item")
LAST_DAY = date(2018, 8, 31)
ENDINGS: tuple[tuple[str, pl.DataType], ...] = (
    ("_on", pl.Date()),
    ("_cny", pl.Float64()),
    ("is_", pl.Boolean()),
)


@dataclass
class Desk:
    """One injection's place of work."""

    world: World
    cases: Cases
    draw: np.random.Generator

    def count(self) -> int:
        return self.cases.count(self.draw)

    def few(self) -> int:
        """Return how many cases a rule with a small population gets: a third, but three at least."""
        return max(3, self.count() // 3) if self.cases.level else 0

    def pick(self, kind: str, rows: Iterable[Row], count: int, name: str = KEY) -> list[Row]:
        """Return up to `count` of `rows`, told apart by `name`; what `kind` has taken is taken."""
        known = {row[name]: row for row in rows}
        chosen = self.world.pick(self.draw, kind, pl.Series(list(known), dtype=pl.String), count)
        return [known[value] for value in chosen]

    def take(self, kind: str, rows: Iterable[Row], name: str = KEY) -> tuple[list[Row], list[Row]]:
        """Return rows for real and for innocent cases, as many as the cases' level says."""
        known = list(rows)
        real = self.pick(kind, known, self.count(), name)
        return real, self.pick(kind, known, self.count(), name)

    def choose(self, items: Sequence[Item]) -> Item:
        return items[int(self.draw.integers(len(items)))]

    def between(self, first: int, last: int) -> int:
        """Return a number from `first` to `last`, both of them possible."""
        return int(self.draw.integers(first, last + 1))

    def round_sum(self, low: float, high: float, step: int = 1000) -> float:
        """Return a sum of money from `low` to `high` yuan, a multiple of `step`."""
        return float(self.between(round(low / step), round(high / step)) * step)

    def label(
        self,
        rule: str,
        subject: tuple[str, str],
        kind: str,
        rows: Sequence[Key],
        reason: str,
        amount: float = 0,
    ) -> None:
        """Record a case; `amount` is in yuan, 0 for none."""
        family = "ledger" if rule.startswith(("L", "R", "P")) else "audit"
        self.cases.add(rule, family, subject, kind, rows, reason, amount_cny=amount or None)


def run(world: World, cases: Cases, injections: Sequence[Callable[[Desk], None]]) -> None:
    """Let every injection do its work, each with a stream that bears its name."""
    for inject in injections:
        inject(Desk(world, cases, world.stream(inject.__name__)))


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a frame; a column that is empty throughout has the type that its name says."""
    kinds: dict[str, pl.DataType | None] = {}
    for row in rows:
        for name, value in row.items():
            if kinds.get(name) is None:
                kinds[name] = _type_of(name, value)
    schema = {name: kind or _named_type(name) for name, kind in kinds.items()}
    return pl.DataFrame(rows, schema=schema)


def _type_of(name: str, value: object) -> pl.DataType | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return pl.Boolean()
    if isinstance(value, float) or (isinstance(value, int) and name.endswith("_cny")):
        return pl.Float64()
    if isinstance(value, int):
        return pl.Int64()
    if isinstance(value, datetime):
        return pl.Datetime("us")
    return pl.Date() if isinstance(value, date) else pl.String()


def _named_type(name: str) -> pl.DataType:
    for part, kind in ENDINGS:
        if name.endswith(part) or name.startswith(part):
            return kind
    return pl.String()


def later(day: date, days: int) -> date:
    """Return the office day at least `days` after `day`."""
    return to_workday(day + timedelta(days=days))


def earlier(day: date, days: int) -> date:
    """Return the office day at least `days` before `day`."""
    return to_workday(day - timedelta(days=days), step=-1)


def any_day(draw: np.random.Generator, first: date, last: date) -> date:
    """Return an office day from `first` to about `last`."""
    span = (last - first).days
    return to_workday(first + timedelta(days=int(draw.integers(0, span + 1))), step=-1)


def mark(world: World) -> str:
    """Return the letters that begin the numbers of this district's papers."""
    return str(world.places.organisations["org_code"][0]).split("-")[0]


def leaders(world: World) -> list[str]:
    """Return the names of the officials of county level, the chief first."""
    return list(world.officials.filter(level="county")["person_name"])


def staff_of(world: World, unit: str) -> list[str]:
    """Return the names of the officials of `unit`."""
    return list(world.officials.filter(unit=unit)["person_name"])
