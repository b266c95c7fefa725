"""The weekly workbook 整改周报: five native sheets whose bytes depend on the week's rows alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from exports.cells import CellWriter, fit_height, set_up_page
from exports.overview import write_overview
from exports.reading import Row, WeekContent, read_figures
from exports.words import LIGHT_SIGNS, name_week
from warehouse.units import UNITS

# The office's own order. Each column: name in the mart, width in characters, style.
LEDGER_COLUMNS = (
    ("task_no", 5, "centre"),
    ("section", 10, "text"),
    ("subsection", 9, "text"),
    ("problem", 30, "text"),
    ("requirement", 22, "text"),
    ("lead_unit", 12, "text"),
    ("leader", 8, "centre"),
    ("owner", 8, "centre"),
    ("rectification_type", 11, "centre"),
    ("due_on", 11, "date"),
    ("due_kind", 9, "centre"),
    ("deadline_moves", 6, "integer"),
    ("state", 9, "centre"),
    ("light", 14, "centre"),
    ("days_left", 6, "integer"),
    ("measures_declared", 8, "integer"),
    ("measures", 8, "integer"),
    ("evidence_items", 8, "integer"),
    ("recovered_cny", 14, "amount"),
    ("last_event", 10, "centre"),
    ("last_event_on", 11, "date"),
    ("verifier", 9, "centre"),
    ("reopenings", 8, "integer"),
)
# All columns on one sheet of A4 could not be read: print stops after what a meeting looks at.
LEDGER_PRINTED = 15
RANKING_COLUMNS = (
    ("place", 6, "centre"),
    ("member", 24, "text"),
    ("tasks", 9, "integer"),
    ("declared", 9, "integer"),
    ("evidenced", 9, "integer"),
    ("verified", 9, "integer"),
    ("verified_rate", 10, "percent"),
    ("declared_rate", 10, "percent"),
    ("overdue", 9, "integer"),
    ("due_soon", 9, "integer"),
    ("reopened", 9, "integer"),
    ("without_measures", 9, "integer"),
    ("recovered_cny", 14, "amount"),
)
CHANGE_COLUMNS = (
    ("entity", 10, "centre"),
    ("change", 12, "centre"),
    ("field", 10, "centre"),
    ("task_id", 14, "centre"),
    ("title", 40, "text"),
    ("lead_unit", 18, "text"),
    ("before", 16, "text"),
    ("after", 16, "text"),
)
ORIGIN_COLUMNS = (("来源文件", 28, "text"), ("工作表", 14, "text"), ("行号", 7, "integer"))
NOTE_WIDTHS = [26, 16, 40, 56, 44]
OWN_HEADINGS = {"place": "名次", "member": "责任单位", "verified_rate": "已核实率", "declared_rate": "申报率"}
STATE, DUE_KIND = ("fct_task_week", "state"), ("fct_task_week", "due_kind")
STATUS = ("ledger.weekly_progress", "status")
# Columns of codes: the datasets or marts, and their columns, that the catalog has the words of.
CODED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "state": (STATE,),
    "light": (("fct_task_week", "light"),),
    "due_kind": (DUE_KIND,),
    "entity": (("fct_change", "entity"),),
    "change": (("fct_change", "change"),),
    "field": (("fct_change", "field"),),
    # A change tells a state, a status or a deadline before and after.
    "before": (STATE, STATUS, DUE_KIND),
    "after": (STATE, STATUS, DUE_KIND),
    "last_event": (("ledger.closure_events", "event"),),
    "rectification_type": (("ledger.tasks", "rectification_type"),),
}


def write_workbook(path: Path, content: WeekContent) -> None:
    """Write the workbook of one week to `path`."""
    end_on = content.week.end_on
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as workbook:
        # The week, not the clock, dates the file: the same rows give the same bytes.
        created = datetime(end_on.year, end_on.month, end_on.day)
        title = f"整改工作周报（{name_week(content.week.week_id)}）"
        workbook.set_properties({"title": title, "author": "台账", "created": created})
        cells = CellWriter(workbook)
        names = ("总览", "单位排名", "任务台账", "本周变化", "说明")
        overview, ranking, ledger, changes, notes = (workbook.add_worksheet(name) for name in names)
        write_overview(workbook, overview, cells, content)
        _write_table(
            ranking, cells, content, "fct_completion", RANKING_COLUMNS, content.ranking, traced=False
        )
        for sheet, model, columns, order, printed in (
            (ledger, "fct_task_week", LEDGER_COLUMNS, ("round_code", "task_no"), LEDGER_PRINTED),
            (
                changes,
                "fct_change",
                CHANGE_COLUMNS,
                ("entity", "change", "task_id", "entity_id", "field"),
                None,
            ),
        ):
            rows = content.tables[model].sort(order, maintain_order=True).to_dicts()
            _write_table(sheet, cells, content, model, columns, rows, traced=True, printed=printed)
        _write_notes(notes, cells, content)


def _write_table(
    sheet: Any,
    cells: CellWriter,
    content: WeekContent,
    model: str,
    columns: tuple[tuple[str, int, str], ...],
    rows: list[Row],
    *,
    traced: bool,
    printed: int | None = None,
) -> None:
    shown: list[tuple[str, int, str]] = [
        (OWN_HEADINGS.get(name) or content.headings.get((model, name), name), width, style)
        for name, width, style in columns
    ]
    if traced:
        shown += ORIGIN_COLUMNS
    for column, (heading, width, _) in enumerate(shown):
        sheet.set_column(column, column, width)
        cells.write(sheet, 0, column, heading, "header")
    sheet.set_row(0, 32)
    for line, row in enumerate(rows, start=1):
        styles = [style for _, _, style in columns]
        values = [_show(content, name, row) for name, _, _ in columns]
        if "light" in row:
            styles[[name for name, *_ in columns].index("light")] = f"light_{row['light']}"
        if traced:
            origin = content.origins.get(row["row_uid"] or "")
            values += [origin.file, origin.sheet, origin.row] if origin else [None, None, None]
            styles += [style for _, _, style in ORIGIN_COLUMNS]
        cells.write_row(sheet, line, values, styles)
        sheet.set_row(line, fit_height(values, [width for _, width, _ in shown]))
    set_up_page(sheet, columns=len(shown), rows=len(rows), printed=printed or len(shown))


def _show(content: WeekContent, name: str, row: Row) -> object:
    """Return a cell's value as people read it: codes as words, no days left for what is done."""
    value = row[name]
    if name == "days_left" and row["light"] == "done":
        return None
    if not isinstance(value, str):
        return value
    word = _name_code(content, name, value)
    return f"{LIGHT_SIGNS.get(value, '')} {word}".strip() if name == "light" else word


def _name_code(content: WeekContent, name: str, code: str) -> str:
    """Return the word for a code of column `name`; what the catalog does not know stays as it is."""
    found = (content.codes.get(owner, {}).get(code) for owner in CODED.get(name, ()))
    return next((word for word in found if word), code)


def _write_notes(sheet: Any, cells: CellWriter, content: WeekContent) -> None:
    for column, width in enumerate(NOTE_WIDTHS):
        sheet.set_column(column, column, width)
    week = content.week
    yellow, green = (_name_code(content, "light", light) for light in ("yellow", "green"))
    lights = (
        f"距时限不超过规则参数 yellow_days（默认 10 天）的为“{yellow}”，"
        f"不超过 due_soon_days（默认 20 天）的为“{green}”；"
        "两者合计即临期任务数。“基本完成”不计入完成。"
    )
    facts = [
        ("周次", f"{name_week(week.week_id)}（{week.week_id}）"),
        ("数据截至", f"{week.cutoff_at:%Y-%m-%d %H:%M}"),
        ("来源指纹", content.fingerprint),
        *((f"{name} 行数", str(table.height)) for name, table in content.tables.items()),
        ("打印", "任务台账只打印到“剩余天数”，其余各列和来源列见电子表。"),
        ("预警灯", lights),
        ("疑点", "本表只陈述台账记录，不对任何单位或个人下结论。"),
    ]
    cells.write(sheet, 0, 0, "说明", "title")
    for row, (name, value) in enumerate(facts, start=1):
        cells.write(sheet, row, 0, name)
        cells.write(sheet, row, 1, value, "plain")
    top = len(facts) + 2
    cells.write_row(sheet, top, ["指标", "本周数值", "计算公式", "计入与不计入", "怎样读"], ["header"] * 5)
    figures = read_figures(content)
    for row, metric in enumerate(content.metrics, start=top + 1):
        unit = metric["unit"]
        label = metric["label_zh"] if unit == "percent" else f"{metric['label_zh']}（{UNITS[unit].zh}）"
        style = {"percent": "percent", "cny": "amount"}.get(unit, "integer")
        figure = figures.get(metric["metric_id"], {}).get("value")
        texts = [metric["formula_zh"], metric["counts_zh"], metric["reading_zh"]]
        cells.write_row(sheet, row, [label, figure, *texts], ["text", style, "text", "text", "text"])
        sheet.set_row(row, fit_height([label, None, *texts], NOTE_WIDTHS))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第&P页 共&N页")
