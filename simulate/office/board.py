"""What a page is drawn on: the sheet of a workbook, whichever program writes it."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

import xlwt

PLAIN, DATED, TITLE, BARE = "plain", "dated", "title", "bare"
DAY_FORMAT = "yyyy-mm-dd"


class Board(Protocol):
    """Cells by 0-based row and column, each in one of the looks above; a later value replaces an earlier one."""

    def put(self, row: int, column: int, value: str | float | date, look: str = PLAIN) -> None: ...

    def merge(self, first: int, left: int, last: int, right: int, text: str, look: str = PLAIN) -> None: ...

    def hide_row(self, row: int) -> None: ...

    def hide_column(self, column: int) -> None: ...


class NewBoard:
    """A sheet of an .xlsx; `looks` are the book's formats."""

    def __init__(self, sheet: Any, looks: dict[str, Any]) -> None:
        self._sheet, self._looks = sheet, looks

    def put(self, row: int, column: int, value: str | float | date, look: str = PLAIN) -> None:
        if isinstance(value, str):
            self._sheet.write_string(row, column, value, self._looks[look])
        elif isinstance(value, date):
            self._sheet.write_datetime(row, column, value, self._looks[DATED])
        else:
            self._sheet.write_number(row, column, value, self._looks[look])

    def merge(self, first: int, left: int, last: int, right: int, text: str, look: str = PLAIN) -> None:
        self._sheet.merge_range(first, left, last, right, text, self._looks[look])

    def hide_row(self, row: int) -> None:
        self._sheet.set_row(row, None, None, {"hidden": True})

    def hide_column(self, column: int) -> None:
        self._sheet.set_column(column, column, None, None, {"hidden": True})


class OldBoard:
    """A sheet of an .xls."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def put(self, row: int, column: int, value: str | float | date, look: str = PLAIN) -> None:
        self._sheet.write(row, column, value, OLD_LOOKS[DATED if isinstance(value, date) else look])

    def merge(self, first: int, left: int, last: int, right: int, text: str, look: str = PLAIN) -> None:
        self._sheet.merge(first, last, left, right)
        self._sheet.write(first, left, text, OLD_LOOKS[look])

    def hide_row(self, row: int) -> None:
        self._sheet.row(row).hidden = True

    def hide_column(self, column: int) -> None:
        self._sheet.col(column).hidden = True


BORDERS = "borders: left thin, right thin, top thin, bottom thin"
OLD_LOOKS = {
    PLAIN: xlwt.easyxf(BORDERS),
    DATED: xlwt.easyxf(BORDERS, num_format_str=DAY_FORMAT),
    TITLE: xlwt.easyxf("font: bold on; align: horiz center"),
    BARE: xlwt.XFStyle(),
}
