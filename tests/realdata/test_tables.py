"""Chinese tables with every header cell labelled: the header that their shape gives away."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.header_shape import guess_header
from ingest.sheets import Sheet
from tests.realdata.documented import documented_counts, documented_shares


@dataclass(frozen=True)
class Guess:
    """The header cells of one table, by their numbers: labelled, guessed, and those that count neither way."""

    kind: str
    labelled: frozenset[int]
    guessed: frozenset[int]
    neutral: frozenset[int]


@pytest.fixture(scope="module")
def guesses(shared_dir: Path) -> list[Guess]:
    path = shared_dir / "realdata" / "tables" / "dev_tables.json"
    tables = [read_guess(table) for table in json.loads(path.read_text(encoding="utf-8"))]
    assert len(tables) == 111
    return tables


def read_guess(table: dict[str, Any]) -> Guess:
    matrix, texts = table["cell_ID_matrix"], table["chinese_cell_value_list"]
    shape = guess_header(as_sheet(matrix, texts))
    rows = matrix[shape.first_row : shape.last_row + 1] if shape else []
    filled = {number for number, text in enumerate(texts) if text.strip()}
    corners = {matrix[0][0], *(row[0] for row in rows[:1])} - set(table["column_attribute"])
    return Guess(
        kind=table["table_type"],
        labelled=frozenset(filled & set(table["column_attribute"])),
        guessed=frozenset(filled & {number for row in rows for number in row}),
        neutral=frozenset(corners | set(table["column_index"])),
    )


def as_sheet(matrix: list[list[int]], texts: list[str]) -> Sheet:
    """Return the table as a workbook holds it: a merged cell has its text in its first row and column."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, numbers in enumerate(matrix):
        for column, number in enumerate(numbers):
            places[number].append((row, column))
    cells: list[list[str | None]] = [[None] * len(matrix[0]) for _ in matrix]
    merges = []
    for number, at in places.items():
        (first_row, first_column), (last_row, last_column) = min(at), max(at)
        cells[first_row][first_column] = texts[number].strip() or None
        if len(at) > 1:
            merges.append((first_row, first_column, last_row, last_column))
    return Sheet.of("table", cells, merges)


def test_as_many_tables_have_all_their_headings_found_as_the_reference_page_says(
    guesses: list[Guess],
) -> None:
    headed = Counter(guess.kind for guess in guesses if guess.labelled)
    whole = Counter(guess.kind for guess in guesses if guess.labelled and guess.labelled <= guess.guessed)
    documented = documented_counts()
    assert {kind: (headed[kind], whole[kind]) for kind in headed} == {
        kind: documented.get(kind) for kind in headed
    }
    assert whole.total() / headed.total() >= 0.91


def test_precision_and_recall_of_header_cells_are_those_of_the_reference_page(
    guesses: list[Guess],
) -> None:
    right = sum(len(guess.guessed & guess.labelled) for guess in guesses)
    wrong = sum(len(guess.guessed - guess.labelled - guess.neutral) for guess in guesses)
    missed = sum(len(guess.labelled - guess.guessed) for guess in guesses)
    precision, recall = documented_shares()
    assert 100 * right / (right + wrong) == pytest.approx(precision, abs=0.05)
    assert 100 * right / (right + missed) == pytest.approx(recall, abs=0.05)
    assert precision >= 92 and recall >= 95
