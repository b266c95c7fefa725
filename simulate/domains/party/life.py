"""Organisation life: theme days, meetings and lectures of the branches, and who signed in (P02)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.activities import ACTIVITIES, MINUTES, SIGNED, THEME_DAY, Life, add_activity, sign
from simulate.domains.party.branches import CARED_FOR, build_branches
from simulate.domains.party.desk import (
    Row,
    compose,
    draw_workday,
    make_frame,
    run,
)
from simulate.domains.party.life_cases import INJECTIONS
from simulate.domains.party.organisations import build_organisations
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

MONTHS = [date(2017, month, 1) for month in (10, 11, 12)] + [date(2018, month, 1) for month in range(1, 9)]
SHEETS_FROM = date(2018, 4, 1)  # from here on villages send their sign-in sheets
CRITICISMS = ("party_criticisms", "party_advice", "party_selfs")
AWAY = ("外出务工", "身体不适", "照顾病人", "单位值班")


def make(world: World, cases: Cases) -> list[Table]:
    """Return what branches report: subdistricts for their villages and firms, the party office for departments."""
    life = _build(world)
    run(world, cases, life, INJECTIONS)
    office = world.places.department("党群工作部")
    activities = make_frame(life.activities.values()).sort("held_on", "_key")
    signed = make_frame(life.signed.values()).sort("_on", "_key").drop("person", "activity")
    return [Table(ACTIVITIES, activities, office, QUARTERLY), Table(SIGNED, signed, office, QUARTERLY)]


def _build(world: World) -> Life:
    """Return eleven months of organisation life as it ought to be."""
    draw = world.stream(ACTIVITIES)
    branches = world.once(build_branches)
    life = Life({}, {}, branches, compose(draw, *MINUTES), compose(draw, *CRITICISMS))
    awake = {
        row["branch"]: row
        for row in world.once(build_organisations).rows.values()
        if row["branch_form"] == "own"
    }
    for branch in branches.rows.values():
        if branch["note"] == CARED_FOR:
            continue
        for month in MONTHS:
            day = month.replace(day=THEME_DAY)
            if branch["branch"] in awake and not _is_awake(awake[branch["branch"]], day):
                continue
            _hold_month(draw, life, branch, month)
        if branch["kind"] in {"village", "community", "office"}:
            day = draw_workday(draw, date(2018, 2, 23), date(2018, 3, 20))
            add_life_meeting(draw, life, branch, "organisation_life", day)
        if branch["kind"] == "office":
            day = draw_workday(draw, date(2018, 1, 22), date(2018, 2, 9))
            add_life_meeting(draw, life, branch, "democratic_life", day)
    return life


def _is_awake(organisation: Row, day: date) -> bool:
    """Return whether the branch of an enterprise is active on a theme day."""
    if organisation["part"] == "dormant":
        return organisation["woken_on"] is not None and organisation["woken_on"] <= day
    return bool(day <= organisation["last_activity_on"])


def _hold_month(draw: np.random.Generator, life: Life, branch: Row, month: date) -> None:
    size = branch["full_members"] + branch["probationary_members"]
    theme = add_activity(draw, life, branch, "theme_day", month.replace(day=THEME_DAY), size)
    if branch["branch"] in life.branches.members and month >= SHEETS_FROM:
        _sign_in(draw, life, branch, theme)
    if branch["has_committee"]:
        day = draw_workday(draw, month.replace(day=5), month.replace(day=20))
        add_activity(draw, life, branch, "committee_meeting", day, branch["committee_count"])
    if branch["kind"] in {"enterprise", "social", "retired"} or month.month % 3:
        return
    for kind in ("general_assembly", "party_lecture"):
        day = draw_workday(draw, month.replace(day=8), month.replace(day=24))
        add_activity(draw, life, branch, kind, day, size)


def add_life_meeting(draw: np.random.Generator, life: Life, branch: Row, kind: str, day: date) -> None:
    """Enter a life meeting: everybody criticises two or three others."""
    is_group = kind == "democratic_life"
    size = int(draw.integers(5, 9)) if is_group else branch["full_members"]
    row = add_activity(draw, life, branch, kind, day, size)
    row["theme"] = "对照检查、开展批评与自我批评"
    row["criticism_count"] = row["attended_count"] * 2 + int(draw.integers(1, 6))
    row["criticism_text"] = "；".join(
        f"{number}.{criticism}，{advice}，{end}"
        for number, (criticism, advice, end) in enumerate((next(life.criticisms) for _ in range(2)), 1)
    )


def _sign_in(draw: np.random.Generator, life: Life, branch: Row, activity: Row) -> None:
    """Write the sign-in sheet of a village's activity; the activity counts those who came."""
    members = life.branches.members[branch["branch"]]
    came = 0
    for number, member in enumerate(members):
        is_away = draw.random() < 0.13
        came += not is_away
        is_late = not is_away and draw.random() < 0.03
        row = sign(activity, member, is_full=number < branch["full_members"])
        moment: datetime = activity["start_at"] + timedelta(minutes=int(draw.integers(-25, 0)) + 30 * is_late)
        row |= {
            "attendance": "leave" if is_away else "late" if is_late else "present",
            "signed_in_at": None if is_away else moment,
            "reason": str(draw.choice(AWAY)) if is_away else None,
        }
        life.signed[row["_key"]] = row
    activity["expected_count"] = len(members)
    activity["minutes_summary"] = activity["minutes_summary"].replace(
        f"{activity['attended_count']}人到会", f"{came}人到会"
    )
    activity["attended_count"] = came
