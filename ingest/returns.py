"""退回修改单: one workbook per reporting unit with what is wrong, where, and the row as it was sent."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from ingest.pipeline import FileReport
from warehouse.landing import LoadRecord, list_loads, list_rejects
from warehouse.settings import Site

HEADERS = ("序号", "文件", "工作表", "单元格", "问题和要求", "处理", "原内容", "该行原文（个人信息已遮盖）")
WIDTHS = (6, 30, 13, 9, 52, 14, 22, 46)
SEVERITY = {"reject": "未入库，请修改", "defect": "已入库，请核对", "note": "提示"}
NO_UNIT = "未注明填报单位"

Addressee = tuple[str, str]
Complaint = tuple[str, str | None, str | None, str, str, str | None, str | None]


def write_returns(site: Site, reports: Iterable[FileReport]) -> list[Path]:
    """Write a workbook per reporting unit and as-of date that `reports` touch; return the files written.

    A workbook holds everything still wrong with that unit's deliveries of that date, from this run or an earlier one,
    and goes when nothing is. What a landed correction replaces is wrong no longer.
    """
    by_addressee: dict[Addressee, list[Complaint]] = defaultdict(list)
    told: dict[Addressee, set[str]] = defaultdict(set)
    for report in reports:
        addressee = _find_addressee(report.record)
        told[addressee].add(report.record.load_id if report.record else "")
        by_addressee[addressee] += [
            (
                *(report.file_name, problem.sheet, problem.cell, problem.message.zh, problem.severity),
                *(problem.raw, problem.sent),
            )
            for problem in report.problems
            if problem.severity != "note"
        ]
    latest = _latest_revisions(site)
    for record, path in list_rejects(site):
        addressee = _find_addressee(record)
        is_replaced = record.revision < latest.get(_delivery(record), 0)
        if addressee in by_addressee and record.load_id not in told[addressee] and not is_replaced:
            columns = ("file_name", "sheet", "cell", "message_zh", "severity", "raw", "sent")
            stored = pl.read_parquet(path).filter(pl.col("severity") != "note")
            by_addressee[addressee] += list(stored.select(columns).iter_rows())
    written = []
    for addressee, complaints in sorted(by_addressee.items()):
        path = _name_file(site, addressee)
        if complaints:
            _write(path, addressee, complaints)
            written.append(path)
        else:
            path.unlink(missing_ok=True)
    return written


def _find_addressee(record: LoadRecord | None) -> Addressee:
    if record is None:
        return NO_UNIT, "日期不明"
    return record.sender or NO_UNIT, record.as_of.date().isoformat()


def _delivery(record: LoadRecord) -> tuple[str, str | None, datetime]:
    return record.dataset, record.unit, record.as_of


def _latest_revisions(site: Site) -> dict[tuple[str, str | None, datetime], int]:
    latest: dict[tuple[str, str | None, datetime], int] = {}
    for record in list_loads(site):
        latest[_delivery(record)] = max(record.revision, latest.get(_delivery(record), 0))
    return latest


def _name_file(site: Site, addressee: Addressee) -> Path:
    unit, as_of = addressee
    safe_unit = re.sub(r"[^\w-]", "_", unit)
    return site.returns / f"退回修改单-{safe_unit}-{as_of}.xlsx"


def _write(path: Path, addressee: Addressee, complaints: list[Complaint]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
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
