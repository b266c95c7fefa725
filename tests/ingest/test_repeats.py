"""Rows that repeat a key: within a stretch and over stretches, whoever was kept out before."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingest.repeats import KeyMemory, Repeat
from warehouse.contracts import load_contracts

(CONTRACT,) = (contract for contract in load_contracts() if contract.dataset == "ledger.tasks")


def stretch(first: int, *keys: tuple[str | None, int | None], readable: bool = True) -> pl.DataFrame:
    """Return rows from sheet row `first` on with these rounds and numbers."""
    return pl.DataFrame(
        {
            "_row": pl.Series(range(first, first + len(keys)), dtype=pl.Int32),
            "round_code": pl.Series([code for code, _ in keys], dtype=pl.String),
            "round_code__readable": [readable] * len(keys),
            "task_no": pl.Series([number for _, number in keys], dtype=pl.Int32),
            "task_no__readable": [True] * len(keys),
        }
    )


def test_a_repeat_names_the_row_that_it_repeats() -> None:
    memory = KeyMemory(CONTRACT)
    rows = stretch(4, ("甲", 1), ("甲", 2), ("乙", 1), ("甲", 1))
    assert memory.find_repeats(rows, set()) == [Repeat(3, 4)]


def test_a_row_that_was_kept_out_stands_in_nobodys_way_in_any_stretch() -> None:
    memory = KeyMemory(CONTRACT)
    assert memory.find_repeats(stretch(4, ("甲", 1), ("甲", 1)), {0}) == []
    assert memory.find_repeats(stretch(6, ("甲", 1), ("甲", 2)), set()) == [Repeat(0, 5)]
    assert memory.find_repeats(stretch(8, ("甲", 2)), {0}) == []


def test_a_key_that_could_not_be_read_is_like_no_other() -> None:
    memory = KeyMemory(CONTRACT)
    assert memory.find_repeats(stretch(4, (None, 1), (None, 1), readable=False), set()) == []
    assert memory.find_repeats(stretch(6, (None, None), (None, None)), set()) == []


@given(st.lists(st.tuples(st.sampled_from(["甲", "乙", None]), st.integers(1, 3))), st.integers(1, 5))
def test_stretches_find_what_the_whole_finds(keys: list[tuple[str | None, int]], size: int) -> None:
    whole = [
        (repeat.position + 4, repeat.first_row)
        for repeat in KeyMemory(CONTRACT).find_repeats(stretch(4, *keys), set())
    ]
    memory, pieces = KeyMemory(CONTRACT), []
    for at in range(0, len(keys), size):
        found = memory.find_repeats(stretch(4 + at, *keys[at : at + size]), set())
        pieces += [(repeat.position + 4 + at, repeat.first_row) for repeat in found]
    assert pieces == whole
