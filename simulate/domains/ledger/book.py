"""The rectification as it really goes: tasks, measures and their course over the weeks, before it is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from simulate.domains.ledger.changes import list_changes
from simulate.domains.ledger.retelling import Retelling
from simulate.domains.reference.workdays import to_workday
from simulate.tables import Table
from simulate.timeline import FEEDBACK_ON, WEEKS
from simulate.world import World

TASK_LISTS = (WEEKS[0], WEEKS[5], WEEKS[12], WEEKS[18])
MEASURE_LISTS = (WEEKS[0], WEEKS[8], WEEKS[19])
PAPER = {"document", "meeting", "training"}
OWED = {"payment", "accountability"}
DONE = {"completed", "closed"}


@dataclass
class Step:
    """One step in the closing of a task."""

    event: str
    on: date
    actor: str
    verifier: str | None = None
    note: str | None = None


@dataclass
class Line:
    """One measure.

    `status`, `recovered` (yuan) and `held` (people) map a week (0…) to what holds from it on. `silent_from` is the
    week from which its report says the same every time; `says` replaces what it reports from a week on.
    `owners` and `texts` map the number of a measure list (0…) to what is written from it on; in the lists `unlisted`
    it is missing.
    """

    task_no: int
    measure_no: int
    kind: str
    unit: str
    owners: dict[int, str]
    texts: dict[int, str]
    due: str
    status: dict[int, str]
    result: str | None = None
    recovered: dict[int, int] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    begun_on: date | None = None
    note: str | None = None
    silent_from: int | None = None
    season: str | None = None
    says: dict[int, str] = field(default_factory=dict)
    unlisted: set[int] = field(default_factory=set)

    def done_week(self) -> int | None:
        """Return the week in which it was first completed."""
        return min((week for week, status in self.status.items() if status in DONE), default=None)

    def started_on(self) -> date:
        """Return the day on which it was begun."""
        if self.begun_on is not None:
            return self.begun_on
        begun = min((week for week, status in self.status.items() if status != "not_started"), default=0)
        spread = (self.task_no * 5 + self.measure_no * 3) % 4
        return to_workday(
            max(WEEKS[begun] - timedelta(days=1 + spread), FEEDBACK_ON + timedelta(days=spread))
        )

    def finished_on(self) -> date | None:
        """Return the day on which it was carried out."""
        week = self.done_week()
        if week is None:
            return None
        day = WEEKS[week] - timedelta(days=(self.task_no + self.measure_no) % 4)
        return max(day, self.started_on())


@dataclass
class Item:
    """One task; `due`, `notes`, `owners` and `requirements` map the number of a task list (0…) to what is written."""

    task_no: int
    section: str
    subsection: str
    problem: str
    unit: str
    leader: str
    kind: str
    owners: dict[int, str]
    requirements: dict[int, str]
    due: dict[int, str]
    notes: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    has_evidence: bool = True

    @property
    def owner(self) -> str:
        """Who does the work to begin with."""
        return self.owners[0]

    def closed(self) -> Step | None:
        """Return the step that closed the task."""
        return next((step for step in self.steps if step.event == "closed"), None)

    def closing(self) -> Step:
        """Return the step that closed the task; ValueError where it is open."""
        step = self.closed()
        if step is None:
            raise ValueError(f"task {self.task_no} is open")
        return step

    def is_paper(self) -> bool:
        """Whether nothing is promised but documents, meetings and training."""
        return bool(self.lines) and all(line.kind in PAPER for line in self.lines)


@dataclass
class Piece:
    """One piece of evidence."""

    number: str
    task_no: int
    measure_no: int
    title: str
    kind: str
    made_on: date
    digest: str
    unit: str
    note: str | None = None


@dataclass(frozen=True)
class Odd:
    """A stretch of weeks in which reports on a measure say something else than what is so.

    From week `first` to before `until`: `states` replaces those columns, None leaves the row out; with `body`, another
    body reports the measure, too, and states that.
    """

    task_no: int
    measure_no: int
    first: int
    until: int
    states: dict[str, object] | None
    body: str | None = None


@dataclass
class Book:
    """The ledger of one district.

    Attributes:
        items: the tasks by number.
        shared: evidence that serves other tasks, too: task, the others, and the remark that says so.
        rebounds: tasks that a look-back finds again, the number of its batch, and whether it is a rebound indeed.
        odd_reports: where weekly reports contradict themselves, one another or the closings.
        tables: what the offices send; there once `rectification.make` has run.
    """

    world: World
    round_code: str
    retelling: Retelling
    items: dict[int, Item]
    shared: list[tuple[int, list[int], str | None]] = field(default_factory=list)
    rebounds: list[tuple[Item, int, bool]] = field(default_factory=list)
    odd_reports: list[Odd] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def office(self) -> str:
        """The office that keeps the ledger and gathers the departments' reports."""
        return self.world.places.department("党政办公室")

    @cached_property
    def streets(self) -> tuple[str, ...]:
        """The subdistricts, each of which reports for itself."""
        return tuple(self.world.places.villages["street_name"].unique(maintain_order=True))

    def task_id(self, task_no: int) -> str:
        """Return what a task is called across rounds, such as 2018-1-007."""
        return f"{self.round_code}-{task_no:03d}"

    def measure_id(self, task_no: int, measure_no: int) -> str:
        """Return what a measure is called across rounds, such as 2018-1-007-02."""
        return f"{self.task_id(task_no)}-{measure_no:02d}"

    def lines(self) -> Iterator[Line]:
        """Yield the measures in their order."""
        for item in self.items.values():
            yield from item.lines

    def digest(self, *names: object) -> str:
        """Return an invented file digest, 16 hex digits, that belongs to `names`."""
        text = "/".join(map(str, (self.world.seed, self.round_code, *names)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def changes(self) -> pl.DataFrame:
        """What changed from each week's end to the next, as the deliveries that had arrived by then told it.

        See `changes.list_changes`.
        """
        return list_changes(self.tables)

    @cached_property
    def changes_in_hindsight(self) -> pl.DataFrame:
        """The same as told by all deliveries that there are by now: late and corrected ones count in their own week."""
        return list_changes(self.tables, in_hindsight=True)
