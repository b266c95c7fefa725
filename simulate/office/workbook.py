"""Pages → one workbook, .xlsx or .xls; the same pages give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

from simulate.office.board import BARE, DATED, DAY_FORMAT, PLAIN, TITLE, NewBoard, OldBoard
from simulate.office.drawing import Drawing
from simulate.office.page import Page

FIXED_TIME = datetime(2018, 4, 1)
LARGE_ROWS = 20_000  # beyond, rows are written away as they come and nothing can be merged downwards
EMPTY_SHEET = "Sheet2"


def write_workbook(path: Path, pages: Iterable[Page], rows: int) -> None:
    """Write an .xlsx with a sheet per page, `rows` in all."""
    is_large = rows > LARGE_ROWS
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": is_large}
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": FIXED_TIME, "author": "", "comments": ""})
    looks = {
        PLAIN: book.add_format({"border": 1}),
        DATED: book.add_format({"border": 1, "num_format": DAY_FORMAT}),
        TITLE: book.add_format({"bold": True, "align": "center"}),
        BARE: None,
    }
    has_empty = False
    for page in pages:
        Drawing(NewBoard(book.add_worksheet(page.sheet), looks), page, is_large=is_large).draw()
        has_empty = page.style.has_empty_sheet
    if has_empty:
        book.add_worksheet(EMPTY_SHEET)
    book.close()


def write_old_workbook(path: Path, pages: Iterable[Page]) -> None:
    """Write an .xls with a sheet per page; a sheet of that format has no more than 65,536 rows."""
    book = xlwt.Workbook(encoding="utf-8")
    has_empty = False
    for page in pages:
        sheet = book.add_sheet(page.sheet, cell_overwrite_ok=True)
        Drawing(OldBoard(sheet), page, is_large=False).draw()
        has_empty = page.style.has_empty_sheet
    if has_empty:
        book.add_sheet(EMPTY_SHEET)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
