"""The days on which offices work, by the calendar of 2018 that the district delivers; before it, Mondays to Fridays."""

from __future__ import annotations

from datetime import date, timedelta

from simulate.domains.reference.lists import DAYS_OFF

SATURDAY = 5
HOLIDAYS = frozenset(
    date.fromisoformat(first) + timedelta(days=number)
    for _, first, last, _ in DAYS_OFF
    for number in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
)
WORKED = frozenset(date.fromisoformat(day) for *_, made_up in DAYS_OFF for day in made_up)


def is_workday(day: date) -> bool:
    """Return whether offices are open on `day`."""
    return day in WORKED or (day.weekday() < SATURDAY and day not in HOLIDAYS)


def to_workday(day: date, *, step: int = 1) -> date:
    """Return `day`, or the first workday after it; with `step` -1 the last one before it."""
    while not is_workday(day):
        day += timedelta(days=step)
    return day


def list_workdays(first: date, last: date) -> list[date]:
    """Return the workdays from `first` to `last`."""
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in span if is_workday(day)]
