"""What every injection into the ledger needs: the book, the cases, and how to take tasks and record what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.ledger.book import OWED, Book, Item, Line

FEW = 3  # cases of a rule about tasks, of which there are 33


@dataclass
class Desk:
    """The book that is changed, its cases, the stream that decides, and the tasks whose course is set."""

    book: Book
    cases: Cases
    draw: np.random.Generator
    settled: set[int] = field(default_factory=set)

    def free(self, *, is_owing: bool | None = None) -> list[Item]:
        """Return tasks with measures whose course no case has set yet, if asked those with or without money due."""
        return [
            item
            for item in self.book.items.values()
            if item.lines
            and item.task_no not in self.settled
            and (is_owing is None or is_owing == any(line.kind in OWED for line in item.lines))
        ]

    def settle(self, items: Sequence[Item]) -> None:
        """Note that the course of these tasks is set."""
        self.settled.update(item.task_no for item in items)

    def count(self, most: int = FEW) -> int:
        """Return how many cases to put in, `most` at most."""
        return min(self.cases.count(self.draw), most)

    def take(self, kind: str, candidates: Sequence[Item], count: int) -> list[Item]:
        """Return up to `count` of the tasks, of each kind of taking every task once."""
        names = pl.Series([item.task_no for item in candidates], dtype=pl.Int64)
        return [self.book.items[int(name)] for name in self.book.world.pick(self.draw, kind, names, count)]

    def split(self, kind: str, candidates: Sequence[Item]) -> tuple[list[Item], list[Item]]:
        """Return tasks for real cases and for look-alikes."""
        count = self.count()
        chosen = self.take(kind, candidates, 2 * count)
        mixed = [chosen[at] for at in self.draw.permutation(len(chosen))]
        half = (len(mixed) + 1) // 2
        return mixed[:half], mixed[half:]

    def add(
        self,
        rule: str,
        item: Item,
        rows: Sequence[Key],
        reason: str,
        *,
        is_real: bool,
        amount: float | None = None,
    ) -> None:
        """Record a case about a task."""
        subject = ("task", self.book.task_id(item.task_no))
        kind = "real" if is_real else "innocent"
        self.cases.add(rule, "ledger", subject, kind, rows, reason, amount_cny=amount)

    def task_row(self, item: Item) -> Key:
        """Return how the task's row in the task list is called."""
        return "ledger.tasks", self.book.task_id(item.task_no)

    def step_row(self, item: Item, event: str = "closed") -> Key:
        """Return how the row of a step is called."""
        step = next(step for step in item.steps if step.event == event)
        return "ledger.closure_events", f"{self.book.task_id(item.task_no)}-{event}-{step.on:%m%d}"

    def line_rows(self, lines: Sequence[Line], dataset: str = "ledger.measures") -> list[Key]:
        """Return how the rows of measures in a list are called."""
        return [(dataset, self.book.measure_id(line.task_no, line.measure_no)) for line in lines]
