"""The words of the weekly workbook for codes that the marts define (a contract's own codes are in the catalog)."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "verified": "已核实",
    "declared": "已申报",
    "returned": "退回整改",
    "reopened": "重新挂号",
    "long_term": "长期坚持",
    "mostly_done": "基本完成",
    "in_progress": "整改中",
    "not_started": "未启动",
}
# Sign and word together: office printers know no colour, and not everyone sees red.
LIGHTS: Mapping[str, str] = {
    "done": "● 已完成",
    "red": "■ 逾期",
    "yellow": "▲ 临期",
    "green": "◆ 将到期",
    "none": "○ 未到期",
    "grey": "— 长期坚持",
    "unknown": "？ 时限不明",
}
DUE_KINDS: Mapping[str, str] = {
    "dated": "",
    "open": "长期坚持",
    "immediate": "立行立改",
    "unreadable": "无法识别",
    "missing": "未填写",
}
CHANGES: Mapping[str, str] = {
    "new": "新增任务",
    "removed": "任务移出",
    "applied": "申请销号",
    "closed": "销号",
    "returned": "退回",
    "reopened": "重新挂号",
    "deadline_moved": "时限调整",
    "declared": "申报完成",
}
UNITS: Mapping[str, str] = {"percent": "%", "tasks": "项", "measures": "条", "cny": "元"}


def name_week(week_id: str) -> str:
    """Return `2018-W22` as 2018年第22周."""
    year, week = week_id.split("-W")
    return f"{year}年第{int(week)}周"
