"""Which delivered rows count in which week."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.scenario import (
    EVENTS,
    EVIDENCE,
    FIRST,
    MEASURES,
    PROGRESS,
    SECOND,
    TASKS,
    Scenario,
    due,
    of_round,
)
from tests.dbt.story import event, measure, piece, report, task

LISTED = "select week_id, task_id from marts.fct_task_week order by all"
STATES = "select task_no, state from marts.fct_task_week where week_id = '2018-W21' order by all"
DUE = "select week_id, due_on::varchar from marts.fct_task_week order by all"
TOTALS = "select kind, stated, printed, recorded, verdict from marts.fct_notice_total order by all"
PARAMETERS = "reference.rule_parameters"


def test_two_sheets_of_one_file_are_one_list(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled)
    for sheet, rows in {"一": [due(1), due(2)], "二": [due(2), due(3)]}.items():
        site.land(TASKS, "2018-05-18", rows, file="list", sheet=sheet)
        site.land(TASKS, "2018-05-25", rows, file="next", sheet=sheet)
    assert [row[0] for row in site.ask("2018-05-25", LISTED)[0]] == ["2018-W20"] * 3 + ["2018-W21"] * 3


def test_two_sheets_of_a_register_are_one_register(tmp_path: Path, compiled: CompiledProject) -> None:
    units = [{"org_code": code, "name": f"{code}局", "kind": "department"} for code in ("A", "B")]
    site = Scenario(tmp_path, compiled)
    for unit in units:
        site.land("reference.organisations", "2018-05-19", [unit], file="units", sheet=str(unit["name"]))
    assert site.ask("2018-05-25", "select org_id from marts.dim_org order by all") == [[("A",), ("B",)]]


def test_a_list_of_one_round_leaves_the_other_rounds_alone(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled, rounds=(FIRST, SECOND))
    site.land(TASKS, "2018-05-25", of_round("2018-1", [due(1)])).land(TASKS, "2018-06-08", [due(1)])
    site.land(
        MEASURES,
        "2018-06-08",
        [m for code in ("2018-1", "2018-2") for m in of_round(code, [measure(1, 1, "财政局")])],
    )
    site.land(PROGRESS, "2018-06-07", of_round("2018-2", [report(1, 1, "completed")]), unit="财政局")
    site.land(PROGRESS, "2018-06-08", of_round("2018-1", [report(1, 1, "completed")]), unit="财政局")
    listed, declared = site.ask(
        "2018-06-08",
        LISTED,
        "select measure_id, is_declared from marts.fct_measure_week where week_id = '2018-W23'",
    )
    assert listed[-2:] == [("2018-W23", "2018-1-001"), ("2018-W23", "2018-2-001")]
    assert sorted(declared) == [("2018-1-001-01", True), ("2018-2-001-01", True)]


def test_a_correction_replaces_the_instalment_it_corrects_and_no_other(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(number) for number in range(1, 5)])
    closings = {number: [event(number, "closed", "2018-05-24", "甲")] for number in range(1, 5)}
    site.land(EVENTS, "2018-05-25", closings[1]).land(EVENTS, "2018-05-25", closings[2], revision=1)
    site.land(EVENTS, "2018-05-25", closings[3], unit="民政局").land(EVENTS, "2018-05-24", closings[4])
    states = ["not_started", "verified", "verified", "verified"]
    assert site.ask("2018-05-25", STATES) == [list(enumerate(states, 1))]


def test_a_correction_of_one_units_file_leaves_every_other_file_of_the_day(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(number) for number in range(1, 6)])
    deliveries = [
        ("财政局", "销号台账.xlsx", 0),
        ("区财政局", "销号台账20180525（更正）.xlsx", 1),
        ("财政局", "销号台账二.xlsx", 0),
        ("民政局", "销号台账.xlsx", 0),
        (None, "销号台账.xlsx", 0),
    ]
    for number, (sender, file_name, revision) in enumerate(deliveries, 1):
        closing = [event(number, "closed", "2018-05-24", "甲")]
        named = {"file": f"f{number}", "file_name": file_name, "sender": sender, "revision": revision}
        site.land(EVENTS, "2018-05-25", closing, **named)
    states = ["not_started", *["verified"] * 4]
    assert site.ask("2018-05-25", STATES) == [list(enumerate(states, 1))]


@pytest.mark.parametrize("registered", ["2018-05-18", "2018-06-08"])
def test_ids_do_not_wait_for_the_registers_and_early_rows_take_the_first_round(
    tmp_path: Path, compiled: CompiledProject, registered: str
) -> None:
    site = Scenario(tmp_path, compiled, rounds=(FIRST, ("2018-2", "2018-09-03")), registered=registered)
    site.land(TASKS, "2018-05-16", [due(1)]).land(
        EVENTS, "2018-05-25", [event(1, "closed", "2018-05-24", "甲")]
    )
    rows = site.ask("2018-06-01", "select task_id, org_id, state from marts.fct_task_week order by week_id")[
        0
    ]
    assert rows == [("2018-1-001", "D01", state) for state in ("not_started", "verified", "verified")]


def test_rows_belong_to_no_round_only_where_none_is_registered(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled, rounds=()).land(TASKS, "2018-05-18", [task(1, "财政局", "immediate")])
    question = "select task_id, light, has_no_readable_deadline from marts.fct_task_week"
    assert site.ask("2018-05-18", question) == [[("unknown-001", "unknown", True)]]


def test_a_weekend_delivery_counts_in_its_own_weeks_build_and_next_week_in_any_other(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled, registered="2018-05-19").land(TASKS, "2018-05-19", [due(1)])
    assert site.ask("2018-05-20", LISTED) == [[("2018-W20", "2018-1-001")]]
    assert site.ask("2018-05-25", LISTED) == [[("2018-W21", "2018-1-001")]]


def test_the_week_is_cut_off_on_friday_at_five(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-25T17:00:00", [due(1, "2018-05-30")])
    site.land(TASKS, "2018-05-25T17:00:01", [due(1, "2018-05-31")])
    assert site.ask("2018-06-01", DUE) == [[("2018-W21", "2018-05-30"), ("2018-W22", "2018-05-31")]]


def test_a_build_in_mid_week_knows_nothing_of_the_days_after_it(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-28", [due(1, "2018-05-30"), due(2)])
    site.land(
        EVENTS, "2018-05-28", [event(2, "closed", "2018-06-01", "甲"), event(1, "applied", "2018-05-29")]
    )
    site.land(EVIDENCE, "2018-05-28", [{**piece("A1", 2), "made_on": "2018-05-29"}])
    site.land(TASKS, "2018-05-30", [due(3)])
    flags = (
        "select task_no, state, is_overdue, days_left, evidence_items from marts.fct_task_week"
        " where week_id = '2018-W22' order by 1"
    )
    assert site.ask("2018-05-28", flags) == [
        [(1, "not_started", False, 2, 0), (2, "not_started", False, 33, 0)]
    ]


def test_weeks_keep_their_iso_year(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled, rounds=(("x", "2018-12-28"),)).land(TASKS, "2018-12-28", [due(1)])
    weeks = site.ask("2019-01-11", "select week_id from marts.dim_week order by week_no")[0]
    assert weeks == [("2018-W52",), ("2019-W01",), ("2019-W02",)]


def test_a_parameter_holds_only_while_it_is_valid(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [task(1, "财政局", "immediate")])
    short = {
        "parameter": "immediate_days",
        "value": Decimal(10),
        "valid_from": "2018-01-01",
        "valid_to": "2018-05-24",
    }
    site.land(PARAMETERS, "2018-05-18", [short])
    assert site.ask("2018-05-25", DUE) == [[("2018-W20", "2018-05-28"), ("2018-W21", "2018-06-17")]]


def test_what_no_list_holds_counts_nowhere_and_is_shown(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1), due(2)])
    site.land(MEASURES, "2018-05-18", [measure(1, 1, "财政局"), measure(2, 1, "财政局")])
    done = [report(1, 1, "completed", 1200), report(2, 1, "completed", 800), report(1, 2, "completed", 90)]
    site.land(PROGRESS, "2018-05-25", done, unit="财政局").land(TASKS, "2018-05-24", [due(1)])
    site.land(
        EVENTS, "2018-05-25", [event(2, "closed", "2018-05-24", "甲"), event(1, "applied", "2018-05-24")]
    )
    site.land(EVIDENCE, "2018-05-25", [piece("A1", 1, 1), piece("A2", 1, 3), piece("A3", 9)])
    orphans, money, sums = site.ask(
        "2018-05-25",
        "select dataset, task_no(task_id), measure_id, reason from marts.fct_orphan_row order by all",
        "select numerator from marts.fct_metric where metric_id = 'recovered_cny' and week_id = '2018-W21'",
        "select recovered_cny, measures from marts.fct_completion where dimension = 'all' and week_id = '2018-W21'",
    )
    assert orphans == [
        ("ledger.closure_events", 2, None, "task_not_listed"),
        ("ledger.evidence", 1, "2018-1-001-03", "measure_not_listed"),
        ("ledger.evidence", 9, None, "task_not_listed"),
        ("ledger.measures", 2, None, "task_not_listed"),
        ("ledger.weekly_progress", 1, "2018-1-001-02", "measure_not_listed"),
        ("ledger.weekly_progress", 2, "2018-1-002-01", "task_not_listed"),
    ]
    assert money == [(1200,), (1200,)] and sums == [(1200, 1)]


def test_one_evidence_number_may_serve_two_tasks(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1), due(2)])
    site.land(EVIDENCE, "2018-05-23", [piece("1", 1)]).land(EVIDENCE, "2018-05-24", [piece("1", 2)])
    counted = "select task_no, evidence_items from marts.fct_task_week where week_id = '2018-W21' order by 1"
    assert site.ask("2018-05-25", counted) == [[(1, 1), (2, 1)]]


def land_notice(site: Scenario, as_of: str, file: str, stated: int | None, printed: int) -> None:
    if stated is not None:
        claim = {"claim_id": "C1", "kind": "tasks", "quote": file, "value": stated, "span_start": 0}
        site.land("notice.claims", as_of, [claim], file=file)
    items = [{"item_no": number, "measures_printed": 1} for number in range(1, printed + 1)]
    site.land("notice.items", as_of, items, file=file)


def test_the_tables_of_a_notice_come_from_one_file(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1), due(2), due(3)])
    for number in range(6):
        land_notice(site, "2018-05-24", f"file{number}", number, number + 1)
    rows = site.ask("2018-05-25", TOTALS)[0]
    assert [(stated + 1, recorded) for _, stated, _, recorded, _ in rows] == [(rows[0][2], 3)]
    land_notice(site, "2018-05-25", "without totals", None, 2)
    assert site.ask("2018-05-25", TOTALS, "select count(*) from marts.fct_notice_item") == [[], [(2,)]]


def test_a_notice_after_two_feedbacks_cannot_be_checked(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled, rounds=(FIRST, SECOND))
    site.land(TASKS, "2018-06-08", of_round("2018-1", [due(1), due(2)]) + of_round("2018-2", [due(1)]))
    land_notice(site, "2018-06-01", "about the first round", 2, 2)
    assert site.ask("2018-06-08", TOTALS) == [[("tasks", 2, 2, 2, "属实")]]
    land_notice(site, "2018-06-08", "about either", 2, 2)
    assert site.ask("2018-06-08", TOTALS) == [[("tasks", 2, 2, None, "无法核实")]]
