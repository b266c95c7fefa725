"""The weekly reports: what each body states about each measure, week after week, and when it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import polars as pl

from simulate.domains.ledger.book import Book, Item, Line, Odd
from simulate.domains.ledger.phrases import describe
from simulate.timeline import WEEKS

Value = TypeVar("Value")
Row = dict[str, object]
ARCHIVED_AFTER = 14  # days from the closing on which the office that gathers reports writes 已销号

# Subdistrict or office (3), week of the report, weeks in which it arrives.
OFFICE = 3
SENDINGS: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (0, 0, (0, 1)),  # sent at once, corrected a week later
    (2, 3, (5,)),  # late
    (1, 7, (9,)),
    (2, 10, ()),  # never sent
    (OFFICE, 11, (11, 12)),
    (1, 15, (15, 16)),
)
SLIP = 10  # a decimal point in the wrong place


def find_body(book: Book, line: Line) -> str:
    """Return who reports on a measure: its subdistrict, else the office that gathers for the departments."""
    return line.unit if line.unit in book.streets else book.office


def list_sendings(book: Book) -> dict[tuple[str | None, date], tuple[date, ...]]:
    """Return the reports that are late, missing or corrected; see `Table.sendings`."""
    bodies = (*book.streets, book.office)
    return {
        (bodies[body], WEEKS[week]): tuple(WEEKS[arrives] for arrives in arrivals)
        for body, week, arrivals in SENDINGS
    }


def lay_out_reports(book: Book) -> pl.DataFrame:
    """Return every row of every weekly report, in the versions that follow one another."""
    rows: list[Row] = []
    for item in book.items.values():
        for line in item.lines:
            body = find_body(book, line)
            stated = [_report(book, item, line, body, week) for week in range(len(WEEKS))]
            odd = [
                o for o in book.odd_reports if (o.task_no, o.measure_no) == (line.task_no, line.measure_no)
            ]
            for stretch in odd:
                if stretch.body is None:
                    for week in range(stretch.first, stretch.until):
                        stated[week] = _change(stated[week], stretch.states)
                else:
                    rows += _merge(_of_another_body(stated, stretch))
            rows += _merge(_insert_mistakes(book, line, body, stated))
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.sort("task_no", "measure_no", "_unit", "_from", "_revision", maintain_order=True)


def latest(steps: Mapping[int, Value], week: int, default: Value) -> Value:
    """Return the value of the last step on or before `week`."""
    reached = [number for number in steps if number <= week]
    return steps[max(reached)] if reached else default


def _report(book: Book, item: Item, line: Line, body: str, week: int) -> Row | None:
    if line.unlisted and week < 8 and 0 in line.unlisted:
        return None  # not known as a measure yet
    status = latest(line.status, week, "not_started")
    step = item.closed()
    is_archived = step is not None and step.verifier and (WEEKS[week] - step.on).days >= ARCHIVED_AFTER
    reopened = any(other.event == "reopened" and other.on <= WEEKS[week] for other in item.steps)
    if status == "completed" and is_archived and not reopened and body == book.office:
        status = "closed"
    told = week if line.silent_from is None else min(week, line.silent_from)
    salt = line.task_no * 7 + line.measure_no * 3
    progress = describe(status, told, salt, month=WEEKS[told].month) if status != "completed" else line.result
    progress = latest(line.says, week, progress or f"已按要求{line.texts[0]}")
    return {
        "_key": book.measure_id(line.task_no, line.measure_no),
        "round_code": book.round_code,
        "task_no": line.task_no,
        "measure_no": line.measure_no,
        "lead_unit": line.unit,
        "status": status,
        "progress": progress,
        "recovered_cny": latest(line.recovered, week, 0),
        "people_held": latest(line.held, week, 0),
        "note": line.season,
        "_unit": body,
        "_revision": None,
    }


def _change(row: Row | None, states: Row | None) -> Row | None:
    return None if row is None or states is None else row | states


def _of_another_body(stated: list[Row | None], odd: Odd) -> list[tuple[int, Row | None, Row | None]]:
    found: list[tuple[int, Row | None, Row | None]] = []
    for week in range(odd.first, odd.until):
        row = _change(stated[week], odd.states)
        found.append((week, row | {"_unit": odd.body, "_key": f"{row['_key']}+"} if row else None, None))
    return found


def _insert_mistakes(
    book: Book, line: Line, body: str, stated: list[Row | None]
) -> list[tuple[int, Row | None, Row | None]]:
    """Return per week what is first sent, and what the correction says where it says something else."""
    bodies = (*book.streets, book.office)
    corrected = {(bodies[who], week) for who, week, arrivals in SENDINGS if len(arrivals) > 1}
    found: list[tuple[int, Row | None, Row | None]] = []
    for week, row in enumerate(stated):
        wrong = _mistake(line, row) if row is not None and (body, week) in corrected else None
        found.append((week, wrong, row) if wrong is not None else (week, row, None))
    return found


def _mistake(line: Line, row: Row) -> Row | None:
    """Return a row as first handed in: sums with a slipped point, and for every fifth measure a wrong status."""
    if row["recovered_cny"]:
        return row | {"recovered_cny": int(str(row["recovered_cny"])) * SLIP}
    if (line.task_no + line.measure_no) % 5 == 0 and row["status"] == "in_progress":
        return row | {"status": "not_started"}
    return None


def _merge(stated: list[tuple[int, Row | None, Row | None]]) -> list[Row]:
    """Return the versions of one row; a corrected week stands by itself, with either of its revisions."""
    found: list[Row] = []
    for week, row, correction in stated:
        if row is None:
            continue
        until = WEEKS[week + 1] if week + 1 < len(WEEKS) else None
        if correction is not None:
            found += [
                row | {"_revision": 0, "_from": WEEKS[week], "_to": until},
                correction | {"_revision": 1, "_from": WEEKS[week], "_to": until},
            ]
            continue
        last = found[-1] if found else None
        same = last is not None and all(last[name] == value for name, value in row.items())
        if last is not None and same and last["_to"] == WEEKS[week]:
            last["_to"] = until
        else:
            found.append(row | {"_from": WEEKS[week], "_to": until})
    return found
