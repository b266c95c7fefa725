"""A ledger that keeps tasks, measures, progress and closing on one sheet counts as the separate lists do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import CHANGES, EVENTS, LEDGER, MEASURES, PROGRESS, TASKS, Scenario, due
from tests.dbt.story import event, measure, report
from tests.ingest.office import write_workbook

HEADINGS = (
    *("序号", "问题类别", "反馈问题", "责任单位", "责任领导", "整改时限", "整改措施", "完成情况", "整改进展"),
    *("追缴/退赔金额（万元）", "销号时间", "销号审核人"),
)
OF_TASK = ("A", "B", "C", "D", "E", "F", "J", "K", "L")  # merged over the rows of a task
WORDS = {"in_progress": "正在推进", "completed": "已完成", "mostly_done": "基本完成", None: None}
LATEST = "2018-06-01"


@dataclass(frozen=True)
class Task:
    """A task as it stands in a week: the status of each measure, the money under the first, the day of closing."""

    number: int
    unit: str
    due_on: str
    statuses: tuple[str | None, ...]
    yuan: int | None = None
    closed_on: str | None = None


WEEKS = {
    "2018-05-18": (
        Task(1, "财政局", "2018-05-25", ("in_progress", None)),
        Task(2, "民政局", "2018-06-30", (None,)),
        Task(3, "民政局", "2018-05-30", (None,)),
    ),
    "2018-05-25": (
        Task(1, "财政局", "2018-05-25", ("completed", "in_progress"), 1200),
        Task(2, "民政局", "2018-06-30", ("in_progress",)),
        Task(3, "民政局", "2018-05-30", (None,)),
    ),
    LATEST: (
        Task(1, "财政局", "2018-05-25", ("completed", "completed"), 1200, "2018-05-31"),
        Task(2, "民政局", "2018-07-31", ("mostly_done",), 50),
        Task(3, "民政局", "2018-05-30", (None,)),
    ),
}
SAME = (
    "select * exclude (row_uid, event_row_uid) from marts.fct_task_week order by all",
    "select * exclude (row_uid, progress_row_uid, reported_on) from marts.fct_measure_week order by all",
    "select * from marts.fct_completion order by all",
    # A one-sheet ledger is itself the register; beside lists, only a step in the closure list registers a task.
    "select * from marts.fct_metric where metric_id <> 'registered_rate' order by all",
    "select * exclude (row_uid, row_uid_before) from marts.fct_change where entity <> 'row' order by all",
    "select * exclude (row_uid) from marts.fct_closure_event_week order by all",
    "select dataset, reason from marts.fct_orphan_row",
)


def land_lists(site: Scenario, as_of: str, tasks: tuple[Task, ...]) -> None:
    """Land the week as a task list, a measure list, one report per unit and the closings."""
    site.land(TASKS, as_of, [due(t.number, t.due_on, t.unit) for t in tasks])
    numbered = [(t, number, status) for t in tasks for number, status in enumerate(t.statuses, 1)]
    measures = [
        measure(t.number, number, t.unit) | {"due_on": t.due_on, "due_kind": "dated"}
        for t, number, _ in numbered
    ]
    site.land(MEASURES, as_of, measures)
    for unit in ("财政局", "民政局"):
        told = [
            report(t.number, number, status, t.yuan if number == 1 else None) | {"progress": f"进展{number}"}
            for t, number, status in numbered
            if t.unit == unit and status
        ]
        if told:
            site.land(PROGRESS, as_of, told, unit=unit)
    if closed := [event(t.number, "closed", t.closed_on, "徐立群") for t in tasks if t.closed_on]:
        site.land(EVENTS, as_of, closed)


def write_ledger(folder: Path, as_of: str, tasks: tuple[Task, ...], *, is_merged: bool) -> Path:
    """Write the week as one sheet, its task cells merged over the rows of a task or filled in the first row only."""
    rows: list[list[object]] = [["临湖新区整改台账"], [f"截至{as_of}"], list(HEADINGS)]
    merges = []
    for task in tasks:
        first = len(rows) + 1
        head = [task.number, "一", f"问题{task.number}", task.unit, "甲", task.due_on]
        for number, status in enumerate(task.statuses, 1):
            told = [f"措施{number}", WORDS[status], f"进展{number}" if status else None]
            tail = [task.yuan / 10_000 if task.yuan else None, task.closed_on, task.closed_on and "徐立群"]
            rows.append([*head, *told, *tail] if number == 1 else [*[None] * len(head), *told])
        if is_merged and len(task.statuses) > 1:
            merges += [f"{letter}{first}:{letter}{len(rows)}" for letter in OF_TASK]
    return write_workbook(folder / f"整改台账{as_of}.xlsx", rows, merges)


def row(task_no: int, name: str, **more: object) -> Row:
    return due(task_no) | {"measure": name} | more


@pytest.mark.parametrize("is_merged", [True, False])
def test_one_sheet_a_week_comes_to_what_the_separate_lists_come_to(
    tmp_path: Path, compiled: CompiledProject, is_merged: bool
) -> None:
    lists = Scenario(tmp_path / "lists", compiled)
    sheets = Scenario(tmp_path / "sheets", compiled)
    for as_of, tasks in WEEKS.items():
        land_lists(lists, as_of, tasks)
        write_ledger(tmp_path / "inbox", as_of, tasks, is_merged=is_merged)
    reports = ingest_paths(sheets.site, [tmp_path / "inbox"])
    assert [(r.status, r.record.dataset if r.record else None) for r in reports] == [("landed", LEDGER)] * 3
    expected = lists.ask(LATEST, *SAME)
    assert sheets.ask(LATEST, *SAME) == expected
    states, sums = lists.ask(
        LATEST,
        "select task_no, list(state order by week_id) from marts.fct_task_week group by 1 order by 1",
        "select recovered_cny::int, measures, measures_declared from marts.fct_completion"
        " where dimension = 'all' and week_id = '2018-W22'",
    )
    assert states == [
        (1, ["in_progress", "in_progress", "verified"]),
        (2, ["not_started", "in_progress", "mostly_done"]),
        (3, ["not_started", "not_started", "not_started"]),
    ]
    assert sums == [(1250, 4, 2)]


def test_every_figure_leads_to_its_row_of_the_ledger(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled)
    closed = {"closed_on": "2018-05-24", "verifier": "徐立群"}
    site.land(LEDGER, "2018-05-25", [row(1, "甲", status="completed"), row(2, "乙", **closed), row(2, "丙")])
    places = site.ask(
        "2018-05-25",
        "select t.task_no, s.dataset, s.row, e.row from marts.fct_task_week as t"
        " inner join marts.fct_source_row as s on t.row_uid = s.row_uid"
        " left join marts.fct_source_row as e on t.event_row_uid = e.row_uid"
        " where t.week_id = '2018-W21' order by all",
        "select m.measure_id, s.row, p.row from marts.fct_measure_week as m"
        " inner join marts.fct_source_row as s on m.row_uid = s.row_uid"
        " left join marts.fct_source_row as p on m.progress_row_uid = p.row_uid"
        " where m.week_id = '2018-W21' order by all",
    )
    assert places == [
        [(1, LEDGER, 5, None), (2, LEDGER, 6, 6)],
        [("2018-1-001-01", 5, 5), ("2018-1-002-01", 6, None), ("2018-1-002-02", 7, None)],
    ]


COUNTED = (
    "select task_no, requirement, measures, state, recovered_cny::int from marts.fct_task_week"
    " where week_id = '2018-W22' order by 1"
)


def test_where_both_kinds_are_sent_the_later_wins_per_task_and_nothing_counts_twice(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    site.land(TASKS, "2018-05-25", [due(number, requirement="清单") for number in (1, 2)])
    site.land(MEASURES, "2018-05-25", [measure(1, number, "财政局") for number in (1, 2, 3)])
    old = [report(1, 2, "in_progress", 500), report(1, 3, "completed", 90)]
    site.land(PROGRESS, "2018-05-25", old, unit="财政局")
    held = {"requirement": "台账", "status": "completed"}
    ledger = [row(1, "甲", **held, recovered_cny=500), row(1, "乙", **held), row(3, "丙", **held)]
    site.land(LEDGER, "2018-06-01", ledger)
    counted = [
        (1, "台账", 2, "declared", 500),
        (2, "清单", 0, "not_started", 0),
        (3, "台账", 1, "declared", 0),
    ]
    orphans = "select dataset, measure_id from marts.fct_orphan_row"
    assert site.ask("2018-06-01", COUNTED, orphans) == [counted, [(PROGRESS, "2018-1-001-03")]]
    site.land(PROGRESS, "2018-06-01T09:00:00", [report(1, 2, "returned", 20)], unit="财政局")
    site.land(TASKS, "2018-06-01T09:00:00", [due(1, requirement="新清单")])
    # The new task list no longer holds task 2, and the ledger never did.
    assert site.ask("2018-06-01", COUNTED) == [[(1, "新清单", 2, "in_progress", 520), counted[2]]]


def test_measures_keep_stated_numbers_and_go_by_their_place_where_these_fail(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    stated = [(1, 2), (1, 1), (2, 1), (2, 1), (3, None), (3, 1)]
    rows = [row(task, f"措施{at}", measure_no=number) for at, (task, number) in enumerate(stated)]
    site.land(LEDGER, "2018-05-18", rows)
    measures = site.ask("2018-05-18", "select task_no, measure_no, measure from marts.fct_measure_week")[0]
    assert sorted(measures) == [
        (1, 1, "措施1"),
        (1, 2, "措施0"),
        (2, 1, "措施2"),
        (2, 2, "措施3"),
        (3, 1, "措施4"),
        (3, 2, "措施5"),
    ]


def test_blanks_below_a_tasks_first_row_mean_the_same_and_no_other_tasks(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    blank = {"due_kind": "missing", "due_on": None, "leader": None}
    rows = [
        row(1, "甲", owner="何静"),
        row(1, "乙", **blank),
        row(1, "丙", due_on="2018-09-30", owner="陶然"),
        row(2, "丁", **blank),
        row(2, "戊", **blank | {"due_kind": "dated", "due_on": "2018-10-31"}),
    ]
    tasks, measures = (
        Scenario(tmp_path, compiled)
        .land(LEDGER, "2018-05-18", rows)
        .ask(
            "2018-05-18",
            "select task_no, leader, owner, due_on::varchar from marts.fct_task_week order by 1",
            "select task_no, measure_no, owner, due_on::varchar, due_kind from marts.fct_measure_week"
            " order by 1, 2",
        )
    )
    assert tasks == [(1, "甲", "何静", "2018-06-30"), (2, None, None, "2018-10-31")]
    assert measures == [
        (1, 1, "何静", "2018-06-30", "dated"),
        (1, 2, "何静", "2018-06-30", "dated"),
        (1, 3, "陶然", "2018-09-30", "dated"),
        (2, 1, None, None, "missing"),
        (2, 2, None, "2018-10-31", "dated"),
    ]


def test_a_task_is_closed_by_its_first_row_or_by_all_of_them(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    closings = {1: ("2018-05-22", None), 2: ("2018-05-21", "2018-05-23"), 3: (None, "2018-05-22")}
    rows = [
        row(number, name, closed_on=day, verifier=day and "徐立群")
        for number, days in closings.items()
        for name, day in zip("甲乙", days, strict=True)
    ]
    site.land(LEDGER, "2018-05-25", rows)
    closed = (
        "select task_no, state, last_event_on::varchar from marts.fct_task_week where week_id = '2018-W21'"
    )
    assert sorted(site.ask("2018-05-25", closed)[0]) == [
        (1, "verified", "2018-05-22"),
        (2, "verified", "2018-05-23"),
        (3, "not_started", None),
    ]
    site.land(LEDGER, "2018-06-01", [row(1, "甲"), row(1, "乙")])
    assert site.ask("2018-06-01", f"select * from ({CHANGES}) where week_id = '2018-W22'") == [
        [
            ("2018-W22", 1, "undeclared", "verified", "not_started"),
            ("2018-W22", 2, "removed", "verified", None),
            ("2018-W22", 3, "removed", "not_started", None),
        ]
    ]


def test_a_row_without_a_status_has_begun_where_it_tells_of_anything_done(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    told = [{"progress": "已约谈"}, {"recovered_cny": 5}, {"people_held": 1}, {"recovered_cny": 0}, {}]
    site = Scenario(tmp_path, compiled)
    site.land(LEDGER, "2018-05-18", [row(number, "甲", **cells) for number, cells in enumerate(told, 1)])
    statuses = "select task_no, status, reported_on is null from marts.fct_measure_week order by 1"
    assert site.ask("2018-05-18", statuses) == [
        [
            (1, "in_progress", False),
            (2, "in_progress", False),
            (3, "in_progress", False),
            (4, "not_started", False),
            (5, "not_started", True),
        ]
    ]
