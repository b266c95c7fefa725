"""Tables that stand side by side on one sheet, told apart by the columns between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import polars as pl

from ingest.context import Context, read_context
from ingest.headers import Header, HeaderMatch
from ingest.recognise import Recognition
from ingest.sheets import Sheet

LEAST_HEADINGS = 3
Recogniser = Callable[[Sheet], Recognition]
Part = tuple[Recognition, Sheet, Context | None]


def split_beside(sheet: Sheet, recognition: Recognition, recognise: Recogniser, path: Path) -> Iterator[Part]:
    """Yield the table that was recognised and those on its right, each with the sheet cut to its columns.

    A table on the right stands behind an empty column, or repeats the headings of the first, and has every required
    heading of a contract: a wide table that holds another one's columns, too, is one. What the title of one of them
    says holds for the other where its own says nothing. Of a list that is still being read only the left table can be
    taken; its match then tells the columns `beside`.
    """
    match = recognition.match
    for left in _find_lefts(sheet, match) if match else ():
        first, second = _cut(sheet, 0, left), _cut(sheet, left, sheet.frame.width)
        own, found = recognise(first), recognise(second)
        if match is None or not (_is_table(own, match) and _is_table(found, match)):
            continue
        if not sheet.is_whole:
            last = max(header.index for header in (*match.columns.values(), *match.unmatched))
            told = own.match and replace(own.match, beside=(left, last))
            yield replace(own, match=told), sheet, None
            return
        context = read_context(sheet, match.first_row, path)
        yield own, first, context
        for further, part, _ in split_beside(second, found, recognise, path):
            yield further, part, context
        return
    yield recognition, sheet, None


def _find_lefts(sheet: Sheet, match: HeaderMatch) -> Iterator[int]:
    """Yield the columns with which a table on the right may begin."""
    headed = sorted(header.index for header in (*match.columns.values(), *match.unmatched))
    body = sheet.frame.slice(match.first_row)
    for before, column in pairwise(headed):
        if any(_is_empty(body, between) for between in range(before + 1, column)):
            yield column
    end = max((header.index for header in match.columns.values()), default=0)
    again = (header.index for header in match.unmatched if header.index > end and _repeats(header, match))
    yield from islice(again, 1)


def _repeats(header: Header, match: HeaderMatch) -> bool:
    return any(header.names == other.names for other in match.columns.values())


def _is_empty(frame: pl.DataFrame, column: int) -> bool:
    return frame.to_series(column).null_count() == frame.height


def _is_table(found: Recognition, match: HeaderMatch) -> bool:
    """Tell whether what was recognised in some of the columns is a table by itself, with its header in that place."""
    part = found.match
    return (
        part is not None
        and not part.missing
        and len(part.columns) >= LEAST_HEADINGS
        and part.first_row in range(match.first_row, match.last_row + 1)
    )


def _cut(sheet: Sheet, left: int, end: int) -> Sheet:
    """Return `sheet` with nothing but the columns from `left` up to `end`, at their own places."""
    kept = [
        pl.nth(column) if left <= column < end else pl.lit(None, pl.String).alias(str(column))
        for column in range(sheet.frame.width)
    ]
    merges = tuple(merge for merge in sheet.merges if left <= merge[1] < end)
    return replace(sheet, frame=sheet.frame.select(kept), merges=merges, tail=None, rest=iter(()))
