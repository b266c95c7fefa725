"""How many wrong and missing numbers are mended in a register of invented people, and how many wrongly."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from simulate.streams import stream
from simulate.world import World
from tests.warehouse.village import JOBS, PAYMENTS, Village, paid, swap, turn
from warehouse.id_card import check_digit

SHARE = 0.05
PEOPLE = 1500
Row = dict[str, str]


def with_check(card: str) -> str:
    return card[:17] + str(pl.select(check_digit(pl.lit(card[:17]))).item())


def write_wrongly(card: str, draw: np.random.Generator) -> tuple[str, str]:
    """Return the kind of the slip, and the number with it."""
    kind = ("digit", "digit", "digit", "check", "swap", "left_out", "missing")[draw.integers(7)]
    at = int(draw.integers(6, 17))
    places = [place for place in range(6, 16) if card[place] != card[place + 1]]
    return kind, {
        "digit": lambda: turn(card, at),
        "check": lambda: with_check(turn(card, at)),
        "swap": lambda: swap(card, places[at % len(places)]),
        "left_out": lambda: card[:at] + card[at + 1 :],
        "missing": lambda: "",
    }[kind]()


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """A row per row with a wrong number: `kind` of the slip, `card` of the person, `linked`; null: to nobody."""
    draw = stream(7, 0, "matching rates")
    world = World(7, 0, 0)
    homes = world.households.select("household", "name", "household_no", "bank_account")
    persons = world.persons.head(PEOPLE).join(homes, on="household", maintain_order="left")
    people = persons.select("person_name", "id_card", "name").rows()
    village = Village(tmp_path_factory.mktemp("rates"), people)
    slips: dict[str, tuple[str, str]] = {}
    for dataset in (PAYMENTS, JOBS):
        rows, kinds = [], []
        for at, person in enumerate(persons.iter_rows(named=True)):
            kind, card = "", person["id_card"]
            if draw.random() < SHARE:
                kind, card = write_wrongly(card, draw)
            about = {"household_no": person["household_no"], "bank_account": person["bank_account"]}
            if dataset == JOBS:
                about |= {"job_no": str(at)}
            rows.append(paid(person["person_name"], card, person["name"], **about))
            kinds.append((kind, person["id_card"]))
        slips |= dict(zip(village.land(dataset, *rows), kinds, strict=True))
    linked = village.link()
    unasked = [row for row in linked if not slips[row][0]]
    assert not unasked, "a right number was linked to somebody else"
    wrong = [(kind, card, linked.get(row)) for row, (kind, card) in slips.items() if kind]
    return pl.DataFrame(wrong, schema=["kind", "card", "linked"], orient="row")


def test_wrong_numbers_are_mended_and_nobody_is_taken_for_another(rates: pl.DataFrame) -> None:
    is_right = pl.col("linked").eq_missing(pl.col("card"))
    slipped, missing = (
        rates.filter((pl.col("kind") == "missing") == is_missing) for is_missing in (False, True)
    )
    assert len(slipped) > 100 and len(missing) > 10
    assert rates.filter(pl.col("linked").is_not_null()).select(is_right.all()).item(), "precision"
    assert slipped.select(is_right.mean()).item() > 0.97, "recall"
    assert missing.select(is_right.mean()).item() > 0.8, "recall by name, household and account"
