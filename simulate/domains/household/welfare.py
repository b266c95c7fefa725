"""The roll of welfare households: who is on it, in which class, from when to when; H01 and S04 change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from simulate.cases import Cases
from simulate.people import SMALL_UNITS
from simulate.places import UNITS
from simulate.tables import Table
from simulate.timeline import EXIT_MONTH, MONTHLY, MONTHLY_CNY
from simulate.words import read_weights, read_words
from simulate.world import World, random_days

EXIT_RATE, NEW_RATE = 0.07, 0.05
APPLIED_ON, APPROVED_ON = date(2018, 3, 20), date(2018, 4, 26)
CLASSES = {"A类": 0.25, "B类": 0.45, "C类": 0.30}
ROLES = {"no_exits": 3, "many_exits": 3, "bunched": 6, "imputed": 6}  # villages, at the usual level of cases
USUAL_LEVEL = 9
SECOND = "-T"  # in the number of a household that is on the roll a second time


@dataclass
class WelfareBook:
    """What civil affairs know of each welfare household, beside the persons of the world.

    Attributes:
        roll: a row per household and scheme, `_key` its number. Beside the columns of the list: `household`,
            `role` of its village, `is_exit` and `exit_reason` as decided in April, `monthly` (yuan a head),
            `is_new` (let in by the April review), `is_absent` (nobody was met), and how it is paid: `pay_from` and
            `pay_until` (months), `paid_size`, `pays_arrears`, `late_april` (0 in time, 1 in May for April, 2 in May
            for March and April).
        members: a row per member of the roll, `_key` and `roll_key`.
    """

    roll: pl.DataFrame
    members: pl.DataFrame

    def heads(self) -> pl.DataFrame:
        """Return the roll with the householder's `person_name` and `id_card`."""
        heads = self.members.filter(pl.col("position") == 0)
        return self.roll.join(
            heads.select(
                _key="roll_key", person="person", person_name="person_name", id_card="id_card", birth="birth"
            ),
            on="_key",
            maintain_order="left",
        )

    def active(self, *conditions: pl.Expr) -> pl.Series:
        """Return the numbers of the households that stay on the roll all through, in any village without a part."""
        stays = pl.col("stopped_from").is_null() & (pl.col("entitled_from") < date(2018, 1, 1))
        stays &= ~pl.col("_key").str.contains(SECOND)
        return self.roll.filter(stays, pl.col("role") == "", *conditions)["_key"]

    def newcomers(self, *conditions: pl.Expr) -> pl.Series:
        """Return the numbers of the households that the April review lets in."""
        return self.roll.filter(pl.col("is_new"), *conditions)["_key"]

    def exits(self, *conditions: pl.Expr) -> pl.Series:
        """Return the numbers of the households that the April review takes off the roll."""
        return self.roll.filter(pl.col("is_exit"), *conditions)["_key"]


def build_welfare(world: World) -> WelfareBook:
    """Return the roll as it would be if all were in order; the same book for every domain of a world."""
    draw = world.stream("welfare_households")
    homes = world.households.filter(pl.col("kind").is_in(["welfare", "both"]))
    persons = world.persons.join(homes.select("household"), on="household", how="semi", maintain_order="left")
    homes = homes.with_columns(_key=pl.lit("D") + pl.col("household_no"))
    roll = _decide(draw, _entitle(draw, homes, persons), world.level)
    members = persons.join(roll.select("household", roll_key="_key"), on="household", maintain_order="left")
    members = members.with_columns(
        _key=pl.concat_str("roll_key", pl.lit("-"), pl.col("position").cast(pl.String))
    )
    return WelfareBook(roll, members)


def _entitle(draw: np.random.Generator, homes: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the households with scheme, class and money; who lives alone and is old may be destitute."""
    count = len(homes)
    age = 2018 - persons.filter(position=0)["birth"].dt.year()
    is_destitute = ((homes["size"] == 1) & (age >= 60)).to_numpy() & (draw.random(count) < 0.35)
    grade = draw.choice(list(CLASSES), count, p=list(CLASSES.values()))
    support = np.where(draw.random(count) < 0.85, "分散", "集中")
    residence = np.where(homes["is_community"].to_numpy() & ~is_destitute, "urban", "rural")
    applied = random_days(draw, count, date(2012, 1, 5), date(2017, 6, 20))
    roll = homes.with_columns(
        scheme=pl.Series(np.where(is_destitute, "destitute", "minimum_living")),
        grade=pl.Series(np.where(is_destitute, support, grade)),
        residence=pl.Series(residence),
        applied_on=applied,
        approved_on=applied + pl.Series(draw.integers(12, 40, count)) * pl.duration(days=1),
    )
    rates = pl.DataFrame(
        [(*key, monthly) for key, monthly in MONTHLY_CNY.items()],
        schema=["scheme", "residence", "grade", "monthly"],
        orient="row",
    )
    return roll.join(rates, on=["scheme", "residence", "grade"], maintain_order="left").with_columns(
        entitled_from=pl.col("approved_on").dt.offset_by("1mo").dt.truncate("1mo"),
    )


def _decide(draw: np.random.Generator, roll: pl.DataFrame, level: int) -> pl.DataFrame:
    """Give villages their parts and decide whom the April review takes off the roll."""
    large = draw.permutation(UNITS - SMALL_UNITS)
    role, first = np.full(UNITS, "", dtype="<U12"), 0
    for name, usual in ROLES.items():
        count = min(usual, usual * level // USUAL_LEVEL)
        role[large[first : first + count]] = name
        first += count
    role[UNITS - SMALL_UNITS :] = "small"
    village_role = role[roll["village"].to_numpy()]
    # Every large village has an exit or two, so that none at all stands out.
    lots = pl.Series("lot", draw.random(len(roll)))
    low = roll.with_columns(lots).select(pl.col("lot").rank().over("village") <= 2).to_series().to_numpy()
    chance = np.select(
        [np.isin(village_role, ["no_exits", "small"]), village_role == "many_exits"], [0.0, 0.42], EXIT_RATE
    )
    keeps = (roll["scheme"] == "destitute").to_numpy()
    is_exit = ((draw.random(len(roll)) < chance) | (low & (chance > 0))) & ~keeps
    is_new = (draw.random(len(roll)) < NEW_RATE) & (village_role == "") & ~is_exit & ~keeps
    reason = draw.choice(read_words("reasons_exit"), len(roll), p=read_weights("reasons_exit"))
    return roll.with_columns(
        role=pl.Series(village_role),
        is_exit=pl.Series(is_exit),
        exit_reason=pl.when(pl.Series(is_exit)).then(pl.Series(reason)),
        stopped_from=pl.when(pl.Series(is_exit)).then(pl.lit(EXIT_MONTH)),
        paid_size=pl.col("size"),
        pays_arrears=pl.lit(value=False),
        late_april=pl.lit(0),
        is_new=pl.Series(is_new),
        is_absent=pl.lit(value=False),
        applied_on=_new_or(is_new, APPLIED_ON, "applied_on"),
        approved_on=_new_or(is_new, APPROVED_ON, "approved_on"),
        entitled_from=_new_or(is_new, EXIT_MONTH, "entitled_from"),
        guardian_name=pl.lit(None, dtype=pl.String),
        guardian_account=pl.lit(None, dtype=pl.String),
        note=pl.lit(None, dtype=pl.String),
    ).with_columns(pay_from=pl.col("entitled_from"), pay_until=pl.col("stopped_from"))


def _new_or(is_new: npt.NDArray[np.bool_], day: date, name: str) -> pl.Expr:
    return pl.when(pl.Series(is_new)).then(pl.lit(day)).otherwise(name)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the roll, sent whole every month; whoever leaves it is marked from that month on."""
    book = world.once(build_welfare)
    heads = book.heads().select(
        pl.exclude("village", "street", "kind", "person", "id_card", "birth", "person_name"),
        householder_name="person_name",
    )
    rows = book.members.join(heads, left_on="roll_key", right_on="_key", maintain_order="left")
    is_head = pl.col("position") == 0
    rows = rows.sort("village", "roll_key", "position").select(
        "_key",
        village="name",
        household_no="roll_key",
        householder_name="householder_name",
        person_name="person_name",
        relation="relation",
        id_card="id_card",
        scheme="scheme",
        **{"class": pl.col("grade")},
        residence="residence",
        size="size",
        entitlement_cny=pl.when(is_head).then(pl.col("monthly") * pl.col("size")),
        applied_on="applied_on",
        approved_on="approved_on",
        entitled_from="entitled_from",
        stopped_from="stopped_from",
        bank_account="bank_account",
        guardian_name="guardian_name",
        guardian_account="guardian_account",
        address="address",
        note=pl.when(is_head).then("note"),
    )
    before = rows.with_columns(
        status=pl.lit("active"),
        _from=pl.when(pl.col("entitled_from") > date(2018, 4, 1)).then("entitled_from"),
        _to=pl.col("stopped_from"),
        stopped_from=pl.lit(None, dtype=pl.Date),
    )
    after = rows.filter(pl.col("stopped_from").is_not_null()).with_columns(
        status=pl.lit("exited"), _from=pl.col("stopped_from"), _to=pl.lit(None, dtype=pl.Date)
    )
    frame = pl.concat([before, after]).sort("village", "household_no", "_key")
    return [
        Table(
            "household.welfare_households",
            world.by_street(frame),
            world.places.department("民政局"),
            days=MONTHLY,
        )
    ]
