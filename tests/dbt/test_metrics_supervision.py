"""What is owed and what was done: checks, letters, visits, disclosures, duty, meetings, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.evidence import check_evidence
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import TASKS, Scenario, due

UNITS = (
    {"org_code": "D01", "name": "财政局", "aliases": "区财政局", "kind": "department"},
    {"org_code": "D02", "name": "民政局", "kind": "department"},
    {"org_code": "S01", "name": "甲街道", "kind": "subdistrict"},
    {"org_code": "V01", "name": "一村", "kind": "village", "parent_code": "S01"},
    {"org_code": "V02", "name": "二村", "kind": "community", "parent_code": "S01"},
)
AS_OF, WEEK = "2018-07-06", "2018-W27"
Pair = tuple[float, float | None]

CHECK = {"check_no": "D1", "checked_on": "2018-06-20", "kind": "special", "team": "一组", "unit": "财政局"}
VISIT = {"visit_no": "A1", "visited_on": "2018-06-18", "team": "一组", "site": "大厅", "unit": "财政局"}
DUTY = {"village": "一村", "checked_on": "2018-06-20", "checker": "甲", "rostered_count": 4}
MEETING = {"village": "一村", "held_on": "2018-06-20", "kind": "committees", "is_important": True}
ACCOUNTANT = {"village": "一村", "officer_name": "甲", "role": "preparer", "trained_on": "2018-04-11"}
ITEM = {
    "meeting_no": "1",
    "body": "party_committee",
    "unit": "财政局",
    "held_on": "2018-06-20",
    "recorder": "甲",
}
LETTER = {
    "year": 2018,
    "topic": "poverty",
    "from_org": "甲街道",
    "target_item": "脱贫",
    "signed_on": "2018-03-01",
}
POSTED = {"village": "一村", "month": "2018-05-01", "posted_on": "2018-05-28"}

FILES: Mapping[str, list[Row]] = {
    "ledger.supervision_checks": [
        # Two findings of one visit, one fixed in time; two dimensions looked at, one of them not met.
        CHECK | {"ledger_verdict": "not_met", "effect_verdict": "met", "finding": "缺页", "due_on": "2018-06-30"}
        | {"fixed_on": "2018-06-30"},
        CHECK | {"ledger_verdict": "not_met", "effect_verdict": "not_checked", "finding": "缺章"}
        | {"due_on": "2018-06-30", "unit": "区财政局"},
        CHECK | {"check_no": "D2", "kind": "random", "ledger_verdict": "met"},
        # A unit that leads no task, and a finding whose day is to come.
        CHECK | {"unit": "甲街道", "mobilisation_verdict": "partly", "finding": "未开会", "due_on": "2018-07-31"},
    ],
    "ledger.responsibility_letters": [
        LETTER | {"letter_no": "1", "from_org": "区", "to_org": "甲街道"},
        LETTER | {"letter_no": "2", "to_org": "一村"},
        LETTER | {"letter_no": "2", "to_org": "一村", "target_item": "增收"},
        LETTER | {"letter_no": "3", "to_org": "二村", "signed_on": None},
    ],
    "ledger.undercover_visits": [
        VISIT | {"kind": "undercover", "finding_no": "1", "finding": "脱岗", "disposed_on": "2018-06-25"},
        VISIT | {"kind": "undercover", "finding_no": "2", "finding": "迟到"},
        # One visit of two sites.
        VISIT | {"visit_no": "A2", "site": "饭店", "unit": None},
        VISIT | {"visit_no": "A2", "site": "茶馆", "unit": None},
        VISIT | {"visit_no": "A3", "visited_on": "2018-07-03"},
    ],
    "ledger.disclosures": [
        POSTED | {"kind": "party", "checked_on": "2018-05-30", "check_verdict": "pass", "bulletin_on": "2018-06-05"},
        POSTED | {"kind": "village", "posted_on": "2018-05-29"},
        POSTED | {"kind": "finance", "posted_on": None},
        POSTED | {"kind": "party", "month": "2018-06-01", "posted_on": "2018-06-20", "village": "二村"},
    ],
    "ledger.duty_checks": [
        DUTY | {"present_count": 3},
        DUTY | {"present_count": 6, "checked_on": "2018-06-21"},
        DUTY | {"present_count": 1, "village": "二村", "rostered_count": None},
    ],
    "ledger.village_meetings": [
        MEETING | {"subject": "发包", "street_attendee": "乙"},
        MEETING | {"subject": "救助", "village": "二村"},
        MEETING | {"subject": "卫生", "is_important": False},
    ],
    "ledger.village_accountants": [
        ACCOUNTANT,
        ACCOUNTANT | {"village": "二村", "training_result": "failed"},
        ACCOUNTANT | {"village": "二村", "officer_name": "乙", "role": "cashier"},
    ],
    "ledger.decision_items": [
        ITEM | {"item_no": "1", "item": "拨款", "category": "large_sum", "filed_on": "2018-06-19"},
        ITEM | {"item_no": "2", "item": "任免", "category": "appointment", "filed_on": "2018-06-21"}
        | {"is_discipline_invited": True},
        ITEM | {"item_no": "3", "item": "学习", "category": "other", "recorder": "乙"},
    ],
    "reference.calendar_days": [
        {"day_on": "2018-06-18", "kind": "holiday", "name": "端午节"},
        {"day_on": "2018-06-29", "kind": "holiday", "name": "假日"},
        {"day_on": "2018-05-01", "kind": "holiday", "name": "劳动节"},
    ],
}  # fmt: skip

EXPECTED: Mapping[str, Pair] = {
    "supervision_unit_coverage": (1, 2),
    "supervision_dimension_coverage": (2, 10),
    "supervision_kinds": (2, None),
    "supervision_dimensions": (3, None),
    "supervision_finding_rate": (2, 3),
    "supervision_fixed_on_time_rate": (1, 2),
    "responsibility_letter_rate": (2, 3),
    "visits_this_week": (1, None),
    "weeks_with_two_visits_rate": (1, 3),  # weeks 25 with two visits, 26 with none and 27 with one
    "holidays_visited_rate": (1, 2),  # the third is over before the first visit
    "visited_sites": (3, None),
    "visit_finding_rate": (1, 3),
    "visit_disposal_rate": (1, 2),
    "disclosure_on_time_rate": (2, 12),  # two villages, three kinds, May and June
    "disclosure_missing_cells": (9, None),
    "monthly_check_rate": (1, 4),
    "bulletin_months": (1, None),
    "duty_checked_villages": (2, None),
    "duty_present_rate": (7, 8),
    "important_meetings_attended_rate": (1, 2),
    "accountant_trained_villages": (1, None),
    "decision_items": (2, None),
    "decision_categories": (2, None),
    "decision_filed_rate": (1, 2),
    "decision_invited_rate": (1, 2),
    "designated_recorders": (2, None),
}
MATRIX = (
    "select unit, kind, dimension, checks, findings, fixed_on_time from marts.fct_supervision_matrix"
    f" where week_id = '{WEEK}' and checks > 0 order by all"
)


@pytest.fixture
def district(tmp_path: Path, compiled: CompiledProject) -> Scenario:
    units = [due(1), due(2, lead_unit="民政局")]
    return Scenario(tmp_path, compiled, units=UNITS).land(TASKS, "2018-06-15", units)


def values_of(site: Scenario) -> dict[str, Pair]:
    asked = f"select * from marts.fct_metric where org_id = 'all' and week_id = '{WEEK}'"
    return {row[0]: (row[3], row[4]) for row in site.ask(AS_OF, asked)[0]}


def test_each_figure_is_the_one_counted_by_hand_and_its_evidence_adds_up(
    district: Scenario, compiled: CompiledProject
) -> None:
    for dataset, rows in FILES.items():
        district.land(dataset, "2018-07-05", rows)
    with compiled.run(district.site, AS_OF) as connection:
        found = check_evidence(connection, compiled.nodes)
        matrix = connection.execute(MATRIX).fetchall()
    assert found >= set(EXPECTED)
    assert {name: pair for name, pair in values_of(district).items() if name in EXPECTED} == EXPECTED
    assert matrix == [
        ("甲街道", "special", "mobilisation", 1, 1, 0),
        ("财政局", "random", "ledger", 1, 0, 0),
        ("财政局", "special", "effect", 1, 0, 0),
        ("财政局", "special", "ledger", 1, 2, 1),
    ]


def test_what_was_never_delivered_has_no_value(district: Scenario) -> None:
    assert set(values_of(district)) & set(EXPECTED) == set()
