"""One block of the simulated world: a district of some two thousand welfare households, and who works in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
import polars as pl

from simulate.firms import make_firms
from simulate.officials import make_officials, make_village_cadres
from simulate.people import make_households, make_persons
from simulate.places import Places, make_places
from simulate.streams import stream

Shared = TypeVar("Shared")


@dataclass
class World:
    """The base population of one block; domains add to `registers` and take subjects with `pick`.

    Attributes:
        seed: of the whole simulation.
        block: its number; the same block is the same whatever the scale.
        level: of the cases (see `Cases`): some of them lie in the base population itself.
        registers: rows that domains add to the registers of other offices, by dataset.
        statuses: what the register of residents says of a person, where it is more than that he lives here.
    """

    seed: int
    block: int
    level: int = 9
    registers: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    statuses: dict[int, dict[str, object]] = field(default_factory=dict)
    _taken: dict[str, set[object]] = field(default_factory=dict)
    _made: dict[Callable[[World], object], object] = field(default_factory=dict)

    def stream(self, *names: str) -> np.random.Generator:
        """Return the generator that belongs to `names` in this block."""
        return stream(self.seed, self.block, *names)

    @cached_property
    def places(self) -> Places:
        return make_places(self.block)

    @cached_property
    def households(self) -> pl.DataFrame:
        return make_households(self.seed, self.block, self.places)

    @cached_property
    def persons(self) -> pl.DataFrame:
        return make_persons(self.seed, self.block, self.households)

    @cached_property
    def officials(self) -> pl.DataFrame:
        """People on the fiscal payroll: `person` and the person's columns, `unit`, `level`, `post`."""
        return make_officials(self.stream("officials"), self.persons, self.places)

    @cached_property
    def village_cadres(self) -> pl.DataFrame:
        """Village cadres: `person` and the person's columns, `village_name`, `post`, `post_kind`."""
        return make_village_cadres(self.stream("village_cadres"), self.persons, self.officials, self.places)

    @cached_property
    def firms(self) -> pl.DataFrame:
        """Firms: `firm`, `credit_code`, `trade`, `owner` (a person), `established_on`."""
        busy = {*self.officials["person"], *self.village_cadres["person"]}
        return make_firms(self.stream("firms"), self.block, self.places, self.persons, busy)

    def once(self, make: Callable[[World], Shared]) -> Shared:
        """Return what `make` makes of this world, made once: how domains share a book that they both change."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[return-value]

    def pick(self, draw: np.random.Generator, kind: str, candidates: pl.Series, count: int) -> list[str]:
        """Return up to `count` of `candidates` that no other case has taken yet, and take them.

        Args:
            draw: the stream that decides.
            kind: what they are (household, person, …): takings of one kind exclude each other.
            candidates: names of subjects, such as household numbers.
            count: how many.
        """
        taken = self._taken.setdefault(kind, set())
        free = [name for name in candidates.unique(maintain_order=True) if name not in taken]
        chosen = [free[at] for at in sorted(draw.permutation(len(free))[:count])]
        taken.update(chosen)
        return chosen

    def by_street(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with `_unit`, the subdistrict of the village that its column `village` names."""
        streets = dict(self.places.villages.select("name", "street_name").iter_rows())
        return frame.with_columns(_unit=pl.col("village").replace_strict(streets, return_dtype=pl.String))

    def rename(self, person: int, name: str) -> None:
        """Give a person another name; numbers stay as they are."""
        renamed = pl.when(pl.col("person") == person).then(pl.lit(name)).otherwise("person_name")
        self.persons = self.persons.with_columns(renamed.alias("person_name"))

    def add_register_row(self, dataset: str, **row: object) -> None:
        """Put a row into another office's register; `_key` is required."""
        self.registers.setdefault(dataset, []).append(row)


def random_days(draw: np.random.Generator, count: int, first: date, last: date) -> pl.Series:
    """Return `count` days from `first` to `last`, both of them possible."""
    days = draw.integers(0, (last - first).days + 1, count)
    return pl.Series(np.datetime64(first) + days.astype("timedelta64[D]")).cast(pl.Date)
