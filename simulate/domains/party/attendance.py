"""Monthly attendance of the offices (P06.2)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.desk import Desk, Row, Rows, is_workday, make_frame, run
from simulate.domains.party.desk import both as both_kinds
from simulate.domains.party.roster import build_roster
from simulate.tables import Table
from simulate.timeline import MONTHLY, PAY_MONTHS
from simulate.world import World

ATTENDANCE = "party.attendance_months"
MONTHS = PAY_MONTHS[:7]  # August is not closed when the last list is sent
AWAY_FROM = 3  # the first month in which somebody stays away, of MONTHS
LEAVES = ("annual", "personal", "sick")


def make(world: World, cases: Cases) -> list[Table]:
    """Return seven months of attendance."""
    rows = _build(world)
    run(world, cases, rows, (inject_p06_2_paid_not_present,))
    office = world.places.department("党政办公室")
    return [Table(ATTENDANCE, make_frame(rows.values()).drop("person"), office, MONTHLY)]


def _build(world: World) -> Rows:
    draw = world.stream(ATTENDANCE)
    cadres = sorted(world.once(build_roster).cadres.values(), key=lambda row: str(row["unit"]))
    rows: Rows = {}
    for month in MONTHS:
        due = _count_workdays(month)
        for cadre in cadres:
            row = _attend(draw, cadre, month, due)
            rows[row["_key"]] = row
    return rows


def _count_workdays(month: date) -> int:
    days = (month + timedelta(days=number) for number in range(31))
    return sum(is_workday(day) for day in days if day.month == month.month)


def _attend(draw: np.random.Generator, cadre: Row, month: date, due: int) -> Row:
    """Return an ordinary month: mostly full, some leave, more of it in February and July."""
    is_high = month.month in {2, 7}
    leave = int(min(draw.geometric(0.45), 8)) if draw.random() < (0.3 if is_high else 0.12) else 0
    half = 0.5 if leave and draw.random() < 0.2 else 0
    absent = int(draw.random() < 0.01)
    present = due - leave - half - absent
    return {
        "_key": f"{cadre['person']}-{month:%Y%m}",
        "person": cadre["person"],
        "unit": cadre["unit"],
        "person_name": cadre["cadre_name"],
        "id_card": cadre["id_card"],
        "post": cadre["post"],
        "month": month,
        "due_days": float(due),
        "present_days": float(present),
        "field_days": float(min(int(draw.poisson(2.2)), int(present))),
        "leave_days": float(leave + half),
        "leave_kind": str(draw.choice(LEAVES, p=[0.55, 0.25, 0.2])) if leave else "none",
        "leave_approved_by": "单位主要负责人" if leave else None,
        "absent_days": float(absent),
        "late_count": int(draw.poisson(0.2)),
        "recorded_by": "clock" if str(cadre["unit"])[-1] != "道" else "signature",
        "note": None,
        "_on": (month + timedelta(days=32)).replace(day=3),
    }


def inject_p06_2_paid_not_present(desk: Desk[Rows]) -> None:
    """On the payroll and away for whole months; the look-alike works in a village or is on sick leave."""
    cards = {row["id_card"]: row["person"] for row in desk.book.values()}
    for number, (card, is_real) in enumerate(both_kinds(*desk.take("attending cadre", cards))):
        first = AWAY_FROM + int(desk.draw.integers(0, 2))
        months = MONTHS[first : first + int(desk.draw.integers(1, 3))]
        keys = [f"{cards[card]}-{month:%Y%m}" for month in months]
        for key in keys:
            row = desk.book[key]
            row |= {"present_days": 0.0, "field_days": 0.0, "leave_days": 0.0, "leave_kind": "none"}
            row |= {"leave_approved_by": None, "absent_days": 0.0, "late_count": 0}
            if is_real:
                continue
            if number % 2:
                row |= {"field_days": row["due_days"], "note": "驻村工作队员，在村签到，不在机关打卡"}
            else:
                row |= {"leave_days": row["due_days"], "leave_kind": "sick", "leave_approved_by": "分管领导"}
        reason = f"整月没有出勤也没有请假，共{len(keys)}个月" if is_real else "驻村外勤或经批准的病假"
        staff = ("register.fiscal_staff", f"staff-{cards[card]}")
        rows = [*((ATTENDANCE, key) for key in keys), staff]
        desk.add("P06.2", ("person", card), rows, reason, is_real=is_real)
