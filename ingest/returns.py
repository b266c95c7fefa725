"""退回修改单: one workbook per reporting unit with what is wrong, where, and the row as it was sent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from ingest.pipeline import FileReport
from ingest.problems import Problem
from warehouse.landing import LoadRecord
from warehouse.settings import Site

HEADERS = ("序号", "文件", "工作表", "单元格", "问题", "处理", "原内容")
WIDTHS = (6, 34, 14, 9, 60, 14, 30)
SEVERITY = {"reject": "未入库，请修改", "defect": "已入库，请核对", "note": "提示"}
NO_UNIT = "未注明填报单位"


def write_returns(site: Site, reports: Iterable[FileReport]) -> list[Path]:
    """Write a workbook per reporting unit whose files have something to correct; return the files written.

    A workbook is named after its unit and as-of date and rewritten as a whole, so that the last run is what is sent.
    """
    by_unit: dict[tuple[str, str], list[tuple[str, Problem]]] = defaultdict(list)
    for report in reports:
        by_unit[_addressee(report.record)] += [
            (report.path.name, problem) for problem in report.problems if problem.severity != "note"
        ]
    return [_write(site.returns, *key, problems) for key, problems in sorted(by_unit.items()) if problems]


def _addressee(record: LoadRecord | None) -> tuple[str, str]:
    if record is None:
        return NO_UNIT, "日期不明"
    return record.sender or NO_UNIT, record.as_of.date().isoformat()


def _write(folder: Path, unit: str, as_of: str, problems: list[tuple[str, Problem]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    safe_unit = re.sub(r"[^\w-]", "_", unit)
    path = folder / f"退回修改单-{safe_unit}-{as_of}.xlsx"
    part = path.with_suffix(".part")
    with xlsxwriter.Workbook(part, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        # A fixed date keeps the same problems the same bytes.
        book.set_properties({"title": "退回修改单", "created": datetime(2000, 1, 1)})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter"}
        )
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        sheet = book.add_worksheet("退回修改单")
        sheet.merge_range(0, 0, 0, len(HEADERS) - 1, f"退回修改单（{unit}，数据日期 {as_of}）", title)
        sheet.set_row(0, 32)
        sheet.write_row(1, 0, HEADERS, head)
        for index, width in enumerate(WIDTHS):
            sheet.set_column(index, index, width)
        for number, (file, problem) in enumerate(problems, 1):
            words = (
                file,
                problem.sheet,
                problem.cell,
                problem.message.zh,
                SEVERITY[problem.severity],
                problem.raw,
            )
            sheet.write_number(number + 1, 0, number, cell)
            for index, text in enumerate(words, 1):
                sheet.write_string(number + 1, index, text or "", cell)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&C第 &P 页 共 &N 页")
    part.replace(path)
    return path
