"""What a week says has changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import CHANGES, EVENTS, MEASURES, PROGRESS, TASKS, Scenario, due
from tests.dbt.story import event, measure, report, task

CLOSED = (
    "select week_id from marts.fct_metric"
    " where metric_id = 'closed_this_week' and org_id = 'all' and value = 1 order by 1"
)
MOVES = "select deadline_moves from marts.fct_task_week order by week_id"


def changes_after_the_first(site: Scenario, as_of: str) -> list[tuple[Any, ...]]:
    return [row for row in site.ask(as_of, CHANGES)[0] if row[0] != "2018-W20"]


def land_weekly(site: Scenario, *lists: list[Row]) -> str:
    """Land one task list per week from 18 May on; return the day of the last."""
    days = [(date(2018, 5, 18) + timedelta(weeks=week)).isoformat() for week in range(len(lists))]
    for day, rows in zip(days, lists, strict=True):
        site.land(TASKS, day, rows)
    return days[-1]


def test_a_closing_counts_in_the_week_that_first_shows_the_task_verified(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path / "a", compiled).land(TASKS, "2018-05-18", [due(1)])
    site.land(EVENTS, "2018-05-25", [event(1, "closed", "2018-05-24")])
    site.land(EVENTS, "2018-06-01", [event(1, "closed", "2018-05-24", "甲")])
    assert site.ask("2018-06-08", CLOSED) == [[("2018-W22",)]]
    assert ("2018-W22", 1, "closed", "declared", "verified") in site.ask("2018-06-08", CHANGES)[0]

    late_list = Scenario(tmp_path / "b", compiled).land(TASKS, "2018-06-01", [due(1)])
    late_list.land(EVENTS, "2018-05-25", [event(1, "closed", "2018-05-24", "甲")])
    assert late_list.ask("2018-06-08", CLOSED) == [[("2018-W22",)]]


def test_an_old_closing_delivered_late_closes_nothing_again(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1)])
    site.land(
        EVENTS, "2018-06-01", [event(1, "reopened", "2018-05-28"), event(1, "closed", "2018-05-31", "甲")]
    )
    site.land(EVENTS, "2018-06-08", [event(1, "closed", "2018-05-21", "甲")])
    closed, changes = site.ask("2018-06-08", CLOSED, CHANGES)
    assert closed == [("2018-W22",)]
    assert [row for row in changes if row[0] == "2018-W23"] == []


def test_a_task_closed_and_taken_off_the_list_is_removed_not_closed(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    land_weekly(site, [due(1), due(2)], [due(2)])
    site.land(EVENTS, "2018-05-25", [event(1, "closed", "2018-05-24", "甲")])
    closed, changes = site.ask("2018-05-25", CLOSED, CHANGES)
    assert closed == [] and changes[-1] == ("2018-W21", 1, "removed", "not_started", None)


def test_a_declaration_taken_back_is_said(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1), due(2)])
    site.land(MEASURES, "2018-05-18", [measure(1, 1, "财政局"), measure(2, 1, "财政局")])
    site.land(PROGRESS, "2018-05-18", [report(1, 1, "completed"), report(2, 1, "completed")], unit="财政局")
    site.land(
        PROGRESS, "2018-05-25", [report(1, 1, "in_progress"), report(2, 1, "in_progress")], unit="财政局"
    )
    site.land(EVENTS, "2018-05-25", [event(2, "returned", "2018-05-24")])
    assert changes_after_the_first(site, "2018-05-25") == [
        ("2018-W21", 1, "undeclared", "declared", "in_progress"),
        ("2018-W21", 2, "returned", "declared", "returned"),
    ]


def test_steps_of_one_day_follow_their_sheet_and_a_registration_opens_only(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(number) for number in range(1, 5)])
    day = "2018-05-24"
    steps = [
        *(event(1, "returned", day), event(1, "applied", day)),
        *(event(2, "reopened", day), event(2, "closed", day, "甲")),
        *(event(3, "closed", "2018-05-22", "甲"), event(3, "registered", day)),
    ]
    site.land(EVENTS, "2018-05-25", [*steps, event(4, "closed", day, "甲")], sheet="一", file="events")
    site.land(EVENTS, "2018-05-25", [event(4, "applied", day)], sheet="二", file="events")
    states = "select state from marts.fct_task_week where week_id = '2018-W21' order by task_no"
    assert site.ask("2018-05-25", states) == [[("declared",), ("verified",), ("verified",), ("verified",)]]


def test_a_changed_unit_or_leader_is_a_reassignment_and_a_new_spelling_is_not(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    before = [due(number, leader="张 三") for number in range(1, 5)]
    after = [
        due(1, lead_unit="民政局", leader="张三"),
        due(2, leader="李四"),
        due(3, lead_unit="某局", leader="李四"),
        due(4, lead_unit="区财政局", leader="张三"),
    ]
    last = land_weekly(site, before, after)
    assert changes_after_the_first(site, last) == [
        ("2018-W21", 1, "reassigned", "财政局", "民政局"),
        ("2018-W21", 2, "reassigned", "张三", "李四"),
        ("2018-W21", 3, "reassigned", "财政局、张三", "某局、李四"),
    ]


def test_a_deadline_is_compared_with_the_last_readable_one(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled)
    deadlines = [("dated", "2018-05-25"), ("unreadable", None), ("dated", "2018-12-31"), ("open", None)]
    last = land_weekly(
        site,
        *([task(1, "财政局", kind, day)] for kind, day in [*deadlines, ("dated", "2019-12-31")]),
    )
    moved = [row[3:] for row in changes_after_the_first(site, last) if row[2] == "deadline_moved"]
    assert moved == [
        ("2018-05-25", "unreadable"),
        ("2018-05-25", "2018-12-31"),
        ("2018-12-31", "open"),
        ("open", "2019-12-31"),
    ]
    assert site.ask(last, MOVES) == [[(0,), (1,), (2,), (3,), (4,)]]


def test_an_immediate_deadline_written_out_has_not_moved(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled)
    last = land_weekly(site, [task(1, "财政局", "immediate")], [due(1, "2018-06-17")])
    assert changes_after_the_first(site, last) == []


def test_a_task_that_comes_back_is_compared_with_its_last_row(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    last = land_weekly(site, [due(1), due(2)], [due(2)], [due(1, "2018-12-31"), due(2)])
    site.land(EVENTS, "2018-05-18", [event(1, "closed", "2018-05-18", "甲")])
    assert changes_after_the_first(site, last) == [
        ("2018-W21", 1, "removed", "verified", None),
        ("2018-W22", 1, "deadline_moved", "2018-06-30", "2018-12-31"),
        ("2018-W22", 1, "new", "verified", "verified"),
    ]
    assert site.ask(last, CLOSED) == [[("2018-W20",)]]


def test_what_changes_about_a_measure_is_told_with_the_row_before_and_now(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1)])
    first = [measure(1, number, "财政局") | {"owner": "甲"} for number in (1, 2, 3)]
    second = [
        first[0] | {"measure": "改了的措施", "due_kind": "dated", "due_on": "2018-07-31"},
        first[1] | {"owner": "乙", "lead_unit": "民政局"},
    ]
    site.land(MEASURES, "2018-05-18", first).land(MEASURES, "2018-05-25", second)
    site.land(PROGRESS, "2018-05-18", [report(1, 1, "in_progress", 200)], unit="财政局")
    site.land(PROGRESS, "2018-05-25", [report(1, 1, "completed", 150)], unit="财政局")
    asked = (
        "select split_part(entity_id, '-', -1), change, field, before, after, task_id is not null,"
        " row_uid_before <> row_uid from marts.fct_change"
        " where entity = 'measure' and week_id = '2018-W21' order by 1, 2, 3"
    )
    assert site.ask("2018-05-25", asked) == [
        [
            ("01", "deadline_moved", "deadline", "missing", "2018-07-31", True, True),
            ("01", "number_changed", "recovered_cny", "200.00", "150.00", True, True),
            ("01", "reworded", "measure", "措施1", "改了的措施", True, True),
            ("01", "status_changed", "status", "in_progress", "completed", True, True),
            ("02", "reassigned", "responsible", "财政局、甲", "民政局、乙", True, True),
            ("03", "removed", "status", "not_started", None, True, False),
        ]
    ]


def test_a_problem_written_anew_is_told_and_a_space_more_is_not(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled)
    last = land_weekly(
        site,
        [due(1, problem="账目（一）不清"), due(2, problem="底数不明")],
        [due(1, problem="账目(一) 不清"), due(2, problem="底数基本清楚")],
    )
    assert changes_after_the_first(site, last) == [("2018-W21", 2, "reworded", "底数不明", "底数基本清楚")]


def test_no_row_of_any_list_goes_unseen(tmp_path: Path, compiled: CompiledProject) -> None:
    """A whole list replaces the one before it; an instalment replaces nothing, so nothing of it can go."""
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1)])
    checks = [
        {"check_no": f"督{number}", "checked_on": "2018-05-16", "unit": "财政局", "finding": "台账不全"}
        for number in (1, 2, 3)
    ]
    site.land("ledger.supervision_checks", "2018-05-18", checks)
    site.land("ledger.supervision_checks", "2018-05-25", [checks[2], checks[0]])
    site.land(EVENTS, "2018-05-18", [event(1, "applied", "2018-05-17")])
    site.land(EVENTS, "2018-05-25", [event(1, "returned", "2018-05-24")])
    asked = (
        "select changes.week_id, before, row_values ->> '$.check_no', changes.row_uid = changes.row_uid_before"
        " from marts.fct_change as changes inner join marts.fct_source_row as rows using (row_uid)"
        " where entity = 'row'"
    )
    assert site.ask("2018-06-01", asked) == [[("2018-W21", "ledger.supervision_checks", "督2", True)]]
