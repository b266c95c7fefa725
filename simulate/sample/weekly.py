"""The weekly progress reports as each body lays them out, in its own words for the same states."""

from __future__ import annotations

from pathlib import Path

from simulate.sample.district import SITE, find_short_name
from simulate.sample.office import Cell, Sheet, widen_digits, write_csv, write_day, write_xls, write_xlsx
from simulate.sample.story import SUMMARY_BODY, Report, ReportRow

WORDS = {
    "党政办公室": {
        "n": "未启动",
        "p": "正在推进",
        "m": "基本完成",
        "d": "已完成",
        "c": "已销号",
        "l": "长期坚持",
    },
    "青石街道": {"n": "尚未启动", "p": "推进中", "m": "基本完成", "d": "整改到位"},
    "白鹭街道": {"n": "未开展", "p": "整改中", "m": "取得阶段性成效", "d": "√"},
    "南塘街道": {"n": "未启动", "p": "正在整改", "m": "基本完成", "d": "已整改到位", "r": "退回重改"},
}
UNDER_WAY = (
    "已明确分工，正在组织实施",
    "已开展前期摸底，下一步按方案推进",
    "按计划推进，已完成部分内容",
    "已向责任人交办，本周跟踪一次",
    "正在汇总情况，尚有少量事项待核对",
)
PHRASES = {
    "n": "尚未开展，拟按时限要求启动",
    "m": "主体工作已完成，正在收尾",
    "c": "任务已销号，资料归档",
    "l": "按季度持续推进，本周无新情况",
    "r": "退回后重新整改，正在补充说明",
}


def report_path(report: Report, folder: Path) -> Path:
    """Return where `report` is put in the folder of its delivery day."""
    ending = {"白鹭街道": "xls", "南塘街道": "csv"}.get(report.body, "xlsx")
    corrected = "（更正）" if report.revision else ""
    return folder / f"整改进展周报（{report.body}）{report.as_of:%Y%m%d}{corrected}.{ending}"


def write_report(report: Report, folder: Path) -> Path:
    """Write `report` into `folder` the way its body does, and return the file."""
    path = report_path(report, folder)
    if report.body == SUMMARY_BODY:
        write_xlsx(path, [lay_out_summary(report)])
    elif report.body == "青石街道":
        write_xlsx(path, [lay_out_qingshi(report)])
    elif report.body == "白鹭街道":
        write_xls(path, [lay_out_bailu(report), Sheet("Sheet2")])
    else:
        write_csv(path, lay_out_nantang(report), "gb18030")
    return path


def describe_progress(row: ReportRow, week: int) -> str:
    """Return what the unit writes under progress."""
    if row.status == "d":
        return row.measure.result or f"已按要求{row.measure.text}"
    if row.status == "p":
        return UNDER_WAY[(row.measure.task_no * 3 + row.measure.measure_no + week // 3) % len(UNDER_WAY)]
    return PHRASES[row.status]


def lay_out_summary(report: Report) -> Sheet:
    """Two-row header, task numbers and units merged downwards, money in 万元, a total row, a signature."""
    sheet = Sheet("进展周报", widths=(8, 8, 16, 12, 44, 12, 10, 12))
    sheet.add_banner(f"{SITE}巡察整改进展情况周报（汇总）", 8)
    sheet.rows.append([f"填报单位：{report.body}", None, None, None, None, f"截至{write_day(report.as_of)}"])
    head: list[Cell] = [
        "任务序号",
        "措施序号",
        "责任单位",
        "整改情况",
        None,
        "追缴金额（万元）",
        "问责人次",
        "备注",
    ]
    sheet.rows.append(head)
    sheet.rows.append([None, None, None, "完成情况", "整改进展", None, None, None])
    sheet.merges += [(2, 3, 2, 4), *((2, column, 3, column) for column in (0, 1, 2, 5, 6, 7))]
    words = WORDS[report.body]
    for row in report.rows:
        unit = find_short_name(row.measure.unit) if row.measure.task_no % 3 == 1 else row.measure.unit
        sheet.rows.append([row.measure.task_no, row.measure.measure_no, unit, words[row.status]])
        sheet.rows[-1] += [describe_progress(row, report.week), *_amounts(row, 10_000), None]
    sheet.merge_equal(2, 4, within=0)
    sheet.merge_equal(0, 4)
    sheet.rows.append(["合计", None, None, None, None, *_totals(report, 10_000), None])
    sheet.rows.append(["注：本表由各部门报送后汇总，追缴金额、问责人次均为累计数。"])
    sheet.rows.append(["填表人：白舒扬", None, None, None, None, "审核：丁怀瑾"])
    return sheet


def lay_out_qingshi(report: Report) -> Sheet:
    """One header row, full-width digits, money in 万元 and 100% beside the usual word."""
    sheet = Sheet("Sheet1", widths=(8, 8, 12, 44, 12, 10))
    sheet.add_banner(f"{report.body}巡察整改进展情况表", 6)
    sheet.rows.append([f"填报单位：{report.body}", None, None, None, f"填报日期：{write_day(report.as_of)}"])
    sheet.rows.append(["任务序号", "措施序号", "完成情况", "进展情况", "追缴/退赔金额(万元)", "问责人次"])
    for row in report.rows:
        word = WORDS[report.body][row.status]
        full = "１００％" if row.status == "d" and row.measure.kind == "check" else word
        task_no = widen_digits(str(row.measure.task_no)) if report.week % 4 == 2 else row.measure.task_no
        sheet.rows.append([task_no, row.measure.measure_no, full, describe_progress(row, report.week)])
        sheet.rows[-1] += _amounts(row, 10_000)
    sheet.rows.append(["合计", None, None, None, *_totals(report, 10_000)])
    sheet.rows.append(["填表人：高望舒"])
    return sheet


def lay_out_bailu(report: Report) -> Sheet:
    """The old format: task numbers merged downwards, money in 元, ticks for what is done."""
    sheet = Sheet("周报")
    sheet.add_banner("巡察反馈意见整改进展情况周报", 6)
    sheet.rows.append([f"填报单位：{report.body}", None, None, f"截至{write_day(report.as_of)}"])
    sheet.rows.append(["任务编号", "措施编号", "整改状态", "工作进展", "追缴金额(元)", "问责人数"])
    for row in report.rows:
        sheet.rows.append([row.measure.task_no, row.measure.measure_no, WORDS[report.body][row.status]])
        sheet.rows[-1] += [describe_progress(row, report.week), *_amounts(row, 1)]
    sheet.merge_equal(0, 3)
    sheet.rows.append(["合　计", None, None, None, *_totals(report, 1)])
    return sheet


def lay_out_nantang(report: Report) -> Sheet:
    """A CSV with its title rows; amounts carry their unit in the cell."""
    sheet = Sheet("csv")
    sheet.rows.append([f"{report.body}整改进展情况周报"])
    sheet.rows.append([f"填报单位：{report.body}", None, None, f"填报日期：{write_day(report.as_of)}"])
    sheet.rows.append(["任务序号", "措施序号", "完成情况", "整改进展", "追缴金额", "问责人次", "备注"])
    for row in report.rows:
        recovered = _write_amount(row.recovered) if row.recovered else None
        note = "7月26日退回后重新整改" if row.status == "r" else None
        sheet.rows.append([row.measure.task_no, row.measure.measure_no, WORDS[report.body][row.status]])
        sheet.rows[-1] += [describe_progress(row, report.week), recovered, row.held or None, note]
    return sheet


def _amounts(row: ReportRow, scale: int) -> list[Cell]:
    return [row.recovered / scale if row.recovered else None, row.held or None]


def _write_amount(yuan: int) -> str:
    return f"{yuan / 10_000:.2f}万元" if yuan >= 10_000 else f"{yuan}元"


def _totals(report: Report, scale: int) -> list[Cell]:
    return [round(sum(row.recovered for row in report.rows) / scale, 2), sum(row.held for row in report.rows)]
