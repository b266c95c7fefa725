"""Pages → one .xlsx file; the same pages give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from simulate.office.page import Page, PageColumn

FIXED_TIME = datetime(2018, 4, 1)
LARGE_ROWS = 20_000  # beyond, rows are written away as they come and nothing can be merged downwards
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
LOST_DIGITS = re.compile(r"[0-9]\.[0-9]+e\+1[0-9]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SERIAL = "序号"


def write_workbook(path: Path, pages: Iterable[Page], rows: int) -> None:
    """Write a sheet per page, `rows` in all."""
    is_large = rows > LARGE_ROWS
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": is_large}
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": FIXED_TIME, "author": "", "comments": ""})
    formats = {
        "text": book.add_format({"border": 1}),
        "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
        "title": book.add_format({"bold": True, "align": "center"}),
    }
    for page in pages:
        _Writer(book.add_worksheet(page.sheet), formats, page, is_large=is_large).write()
    book.close()


class _Writer:
    """Writes one page into one sheet, from the top down."""

    def __init__(self, sheet: Any, formats: dict[str, Any], page: Page, *, is_large: bool) -> None:
        self._sheet = sheet
        self._formats = formats
        self._page = page
        self._merges_down = page.style.fill == "merge" and not is_large
        self._is_large = is_large
        self._width = page.index + len(page.columns)

    def write(self) -> None:
        page = self._page
        self._sheet.merge_range(0, 0, 0, max(self._width - 1, 1), page.title, self._formats["title"])
        self._sheet.write_string(1, 0, f"填报单位：{page.sender}")
        stated = f"截至{page.as_of.year}年{page.as_of.month}月{page.as_of.day}日"
        if page.money_unit:
            stated = f"{stated}　金额单位：{page.money_unit}"
        self._sheet.write_string(1, max(self._width // 2, 1), stated)
        self._write_header()
        shared = [column.is_shared_down and page.style.fill != "full" for column in page.columns]
        kept = [
            _blank_repeats(page.texts[column.name]) if blank else page.texts[column.name]
            for column, blank in zip(page.columns, shared, strict=True)
        ]
        if self._merges_down:
            self._merge_down(shared)
        self._write_rows(kept)
        self._write_foot()

    def _write_header(self) -> None:
        page, text = self._page, self._formats["text"]
        top = page.first_row - 1 - page.header_rows
        for at, heading in [(0, SERIAL)] * page.index:
            self._head(top, at, heading)
        for at, column in enumerate(page.columns, page.index):
            if column.group is None:
                self._head(top, at, column.heading)
            else:
                self._sheet.write_string(top + 1, at, column.heading, text)
        grouped = [at for at, column in enumerate(page.columns, page.index) if column.group]
        if grouped:
            group = page.columns[grouped[0] - page.index].group
            self._sheet.merge_range(top, grouped[0], top, grouped[-1], group, text)

    def _head(self, top: int, at: int, heading: str) -> None:
        """Write a heading, over both rows of the header where it has two."""
        text = self._formats["text"]
        if self._page.header_rows == 2 and not self._is_large:
            self._sheet.merge_range(top, at, top + 1, at, heading, text)
        else:
            self._sheet.write_string(top, at, heading, text)

    def _write_rows(self, columns: Sequence[pl.Series]) -> None:
        first, sheet = self._page.first_row - 1, self._sheet
        text, dated = self._formats["text"], self._formats["date"]
        cells = [
            (at, _typed(column, series))
            for at, (column, series) in enumerate(
                zip(self._page.columns, columns, strict=True), self._page.index
            )
        ]
        for row in range(len(self._page.texts)):
            if self._page.index:
                sheet.write_number(first + row, 0, row + 1, text)
            for at, values in cells:
                value = values[row]
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(first + row, at, value, text)
                elif isinstance(value, float):
                    sheet.write_number(first + row, at, value, text)
                else:
                    sheet.write_datetime(first + row, at, value, dated)

    def _merge_down(self, shared: Sequence[bool]) -> None:
        first = self._page.first_row - 1
        for at, (column, is_shared) in enumerate(
            zip(self._page.columns, shared, strict=True), self._page.index
        ):
            if not is_shared:
                continue
            series = self._page.texts[column.name]
            starts = [*_is_new(series).arg_true(), len(series)]
            for start, end in pairwise(starts):
                if end - start > 1:
                    self._sheet.merge_range(first + start, at, first + end - 1, at, "", self._formats["text"])

    def _write_foot(self) -> None:
        page = self._page
        row = page.first_row - 1 + len(page.texts)
        sums = {
            at: total
            for at, column in enumerate(page.columns, page.index)
            if column.is_summed and (total := _sum(page.texts[column.name])) is not None
        }
        if page.style.has_total and sums and 0 not in sums:
            self._sheet.write_string(row, 0, "合计", self._formats["text"])
            for at, total in sums.items():
                self._sheet.write_number(row, at, float(total), self._formats["text"])
            row += 1
        for line in page.style.footers:
            self._sheet.write_string(row, 0, line)
            row += 1


def _is_new(series: pl.Series) -> pl.Series:
    """Return where a value differs from the one above it."""
    return series.ne_missing(series.shift(1)).scatter(0, values=True) if len(series) else series.is_null()


def _blank_repeats(series: pl.Series) -> pl.Series:
    return pl.select(pl.when(_is_new(series)).then(series)).to_series()


def _typed(column: PageColumn, series: pl.Series) -> list[str | float | date | None]:
    """Return the cells of a column as a workbook holds them; a long number in a numeric cell has lost its end."""
    texts = series.to_list()
    if column.kind == "number":
        return [float(text) if text and NUMBER.fullmatch(text) else text for text in texts]
    if column.kind == "date":
        return [date.fromisoformat(text) if text and DAY.fullmatch(text) else text for text in texts]
    if any(text and LOST_DIGITS.fullmatch(text) for text in texts):
        return [float(text) if text and LOST_DIGITS.fullmatch(text) else text for text in texts]
    return texts


def _sum(series: pl.Series) -> Decimal | None:
    try:
        numbers = [Decimal(text) for text in series.drop_nulls() if text not in ("", "/")]
    except InvalidOperation:
        return None
    return sum(numbers, Decimal(0)) if numbers else None
