"""What the domains of party life work with: a desk per injection, texts that are unlike each other, office days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.reference import workdays
from simulate.words import read_words
from simulate.world import World

Row = dict[str, Any]
Rows = dict[str, Row]
Book = TypeVar("Book")

FEEDBACK_ON = date(2018, 4, 9)
LAST_ON = date(2018, 8, 31)
DATES = {"month", "valid_from", "valid_to", "trained_from", "trained_to", "extended_to", "_from", "_to"}
DATE_ENDINGS = ("_on", "_month", "publicised_from", "publicised_to")
KINDS: dict[type, type[pl.DataType]] = {
    str: pl.String,
    bool: pl.Boolean,
    int: pl.Int64,
    float: pl.Float64,
    date: pl.Date,
    datetime: pl.Datetime,
}
NUMBERS = ("_count", "_members", "_votes", "_days", "_score", "score_before")


@dataclass
class Desk(Generic[Book]):
    """One injection's place of work: `book` holds the rows that it changes."""

    world: World
    book: Book
    cases: Cases
    draw: np.random.Generator

    def take(
        self, kind: str, names: Iterable[str], most: int | None = None, each: int = 1
    ) -> tuple[list[str], list[str]]:
        """Return subjects for real and for innocent cases that no other case has; see `pick`."""
        names = list(names)
        real = self.pick(kind, names, most, each)
        return real, self.pick(kind, names, most, each)

    def pick(self, kind: str, names: Iterable[str], most: int | None = None, each: int = 1) -> list[str]:
        """Return the subjects of as many cases as the level says.

        Args:
            kind: what they are; takings of one kind exclude each other.
            names: whom to take from.
            most: no more cases than this, where the population is small.
            each: how many subjects a case needs; they follow each other in the answer.
        """
        number = self.cases.count(self.draw)
        wanted = min(number, most) if most is not None else number
        pool = pl.Series(list(names), dtype=pl.String)
        return self.world.pick(self.draw, kind, pool, wanted * each)

    def add(
        self, rule: str, subject: tuple[str, str], rows: Sequence[Key], reason: str, *, is_real: bool,
        amount: float | None = None,
    ) -> None:  # fmt: skip
        """Record a case; rules of ledgers count as such."""
        family = "ledger" if rule.startswith("L") else "party"
        kind = "real" if is_real else "innocent"
        self.cases.add(rule, family, subject, kind, rows, reason, amount_cny=amount)


def run(world: World, cases: Cases, book: Book, injections: Sequence[Callable[[Desk[Book]], None]]) -> None:
    """Let every injection do its work, each with a stream that bears its name."""
    for inject in injections:
        inject(Desk(world, book, cases, world.stream(inject.__name__)))


def both(real: Sequence[str], innocent: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the subjects of both kinds of cases, each with whether its case is real."""
    return [(name, True) for name in real] + [(name, False) for name in innocent]


def make_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """Return `rows` as a frame; a column that is empty throughout gets the kind that its name tells."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    return pl.DataFrame(listed, schema={name: _find_dtype(name, listed) for name in names}, orient="row")


def _find_dtype(name: str, rows: Sequence[Row]) -> type[pl.DataType]:
    kinds = {type(row[name]) for row in rows if row.get(name) is not None}
    if kinds == {int, float}:
        return pl.Float64
    if kinds:
        return KINDS[kinds.pop()]
    if name in DATES or name.endswith(DATE_ENDINGS):
        return pl.Date
    if name.endswith("_at"):
        return pl.Datetime
    return pl.Float64 if name.endswith(NUMBERS) else pl.String


def compose(draw: np.random.Generator, *names: str) -> Iterator[tuple[str, ...]]:
    """Yield phrases without end, one out of each of the word lists `names`.

    Every list goes round in an order of its own. Lists whose lengths share no factor meet again in three places only
    after thousands of texts, so that no two texts are alike by accident.
    """
    slots = [[words[at] for at in draw.permutation(len(words))] for words in map(read_words, names)]
    for number in count():
        yield tuple(slot[number % len(slot)] for slot in slots)


def make_digest(draw: np.random.Generator) -> str:
    """Return the digest of a scan or a picture, 16 hexadecimal digits with a letter among them."""
    return f"{int(draw.integers(1 << 60)):015x}c"


OCTOBER_2017 = frozenset(date(2017, 10, day) for day in range(1, 9))


def is_workday(day: date) -> bool:
    """Return whether offices work on `day`; holidays are known from October 2017 on."""
    return workdays.is_workday(day) and day not in OCTOBER_2017


def next_workday(day: date) -> date:
    """Return `day` itself or the first day after it on which offices work."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def draw_workday(draw: np.random.Generator, first: date, last: date) -> date:
    """Return a day from `first` to `last` on which offices work, or the next one after it."""
    return next_workday(draw_day(draw, first, last))


def draw_day(draw: np.random.Generator, first: date, last: date) -> date:
    """Return a day from `first` to `last`."""
    return first + timedelta(days=int(draw.integers(0, (last - first).days + 1)))


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of `day`."""
    return datetime.combine(day, time(hour, minute))


def first_of_month(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes the 28th."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
