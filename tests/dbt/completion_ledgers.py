"""Small ledgers worked out by hand: each situation is a task of its own, each rate a unit of its own.

The findings were fed back on 18 May 2018, and everything is judged as of Friday, 14 September 2018.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Step = tuple[str, str, str | None]
FEEDBACK, AS_OF = "2018-05-18", "2018-09-14"
FAR = "2018-12-31"
CHECKED = "审核甲"
CLOSED: Step = ("closed", "2018-08-01", CHECKED)


@dataclass(frozen=True)
class Measure:
    """A measure with what the last report says, its result, its first day, and pieces of evidence for it."""

    status: str = "completed"
    deliverable: str = "check"
    started_on: str = "2018-05-21"
    pieces: int = 1


@dataclass(frozen=True)
class Situation:
    """One task: what the files hold of it, and what the marts must say.

    `moved` are the deadlines of the second and third list; `looked` the days and verdicts of look-backs; `repaid` what
    is due and what is paid.
    """

    name: str
    expected: Mapping[str, object]
    due: str | None = FAR
    due_kind: str = "dated"
    more: Mapping[str, object] = field(default_factory=dict)
    measures: Sequence[Measure] = ()
    steps: Sequence[Step] = ()
    is_registered: bool = True
    pieces: int = 0
    moved: Sequence[str] = ()
    looked: Sequence[tuple[str, str]] = ()
    repaid: tuple[int, int] | None = None
    unit: str = "甲局"


def state(state: str, **more: object) -> Mapping[str, object]:
    return {
        "state": state,
        "is_declared": state in ("verified", "declared"),
        "is_verified": state == "verified",
    } | more


def light(days: int, light: str, band: str = "none") -> Mapping[str, object]:
    return {
        "days_left": days,
        "light": light,
        "is_overdue": days < 0,
        "is_due_soon": light in ("yellow", "green"),
    } | {
        "overdue_band": band,
        "days_overdue": -days if days < 0 else None,
    }


def closed(**flags: object) -> Mapping[str, object]:
    """A task closed by its unit on the first of August; `flags` are what has to be said of it."""
    return {
        "is_closed": True,
        "is_closed_without_evidence": False,
        "is_closed_unchecked": False,
        "is_closed_with_money_outstanding": False,
        "is_closed_with_people_outstanding": False,
        "is_rebounded": False,
        "is_in_closure_burst": False,
    } | flags


DONE, BARE, BEGUN = Measure(), Measure(pieces=0), Measure("in_progress", pieces=0)
MOSTLY = Measure("mostly_done", pieces=0)

STATES = (
    Situation("nothing is reported", state("not_started", is_evidenced=False)),
    Situation(
        "one of two is begun", state("in_progress"), measures=[BEGUN, Measure("not_started", pieces=0)]
    ),
    Situation("all mostly done", state("mostly_done"), measures=[MOSTLY, MOSTLY]),
    Situation("one done and one mostly", state("mostly_done"), measures=[DONE, MOSTLY]),
    Situation("all done, no piece", state("declared", is_evidenced=False), measures=[BARE, BARE]),
    Situation("all done, a piece each", state("declared", is_evidenced=True), measures=[DONE, DONE]),
    Situation("all done, one bare", state("declared", is_evidenced=False), measures=[DONE, BARE]),
    Situation(
        "all done, a piece for all", state("declared", is_evidenced=True), measures=[BARE, BARE], pieces=1
    ),
    Situation(
        "pieces but not done", state("in_progress", is_evidenced=False), measures=[Measure("in_progress")]
    ),
    Situation("archived counts as done", state("declared"), measures=[Measure("closed")]),
    Situation("applied for", state("declared"), measures=[BEGUN], steps=[("applied", "2018-08-01", None)]),
    Situation("closed by nobody", state("declared"), steps=[("closed", "2018-07-31", None)], unit="乙局"),
    Situation("closed by a blank", state("declared"), steps=[("closed", "2018-07-30", "　 ")], unit="乙局"),
    Situation(
        "closed and checked", state("verified"), steps=[("closed", "2018-07-29", CHECKED)], unit="乙局"
    ),
    Situation(
        "returned",
        state("returned", is_overdue=True, is_rebounded=False),
        due="2018-08-31",
        measures=[DONE],
        steps=[("applied", "2018-08-01", None), ("returned", "2018-08-02", CHECKED)],
    ),
    Situation(
        "reopened",
        state("reopened", was_reopened=True, is_rebounded=True, is_closed=False),
        steps=[("closed", "2018-07-28", CHECKED), ("reopened", "2018-08-20", None)],
    ),
    Situation(
        "closed again",
        state("verified", was_reopened=True, is_rebounded=True, is_closed=True),
        steps=[
            ("closed", "2018-07-27", CHECKED),
            ("reopened", "2018-08-20", None),
            ("closed", "2018-09-01", CHECKED),
        ],
    ),
    Situation(
        "a later extension",
        state("declared"),
        steps=[("applied", "2018-08-01", None), ("extended", "2018-08-09", CHECKED)],
    ),
    Situation("open end", state("long_term", is_long_term=True, light="grey"), due=None, due_kind="open"),
    Situation(
        "long-term with a date",
        state("long_term", is_long_term=True, is_overdue=True),
        due="2018-08-31",
        more={"rectification_type": "long_term"},
    ),
    Situation(
        "long-term and all done", state("declared", light="done"), due=None, due_kind="open", measures=[DONE]
    ),
    Situation("long-term measure", state("in_progress"), measures=[Measure("long_term", pieces=0)]),
)

LIGHTS = (
    Situation("a day late", light(-1, "red", "to_30"), due="2018-09-13"),
    Situation("due today", light(0, "yellow"), due="2018-09-14"),
    Situation("due in ten days", light(10, "yellow"), due="2018-09-24"),
    Situation("due in eleven", light(11, "green"), due="2018-09-25"),
    Situation("due in twenty", light(20, "green"), due="2018-10-04"),
    Situation("due in twenty-one", light(21, "none"), due="2018-10-05"),
    Situation("late by 30", light(-30, "red", "to_30"), due="2018-08-15"),
    Situation("late by 31", light(-31, "red", "to_60"), due="2018-08-14"),
    Situation("late by 60", light(-60, "red", "to_60"), due="2018-07-16"),
    Situation("late by 61", light(-61, "red", "to_90"), due="2018-07-15"),
    Situation("late by 90", light(-90, "red", "to_90"), due="2018-06-16"),
    Situation("late by 91", light(-91, "red", "over_90"), due="2018-06-15"),
    Situation("immediate", light(-89, "red", "to_90"), due=None, due_kind="immediate"),
    Situation("late but declared", {"light": "done", "is_overdue": False}, due="2018-06-15", measures=[DONE]),
    Situation(
        "unreadable", {"light": "unknown", "has_no_readable_deadline": True}, due=None, due_kind="unreadable"
    ),
    Situation(
        "no deadline", {"light": "unknown", "has_mandatory_fields": False}, due=None, due_kind="missing"
    ),
)

SIGNALS = (
    Situation("five fields", {"has_mandatory_fields": True, "is_registered": True, "has_no_measures": True}),
    Situation("no requirement", {"has_mandatory_fields": False}, more={"requirement": None}),
    Situation("no owner", {"has_mandatory_fields": False}, more={"owner": None}),
    Situation("never registered", {"is_registered": False}, is_registered=False),
    Situation("no piece at all", closed(is_closed_without_evidence=True), steps=[CLOSED], unit="丙局"),
    Situation("one piece", closed(), steps=[CLOSED], pieces=1, unit="丙局"),
    Situation(
        "checked by its owner",
        closed(is_closed_unchecked=True),
        steps=[("closed", "2018-08-01", "经办乙")],
        pieces=1,
        unit="丙局",
    ),
    Situation(
        "closed on the day",
        closed(is_closed_on_time=True),
        due="2018-08-01",
        steps=[CLOSED],
        pieces=1,
        unit="丙局",
    ),
    *(
        Situation(
            f"burst {number}",
            closed(is_in_closure_burst=True, days_to_close=75),
            steps=[CLOSED],
            pieces=1,
            unit="丁局",
        )
        for number in range(5)
    ),
    Situation("closed a day late", {"is_closed_on_time": False}, due="2018-07-31", steps=[CLOSED]),
    Situation("closed without a day", {"is_closed_on_time": None}, due=None, due_kind="open", steps=[CLOSED]),
    Situation("from the feedback", {"days_to_close": 75}, steps=[CLOSED], is_registered=False),
    Situation(
        "closed before it was registered",
        {"days_to_close": None},
        steps=[("registered", "2018-08-02", None), CLOSED],
        is_registered=False,
    ),
    Situation("open for", {"days_open": 119, "is_closed": False}),
    Situation("moved in silence", {"deadline_moves": 1, "silent_deadline_moves": 1}, moved=["2019-01-31"]),
    Situation(
        "moved with leave",
        {"deadline_moves": 1, "silent_deadline_moves": 0},
        moved=["2019-01-31"],
        steps=[("extended", "2018-06-04", CHECKED)],
    ),
    Situation(
        "moved, leave by nobody",
        {"deadline_moves": 1, "silent_deadline_moves": 1},
        moved=["2019-01-31"],
        steps=[("extended", "2018-06-04", None)],
    ),
    Situation(
        "moved twice, one leave",
        {"deadline_moves": 2, "silent_deadline_moves": 1},
        moved=["2019-01-31", "2019-02-28"],
        steps=[("extended", "2018-06-04", CHECKED)],
    ),
    Situation(
        "paper only",
        {"is_paper_only": True},
        measures=[Measure(deliverable=result) for result in ("document", "meeting", "training")],
    ),
    Situation(
        "paper and a check", {"is_paper_only": False}, measures=[Measure(deliverable="document"), DONE]
    ),
    Situation("no measures are no paper", {"is_paper_only": False}),
    Situation(
        "before the feedback", {"measures_premature": 1}, measures=[Measure(started_on="2018-05-17"), DONE]
    ),
    Situation("on the feedback day", {"measures_premature": 0}, measures=[Measure(started_on=FEEDBACK)]),
    Situation(
        "debts",
        {"is_closed_with_money_outstanding": True, "outstanding_cny": 300},
        steps=[CLOSED],
        repaid=(1000, 700),
    ),
    Situation(
        "no debts",
        {"is_closed_with_money_outstanding": False},
        steps=[("closed", "2018-08-02", CHECKED)],
        repaid=(9, 9),
    ),
    Situation(
        "debts of an open task",
        {"is_closed_with_money_outstanding": False, "outstanding_cny": 9},
        repaid=(9, 0),
    ),
    Situation(
        "money not recovered",
        {"is_closed_with_money_outstanding": True, "is_closed_with_people_outstanding": False},
        measures=[Measure("in_progress", deliverable="payment")],
        steps=[("closed", "2018-08-03", CHECKED)],
    ),
    Situation(
        "nobody held",
        {"is_closed_with_money_outstanding": False, "is_closed_with_people_outstanding": True},
        measures=[Measure("mostly_done", deliverable="accountability")],
        steps=[("closed", "2018-08-03", CHECKED)],
    ),
    Situation(
        "rebound seen",
        state("verified", is_rebounded=True),
        steps=[("closed", "2018-08-03", CHECKED)],
        looked=[("2018-08-20", "held"), ("2018-09-03", "rebounded")],
    ),
    Situation(
        "it held",
        {"is_rebounded": False},
        steps=[("closed", "2018-08-03", CHECKED)],
        looked=[("2018-09-03", "partial")],
    ),
    Situation(
        "looked too early", {"is_rebounded": False}, steps=[CLOSED], looked=[("2018-07-31", "rebounded")]
    ),
)

SITUATIONS = STATES + LIGHTS + SIGNALS
