"""Integrity talks, layer by layer: with the leaders in the middle of March, with villages' secretaries after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import polars as pl

from simulate.cases import Cases
from simulate.domains.discipline.talk_cases import INJECTIONS
from simulate.domains.discipline.talk_texts import TOPICS, write_record
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.domains.reference.workdays import list_workdays
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

TALKS = "discipline.integrity_talks"
LAYER_FROM, LAYER_TO = date(2018, 3, 11), date(2018, 3, 20)
VILLAGES_FROM, VILLAGES_TO = date(2018, 3, 21), date(2018, 3, 30)
LEVELS = {"county": "county", "section": "section", "staff": "other"}
FROM_ABOVE = ("岳明川", "云川市纪委副书记")
TRACED = 4  # every fourth talk leaves something to be done


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of talks."""
    tables = {TALKS: _talks(world)}
    run(world, cases, tables, INJECTIONS)
    frame = tables[TALKS].sort("talked_on", "_key").drop("person")
    return [Table(TALKS, frame, world.places.department("纪工委监察办公室"), days=MONTHLY)]


def _talks(world: World) -> pl.DataFrame:
    draw = world.stream(TALKS)
    officials = world.officials.to_dicts()
    county = [person for person in officials if person["level"] == "county"]
    section = [person for person in officials if person["level"] == "section"]
    days = list_workdays(LAYER_FROM, LAYER_TO)
    above = {"person_name": FROM_ABOVE[0], "post": FROM_ABOVE[1], "level": "county"}
    pairs: list[tuple[Row, Row, date]] = [(above, person, days[at % 3]) for at, person in enumerate(county)]
    for at, person in enumerate(section):
        turn = at // len(county)  # of its interviewer
        pairs.append((county[at % len(county)], person, days[turn * len(days) // 20]))
    later = list_workdays(VILLAGES_FROM, VILLAGES_TO)
    for street in world.places.villages["street_name"].unique(maintain_order=True):
        leader = section[int(draw.integers(len(section)))] | {"post": "街道党工委副书记"}
        for at, cadre in enumerate(list_village_cadres(world, str(street), "party")):
            pairs.append((leader, cadre, later[at // 3 % len(later)]))
    return frame_of(number_talks(pairs), is_delegated=pl.Boolean, note=pl.String)


def number_talks(pairs: Sequence[tuple[Row, Row, date]], first: int = 1) -> list[Row]:
    """Return a talk per (interviewer, interviewee, day), numbered from `first`."""
    told: Counter[str] = Counter()
    rows: list[Row] = []
    for number, (leader, person, day) in enumerate(pairs, first):
        told[leader["person_name"]] += 1
        is_traced = number % TRACED == 0
        rows.append(
            {
                "_key": f"talk-{number:04d}",
                "person": person["person"],
                "talk_no": f"LZTH-2018-{number:04d}",
                "talked_on": day,
                "kind": "topical",
                "interviewer": leader["person_name"],
                "interviewer_post": leader["post"],
                "interviewer_level": LEVELS[leader["level"]],
                "interviewee": person["person_name"],
                "id_card": person["id_card"],
                "interviewee_unit": person["unit"],
                "interviewee_post": person["post"],
                "interviewee_level": LEVELS[person["level"]],
                "is_collective": False,
                "is_delegated": False,
                "topic": TOPICS[number % len(TOPICS)],
                "record_text": write_record(told[leader["person_name"]]),
                "follow_up": "按谈话要求书面报告落实情况" if is_traced else None,
                "follow_up_due_on": "2018年4月15日前" if is_traced else None,
                "follow_up_closed_on": date(2018, 4, 13) if is_traced else None,
                "_on": day,
            }
        )
    return rows


def list_village_cadres(world: World, street: str, kind: str | None = None) -> list[Row]:
    """Return the cadres of a subdistrict's villages, all or those of a kind of post, as interviewees."""
    rows = world.village_cadres.filter(pl.col("street_name") == street)
    if kind:
        rows = rows.filter(pl.col("post_kind") == kind)
    return rows.with_columns(unit="village_name", level=pl.lit("staff")).to_dicts()
