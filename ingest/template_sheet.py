"""How a blank template is drawn: a sheet to fill in, a page of explanations, a hidden sheet of long lists.

The example stands on the page of explanations, so that no delivery holds it by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from ingest.template_words import (
    GENERAL_NOTES,
    explain_filling,
    find_title_unit,
    list_accepted,
    list_choices,
    list_columns,
    print_heading,
    write_note,
)
from warehouse.contracts import Column, Contract

GUIDE_SHEET = "填写说明"
LIST_SHEET = "可选项"
HEADER_ROW = 2
BLANK_ROWS = 200
# What a drop-down list, the title of a message and a message can hold; the name of a sheet, too.
LONGEST_LIST, LONGEST_TITLE, LONGEST_MESSAGE, LONGEST_NAME = 255, 32, 255, 31
# The largest number that a spreadsheet holds to the last digit.
LARGEST = 10**15
NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "amount": "#,##0.00",
    "integer": "0",
    "year": "0",
    "number": "General",
    "percent": "0.00%",
}
NUMERIC = {"amount", "integer", "number"}
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "label": {"align": "right"},
    "blank": {"bottom": 1},
    "blank_day": {"bottom": 1, "num_format": 'yyyy"年"m"月"d"日"', "align": "left"},
    "required": {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#FCE4D6"},
    "optional": {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#D9E2EC"},
    "cell": {"border": 1, "text_wrap": True, "num_format": "@"},
    "centred": {"border": 1, "align": "center"},
    "plain": {"text_wrap": True},
}
GUIDE_COLUMNS = (("列名", 20), ("是否必填", 10), ("填写要求", 52), ("可填内容", 40), ("示例", 28))
NARROWEST, WIDEST = 11, 30


def draw_template(book: xlsxwriter.Workbook, contract: Contract) -> None:
    """Draw the sheets of the template of `contract` into the empty `book`."""
    drawing = _Drawing(book, contract)
    sheet = book.add_worksheet(name_sheet(contract))
    guide = book.add_worksheet(GUIDE_SHEET)
    drawing.draw_titles(sheet)
    for index, column in enumerate(drawing.columns):
        drawing.draw_column(sheet, index, column)
    drawing.set_up_page(sheet)
    drawing.draw_guide(guide)
    drawing.draw_lists()


def name_sheet(contract: Contract) -> str:
    """Return the name of the sheet to fill in: the Chinese label without what a sheet's name cannot hold."""
    return re.sub(r"[\[\]:*?/\\]", "、", contract.label.zh)[:LONGEST_NAME]


class _Drawing:
    def __init__(self, book: xlsxwriter.Workbook, contract: Contract) -> None:
        self.contract = contract
        self.columns = list_columns(contract)
        self._book = book
        self._formats: dict[tuple[str, str | None], Any] = {}
        self._lists: list[Sequence[str]] = []

    def draw_titles(self, sheet: Any) -> None:
        """Write the title and, under it, the cells for unit and date; a cell left blank states neither."""
        self._merge(sheet, 0, len(self.columns), self.contract.label.zh, "title")
        sheet.set_row(0, 30)
        sheet.set_row(1, 20)
        for index, (label, style, message) in enumerate(
            (
                ("填报单位：", "blank", "填写报送这张表的单位全称。"),
                ("截至：", "blank_day", "填写数据截至的日期，如 2018年6月1日。"),
            )
        ):
            sheet.write_string(1, 2 * index, label, self._format("label"))
            sheet.write_blank(1, 2 * index + 1, None, self._format(style))
            sheet.data_validation(
                1, 2 * index + 1, 1, 2 * index + 1, {"validate": "any", "input_message": message}
            )
        unit = find_title_unit(self.contract)
        if unit:
            sheet.write_string(1, 4, f"单位：{unit}", self._format("label"))

    def draw_column(self, sheet: Any, index: int, column: Column) -> None:
        """Write a heading with its note, and under it the cells to fill in with their format and validation."""
        heading, note = print_heading(column), write_note(column)
        cell = self._format("cell", _number_format(column))
        sheet.set_column(index, index, _width(heading, column.example or ""), None)
        sheet.write_string(
            HEADER_ROW, index, heading, self._format("required" if column.required else "optional")
        )
        sheet.write_comment(
            HEADER_ROW,
            index,
            note,
            {"author": "台账", "font_name": "宋体", "font_size": 9, "x_scale": 1.8, "y_scale": 1.6},
        )
        last = HEADER_ROW + BLANK_ROWS
        for row in range(HEADER_ROW + 1, last + 1):
            sheet.write_blank(row, index, None, cell)
        message = {"input_title": _cut(heading, LONGEST_TITLE), "input_message": _cut(note, LONGEST_MESSAGE)}
        sheet.data_validation(HEADER_ROW + 1, index, last, index, {**self._validation(column), **message})

    def set_up_page(self, sheet: Any) -> None:
        """Freeze the header and make the sheet fit for print: A4 across, one page wide, the header on each page."""
        last = HEADER_ROW + BLANK_ROWS
        sheet.set_row(HEADER_ROW, 34)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        _set_up_paper(sheet)
        sheet.repeat_rows(HEADER_ROW)
        sheet.ignore_errors(
            {"number_stored_as_text": f"A{HEADER_ROW + 2}:{_letter(len(self.columns) - 1)}{last + 1}"}
        )

    def draw_guide(self, sheet: Any) -> None:
        """Write a line per column, how it is filled in and an example, then what holds for the whole sheet."""
        self._merge(sheet, 0, len(GUIDE_COLUMNS), f"{self.contract.label.zh}填写说明", "title")
        sheet.set_row(0, 30)
        self._merge(sheet, 1, len(GUIDE_COLUMNS), self.contract.description_zh, "plain")
        for index, (heading, width) in enumerate(GUIDE_COLUMNS):
            sheet.set_column(index, index, width)
            sheet.write_string(HEADER_ROW, index, heading, self._format("optional"))
        for row, column in enumerate(self.columns, HEADER_ROW + 1):
            must = "必填" if column.required else "选填"
            texts = (
                column.headers[0],
                must,
                explain_filling(column),
                list_accepted(column),
                column.example or "",
            )
            for index, text in enumerate(texts):
                # An empty string would be a value; a cell without one is a border only.
                write = sheet.write_string if text else sheet.write_blank
                write(row, index, text, self._format("centred" if index == 1 else "cell"))
        top = HEADER_ROW + len(self.columns) + 2
        for row, text in enumerate(("填写须知", *GENERAL_NOTES), top):
            numbered = text if row == top else f"{row - top}. {text}"
            self._merge(sheet, row, len(GUIDE_COLUMNS), numbered, "plain")
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        _set_up_paper(sheet)
        sheet.repeat_rows(HEADER_ROW)

    def draw_lists(self) -> None:
        """Write the lists that are too long for a drop-down of their own to a hidden sheet, a column each."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LIST_SHEET)
        for index, choices in enumerate(self._lists):
            for row, choice in enumerate(choices):
                sheet.write_string(row, index, choice)
        sheet.hide()

    def _validation(self, column: Column) -> dict[str, Any]:
        if choices := list_choices(column):
            return {
                "validate": "list",
                "source": self._place_list(choices),
                "error_title": "不在可选范围内",
                "error_message": "请从下拉列表中选择。",
            }
        if column.parse == "date":
            first, last = datetime(1900, 1, 1), datetime(2099, 12, 31)
            return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last} | _warn(
                "不像日期，请核对。"
            )
        if column.parse in NUMERIC:
            kind = "integer" if column.parse == "integer" else "decimal"
            lowest = -LARGEST if column.minimum is None else column.minimum
            return {
                "validate": kind,
                "criteria": "between",
                "minimum": lowest,
                "maximum": LARGEST,
            } | _warn("不像数字，或超出范围，请核对。")
        return {"validate": "any"}

    def _place_list(self, choices: Sequence[str]) -> list[str] | str:
        """Return the list itself, or where a list stands that is too long or holds the comma that parts it."""
        if len(",".join(choices)) <= LONGEST_LIST and not any("," in choice for choice in choices):
            return list(choices)
        self._lists.append(choices)
        letter = _letter(len(self._lists) - 1)
        return f"='{LIST_SHEET}'!${letter}$1:${letter}${len(choices)}"

    def _merge(self, sheet: Any, row: int, columns: int, text: str, style: str) -> None:
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, text, self._format(style))
        else:
            sheet.write_string(row, 0, text, self._format(style))

    def _format(self, style: str, number_format: str | None = None) -> Any:
        key = (style, number_format)
        if key not in self._formats:
            own = {"num_format": number_format} if number_format else {}
            self._formats[key] = self._book.add_format({**FONT, **STYLES[style], **own})
        return self._formats[key]


def _number_format(column: Column) -> str:
    """Return the format of the column's cells: text for all that a spreadsheet would spoil, 2018年5月 among it."""
    return "@" if column.personal else NUMBER_FORMATS.get(column.parse, "@")


def _warn(message: str) -> dict[str, str | bool]:
    return {"error_type": "warning", "error_title": "请核对", "error_message": message}


def _set_up_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    sheet.set_footer("&C第&P页 共&N页")


def _width(*texts: str) -> int:
    """Return a width in digits that the longest of `texts` fits into, within limits."""
    longest = max(sum(1 if sign.isascii() else 2 for sign in text) for text in texts)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _letter(index: int) -> str:
    return str(xlsxwriter.utility.xl_col_to_name(index))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
