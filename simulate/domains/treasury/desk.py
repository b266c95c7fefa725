"""What the treasury's tables are made of: rows, office days, numbers, and an injection's place of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.reference.lists import DAYS_OFF
from simulate.tables import FROM, KEY, TO
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


def known_on(
    frame: pl.DataFrame, days: Sequence[date], born: str, later: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """Return a version of each row per delivery: what its office could know on that day.

    Args:
        frame: the rows as they are in the end.
        days: of the deliveries.
        born: the day column from which a row is on the list; where it is empty the row always is.
        later: per day column the columns that are filled in with it; before that day they are all empty.
    """
    pieces = []
    for number, day in enumerate(days):
        rows = frame.filter(pl.col(born).is_null() | (pl.col(born) <= day))
        hidden = {
            name: pl.when(pl.col(on).is_null() | (pl.col(on) <= day)).then(pl.col(name)).alias(name)
            for on, names in later.items()
            for name in (on, *names)
        }
        until = days[number + 1] if number + 1 < len(days) else None
        pieces.append(
            rows.with_columns(
                *hidden.values(),
                pl.lit(day).alias(FROM),
                pl.lit(until, dtype=pl.Date).alias(TO),
            )
        )
    return pl.concat(pieces)


@cache
def _days_off() -> tuple[frozenset[date], frozenset[date]]:
    """Return holidays and weekend days on which offices work all the same."""
    off: set[date] = set()
    worked: set[date] = set()
    for _, first, last, made_up in DAYS_OFF:
        span = (date.fromisoformat(last) - date.fromisoformat(first)).days
        off.update(date.fromisoformat(first) + timedelta(days=day) for day in range(span + 1))
        worked.update(map(date.fromisoformat, made_up))
    return frozenset(off), frozenset(worked)


def is_workday(day: date) -> bool:
    """Return whether offices are open."""
    off, worked = _days_off()
    return day in worked or (day.weekday() < 5 and day not in off)


def office_day(day: date, *, step: int = 1) -> date:
    """Return `day`, or the next day on which offices work; with `step` -1 the last one before it."""
    while not is_workday(day):
        day += timedelta(days=step)
    return day


def later(day: date, days: int) -> date:
    """Return the office day at least `days` after `day`."""
    return office_day(day + timedelta(days=days))


def earlier(day: date, days: int) -> date:
    """Return the office day at least `days` before `day`."""
    return office_day(day - timedelta(days=days), step=-1)


def any_day(draw: np.random.Generator, first: date, last: date) -> date:
    """Return an office day from `first` to about `last`."""
    span = (last - first).days
    return office_day(first + timedelta(days=int(draw.integers(0, span + 1))), step=-1)


def mark(world: World) -> str:
    """Return the letters that begin the numbers of this district's papers."""
    return str(world.places.organisations["org_code"][0]).split("-")[0]


def leaders(world: World) -> list[str]:
    """Return the names of the officials of county level, the chief first."""
    return list(world.officials.filter(level="county")["person_name"])


def staff_of(world: World, unit: str) -> list[str]:
    """Return the names of the officials of `unit`."""
    return list(world.officials.filter(unit=unit)["person_name"])


def offices(world: World) -> list[str]:
    """Return the names of all departments and subdistricts."""
    return list(
        world.places.organisations.filter(pl.col("kind").is_in(["department", "subdistrict"]))["name"]
    )
