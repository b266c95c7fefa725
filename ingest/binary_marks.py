"""What a small .xls says about its cells besides their values: hidden and struck-through rows, formula errors."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd

from ingest.workbook_marks import Marks

READ_BELOW = 5 * 1024**2  # xlrd takes seconds for more


def read_binary_marks(data: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet by its name; none of a large workbook, or one that xlrd cannot read."""
    if len(data) >= READ_BELOW:
        return {}
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception:  # noqa: BLE001 - whatever it is, calamine judges the file
        return {}
    return {sheet.name: _marks(book, sheet) for sheet in book.sheets()}


def _marks(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Marks:
    return Marks(
        frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(
            column for column, info in sheet.colinfo_map.items() if info.hidden and column < sheet.ncols
        ),
        frozenset(row for row in range(sheet.nrows) if _is_struck(book, list(_filled(sheet, row)))),
        errors=dict(_errors(sheet)),
    )


def _errors(sheet: xlrd.sheet.Sheet) -> Iterator[tuple[tuple[int, int], str]]:
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                yield (row, column), xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#N/A")


def _filled(sheet: xlrd.sheet.Sheet, row: int) -> Iterator[xlrd.sheet.Cell]:
    return (cell for cell in sheet.row(row) if cell.ctype not in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK})


def _is_struck(book: xlrd.Book, cells: list[xlrd.sheet.Cell]) -> bool:
    fonts = (book.font_list[book.xf_list[cell.xf_index].font_index] for cell in cells)
    return bool(cells) and all(font.struck_out for font in fonts)
