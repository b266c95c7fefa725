"""The ledger's own lists: rounds, tasks, measures, weekly reports, evidence and closure events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains.ledger.book import MEASURE_LISTS, TASK_LISTS, Book, Item, Line, Piece
from simulate.domains.ledger.building import build_ledger
from simulate.domains.ledger.course_cases import add_oddities
from simulate.domains.ledger.task_cases import inject
from simulate.domains.ledger.weekly import lay_out_reports, list_sendings
from simulate.domains.reference.workdays import to_workday
from simulate.sample.story import EVIDENCE_KINDS
from simulate.tables import Table
from simulate.timeline import FEEDBACK_ON, FORTNIGHTLY, INSPECTED_FROM, INSPECTED_TO, ONCE, WEEKS
from simulate.world import World

KINDS = {"文件": "document", "会议记录": "minutes", "影像资料": "photo", "检查报告": "report"}
KINDS |= {"台账清单": "list", "票据凭证": "voucher"}
SUPPORTING = {10: "党群工作部", 12: "党群工作部", 15: "党群工作部", 28: "审计局"}

Row = dict[str, object]


def make(world: World, cases: Cases) -> list[Table]:
    """Return the six tables of the ledger itself."""
    book = world.once(build_ledger)
    if cases.level:
        inject(book, cases)
        add_oddities(book)
    office = world.places.department("党政办公室")
    round_ = {
        "_key": book.round_code,
        "round_code": book.round_code,
        "round_name": "2018年第一轮巡察",
        "inspected_unit": world.places.organisations["name"][0],
        "team": "市委第三巡察组",
        "started_on": INSPECTED_FROM,
        "ended_on": INSPECTED_TO,
        "feedback_on": FEEDBACK_ON,
    }
    book.tables = [
        Table("ledger.inspection_rounds", pl.DataFrame([round_]), office, days=ONCE),
        Table("ledger.tasks", _list_tasks(book), office, days=TASK_LISTS),
        Table("ledger.measures", _list_measures(book), office, days=MEASURE_LISTS),
        Table(
            "ledger.weekly_progress",
            lay_out_reports(book),
            office,
            days=WEEKS,
            sendings=list_sendings(book),
        ),
        Table("ledger.evidence", _list_evidence(book), office, days=FORTNIGHTLY),
        Table("ledger.closure_events", _list_steps(book), office, days=FORTNIGHTLY),
    ]
    return book.tables


def write_versions(days: Sequence[date], rows: Sequence[Row | None]) -> list[Row]:
    """Return the versions of one row in lists of `days`: each stands until a list differs or lacks it."""
    found: list[Row] = []
    for day, row in zip(days, rows, strict=True):
        last = found[-1] if found else None
        if last is not None and last["_to"] is None:
            same = row is not None and all(last[name] == value for name, value in row.items())
            if same:
                continue
            last["_to"] = day
        if row is not None:
            found.append(row | {"_from": day, "_to": None})
    return found


def as_of_list(steps: dict[int, str], number: int) -> str | None:
    """Return what holds in list `number` (0…) when `steps` tells from which list on what is written."""
    reached = [first for first in steps if first <= number]
    return steps[max(reached)] if reached else None


def _list_tasks(book: Book) -> pl.DataFrame:
    rows = [
        version
        for item in book.items.values()
        for version in write_versions(
            TASK_LISTS, [_task_row(book, item, at) for at in range(len(TASK_LISTS))]
        )
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _task_row(book: Book, item: Item, number: int) -> Row:
    helper = SUPPORTING.get(item.task_no)
    supporting = book.world.places.department(helper) if helper else None
    if item.section.startswith("民生") and helper is None and item.unit not in book.streets:
        supporting = "、".join(book.streets)
    return {
        "_key": book.task_id(item.task_no),
        "round_code": book.round_code,
        "task_no": item.task_no,
        "section": item.section,
        "subsection": item.subsection,
        "problem": item.problem,
        "requirement": as_of_list(item.requirements, number),
        "lead_unit": item.unit,
        "co_units": supporting,
        "leader": item.leader,
        "owner": as_of_list(item.owners, number),
        "due_on": as_of_list(item.due, number),
        "rectification_type": item.kind,
        "note": as_of_list(item.notes, number),
    }


def _list_measures(book: Book) -> pl.DataFrame:
    rows = [
        version
        for line in book.lines()
        for version in write_versions(
            MEASURE_LISTS, [_measure_row(book, line, at) for at in range(len(MEASURE_LISTS))]
        )
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _measure_row(book: Book, line: Line, number: int) -> Row | None:
    if number in line.unlisted:
        return None
    day = MEASURE_LISTS[number]
    started, finished = line.started_on(), line.finished_on()
    return {
        "_key": book.measure_id(line.task_no, line.measure_no),
        "round_code": book.round_code,
        "task_no": line.task_no,
        "measure_no": line.measure_no,
        "measure": as_of_list(line.texts, number),
        "deliverable": line.kind,
        "lead_unit": line.unit,
        "owner": as_of_list(line.owners, number),
        "due_on": line.due,
        "started_on": started if started <= day else None,
        "finished_on": finished if finished is not None and finished <= day else None,
        "note": line.note,
    }


def _list_steps(book: Book) -> pl.DataFrame:
    rows = [
        {
            "_key": f"{book.task_id(item.task_no)}-{step.event}-{step.on:%m%d}",
            "round_code": book.round_code,
            "task_no": item.task_no,
            "event": step.event,
            "event_on": step.on,
            "actor": step.actor,
            "verifier": step.verifier,
            "note": step.note,
            "_on": step.on,
        }
        for item in book.items.values()
        for step in item.steps
    ]
    return pl.DataFrame(rows, infer_schema_length=None).sort("event_on", "task_no", maintain_order=True)


def _list_evidence(book: Book) -> pl.DataFrame:
    pieces = [piece for item in book.items.values() for piece in _prove(book, item)]
    pieces += [piece for shared in book.shared for piece in _share(book, *shared)]
    rows = [
        {
            "_key": piece.number,
            "evidence_no": piece.number,
            "round_code": book.round_code,
            "task_no": piece.task_no,
            "measure_no": piece.measure_no,
            "title": piece.title,
            "kind": piece.kind,
            "made_on": piece.made_on,
            "file_digest": piece.digest,
            "provided_by": piece.unit,
            "note": piece.note,
            "_on": piece.made_on,
        }
        for piece in pieces
    ]
    return pl.DataFrame(rows, infer_schema_length=None).sort("made_on", "_key", maintain_order=True)


def _prove(book: Book, item: Item) -> list[Piece]:
    """Return a piece or two for each measure that was carried out before the task was closed."""
    if not item.has_evidence:
        return []
    found = []
    step = item.closed()
    for line in item.lines:
        made = line.finished_on()
        if made is None or (step is None and (line.task_no + line.measure_no) % 5 == 0):
            continue
        made = to_workday(made)
        if step is not None:
            made = min(made, step.on - timedelta(days=1))
        titles = [f"{line.texts[0]}资料"]
        if line.kind in ("check", "correction") and line.task_no % 2:
            titles.append(f"{item.subsection}方面现场照片")
        for number, title in enumerate(titles, 1):
            name = f"ZZ-{line.task_no}-{line.measure_no:02d}-{number:02d}"
            kind = "photo" if number > 1 else KINDS[EVIDENCE_KINDS[line.kind]]
            digest = book.digest("evidence", name)
            found.append(Piece(name, line.task_no, line.measure_no, title, kind, made, digest, line.unit))
    return found


def _share(book: Book, task_no: int, others: list[int], note: str | None) -> list[Piece]:
    """Return one file as it is entered under each of several tasks."""
    first = book.items[task_no]
    made = to_workday(date(2018, 5, 21) + timedelta(days=task_no))
    title = f"{first.subsection}有关材料汇编" if len(others) > 1 else f"{first.subsection}工作平台建设资料"
    digest = book.digest("shared", task_no)
    return [
        Piece(f"ZZ-{number}-00-{task_no:02d}", number, item.lines[0].measure_no, title, "document", made, digest,
              item.unit, None if number == task_no else note)
        for number in (task_no, *others)
        for item in (book.items[number],)
    ]  # fmt: skip
