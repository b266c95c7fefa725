"""退回修改单: one workbook per reporting unit with what is wrong, where, and the row as it was sent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from ingest.complaints import Addressee, Complaint, renew_told
from ingest.report import FileReport
from warehouse.parts import part_path
from warehouse.settings import Site

HEADERS = ("序号", "文件", "工作表", "单元格", "问题和要求", "处理", "原内容", "该行原文（个人信息已遮盖）")
WIDTHS = (6, 30, 13, 9, 52, 14, 22, 46)
SEVERITY = {"reject": "未入库，请修改", "defect": "已入库，请核对", "note": "提示"}


def write_returns(site: Site, reports: Iterable[FileReport]) -> list[Path]:
    """Write a workbook per reporting unit and as-of date that `reports` touch; return the files written.

    A workbook holds everything still wrong with that unit's deliveries of that date, from this run or an earlier one,
    and goes when nothing is. What a landed correction replaces is wrong no longer, nor is what kept a file out that has
    landed since.
    """
    all_told, touched = renew_told(site, list(reports))
    by_addressee: dict[Addressee, list[Complaint]] = defaultdict(list)
    for told in all_told:
        by_addressee[told.addressee] += told.complaints
    written = []
    for addressee in sorted(touched):
        path = _name_file(site, addressee)
        if complaints := by_addressee[addressee]:
            _write(path, addressee, complaints)
            written.append(path)
        else:
            path.unlink(missing_ok=True)
    return written


def _name_file(site: Site, addressee: Addressee) -> Path:
    unit, as_of = addressee
    safe_unit = re.sub(r"[^\w-]", "_", unit)
    return site.returns / f"退回修改单-{safe_unit}-{as_of}.xlsx"


def _write(path: Path, addressee: Addressee, complaints: list[Complaint]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_path(path)
    with xlsxwriter.Workbook(part, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        # A fixed date keeps the same problems the same bytes.
        book.set_properties({"title": "退回修改单", "created": datetime(2000, 1, 1)})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter"}
        )
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        sheet = book.add_worksheet("退回修改单")
        sheet.merge_range(
            0, 0, 0, len(HEADERS) - 1, f"退回修改单（{addressee[0]}，数据日期 {addressee[1]}）", title
        )
        sheet.set_row(0, 32)
        sheet.write_row(1, 0, HEADERS, head)
        for index, width in enumerate(WIDTHS):
            sheet.set_column(index, index, width)
        for number, (file, where, address, message, severity, raw, sent) in enumerate(complaints, 1):
            sheet.write_number(number + 1, 0, number, cell)
            for index, text in enumerate((file, where, address, message, SEVERITY[severity], raw, sent), 1):
                sheet.write_string(number + 1, index, text or "", cell)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&C第 &P 页 共 &N 页")
    part.replace(path)
