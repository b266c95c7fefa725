"""What can be wrong with the records of study (P01), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulate.domains.party.desk import Desk, Row, at_time, both, draw_workday
from simulate.domains.party.roster import CADRES, build_roster

if TYPE_CHECKING:
    from simulate.domains.party.study import Study

SESSIONS = "party.study_sessions"
PAPER_FIRST = "先用纸质记录，按批集中录入"
STOCK_PHOTO = "影像为会议室资料照片"
SOURCES = (
    "把群众的事当作自己的事来办，账目要让人看得懂，办事要让人找得到，承诺要让人等得起，结果要让人信得过",
    "产业的根子在创新，创新的根子在人，留人的根子在环境，环境好不好，要由企业和群众来打分",
    "纪律是带电的高压线，也是护身的安全绳，平时不松一寸，关键时才不差一丈",
)


def inject_p01_1_backfilled(desk: Desk[Study]) -> None:
    """Entered weeks after it was held; the look-alike was on paper first, and says so."""
    for key, is_real in both(*desk.take("session", _early(desk.book))):
        row = desk.book.sessions[key]
        late = int(desk.draw.integers(10, 42))
        day = row["held_on"] + timedelta(days=late)
        row |= {"entered_at": at_time(day, 16, 40), "_on": day, "note": None if is_real else PAPER_FIRST}
        reason = f"学习{late}天以后才录入" if is_real else PAPER_FIRST
        _add(desk, "P01.1", [row], reason, is_real=is_real)


def inject_p01_2_reused_media(desk: Desk[Study]) -> None:
    """The pictures of an earlier session; the look-alike shows the room only, and says so."""
    real, innocent = desk.take("session", _early(desk.book), each=2)
    for kind, keys in ((True, real), (False, innocent)):
        for one, other in zip(keys[::2], keys[1::2], strict=True):
            first, again = _in_order(desk.book, one, other)
            again["media_digest"] = first["media_digest"]
            again["note"] = None if kind else STOCK_PHOTO
            reason = f"影像与{first['unit']}{first['held_on']}的学习相同" if kind else STOCK_PHOTO
            _add(desk, "P01.2", [again, first], reason, is_real=kind)


def inject_p01_3_copied_notes(desk: Desk[Study]) -> None:
    """The notes of another session; the look-alikes quote the same source at length."""
    real, innocent = desk.take("session", _early(desk.book), each=2)
    for kind, keys in ((True, real), (False, innocent)):
        for number, (one, other) in enumerate(zip(keys[::2], keys[1::2], strict=True)):
            first, again = _in_order(desk.book, one, other)
            if kind:
                text = first["record_text"].replace(f"{first['attended_count']}人", "{}人")
                again["record_text"] = text.format(again["attended_count"])
            else:
                quoted = f"“{SOURCES[number % len(SOURCES)]}”"
                for row in (first, again):
                    row["record_text"] = f"{quoted}。{row['record_text']}"
            reason = f"记录与{first['unit']}{first['held_on']}的雷同" if kind else "只是引用了同一段原文"
            _add(desk, "P01.3", [again, first], reason, is_real=kind)


def inject_p01_4_always_full(desk: Desk[Study]) -> None:
    """Nobody is ever away; the look-alike has three or four members."""
    units = dict.fromkeys(row["unit"] for row in desk.book.sessions.values())
    for unit, is_real in both(*desk.take("study group", list(units)[1:], most=6)):
        own = [row for row in desk.book.sessions.values() if row["unit"] == unit]
        size = int(desk.draw.integers(3, 5))
        for row in own:
            full = row["expected_count"] if is_real else size
            text = row["record_text"].replace(f"{row['attended_count']}人参加", f"{full}人参加")
            row |= {"expected_count": full, "attended_count": full, "absentees": "无", "record_text": text}
        rows = [(SESSIONS, row["_key"]) for row in own]
        reason = f"{len(own)}次学习次次全员到会" if is_real else f"学习小组只有{size}人"
        desk.add("P01.4", ("unit", unit), rows, reason, is_real=is_real)


def inject_p01_5_leader_without_a_lecture(desk: Desk[Study]) -> None:
    """A leader who gave no lecture; the look-alike took up the post in summer."""
    roster = desk.world.once(build_roster)
    leaders = {row["_key"]: row for row in roster.leaders() if row["level"] == "section"}
    for key, is_real in both(*desk.take("leader", leaders)):
        leader = leaders[key]
        gone = _find_lecture(desk.book, leader)
        del desk.book.sessions[gone]
        if not is_real:
            since = draw_workday(desk.draw, date(2018, 6, 11), date(2018, 7, 31))
            roster.cadres[key] |= {"entered_on": since, "valid_from": since}
        reason = "今年没有讲过党课" if is_real else f"{leader['valid_from']}到任"
        subject = ("leader", f"{leader['unit']}/{leader['cadre_name']}")
        desk.add("P01.5", subject, [(CADRES, key)], reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Study]], None], ...] = (
    inject_p01_5_leader_without_a_lecture,  # first: the sessions that it takes away are no others' cases
    inject_p01_4_always_full,  # before the copied notes, which name who was there
    inject_p01_1_backfilled,
    inject_p01_2_reused_media,
    inject_p01_3_copied_notes,
)


def _early(study: Study) -> list[str]:
    """Return sessions of the study groups early enough for something to happen to them afterwards."""
    rows = study.sessions.values()
    return [
        row["_key"] for row in rows if row["form"] != "leader_lecture" and row["held_on"] < date(2018, 7, 14)
    ]


def _in_order(study: Study, one: str, other: str) -> list[Row]:
    """Return two sessions, the earlier first; of one day, the one that the list has first."""
    return sorted((study.sessions[one], study.sessions[other]), key=lambda row: (row["held_on"], row["_key"]))


def _find_lecture(study: Study, leader: Row) -> str:
    return next(
        key
        for key, row in study.sessions.items()
        if row["form"] == "leader_lecture"
        and (row["unit"], row["leader"]) == (leader["unit"], leader["cadre_name"])
    )


def _add(desk: Desk[Study], rule: str, rows: list[Row], reason: str, *, is_real: bool) -> None:
    subject = ("session", f"{rows[0]['unit']}/{rows[0]['held_on']}")
    desk.add(rule, subject, [(SESSIONS, row["_key"]) for row in rows], reason, is_real=is_real)
