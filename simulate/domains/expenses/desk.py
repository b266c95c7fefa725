"""An injection's place of work: some tables of one domain, the cases, and a stream of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.tables import KEY, add_rows, amend
from simulate.world import World

Row = dict[str, Any]
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


def frame_of(rows: Sequence[Row], **types: type[pl.DataType]) -> pl.DataFrame:
    """Return rows as a frame; `types` are of columns that are empty in all base rows, such as note=pl.String."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name) if name not in frame.columns else pl.col(name).cast(dtype)
        for name, dtype in types.items()
    )
