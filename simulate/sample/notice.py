"""The district's own published notice on its rectification: a text whose numbers can be checked against the ledgers."""

from __future__ import annotations

from itertools import groupby

from simulate.sample.district import (
    FEEDBACK_ON,
    INSPECTED_FROM,
    INSPECTED_TO,
    SITE,
    Task,
    load_institutions,
    load_tasks,
)
from simulate.sample.office import write_day
from simulate.sample.story import WEEKS, weekly_reports
from simulate.sample.truth import expected_money, expected_states

NUMERALS = "一二三四五六七八九十"
MISSING_NUMBER = 20
# The notice prints what was done under these tasks only, as such notices do.
PRINTED = {1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 18, 19, 20, 22, 25, 28, 31, 32, 33}
UNNUMBERED = {
    26: "该问题正在研究具体措施，待明确后另行公布。",
    30: "已逐口核对鱼塘承包合同，拖欠的承包费正在分批收缴，2018年10月底前完成合同重新签订。",
}


def write_notice() -> str:
    """Return the text of the notice, one paragraph per line."""
    tasks = load_tasks()
    measures = sum(len(task.measures) for task in tasks)
    documents = sum(document.change != "w" for document in load_institutions())
    states = expected_states(WEEKS[-1])
    finished = sum(state in {"verified", "declared"} for state in states.values())
    held = sum(row.held for report in weekly_reports() if report.as_of == WEEKS[-1] for row in report.rows)
    opening = (
        f"{write_day(INSPECTED_FROM)}至{INSPECTED_TO.month}月{INSPECTED_TO.day}日，市委第三巡察组对{SITE}开展了巡察，"
        f"{FEEDBACK_ON.month}月{FEEDBACK_ON.day}日反馈了意见。现将整改情况向社会公布。"
    )
    division = (
        f"区党工委收到反馈意见后，于5月25日召开会议专题部署，将反馈意见分解为{len(tasks)}项整改任务，"
        f"每项任务都定了牵头单位、分管领导和时限；各单位对照任务共制定整改措施{measures}条。"
    )
    tracking = (
        f"区整改办按周收集进展，先后汇总周报{len(WEEKS)}期；对申请销号的任务逐项核对资料，"
        "对资料不全的予以退回，对出现反复的重新挂号。"
    )
    outcome = (
        f"截至9月14日，{len(tasks)}项任务中已有{finished}项完成整改；"
        f"清退、收回资金{expected_money(WEEKS[-1]) / 10_000:.2f}万元，问责{held}人次；"
        f"整改期间新建、修订制度{documents}项。"
    )
    lines = [f"{SITE}关于巡察整改情况的通报", f"（{write_day(WEEKS[-1])}）", opening, "一、整改工作组织情况"]
    lines += [division, tracking, outcome, "二、整改任务落实情况"]
    for index, (section, group) in enumerate(groupby(tasks, key=lambda task: task.section)):
        lines.append(f"（{NUMERALS[index]}）{section}")
        for number, (subsection, members) in enumerate(groupby(group, key=lambda task: task.subsection), 1):
            lines.append(f"{number}.关于{subsection}的问题。")
            for task in members:
                lines += _print_task(task)
    lines += [
        "三、下一步工作安排",
        "对已经销号的任务，由区整改办每半年组织一次回头看，发现反复的重新挂号。",
        "对尚未完成的任务，由责任领导每周调度，年底前全部完成；对长期坚持类任务，按季度公布进展。",
        "欢迎干部群众对整改情况提出意见，区整改办负责受理并答复。",
        "中共临湖新区工作委员会",
        write_day(WEEKS[-1]),
    ]
    return "\n".join(lines) + "\n"


def _print_task(task: Task) -> list[str]:
    lines = [] if task.task_no == MISSING_NUMBER else [f"（{task.task_no}）针对{task.problem}的问题。"]
    results = [measure.result for measure in task.measures if measure.result]
    if task.task_no in PRINTED:
        lines.append("".join(f"{NUMERALS[index]}是{result}。" for index, result in enumerate(results)))
    elif task.task_no in UNNUMBERED:
        lines.append(UNNUMBERED[task.task_no])
    return lines
