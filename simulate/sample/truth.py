"""What a right warehouse must find in the sample, worked out from the story alone and not from the files."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from simulate.sample.district import DEADLINES, FEEDBACK_ON, Task, load_institutions, load_tasks
from simulate.sample.story import (
    TASK_LIST_WEEKS,
    WEEKS,
    Event,
    Report,
    ReportRow,
    event_instalments,
    evidence_instalments,
    weekly_reports,
)

IMMEDIATE_DAYS = 30
DUE_SOON_DAYS = 20
DECLARED = frozenset("dc")
MOSTLY_DONE = frozenset("mdc")


def expected_states(week_end: date) -> dict[int, str]:
    """Return the state of each task by its number at `week_end` (a Friday); empty before the first task list.

    The states and their order are those of `fct_task_week`: the first that holds.
    """
    if week_end < WEEKS[0]:
        return {}
    rows = _effective_rows(week_end)
    return {task.task_no: _find_state(task, rows, week_end) for task in load_tasks()}


def expected_evidenced(week_end: date) -> set[int]:
    """Return the declared or verified tasks whose every measure has evidence, or that have evidence as a whole."""
    pieces = [
        piece
        for week, handed_in in evidence_instalments().items()
        if WEEKS[week - 1] <= week_end
        for piece in handed_in
    ]
    proved = {(piece.task_no, piece.measure_no) for piece in pieces}
    states = expected_states(week_end)
    return {
        task.task_no
        for task in load_tasks()
        if states.get(task.task_no) in {"verified", "declared"}
        and (
            (task.task_no, None) in proved
            or (
                task.measures
                and all((task.task_no, measure.measure_no) in proved for measure in task.measures)
            )
        )
    }


def expected_due(task_no: int, week_end: date) -> date | str:
    """Return the last day of the task's deadline in force at `week_end`, or its kind: open or unreadable."""
    task = load_tasks()[task_no - 1]
    lists = [index for index, week in enumerate(TASK_LIST_WEEKS) if WEEKS[week - 1] <= week_end]
    written = task.due[lists[-1]]
    meaning = written if isinstance(written, date) else DEADLINES[written]
    return FEEDBACK_ON + timedelta(days=IMMEDIATE_DAYS) if meaning == "immediate" else meaning


def expected_deadlines(week_end: date) -> tuple[set[int], set[int]]:
    """Return the undeclared tasks that are overdue and those due within 20 days at `week_end`."""
    overdue, due_soon = set(), set()
    for task_no, state in expected_states(week_end).items():
        due = expected_due(task_no, week_end)
        if isinstance(due, str) or state in {"verified", "declared"}:
            continue
        if due < week_end:
            overdue.add(task_no)
        elif (due - week_end).days <= DUE_SOON_DAYS:
            due_soon.add(task_no)
    return overdue, due_soon


def expected_money(week_end: date) -> int:
    """Return the money recovered up to `week_end` over all measures, in yuan."""
    return sum(row.recovered for row, _ in _effective_rows(week_end).values())


def describe_truth() -> dict[str, Any]:
    """Return the whole truth as plain JSON values: totals, and per week counts, states, overdue and evidenced tasks."""
    weeks = []
    for week_end in WEEKS:
        states = expected_states(week_end)
        counts = Counter(states.values())
        overdue, due_soon = expected_deadlines(week_end)
        weeks.append(
            {
                "week_id": "{}-W{:02}".format(*week_end.isocalendar()),
                "week_end_on": week_end.isoformat(),
                "tasks": len(states),
                "verified": counts["verified"],
                "declared": counts["verified"] + counts["declared"],
                "evidenced": len(expected_evidenced(week_end)),
                "measures_declared": sum(
                    row.status in DECLARED for row, _ in _effective_rows(week_end).values()
                ),
                "recovered_cny": expected_money(week_end),
                "overdue_tasks": sorted(overdue),
                "due_soon_tasks": sorted(due_soon),
                "evidenced_tasks": sorted(expected_evidenced(week_end)),
                "states": {str(task_no): state for task_no, state in states.items()},
            }
        )
    return {
        "tasks": len(load_tasks()),
        "measures": sum(len(task.measures) for task in load_tasks()),
        "institutions": sum(document.change != "w" for document in load_institutions()),
        "institutions_withdrawn": sum(document.change == "w" for document in load_institutions()),
        "long_term_tasks": [task.task_no for task in load_tasks() if task.is_long_term],
        "weeks": weeks,
    }


def _effective_rows(week_end: date) -> dict[tuple[int, int], tuple[ReportRow, date]]:
    """Return the row in force per (task, measure) with its as-of date: each body's last report, corrections first."""
    last: dict[str, Report] = {}
    for report in weekly_reports():
        held = last.get(report.body)
        if report.as_of <= week_end and (
            held is None or (held.as_of, held.revision) < (report.as_of, report.revision)
        ):
            last[report.body] = report
    return {
        (row.measure.task_no, row.measure.measure_no): (row, report.as_of)
        for report in last.values()
        for row in report.rows
    }


def _find_last_event(task_no: int, week_end: date) -> Event | None:
    known = {
        event
        for week, events in event_instalments().items()
        if WEEKS[week - 1] <= week_end
        for event in events
        if event.task_no == task_no
    }
    return max(known, key=lambda event: event.event_on, default=None)


def _find_state(task: Task, rows: dict[tuple[int, int], tuple[ReportRow, date]], week_end: date) -> str:
    last = _find_last_event(task.task_no, week_end)
    event = last.event if last else "registered"
    if last and event == "closed":
        return "verified" if last.verifier else "declared"
    if event in {"returned", "reopened"}:
        return event
    reported = [rows.get((task.task_no, measure.measure_no)) for measure in task.measures]
    statuses = [found[0].status if found else "n" for found in reported]
    if event == "applied" or (statuses and all(status in DECLARED for status in statuses)):
        return "declared"
    if task.is_long_term:
        return "long_term"
    if statuses and all(status in MOSTLY_DONE for status in statuses):
        return "mostly_done"
    return "in_progress" if any(status != "n" for status in statuses) else "not_started"
