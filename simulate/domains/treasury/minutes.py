"""The minute book: which body met when, who was there, and what it decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np

from simulate.domains.reference.workdays import is_workday
from simulate.domains.treasury.desk import LAST_DAY, Row, earlier, leaders, mark, staff_of
from simulate.thresholds import P_LARGE
from simulate.words import read_words
from simulate.world import World

FIRST_DAY = date(2015, 1, 5)
PARTY_BUILDING_DAY = date(2018, 5, 18)
PAGES = 3  # of the record book to an item
# body → letters of its numbers, weekday, weeks between its meetings, which of these weeks, hour, minute, place
BODIES = {
    "party_committee": ("DW", 2, 2, 0, 9, 0, "党工委会议室"),
    "management_committee": ("GW", 0, 2, 1, 14, 30, "管委会三楼会议室"),
    "director_office": ("BG", 4, 1, 0, 8, 30, "管委会二楼会议室"),
}
ITEM_WORDS = {
    "major_decision": "items_major",
    "appointment": "items_appointment",
    "project": "items_project",
    "other": "items_other",
}


@dataclass
class Meeting:
    """One meeting; `minutes` is how long it lasts, 0 for as long as its items take."""

    number: str
    body: str
    unit: str
    reporter: str
    started_at: datetime
    place: str
    present: list[str]
    recorder: str
    book: str
    minutes: int = 0
    pages: str | None = None
    note: str | None = None
    items: list[Row] = field(default_factory=list)

    @property
    def held_on(self) -> date:
        return self.started_at.date()


@dataclass
class Minutes:
    """All meetings of the district; `recorders` are the two who write the minutes of the party committee."""

    world: World
    recorders: list[str]
    meetings: list[Meeting]
    draw: np.random.Generator

    def last(self, body: str, day: date) -> Meeting:
        """Return the last regular meeting of `body` on or before `day`."""
        return next(m for m in reversed(self.meetings) if m.body == body and m.held_on <= day)

    def next(self, body: str, day: date) -> Meeting:
        """Return the first regular meeting of `body` on or after `day`."""
        return next(m for m in self.meetings if m.body == body and m.held_on >= day)

    def decide(
        self,
        day: date,
        item: str,
        category: str,
        amount: float | None,
        reference: str | None = None,
        body: str = "management_committee",
    ) -> Row:
        """Enter an item into the last regular meeting of `body` on or before `day` and return it."""
        return self.enter(self.last(body, day), item, category, amount, reference)

    def enter(
        self, meeting: Meeting, item: str, category: str, amount: float | None, reference: str | None = None
    ) -> Row:
        """Enter an item as it should be: reviewed, filed with the discipline office, discussed by several."""
        is_weighty = category != "other"
        is_large = amount is not None and amount >= P_LARGE
        voices = int(self.draw.integers(3 if is_large else 2, max(4, len(meeting.present) - 1)))
        speakers = self.draw.permutation(len(meeting.present))[:voices]
        needs_review = category in ("major_decision", "project") or is_large
        row: Row = {
            "_key": f"{meeting.number}-{len(meeting.items) + 1:02d}",
            "item": item,
            "category": category,
            "amount_cny": amount,
            "speakers": "、".join(meeting.present[at] for at in sorted(speakers)),
            "legality_review": "passed" if needs_review else "not_needed",
            "filed_on": earlier(meeting.held_on, int(self.draw.integers(1, 5))) if is_weighty else None,
            "is_discipline_invited": is_weighty,
            "is_discipline_attended": is_weighty and bool(self.draw.random() < 0.85),
            "result": str(self.draw.choice(["passed", "passed", "passed", "in_principle"])),
            "reference_no": reference,
            "note": None,
            "_held_on": meeting.held_on,
        }
        meeting.items.append(row)
        return row

    def call(self, body: str, started_at: datetime, **about: object) -> Meeting:
        """Return a new meeting beside the regular ones."""
        letters, *_, place = BODIES[body if body in BODIES else "party_committee"]
        serial = sum(
            m.number.startswith(f"{mark(self.world)}{letters}{started_at.year}") for m in self.meetings
        )
        committee = self.world.places.organisations["name"][0]
        meeting = Meeting(
            number=f"{mark(self.world)}{letters}{started_at.year}-{serial + 1:02d}",
            body=body,
            unit=committee,
            reporter=self.world.places.department("党政办公室"),
            started_at=started_at,
            place=place,
            present=_present(self.draw, leaders(self.world)),
            recorder=self.recorders[int(self.draw.integers(2))],
            book=f"{letters}-{started_at.year}-{'上' if started_at.month < 7 else '下'}",
        )
        for name, value in about.items():
            setattr(meeting, name, value)
        self.meetings.append(meeting)
        return meeting

    def rows(self) -> Iterator[Row]:
        """Yield a row per item, meeting after meeting; each half-year's record book is numbered through."""
        pages: dict[tuple[str, str], int] = defaultdict(lambda: 1)
        for meeting in sorted(self.meetings, key=lambda m: (m.started_at, m.number)):
            pace = self.draw.integers(11, 24, len(meeting.items))
            lasted = meeting.minutes or max(35, int(pace.sum()))
            for item in meeting.items:
                first = pages[meeting.unit, meeting.book]
                pages[meeting.unit, meeting.book] = first + PAGES
                yield item | {
                    "meeting_no": meeting.number,
                    "body": meeting.body,
                    "unit": meeting.unit,
                    "held_on": meeting.held_on,
                    "started_at": meeting.started_at,
                    "ended_at": meeting.started_at + timedelta(minutes=lasted),
                    "place": meeting.place,
                    "attendees": "、".join(meeting.present),
                    "recorder": meeting.recorder,
                    "record_book_no": meeting.book,
                    "record_page": meeting.pages or f"{first}-{first + PAGES - 1}",
                    "item_no": item["_key"],
                    "note": item["note"] or meeting.note,
                    "_on": meeting.held_on,
                    "_unit": meeting.reporter,
                }


def build_minutes(world: World) -> Minutes:
    """Return the regular meetings from 2015 on with their everyday items; decisions on money are entered later."""
    draw = world.stream("ledger.decision_items")
    office = staff_of(world, world.places.department("党政办公室"))
    book = Minutes(world, office[-2:], [], draw)
    for body, (_, weekday, weeks, which, hour, minute, _) in BODIES.items():
        day = FIRST_DAY + timedelta(days=weekday, weeks=which)
        while day <= LAST_DAY:
            if is_workday(day) and day != PARTY_BUILDING_DAY:
                book.call(body, datetime.combine(day, time(hour, minute)))
            day += timedelta(weeks=weeks)
    for meeting in [m for m in book.meetings if m.held_on.year >= 2018]:
        for _ in range(int(draw.integers(1, 4))):
            _enter_everyday(book, meeting)
    special = book.call("party_committee", datetime.combine(PARTY_BUILDING_DAY, time(9, 0)))
    for item in read_words("items_party_building"):
        book.enter(special, item, "major_decision", None)
    _add_street_meetings(book)
    return book


def _enter_everyday(book: Minutes, meeting: Meeting) -> None:
    """Enter an item about no money, or little; people are appointed by the party committee only."""
    draw, world = book.draw, book.world
    kinds = ["other", "other", "other", "major_decision", "project"]
    kinds += ["appointment"] * 2 if meeting.body == "party_committee" else []
    kind = str(draw.choice(kinds))
    words = read_words(ITEM_WORDS[kind])
    street = str(draw.choice(world.places.villages["street_name"].to_list()))
    text = words[int(draw.integers(len(words)))].format(
        place=street,
        village=str(draw.choice(world.places.villages["name"].to_list())),
        unit=str(draw.choice(world.places.organisations.filter(kind="department")["name"].to_list())),
        quarter="一二三四"[(meeting.held_on.month - 1) // 3],
    )
    amount = float(draw.integers(6, 45) * 10_000) if kind == "project" else None
    book.enter(meeting, text, kind, amount)


def _add_street_meetings(book: Minutes) -> None:
    """Let the leaders of each subdistrict meet on the second Tuesday of every month of 2018."""
    draw, world = book.draw, book.world
    streets = world.places.organisations.filter(kind="subdistrict").select("org_code", "name")
    for code, street in streets.iter_rows():
        staff = staff_of(world, street)
        for month in range(1, 9):
            first = date(2018, month, 8)
            day = first + timedelta(days=(1 - first.weekday()) % 7)
            if not is_workday(day):
                continue
            meeting = Meeting(
                number=f"{code}-BZ2018-{month:02d}",
                body="unit_leaders",
                unit=street,
                reporter=street,
                started_at=datetime.combine(day, time(15, 0)),
                place=f"{street}会议室",
                present=staff[:6],
                recorder=staff[-1],
                book=f"{code}-BZ-2018-{'上' if month < 7 else '下'}",
            )
            book.meetings.append(meeting)
            for _ in range(int(draw.integers(2, 4))):
                _enter_everyday(book, meeting)


def _present(draw: np.random.Generator, names: list[str]) -> list[str]:
    """Return who of `names` came: the chief and most of the others."""
    came = draw.random(len(names)) < 0.9
    return [name for number, name in enumerate(names) if number < 5 or came[number]]
