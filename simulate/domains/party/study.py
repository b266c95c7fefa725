"""What study groups plan and study, and the lectures that leaders give (P01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.party.desk import (
    LAST_ON,
    Row,
    Rows,
    at_time,
    compose,
    draw_workday,
    make_digest,
    make_frame,
    next_workday,
    run,
)
from simulate.domains.party.roster import build_roster
from simulate.domains.party.study_cases import INJECTIONS, SESSIONS
from simulate.tables import Table
from simulate.timeline import ONCE, QUARTERLY
from simulate.words import read_words
from simulate.world import World

PLANS = "party.study_plans"
QUARTERS = ("一", "二", "三", "四")
FORMS = ("collective", "seminar", "lecture", "self_study")
SESSIONS_A_MONTH, MONTHS = 2, 8
LATEST = 5  # days until a session is entered
THEME_ON = date(2018, 4, 28)  # the group of the whole district studied the new concept of development
CONTEST_ON, CONTEST = date(2018, 5, 17), "组队参加全市知识竞赛，获二等奖"
THEME = "新发展理念专题研讨"


@dataclass
class Study:
    """`sessions` and `plans` by key."""

    sessions: Rows
    plans: Rows


def make(world: World, cases: Cases) -> list[Table]:
    """Return plans and sessions; subdistricts report their own, the party office those of the departments."""
    study = _build(world)
    run(world, cases, study, INJECTIONS)
    office = world.places.department("党群工作部")
    sessions = make_frame(study.sessions.values()).sort("held_on", "_key")
    plans = make_frame(study.plans.values())
    return [
        Table(PLANS, _by_reporter(world, plans, office), office, ONCE),
        Table(SESSIONS, _by_reporter(world, sessions, office), office, QUARTERLY),
    ]


def _by_reporter(world: World, frame: pl.DataFrame, office: str) -> pl.DataFrame:
    streets = world.places.organisations.filter(kind="subdistrict")["name"]
    known = pl.col("_unit") if "_unit" in frame.columns else pl.lit(None, dtype=pl.String)
    own = pl.when(pl.col("unit").is_in(streets.implode())).then("unit").otherwise(pl.lit(office))
    return frame.with_columns(_unit=pl.coalesce(known, own))


def _build(world: World) -> Study:
    draw = world.stream(SESSIONS)
    texts = compose(draw, "party_study_reads", "party_study_links", "party_study_tasks")
    study = Study({}, {})
    units = world.places.organisations.filter(
        pl.col("kind").is_in(["committee", "department", "subdistrict"])
    )["name"]
    leaders = world.once(build_roster).leaders()
    schedule = [(topic, find_quarter(at)) for at, topic in enumerate(read_words("party_study_topics"))]
    for number, unit in enumerate(units):
        own = [row for row in leaders if row["unit"] == unit]
        _plan(draw, study, unit, number, own)
        size = int(draw.integers(7, 15))
        for at in range(SESSIONS_A_MONTH * MONTHS):
            month, half = divmod(at, SESSIONS_A_MONTH)
            quarter = [topic for topic, own_quarter in schedule if own_quarter == month // 3]
            day = _find_day(draw, month + 1, half)
            if unit == units[0] and day.month == 4 and half:
                day = THEME_ON
            leader = own[at % len(own)] if own else None
            _hold(draw, study, texts, leader, unit, size, day, quarter[at % len(quarter)])
        for leader in own:
            _lecture(draw, study, texts, leader)
        _leave_one_out(study, unit)
    _enter_contest(draw, study, texts, units[0])
    _plan_branches(world, study)
    return study


def find_quarter(at: int) -> int:
    """Return in which quarter (0-3) topic number `at` (0-9) of the plan is due."""
    return at * len(QUARTERS) // 10


def name_quarter(quarter: int) -> str:
    """Return a quarter of 2018 as a plan names it."""
    return f"2018年第{QUARTERS[quarter]}季度"


def _enter_contest(
    draw: np.random.Generator, study: Study, texts: Iterator[tuple[str, ...]], unit: str
) -> None:
    """Note the contest in which the district's team won a second prize."""
    row: Row = {"unit": unit, "held_on": CONTEST_ON, "topic": CONTEST, "form": "seminar", "leader": None}
    row |= {"expected_count": 8, "attended_count": 7, "absentees": "1人请假", "leader_post": None}
    row |= {"planned_topic": None, "planned_from_on": None, "record_book": "活动登记本第6页"}
    _note(draw, study, row | {"record_text": next_text(texts, 7)})


def _plan_branches(world: World, study: Study) -> None:
    """Give every branch of a village or community its plan for 2018: a theme a quarter."""
    themes = read_words("party_themes")
    for number, village in enumerate(world.places.villages.iter_rows(named=True)):
        for quarter in range(len(QUARTERS)):
            key = f"branch-plan-{number:02d}-{quarter}"
            study.plans[key] = {
                "_key": key,
                "unit": village["name"],
                "year": 2018,
                "topic_no": quarter + 1,
                "topic": themes[(number + quarter * 3) % len(themes)],
                "planned_from_on": name_quarter(quarter),
                "form": "collective",
                "leader": None,
                "audience": "支部全体党员",
                "is_required": False,
                "basis": "党支部2018年工作计划",
                "note": None,
                "_unit": village["street_name"],
            }


def _find_day(draw: np.random.Generator, month: int, half: int) -> date:
    """Return an office day in the first or the second half of a month of 2018."""
    first = 2 if half == 0 else 15
    return min(
        draw_workday(draw, date(2018, month, first), date(2018, month, first + 10)), date(2018, month, 27)
    )


def _plan(draw: np.random.Generator, study: Study, unit: str, number: int, leaders: list[Row]) -> None:
    for at, topic in enumerate(read_words("party_study_topics"), 1):
        key = f"plan-{number:02d}-{at:02d}"
        study.plans[key] = {
            "_key": key,
            "unit": unit,
            "year": 2018,
            "topic_no": at,
            "topic": topic,
            "planned_from_on": name_quarter(find_quarter(at - 1)),
            "form": str(draw.choice(FORMS, p=[0.5, 0.3, 0.1, 0.1])),
            "leader": leaders[at % len(leaders)]["cadre_name"] if leaders else None,
            "audience": "理论学习中心组成员",
            "is_required": at <= 6,
            "basis": "2018年党工委理论学习中心组学习计划",
            "note": None,
        }


def _hold(
    draw: np.random.Generator,
    study: Study,
    texts: Iterator[tuple[str, ...]],
    leader: Row | None,
    unit: str,
    size: int,
    day: date,
    planned: str,
) -> None:
    topics = read_words("party_study_topics")
    is_theme = day == THEME_ON
    planned = topics[1] if is_theme else planned
    away = int(draw.binomial(size, 0.09))
    _note(
        draw,
        study,
        {
            "unit": unit,
            "held_on": day,
            "topic": THEME if is_theme else f"{planned}（{day.month}月）",
            "form": "collective" if is_theme else str(draw.choice(FORMS, p=[0.5, 0.3, 0.1, 0.1])),
            "planned_topic": planned,
            "planned_from_on": name_quarter(find_quarter(topics.index(planned))),
            "leader": leader["cadre_name"] if leader else None,
            "leader_post": leader["post"] if leader else None,
            "expected_count": size,
            "attended_count": size - away,
            "absentees": f"{away}人请假" if away else "无",
            "record_book": f"中心组学习记录本第{day.timetuple().tm_yday // 3 + 2}页",
            "record_text": next_text(texts, size - away),
        },
    )


def next_text(texts: Iterator[tuple[str, ...]], present: int) -> str:
    """Return notes of a session at which `present` people were there."""
    read, link, task = next(texts)
    return f"{read}，{present}人参加交流，{link}，会议要求{task}。"


def _lecture(draw: np.random.Generator, study: Study, texts: Iterator[tuple[str, ...]], leader: Row) -> None:
    day = draw_workday(draw, date(2018, 2, 26), date(2018, 8, 17))
    size = int(draw.integers(18, 45))
    away = int(draw.integers(1, 5))
    topics = read_words("party_study_topics")
    row: Row = {
        "unit": leader["unit"],
        "held_on": day,
        "topic": f"{leader['cadre_name']}讲党课：{topics[int(draw.integers(len(topics)))][2:]}",
        "form": "leader_lecture",
        "planned_topic": None,
        "planned_from_on": None,
        "leader": leader["cadre_name"],
        "leader_post": leader["post"],
        "expected_count": size,
        "attended_count": size - away,
        "absentees": f"{away}人请假",
        "record_book": f"党课记录本第{day.timetuple().tm_yday // 5 + 1}页",
        "record_text": next_text(texts, size - away),
    }
    _note(draw, study, row)


def _note(draw: np.random.Generator, study: Study, row: Row) -> None:
    """Enter a session within a few days; before a long holiday, on the day itself."""
    day = row["held_on"]
    entered = next_workday(day + timedelta(days=int(draw.integers(0, 4))))
    if (entered - day).days > LATEST:
        entered = day
    key = f"study-{len(study.sessions) + 1:04d}"
    study.sessions[key] = {"_key": key} | row
    study.sessions[key] |= {
        "media_digest": make_digest(draw),
        "entered_at": at_time(min(entered, LAST_ON), int(draw.integers(8, 18)), int(draw.integers(0, 60))),
        "note": None,
        "_on": min(entered, LAST_ON),
    }


def _leave_one_out(study: Study, unit: str) -> None:
    """See to it that nobody's attendance is full throughout."""
    own = [row for row in study.sessions.values() if row["unit"] == unit]
    if all(row["attended_count"] == row["expected_count"] for row in own):
        own[0] |= {"attended_count": own[0]["expected_count"] - 1, "absentees": "1人请假"}
