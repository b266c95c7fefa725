"""Rows of the discipline office's registers as they are entered when nothing is wrong."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from simulate.domains.expenses.desk import Row
from simulate.world import World

LAST_DAY = date(2018, 8, 31)
SOURCES = ("petition", "inspection", "audit", "supervision", "petition", "department")


def make_clue(
    world: World, draw: np.random.Generator, unit: str, field_name: str, received: date, number: int
) -> Row:
    """Return a clue; one about harm to villagers is dealt with in days, another in weeks."""
    is_first = field_name == "rural_harm"
    wait = int(draw.integers(3, 10) if is_first else draw.integers(14, 31))
    disposed = received + timedelta(days=wait)
    closed = disposed + timedelta(days=int(draw.integers(15, 50)))
    is_closed = closed <= LAST_DAY
    return {
        "_key": f"clue-{number:03d}",
        "clue_no": f"XS-2018-{world.block:02d}9{number:03d}",
        "received_on": received,
        "source": SOURCES[number % len(SOURCES)],
        "source_no": f"LX-2018-{world.block:02d}{number:04d}",
        "field": field_name,
        "unit": unit,
        "level": "other",
        "is_real_name": number % 3 == 0,
        "is_priority": is_first,
        "handler_office": f"第{'一二三'[number % 3]}纪检监察室",
        "assigned_on": received + timedelta(days=1 if is_first else 4),
        "disposition": ("preliminary_check", "inquiry", "preliminary_check", "concluded")[number % 4],
        "disposed_on": disposed,
        "due_on": received + timedelta(days=90),
        "closed_on": closed if is_closed else None,
        "is_substantiated": number % 5 == 0 if is_closed else None,
        "case_no": None,
    }


def answer_for(world: World, case: Row, leader: Row, outcome: str, day: date, number: int) -> Row:
    """Return a row of the register of leaders reviewed for a case."""
    return {
        "_key": f"outcome-{number:03d}",
        "case_no": case["case_no"],
        "outcome_no": f"WZ-{day.year}-{world.block:02d}{number:03d}" if outcome != "none" else None,
        "person_name": leader["person_name"],
        "id_card": leader["id_card"],
        "unit": leader["unit"],
        "post": leader["post"],
        "level": "section",
        "liability": ("chief_leader", "important_leader", "main")[number % 3],
        "reason": "已尽到监督提醒责任" if outcome == "none" else "日常监督管理不到位",
        "outcome": outcome,
        "decided_on": day,
        "decision_no": f"临新纪〔{day.year}〕{200 + number}号",
        "decided_by": world.places.department("纪工委监察办公室"),
        "bulletin_on": None,
    }


def screen(world: World, case: Row, number: int) -> Row:
    """Return a row of the screening: nothing found, as the police confirm."""
    day = date(2018, 4, 23) + timedelta(days=number // 3)
    return {
        "_key": f"screening-{number:03d}",
        "case_no": case["case_no"],
        "case_year": case["opened_on"].year,
        "screening_round": 1,
        "unit": case["unit"],
        "person_name": case["person_name"],
        "id_card": case["id_card"],
        "person_role": "village_cadre" if "村" in case["post"] or "社区" in case["post"] else "official",
        "is_hit": False,
        "hit_kind": "none",
        "screener": world.officials["person_name"][162 + number % 3],
        "screened_on": day,
        "police_letter_no": f"公协〔2018〕{number + 1}号",
        "police_reply_on": day + timedelta(days=12),
        "police_result": "未发现涉黑涉恶记录",
        "follow_up_clue_no": None,
    }
