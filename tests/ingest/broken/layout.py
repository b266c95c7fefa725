"""Cases of layout: titles, merged headers, rows that are no data, hidden parts, several tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

from tests.ingest.broken.case import (
    AS_OF,
    EVENT_HEADINGS,
    Case,
    Rows,
    Table,
    events_sheet,
    expect,
    progress,
    progress_sheet,
    refuse,
    save,
    tasks_sheet,
)
from tests.ingest.office import TASK_HEADINGS, task, write_workbook


def spoil(rows: Rows, change: Callable[[Any], object]) -> Callable[[Path], Path]:
    """Return a builder that writes `rows`, opens the workbook again and changes its sheet."""

    def build(folder: Path) -> Path:
        path = write_workbook(folder / "资料.xlsx", rows)
        book = openpyxl.load_workbook(path)
        change(book.worksheets[0])
        book.save(path)
        return path

    return build


def sheets(**content: Rows) -> Callable[[Path], Path]:
    """Return a builder that writes a workbook of several sheets."""

    def build(folder: Path) -> Path:
        path = folder / "资料.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in content.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return build


def three_row_header(folder: Path) -> Path:
    rows = [
        ["整改任务清单"],
        [AS_OF],
        ["序号", "问题类别", "反馈问题", "责任落实", None, None, "整改时限", "整改类型"],
        [None, None, None, "责任", None, None, None, None],
        [None, None, None, "责任单位", "责任领导", "责任人", None, None],
        task(1),
    ]
    merges = ["A1:H1", "D3:F3", "D4:F4", *(f"{letter}3:{letter}5" for letter in "ABCGH")]
    return write_workbook(folder / "资料.xlsx", rows, merges)


def two_row_header(folder: Path) -> Path:
    rows = [
        ["整改任务清单"],
        [AS_OF],
        ["序号", "问题类别", "反馈问题", "责任", None, None, "整改时限", "整改类型"],
        [None, None, None, "责任单位", "责任领导", "责任人", None, None],
        task(1),
    ]
    merges = ["A1:H1", "D3:F3", *(f"{letter}3:{letter}4" for letter in "ABCGH")]
    return write_workbook(folder / "资料.xlsx", rows, merges)


def merged_downwards(folder: Path) -> Path:
    rows = tasks_sheet(task(1), task(2, 问题类别=None, 责任单位=None), task(3, 问题类别=None))
    return write_workbook(folder / "资料.xlsx", rows, ["B4:B6", "D4:D5"])


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[5].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["F"].hidden = True


def strike_row(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.font = Font(strike=True)


def strike_cell(sheet: Any) -> None:
    sheet["F5"].font = Font(strike=True)


def hide_sheet_deeply(folder: Path) -> Path:
    path = folder / "资料.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("封面")
        sheet = book.add_worksheet("任务")
        sheet.very_hidden()
        for number, row in enumerate(tasks_sheet(task(1))):
            sheet.write_row(number, 0, row)
    return path


def with_totals() -> Rows:
    return progress_sheet(
        progress(1),
        ["小计", None, None, None, 1.5, 1],
        progress(2, **{"追缴金额（万元）": 2}),
        ["合计", None, None, None, 3.5, 2],
        ["注：金额为累计数。"],
        ["填表人：陶然"],
    )


def without(heading: str) -> Rows:
    index = TASK_HEADINGS.index(heading)
    return [row[:index] + row[index + 1 :] if len(row) > 1 else row for row in tasks_sheet(task(1))]


def renamed(heading: str, wrong: str) -> Rows:
    headings = [wrong if known == heading else known for known in TASK_HEADINGS]
    return [["整改任务清单"], [AS_OF], headings, task(1)]


def extended(headings: list[str], cells: list[Any]) -> Rows:
    return [["整改任务清单"], [AS_OF], [*TASK_HEADINGS, *headings], [*task(1), *cells]]


ONE, TWO, THREE = Table(), Table(rows=(2, 2, 0)), Table(rows=(3, 3, 0))
EVENT = [1, "挂号", "2018-05-18", None]
HEADINGS = list(TASK_HEADINGS)

LAYOUT: dict[str, Case] = {
    "rows of titles": expect(save([["附件1"], ["云川市临湖新区"], *tasks_sheet(task(1))])),
    "header far down": expect(save([[f"填表说明{number}"] for number in range(20)] + tasks_sheet(task(1)))),
    "header of two rows": expect(two_row_header, Table(values={"lead_unit": ["新区财政局"]})),
    "header of three rows": expect(three_row_header, Table(values={"leader": ["何静"], "owner": ["陶然"]})),
    "headings pulled apart": expect(
        save([["整改任务清单"], [AS_OF], ["序 号", *(" \n".join(text) for text in HEADINGS[1:])], task(1)])
    ),
    "numbers under the headings": expect(save([*tasks_sheet(), list(range(1, 9)), task(1)])),
    "cells merged downwards": expect(
        merged_downwards,
        Table(rows=(3, 3, 0), values={"lead_unit": ["新区财政局"] * 3, "section": ["一、基层治理方面"] * 3}),
    ),
    "group written once": expect(
        save(tasks_sheet(task(1), task(2, 问题类别=None))),
        Table(rows=(2, 2, 0), values={"section": ["一、基层治理方面"] * 2}),
    ),
    "totals, notes and signatures": expect(
        save(with_totals()), Table(rows=(2, 2, 0), values={"measure_no": [1, 2]})
    ),
    "total that does not add up": expect(
        save(progress_sheet(progress(1), ["合计", None, None, None, 15, 1])),
        Table(problems=(("total", "E5"),)),
    ),
    "section titles between rows": expect(
        save(
            [*tasks_sheet(task(1)), ["二、财务管理方面"], task(2)],
            merges=["A5:H5"],
        ),
        TWO,
    ),
    "header repeated on page 2": expect(save([*tasks_sheet(task(1)), HEADINGS, task(2)]), TWO),
    "title and header repeated on page 2": expect(
        save([*tasks_sheet(task(1)), *tasks_sheet(task(2))], merges=["A1:H1", "A5:H5"]), TWO
    ),
    "blank rows inside": expect(save([*tasks_sheet(task(1)), [], [], task(2)]), TWO),
    "a thousand blank rows below": expect(save([*tasks_sheet(task(1)), *[[] for _ in range(1000)], ["完"]])),
    "stray cell beside the table": expect(
        save([*tasks_sheet(task(1)), *[[] for _ in range(300)], [*[None] * 25, "临时"]])
    ),
    "columns in another order": expect(
        save([["整改任务清单"], [AS_OF], HEADINGS[::-1], task(1)[::-1]]),
        Table(values={"task_no": [1], "lead_unit": ["新区财政局"]}),
    ),
    "missing required column": expect(
        save(without("责任单位")), Table("rejected", (1, 0, 1), (("missing_header", None),))
    ),
    "misspelt required heading": expect(
        save(renamed("责任单位", "责任单住")), Table("rejected", (1, 0, 1), (("missing_header", "D3"),))
    ),
    "misspelt heading": expect(
        save(renamed("整改时限", "整改时线")), Table(problems=(("near_heading", "G3"),))
    ),
    "heading that nobody knows": expect(
        save(extended(["领导批示"], ["已阅"])), Table(problems=(("unmatched_heading", "I3"),))
    ),
    "heading repeated": expect(
        save(extended(["备注", "备注"], ["甲", "乙"])),
        Table(problems=(("unmatched_heading", "J3"),), values={"note": ["甲"]}),
    ),
    "nothing under the header": expect(
        save(tasks_sheet()), Table("rejected", (0, 0, 0), problems=(("no_rows", None),))
    ),
    "hidden sheet": expect(
        save(tasks_sheet(task(1)), hidden=True), Table(problems=(("hidden_sheet", None),))
    ),
    "sheet hidden from the menu": expect(hide_sheet_deeply, Table(problems=(("hidden_sheet", None),))),
    "hidden row": expect(
        spoil(tasks_sheet(task(1), task(2)), hide_row),
        Table(rows=(2, 2, 0), problems=(("hidden_rows", None),), values={"task_no": [1, 2]}),
    ),
    "hidden column": expect(
        spoil(tasks_sheet(task(1)), hide_column),
        Table(problems=(("hidden_columns", None),), values={"owner": ["陶然"]}),
    ),
    "row struck through": expect(
        spoil(tasks_sheet(task(1), task(2)), strike_row),
        Table(rows=(2, 1, 1), problems=(("struck_out", "A5"),), values={"task_no": [1]}),
    ),
    "row struck through under a total": expect(
        spoil(progress_sheet(progress(1), progress(2), ["合计", None, None, None, 1.5, 1]), strike_row),
        Table(rows=(2, 1, 1), problems=(("struck_out", "A5"),)),
    ),
    "one cell struck through": expect(
        spoil(tasks_sheet(task(1), task(2)), strike_cell), Table(rows=(2, 2, 0))
    ),
    "two tables on one sheet": expect(
        save([*tasks_sheet(task(1), task(2)), [], *events_sheet(EVENT)]), TWO, ONE
    ),
    "the same table twice on one sheet": expect(
        save([*tasks_sheet(task(1)), [], ["二、财务管理方面"], HEADINGS, task(2)], merges=["A6:H6"]), TWO
    ),
    "table continued on the next sheet": expect(
        sheets(Sheet1=tasks_sheet(task(1)), Sheet2=[task(2), task(3)]),
        ONE,
        Table(rows=(2, 2, 0), problems=(("continued_sheet", None),), values={"task_no": [2, 3]}),
    ),
    "cover and list beside the table": expect(
        sheets(封面=[["整改资料汇编"]], 任务=tasks_sheet(task(1)), 下拉=[["立行立改"], ["长期坚持"]]),
        Table("unrecognised", None, (("unrecognised", None),)),
        ONE,
        Table("unrecognised", None, (("unrecognised", None),)),
    ),
    "two datasets in one workbook": expect(
        sheets(
            任务=tasks_sheet(task(1)), 销号=[["销号台账"], [AS_OF], EVENT_HEADINGS, [1, "挂号", "5月18日"]]
        ),
        ONE,
        ONE,
    ),
    "no date anywhere": expect(
        save([["整改任务清单"], HEADINGS, task(1)]), Table("rejected", None, (("unknown_as_of", None),))
    ),
    "date in the future": expect(
        save([["整改任务清单，截至2098年6月1日"], HEADINGS, task(1)]),
        Table("rejected", None, (("future_as_of", None),)),
    ),
    "no reporting unit": expect(
        save([["整改进展周报"], [AS_OF], progress_sheet()[2], progress(1)]),
        Table("rejected", None, (("unknown_reporter", None),)),
    ),
    "date only in the footer": expect(
        save([["整改任务清单"], HEADINGS, task(1), ["填表人：陶然", None, None, "填报日期：2018年6月1日"]])
    ),
    "no table that anybody knows": refuse(
        save([["值班表"], ["日期", "值班人"], ["6月1日", "陶然"]]), "unrecognised"
    ),
    "empty sheet": refuse(save([]), "no_table"),
}
