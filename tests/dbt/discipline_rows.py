"""A few rows of each dataset about discipline, at and beside every line of a figure.

Everything is known on 25 May 2018; what is dated the day after (`LATER`) must not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.dbt.household_rows import LATER
from tests.dbt.landing_factory import Row
from tests.dbt.party_rows import at

SECRET = "赵钱孙"  # nobody under a clue, and nobody talked to, is named in a mart


def talk(who: str | None, name: str, level: str, day: str) -> Row:
    plain: Row = {"interviewer": "书记", "interviewee": name, "interviewee_unit": "财政局", "talked_on": day}
    return {**plain, "id_card_token": who, "interviewee_level": level, "talk_no": f"{level}-{day}"}


TALKS: Sequence[Row] = [
    talk("k1", SECRET, "county", "2018-03-12"),
    talk("k1", SECRET, "county", "2018-03-13"),
    talk(None, "乙", "section", "2018-03-14"),
    talk("k3", "丙", "section", LATER),
    talk("k4", "丁", "other", "2018-03-15"),
]
EVENTS: Sequence[Row] = [
    {
        "event_no": str(number),
        "unit": "财政局",
        "kind": kind,
        "title": title,
        "held_on": day,
        "batch_no": batch,
    }
    for number, (kind, title, day, batch) in enumerate(
        (
            ("lecture", "讲堂", "2018-05-03", 1),
            ("lecture", "讲堂", "2018-05-10", 2),
            ("film", "《甲片》", "2018-05-04", 1),
            ("film", "甲片", "2018-05-05", 1),
            ("film", "乙片", "2018-05-06", 1),
            ("film", "丙片", LATER, 1),
            ("bulletin", "通报一", "2018-05-07", 1),
            ("relay", "通报二", "2018-05-08", 1),
            ("meeting", "会议", "2018-05-09", 1),
        )
    )
]
SHEETS: Sequence[Row] = [
    {"title": title, "held_on": day, "batch_no": batch, "cadre_name": SECRET, "id_card_token": who}
    | {"unit": "财政局", "attendance": attendance, "made_up_on": made_up}
    for title, day, batch, who, attendance, made_up in (
        ("讲堂", "2018-05-03", 1, "x", "absent", None),
        ("讲堂", "2018-05-10", 2, "x", "present", None),
        ("讲堂", "2018-05-03", 1, "y", "absent", LATER),
        ("讲堂", "2018-05-03", 1, "z", "leave", "2018-05-20"),
        ("讲堂", "2018-05-10", 2, "w", "late", None),
        ("甲片", "2018-05-05", 1, "v", "present", None),
    )
]
MESSAGES: Sequence[Row] = [
    {"batch_no": "1", "sent_at": at("2018-04-03"), "sent_count": 100, "delivered_count": 90},
    {"batch_no": "2", "sent_at": at("2018-05-03"), "sent_count": 50},
    {"batch_no": "3", "sent_at": at(LATER), "sent_count": 50, "delivered_count": 50},
]


def clue(number: str, field: str, disposed: str, who: str = "a") -> Row:
    plain: Row = {"clue_no": number, "unit": "甲村", "field": field, "received_on": "2018-04-01"}
    return {**plain, "disposed_on": disposed, "person_name_token": who, "person_name_masked": SECRET}


CLUES: Sequence[Row] = [
    clue("1", "rural_harm", "2018-04-11"),
    clue("1", "rural_harm", "2018-04-11", "b"),
    clue("2", "rural_harm", LATER),
    clue("3", "poverty", "2018-04-03"),
]


def case(number: str, field: str, who: str, sanction: str | None, day: str | None, **more: object) -> Row:
    plain: Row = {"case_no": number, "unit": "甲村", "field": field, "opened_on": "2010-01-05"}
    plain = {**plain, "person_name_token": who, "person_name_masked": SECRET, "sanction": sanction}
    return {**plain, "sanction_on": day, "closed_on": day} | more


CASES: Sequence[Row] = [
    case("a1", "eight_rules", "p", "warning", "2018-04-20", bulletin_on="2018-05-01"),
    case("a1", "eight_rules", "q", "serious_warning", "2018-04-20", bulletin_on="2018-05-01"),
    case("a2", "eight_rules", "p", "warning", "2012-10-31", is_confidential=True),
    case("a3", "eight_rules", "r", "warning", LATER),
    case("a4", "gang", "g1", "expelled", "2018-05-02"),
    case("a4", "gang", "g2", "expelled", "2018-05-02"),
    case("a4", "gang", "g3", None, None, closed_on="2018-05-02"),
    case("a5", "finance", "s", "admonition", "2017-06-01", bulletin_on="2017-07-01"),
    case("a6", "work_style", "t", "circulated", "2018-03-01", bulletin_on=LATER),
    case("a7", "eight_rules", "u", "warning", "2016-03-01", bulletin_on="2016-04-01"),
]
OUTCOMES: Sequence[Row] = [
    {"case_no": case_no, "outcome_no": number, "person_name_token": who, "unit": "东街道"}
    | {"person_name_masked": SECRET, "outcome": outcome, "decided_on": day}
    for case_no, number, who, outcome, day in (
        ("a1", "W1", "l1", "admonition", "2018-05-10"),
        ("a1", "W2", "l2", "circulated", "2018-05-11"),
        ("a1", "W2", "l3", "circulated", "2018-05-11"),
        ("a4", None, "l4", "self_criticism", "2018-05-12"),
        ("a5", None, "l5", "none", "2017-07-01"),
        ("a6", "W3", "l6", "admonition", LATER),
        ("a7", "W4", "l7", "admonition", "2016-05-01"),
    )
]
SCREENINGS: Sequence[Row] = [
    {"case_no": number, "screening_round": round_no, "person_name_token": who, "screened_on": day}
    for number, round_no, who, day in (
        ("b1", 1, "a", "2018-04-02"),
        ("b1", 1, "b", "2018-04-02"),
        ("b1", 2, "a", "2018-05-02"),
        ("b2", 1, "c", "2018-05-02"),
        ("b3", 1, "d", LATER),
    )
]
ASSIGNMENTS: Sequence[Row] = [
    {"unit": unit, "office": office, "valid_from": "2018-01-01"} | more
    for unit, office, more in (
        ("财政局", "一室", {}),
        ("东街道", "一室", {}),
        ("东街道", "二室", {}),
        ("甲村", "一室", {"is_joint": True}),
        ("甲村", "二室", {"is_joint": True}),
        ("丙社区", "三室", {"valid_to": "2018-05-01"}),
        ("外单位", "一室", {}),
    )
]
INSPECTIONS: Sequence[Row] = [
    {"unit": unit, "kind": kind, "cycle_from_on": cycle, "started_on": cycle, "ended_on": ended}
    for unit, kind, cycle, ended in (
        ("财政局", "regular", "2014-01-01", "2014-03-01"),
        ("甲村", "return", "2014-01-01", "2016-03-01"),
        ("乙村", "regular", "2009-01-01", "2010-03-01"),
        ("东街道", "special_check", "2018-01-01", "2018-03-01"),
        ("丙社区", "regular", "2018-01-01", LATER),
    )
]
RISKS: Sequence[Row] = [
    {"unit": "财政局", "domain": "poverty", "risk_point": name, "risk_level": "high", "identified_on": day}
    | more
    for name, day, more in (
        ("一", "2018-05-01", {"control": "双人复核", "is_control_in_place": True}),
        ("二", "2018-05-01", {"control": "双人复核", "is_control_in_place": False}),
        ("三", "2018-05-01", {"is_control_in_place": True}),
        ("四", LATER, {"control": "双人复核", "is_control_in_place": True}),
    )
]
DISCIPLINE: Mapping[str, Sequence[Row]] = {
    "discipline.integrity_talks": TALKS,
    "discipline.education_events": EVENTS,
    "discipline.education_attendances": SHEETS,
    "discipline.message_batches": MESSAGES,
    "discipline.clues": CLUES,
    "discipline.cases": CASES,
    "discipline.accountability_outcomes": OUTCOMES,
    "discipline.case_screenings": SCREENINGS,
    "discipline.supervision_assignments": ASSIGNMENTS,
    "discipline.district_inspections": INSPECTIONS,
    "discipline.risk_points": RISKS,
}
