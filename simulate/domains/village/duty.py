"""Village officers at their desks, their meetings, and who keeps the accounts (L08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.village.books import Books, build_books
from simulate.domains.village.desk import Desk, Row, digests, frame_of, office_day, working_days
from simulate.domains.village.items import PLACES
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

VISITS, MEETINGS = "ledger.duty_checks", "ledger.village_meetings"
ROUNDS = 8  # visits to each of the 38 village-level units, from March to August
FIRST_ROUND = date(2018, 3, 12)
ROUTINE = (
    "学习上级会议精神",
    "安排{place}环境整治",
    "研究{place}管护",
    "通报三务公开检查情况",
    "安排防汛值班",
    "研究低保动态调整",
)
IMPORTANT = (
    "{place}出租事宜",
    "{place}改造工程立项",
    "扶贫收益分配方案",
    "集体土地发包方案",
    "购置{place}设备",
    "村级财务预算",
)
ABSENCES = ("on_business", "leave", "off_shift")


@dataclass
class DutyBook:
    """Visits and meetings by key; `order` lists the visits to each unit in their order."""

    visits: dict[str, Row]
    meetings: dict[str, Row]
    order: dict[str, list[str]]


def make(world: World, cases: Cases) -> list[Table]:
    """Return visits and meetings of 38 units."""
    book, books = _build_duty(world), world.once(build_books)
    for rule, inject in INJECTIONS.items():
        inject(Desk(world, cases, rule), book, books)
    tables = ((VISITS, book.visits, "checked_on"), (MEETINGS, book.meetings, "held_on"))
    return [
        Table(
            dataset, frame_of(list(rows.values())).with_columns(_unit="street", _on=day), "", days=QUARTERLY
        )
        for dataset, rows, day in tables
    ]


def inject_l08_1_nobody_attended(desk: Desk, book: DutyBook, books: Books) -> None:
    """An important meeting without the subdistrict; the look-alike has the name in the minutes on paper."""
    important = [key for key, row in book.meetings.items() if row["is_important"]]
    real, innocent = desk.take("meeting", pl.Series(important))
    for key in [*real, *innocent]:
        row = book.meetings[key]
        row |= {"street_attendee": None, "attendee_post": None}
        if key in innocent:
            row["note"] = "街道包村干部到会，签名见纸质记录"
        reason = "重要事项会议没有街道人员参加" if key in real else "街道人员到会，台账漏登"
        desk.add(("meeting", key), "real" if key in real else "innocent", [(MEETINGS, key)], reason)


def inject_l08_4_absent_again(desk: Desk, book: DutyBook, books: Books) -> None:
    """Not at the desk at two visits of three and no reason; the look-alike was out on business."""
    real, innocent = desk.take("unit on duty", pl.Series(list(book.order)))
    for village in [*real, *innocent]:
        first = int(desk.draw.integers(0, ROUNDS - 2))
        chosen = [
            book.visits[book.order[village][at]] for at in (first, first + 1 + int(desk.draw.integers(2)))
        ]
        who = _cadres(desk.world, village)[3]
        for row in chosen:
            names = [name for name in _cadres(desk.world, village)[:4] if name != who]
            row |= {"on_duty": "、".join(names[:2]), "absent": who, "rostered_count": 3, "present_count": 2}
            row |= {"absence_reason": "no_reason", "is_sign_in_complete": False, "handling": "通报批评"}
            if village in innocent:
                row |= {
                    "absence_reason": "on_business",
                    "is_sign_in_complete": True,
                    "handling": "已核实外出事由",
                }
        rows = [(VISITS, row["_key"]) for row in chosen]
        reason = "三次检查中两次无故缺岗" if village in real else "两次因公外出，已核实"
        desk.add(("cadre", f"{village}/{who}"), "real" if village in real else "innocent", rows, reason)


INJECTIONS: dict[str, Callable[[Desk, DutyBook, Books], None]] = {
    "L08.1": inject_l08_1_nobody_attended,
    "L08.4": inject_l08_4_absent_again,
}


def _cadres(world: World, village: str) -> list[str]:
    names: list[str] = world.village_cadres.filter(village_name=village)["person_name"].to_list()
    return names


def _build_duty(world: World) -> DutyBook:
    """Return eight visits to each unit, and its meetings of eight months."""
    draw = world.stream(VISITS)
    officials = world.officials.filter(level="section")["person_name"].to_list()
    book = DutyBook({}, {}, {})
    for number, place in enumerate(world.places.villages.iter_rows(named=True)):
        names = _cadres(world, place["name"])
        plain: Row = {"street": place["street_name"], "village": place["name"]}
        for at in range(ROUNDS):
            row = plain | _visit(draw, names, at, number, officials[10 + number % 12])
            row["_key"] = f"{place['village_code']}-{row['checked_on']:%Y%m%d}"
            book.visits[row["_key"]] = row
            book.order.setdefault(place["name"], []).append(row["_key"])
        _hold_meetings(world.stream(MEETINGS, place["village_code"]), book, place, names, officials)
    return book


def _visit(draw: np.random.Generator, names: list[str], at: int, number: int, checker: str) -> Row:
    """Return a visit at which two or three of three officers are there, the others for a reason."""
    day = office_day(FIRST_ROUND + timedelta(weeks=3 * at, days=number % 12))
    roster = [names[position] for position in sorted(draw.permutation(len(names))[:3])]
    missing = roster[0] if float(draw.random()) < 0.3 else None
    here = [name for name in roster if name != missing]
    return {
        "checked_on": day,
        "session": str(draw.choice(["morning", "afternoon"], p=[0.6, 0.4])),
        "method": str(draw.choice(["on_site", "video", "phone"], p=[0.7, 0.2, 0.1])),
        "rostered_count": 3,
        "present_count": len(here),
        "on_duty": "、".join(here),
        "absent": missing,
        "absence_reason": str(draw.choice(ABSENCES)) if missing else None,
        "is_sign_in_complete": True,
        "checker": checker,
        "handling": "已核实事由" if missing else None,
        "note": None,
    }


def _hold_meetings(
    draw: np.random.Generator, book: DutyBook, place: Row, names: list[str], officials: list[str]
) -> None:
    """Enter a meeting of the committees every month, one of the representatives every other, and their subjects."""
    scans = iter(digests(draw, 16))
    for month in range(1, 9):
        kinds = ("committees", "representatives") if month % 2 else ("committees",)
        for at, kind in enumerate(kinds, 1):
            days = [day for day in working_days() if (day.year, day.month) == (2018, month) and day.day < 27]
            day = days[int(draw.integers(len(days)))]
            is_important = kind == "representatives" or float(draw.random()) < 0.2
            words = IMPORTANT if is_important else ROUTINE
            eligible = 7 if kind == "committees" else int(draw.integers(24, 46))
            present = eligible - int(draw.integers(0, 2 if kind == "committees" else 6))
            subject = words[int(draw.integers(len(words)))].format(
                place=PLACES[int(draw.integers(len(PLACES)))]
            )
            key = f"{place['village_code']}-{day:%Y-%m}-{at}"
            book.meetings[key] = {
                "_key": key, "street": place["street_name"], "village": place["name"], "meeting_no": key,
                "kind": kind, "held_on": day, "subject": subject, "is_important": is_important,
                "amount_cny": float(draw.integers(5, 90) * 1_000) if is_important else None,
                "eligible_count": eligible, "present_count": present,
                "agreed_count": present - int(draw.integers(0, 2)) if is_important else None,
                "street_attendee": officials[30 + int(draw.integers(40))] if is_important else None,
                "attendee_post": "街道包村干部" if is_important else None, "recorder": names[3],
                "resolution": f"同意{subject}" if is_important else "已安排",
                "minutes_digest": next(scans), "note": None,
            }  # fmt: skip
