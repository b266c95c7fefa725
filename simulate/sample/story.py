"""What happens week by week: who reports what, which steps of closing are taken, which evidence is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from simulate.sample.district import Measure, load_tasks, read_content, read_day

Value = TypeVar("Value")

WEEKS = tuple(date(2018, 6, 1) + timedelta(weeks=number) for number in range(16))
TASK_LIST_WEEKS = (1, 9, 15)
MEASURE_LIST_WEEKS = (1, 7)
EVENT_WEEKS = (1, 5, 8, 11, 14, 16)
EVIDENCE_WEEKS = (5, 8, 11, 14, 16)
SUMMARY_BODY = "党政办公室"
BODIES = (SUMMARY_BODY, "青石街道", "白鹭街道", "南塘街道")

LATE = ("白鹭街道", 8, 10)  # the report on week 8 arrived in week 10
MISSING = ("南塘街道", 11)
CORRECTED = ("青石街道", 6, 7)  # the report on week 6 was corrected in week 7
EVIDENCE_KINDS = {
    "document": "文件",
    "meeting": "会议记录",
    "training": "影像资料",
    "check": "检查报告",
    "correction": "台账清单",
    "payment": "票据凭证",
    "accountability": "文件",
}


@dataclass(frozen=True)
class ReportRow:
    """State of one measure in one weekly report; `recovered` in yuan, both sums reached so far."""

    measure: Measure
    status: str
    recovered: int
    held: int


@dataclass(frozen=True)
class Report:
    """One weekly report of one body on `week`, delivered in `delivered_week`; `revision` 1 is the corrected one."""

    body: str
    week: int
    delivered_week: int
    revision: int
    rows: tuple[ReportRow, ...]

    @property
    def as_of(self) -> date:
        """Friday of the week that the report is about."""
        return WEEKS[self.week - 1]


@dataclass(frozen=True)
class Event:
    """One step in the closing of a task."""

    task_no: int
    event: str
    event_on: date
    actor: str
    verifier: str | None
    note: str | None


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence, for a measure or (no `measure_no`) for a whole task."""

    evidence_no: str
    task_no: int
    measure_no: int | None
    title: str
    kind: str
    made_on: date
    unit: str


def find_body(measure: Measure) -> str:
    """Return the body that reports on `measure`: its subdistrict, else the office that gathers for all departments."""
    return measure.unit if measure.unit in BODIES else SUMMARY_BODY


def latest(steps: dict[int, Value], week: int, default: Value) -> Value:
    """Return the value of the last step on or before `week`."""
    reached = [number for number in steps if number <= week]
    return steps[max(reached)] if reached else default


@cache
def load_events() -> tuple[Event, ...]:
    """Return every step of closing, by day and task."""
    content = read_content("events.yml")
    owners = {task.task_no: task.owner for task in load_tasks()}
    registered = read_day(content["registered_on"])
    events = [Event(number, "registered", registered, owner, None, None) for number, owner in owners.items()]
    for task_no, steps in content["steps"].items():
        for day, event, *rest in steps:
            verifier, note = (*rest, None, None)[:2]
            events.append(Event(task_no, event, read_day(day), owners[task_no], verifier, note))
    return tuple(sorted(events, key=lambda event: (event.event_on, event.task_no)))


@cache
def event_instalments() -> dict[int, tuple[Event, ...]]:
    """Return the instalments of the closure ledger by week; the third and fifth repeat rows of the one before."""
    repeated_since = {8: date(2018, 6, 25), 14: date(2018, 8, 1)}
    instalments = {}
    before = date.min
    for week in EVENT_WEEKS:
        since = repeated_since.get(week, before + timedelta(days=1) if before != date.min else before)
        instalments[week] = tuple(
            event for event in load_events() if since <= event.event_on <= WEEKS[week - 1]
        )
        before = WEEKS[week - 1]
    return instalments


@cache
def weekly_reports() -> tuple[Report, ...]:
    """Return every weekly report that was handed in, in the order of week and body."""
    reports = []
    for week in range(1, len(WEEKS) + 1):
        for body in BODIES:
            if (body, week) == MISSING:
                continue
            rows = tuple(
                _report_row(measure, week)
                for task in load_tasks()
                for measure in task.measures
                if find_body(measure) == body
            )
            delivered = LATE[2] if (body, week) == LATE[:2] else week
            if (body, week) == CORRECTED[:2]:
                reports.append(Report(body, week, week, 0, tuple(_mistake(row) for row in rows)))
                reports.append(Report(body, week, CORRECTED[2], 1, rows))
            else:
                reports.append(Report(body, week, delivered, 0, rows))
    return tuple(reports)


@cache
def evidence_instalments() -> dict[int, tuple[Evidence, ...]]:
    """Return the instalments of the evidence index by week."""
    content = read_content("events.yml")
    missing = {(task_no, measure_no) for task_no, measure_no in content["without_evidence"]}
    also = {(task_no, measure_no) for task_no, measure_no in content["also_evidenced"]}
    declared = set(content["steps"]) - {13, 15} | {29}
    found: list[tuple[int, Measure]] = []
    for task in load_tasks():
        for measure in task.measures:
            position = (task.task_no, measure.measure_no)
            if position in missing or (task.task_no not in declared and position not in also):
                continue
            found.append((_done_week(measure), measure))
    instalments: dict[int, list[Evidence]] = {week: [] for week in EVIDENCE_WEEKS}
    whole_tasks = set()
    for done, measure in sorted(found, key=lambda pair: (pair[0], pair[1].task_no, pair[1].measure_no)):
        whole = measure.task_no in content["for_whole_task"]
        if whole and measure.task_no in whole_tasks:
            continue
        if whole:
            whole_tasks.add(measure.task_no)
        week = min(number for number in EVIDENCE_WEEKS if number >= done)
        number = sum(len(pieces) for pieces in instalments.values()) + 1
        instalments[week].append(_evidence(measure, number, done, is_whole=whole))
    return {week: tuple(pieces) for week, pieces in instalments.items()}


def _evidence(measure: Measure, number: int, done: int, *, is_whole: bool) -> Evidence:
    made_on = WEEKS[done - 1] - timedelta(days=1 + measure.measure_no % 4)
    title = f"第{measure.task_no}项任务整改资料汇编" if is_whole else f"{measure.text}资料"
    kind = "其他材料" if (measure.task_no, measure.measure_no) == (9, 3) else EVIDENCE_KINDS[measure.kind]
    return Evidence(
        f"ZC{made_on:%Y}-{number:04}",
        measure.task_no,
        None if is_whole else measure.measure_no,
        title,
        "文件" if is_whole else kind,
        made_on,
        measure.unit,
    )


def _done_week(measure: Measure) -> int:
    """Return the week in which the measure was first completed, else mostly done, else begun."""
    for letter in "dmlp":
        weeks = [week for week, status in measure.when.items() if status == letter]
        if weeks:
            return min(weeks)
    return len(WEEKS)


def _report_row(measure: Measure, week: int) -> ReportRow:
    status = latest(measure.when, week, "n")
    if (
        status == "d"
        and find_body(measure) == SUMMARY_BODY
        and _is_long_closed(measure.task_no, WEEKS[week - 1])
    ):
        status = "c"
    return ReportRow(measure, status, latest(measure.recovered, week, 0), latest(measure.held, week, 0))


def _is_long_closed(task_no: int, day: date) -> bool:
    """Whether the last step up to `day` is a verified closing at least two weeks old."""
    steps = [event for event in load_events() if event.task_no == task_no and event.event_on <= day]
    last = steps[-1]
    return last.event == "closed" and last.verifier is not None and (day - last.event_on).days >= 14


def _mistake(row: ReportRow) -> ReportRow:
    """Return `row` as first handed in, before the correction: a slipped decimal point and a wrong status."""
    position = (row.measure.task_no, row.measure.measure_no)
    if position == (28, 2):
        return ReportRow(row.measure, row.status, row.recovered * 10, row.held)
    if position == (16, 1):
        return ReportRow(row.measure, "n", row.recovered, row.held)
    return row
