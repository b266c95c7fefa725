"""Institutions counted once, closings that hold or do not, and deadlines in working days."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.evidence import check_evidence
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import EVENTS, EVIDENCE, MEASURES, TASKS, Scenario, due
from tests.dbt.story import event, measure, piece

INSTITUTIONS = "ledger.institutions"
COMMITTEE = {
    "org_code": "C01",
    "name": "区管理委员会",
    "aliases": "临湖区管委会、管委会",
    "kind": "committee",
}
UNITS = (
    {"org_code": "D01", "name": "临湖区财政局", "aliases": "财政局", "kind": "department"},
    {"org_code": "D02", "name": "临湖区民政局", "aliases": "民政局", "kind": "department"},
    COMMITTEE,
)
METRICS = "select metric_id, numerator, denominator from marts.fct_metric where org_id = 'all' and week_id = "


def document(title: str, issuer: str = "财政局", **more: object) -> Row:
    return {"title": title, "issuer": issuer, "change": "new", "issued_on": "2018-05-28"} | more


def test_a_document_counts_once_under_all_its_titles_and_editions(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    expected = {
        "《财务公开制度》": "counted",
        "临湖区财政局财务公开制度": "variant_title",
        "关于印发财务公开 制度的通知": "variant_title",
        "考勤管理办法（试行）": "trial_edition",
        "考勤管理办法": "counted",
        "差旅费规定（2017年版）": "earlier_edition",
        "差旅费规定（2018年版）": "counted",
        "公务接待细则": "same_text",
        "接待工作实施细则": "counted",
        "采购暂行规定": "replaced",
        "政府采购实施办法": "counted",
        "旧规定": "withdrawn",
        "上级意见": "not_own",
        "2017年工作要点": "counted",
        "2018年工作要点": "counted",
        "重大行政决策程序规定": "variant_title",
        "区管委重大行政决策程序规定": "counted",
        "临湖区管委会议事规则": "counted",
    }
    special: dict[str, Row] = {
        "临湖区财政局财务公开制度": {"issuer": "临湖区财政局", "issued_on": "2018-05-27"},
        "关于印发财务公开 制度的通知": {"issued_on": "2018-05-26", "task_no": 2},
        "考勤管理办法（试行）": {"issued_on": "2016-01-01", "review_due_on": "2017-01-01"},
        "差旅费规定（2017年版）": {"issued_on": "2017-05-28"},
        "公务接待细则": {"text_digest": "a1", "issued_on": "2018-05-01"},
        "接待工作实施细则": {"text_digest": "a1"},
        "采购暂行规定": {"issued_on": "2015-05-01"},
        "政府采购实施办法": {"replaces": "采购规定"},
        "旧规定": {"change": "withdrawn"},
        "上级意见": {"status": "superior"},
        "重大行政决策程序规定": {"issuer": "管委会", "issued_on": "2018-05-27"},
        "区管委重大行政决策程序规定": {"issuer": "管委会"},
        "临湖区管委会议事规则": {"issuer": "管委会"},
    }
    listed = [document(title, **special.get(title, {})) for title in expected]
    listed += [document("财务公开制度", "民政局"), document("《财务公开制度》", task_no=3)]
    listed += [document("临湖新办法（试行）", "民政局", issued_on="2016-05-31")]
    site = Scenario(tmp_path, compiled, units=UNITS).land(INSTITUTIONS, "2018-06-01", listed)
    carried_out = {"unit": "民政局", "executed_on": "2018-05-30", "execution": "公开上月收支"}
    site.land("ledger.institution_executions", "2018-06-01", [{"title": "财务公开制度"} | carried_out])
    found, others, values, institutions = site.ask(
        "2018-06-01",
        "select title, reason from marts.fct_institution_document where org_id <> 'D02'",
        "select title, is_overdue_trial, executions from marts.fct_institution_document"
        " where org_id = 'D02' order by all",
        f"{METRICS}'2018-W22' and metric_id in ('institutions', 'institution_titles', 'institution_executed_rate')"
        " order by all",
        "select issuer from marts.fct_institution where title like '%财务公开制度%' order by all",
    )
    assert dict(found) == expected
    assert others == [("临湖新办法（试行）", True, 0), ("财务公开制度", False, 1)]
    assert values == [
        ("institution_executed_rate", 2, 11),
        ("institution_titles", 20, None),
        ("institutions", 11, None),
    ]
    assert [name for (name,) in institutions] == ["临湖区民政局", "临湖区财政局", "临湖区财政局"]


def test_closings_are_looked_back_at_and_hold_or_do_not(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(number) for number in range(1, 5)])
    closings = [event(number, "closed", "2018-05-20", "甲") for number in range(1, 4)]
    site.land(EVENTS, "2018-06-01", [*closings, event(2, "reopened", "2018-06-10")])
    never = f"{METRICS}'2018-W25' and metric_id in ('lookback_coverage', 'rebound_rate')"
    assert site.ask("2018-06-22", never) == [[]]
    looked = {"lookback_no": "一", "scope": "rectification", "subject": "任务", "unit": "财政局"}
    site.land(
        "ledger.lookbacks",
        "2018-06-22",
        [
            looked | {"task_no": 1, "visited_on": "2018-05-30", "verdict": "held"},
            looked | {"task_no": 3, "visited_on": "2018-06-21", "verdict": "rebounded"},
            looked | {"task_no": 4, "visited_on": "2018-06-21", "verdict": "rebounded"},
        ],
    )
    found, survival = site.ask(
        "2018-06-22",
        f"{METRICS}'2018-W25'",
        "select week_id, first_day, at_risk, still_closed from marts.fct_closing_survival"
        " where week_id in ('2018-W24', '2018-W25') order by all",
    )
    values = {name: (above, below) for name, above, below in found}
    assert values["lookback_coverage"] == (2, 3)
    assert values["rebound_rate"] == (1, 2)
    assert values["mean_lookback_lag_days"] == (10 + 32, 2)
    assert values["rebounded_tasks"] == (2, None)
    # Task 2 fell after 21 days, task 3 after 32, and task 1 stands on the 33rd day.
    assert survival == [("2018-W24", 0, 3, 2), ("2018-W25", 0, 3, 2), ("2018-W25", 31, 2, 1)]


def test_a_file_used_for_two_tasks_is_counted_once(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(TASKS, "2018-05-18", [due(1), due(2, lead_unit="民政局")])
    pieces = [("A1", 1, "x"), ("A2", 2, "x"), ("A3", 2, "x"), ("A4", 1, "y"), ("A5", 1, "y"), ("A6", 9, "y")]
    site.land(EVIDENCE, "2018-05-25", [{**piece(no, task), "file_digest": of} for no, task, of in pieces])
    rows = [{**measure(1, 1, "财政局"), "started_on": "2018-05-17"}, measure(2, 1, "民政局")]
    site.land(MEASURES, "2018-05-18", rows)
    with compiled.run(site.site, "2018-05-25") as connection:
        found = connection.execute(f"{METRICS}'2018-W21'").fetchall()
        check_evidence(connection, compiled.nodes)
    values = {name: (above, below) for name, above, below in found}
    assert values["shared_deliverables"] == (1, None)
    assert values["evidence_items"] == (5, None)
    assert values["premature_actions"] == (1, None)


def test_lights_count_working_days_where_the_site_says_so(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(
        TASKS, "2018-05-18", [due(1, "2018-06-22"), due(2, "2018-06-25")]
    )
    # From 8 June, ten working days: the 18th is off and the 16th, a Saturday, is worked.
    days = [("2018-06-18", "holiday"), ("2018-06-16", "workday")]
    site.land("reference.calendar_days", "2018-05-18", [{"day_on": day, "kind": kind} for day, kind in days])
    lights = (
        "select light, days_left, days_counted from marts.fct_task_week"
        " where week_id = '2018-W23' order by task_no"
    )
    assert site.ask("2018-06-08", lights) == [[("green", 14, 14), ("green", 17, 17)]]
    parameter = {"parameter": "working_days", "valid_from": "2018-01-01", "approved_by": "甲"}
    site.land("reference.rule_parameters", "2018-05-18", [parameter | {"value": Decimal(1)}])
    assert site.ask("2018-06-08", lights) == [[("yellow", 14, 10), ("green", 17, 11)]]
