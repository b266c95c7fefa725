"""Writing cells that stay what they are: text never becomes a formula or a link, days are real dates.

Every text cell is written as a string; one that starts like a formula also carries Excel's quote prefix, so that
opening and re-saving it keeps it text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
# What a cell can hold, in UTF-16 code units.
LONGEST_TEXT = 32_767
CUT = "…（全文见来源）"
TALLEST_ROW = 409
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "centre": {"align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "integer": {"num_format": "#,##0", "align": "right"},
    "amount": {"num_format": "#,##0.00", "align": "right"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "header": {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#D9E2EC"},
    "title": {"bold": True, "font_size": 16, "border": 0},
    "heading": {"bold": True, "font_size": 12, "border": 0},
    "plain": {"border": 0},
    "light_done": {"font_color": "#0072B2", "bold": True},
    "light_red": {"font_color": "#FFFFFF", "bg_color": "#D55E00", "bold": True},
    "light_yellow": {"bg_color": "#F0E442", "bold": True},
    "light_green": {"bg_color": "#D5F0E6"},
    "light_none": {},
    "light_grey": {"font_color": "#666666"},
    "light_unknown": {"font_color": "#666666", "italic": True},
}


class CellWriter:
    """Writes typed cells into the sheets of one workbook, with one format per style."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Any] = {}

    def write(self, sheet: Any, row: int, column: int, value: object, style: str = "text") -> None:
        """Write `value` at a 0-based row and column; None leaves an empty bordered cell."""
        match value:
            case None:
                sheet.write_blank(row, column, None, self._format(style))
            case bool():
                sheet.write_string(row, column, "是" if value else "否", self._format(style))
            case int() | float() | Decimal():
                sheet.write_number(row, column, value, self._format(style))
            case datetime():
                sheet.write_string(row, column, f"{value:%Y-%m-%d %H:%M}", self._format(style))
            case date():
                sheet.write_datetime(
                    row, column, datetime(value.year, value.month, value.day), self._format(style)
                )
            case _:
                text = cut_text(str(value))
                sheet.write_string(
                    row, column, text, self._format(style, quoted=text.startswith(FORMULA_STARTS))
                )

    def write_row(self, sheet: Any, row: int, values: list[object], styles: list[str]) -> None:
        """Write `values` from the first column on, each in its style."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.write(sheet, row, column, value, style)

    def _format(self, style: str, *, quoted: bool = False) -> Any:
        key = (style, quoted)
        if key not in self._formats:
            look = {**FONT, "border": 1, **STYLES[style], **({"quote_prefix": True} if quoted else {})}
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]


def cut_text(text: str) -> str:
    """Return text that fits into a cell; what was cut off is said at its end."""
    units = text.encode("utf-16-le", errors="replace")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    # A sign of two units that the cut goes through is left out whole.
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def fit_height(values: list[object], widths: list[int]) -> int:
    """Return the height in points at which wrapped texts are whole in columns of `widths` characters, breaks included.

    Office programs disagree on whether they fit rows by themselves, so the file says it.
    """
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            # A Chinese sign is as wide as two digits.
            sizes = [
                sum(1 if sign.isascii() else 2 for sign in line) for line in cut_text(value).splitlines()
            ]
            lines = max(lines, sum(max(1, -(-size // max(width - 1, 1))) for size in sizes))
    return min(14 * lines + 4, TALLEST_ROW)


def set_up_page(sheet: Any, *, columns: int, rows: int, printed: int) -> None:
    """Make a sheet of one table, its header in the first row, fit for print.

    A4 landscape, one page wide, repeated header, page numbers; the header is frozen and filters all `columns`.
    The first `printed` columns go on paper.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    sheet.set_footer("&C第&P页 共&N页")
    last = max(rows, 1)
    sheet.print_area(0, 0, last, printed - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, columns - 1)
