"""Three weeks of an invented ledger, small enough to work out every state by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.dbt.landing_factory import Row, deliver
from warehouse.settings import Site

AS_OF = "2018-06-01"


def task(task_no: int, lead_unit: str, due_kind: str, due_on: str | None = None, **more: object) -> Row:
    return {
        "task_no": task_no,
        "section": "一",
        "problem": f"问题{task_no}",
        "lead_unit": lead_unit,
        "leader": "甲",
        "due_kind": due_kind,
        "due_on": due_on,
    } | more


def measure(task_no: int, measure_no: int, lead_unit: str) -> Row:
    return {
        "round_code": "2018-1",
        "task_no": task_no,
        "measure_no": measure_no,
        "measure": f"措施{measure_no}",
        "lead_unit": lead_unit,
        "due_kind": "missing",
    }


def report(task_no: int, measure_no: int, status: str, recovered_cny: float | None = None) -> Row:
    return {"task_no": task_no, "measure_no": measure_no, "status": status, "recovered_cny": recovered_cny}


def event(task_no: int, name: str, event_on: str, verifier: str | None = None) -> Row:
    return {"task_no": task_no, "event": name, "event_on": event_on, "verifier": verifier}


def piece(evidence_no: str, task_no: int, measure_no: int | None = None) -> Row:
    return {
        "evidence_no": evidence_no,
        "task_no": task_no,
        "measure_no": measure_no,
        "title": evidence_no,
        "made_on": "2018-05-21",
    }


TASKS = [
    task(1, "财政局", "dated", "2018-05-25"),
    task(2, "区财政局", "dated", "2018-05-30"),
    task(3, "民政局", "immediate"),
    task(4, "临湖街道", "open"),
    task(5, "民政局", "unreadable"),
    task(6, "民 政 局", "dated", "2018-12-31"),
    task(7, "某某公司", "missing"),
    task(8, "民政局", "dated", "2018-06-15"),
]


def deliver_story(site: Site) -> Path:
    """Land everything but the late report; return the file of the report that is late (as of the first week)."""
    deliver(
        site,
        "ledger.inspection_rounds",
        "2018-05-18",
        [{"round_code": "2018-1", "inspected_unit": "临湖新区", "feedback_on": "2018-05-18"}],
    )
    deliver(
        site,
        "reference.organisations",
        "2018-05-18",
        [
            {
                "org_code": "D01",
                "name": "临湖新区财政局",
                "aliases": "财政局、区财政局",
                "kind": "department",
            },
            {"org_code": "D02", "name": "临湖新区民政局", "aliases": "民政局", "kind": "department"},
            {"org_code": "S01", "name": "临湖街道办事处", "aliases": "临湖街道", "kind": "subdistrict"},
            {"org_code": "E01", "name": "甲公司", "aliases": "某某公司", "kind": "enterprise"},
            {"org_code": "E02", "name": "乙公司", "aliases": "某某公司", "kind": "enterprise"},
        ],
    )
    deliver(
        site,
        "reference.rule_parameters",
        "2018-05-18",
        [
            {
                "parameter": "immediate_days",
                "value": Decimal(10),
                "valid_from": "2018-01-01",
                "approved_by": "甲",
            }
        ],
    )
    deliver(site, "ledger.tasks", "2018-05-18", TASKS)
    moved = [TASKS[0], task(2, "区财政局", "dated", "2018-06-30"), *TASKS[2:7]]
    deliver(site, "ledger.tasks", "2018-05-30", moved)
    deliver(
        site,
        "ledger.measures",
        "2018-05-18",
        [
            measure(1, 1, "财政局"),
            measure(1, 2, "财政局"),
            measure(2, 1, "财政局"),
            measure(3, 1, "民政局"),
            measure(4, 1, "临湖街道"),
            measure(6, 1, "民政局"),
        ],
    )
    progress = "ledger.weekly_progress"
    done = [report(1, 1, "completed", 1200), report(1, 2, "closed"), report(2, 1, "completed")]
    deliver(site, progress, "2018-05-25", done, unit="财政局")
    corrected = [*done[:2], report(2, 1, "in_progress")]
    deliver(site, progress, "2018-05-25", corrected, unit="区财政局", revision=1)
    deliver(
        site, progress, "2018-05-25", [report(3, 1, "mostly_done"), report(6, 1, "completed")], unit="民政局"
    )
    deliver(site, progress, "2018-05-25", [report(4, 1, "long_term")], unit="临湖街道")
    closure = "ledger.closure_events"
    first = [
        *(event(number, "registered", "2018-05-18") for number in range(1, 9)),
        event(1, "applied", "2018-05-24"),
        event(5, "closed", "2018-05-25"),
        event(6, "closed", "2018-05-24", "审核甲"),
        event(7, "applied", "2018-05-23"),
    ]
    deliver(site, closure, "2018-05-25", first)
    second = [
        event(1, "applied", "2018-05-24"),
        event(1, "closed", "2018-05-31", "审核甲"),
        event(6, "reopened", "2018-05-31"),
        event(7, "returned", "2018-05-30"),
    ]
    deliver(site, closure, "2018-06-01", second)
    deliver(site, "ledger.evidence", "2018-05-25", [piece("A1", 1, 1), piece("A2", 1, 2), piece("A3", 3, 1)])
    deliver(site, "ledger.evidence", "2018-06-01", [piece("A2", 1, 2), piece("A4", 5)])
    institutions = [("制度甲", "new"), ("制度乙", "revised"), ("制度丙", "withdrawn")]
    deliver(
        site,
        "ledger.institutions",
        "2018-06-01",
        [
            {"title": title, "issuer": "财政局", "change": change, "issued_on": "2018-05-28", "task_no": 1}
            for title, change in institutions
        ],
    )
    deliver_notice(site)
    return deliver(
        site,
        progress,
        "2018-05-18",
        [report(2, 1, "not_started"), report(1, 1, "in_progress")],
        unit="财政局",
    )


def deliver_notice(site: Site) -> None:
    """A notice that states eight tasks, six measures and two institutions, and prints less."""
    totals = [
        ("C1", "tasks", 8, 0),
        ("C2", "measures", 6, 5),
        ("C3", "institutions", 2, 9),
        ("C4", "tasks", 9, 50),
    ]
    deliver(
        site,
        "notice.claims",
        "2018-06-01",
        [
            {"claim_id": name, "kind": kind, "quote": f"{value}项", "value": value, "span_start": at}
            for name, kind, value, at in totals
        ],
        file="notice",
    )
    items = [(1, 2, False), (2, 1, True)]
    deliver(
        site,
        "notice.items",
        "2018-06-01",
        [
            {"item_no": no, "measures_printed": printed, "is_inferred": inferred}
            for no, printed, inferred in items
        ],
        file="notice",
    )
