"""An injection's place of work: some tables of one domain, the cases, and a stream of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.reference.lists import DAYS_OFF
from simulate.tables import KEY, add_rows, amend
from simulate.world import World

Row = dict[str, Any]
SATURDAY = 5
FEW = 4  # cases of a rule whose subjects are offices, teams or weeks: a district has not many of them


@dataclass
class Desk:
    """`tables` are the domain's own by dataset, changed in place by one injection after the other."""

    world: World
    cases: Cases
    tables: dict[str, pl.DataFrame]
    draw: np.random.Generator

    def rows(self, dataset: str, *conditions: pl.Expr) -> list[Row]:
        """Return the rows of `dataset` for which all conditions hold."""
        frame = self.tables[dataset]
        return (frame.filter(*conditions) if conditions else frame).to_dicts()

    def count(self, most: int = 12) -> int:
        """Return how many cases to put in now, `most` at most."""
        return min(self.cases.count(self.draw), most)

    def take(
        self,
        kind: str,
        candidates: Iterable[object],
        most: int = 12,
        innocent: Iterable[object] | None = None,
    ) -> tuple[list[Any], list[Any]]:
        """Return subjects of real and of innocent cases that no case of this `kind` has taken yet.

        Args:
            kind: what they are; takings of one kind exclude each other.
            candidates: names of possible subjects.
            most: of each.
            innocent: candidates for the innocent cases, where they are others.
        """
        first = pl.Series(list(candidates))
        second = first if innocent is None else pl.Series(list(innocent))
        real = self.world.pick(self.draw, kind, first, self.count(most))
        return real, self.world.pick(self.draw, kind, second, self.count(most))

    def change(self, dataset: str, changes: Sequence[Row]) -> None:
        """Change rows of `dataset`, named by `_key`; all changes name the same columns."""
        self.tables[dataset] = amend(self.tables[dataset], changes)

    def add(self, dataset: str, rows: Sequence[Row]) -> None:
        """Put rows into `dataset`; columns of no use to it are left out."""
        own = set(self.tables[dataset].columns)
        kept = [{name: value for name, value in row.items() if name in own} for row in rows]
        self.tables[dataset] = add_rows(self.tables[dataset], kept)

    def drop(self, dataset: str, keys: Sequence[str]) -> None:
        """Take rows out of `dataset`."""
        self.tables[dataset] = self.tables[dataset].filter(~pl.col(KEY).is_in(list(keys)))

    def record(
        self,
        rule: str,
        family: str,
        subject: tuple[str, str],
        kind: str,
        rows: Sequence[Key],
        reason: str,
        amount: float = 0,
    ) -> None:
        """Record a case; an amount of 0 says nothing about money."""
        self.cases.add(rule, family, subject, kind, rows, reason, amount_cny=amount or None)


def run(
    world: World,
    cases: Cases,
    tables: dict[str, pl.DataFrame],
    injections: Sequence[Callable[[Desk], None]],
) -> None:
    """Let every injection do its work, each with a stream that bears its name."""
    for inject in injections:
        inject(Desk(world, cases, tables, world.stream(inject.__name__)))


def kinds(real: Sequence[Any], innocent: Sequence[Any]) -> list[tuple[str, int, Any]]:
    """Return (kind, number within the kind, subject) for the subjects of an injection."""
    pairs = [("real", number, subject) for number, subject in enumerate(real)]
    return [*pairs, *(("innocent", number, subject) for number, subject in enumerate(innocent))]


def offices(world: World) -> list[str]:
    """Return the departments and subdistricts: who has a budget of its own."""
    own = pl.col("kind").is_in(["department", "subdistrict"])
    names: list[str] = world.places.organisations.filter(own)["name"].to_list()
    return names


def list_workdays(first: date, last: date) -> list[date]:
    """Return the days on which offices work, by the calendar of 2018; before it, Mondays to Fridays."""
    off = {date.fromisoformat(start) + timedelta(days=number) for _, start, end, _ in DAYS_OFF
           for number in range((date.fromisoformat(end) - date.fromisoformat(start)).days + 1)}  # fmt: skip
    worked = {date.fromisoformat(day) for *_, days in DAYS_OFF for day in days}
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in span if day in worked or (day.weekday() < SATURDAY and day not in off)]


def send_as_known(
    frame: pl.DataFrame, days: Sequence[date], since: str, course: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """Return a version of every row for each delivery of a whole list: what lies after its day is still empty.

    Args:
        frame: rows as they are in the end.
        days: of the deliveries.
        since: the day from which a row is in the list.
        course: dates that come about later, each with the columns that come with it.
    """
    versions = []
    for number, day in enumerate(days):
        emptied = {
            name: pl.when(pl.col(on) <= day).then(name)
            for on, others in course.items()
            for name in (*others, on)
        }
        following = days[number + 1] if number + 1 < len(days) else None
        known = frame.filter(pl.col(since) <= day).with_columns(**emptied)
        versions.append(known.with_columns(_from=pl.lit(day), _to=pl.lit(following, dtype=pl.Date)))
    return pl.concat(versions)


def frame_of(rows: Sequence[Row], **types: type[pl.DataType]) -> pl.DataFrame:
    """Return rows as a frame; `types` are of columns that are empty in all base rows, such as note=pl.String."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name) if name not in frame.columns else pl.col(name).cast(dtype)
        for name, dtype in types.items()
    )
