"""What the village domains share: who holds which office, who may be paid, and a place of work for an injection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.places import VILLAGES
from simulate.world import World

Row = dict[str, Any]
FAMILIES = {"A": "audit", "L": "ledger", "S": "subsidy"}
SUPPLIERS, POOL, LEAST = 12, 24, 12
HEADS = 2  # householders and who comes next: later packages make kin of the others
MONTHS = tuple(date(2017 + at // 12, at % 12 + 1, 1) for at in range(20))
BOOKED_UNTIL = 25  # day of the month; what comes later is booked with the next one
HOLIDAYS_2017 = ("2017-01-02", "2017-04-03", "2017-04-04", "2017-05-01", "2017-05-29", "2017-05-30")
HOLIDAYS_2018 = ("2018-01-01", "2018-04-05", "2018-04-06", "2018-04-30", "2018-05-01", "2018-06-18")
LONG_HOLIDAYS = (("2017-01-27", 7), ("2017-10-01", 8), ("2018-02-15", 7))
DIGITS = np.array(list("0123456789abcdef"))


@dataclass(frozen=True)
class Crew:
    """Who runs one village: names as they stand in its books, and persons (numbers) for the registers.

    `pool` are villagers whom it may pay (neither cadres nor their kin), `suppliers` firms that sell to it.
    """

    at: int
    village: str
    street: str
    code: str
    posts: dict[str, Row]
    pool: list[Row]
    suppliers: list[Row]

    def name(self, post: str) -> str:
        return str(self.posts[post]["person_name"])


def build_crews(world: World) -> list[Crew]:
    """Return the crews of the 34 villages; posts are secretary, head, supervisor, accountant and cashier."""
    draw = world.stream("village crews")
    keys = ("secretary", "head", "supervisor", "accountant", "cashier")
    cadres = world.village_cadres
    kin = cadres["household"].implode()
    age = 2018 - pl.col("birth").dt.year()
    free = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("position") < HEADS,
        age.is_between(22, 69),
        ~pl.col("household").is_in(kin),
        ~pl.col("person").is_in(world.officials["person"].implode()),
        ~pl.col("person").is_in(
            [row["relative"] for row in world.registers.get("register.cadre_relatives", [])]
        ),
    ).join(
        world.households.select("household", "bank_account", "address"), on="household", maintain_order="left"
    )
    firms = world.firms.to_dicts()
    crews = []
    for place in world.places.villages.head(VILLAGES).iter_rows(named=True):
        own = cadres.filter(village=place["village"]).to_dicts()
        people = free.filter(village=place["village"])
        if len(people) < LEAST:  # a hamlet hires its neighbours
            people = pl.concat([people, free.filter(village=(place["village"] + 1) % VILLAGES)])
        people = people.unique("person_name", keep="first", maintain_order=True)
        pool = people[np.sort(draw.permutation(len(people))[:POOL])].to_dicts()
        chosen = [firms[at] for at in np.sort(draw.permutation(len(firms))[:SUPPLIERS])]
        posts = dict(zip(keys, own, strict=True))
        crews.append(
            Crew(
                place["village"],
                place["name"],
                place["street_name"],
                place["village_code"],
                posts,
                pool,
                chosen,
            )
        )
    return crews


@dataclass
class Desk:
    """One injection's place of work: `rule` is the one whose cases it makes."""

    world: World
    cases: Cases
    rule: str

    def __post_init__(self) -> None:
        self.draw = self.world.stream("village", self.rule)

    def take(self, kind: str, candidates: pl.Series, most: int = 12) -> tuple[list[str], list[str]]:
        """Return subjects for real and for innocent cases, `most` of each at the most."""
        count = min(self.cases.count(self.draw), most)
        real = self.world.pick(self.draw, kind, candidates, count)
        return real, self.world.pick(self.draw, kind, candidates, len(real))

    def add(
        self, subject: tuple[str, str], kind: str, rows: Sequence[Key], reason: str, amount: float = 0
    ) -> None:
        """Record a case of the rule."""
        family = FAMILIES[self.rule[0]]
        self.cases.add(self.rule, family, subject, kind, rows, reason, amount_cny=amount or None)


def find_stranger(desk: Desk, crew: Crew) -> Row:
    """Return an ordinary adult of a village whom it does not pay and no other case has taken."""
    world = desk.world
    age = 2018 - pl.col("birth").dt.year()
    free = world.persons.filter(
        pl.col("village") == crew.at,
        pl.col("kind") == "ordinary",
        pl.col("position") < HEADS,
        age.is_between(25, 65),
        ~pl.col("person").is_in([row["person"] for row in crew.pool]),
        ~pl.col("person").is_in(world.firms["owner"].implode()),
        ~pl.col("person").is_in(world.officials["person"].implode()),
        ~pl.col("household").is_in([row["household"] for row in crew.posts.values()]),
    )
    [chosen] = world.pick(desk.draw, "stranger", free["person"].cast(pl.String), 1)
    return world.persons.row(int(chosen), named=True)


@cache
def working_days() -> tuple[date, ...]:
    """Return the days of 2017 and 2018 on which an office is open, weekends that are worked left out."""
    off = {date.fromisoformat(day) for day in HOLIDAYS_2017 + HOLIDAYS_2018}
    for first, count in LONG_HOLIDAYS:
        off |= {date.fromisoformat(first) + timedelta(days=at) for at in range(count)}
    days = (date(2017, 1, 1) + timedelta(days=at) for at in range(730))
    return tuple(day for day in days if day.weekday() < 5 and day not in off)


@cache
def booking_days(month: date) -> tuple[date, ...]:
    """Return the working days of `month` on which villages book, up to the 25th."""
    return tuple(day for day in working_days() if day.replace(day=1) == month and day.day <= BOOKED_UNTIL)


def next_booking_day(after: date, days: int) -> date:
    """Return the first day of booking that is at least `days` after `after`."""
    wanted = after + timedelta(days=days)
    return next(day for day in working_days() if day >= wanted and day.day <= BOOKED_UNTIL)


def office_day(day: date) -> date:
    """Return `day`, or the first working day after it."""
    return next(other for other in working_days() if other >= day)


def digests(draw: np.random.Generator, count: int) -> list[str]:
    """Return `count` digests of 16 hexadecimal digits."""
    return ["".join(row) for row in DIGITS[draw.integers(0, 16, (count, 16))]]


def spell_day(day: date) -> str:
    """Return a day as deadlines are written."""
    return f"{day.year}年{day.month}月{day.day}日"


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows of one shape as a frame; a column that nobody has filled in is one of texts."""
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col(pl.Null).cast(pl.String))
