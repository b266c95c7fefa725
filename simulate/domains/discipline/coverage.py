"""Which office supervises which unit, and when the district's inspectors were there (D05)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.desk import FEW, Desk, Row, frame_of, kinds, run
from simulate.tables import Table, known_on
from simulate.timeline import QUARTERLY
from simulate.world import World

ASSIGNED, INSPECTED = "discipline.supervision_assignments", "discipline.district_inspections"
ORGANISATIONS = "reference.organisations"
OFFICES = ("第一纪检监察室", "第二纪检监察室", "第三纪检监察室")
ASSIGNED_FROM = date(2018, 4, 16)
CYCLE, CYCLE_FROM = "上届巡察", "2014年1月-2017年12月"
CYCLE_BEGINS = date(2014, 3, 3)
ROUNDS = 8
COURSE = {"ended_on": ("finding_count", "clue_count"), "feedback_on": ("report_no",)}
# topic, first day, days, every how manieth office
SPECIAL_CHECKS = (
    ("discipline", date(2018, 4, 23), 5, 2),
    ("cars", date(2018, 5, 2), 4, 2),
    ("allowances", date(2018, 5, 7), 15, 1),
    ("hospitality", date(2018, 5, 28), 10, 1),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the assignments and the inspections."""
    tables = {ASSIGNED: _assign(world), INSPECTED: _inspect(world)}
    run(world, cases, tables, INJECTIONS)
    office = world.places.department("纪工委监察办公室")
    inspected = known_on(tables[INSPECTED].sort("started_on", "_key"), QUARTERLY, "started_on", COURSE)
    return [
        Table(ASSIGNED, tables[ASSIGNED].sort("office", "_key"), office, days=QUARTERLY[:2]),
        Table(INSPECTED, inspected, office, days=QUARTERLY),
    ]


def _units(world: World) -> list[str]:
    return [*world.places.offices, *world.places.villages["name"]]


def _assign(world: World) -> pl.DataFrame:
    draw = world.stream(ASSIGNED)
    staff = world.officials.filter(level="staff")["person_name"]
    leaders = world.officials.filter(level="section")["person_name"]
    rows: list[Row] = []
    for number, unit in enumerate(_units(world)):
        office = number % len(OFFICES)
        rows.append(
            {
                "_key": f"assigned-{number:02d}",
                "unit": unit,
                "office": OFFICES[office],
                "office_leader": leaders[20 + office],
                "contact_official": staff[60 + office * 4 + number % 3],
                "is_joint": False,
                "basis": "临新纪〔2018〕5号",
                "valid_from": ASSIGNED_FROM,
                "visit_count": int(draw.integers(1, 6)),
                "last_visited_on": date(2018, 4, 17) + timedelta(days=int(draw.integers(0, 9))),
            }
        )
    return frame_of(rows, valid_to=pl.Date, note=pl.String)


def _inspect(world: World) -> pl.DataFrame:
    """Return the rounds of the last cycle, which reached every unit, and this year's special checks of offices."""
    draw = world.stream(INSPECTED)
    leaders = world.officials.filter(level="section")["person_name"]
    rows: list[Row] = []
    units = _units(world)
    for number, unit in enumerate(units):
        turn = number % ROUNDS
        started = CYCLE_BEGINS + timedelta(days=turn * 160 + number % 3)
        row: Row = {"kind": "regular", "topic": "none", "cycle": CYCLE, "cycle_from_on": CYCLE_FROM}
        row |= {"inspection_round": f"{started.year}-{turn % 2 + 1}"}
        rows.append(_visit(unit, number, started, 40) | row | {"clue_count": int(draw.integers(0, 4))})
    for topic, day, days, step in SPECIAL_CHECKS:
        for number, unit in enumerate(world.places.offices[::step]):
            row = {"kind": "special_check", "topic": topic, "cycle": "本届巡察", "inspection_round": "2018-1"}
            row |= {"cycle_from_on": "2018年1月-2022年12月", "clue_count": 0}
            rows.append(_visit(unit, number, day, days - 1) | row)
    for number, row in enumerate(rows):
        row |= {
            "_key": f"inspected-{number:03d}",
            "team_leader": leaders[30 + number % 5],
            "finding_count": int(draw.integers(1, 9)),
            "report_no": f"XCBG-{row['started_on'].year}-{number + 1:03d}",
        }
    return frame_of(rows, note=pl.String)


def _visit(unit: str, number: int, started: date, days: int) -> Row:
    ended = started + timedelta(days=days)
    return {
        "unit": unit,
        "started_on": started,
        "ended_on": ended,
        "team": f"区委第{'一二三四五'[number % 5]}巡察组",
        "feedback_on": ended + timedelta(days=20),
    }


def inject_d05_1_unassigned_unit(desk: Desk) -> None:
    """Nobody's, or two offices' at once; the look-alike is watched over jointly, by rule."""
    real, innocent = desk.take("unit covered", desk.tables[ASSIGNED]["unit"], FEW)
    added, dropped = [], []
    for kind, number, unit in kinds(real, innocent):
        row = desk.rows(ASSIGNED, pl.col("unit") == unit)[0]
        if kind == "real" and number % 2 == 0:
            dropped.append(row["_key"])
            desk.record(
                "D05.1",
                "discipline",
                ("organisation", unit),
                kind,
                [_register(desk, unit)],
                "没有科室联系监督",
            )
            continue
        other = OFFICES[(OFFICES.index(row["office"]) + 1) % len(OFFICES)]
        second = row | {"_key": f"{row['_key']}-2", "office": other, "is_joint": kind == "innocent"}
        added.append(second)
        if kind == "innocent":
            added.append(row | {"is_joint": True, "note": "重点单位，按规定共同监督"})
            dropped.append(row["_key"])
        keys = [(ASSIGNED, row["_key"]), (ASSIGNED, second["_key"])]
        reason = "两个科室同时联系，分工不清" if kind == "real" else "按规定由两个科室共同监督"
        desk.record("D05.1", "discipline", ("organisation", unit), kind, keys, reason)
    desk.drop(ASSIGNED, dropped)
    desk.add(ASSIGNED, added)


def inject_d05_2_not_inspected(desk: Desk) -> None:
    """The cycle is over and nobody was there; the look-alike did not exist before it ended."""
    real, innocent = desk.take("unit covered", desk.tables[ASSIGNED]["unit"], 2 * FEW)
    changes: list[Row] = []
    dropped: list[str] = []
    for kind, _, unit in kinds(real, innocent):
        gone = desk.rows(INSPECTED, pl.col("unit") == unit, pl.col("kind") == "regular")
        dropped += [row["_key"] for row in gone]
        row = desk.rows(ASSIGNED, pl.col("unit") == unit)[0]
        note = None if kind == "real" else "2018年1月机构改革新设"
        changes.append({"_key": row["_key"], "note": note})
        reason = "一届任期内没有巡察" if kind == "real" else "周期结束后新设，没有应巡未巡"
        keys = [_register(desk, unit), (ASSIGNED, row["_key"])]
        desk.record("D05.2", "discipline", ("organisation", unit), kind, keys, reason)
    desk.change(ASSIGNED, changes)
    desk.drop(INSPECTED, dropped)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_d05_1_unassigned_unit,
    inject_d05_2_not_inspected,
)


def _register(desk: Desk, unit: str) -> tuple[str, str]:
    """Return the unit's row in the register of organisations."""
    code = desk.world.places.organisations.filter(name=unit)["org_code"][0]
    return ORGANISATIONS, str(code)
