"""The first sheet of the weekly workbook, 总览: the rates in both readings, what needs attention, two charts."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from exports.cells import CellWriter
from exports.reading import Row, WeekContent, read_figures
from exports.words import name_week
from warehouse.units import UNITS

RATES = (("declared_rate", "申报完成"), ("evidenced_rate", "有佐证"), ("completion_rate", "已核实"))
EXCLUDING = "_excluding_long_term"
ATTENTION = (
    "overdue_tasks",
    "due_soon_tasks",
    "reopened_tasks",
    "closed_this_week",
    "unreadable_deadlines",
    "tasks_without_measures",
    "recovered_cny",
)
TREND_TOP = 20
COLOURS = ("#E69F00", "#56B4E9", "#0072B2")
DASHES = ("dash", "square_dot", "solid")
MARKERS = ("diamond", "square", "circle")


def write_overview(
    workbook: xlsxwriter.Workbook, sheet: Any, cells: CellWriter, content: WeekContent
) -> None:
    """Fill `sheet`; the bar chart reads the sheet 单位排名, whose rows start below its header."""
    week = content.week
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 8, 13)
    cells.write(sheet, 0, 0, f"整改工作周报（{name_week(week.week_id)}）", "title")
    cells.write(sheet, 1, 0, f"数据截至 {week.cutoff_at:%Y-%m-%d %H:%M}；口径和来源见“说明”", "plain")
    figures = read_figures(content)
    _write_rates(sheet, cells, figures)
    _write_attention(sheet, cells, content, figures)
    last = _write_trend(sheet, cells, content)
    sheet.insert_chart("E10", _draw_trend(workbook, last), {"object_position": 2})
    sheet.insert_chart("A31", _draw_ranking(workbook, len(content.ranking)), {"object_position": 2})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("&C第&P页 共&N页")


def _write_rates(sheet: Any, cells: CellWriter, figures: dict[str, Row]) -> None:
    titles = [
        "口径",
        "完成数",
        "任务总数",
        "完成率",
        "完成数（不含长期）",
        "任务数（不含长期）",
        "完成率（不含长期）",
    ]
    cells.write_row(sheet, 3, list(titles), ["header"] * len(titles))
    for row, (metric_id, name) in enumerate(RATES, start=4):
        values: list[object] = [name]
        for figure in (figures.get(metric_id, {}), figures.get(metric_id + EXCLUDING, {})):
            values += [figure.get("numerator"), figure.get("denominator"), figure.get("value")]
        cells.write_row(sheet, row, values, ["text", *["integer", "integer", "percent"] * 2])


def _write_attention(sheet: Any, cells: CellWriter, content: WeekContent, figures: dict[str, Row]) -> None:
    before = content.trend[-2] if len(content.trend) > 1 else {}
    labels = {row["metric_id"]: (row["label_zh"], row["unit"]) for row in content.metrics}
    cells.write_row(sheet, 9, ["关注事项", "本周", "上周"], ["header"] * 3)
    for row, metric_id in enumerate(ATTENTION, start=10):
        label, unit = labels.get(metric_id, (metric_id, ""))
        style = "amount" if unit == "cny" else "integer"
        name = f"{label}（{UNITS[unit].zh}）" if unit else label
        value = figures.get(metric_id, {}).get("value")
        cells.write_row(sheet, row, [name, value, before.get(metric_id)], ["text", style, style])


def _write_trend(sheet: Any, cells: CellWriter, content: WeekContent) -> int:
    cells.write(sheet, TREND_TOP - 1, 0, f"近 {len(content.trend)} 周走势", "heading")
    titles = ["周次", *(f"{name}率" for _, name in RATES)]
    cells.write_row(sheet, TREND_TOP, list(titles), ["header"] * len(titles))
    for row, week in enumerate(content.trend, start=TREND_TOP + 1):
        values = [name_week(week["week_id"]), *(week.get(metric_id) for metric_id, _ in RATES)]
        cells.write_row(sheet, row, values, ["text", *["percent"] * len(RATES)])
    return TREND_TOP + len(content.trend)


def _draw_trend(workbook: xlsxwriter.Workbook, last: int) -> Any:
    chart = workbook.add_chart({"type": "line"})
    for column in range(1, len(RATES) + 1):
        look = column - 1
        chart.add_series(
            {
                "name": ["总览", TREND_TOP, column],
                "categories": ["总览", TREND_TOP + 1, 0, last, 0],
                "values": ["总览", TREND_TOP + 1, column, last, column],
                "line": {"color": COLOURS[look], "width": 2, "dash_type": DASHES[look]},
                "marker": {"type": MARKERS[look], "size": 6, "fill": {"color": COLOURS[look]}},
            }
        )
    chart.set_title({"name": "完成率走势", "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "0%", "min": 0, "max": 1, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 500, "height": 390})
    return chart


def _draw_ranking(workbook: xlsxwriter.Workbook, units: int) -> Any:
    last = max(units, 1)
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "已核实率",
            "categories": ["单位排名", 1, 1, last, 1],
            "values": ["单位排名", 1, 6, last, 6],
            "fill": {"color": COLOURS[-1]},
            "data_labels": {"value": True, "num_format": "0%"},
            "gap": 40,
        }
    )
    chart.set_title({"name": "各单位已核实率", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "min": 0, "max": 1, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 930, "height": 90 + 24 * last})
    return chart
