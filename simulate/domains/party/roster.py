"""The roster of cadres, and who came to the offices in these two years (P06.1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.party.desk import (
    Desk,
    Row,
    Rows,
    add_years,
    both,
    draw_day,
    draw_workday,
    first_of_month,
    make_frame,
    run,
)
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

CADRES, ENTRIES = "party.cadres", "party.staff_entries"
DAYS = (date(2018, 4, 27), date(2018, 8, 31))
RULE_ON = date(2018, 5, 2)  # from here on nobody comes in without an examination
LEADERS = 4  # of a unit, at most
ENTRANTS, MOVES = 34, 26
TERMS_FROM, TERMS_TO = date(2009, 3, 2), date(2017, 9, 28)
SCHOOLS = ("大专（在职）", "大学（在职）", "大学", "大学", "研究生", "省委党校研究生")
JOBS = ("办公室科员", "财政所会计", "规划员", "信息管理员", "执法队员", "综合岗")


@dataclass
class Roster:
    """`cadres` by key, with `person` and `person_name` beside the columns of the list; `entries` by key."""

    cadres: Rows
    entries: Rows

    def leaders(self) -> list[Row]:
        """Return the cadres who lead a unit, in the roster's order."""
        return [row for row in self.cadres.values() if row["is_leader"]]


def build_roster(world: World) -> Roster:
    """Return the roster of all officials, as world.officials has them, and the entries and moves of two years."""
    draw = world.stream(CADRES)
    cadres: Rows = {}
    met: dict[str, int] = defaultdict(int)
    names: dict[str, set[str]] = defaultdict(set)
    for official in world.officials.iter_rows(named=True):
        unit, level = official["unit"], official["level"]
        is_leader = level != "staff" and (met[unit] < LEADERS or level == "county")
        is_leader &= official["person_name"] not in names[unit]
        place = met[unit]
        met[unit] += level != "staff"
        names[unit].add(official["person_name"])
        cadres[f"cadre-{official['person']}"] = _enter(draw, official, place, is_leader=is_leader)
    return Roster(cadres, _build_entries(world))


def make(world: World, cases: Cases) -> list[Table]:
    """Return the roster and the entries; made last, when the other domains have changed what they had to."""
    roster = world.once(build_roster)
    run(world, cases, roster, (inject_p06_1_entry_without_exam,))
    office = world.places.department("党群工作部")
    frame = make_frame(roster.cadres.values()).drop("person").sort("unit", maintain_order=True)
    entries = make_frame(roster.entries.values()).sort("effective_on", "_key")
    return [Table(CADRES, frame, office, DAYS), Table(ENTRIES, entries, office, QUARTERLY)]


def find_newcomers(world: World, draw: np.random.Generator, number: int) -> list[Row]:
    """Return young ordinary adults without an office, a firm or a household of their own, each for one purpose."""
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    age = 2018 - pl.col("birth").dt.year()
    free = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("position") > 0,
        age.is_between(22, 40),
        ~pl.col("person").is_in(busy),
    )
    cards = world.pick(draw, "newcomer", free["id_card"], number)
    return free.filter(pl.col("id_card").is_in(cards)).to_dicts()


def _enter(draw: np.random.Generator, official: Row, place: int, *, is_leader: bool) -> Row:
    level = {"staff": "other"}.get(official["level"], official["level"])
    since = draw_workday(draw, TERMS_FROM, TERMS_TO)
    rank = (
        "staff"
        if level == "other"
        else f"{level}_{'chief' if place < 2 - (level == 'section') else 'deputy'}"
    )
    return {
        "_key": f"cadre-{official['person']}",
        "person": official["person"],
        "cadre_name": official["person_name"],
        "id_card": official["id_card"],
        "unit": official["unit"],
        "level": level,
        "rank": rank,
        "post": _name_post(official, place, is_leader=is_leader),
        "is_leader": is_leader,
        "joined_party_month": first_of_month(
            add_years(official["birth"], 20) + timedelta(days=int(draw.integers(2600)))
        ),
        "started_work_month": first_of_month(
            add_years(official["birth"], 19) + timedelta(days=int(draw.integers(1800)))
        ),
        "education": str(draw.choice(SCHOOLS)),
        "entered_on": since - timedelta(days=int(draw.integers(0, 400))),
        "valid_from": since,
        "decision_item_no": None,
        "status": "at_work",
        "note": None,
    }


def _name_post(official: Row, place: int, *, is_leader: bool) -> str:
    unit, level = official["unit"], official["level"]
    if level == "county":
        return ("党工委书记", "管委会主任", "党工委副书记")[place] if place < 3 else "党工委委员"
    if level == "staff":
        return str(official["post"])
    if not is_leader:
        return "副主任科员"
    if unit.endswith("街道"):
        return ("党工委书记", "办事处主任", "党工委副书记", "办事处副主任")[place]
    head = {"局": "局长", "部": "部长"}.get(unit[-1], "主任")
    return head if place == 0 else f"副{head}"


def _build_entries(world: World) -> Rows:
    """Return who came in by an examination, who was moved, and a few contracts from before the rule."""
    draw = world.stream(ENTRIES)
    entries: Rows = {}
    for number, person in enumerate(find_newcomers(world, draw, ENTRANTS)):
        kind = str(draw.choice(["civil_service_exam", "open_recruitment", "selected"], p=[0.4, 0.5, 0.1]))
        if number < 4:
            kind, first, last = "contract", date(2017, 2, 6), date(2017, 12, 20)
        elif number < 22:
            first, last = date(2017, 3, 1), date(2018, 4, 13)
        else:
            first, last = RULE_ON, date(2018, 8, 24)
        row = _add_entry(world, draw, entries, person, kind, draw_workday(draw, first, last))
        if kind == "contract":
            row |= {"exam_no": None, "exam_score": None}
    units = world.places.offices.to_list()
    moved = world.officials.filter(level="staff")
    for at in sorted(draw.permutation(len(moved))[:MOVES]):
        person = moved.row(int(at), named=True)
        kind = str(draw.choice(["within", "secondment", "transfer_in"], p=[0.5, 0.3, 0.2]))
        day = draw_workday(draw, date(2017, 2, 6), date(2018, 8, 20))
        row = _add_entry(world, draw, entries, person, kind, day)
        elsewhere = "云川市北桥区机关" if kind == "transfer_in" else str(draw.choice(units))
        row |= {"unit": person["unit"], "from_unit": elsewhere, "exam_no": None, "exam_score": None}
    return entries


def _add_entry(
    world: World, draw: np.random.Generator, entries: Rows, person: Row, kind: str, day: date
) -> Row:
    """Enter somebody as if all were in order, and return the row."""
    number = len(entries) + 1
    approved = next_day = day - timedelta(days=int(draw.integers(5, 16)))
    key = f"entry-{number:03d}"
    entries[key] = {
        "_key": key,
        "person_name": person["person_name"],
        "id_card": person["id_card"],
        "kind": kind,
        "effective_on": day,
        "unit": str(draw.choice(world.places.offices.to_list())),
        "from_unit": "应届毕业生" if draw.random() < 0.5 else "企业职工",
        "post": str(draw.choice(JOBS)),
        "staffing": "outside" if kind == "contract" else "institution" if number % 3 else "administrative",
        "exam_no": f"{day.year}SY{world.block:02d}{400 + number * 7:04d}",
        "exam_score": round(float(draw.normal(74, 4)), 2),
        "exemption_basis": None,
        "publicised_on": draw_day(draw, approved - timedelta(days=25), approved - timedelta(days=8)),
        "approval_no": f"{world.places.site[:2]}组〔{day.year}〕{10 + number}号",
        "approved_on": next_day,
        "approved_by": "党群工作部",
        "decision_item_no": None,
        "payroll_from_month": first_of_month(first_of_month(day) + timedelta(days=32)),
        "note": None,
        "_on": day,
    }
    return entries[key]


def inject_p06_1_entry_without_exam(desk: Desk[Roster]) -> None:
    """Somebody comes in after the rule without an examination; the look-alike is exempt by a rule that is named."""
    counts = [desk.cases.count(desk.draw) for _ in range(2)]
    people = find_newcomers(desk.world, desk.draw, sum(counts))
    cards = [person["id_card"] for person in people]
    for (_, is_real), person in zip(both(cards[: counts[0]], cards[counts[0] :]), people, strict=True):
        kind = str(desk.draw.choice(["open_recruitment", "contract", "selected"])) if is_real else "military"
        day = draw_workday(desk.draw, RULE_ON, date(2018, 8, 24))
        row = _add_entry(desk.world, desk.draw, desk.book.entries, person, kind, day)
        row |= {"exam_no": None, "exam_score": None}
        if not is_real:
            row |= {"from_unit": "军队转业", "exemption_basis": "计划内转业安置，按安置办法考核接收"}
        reason = "规定施行后未经考试进入" if is_real else "按政策安置的转业军人，免考依据已注明"
        desk.add("P06.1", ("person", person["id_card"]), [(ENTRIES, row["_key"])], reason, is_real=is_real)
