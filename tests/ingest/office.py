"""Messy workbooks for the tests, drawn as a clerk would: what to write in which cell, what to merge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from warehouse.landing import read_record
from warehouse.settings import Site

TASK_HEADINGS = ("序号", "问题类别", "反馈问题", "责任单位", "责任领导", "责任人", "整改时限", "整改类型")
PROGRESS_HEADINGS = ("任务序号", "措施序号", "完成情况", "整改进展", "追缴金额（万元）", "问责人次")


def write_workbook(
    path: Path,
    rows: Sequence[Sequence[Any]],
    merges: Sequence[str] = (),
    sheet: str = "Sheet1",
    hidden: bool = False,
) -> Path:
    """Write `rows` from A1 (None leaves a cell out) and merge the ranges, whose top-left cell keeps its value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        if hidden:
            book.add_worksheet("封面")
        worksheet = book.add_worksheet(sheet)
        if hidden:
            worksheet.hide()
        for cells in merges:
            worksheet.merge_range(cells, None)
        for row_number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date | datetime):
                    worksheet.write_datetime(
                        row_number, column, datetime(value.year, value.month, value.day), day
                    )
                elif value is not None:
                    worksheet.write(row_number, column, value)
    return path


def task(number: int, **cells: Any) -> list[Any]:
    """One row of a task list with every required cell filled."""
    row = {
        "序号": number,
        "问题类别": "一、基层治理方面",
        "反馈问题": f"第{number}个问题",
        "责任单位": "新区财政局",
        "责任领导": "何静",
        "责任人": "陶然",
        "整改时限": "2018年8月底",
        "整改类型": "分阶段整改",
    } | cells
    return [row[heading] for heading in TASK_HEADINGS]


def write_tasks(path: Path, rows: Sequence[Sequence[Any]], as_of: str = "2018年6月1日") -> Path:
    """A task list with a title row, a row that states its date, and the header in row 3."""
    titles = [["临湖新区整改任务清单"], [f"填报单位：整改办  截至{as_of}"]]
    return write_workbook(path, [*titles, TASK_HEADINGS, *rows])


def write_register(path: Path, names: Sequence[str]) -> Path:
    """A register of departments with these names."""
    rows = [[f"B{number:02}", name, None, "区直部门"] for number, name in enumerate(names, 1)]
    return write_workbook(
        path,
        [
            ["机构名册"],
            ["更新日期：2018年5月18日"],
            ["机构编码", "机构名称", "简称及别名", "机构类型"],
            *rows,
        ],
    )


def landed_files(site: Site) -> dict[str, bytes]:
    """Every landed load's bytes by its path under the landing."""
    paths = sorted(path for path in site.landing.rglob("*.parquet") if not path.name.startswith("_"))
    assert all(read_record(path).rows_accepted for path in paths)
    return {str(path.relative_to(site.landing)): path.read_bytes() for path in paths}
