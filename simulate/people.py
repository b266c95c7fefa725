"""The base population of a district: households of every kind and their members, before anything goes wrong."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from simulate.identity import make_accounts, make_id_cards
from simulate.places import UNITS, Places
from simulate.streams import stream
from simulate.timeline import ROLL_ON
from simulate.words import read_weights, read_words

WELFARE, BOTH, POOR, ORDINARY = 1600, 400, 500, 1600
SMALL_UNITS = 6  # the last villages and communities, too small for their rates to say anything
SIZES = {
    "welfare": (0.48, 0.24, 0.15, 0.09, 0.04),
    "both": (0.30, 0.28, 0.22, 0.13, 0.07),
    "poor": (0.20, 0.30, 0.25, 0.17, 0.08),
    "ordinary": (0.08, 0.25, 0.34, 0.20, 0.13),
}
HEAD_AGES = {"welfare": (62, 12), "both": (61, 11), "poor": (57, 11), "ordinary": (47, 11)}
NEW_NAMES_FROM = date(1975, 1, 1)
Booleans = npt.NDArray[np.bool_]


def make_households(seed: int, block: int, places: Places) -> pl.DataFrame:
    """Return a row per household.

    `household` (0…), `village` and the village's columns, `kind` (welfare, both: welfare and poor, poor, ordinary),
    `size`, `household_no` as the registers of civil affairs and poverty relief number it, `address`, `bank_account`.
    """
    draw = stream(seed, block, "households")
    share = np.exp(draw.normal(0, 0.12, UNITS))
    share[-SMALL_UNITS:] *= 0.22
    pieces = []
    for kind, total in zip(SIZES, (WELFARE, BOTH, POOR, ORDINARY), strict=True):
        villages = np.sort(draw.choice(UNITS, total, p=share / share.sum()))
        size = draw.choice(np.arange(1, 6), total, p=SIZES[kind])
        pieces.append(pl.DataFrame({"village": villages, "kind": [kind] * total, "size": size}))
    number = pl.int_range(1, pl.len() + 1).over("village")
    return (
        pl.concat(pieces)
        .sort("village", maintain_order=True)
        .join(places.villages, on="village", maintain_order="left")
        .with_columns(
            household=pl.int_range(pl.len()),
            household_no=pl.concat_str(
                pl.lit(f"{block:02d}"),
                (pl.col("village") + 1).cast(pl.String).str.zfill(2),
                pl.lit("-"),
                number.cast(pl.String).str.zfill(4),
            ),
            address=pl.concat_str("street_name", "name", number.cast(pl.String), pl.lit("号")),
            bank_account=make_accounts(sum(map(len, pieces)), block),
        )
    )


def make_persons(seed: int, block: int, households: pl.DataFrame) -> pl.DataFrame:
    """Return a row per person, householders first in each household.

    `person` (0…), `household`, `village`, `street`, `kind`, `position` (0 is the householder), `relation`,
    `person_name`, `is_male`, `birth`, `id_card`.
    """
    draw = stream(seed, block, "persons")
    people = (
        households.select(
            "household", "village", "street", "kind", pl.int_ranges(0, "size").alias("position")
        )
        .explode("position")
        .with_columns(person=pl.int_range(pl.len()))
    )
    ages, is_male, relation = _make_families(draw, people, households)
    birthday = draw.integers(0, 365, len(people))
    days = np.round(ages * 365.25).astype(np.int64) + birthday
    births = (np.datetime64(ROLL_ON) - days.astype("timedelta64[D]")).astype("datetime64[D]")
    people = people.with_columns(
        relation=pl.Series(relation),
        is_male=pl.Series(is_male),
        birth=pl.Series(births).cast(pl.Date),
    )
    names = _make_names(draw, people)
    return people.with_columns(names, make_id_cards(people, block))


def _make_families(
    draw: np.random.Generator, people: pl.DataFrame, households: pl.DataFrame
) -> tuple[npt.NDArray[np.float64], Booleans, list[str]]:
    """Return each person's age in years, sex and relation to the householder."""
    kinds = households["kind"].to_list()
    mean, spread = (np.array([HEAD_AGES[kind][part] for kind in kinds], dtype=float) for part in (0, 1))
    head_age = np.clip(draw.normal(mean, spread), 24, 92)
    head_male = draw.random(len(kinds)) < 0.72
    married = draw.random(len(kinds)) < 0.8
    at = people["household"].to_numpy()
    position = people["position"].to_numpy()
    gap = draw.uniform(21, 34, len(people))
    is_spouse = (position == 1) & married[at]
    is_parent = (position > 0) & ~is_spouse & ((draw.random(len(people)) < 0.15) | (head_age[at] < 27))
    is_parent &= head_age[at] + gap < 96
    is_child = (position > 0) & ~is_spouse & ~is_parent
    own = head_age[at]
    ages = np.select(
        [is_spouse, is_parent, is_child], [own + draw.normal(-1, 3, len(people)), own + gap, own - gap], own
    )
    is_male = np.where(is_spouse, ~head_male[at], draw.random(len(people)) < 0.5)
    is_male = np.where(position == 0, head_male[at], is_male)
    words = np.select(
        [is_spouse, is_parent & is_male, is_parent, is_child & is_male, is_child],
        ["配偶", "父亲", "母亲", "子", "女"],
        "户主",
    )
    return np.clip(ages, 0.1, 99), is_male, words.tolist()


def _make_names(draw: np.random.Generator, people: pl.DataFrame) -> pl.Series:
    """Return names; children and fathers have the householder's surname, spouses and mothers one of their own."""
    surnames = np.array(read_words("surnames"))
    homes = int(people["household"].max()) + 1  # type: ignore[arg-type]
    family = draw.choice(surnames, homes, p=read_weights("surnames"))[people["household"].to_numpy()]
    married_in = people["relation"].is_in(["配偶", "母亲"]).to_numpy()
    own = draw.choice(surnames, len(people), p=read_weights("surnames"))
    given = make_given_names(
        draw, people["is_male"].to_numpy(), (people["birth"] >= NEW_NAMES_FROM).to_numpy()
    )
    return pl.Series("person_name", np.char.add(np.where(married_in, own, family), given))


def make_given_names(draw: np.random.Generator, is_male: Booleans, is_new: Booleans) -> npt.NDArray[np.str_]:
    """Return a given name per person: one character for every fifth, else two."""
    given = np.empty(len(is_male), dtype="<U2")
    for sex, male in (("male", True), ("female", False)):
        for age, new in (("new", True), ("old", False)):
            chosen = (is_male == male) & (is_new == new)
            signs = np.array(read_words(f"given_{sex}_{age}"))
            first, second = draw.choice(signs, (2, int(chosen.sum())))
            is_short = (draw.random(len(first)) < 0.2) | (first == second)
            given[chosen] = np.where(is_short, first, np.char.add(first, second))
    return given
