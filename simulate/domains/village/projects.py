"""The 28 industry projects paid from poverty-relief funds: who runs them, what was paid, what a look-back found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from simulate.domains.village.books import build_books
from simulate.domains.village.desk import Crew, Row, build_crews, office_day
from simulate.timeline import QUARTERLY
from simulate.world import World

PROJECTS, CHECKS = "audit.poverty_projects", "audit.project_checks"
PAYMENTS, INCOME = "audit.project_payments", "audit.project_income"
COUNT, UNFINISHED, OF_VILLAGES = 28, 3, 32
CHECKED_FROM = date(2018, 5, 15)
SUPERVISOR = "云川天衡工程监理有限公司"
THINGS = {
    "planting": ("莲藕种植基地", "冬暖大棚", "食用菌种植", "金银花种植"),
    "breeding": ("肉鸽养殖场", "生态养羊", "鲈鱼养殖"),
    "solar": ("屋顶光伏电站", "荒坡光伏电站"),
    "processing": ("粉条加工车间", "服装加工扶贫车间", "石榴酒加工"),
    "tourism": ("农家乐改造", "采摘园"),
    "shares": ("入股农机服务", "入股冷库"),
}
STAGES = (
    ("advance", 0.3, 0.25),
    ("progress", 0.4, 0.65),
    ("completion", 0.27, 1.0),
    ("retention", 0.03, 1.0),
)


@dataclass
class ProjectBook:
    """What the poverty-relief office knows about its projects.

    Attributes:
        projects: a row each, `_key` its number, `at` the village's place.
        payments: rows by key, such as CY-2017-03-1.
        income: a row per project and year, added by the domain that shares it out.
        last_used: the last day of production by project; none while it is being built.
    """

    projects: dict[str, Row]
    payments: dict[str, Row] = field(default_factory=dict)
    income: dict[str, Row] = field(default_factory=dict)
    last_used: dict[str, date] = field(default_factory=dict)

    def finished(self) -> pl.Series:
        """Return the numbers of the projects that have been accepted."""
        return pl.Series([key for key, row in self.projects.items() if row["accepted_on"]])


def build_projects(world: World) -> ProjectBook:
    """Return 28 projects in as many villages, three of them still being built, all in order."""
    draw, books = world.stream(PROJECTS), world.once(build_books)
    crews = world.once(build_crews)
    places = sorted(int(at) for at in draw.permutation(OF_VILLAGES)[:COUNT])
    book = ProjectBook({})
    for number, at in enumerate(places, 1):
        crew, kind = crews[at], str(draw.choice(list(THINGS), p=[0.3, 0.2, 0.2, 0.12, 0.08, 0.1]))
        is_built = number <= COUNT - UNFINISHED
        year = int(draw.choice([2016, 2017])) if is_built else 2018
        row = _describe(world, crew, number, kind, THINGS[kind][int(draw.integers(len(THINGS[kind])))], year)
        row["fund_cny"] = float(draw.integers(18, 90) * 10_000)
        row |= _schedule(date(year, int(draw.integers(1, 4)), int(draw.integers(5, 25))), is_built=is_built)
        book.projects[row["_key"]] = row
        for at_stage, (stage, share, progress) in enumerate(STAGES, 1):
            payment = _pay(row, at_stage, stage, share, progress)
            if payment:
                book.payments[payment["_key"]] = payment | {"invoice_no": books.next_invoice()}
        if is_built:
            book.last_used[row["_key"]] = CHECKED_FROM - timedelta(days=int(draw.integers(2, 40)))
    return book


def _describe(world: World, crew: Crew, number: int, kind: str, thing: str, year: int) -> Row:
    head, firm = crew.pool[2], crew.suppliers[8]
    key = f"CY-{year}-{number:02d}" if world.block == 0 else f"CY{world.block}-{year}-{number:02d}"
    officers = world.officials["person_name"].to_list()
    return {
        "_key": key,
        "at": crew.at,
        "project_no": key,
        "project_name": f"{crew.village}{thing}",
        "village": crew.village,
        "kind": kind,
        "approval_no": f"{world.places.site[:-2]}扶组〔{year}〕{number}号",
        "fund_source": ("区级财政专项扶贫资金", "市级财政专项扶贫资金", "行业扶贫资金")[number % 3],
        "operator": f"云川市{crew.village[:-1]}{thing[:2]}专业合作社",
        "operator_credit_code": f"93990101NP{world.block:03d}{number:05d}",
        "operator_head_name": head["person_name"],
        "operator_head_id_card": head["id_card"],
        "contractor": firm["firm"],
        "contractor_credit_code": firm["credit_code"],
        "acceptors": f"{officers[30 + number]}、{officers[90 + number]}、{SUPERVISOR}",
        "status": "operating",
        "note": None,
    }


def _schedule(voted: date, *, is_built: bool) -> Row:
    """Return the dates of a project from the vote on."""
    voted = office_day(voted.replace(year=2017)).replace(year=voted.year)
    approved = voted + timedelta(days=28)
    started = approved + timedelta(days=12)
    completed = started + timedelta(days=150)
    dates: Row = {"voted_on": voted, "approved_on": approved, "started_on": started}
    if not is_built:
        return dates | {"completed_on": None, "accepted_on": None, "status": "under_construction"}
    return dates | {"completed_on": completed, "accepted_on": completed + timedelta(days=16)}


def _pay(project: Row, at: int, stage: str, share: float, progress: float) -> Row | None:
    """Return one payment, none where its time has not come."""
    if project["completed_on"] is None and stage != "advance":
        return None
    begun, accepted = project["started_on"], project["accepted_on"]
    day = {
        "advance": begun + timedelta(days=6),
        "progress": begun + timedelta(days=80),
        "completion": accepted + timedelta(days=9) if accepted else begun,
        "retention": accepted + timedelta(days=370) if accepted else begun,
    }[stage]
    if day > QUARTERLY[-1]:
        return None
    return {
        "_key": f"{project['_key']}-{at}",
        "payment_no": f"BF-{project['_key'][3:]}-{at}",
        "project_no": project["project_no"],
        "project_name": project["project_name"],
        "village": project["village"],
        "paid_on": day,
        "amount_cny": round(project["fund_cny"] * share, 2),
        "stage": stage,
        "contract_cny": project["fund_cny"],
        "physical_progress": progress,
        "advance_basis": "合同约定的启动资金" if stage == "advance" else None,
        "payee": project["contractor"],
        "payee_credit_code": project["contractor_credit_code"],
        "voucher_no": f"扶记-{day:%Y%m}-{project['_key'][-2:]}{at}",
        "voucher_on": day - timedelta(days=4),
        "approver": None,
        "note": None,
    }
