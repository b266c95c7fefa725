"""What can be wrong with organisation life (P02), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import polars as pl

from simulate.domains.party.activities import ACTIVITIES, SIGNED, Life, add_activity, sign
from simulate.domains.party.branches import BRANCHES
from simulate.domains.party.desk import Desk, Row, at_time, both
from simulate.domains.party.organisations import build_organisations
from simulate.domains.party.roster import build_roster

QUIET_FROM = date(2018, 5, 25)  # more than ninety days before the last list
WEEKEND_THEME_DAYS = {date(2018, 1, 28): date(2018, 1, 29), date(2018, 7, 28): date(2018, 7, 27)}
LAST_THEME_DAY = date(2018, 7, 28)
WEEKEND = "主题党日遇周末，顺延至邻近工作日"
AT_MOST = 8
HEADING = (
    "【统一模板】本次会议按规定程序召开，会前清点人数、确认有效，会议由书记主持、组织委员记录，"
    "应到实到名单附后，会议材料按要求留存备查。议题："
)


def inject_p02_1_no_committee_meeting(desk: Desk[Life]) -> None:
    """A committee that has not met for a quarter; the look-alike has no committee."""
    rows = desk.book.branches.rows
    names = desk.book.branches.of_kind("village", "community", "office")
    for name in desk.pick("living branch", (name for name in names if rows[name]["has_committee"])):
        gone = [
            key
            for key, row in desk.book.activities.items()
            if _met(row, name) and row["held_on"] > QUIET_FROM
        ]
        for key in gone:
            del desk.book.activities[key]
        last = max(row["held_on"] for row in desk.book.activities.values() if _met(row, name))
        key = f"{name}-committee_meeting-{last}"
        reason = f"{last}以后没有召开支委会"
        desk.add("P02.1", ("branch", name), [(BRANCHES, name), (ACTIVITIES, key)], reason, is_real=True)
    small = [name for name, row in rows.items() if not row["has_committee"] and row["note"] is None]
    for name in desk.pick("living branch", small):
        reason = "党员不足7人，不设支委会"
        desk.add("P02.1", ("branch", name), [(BRANCHES, name)], reason, is_real=False)


def inject_p02_2_off_the_day(desk: Desk[Life]) -> None:
    """Held on another day than the 28th, or uploaded late; the look-alike's 28th was a Sunday or Saturday."""
    days = _theme_days(desk.book)
    weekday = [key for key in days if desk.book.activities[key]["held_on"] not in WEEKEND_THEME_DAYS]
    for number, key in enumerate(desk.pick("activity", weekday)):
        row = desk.book.activities[key]
        if number % 2:
            late = int(desk.draw.integers(6, 20))
            day = row["held_on"] + timedelta(days=late)
            row |= {"uploaded_at": at_time(day, 10, 5), "_on": day}
            reason = f"活动{late}天以后才上传"
        else:
            _move(row, row["held_on"].replace(day=int(desk.draw.integers(11, 21))))
            reason = f"主题党日没有在28日开展，开展于{row['held_on']}"
        _add(desk, "P02.2", row, reason, is_real=True)
    weekend = [key for key in days if desk.book.activities[key]["held_on"] in WEEKEND_THEME_DAYS]
    for key in desk.pick("activity", weekend):
        row = desk.book.activities[key]
        _move(row, WEEKEND_THEME_DAYS[row["held_on"]])
        row["note"] = WEEKEND
        _add(desk, "P02.2", row, WEEKEND, is_real=False)


def inject_p02_3_copied_minutes(desk: Desk[Life]) -> None:
    """The minutes of the month before; the look-alikes only share the heading of a form."""
    first: dict[str, date] = {}
    for row in desk.book.activities.values():
        if row["kind"] == "theme_day":
            first[row["branch"]] = min(first.get(row["branch"], row["held_on"]), row["held_on"])
    # Every other month, so that the month before is no case of its own; there has to be one.
    rows = [(key, desk.book.activities[key]) for key in _theme_days(desk.book)]
    late = [
        key
        for key, row in rows
        if row["held_on"].month in {3, 5, 7} and row["held_on"] > first[row["branch"]]
    ]
    for key, is_real in both(*desk.take("activity", late)):
        row = desk.book.activities[key]
        before = _find_month_before(desk.book, row)
        if is_real:
            rest = before["minutes_summary"].split("人到会，", 1)[1]
            row["minutes_summary"] = f"{row['attended_count']}人到会，{rest}"
        else:
            for own in (before, row):
                if not own["minutes_summary"].startswith(HEADING):
                    own["minutes_summary"] = HEADING + own["minutes_summary"]
        reason = f"记录与{before['held_on']}的雷同" if is_real else "只有统一模板的表头相同"
        _add(desk, "P02.3", row, reason, is_real=is_real, more=[(ACTIVITIES, before["_key"])])


def inject_p02_4_two_places(desk: Desk[Life]) -> None:
    """Signed in at the village and at the subdistrict's lecture; the look-alike's villages met together."""
    sheets: dict[tuple[str, date], list[str]] = {}
    for key, row in desk.book.signed.items():
        if row["attendance"] == "present":
            sheets.setdefault((row["_unit"], row["held_on"]), []).append(key)
    slots = [
        slot for at in desk.draw.permutation(len(sheets)) if (slot := list(sheets)[at])[1] <= LAST_THEME_DAY
    ]
    for kind in (True, False):
        for slot in slots[: min(desk.cases.count(desk.draw), AT_MOST)]:
            cards = {desk.book.signed[key]["id_card"]: key for key in sheets[slot]}
            (card,) = desk.world.pick(desk.draw, "signed member", pl.Series(list(cards)), 1)
            line = desk.book.signed[cards[card]]
            other = _lecture(desk, line) if kind else _join(desk, line, sheets[slot])
            branches = f"{line['branch']}和{other['branch']}"
            reason = f"同一时间在{branches}签到" if kind else f"{branches}联合开展"
            rows = [(SIGNED, line["_key"]), (SIGNED, other["_key"])]
            desk.add("P02.4", ("person", card), rows, reason, is_real=kind)


def _lecture(desk: Desk[Life], line: Row) -> Row:
    """Hold a lecture in the subdistrict's office while the village meets, and return whose line is on both sheets."""
    street, day = line["_unit"], line["held_on"]
    branch = desk.book.branches.rows[f"{street}机关党支部"]
    cadres = [row for row in desk.world.once(build_roster).cadres.values() if row["unit"] == street]
    lecture = add_activity(desk.draw, desk.book, branch, "party_lecture", day, len(cadres) + 1)
    lecture |= {
        "start_at": at_time(day, 15),
        "end_at": at_time(day, 16, 50),
        "attended_count": len(cadres) + 1,
    }
    for row in cadres:
        member = {"person": row["person"], "person_name": row["cadre_name"], "id_card": row["id_card"]}
        own = sign(lecture, member, is_full=True)
        desk.book.signed[own["_key"]] = own
    guest = sign(lecture, line, is_full=True)
    desk.book.signed[guest["_key"]] = guest
    return guest


def _join(desk: Desk[Life], line: Row, sheets: Sequence[str]) -> Row:
    """Let a member sign on the sheet of another village, too, with which his own met that day."""
    others = [key for key in sheets if desk.book.signed[key]["branch"] != line["branch"]]
    host = desk.book.signed[others[int(desk.draw.integers(len(others)))]]
    own = sign(desk.book.activities[host["activity"]], line, is_full=True)
    own["note"], line["note"] = f"与{line['branch']}联合开展", f"与{own['branch']}联合开展"
    desk.book.signed[own["_key"]] = own
    return own


def inject_p02_5_formal_life_meeting(desk: Desk[Life]) -> None:
    """Hardly a criticism, or another group's; the look-alike's minutes are short and count enough of them."""
    meetings = [key for key, row in desk.book.activities.items() if row["kind"].endswith("_life")]
    for number, (key, is_real) in enumerate(both(*desk.take("activity", meetings))):
        row, more = desk.book.activities[key], []
        if (
            is_real and number % 3 == 0 and row["kind"] == "organisation_life"
        ):  # after the groups' own meetings
            other = _find_other(desk, meetings, row)
            row["criticism_text"] = other["criticism_text"]
            more, reason = [(ACTIVITIES, other["_key"])], f"批评意见与{other['branch']}的雷同"
        elif is_real:
            row["criticism_count"] = int(desk.draw.integers(0, row["attended_count"]))
            reason = f"{row['attended_count']}人到会，相互批评只有{row['criticism_count']}条"
        else:
            row["criticism_text"] = f"逐人开展，共{row['criticism_count']}条，详见会议记录本"
            reason = "记录简短，条数足够，原件另存"
        _add(desk, "P02.5", row, reason, is_real=is_real, more=more)


def inject_p02_6_dormant(desk: Desk[Life]) -> None:
    """Record the branches of enterprises that the register of organisations shows asleep (L15.2)."""
    for row in desk.world.once(build_organisations).rows.values():
        is_asleep = (
            row["part"] == "dormant" and row["woken_on"] is None and row["kind"] == "private_enterprise"
        )
        if is_asleep and row["branch_form"] == "own":
            rows = [(BRANCHES, row["branch"])]
            reason = f"{row['last_activity_on']}以后没有组织生活记录"
            desk.add("P02.6", ("branch", row["branch"]), rows, reason, is_real=True)


INJECTIONS: tuple[Callable[[Desk[Life]], None], ...] = (
    inject_p02_1_no_committee_meeting,
    inject_p02_2_off_the_day,
    inject_p02_3_copied_minutes,
    inject_p02_4_two_places,
    inject_p02_5_formal_life_meeting,
    inject_p02_6_dormant,
)


def _met(row: Row, branch: str) -> bool:
    return bool(row["branch"] == branch and row["kind"] == "committee_meeting")


def _theme_days(life: Life) -> list[str]:
    """Return the theme days of 2018 without a sign-in sheet of their own, with time left for what happens later."""
    signed = {row["activity"] for row in life.signed.values()}
    return [
        key
        for key, row in life.activities.items()
        if row["kind"] == "theme_day" and date(2018, 1, 1) <= row["held_on"] <= LAST_THEME_DAY
        if key not in signed
    ]


def _move(row: Row, day: date) -> None:
    """Let an activity take place on `day`; it was uploaded on the same day."""
    length = row["end_at"] - row["start_at"]
    start = at_time(day, 14, 30)
    row |= {"held_on": day, "start_at": start, "end_at": start + length, "uploaded_at": at_time(day, 17, 45)}
    row["_on"] = day


def _find_month_before(life: Life, row: Row) -> Row:
    """Return the theme day before `row` of the same branch."""
    own = (
        one
        for one in life.activities.values()
        if one["branch"] == row["branch"] and one["kind"] == "theme_day"
    )
    return max((one for one in own if one["held_on"] < row["held_on"]), key=lambda one: one["held_on"])


def _find_other(desk: Desk[Life], meetings: list[str], row: Row) -> Row:
    """Return an earlier life meeting of another branch that no case has yet, and take it."""
    earlier = [
        key
        for key in meetings
        if desk.book.activities[key]["held_on"] < row["held_on"]
        and desk.book.activities[key]["branch"] != row["branch"]
    ]
    (key,) = desk.world.pick(desk.draw, "activity", pl.Series(earlier), 1)
    return desk.book.activities[key]


def _add(
    desk: Desk[Life],
    rule: str,
    row: Row,
    reason: str,
    *,
    is_real: bool,
    more: Sequence[tuple[str, str]] = (),
) -> None:
    subject = ("activity", f"{row['branch']}/{row['held_on']}")
    desk.add(rule, subject, [(ACTIVITIES, row["_key"]), *more], reason, is_real=is_real)
