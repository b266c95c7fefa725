"""A few rows of each dataset about party life and cadres, at and beside every line of a figure.

Everything is known on 25 May 2018; what is dated the day after (`LATER`) must not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tests.dbt.household_rows import LATER, cny
from tests.dbt.landing_factory import Row


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00")


def plan(unit: str, topic: str, first: str, last: str) -> Row:
    return {"unit": unit, "year": 2018, "topic": topic, "planned_from_on": first, "planned_to_on": last}


PLANS: Sequence[Row] = [
    plan("财政局", "专题一", "2018-01-01", "2018-03-31"),
    plan("财政局", "专题二", "2018-01-01", "2018-03-31"),
    plan("财政局", "专题三", "2018-05-01", "2018-05-31"),
    plan("东街道", "专题一", "2018-01-01", "2018-03-31"),
    plan("甲村", "专题四", "2018-01-01", "2018-03-31"),
    plan("丁公司党支部", "专题五", "2018-10-01", "2018-12-31"),
]
SESSIONS: Sequence[Row] = [
    {"unit": "财政局", "held_on": "2018-03-05", "topic": "专题一第一讲", "planned_topic": "专题一"},
    {"unit": "区财政局", "held_on": "2018-05-08", "topic": "《专题三》"},
    {"unit": "财政局", "held_on": LATER, "topic": "专题二"},
]


def branch(name: str, unit: str, kind: str, full: int, **more: object) -> Row:
    plain: Row = {"branch": name, "unit": unit, "parent": "党工委", "kind": kind, "full_members": full}
    return {**plain, "established_on": "2000-01-01"} | more


BRANCHES: Sequence[Row] = [
    branch("甲村党支部", "甲村", "village", 10, probationary_members=2, has_committee=True),
    branch("乙村党支部", "乙村", "village", 9, valid_from="2016-01-01"),
    branch("乙村党支部", "乙村", "village", 4, valid_from="2018-01-01"),
    branch("丁公司党支部", "东街道", "enterprise", 3),
    branch("己公司党支部", "东街道", "enterprise", 3),
    branch("戊公司党支部", "东街道", "enterprise", 3, established_on="2018-05-01"),
    branch("旧支部", "东街道", "retired", 30, valid_to="2018-01-01"),
]


def activity(name: str, kind: str, day: str, uploaded: str | None = None) -> Row:
    return {"branch": name, "kind": kind, "held_on": day, "uploaded_at": uploaded and at(uploaded)}


ACTIVITIES: Sequence[Row] = [
    activity("甲村党支部", "theme_day", "2018-03-28", "2018-03-29"),
    activity("甲村党支部", "theme_day", "2018-04-27"),
    activity("甲村党支部", "theme_day", LATER),
    activity("甲村党支部", "committee_meeting", "2018-03-10", "2018-03-10"),
    activity("甲村党支部", "general_assembly", "2018-02-10"),
    activity("甲村党支部", "party_lecture", "2018-05-10"),
    activity("乙村党支部", "theme_day", "2018-04-28", LATER),
    activity("丁公司党支部", "theme_day", "2017-11-25"),
    activity("己公司党支部", "theme_day", "2017-11-26"),
]


def points(unit: str, indicator: str, full: float, **more: object) -> Row:
    plain: Row = {"year": 2018, "unit": unit, "category": "党的建设", "indicator": indicator}
    return {**plain, "max_score": cny(full), "score": cny(full)} | more


SCORES: Sequence[Row] = [
    points("财政局", "责任", 120, scored_by="甲室"),
    points("财政局", "责任", 120, scored_by="乙室"),
    points("财政局", "活动", 80),
    points("财政局", "就业", 50, category="民生"),
    points("财政局", "责任", 100, year=2017),
    points("东街道", "责任", 120),
    points("东街道", "活动", 80),
]
CADRES: Sequence[Row] = [
    {"cadre_name": name, "id_card_token": card, "unit": unit, "level": level, "post": post} | more
    for name, card, unit, level, post, more in (
        ("甲", "k1", "财政局", "county", "书记", {}),
        ("甲", "k1", "财政局", "county", "局长", {}),
        ("乙", None, "财政局", "section", "科长", {}),
        ("丙", "k3", "东街道", "section", "主任", {}),
        ("丁", "k4", "东街道", "other", "科员", {}),
        ("戊", "k5", "东街道", "section", "主任", {"status": "retired"}),
        ("己", "k6", "东街道", "section", "主任", {"valid_from": LATER}),
    )
]


def audited(name: str, card: str | None, unit: str, aspect: str, day: str, **more: object) -> Row:
    plain: Row = {"cadre_name": name, "id_card_token": card, "unit": unit, "aspect": aspect}
    return {**plain, "audited_on": day, "audit_round": day[:4]} | more


AUDITS: Sequence[Row] = [
    audited("甲", "k1", "财政局", "birth", "2017-09-01", is_conflicting=True),
    audited("甲", "k1", "财政局", "birth", "2018-04-01", is_conflicting=True, fixed_on="2018-05-01"),
    audited("乙", None, "财政局", "education", "2018-04-01", missing_count=1, fixed_on=LATER),
    audited("丁", "k4", "东街道", "birth", "2018-04-01", missing_documents="无"),
    audited("丙", "k3", "东街道", "birth", LATER),
]
ENTRIES: Sequence[Row] = [
    {"person_name_token": kind, "unit": "财政局", "effective_on": "2018-03-01", "kind": kind} | more
    for kind, more in (
        ("civil_service_exam", {"exam_no_token": "1"}),
        ("open_recruitment", {}),
        ("military", {"exemption_basis": "安置条例"}),
        ("transfer_in", {}),
        ("selected", {"effective_on": LATER}),
    )
]
POSTS: Sequence[Row] = [
    {"cadre_name": company, "unit": "财政局", "company": company, "post": "监事", "source": source} | more
    for company, source, more in (
        ("甲厂", "declared", {"status": "cleared", "cleared_on": "2018-05-10"}),
        ("乙厂", "found", {"status": "in_progress"}),
        ("丙厂", "declared", {"status": "approved"}),
        ("丁厂", "reported", {"status": "unfounded"}),
        ("戊厂", "declared", {"status": "doubtful"}),
        ("己厂", "found", {"status": "in_progress", "cleared_on": LATER}),
    )
]


def elected(name: str, due: str, held: str | None = None, **more: object) -> Row:
    plain: Row = {"branch": name, "parent": "党工委", "term_due_on": due, "held_on": held}
    return {**plain, "eligible_count": 10 if held else None} | more


ELECTIONS: Sequence[Row] = [
    elected(
        "甲村党支部", "2018-03-01", "2018-02-20", method="secret_ballot", request_no="1", full_present_count=9
    ),
    elected(
        "乙村党支部", "2018-03-01", "2018-04-20", method="show_of_hands", extended_to="2018-05-01",
        full_present_count=8,
    ),
    elected("丁公司党支部", "2018-04-01"),
    elected("己公司党支部", "2018-05-20", LATER, method="secret_ballot", request_no="2", full_present_count=9),
    elected("甲村党支部", "2021-03-01"),
]  # fmt: skip


def developed(who: str, admitted: str | None, **more: object) -> Row:
    plain: Row = {
        "id_card_token": who,
        "person_name_token": who,
        "branch": "甲村党支部",
        "admitted_on": admitted,
    }
    plain = {**plain, "applied_on": "2015-01-01", "activist_on": "2015-06-01"}
    if admitted:
        year = int(admitted[:4]) - 1
        plain |= {"candidate_on": f"{year}-01-01", "trained_to": f"{year}-02-01", "voted_on": f"{year}-05-01"}
        plain |= {"pre_reviewed_on": f"{year}-03-01", "publicised_from": f"{year}-04-01"}
        plain |= {"publicised_to": f"{year}-04-08"}
    return plain | more


PEOPLE: Sequence[Row] = [
    developed("m1", "2018-01-10"),
    developed("m2", "2018-01-10", trained_to="2018-02-01"),
    developed("m3", "2018-01-10", trained_to=None, training_result="passed", publicised_from=None),
    developed("m4", None),
    developed("m5", LATER),
    developed("m6", "2016-01-10", converted_on="2017-02-01"),
    developed("m7", "2018-01-10", training_result="failed"),
]
ORGANISATIONS: Sequence[Row] = [
    {"organisation_name": name, "street": "东街道", "kind": "private_enterprise", "full_member_count": full}
    | {"status": status, "branch_form": form, "branch": branch}
    for name, full, status, form, branch in (
        ("丁公司", 3, "active", "own", "丁公司党支部"),
        ("庚公司", 3, "active", "none", None),
        ("辛公司", 2, "active", "none", None),
        ("壬公司", 5, "suspended", "own", "壬公司党支部"),
        ("癸公司", 5, "deregistered", "own", "癸公司党支部"),
    )
]


PARTY: Mapping[str, Sequence[Row]] = {
    "party.study_plans": PLANS,
    "party.study_sessions": SESSIONS,
    "party.party_branches": BRANCHES,
    "party.organisation_activities": ACTIVITIES,
    "party.assessment_scores": SCORES,
    "party.cadres": CADRES,
    "party.archive_audits": AUDITS,
    "party.staff_entries": ENTRIES,
    "party.parttime_declarations": POSTS,
    "ledger.branch_elections": ELECTIONS,
    "ledger.member_development": PEOPLE,
    "ledger.new_organisations": ORGANISATIONS,
}
