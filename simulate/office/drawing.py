"""A page on a board, from the top down: title, header, rows, merged cells, totals, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

import polars as pl

from simulate.office.board import BARE, TITLE, Board
from simulate.office.page import Page, PageColumn
from simulate.office.spelling import LOST_DIGITS
from simulate.office.style import SERIAL

NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def state_day(page: Page) -> str:
    """Return what stands below the title: the day, and the unit of all amounts where one holds."""
    stated = f"截至{page.as_of.year}年{page.as_of.month}月{page.as_of.day}日"
    return f"{stated}　金额单位：{page.money_unit}" if page.money_unit else stated


class Drawing:
    """Draws one page; one with `is_large` merges nothing, as its rows are written away as they come."""

    def __init__(self, board: Board, page: Page, *, is_large: bool) -> None:
        self._board, self._page, self._is_large = board, page, is_large

    def draw(self) -> None:
        """Draw the whole page."""
        page, board = self._page, self._board
        width = page.index + len(page.columns)
        if page.hidden_column is not None:
            board.hide_column(page.hidden_column)
        board.merge(0, 0, 0, max(width - 1, 1), page.title, TITLE)
        board.put(1, 0, f"填报单位：{page.sender}", BARE)
        board.put(1, max(width // 2, 1), state_day(page), BARE)
        self._draw_header()
        shared = [column.is_shared_down and page.style.fill != "full" for column in page.columns]
        if page.style.fill == "merge" and not self._is_large:
            self._merge_down(shared)
        self._draw_rows(
            [
                _blank_repeats(page.texts[column.name]) if blank else page.texts[column.name]
                for column, blank in zip(page.columns, shared, strict=True)
            ]
        )
        self._draw_foot()

    def _draw_header(self) -> None:
        page = self._page
        top = page.first_row - 1 - page.header_rows
        for at, heading in [(0, SERIAL)] * page.index:
            self._head(top, at, heading)
        for at, column in enumerate(page.columns, page.index):
            if column.group is None:
                self._head(top, at, column.heading)
            else:
                self._board.put(top + 1, at, column.heading)
        grouped = [at for at, column in enumerate(page.columns, page.index) if column.group]
        if grouped:
            group = page.columns[grouped[0] - page.index].group
            self._board.merge(top, grouped[0], top, grouped[-1], str(group))

    def _head(self, top: int, at: int, heading: str) -> None:
        """Write a heading, over both rows of the header where it has two."""
        if self._page.header_rows == 2 and not self._is_large:
            self._board.merge(top, at, top + 1, at, heading)
        else:
            self._board.put(top, at, heading)

    def _draw_rows(self, columns: Sequence[pl.Series]) -> None:
        page, put = self._page, self._board.put
        first = page.first_row - 1
        cells = [
            (at, _typed(column, series))
            for at, (column, series) in enumerate(zip(page.columns, columns, strict=True), page.index)
        ]
        if page.hidden_row is not None:
            self._board.hide_row(page.hidden_row)
        for row in range(len(page.texts)):
            if page.index:
                put(first + row, 0, row + 1)
            for at, values in cells:
                value = values[row]
                if value is not None:
                    put(first + row, at, value)

    def _merge_down(self, shared: Sequence[bool]) -> None:
        page = self._page
        first = page.first_row - 1
        for at, (column, is_shared) in enumerate(zip(page.columns, shared, strict=True), page.index):
            if not is_shared:
                continue
            series = page.texts[column.name]
            starts = [*_is_new(series).arg_true(), len(series)]
            for start, end in pairwise(starts):
                if end - start > 1:
                    self._board.merge(first + start, at, first + end - 1, at, "")

    def _draw_foot(self) -> None:
        page = self._page
        row = page.first_row - 1 + len(page.texts)
        sums = {
            at: total
            for at, column in enumerate(page.columns, page.index)
            if column.is_summed and (total := _sum(page.texts[column.name])) is not None
        }
        if page.style.has_total and sums and 0 not in sums:
            self._board.put(row, 0, "合计")
            for at, total in sums.items():
                self._board.put(row, at, float(total))
            row += 1
        for line in page.style.footers:
            if line:
                self._board.put(row, 0, line, BARE)
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
