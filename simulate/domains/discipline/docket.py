"""Clues, cases, the leaders answerable for them, old cases screened again, and the risk points that cases touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.discipline.clue_cases import INJECTIONS as CLUE_INJECTIONS
from simulate.domains.discipline.docket_cases import INJECTIONS
from simulate.domains.discipline.entries import LAST_DAY, answer_for, make_clue, screen
from simulate.domains.discipline.risk_points import RISKS, inject_d06_2_not_reviewed, make_risk_points
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.tables import Table, known_on
from simulate.timeline import MONTHLY, QUARTERLY
from simulate.world import World

CLUES, CASES, OUTCOMES, SCREENED = (
    "discipline.clues",
    "discipline.cases",
    "discipline.accountability_outcomes",
    "discipline.case_screenings",
)
UNITS_WITH_CASES = 42
SCREENED_CASES = 38  # of 2016 and 2017
EIGHT_RULES = (
    date(2013, 4, 8),
    date(2014, 9, 15),
    date(2015, 3, 23),
    date(2016, 5, 9),
    date(2017, 10, 16),
    date(2018, 2, 26),
    date(2018, 4, 9),
)
# field, category, how many cases of 2018, whether in villages
NEW_CASES = (
    ("rural_harm", "mass", 8, True),
    ("poverty", "mass", 6, True),
    ("finance", "integrity", 5, True),
    ("work_style", "work", 5, False),
    ("other", "life", 2, False),
)
OLD_FIELDS = (
    ("finance", "integrity"),
    ("work_style", "work"),
    ("rural_harm", "mass"),
    ("other", "organisational"),
)
SANCTIONS = ("admonition", "warning", "circulated", "warning", "serious_warning", "demerit", "removal")
CHANGES_PAY = ("demerit", "major_demerit", "demotion", "removal")
MILD = ("none", "education", "none", "self_criticism", "none", "admonition", "circulated")
# what is known from a day on, and what with it
CLUE_COURSE = {
    "assigned_on": ("handler_office",),
    "disposed_on": ("disposition",),
    "closed_on": ("is_substantiated", "case_no"),
}
CASE_COURSE = {
    "closed_on": (),
    "sanction_on": ("sanction", "sanction_no"),
    "executed_on": (),
    "pay_changed_from_month": (),
    "bulletin_on": (),
}
OTHER_CLUES = {"rural_harm": 26, "work_style": 14, "finance": 12, "poverty": 10, "other": 6}


@dataclass
class Docket:
    """What the base is made of; `busy` are the units in which cases come up."""

    world: World
    draw: np.random.Generator
    busy: list[str]
    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {name: [] for name in (CLUES, CASES, OUTCOMES, SCREENED)}
    )


def make(world: World, cases: Cases) -> list[Table]:
    """Return the registers of the discipline office and the risk points of the units."""
    docket = _open(world)
    empty = {"note": pl.String, "outcome_no": pl.String, "bulletin_on": pl.Date, "source_no": pl.String}
    tables = {
        name: frame_of(rows, **({"note": pl.String} | {k: v for k, v in empty.items() if k in rows[0]}))
        for name, rows in docket.rows.items()
    }
    tables[RISKS] = make_risk_points(world, tables[CASES])
    run(world, cases, tables, [*CLUE_INJECTIONS, *INJECTIONS, inject_d06_2_not_reviewed])
    office = world.places.department("纪工委监察办公室")
    clues = known_on(tables[CLUES].sort("received_on", "_key"), QUARTERLY, "received_on", CLUE_COURSE)
    ledger = tables[CASES].sort("opened_on", "_key").drop("person")
    ledger = known_on(ledger, QUARTERLY, "opened_on", CASE_COURSE)
    outcomes = tables[OUTCOMES].sort("case_no", "_key").with_columns(_from="decided_on")
    return [
        Table(CLUES, clues, office, days=QUARTERLY),
        Table(CASES, ledger, office, days=QUARTERLY),
        Table(OUTCOMES, outcomes, office, days=QUARTERLY),
        Table(SCREENED, tables[SCREENED], office, days=MONTHLY[1:2]),
        Table(RISKS, tables[RISKS], office, days=MONTHLY[4:]),
    ]


def _open(world: World) -> Docket:
    draw = world.stream(CASES)
    villages = world.places.villages["name"].to_list()
    units = [*world.places.offices, *villages]
    mixed = [units[at] for at in draw.permutation(len(units))]
    docket = Docket(world, draw, mixed[:UNITS_WITH_CASES])
    desks = [unit for unit in docket.busy if unit not in villages]
    rural = [unit for unit in docket.busy if unit in villages]
    for number, opened in enumerate(EIGHT_RULES):
        _add_case(docket, desks[number % len(desks)], ("eight_rules", "integrity"), opened, "warning")
    old = SCREENED_CASES - sum(day.year in (2016, 2017) for day in EIGHT_RULES)
    for number in range(old):
        opened = date(2016, 2, 15) + timedelta(days=int(draw.integers(0, 14)) + number * 18)
        _add_case(docket, docket.busy[number % len(docket.busy)], OLD_FIELDS[number % 4], opened)
    for name, category, count, is_rural in NEW_CASES:
        units = rural if is_rural else desks
        for number in range(count):
            opened = date(2018, 1, 8) + timedelta(days=int(draw.integers(0, 12)) + number * 150 // count)
            _add_case(docket, units[(number * 3 + count) % len(units)], (name, category), opened)
    _add_gang_case(docket, rural[0])
    _add_accountability_of_2018(docket)
    _add_clues(docket)
    _screen(docket)
    return docket


def _people(docket: Docket, unit: str) -> tuple[list[Row], Row]:
    """Return who may have done something in `unit`, and a leader who answers for it."""
    own = docket.world.village_cadres.filter(village_name=unit, post_kind="committee")
    officials = docket.world.officials
    if len(own):
        street = own["street_name"][0]
        leaders = officials.filter(unit=street, level="section")
        people = own.to_dicts()
    else:
        leaders = officials.filter(unit=unit, level="section")
        people = officials.filter(unit=unit, level="staff").to_dicts()
    leaders = leaders if len(leaders) else officials.filter(level="section")
    people = people or officials.filter(level="staff")[:5].to_dicts()
    return people, leaders.row(len(docket.rows[OUTCOMES]) % len(leaders), named=True)


def _add_case(
    docket: Docket, unit: str, what: tuple[str, str], opened: date, sanction: str | None = None
) -> Row:
    """Enter a case with its clue's number, and, once it is closed, how its leader was reviewed."""
    draw, number = docket.draw, len(docket.rows[CASES]) + 1
    people, leader = _people(docket, unit)
    person = people[number % len(people)]
    closed = opened + timedelta(days=int(draw.integers(40, 76)))
    is_closed = closed <= LAST_DAY - timedelta(days=14)
    decided = closed - timedelta(days=3)
    sanction = sanction or SANCTIONS[int(draw.integers(len(SANCTIONS)))]
    if person.get("post_kind") and sanction in CHANGES_PAY:
        sanction = "serious_warning"  # villages' cadres are not on the payroll
    case_no = f"AJ-{opened.year}-{docket.world.block:02d}{number:03d}"
    row: Row = {
        "_key": f"case-{number:03d}",
        "case_no": case_no,
        "clue_no": f"XS-{opened.year}-{docket.world.block:02d}{number:03d}",
        "person": person["person"],
        "person_name": person["person_name"],
        "id_card": person["id_card"],
        "unit": unit,
        "post": person["post"],
        "level": "other",
        "category": what[1],
        "field": what[0],
        "opened_on": opened,
        "closed_on": closed if is_closed else None,
        "sanction": sanction if is_closed else None,
        "sanction_on": decided if is_closed else None,
        "sanction_no": f"临新纪〔{closed.year}〕{number + 10}号" if is_closed else None,
        "executed_on": decided + timedelta(days=int(draw.integers(5, 12))) if is_closed else None,
        "pay_changed_from_month": _next_month(decided) if is_closed and sanction in CHANGES_PAY else None,
        "recovered_cny": 100 * int(draw.lognormal(4, 1)) if what[0] == "finance" and is_closed else 0,
        "is_transferred": False,
        "is_confidential": False,
        "bulletin_on": closed + timedelta(days=int(draw.integers(5, 13))) if is_closed else None,
    }
    docket.rows[CASES].append(row)
    if is_closed:
        day = min(closed + timedelta(days=int(draw.integers(8, 40))), LAST_DAY - timedelta(days=1))
        outcome = MILD[int(draw.integers(len(MILD)))]
        docket.rows[OUTCOMES].append(
            answer_for(docket.world, row, leader, outcome, day, len(docket.rows[OUTCOMES]))
        )
    return row


def _add_gang_case(docket: Docket, unit: str) -> None:
    """Three party members in one case of a gang, all expelled."""
    first = _add_case(docket, unit, ("gang", "other_crime"), date(2018, 3, 26), "expelled")
    draw = docket.draw
    plain = docket.world.persons.filter(kind="ordinary", is_male=True, position=0)
    own = plain.filter(pl.col("birth").is_between(date(1965, 1, 1), date(1990, 1, 1)))
    chosen = own[np.sort(draw.permutation(len(own))[:3])].to_dicts()
    first |= {"is_transferred": True}
    for number, person in enumerate(chosen):
        copied = {name: person[name] for name in ("person", "person_name", "id_card")} | {"post": "党员"}
        if number:
            docket.rows[CASES].append(first | copied | {"_key": f"{first['_key']}-{number}"})
        else:
            first |= copied


def _add_accountability_of_2018(docket: Docket) -> None:
    """Four matters this year about the eight rules: an admonition, a circular, a serious warning, and a lesser one."""
    recent = [
        row
        for row in docket.rows[CASES]
        if row["field"] == "eight_rules" and row["opened_on"].year == EIGHT_RULES[-1].year
    ]
    numbers = {row["case_no"] for row in recent}
    docket.rows[OUTCOMES] = [row for row in docket.rows[OUTCOMES] if row["case_no"] not in numbers]
    leaders = docket.world.officials.filter(level="section").to_dicts()[-4:]
    named = ("admonition", "circulated", "party_sanction", "education")
    for number, (outcome, leader) in enumerate(zip(named, leaders, strict=True)):
        case = recent[number % 2]
        row = answer_for(
            docket.world, case, leader, outcome, case["closed_on"] + timedelta(days=9), 900 + number
        )
        docket.rows[OUTCOMES].append(
            row | {"reason": ("午间饮酒", "兼职取酬")[number % 2] + "问题负有领导责任"}
        )
        if outcome == "party_sanction":
            who = {name: leader[name] for name in ("person", "person_name", "id_card", "unit", "post")}
            key = {"_key": f"{case['_key']}-leader", "level": "section", "sanction": "serious_warning"}
            docket.rows[CASES].append(case | who | key)


def _add_clues(docket: Docket) -> None:
    """Enter the clues of this year's cases, and others that came to nothing, all of them in units that have a case."""
    for row in docket.rows[CASES]:
        if row["opened_on"].year == LAST_DAY.year and row["_key"].count("-") == 1:
            found = row["opened_on"] - timedelta(days=40)
            docket.rows[CLUES].append(_clue(docket, row["unit"], row["field"], found) | {
                "clue_no": row["clue_no"],
                "disposition": "case_opened",
                "is_substantiated": True,
                "case_no": row["case_no"],
            })  # fmt: skip
    known = {row["unit"] for row in docket.rows[CASES]}
    units = [unit for unit in docket.busy if unit in known]
    for name, count in OTHER_CLUES.items():
        for number in range(count):
            received = date(2018, 1, 4) + timedelta(
                days=int(docket.draw.integers(0, 7)) + number * 190 // count
            )
            unit = units[(number * 5 + count) % len(units)]
            docket.rows[CLUES].append(_clue(docket, unit, name, received))


def _clue(docket: Docket, unit: str, field_name: str, received: date) -> Row:
    number = len(docket.rows[CLUES]) + 1
    return make_clue(docket.world, docket.draw, unit, field_name, received, number)


def _screen(docket: Docket) -> None:
    """Enter the second look at the cases of 2016 and 2017."""
    old = [row for row in docket.rows[CASES] if row["opened_on"].year in (2016, 2017)]
    for number, row in enumerate(old):
        docket.rows[SCREENED].append(screen(docket.world, row, number))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
