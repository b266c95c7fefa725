"""The README of the sample: the district, the files, what is wrong on purpose and what a right warehouse finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from simulate.sample.district import CONTENT, load_tasks
from simulate.sample.story import WEEKS
from simulate.sample.truth import expected_deadlines, expected_evidenced, expected_money, expected_states

LABELS = {
    "verified": "已核实",
    "declared": "已申报、未核实",
    "returned": "退回",
    "reopened": "重新挂号",
    "long_term": "长期坚持",
    "mostly_done": "基本完成",
    "in_progress": "正在推进",
    "not_started": "未启动",
}


def write_readme() -> str:
    """Return the README in Chinese with an English summary; its figures come from the story."""
    week_end = WEEKS[-1]
    states = expected_states(week_end)
    counts = Counter(states.values())
    declared = counts["verified"] + counts["declared"]
    long_term = [task.task_no for task in load_tasks() if task.is_long_term]
    overdue, due_soon = expected_deadlines(week_end)
    rows = [
        f"| {label} | {counts[state]} | {_join(number for number, held in states.items() if held == state)} |"
        for state, label in LABELS.items()
    ]
    return (
        (CONTENT / "README.md")
        .read_text(encoding="utf-8")
        .format(
            states="\n".join(rows),
            declared=declared,
            declared_share=f"{declared / len(states):.1%}",
            evidenced=len(expected_evidenced(week_end)),
            verified=counts["verified"],
            verified_share=f"{counts['verified'] / len(states):.1%}",
            long_term_count=len(long_term),
            long_term=_join(long_term),
            overdue=_join(sorted(overdue)),
            due_soon=_join(sorted(due_soon)),
            money=f"{expected_money(week_end) / 10_000:.2f}",
        )
    )


def _join(numbers: Iterable[int]) -> str:
    return "、".join(str(number) for number in numbers)
