"""Party branches, what they are made of, and who works for them (P03)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.party.desk import Desk, Row, Rows, both, draw_workday, make_frame, run
from simulate.domains.party.organisations import build_organisations
from simulate.domains.party.roster import build_roster
from simulate.tables import Table
from simulate.world import World

BRANCHES = "party.party_branches"
DAYS = (date(2018, 4, 27), date(2018, 8, 31))
LEAST_FOR_COMMITTEE, LARGE_COMMITTEE, LEAST_FOR_GROUPS = 7, 18, 20
RETIRED = 15  # offices whose retired members have a branch of their own
TERM_YEARS = 3
VILLAGE_TERM_FROM = (date(2017, 11, 20), date(2018, 1, 12))
OFFICE_TERM_FROM = (date(2016, 3, 1), date(2017, 12, 15))
CARED_FOR = "离退休老同志行动不便，送学上门"


@dataclass
class Branches:
    """`rows` by the branch's name; beside the columns of the list `since`, the first day of the committee's term.

    `members` are the people of village branches, by branch: whoever signs in at an activity.
    """

    rows: Rows
    members: dict[str, list[Row]]

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the names of the branches of these kinds."""
        return [name for name, row in self.rows.items() if row["kind"] in kinds]


def build_branches(world: World) -> Branches:
    """Return all branches in order: of villages and communities, offices, the retired, and enterprises."""
    draw = world.stream(BRANCHES)
    members = _choose_members(draw, world)
    book = Branches({}, {})
    cadres = list(world.once(build_roster).cadres.values())
    secretaries = dict(
        world.village_cadres.filter(post_kind="party").select("village_name", "person_name").iter_rows()
    )
    for village in world.places.villages.iter_rows(named=True):
        name = f"{village['name']}党支部"
        book.members[name] = members[village["village"]]
        size = len(book.members[name])
        probation = int(size > 8) * int(draw.integers(0, 3))
        street = village["street_name"]
        kind = "community" if village["is_community"] else "village"
        row = _found(
            draw, name, kind, village["name"], f"{street}党工委", size - probation, VILLAGE_TERM_FROM
        )
        row |= {"probationary_members": probation, "mobile_members": int(draw.binomial(size, 0.12))}
        book.rows[name] = row | {"secretary": secretaries[village["name"]], "_unit": street}
    for row in _found_offices(draw, world, cadres):
        book.rows[row["branch"]] = row
    for row in world.once(build_organisations).rows.values():
        if row["branch_form"] == "own":
            book.rows[row["branch"]] = _found_new(draw, world, row)
    for number, (name, row) in enumerate(book.rows.items(), 1):
        row["branch_code"] = f"{'LH' if world.block == 0 else f'Q{world.block:03d}'}-DZB-{number:03d}"
        row["staff_count"] = 2 if row["kind"] in {"village", "community"} else 1
        row["_key"] = name
    return book


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of branches; subdistricts report their own, the party office those of the departments."""
    book = world.once(build_branches)
    run(world, cases, book, INJECTIONS)
    frame = make_frame(book.rows.values()).drop("since")
    return [Table(BRANCHES, frame, world.places.department("党群工作部"), DAYS)]


def _choose_members(draw: np.random.Generator, world: World) -> dict[int, list[Row]]:
    """Return the party members of every village: adults, more of them where more people live."""
    officials = world.officials["person"].implode()
    adults = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("birth").is_between(date(1935, 1, 1), date(1995, 1, 1)),
        ~pl.col("person").is_in(officials),
    )
    chosen: dict[int, list[Row]] = {}
    for village in range(world.places.villages.height):
        own = adults.filter(village=village)
        size = max(8, round(len(own) * float(draw.uniform(0.14, 0.24))))
        at = np.sort(draw.permutation(len(own))[:size])
        chosen[village] = own[at].select("person", "person_name", "id_card").to_dicts()
    return chosen


def _found(
    draw: np.random.Generator,
    name: str,
    kind: str,
    unit: str,
    parent: str,
    full: int,
    term: tuple[date, date],
) -> Row:
    since = draw_workday(draw, *term)
    has_committee = full >= LEAST_FOR_COMMITTEE
    return {
        "branch": name,
        "unit": unit,
        "parent": parent,
        "kind": kind,
        "full_members": full,
        "probationary_members": 0,
        "mobile_members": 0,
        "group_count": full // 12 if full >= LEAST_FOR_GROUPS else 0,
        "has_committee": has_committee,
        "committee_count": (5 if full >= LARGE_COMMITTEE else 3) if has_committee else 0,
        "secretary": None,
        "established_on": draw_workday(draw, date(1992, 3, 1), date(2012, 11, 30)),
        "since": since,
        "term_due_on": since.replace(year=since.year + TERM_YEARS),
        "valid_from": None,
        "valid_to": None,
        "note": None,
    }


def _found_offices(draw: np.random.Generator, world: World, cadres: list[Row]) -> Iterator[Row]:
    """Yield a branch for every office and, of the larger ones, another for the retired."""
    site, reporter = world.places.site, world.places.department("党群工作部")
    offices = world.places.offices
    streets = set(world.places.organisations.filter(kind="subdistrict")["name"])
    for number, unit in enumerate(offices):
        is_street = unit in streets
        parent = f"{unit}党工委" if is_street else f"{site}直属机关党委"
        own = [row["cadre_name"] for row in cadres if row["unit"] == unit]
        sizes = int(draw.integers(12, 46)), int(draw.integers(9, 40))
        for name, sort, full in (
            (f"{unit}机关党支部", "office", sizes[0]),
            (f"{unit}离退休党支部", "retired", sizes[1]),
        ):
            if sort == "retired" and number < len(offices) - RETIRED:
                continue
            row = _found(draw, name, sort, unit, parent, full, OFFICE_TERM_FROM)
            yield row | {"secretary": own[0] if own else None, "_unit": unit if is_street else reporter}


def _found_new(draw: np.random.Generator, world: World, organisation: Row) -> Row:
    """Return the branch of an enterprise or a social organisation."""
    street, full = organisation["street"], organisation["full_member_count"]
    kind = "social" if organisation["kind"] == "social_organisation" else "enterprise"
    parent = f"{world.places.site}两新组织综合党委"
    row = _found(draw, organisation["branch"], kind, street, parent, full, OFFICE_TERM_FROM)
    row["established_on"] = organisation["branch_founded_on"]
    row["probationary_members"] = organisation["member_count"] - full
    note = organisation["note"] if organisation["status"] == "suspended" else None
    return row | {"secretary": organisation["secretary"], "note": note, "_unit": street}


def inject_p03_1_oversized(desk: Desk[Branches]) -> None:
    """More than fifty full members and no groups; the look-alike's live elsewhere."""
    names = desk.book.of_kind("office", "retired")
    for name, is_real in both(*desk.take("branch", names, most=8)):
        row = desk.book.rows[name]
        full = int(desk.draw.integers(52, 76))
        away = 0 if is_real else full - int(desk.draw.integers(28, 47))
        row |= {"full_members": full, "mobile_members": away, "group_count": 0, "committee_count": 5}
        row["note"] = None if is_real else "流动党员已编入流入地党组织参加活动"
        reason = f"正式党员{full}名而不设党小组" if is_real else f"其中{away}名为流动党员"
        desk.add("P03.1", ("branch", name), [(BRANCHES, name)], reason, is_real=is_real)


def inject_p02_6_retired(desk: Desk[Branches]) -> None:
    """Choose branches of the retired that meet at members' homes and keep no record: the look-alike of P02.6."""
    for name in desk.pick("branch", desk.book.of_kind("retired"), most=6):
        desk.book.rows[name]["note"] = CARED_FOR
        desk.add("P02.6", ("branch", name), [(BRANCHES, name)], CARED_FOR, is_real=False)


INJECTIONS: tuple[Callable[[Desk[Branches]], None], ...] = (inject_p02_6_retired, inject_p03_1_oversized)
