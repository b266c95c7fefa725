"""The ledger in order, out of the small sample's story, and how the course of a task is changed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from simulate.domains.ledger.book import PAPER, Book, Item, Line, Step
from simulate.domains.ledger.phrases import extra_measure
from simulate.domains.ledger.retelling import KINDS, LAST_CLOSING, Retelling, week_of
from simulate.domains.reference.workdays import to_workday
from simulate.sample import district, story
from simulate.sample.district import load_tasks, read_content, read_day
from simulate.world import World

MEASURES = 101
STATUS = {
    "n": "not_started",
    "p": "in_progress",
    "m": "mostly_done",
    "d": "completed",
    "l": "long_term",
    "r": "returned",
}


def build_ledger(world: World) -> Book:
    """Return the ledger in order: every task has measures, closes after them, and nothing is moved or taken back."""
    retelling = Retelling(world)
    code = str(world.places.organisations["org_code"][0]).split("-")[0]
    book = Book(world, "2018-1" if world.block == 0 else f"{code}-2018-1", retelling, {})
    for task in load_tasks():
        book.items[task.task_no] = _read_item(retelling, task)
    for task_no, steps in _read_steps().items():
        _follow(book.items[task_no], steps, retelling)
    level_measures(book, frozenset())
    return book


def level_measures(book: Book, empty: frozenset[int]) -> None:
    """Take all measures from the tasks `empty` and bring the district back to 101 with those of the others."""
    draw = book.world.stream("ledger.measures", "levelling")
    for task_no in sorted(empty):
        book.items[task_no].lines.clear()
    items = [item for item in book.items.values() if item.task_no not in empty]
    for item in items:
        while not item.lines or item.is_paper():
            _add_line(item, draw, ("check", "correction"))
    while sum(1 for _ in book.lines()) > MEASURES:
        longest = max(items, key=lambda item: (sum(not line.recovered for line in item.lines), -item.task_no))
        plain = [
            line for line in longest.lines[:-1] if not line.recovered and not line.held and line.kind in PAPER
        ]
        longest.lines.remove(plain[-1] if plain else longest.lines[-1])
    while sum(1 for _ in book.lines()) < MEASURES:
        shortest = min(items, key=lambda item: (len(item.lines), item.task_no))
        _add_line(shortest, draw, ("check", "training", "correction", "meeting"))
    for item in items:
        for number, line in enumerate(item.lines, 1):
            line.measure_no = number


def _add_line(item: Item, draw: np.random.Generator, kinds: tuple[str, ...]) -> None:
    kind = str(draw.choice(kinds))
    taken = {text for line in item.lines for text in line.texts.values()}
    text, result = extra_measure(draw, kind, item.subsection, taken)
    pattern = item.lines[0].status if item.lines else {1: "in_progress", 9: "completed"}
    item.lines.append(
        Line(
            item.task_no, 99, kind, item.unit, {0: item.owner}, {0: text}, item.due[0], dict(pattern), result
        )
    )


def _read_item(retelling: Retelling, task: district.Task) -> Item:
    unit = retelling.unit(task.unit, task.task_no)
    kind = "long_term" if task.due[0] == "长期坚持" else KINDS[task.rectification_type]
    if kind == "long_term" and any(
        step.task_no == task.task_no for step in story.load_events() if step.verifier
    ):
        kind = "staged"
    due = retelling.due(task.due[0], task.task_no)
    owner = retelling.owner(task.owner, unit)
    item = Item(
        task.task_no,
        task.section,
        task.subsection,
        retelling.text(task.problem),
        unit,
        retelling.leader(task.leader),
        kind,
        {0: owner},
        {0: retelling.text(task.requirement)},
        {0: "长期坚持" if kind == "long_term" else due},
    )
    for line in task.measures:
        own_unit = unit if line.unit == task.unit else retelling.unit(line.unit)
        item.lines.append(
            Line(
                line.task_no,
                line.measure_no,
                line.kind,
                own_unit,
                {0: retelling.owner(line.owner, own_unit)},
                {0: retelling.text(line.text)},
                due if line.due == task.due[0] else retelling.due(line.due, line.measure_no),
                {retelling.week(week): STATUS[letter] for week, letter in line.when.items()},
                retelling.text(line.result) if line.result else None,
                {retelling.week(week): yuan for week, yuan in line.recovered.items()},
                {retelling.week(week): people for week, people in line.held.items()},
            )
        )
    return item


def _read_steps() -> dict[int, list[story.Event]]:
    """Return the sample's steps of each task up to its first closing: nothing is reopened to begin with."""
    found: dict[int, list[story.Event]] = {task.task_no: [] for task in load_tasks()}
    for event in story.load_events():
        steps = found[event.task_no]
        if event.event != "registered" and not any(step.event == "closed" for step in steps):
            steps.append(event)
    return found


def _follow(item: Item, steps: list[story.Event], retelling: Retelling) -> None:
    """Register the task and take the sample's steps on this district's days."""
    registered = to_workday(retelling.day(read_day(read_content("events.yml")["registered_on"])))
    item.steps = [Step("registered", registered, item.owner)]
    for step in steps:
        day = min(retelling.day(step.event_on), LAST_CLOSING)
        if step.event == "closed":
            close(item, day, retelling.verifiers[item.task_no % 2])
        else:
            verifier = retelling.verifiers[item.task_no % 2] if step.verifier else None
            item.steps.append(Step(step.event, day, item.owner, verifier, step.note))


def close(item: Item, on: date, verifier: str | None, note: str | None = None) -> None:
    """Let the task be closed on a day: applied for some days before, its measures completed by then."""
    applied = to_workday(on - timedelta(days=8))
    registered = item.steps[0]
    item.kind = "staged" if item.kind == "long_term" else item.kind
    item.steps = [
        registered,
        Step("applied", max(applied, registered.on), item.owner),
        Step("closed", on, item.owner, verifier, note),
    ]
    by = max(week_of(applied) - 1, 0)
    for line in item.lines:
        finished = line.done_week()
        done = by if finished is None else min(finished, by)
        line.status = {week: status for week, status in line.status.items() if week < done} | {
            done: "completed"
        }
        line.recovered = _bring_forward(line.recovered, done)
        line.held = _bring_forward(line.held, done)


def keep_open(item: Item) -> None:
    """Let the task stay open to the end, its measures begun and at best mostly done."""
    item.steps = item.steps[:1]
    for line in item.lines:
        done = line.done_week()
        if done is not None:
            line.status = {week: status for week, status in line.status.items() if week < done} or {
                0: "in_progress"
            }
            line.status[done] = "mostly_done" if line.measure_no % 2 else "in_progress"


def _bring_forward(reached: dict[int, int], by: int) -> dict[int, int]:
    """Return the same sums, the last of them no later than week `by`."""
    late = [week for week in reached if week > by]
    if not late:
        return reached
    return {week: sum_ for week, sum_ in reached.items() if week < by} | {by: reached[max(late)]}
