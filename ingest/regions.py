"""The tables of one sheet: where each begins and ends, and what its title says beside the table above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.beside import Recogniser, split_beside
from ingest.context import Context, read_context
from ingest.headers import HeaderMatch
from ingest.recognise import Recognition
from ingest.sheets import Sheet
from ingest.table_end import (
    FAMILIAR_CELLS,
    TITLE_CELLS,
    TITLE_ROWS,
    count_familiar,
    states_another,
    states_total,
)


@dataclass(frozen=True)
class Region:
    """One table: the sheet with nothing but its rows, what it was recognised as, and its number on the sheet.

    `around` is what the sheet says outside this table that holds for it, too, where it says nothing itself.
    """

    sheet: Sheet
    recognition: Recognition
    number: int
    around: Context | None = None


def find_regions(sheet: Sheet, recognise: Recogniser, path: Path) -> Iterator[Region]:
    """Yield the tables that stand under one another on `sheet`, and those beside them.

    A header repeated on each printed page begins no new table, unless its columns or units stand elsewhere or the title
    above it states another unit, date or money unit. A list that is still being read is one table: its rows are not
    searched for headers of others here, only where they are read.
    """
    number = 0
    for region in _find_below(sheet, recognise, path):
        for recognition, part, around in split_beside(region.sheet, region.recognition, recognise, path):
            yield Region(part, recognition, number, around or region.around)
            number += 1


def _find_below(sheet: Sheet, recognise: Recogniser, path: Path) -> Iterator[Region]:
    first = recognise(sheet)
    if first.match is None or not sheet.is_whole:
        yield Region(sheet, first, 0)
        return
    whole = read_context(sheet, first.match.first_row, path)
    starts, found, contexts = [0], [first], [whole]
    for row in _header_rows(sheet, first.match):
        start = _title_row(sheet, row)
        if start <= starts[-1]:
            continue
        below = sheet.only(start, sheet.height - 1)
        recognition = recognise(below)
        if recognition.match is None or recognition.match.first_row > row:
            continue
        context = read_context(below, recognition.match.first_row, path)
        if recognition.match.contract == found[-1].closest.contract:
            if not (
                states_another(contexts[-1], context)
                or _is_laid_out_otherwise(found[-1].closest, recognition.match, contexts[-1])
            ):
                continue
            context = complete_context(context, contexts[-1])
        starts.append(start)
        found.append(recognition)
        contexts.append(context)
    if len(starts) == 1:
        yield Region(sheet, first, 0)
        return
    is_one = len({recognition.closest.contract for recognition in found}) == 1
    ends = [start - 1 for start in starts[1:]] + [sheet.height - 1]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = sheet.only(start, end)
        is_same = number > 0 and found[number].closest.contract == found[number - 1].closest.contract
        around = contexts[number] if is_same or is_one else None
        yield Region(part, recognise(part), number, around)


def complete_context(context: Context, around: Context) -> Context:
    """Return `context` with what it does not state itself taken from `around`."""
    if context.as_of_from not in ("title", "footer") and around.as_of_from in (
        "title",
        "footer",
        "title year",
    ):
        context = replace(context, as_of=around.as_of, as_of_from=around.as_of_from)
    if context.unit_from not in ("title", "footer") and around.unit_from in ("title", "footer"):
        context = replace(context, unit=around.unit, unit_from=around.unit_from)
    revision = max(context.revision, around.revision)
    return replace(context, money_unit=context.money_unit or around.money_unit, revision=revision)


def _is_laid_out_otherwise(first: HeaderMatch, second: HeaderMatch, context: Context) -> bool:
    """Tell whether a repeated header has its columns elsewhere or states other units for them."""
    if {name: header.index for name, header in first.columns.items()} != {
        name: header.index for name, header in second.columns.items()
    }:
        return True
    return any(
        header.unit and header.unit != (first.columns[name].unit or context.money_unit or "元")
        for name, header in second.columns.items()
    )


def _header_rows(sheet: Sheet, match: HeaderMatch) -> list[int]:
    """Return the rows below the first header that hold several words known as headings."""
    familiar = count_familiar(sheet.frame, match.familiar)
    return [row for row in (familiar >= FAMILIAR_CELLS).arg_true() if row > match.last_row]


def _title_row(sheet: Sheet, header: int) -> int:
    """Return the first row of the title above a header: the rows of one or two cells that stand together."""
    start = header
    for row in range(header - 1, max(header - 1 - TITLE_ROWS, 0), -1):
        cells = [cell for cell in sheet.row(row) if cell]
        if len(cells) > TITLE_CELLS or (not cells and start < header) or states_total(cells):
            break  # what stands above a blank row is the footer of the table before
        start = row if cells else start
    return start
