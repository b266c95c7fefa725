"""Bytes of a workbook → its sheets, through calamine: .xlsx, .xlsm, .xls, .et, .xlsb and .ods."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ingest.archive import read_archive
from ingest.binary_marks import read_binary_marks
from ingest.cell_text import text_series
from ingest.decryption import decrypt
from ingest.sheets import SHEET_CHUNK_ROWS, Sheet, UnreadableFile, blank_to_null, column_schema, in_chunks
from ingest.workbook_marks import NO_MARKS, Marks

ZIP = b"PK"
PIECE_ROWS = 1000
COMPOUND = b"\xd0\xcf\x11\xe0"


def read_workbook(data: bytes, password: str | None = None) -> Iterator[Sheet]:
    """Yield the worksheets in order; the rows of one must be taken before the next one is asked for.

    Raises:
        UnreadableFile: `damaged_file`, `too_large`, `password` or `wrong_password`.
    """
    notes: tuple[str, ...] = ()
    if data.startswith(COMPOUND):
        data, notes = decrypt(data, password)
    workbook, marks = _open(data)
    for metadata in workbook.sheets_metadata:
        if metadata.typ is SheetTypeEnum.WorkSheet:
            hidden = metadata.visible is not SheetVisibleEnum.Visible
            sheet = _read_sheet(workbook.get_sheet_by_name(metadata.name), hidden, marks)
            yield replace(sheet, notes=notes)


def _open(data: bytes) -> tuple[CalamineWorkbook, Mapping[str, Marks]]:
    try:
        marks = read_archive(data) if data.startswith(ZIP) else read_binary_marks(data)
        return CalamineWorkbook.from_filelike(io.BytesIO(data)), marks
    except (UnreadableFile, MemoryError):
        raise
    except PasswordError as error:  # an .ods, whose encryption is another
        raise UnreadableFile("password") from error
    except Exception as error:  # the reader has a dozen error types and all of them mean this
        raise UnreadableFile("damaged_file") from error


def _read_sheet(source: CalamineSheet, hidden: bool, marks: Mapping[str, Marks]) -> Sheet:  # noqa: FBT001
    mark = marks.get(source.name, NO_MARKS)
    width = source.end[1] + 1 if source.end else 0
    # calamine gives a picture's formula and nothing for a formula that failed
    texts: dict[tuple[int, int], str | None] = {**mark.errors, **dict.fromkeys(mark.pictures)}
    sheet = Sheet(
        source.name,
        hidden,
        pl.DataFrame(schema=column_schema(width)),
        tuple((*first, *last) for first, last in source.merged_cell_ranges or ()),
        mark.hidden_rows,
        mark.hidden_columns,
        mark.struck_rows,
        mark.pictures,
    )
    return in_chunks(sheet, _frames(source, width, texts)) if width else sheet


def _frames(
    source: CalamineSheet, width: int, texts: Mapping[tuple[int, int], str | None]
) -> Iterator[pl.DataFrame]:
    rows, first = source.iter_rows(), 0
    while pieces := [_frame(piece, width) for piece in _pieces(rows)]:
        frame = blank_to_null(pl.concat(pieces, rechunk=True))
        yield _overlay(frame, texts, first)
        first += frame.height


def _pieces(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    """Yield the rows of one chunk, few at a time: their cells are still in the processor's cache when converted."""
    for _ in range(SHEET_CHUNK_ROWS // PIECE_ROWS):
        if piece := list(islice(rows, PIECE_ROWS)):
            yield piece


def _frame(rows: list[list[Any]], width: int) -> pl.DataFrame:
    """Return the rows as text; calamine leaves out the empty columns before the first filled one."""
    columns = list(zip(*rows, strict=True))
    empty = [(None,) * len(rows)] * (width - len(columns))
    return pl.DataFrame([text_series(str(number), column) for number, column in enumerate(empty + columns)])


def _overlay(frame: pl.DataFrame, texts: Mapping[tuple[int, int], str | None], first: int) -> pl.DataFrame:
    """Return `frame`, whose first row is row `first` of the sheet, with these texts in their cells."""
    columns: dict[int, dict[int, str | None]] = {}
    for (row, column), text in texts.items():
        if first <= row < first + frame.height and column < frame.width:
            columns.setdefault(column, {})[row - first] = text
    changed = [
        frame[str(column)].scatter(list(cells), pl.Series(list(cells.values()), dtype=pl.String))
        for column, cells in columns.items()
    ]
    return frame.with_columns(changed)
