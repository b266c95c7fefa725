"""A table without a header row: its columns by position, where the caller has named the dataset and everything fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl

from ingest.convert import convert_column
from ingest.headers import Header, HeaderMatch
from ingest.sheets import Sheet
from warehouse.contracts import Column

TITLE_CELLS = 2
TRIED_ROWS = 20


def match_by_position(sheet: Sheet, match: HeaderMatch) -> HeaderMatch | None:
    """Return `match` with the contract's columns in their declared order, None where the sheet does not bear it out.

    The sheet is as wide as the contract, counted with its empty columns or without them, and of the first rows every
    required cell is filled and readable. Where all required columns are words, nothing could tell a wrong order.
    """
    columns = match.contract.read_columns
    first = _first_data_row(sheet, len(columns))
    rows = sheet.frame.slice(first).filter(pl.any_horizontal(pl.all().is_not_null()))
    for indexes in (range(rows.width), _filled_columns(rows)):
        placed = dict(zip(columns, indexes, strict=False))
        if len(indexes) == len(columns) and _reads_as(placed, rows.head(TRIED_ROWS)):
            return replace(
                match,
                first_row=first,
                last_row=first - 1,
                columns={
                    column.name: Header(index, column.label.zh, (column.label.zh,), None, first)
                    for column, index in placed.items()
                },
                unmatched=(),
                near=frozenset(),
                is_positional=True,
            )
    return None


def _first_data_row(sheet: Sheet, width: int) -> int:
    """Return the first row that is no title: a title is one cell or two, where the table has more columns."""
    filled = sheet.frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    return (filled > min(TITLE_CELLS, width - 1)).arg_max() or 0


def _filled_columns(rows: pl.DataFrame) -> list[int]:
    return [index for index, column in enumerate(rows.iter_columns()) if column.is_not_null().any()]


def _reads_as(placed: dict[Column, int], rows: pl.DataFrame) -> bool:
    today = datetime.now(UTC).date()
    required = {column: index for column, index in placed.items() if column.required}
    for column, index in required.items():
        raw = rows.to_series(index)
        parsed = convert_column(column, raw, base=today, money_unit=None)
        if raw.null_count() or not parsed["readable"].all():
            return False
    return rows.height > 0 and any(not column.is_verbatim for column in required)
