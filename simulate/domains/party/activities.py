"""One activity of a branch and the sheet on which its members sign in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulate.domains.party.branches import Branches
from simulate.domains.party.desk import Row, Rows, at_time, make_digest, next_workday
from simulate.words import read_words

ACTIVITIES, SIGNED = "party.organisation_activities", "party.activity_attendances"
THEME_DAY = 28
LATEST = 2  # days until an activity is uploaded
MINUTES = ("party_acts", "party_topics", "party_opinions", "party_resolves")


@dataclass
class Life:
    """`activities` by key, `signed` (who signed in where) by key, `branches`, and the texts still to be used."""

    activities: Rows
    signed: Rows
    branches: Branches
    texts: Iterator[tuple[str, ...]]
    criticisms: Iterator[tuple[str, ...]]


def add_activity(draw: np.random.Generator, life: Life, branch: Row, kind: str, day: date, size: int) -> Row:
    """Enter an activity that was held and uploaded in time, and return its row."""
    key = f"{branch['branch']}-{kind}-{day}"
    attended = size - int(draw.binomial(size, 0.13))
    start = at_time(day, *((14, 30) if kind == "theme_day" else (9, 0)))
    themes = read_words("party_themes")
    uploaded = _upload_day(draw, day)
    life.activities[key] = {
        "_key": key,
        "unit": branch["unit"],
        "branch": branch["branch"],
        "kind": kind,
        "held_on": day,
        "start_at": start,
        "end_at": start + timedelta(minutes=int(draw.integers(12, 25)) * 5),
        "theme": themes[int(draw.integers(len(themes)))],
        "presider": branch["secretary"],
        "expected_count": size,
        "attended_count": attended,
        "minutes_summary": write_minutes(life, attended),
        "minutes_digest": make_digest(draw),
        "criticism_count": 0,
        "criticism_text": None,
        "uploaded_at": at_time(uploaded, 17 if uploaded == day else int(draw.integers(8, 18)), 20),
        "platform": "党建e平台",
        "note": None,
        "_on": uploaded,
        "_unit": branch["_unit"],
    }
    return life.activities[key]


def _upload_day(draw: np.random.Generator, day: date) -> date:
    """Return when an activity was uploaded: within two days, after a weekend on the Monday."""
    later = next_workday(day + timedelta(days=int(draw.integers(0, 3))))
    return later if (later - day).days <= LATEST else day


def write_minutes(life: Life, attended: int) -> str:
    """Return minutes of an activity, unlike any others."""
    act, topic, opinion, resolve = next(life.texts)
    return f"{attended}人到会，{act}，{topic}，{opinion}，{resolve}。"


def sign(activity: Row, member: Row, *, is_full: bool) -> Row:
    """Return the line of a sign-in sheet on which `member` is present."""
    return {
        "_key": f"{activity['_key']}-{member['person']}",
        "person": member["person"],
        "activity": activity["_key"],
        "branch": activity["branch"],
        "kind": activity["kind"],
        "held_on": activity["held_on"],
        "start_at": activity["start_at"],
        "end_at": activity["end_at"],
        "person_name": member["person_name"],
        "id_card": member["id_card"],
        "member_kind": "full" if is_full else "probationary",
        "attendance": "present",
        "signed_in_at": activity["start_at"] - timedelta(minutes=6),
        "reason": None,
        "note": None,
        "_on": activity["_on"],
        "_unit": activity["_unit"],
    }
