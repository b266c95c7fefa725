"""The poverty projects' tables: register, payments and the look-back at six aspects of each."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains.village import project_cases, share_cases
from simulate.domains.village.books import build_books
from simulate.domains.village.desk import Desk, frame_of, office_day
from simulate.domains.village.projects import (
    CHECKED_FROM,
    CHECKS,
    PAYMENTS,
    PROJECTS,
    ProjectBook,
    build_projects,
)
from simulate.domains.village.shares import build_shares
from simulate.tables import Table
from simulate.timeline import MONTHLY, QUARTERLY
from simulate.world import World

ASPECTS = ("approval", "operation", "funding", "acceptance", "income", "reimbursement")
VERDICT_OF = {
    "A02.1": "funding",
    "A02.2": "acceptance",
    "A02.3": "income",
    "A02.4": "income",
    "A02.5": "operation",
    "A02.6": "approval",
    "A02.7": "reimbursement",
}


def make(world: World, cases: Cases) -> list[Table]:
    """Return projects, payments and the look-back at each; what came in is shared out and booked on the way."""
    book, books = world.once(build_projects), world.once(build_books)
    shares = world.once(build_shares)
    for rule, inject in project_cases.INJECTIONS.items():
        inject(Desk(world, cases, rule), book, books)
    share_cases.choose_s05_4_equal_split(Desk(world, cases, "S05.4"), book, shares)
    shares.share_out(world, book)
    shares.close(book)
    for rule, inject_share in share_cases.INJECTIONS.items():
        inject_share(Desk(world, cases, rule), book, shares)
    shares.enter(book, books)
    office = world.places.department("扶贫办公室")
    payments = frame_of(list(book.payments.values())).with_columns(_on="paid_on")
    return [
        Table(
            PROJECTS,
            frame_of(list(book.projects.values())).drop("at"),
            office,
            days=(QUARTERLY[0], QUARTERLY[-1]),
        ),
        Table(PAYMENTS, payments, office, days=QUARTERLY),
        Table(CHECKS, _look_back(world, cases, book), office, days=MONTHLY[1:]),
    ]


def _look_back(world: World, cases: Cases, book: ProjectBook) -> pl.DataFrame:
    """Return the look-back at each project; it finds what is wrong with it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for case in cases.found:
        if case.kind == "real" and case.indicator_id in VERDICT_OF:
            found.setdefault(case.subject_id, []).append((VERDICT_OF[case.indicator_id], case.reason))
    officers = world.officials["person_name"].to_list()
    rows = []
    for number, (key, project) in enumerate(book.projects.items()):
        problems = dict(found.get(key, []))
        is_built = project["accepted_on"] is not None
        day = office_day(CHECKED_FROM + timedelta(days=number))
        later = () if is_built else ("acceptance", "income")
        rows.append(
            {
                "_key": key,
                "project_no": key,
                "project_name": project["project_name"],
                "village": project["village"],
                "checked_on": day,
                "checker": f"第三方核查组（{officers[11]}、{officers[12 + number % 4]}）",
                **{
                    f"{aspect}_verdict": "problem" if aspect in problems
                    else "not_applicable" if aspect in later else "sound"
                    for aspect in ASPECTS
                },
                "physical_progress": 1.0 if is_built else 0.3 + number % 5 / 10,
                "last_used_on": book.last_used.get(key),
                "finding": "；".join(problems.values()) or "无",
                "due_on": "2018年7月底" if problems else None,
                "rectified_on": day + timedelta(days=40) if problems and number % 2 else None,
                "_from": day,
            }
        )  # fmt: skip
    return frame_of(rows)
