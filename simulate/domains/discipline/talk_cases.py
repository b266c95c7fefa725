"""What can be wrong with integrity talks (D01), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.domains.discipline.talk_texts import FORM_HEADING, write_clone, write_record
from simulate.domains.expenses.desk import Desk, Row, kinds
from simulate.domains.reference.workdays import list_workdays

TALKS, PAYROLL = "discipline.integrity_talks", "register.fiscal_staff"
CROWDED = 21  # talks of one interviewer on one day: one more than a rule allows
MOST_CROWDS = 6
SPRING = (date(2018, 4, 9), date(2018, 6, 15))


def inject_d01_3_cloned_records(desk: Desk) -> None:
    """One text for all talks of a day but for the name; the look-alike has a printed heading over texts of its own."""
    days = (
        desk.tables[TALKS]
        .filter(interviewer_level="county", interviewee_level="section")
        .group_by(
            pl.concat_str("interviewer", pl.lit("/"), pl.col("talked_on").cast(pl.String)).alias("day"),
            maintain_order=True,
        )
        .agg("_key")
        .filter(pl.col("_key").list.len() > 1)
    )
    keys = dict(days.iter_rows())
    real, innocent = desk.take("interviewer day", keys)
    changes: list[Row] = []
    for kind, number, name in kinds(real, innocent):
        for row in desk.rows(TALKS, pl.col("_key").is_in(keys[name])):
            clone = write_clone(row["interviewee"], number)
            text = clone if kind == "real" else FORM_HEADING + row["record_text"]
            changes.append({"_key": row["_key"], "record_text": text})
        reason = "同一天几份谈话记录内容雷同" if kind == "real" else "只有统一印制的提纲相同，记录各不相同"
        rows = [(TALKS, key) for key in keys[name]]
        desk.record("D01.3", "discipline", ("interviewer_day", name), kind, rows, reason)
    desk.change(TALKS, changes)


def inject_d01_1_no_talk(desk: Desk) -> None:
    """On the roster, talked to by nobody; look-alikes were on leave or posted elsewhere, and had theirs later."""
    real, innocent = desk.take("talk", _free(desk))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(TALKS, pl.col("_key") == key)[0]
        if kind == "real":
            rows = [(PAYROLL, f"staff-{row['person']}")]
            desk.record(
                "D01.1", "discipline", ("person", row["id_card"]), kind, rows, "在册科级干部没有谈话记录"
            )
            continue
        day = date(2018, 4, 9) + timedelta(days=number)
        note = "病假期间，返岗后补谈" if number % 2 else "外派挂职，回区后补谈"
        changes.append({"_key": key, "talked_on": day, "_on": day, "note": note})
        desk.record("D01.1", "discipline", ("person", row["id_card"]), kind, [(TALKS, key)], note)
    desk.change(TALKS, changes)
    desk.drop(TALKS, real)


def inject_d01_4_wrong_direction(desk: Desk) -> None:
    """The lower talks to the higher; the look-alike was told to by the committee."""
    staff = desk.world.officials.filter(level="staff")
    real, innocent = desk.take("talk", _free(desk))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(TALKS, pl.col("_key") == key)[0]
        leader = staff.row((number * 13 + (kind == "real")) % len(staff), named=True)
        changes.append(
            {
                "_key": key,
                "interviewer": leader["person_name"],
                "interviewer_post": leader["post"],
                "interviewer_level": "other",
                "is_delegated": kind == "innocent",
                "note": "受党工委书面委托" if kind == "innocent" else None,
            }
        )
        reason = "科员与科级干部谈话" if kind == "real" else "受党工委委托谈话"
        subject = ("talk", row["talk_no"])
        desk.record("D01.4", "discipline", subject, kind, [(TALKS, key)], reason)
    desk.change(TALKS, changes)


def inject_d01_2_too_many_in_a_day(desk: Desk) -> None:
    """More talks in a day than anybody can have; the look-alike was one meeting, recorded one by one."""
    leaders = desk.world.officials.filter(level="section").to_dicts()
    cadres = desk.world.village_cadres.with_columns(unit="village_name")
    streets = cadres["street_name"].unique(maintain_order=True).to_list()
    days = list_workdays(*SPRING)
    real, innocent = desk.count(MOST_CROWDS), desk.count(MOST_CROWDS)
    added = []
    for at, (kind, number, _) in enumerate(kinds(range(real), range(innocent))):
        own = cadres.filter(pl.col("street_name") == streets[at % len(streets)]).to_dicts()
        leader, day = leaders[at * 11 % len(leaders)], days[at * 3]
        first = int(desk.draw.integers(0, 20))
        rows = [
            {
                "_key": f"crowd-{at:02d}-{turn:02d}",
                "person": cadre["person"],
                "talk_no": f"LZTH-2018-C{at:02d}{turn:02d}",
                "talked_on": day,
                "kind": "holiday",
                "interviewer": leader["person_name"],
                "interviewer_post": "街道纪工委书记",
                "interviewer_level": "section",
                "interviewee": cadre["person_name"],
                "id_card": cadre["id_card"],
                "interviewee_unit": cadre["unit"],
                "interviewee_post": cadre["post"],
                "interviewee_level": "other",
                "is_collective": kind == "innocent",
                "is_delegated": False,
                "topic": "节前廉洁提醒",
                "record_text": write_record(turn + 5 * at)
                if kind == "real"
                else "集体提醒谈话，会议纪要另存。",
                "_on": day,
            }
            for turn, cadre in enumerate(own[first : first + CROWDED + number % 5])
        ]
        added += rows
        subject = ("interviewer_day", f"{leader['person_name']}/{day}")
        reason = f"一天单独谈话{len(rows)}人" if kind == "real" else "集体谈话分人登记"
        desk.record("D01.2", "discipline", subject, kind, [(TALKS, str(row["_key"])) for row in rows], reason)
    desk.add(TALKS, added)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_d01_3_cloned_records,
    inject_d01_1_no_talk,
    inject_d01_4_wrong_direction,
    inject_d01_2_too_many_in_a_day,
)


def _free(desk: Desk) -> pl.Series:
    """Return the talks with officials of section level that no case of a whole day holds."""
    taken = desk.cases.keys().get(TALKS, set())
    rows = desk.tables[TALKS].filter(interviewee_level="section")
    return rows.filter(~pl.col("_key").is_in(sorted(taken)))["_key"]
