"""What can be wrong with how decisions are made (L05.3, L05.4, L05.5), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from simulate.cases import Key
from simulate.domains.reference.workdays import is_workday
from simulate.domains.treasury.desk import LAST_DAY, Desk, Row
from simulate.domains.treasury.minutes import Meeting, Minutes, build_minutes
from simulate.thresholds import P_LARGE

DECISIONS = "ledger.decision_items"
SINCE = date(2018, 1, 8)
EVERYDAY = (
    "{street}防汛物资储备情况",
    "{street}信访积案化解情况",
    "{street}秋粮生产情况",
    "{street}农村饮水安全情况",
    "{street}校车安全检查情况",
    "{street}村级换届准备情况",
    "{street}林木管护情况",
    "{street}消防隐患排查情况",
    "{street}农资市场检查情况",
    "{street}河道采砂管理情况",
    "{street}困难学生资助情况",
    "{street}集市秩序整治情况",
)  # fmt: skip


def _keys(meeting: Meeting) -> list[Key]:
    return [(DECISIONS, str(item["_key"])) for item in meeting.items]


def inject_l05_3_not_filed_or_not_invited(desk: Desk) -> None:
    """An item was not filed before the meeting or nobody was invited; look-alikes are urgent, or filed on paper."""
    book = desk.world.once(build_minutes)
    weighty = [
        item
        for meeting in book.meetings
        for item in meeting.items
        if item["category"] != "other" and item["note"] is None and meeting.held_on >= SINCE
    ]
    real, innocent = desk.take("item", weighty)
    for number, item in enumerate(real):
        if number % 3 == 0:
            item |= {"filed_on": None}
        elif number % 3 == 1:
            item |= {"filed_on": item["_held_on"] + timedelta(days=desk.between(3, 15))}
        else:
            item |= {"is_discipline_invited": False, "is_discipline_attended": False}
        reason = ("会前没有备案", "会后才补备案", "没有邀请纪检列席")[number % 3]
        desk.label("L05.3", ("item", item["_key"]), "real", [(DECISIONS, item["_key"])], reason)
    for number, item in enumerate(innocent):
        if number % 2:
            item |= {
                "filed_on": item["_held_on"] + timedelta(days=1),
                "note": "急件，会前电话报告，次日补报备案",
            }
        else:
            item |= {"filed_on": None, "note": f"纸质备案，见备案登记簿第{40 + number}号"}
        desk.label(
            "L05.3", ("item", item["_key"]), "innocent", [(DECISIONS, item["_key"])], str(item["note"])
        )


def inject_l05_4_mixed_meeting(desk: Desk) -> None:
    """Two bodies sat at the same time with the same people, or share a page of the minutes.

    Look-alikes were called as a joint meeting, or met one after the other.
    """
    book, free = desk.world.once(build_minutes), _free_days(desk)
    for kind in ("real", "innocent"):
        for number in range(desk.count()):
            day = free.pop()
            is_joint = kind == "innocent" and number % 2 == 0
            shares_page = kind == "real" and number % 3 == 2
            party = book.call(
                "joint" if is_joint else "party_committee", datetime.combine(day, time(9, 0)), minutes=60
            )
            starts = datetime.combine(day, time(15, 0) if shares_page else time(10, 5))
            if kind == "real" and not shares_page:
                starts = datetime.combine(day, time(9, 20))
            if is_joint:
                party.note = "党政联席会，会议通知和记录均写明联席召开"
                _fill(desk, book, party, 3)
                desk.label("L05.4", ("meeting", party.number), kind, _keys(party), "写明联席召开的会议")
                continue
            other = book.call("management_committee", starts, present=list(party.present), minutes=70)
            if shares_page:
                other.present = other.present[:2] + book.recorders
                other.book = party.book
                party.pages = other.pages = f"{200 + number * 2}-{201 + number * 2}"
            _fill(desk, book, party, 2)
            _fill(desk, book, other, 2)
            reason = "同一时间同一批人，两个会混在一起开" if not shares_page else "两个会记在同一页上"
            if kind == "innocent":
                reason = "先后召开，时间不重叠，分别记录"
            desk.label("L05.4", ("meeting", other.number), kind, [*_keys(party), *_keys(other)], reason)


def inject_l05_5_rubber_stamp(desk: Desk) -> None:
    """Ten items an hour, or nobody but one speaks on a large sum; look-alikes say why the minutes are short."""
    book, free = desk.world.once(build_minutes), _free_days(desk)
    large = [
        item
        for meeting in book.meetings
        for item in meeting.items
        if (item["amount_cny"] or 0) >= P_LARGE and item["note"] is None and meeting.held_on >= SINCE
    ]
    for kind in ("real", "innocent"):
        total = desk.count()
        for item in desk.pick("item", large, total - total // 2):
            item["speakers"] = str(item["speakers"]).split("、")[0] if kind == "real" else None
            item["note"] = "发言要点见会议录音整理稿" if kind == "innocent" else None
            reason = "大额资金只有一人发言" if kind == "real" else "记录从简，发言另有整理稿"
            desk.label("L05.5", ("item", item["_key"]), kind, [(DECISIONS, item["_key"])], reason)
        for _ in range(total // 2):
            starts = datetime.combine(free.pop(), time(16, 0))
            meeting = book.call("director_office", starts, minutes=desk.between(40, 50))
            if kind == "innocent":
                meeting.note = "各议题已书面征求意见，会上集中通报"
            _fill(desk, book, meeting, desk.between(10, 12))
            reason = "一小时议十项以上" if kind == "real" else "已书面征求意见，集中通报"
            desk.label("L05.5", ("meeting", meeting.number), kind, _keys(meeting), reason)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l05_3_not_filed_or_not_invited,
    inject_l05_5_rubber_stamp,
    inject_l05_4_mixed_meeting,
)


def _fill(desk: Desk, book: Minutes, meeting: Meeting, count: int) -> list[Row]:
    """Enter `count` different everyday items."""
    streets = desk.world.places.villages["street_name"].unique(maintain_order=True).to_list()
    words = [EVERYDAY[at] for at in desk.draw.permutation(len(EVERYDAY))[:count]]
    return [book.enter(meeting, text.format(street=desk.choose(streets)), "other", None) for text in words]


def _free_days(desk: Desk) -> list[date]:
    """Return office days on which no body of the district meets, in an order of chance."""
    busy = {meeting.held_on for meeting in desk.world.once(build_minutes).meetings}
    days = [SINCE + timedelta(days=number) for number in range((LAST_DAY - SINCE).days)]
    free = [day for day in days if is_workday(day) and day not in busy]
    return [free[at] for at in desk.draw.permutation(len(free))]
