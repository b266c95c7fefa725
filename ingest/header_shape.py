"""Where the header of a table that no contract knows seems to be, told by the shape of its rows alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.headers import fill_merges
from ingest.numbers import parse_number
from ingest.sheets import Sheet

SEARCHED_ROWS = 30
WIDE_SHARE = 0.6
DEEPEST = 4
BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
Row = list[str | None]


@dataclass(frozen=True)
class HeaderShape:
    """The rows taken for a header (0-based, both inclusive) and, by column, its words from top to bottom."""

    first_row: int
    last_row: int
    headings: dict[int, str]


def guess_header(sheet: Sheet) -> HeaderShape | None:
    """Return the header that `sheet` seems to have; None where its first wide row holds figures.

    A header is the first row as wide as the table in which words differ from cell to cell: what stands above it in one
    cell is a title. It goes down as far as its merged cells do, or as the same word stands side by side.
    """
    top = fill_merges(sheet, sheet.first + SEARCHED_ROWS)
    width = sum(column.is_not_null().any() for column in sheet.frame.head(len(top)).iter_columns())
    first = next((row for row in range(sheet.first, len(top)) if _is_wide(top[row], width)), None)
    if first is None or _holds_figures(top[first]):
        return None
    last = _reach_down(sheet, top, first)
    headings = {index: _join(top, first, last, index) for index in range(len(top[first]))}
    return HeaderShape(first, last, {index: text for index, text in headings.items() if text})


def _is_wide(row: Row, width: int) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) >= max(2, WIDE_SHARE * width) and len(set(filled)) > 1


def _holds_figures(row: Row) -> bool:
    """Tell whether a cell is a number as it stands in a table; a year heads a column more often than it fills it."""
    return any(
        cell and re.search("[0-9]", cell) and not BARE_YEAR.fullmatch(cell) and parse_number(cell)
        for cell in row
    )


def _reach_down(sheet: Sheet, top: list[Row], first: int) -> int:
    last = first
    while last + 1 < min(len(top), first + DEEPEST):
        reaching = any(first <= start <= last < end for start, _, end, _ in sheet.merges)
        if not (reaching or _divides(top[last + 1], top[last])):
            break
        last += 1
    return last


def _divides(row: Row, above: Row) -> bool:
    """Tell whether `row` only divides headings of the row above that stand over several columns, merged or repeated."""
    left, right = [None, *above[:-1]], [*above[1:], None]
    grouped = [
        bool(cell) and cell in (before, after) for before, cell, after in zip(left, above, right, strict=True)
    ]
    alone = [
        pair for pair, is_grouped in zip(zip(row, above, strict=True), grouped, strict=True) if not is_grouped
    ]
    unlike = all(cell in (None, heading) for cell, heading in alone)
    return any(grouped) and unlike and not _holds_figures(row) and len(set(filter(None, row))) > 1


def _join(top: list[Row], first: int, last: int, index: int) -> str:
    cells = (top[row][index] for row in range(first, last + 1))
    return "/".join(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell))
