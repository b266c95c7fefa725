"""What ledgers do although no single rule is about it: silent changes, contradictions, rows that come and go."""

from __future__ import annotations

import numpy as np

from simulate.domains.ledger.book import OWED, Book, Item, Line, Odd
from simulate.domains.ledger.weekly import find_body, latest

# Week and number of the list in which each happens.
SOFTENED, RETOLD, HANDED_OVER = 2, 1, 2
UNLISTED = 1


def add_oddities(book: Book) -> None:
    """Put in, per district, a few of each: they are facts about the ledger and carry no case of their own."""
    draw = book.world.stream("ledger", "oddities")
    items = [item for item in book.items.values() if len(item.lines) >= 3 and item.kind != "long_term"]
    order = [items[at] for at in draw.permutation(len(items))]
    _rewrite(book, order)
    plain = [line for item in order for line in item.lines if line.kind not in OWED]
    _let_go(plain)
    _contradict(book, draw, [line for line in plain if find_body(book, line) in book.streets])
    _withdraw(book, plain)
    _let_fall(book, [line for item in order for line in item.lines if line.recovered])


def _rewrite(book: Book, order: list[Item]) -> None:
    """A requirement is softened, a measure retold, two tasks are handed to somebody else in the same office."""
    softened = order[0]
    softened.requirements[SOFTENED] = f"进一步加强{softened.subsection}工作，逐步规范"
    retold = order[1].lines[-1]
    retold.texts[RETOLD] = f"结合实际推进{order[1].subsection}方面工作"
    for item in order[2:4]:
        staff = [name for name in book.retelling.staff(item.unit) if name != item.owner]
        item.owners[HANDED_OVER] = staff[item.task_no % len(staff)]


def _let_go(plain: list[Line]) -> None:
    """One measure is missing in the second list and there again in the third; two are listed from the second on."""
    gone = next(line for line in plain if line.measure_no == 2)
    gone.unlisted = {UNLISTED}
    late = [line for line in plain if line.measure_no >= 3 and line is not gone]
    for line in list({line.task_no: line for line in late}.values())[:2]:
        line.unlisted = {0}


def _contradict(book: Book, draw: np.random.Generator, lines: list[Line]) -> None:
    """Twice the office that gathers reports states of a subdistrict's measure what the subdistrict does not."""
    for line in [lines[at] for at in draw.permutation(len(lines))[:2]]:
        states: dict[str, object] = {"status": "completed", "progress": "街道已完成，材料已收齐"}
        done = line.done_week()
        if done is not None and done <= 6:
            states = {"status": "in_progress", "progress": "街道尚在推进，材料不齐"}
        book.odd_reports.append(Odd(line.task_no, line.measure_no, 6, 13, states, book.office))


def _withdraw(book: Book, plain: list[Line]) -> None:
    """Two measures once reported as done are under way again, and no step says so; one is left out for two weeks."""
    done = [
        line
        for line in plain
        if (line.done_week() or 99) < 10 and book.items[line.task_no].closed() is not None
    ]
    for line in done[:2]:
        first = (line.done_week() or 0) + 2
        states: dict[str, object] = {"status": "in_progress", "progress": "部分事项重新核对"}
        book.odd_reports.append(Odd(line.task_no, line.measure_no, first, first + 3, states))
    left_out = plain[len(plain) // 2]
    book.odd_reports.append(Odd(left_out.task_no, left_out.measure_no, 8, 10, None))


def _let_fall(book: Book, lines: list[Line]) -> None:
    """A sum that was reported falls for two weeks."""
    for line in lines[:2]:
        first = min(line.recovered) + 1
        if first + 2 < 20:
            states: dict[str, object] = {"recovered_cny": latest(line.recovered, first, 0) // 2}
            book.odd_reports.append(Odd(line.task_no, line.measure_no, first, first + 2, states))
