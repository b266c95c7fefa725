"""Sheets as offices send them, written as xlsx, xls or CSV; the same sheet gives the same bytes every time."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt

Cell = str | int | float | date | None
FIXED_TIME = datetime(2018, 6, 1)
DATE_FORMAT = "yyyy-mm-dd"


@dataclass
class Sheet:
    """Rows of cells from A1, and merged ranges as 0-based (first row, first column, last row, last column)."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: tuple[int, ...] = ()

    def add_banner(self, text: str, columns: int) -> None:
        """Append a row whose text is merged over `columns` columns."""
        self.merges.append((len(self.rows), 0, len(self.rows), columns - 1))
        self.rows.append([text])

    def merge_equal(self, column: int, first_row: int, *, within: int | None = None) -> None:
        """Merge runs of equal values in `column` from `first_row` on and leave only each run's top cell filled.

        With `within`, a run also ends where the value of that column changes (it must not be merged yet).
        """
        runs: list[list[int]] = []
        for row in range(first_row, len(self.rows)):
            if runs and self._key(row, column, within) == self._key(runs[-1][0], column, within):
                runs[-1].append(row)
            else:
                runs.append([row])
        for run in runs:
            if len(run) > 1:
                self.merges.append((run[0], column, run[-1], column))
                for row in run[1:]:
                    self.rows[row][column] = None

    def _key(self, row: int, column: int, within: int | None) -> tuple[Cell, Cell]:
        return self.rows[row][column], None if within is None else self.rows[row][within]


def write_xlsx(path: Path, sheets: list[Sheet]) -> None:
    """Write `sheets` as a workbook with bold headings, borders and merged cells."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": FIXED_TIME, "author": "", "comments": ""})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    dated = book.add_format({"border": 1, "num_format": DATE_FORMAT, "valign": "vcenter"})
    banner = book.add_format({"bold": True, "align": "center"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for index, width in enumerate(sheet.widths):
            page.set_column(index, index, width)
        for first_row, first_column, last_row, last_column in sheet.merges:
            style = banner if first_column == 0 and last_column > 1 else plain
            page.merge_range(first_row, first_column, last_row, last_column, "", style)
        for row_index, row in enumerate(sheet.rows):
            for index, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(row_index, index, datetime(value.year, value.month, value.day), dated)
                elif value is not None:
                    page.write(row_index, index, value, plain)
    book.close()


def write_xls(path: Path, sheets: list[Sheet]) -> None:
    """Write `sheets` as a workbook of the old binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str=DATE_FORMAT)
    plain = xlwt.XFStyle()
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        merged = {merge[:2]: merge for merge in sheet.merges}
        for row_index, row in enumerate(sheet.rows):
            for index, value in enumerate(row):
                style = dated if isinstance(value, date) else plain
                if (row_index, index) in merged:
                    first_row, first_column, last_row, last_column = merged[row_index, index]
                    page.write_merge(first_row, last_row, first_column, last_column, value, style)
                elif value is not None:
                    page.write(row_index, index, value, style)
    book.save(str(path))


def write_csv(path: Path, sheet: Sheet, encoding: str) -> None:
    """Write `sheet` as an office program exports it: every row as wide as the widest, Windows line ends."""
    width = max(len(row) for row in sheet.rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow(["" if value is None else value for value in row] + [""] * (width - len(row)))
    path.write_bytes(text.getvalue().encode(encoding))


def write_day(day: date) -> str:
    """Return `day` as offices write it, such as 2018年6月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def widen_digits(text: str) -> str:
    """Return `text` with full-width digits, as some input methods leave them."""
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
