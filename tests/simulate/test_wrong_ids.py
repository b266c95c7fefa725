"""Wrong identity numbers as noise: as many as asked for, in no register, the same ones in every delivery."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simulate.faults import mistype
from simulate.tables import FROM, KEY, TO, Table
from simulate.world import World
from warehouse.contracts import Contract, load_contracts
from warehouse.id_card import is_valid

PAYMENTS, RESIDENTS = "subsidy.benefit_payments", "register.residents"


@pytest.fixture(scope="module")
def contracts() -> dict[str, Contract]:
    return {contract.dataset: contract for contract in load_contracts()}


@pytest.fixture(scope="module")
def world() -> World:
    return World(7, 0, 0)


def make_tables(world: World) -> list[Table]:
    """Two tables of everybody: a register, and a list that two deliveries hold in different words."""
    people = world.persons.head(2000).select(pl.col("id_card").alias(KEY), "id_card", "person_name")
    days = [(date(2018, 4, 1), date(2018, 6, 1)), (date(2018, 6, 1), None)]
    spans = pl.DataFrame(days, schema={FROM: pl.Date, TO: pl.Date}, orient="row")
    return [Table(RESIDENTS, people, "公安局"), Table(PAYMENTS, people.join(spans, how="cross"), "民政局")]


def test_the_share_that_is_asked_for_has_one_wrong_digit(
    world: World, contracts: dict[str, Contract]
) -> None:
    register, payments = make_tables(world)
    mistype(world, [register, payments], contracts, 0.05)
    assert register.frame.equals(make_tables(world)[0].frame)
    wrong = payments.frame.filter(pl.col("id_card") != pl.col(KEY))
    assert len(wrong) / len(payments.frame) == pytest.approx(0.05, abs=0.01)
    assert not wrong.select(is_valid(pl.col("id_card")).any()).item()
    apart = [sum(a != b for a, b in zip(*pair, strict=True)) for pair in wrong.select("id_card", KEY).rows()]
    assert set(apart) == {1}
    assert set(wrong.group_by(KEY).agg(pl.col("id_card").n_unique(), pl.len())["len"]) == {2}
    assert wrong.group_by(KEY).agg(pl.col("id_card").n_unique())["id_card"].max() == 1


def test_the_same_seed_gets_the_same_numbers_wrong_and_none_asked_for_none(
    world: World, contracts: dict[str, Contract]
) -> None:
    first, again, clean = make_tables(world), make_tables(world), make_tables(world)
    for tables, share in ((first, 0.05), (again, 0.05), (clean, 0.0)):
        mistype(world, tables, contracts, share)
    assert first[1].frame.equals(again[1].frame)
    assert clean[1].frame.equals(make_tables(world)[1].frame)
