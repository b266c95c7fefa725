"""Supervision checks: four kinds of them over five months, by fourteen teams, unit after unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.ledger.book import Book
from simulate.domains.ledger.building import build_ledger
from simulate.domains.ledger.check_texts import compose_finding, compose_report
from simulate.domains.ledger.retelling import as_day
from simulate.domains.ledger.supervision_cases import inject, send_elsewhere
from simulate.domains.reference.workdays import to_workday
from simulate.tables import Table
from simulate.timeline import MEETINGS_CHECK, MONTHLY, POVERTY_CHECK, REPORT_ON
from simulate.world import World

TEAMS = tuple(f"第{number}督导组" for number in "一二三四五六七八九十") + tuple(
    f"第十{number}督导组" for number in "一二三四"
)
DIMENSIONS = ("mobilisation", "deployment", "ledger", "implementation", "effect")
EARLY = date(2018, 5, 1)  # until then only the first three dimensions can be looked at
MOST_QUIET = 3  # checks in a row without a finding that a team of average luck has


@dataclass(frozen=True)
class Campaign:
    """A stretch of days in which teams go round: `who` is villages or all."""

    kind: str
    name: str | None
    first: date
    last: date
    who: str
    is_announced: bool


CAMPAIGNS = (
    Campaign("comprehensive", None, date(2018, 4, 16), date(2018, 4, 27), "all", True),
    Campaign("special", "脱贫攻坚重点工作专项督查", *POVERTY_CHECK, "villages", True),
    Campaign("special", "“三会一课”专项督导检查", *MEETINGS_CHECK, "all", True),
    Campaign("random", None, date(2018, 6, 19), date(2018, 6, 29), "all", False),
    Campaign("focused", "整改销号任务重点督查", date(2018, 7, 30), date(2018, 8, 17), "all", True),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of supervision checks."""
    book = world.once(build_ledger)
    draw = world.stream("ledger.supervision_checks")
    visits = plan_visits(book, draw)
    if cases.level:
        send_elsewhere(book, cases, visits)
    judge_all(draw, visits)
    if cases.level:
        inject(book, cases, visits)
    frame = pl.DataFrame(visits, infer_schema_length=None)
    return [Table("ledger.supervision_checks", _list_versions(frame), book.office, days=MONTHLY)]


def plan_visits(book: Book, draw: np.random.Generator) -> list[dict[str, object]]:
    """Return a row per visit of a unit, every unit at least once in sixty days; what was found is not in it yet."""
    world = book.world
    villages = world.places.villages["name"].to_list()
    departments = world.places.organisations.filter(kind="department")["name"].to_list()
    offices = [*departments, *book.streets]
    inspectors = _inspectors(book)
    rows: list[dict[str, object]] = []
    for number, campaign in enumerate(CAMPAIGNS, 1):
        units = {"villages": villages, "all": [*offices, *villages]}[campaign.who]
        days = _workdays(campaign)
        order = draw.permutation(len(units))
        for place, at in enumerate(order):
            team = place * len(TEAMS) // len(order)
            own = [spot for spot in range(len(order)) if spot * len(TEAMS) // len(order) == team]
            day = days[own.index(place) * (len(days) - 1) // max(len(own) - 1, 1)]
            rows.append(
                {
                    "_key": f"DC-2018-{number}{team + 1:02d}/{units[at]}",
                    "check_no": f"DC-2018-{number}{team + 1:02d}",
                    "checked_on": day,
                    "kind": campaign.kind,
                    "campaign": campaign.name,
                    "team": TEAMS[team],
                    "inspectors": "、".join(inspectors[(team * 2 + who) % len(inspectors)] for who in (0, 1)),
                    "is_announced": campaign.is_announced,
                    "unit": units[at],
                }
            )
    return sorted(rows, key=lambda row: (str(row["check_no"]), str(row["checked_on"]), str(row["_key"])))


def judge_all(draw: np.random.Generator, rows: list[dict[str, object]]) -> None:
    """Enter what each visit found; no team goes on for long without a finding."""
    quiet: dict[object, int] = {}
    for row in sorted(rows, key=lambda row: (str(row["checked_on"]), str(row["_key"]))):
        has_finding = bool(draw.random() < 0.5) or quiet.get(row["team"], 0) >= MOST_QUIET
        quiet[row["team"]] = 0 if has_finding else quiet.get(row["team"], 0) + 1
        _judge(row, draw, has_finding=has_finding)


def _judge(row: dict[str, object], draw: np.random.Generator, *, has_finding: bool) -> None:
    """Enter what was looked at, what was found and when it was put right."""
    day = as_day(row["checked_on"])
    weak = int(draw.integers(3 if day < EARLY else len(DIMENSIONS)))
    for at, dimension in enumerate(DIMENSIONS):
        verdict = "not_checked" if at > 2 and day < EARLY else "met"
        if verdict == "met" and has_finding and at == weak:
            verdict = str(draw.choice(["partly", "partly", "not_met"]))
        row[f"{dimension}_verdict"] = verdict
    finding = compose_finding(draw, weak) if has_finding else None
    row["finding_count"] = int(has_finding)
    row["finding"] = finding
    term = to_workday(day + timedelta(days=int(draw.integers(10, 22))))
    row["due_on"] = f"{term.year}年{term.month}月{term.day}日前" if has_finding else None
    fixed = to_workday(term - timedelta(days=int(draw.integers(0, 7))))
    row["fixed_on"] = fixed if has_finding and fixed <= REPORT_ON else None
    row["report_text"] = compose_report(draw, str(row["unit"]), finding)
    row["note"] = None


def _list_versions(frame: pl.DataFrame) -> pl.DataFrame:
    """Return each row as it stood before and after its finding was put right."""
    later = pl.col("fixed_on") > pl.col("checked_on")
    before = frame.filter(later).with_columns(
        fixed_on=pl.lit(None, dtype=pl.Date), _from=pl.col("checked_on"), _to=pl.col("fixed_on")
    )
    after = frame.with_columns(
        _from=pl.when(later).then("fixed_on").otherwise("checked_on"), _to=pl.lit(None, dtype=pl.Date)
    )
    return pl.concat([before, after], how="diagonal").sort("check_no", "checked_on", "_key", "_from")


def _workdays(campaign: Campaign) -> list[date]:
    length = (campaign.last - campaign.first).days + 1
    days = [campaign.first + timedelta(days=number) for number in range(length)]
    return [day for day in days if to_workday(day) == day]


def _inspectors(book: Book) -> list[str]:
    offices = [book.world.places.department(word) for word in ("党政办公室", "纪工委监察办公室", "审计局")]
    return [name for office in offices for name in book.retelling.staff(office)]
