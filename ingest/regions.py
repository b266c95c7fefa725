"""The tables of one sheet: where each begins and ends, and what its title says beside the table above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.context import Context, read_context
from ingest.headers import HeaderMatch, fold_header
from ingest.recognise import Recognition
from ingest.sheets import Sheet

TITLE_ROWS = 6
TITLE_CELLS = 2
FAMILIAR_CELLS = 3
HEADING_LENGTH = 30
Recogniser = Callable[[Sheet], Recognition]


@dataclass(frozen=True)
class Region:
    """One table: the sheet with nothing but its rows, what it was recognised as, and its number on the sheet."""

    sheet: Sheet
    recognition: Recognition
    number: int


def find_regions(sheet: Sheet, recognise: Recogniser, path: Path) -> Iterator[Region]:
    """Yield the tables that stand under one another on `sheet`.

    A header repeated on each printed page begins no new table, unless the title above it states another unit or date.
    A list that is still being read is one table: its rows are not searched for headers of others.
    """
    first = recognise(sheet)
    if first.match is None or not sheet.is_whole:
        yield Region(sheet, first, 0)
        return
    starts, found = [0], [first]
    current = read_context(sheet, first.match.first_row, path)
    for row in _header_rows(sheet, first.match):
        start = _title_row(sheet, row)
        if start <= starts[-1]:
            continue
        below = sheet.only(start, sheet.height - 1)
        recognition = recognise(below)
        if recognition.match is None or recognition.match.first_row > row:
            continue
        context = read_context(below, recognition.match.first_row, path)
        if recognition.match.contract == found[-1].closest.contract and not _is_another(current, context):
            continue
        starts.append(start)
        found.append(recognition)
        current = context
    if len(starts) == 1:
        yield Region(sheet, first, 0)
        return
    ends = [start - 1 for start in starts[1:]] + [sheet.height - 1]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = sheet.only(start, end)
        yield Region(part, recognise(part), number)


def _is_another(current: Context, context: Context) -> bool:
    """Tell whether a repeated header has a title of its own: another unit's table, or that of another day."""
    states_unit = context.unit_from == "title" and context.unit != current.unit
    return states_unit or (context.as_of_from == "title" and context.as_of != current.as_of)


def _header_rows(sheet: Sheet, match: HeaderMatch) -> list[int]:
    """Return the rows below the first header that hold several words known as headings."""
    counts = [
        column.is_in([text for text in _short_texts(column) if fold_header(text) in match.familiar])
        for column in sheet.frame.iter_columns()
    ]
    if not counts:
        return []
    familiar = pl.select(pl.sum_horizontal(column.fill_null(value=False) for column in counts)).to_series()
    return [row for row in (familiar >= FAMILIAR_CELLS).arg_true() if row > match.last_row]


def _short_texts(column: pl.Series) -> pl.Series:
    """Return the distinct texts that are no longer than headings are and that hold a Chinese character."""
    distinct = column.drop_nulls().unique()
    return distinct.filter(
        (distinct.str.len_chars() <= HEADING_LENGTH) & distinct.str.contains("[\u4e00-\u9fff]")
    )


def _title_row(sheet: Sheet, header: int) -> int:
    """Return the first row of the title above a header: the rows of one or two cells that stand together."""
    start = header
    for row in range(header - 1, max(header - 1 - TITLE_ROWS, 0), -1):
        filled = sum(cell is not None for cell in sheet.row(row))
        if filled > TITLE_CELLS or (not filled and start < header):
            break  # what stands above a blank row is the footer of the table before
        start = row if filled else start
    return start
