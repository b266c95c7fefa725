"""What is wrong with a table's headings, its cells and the rows that were set aside, told a limited number of times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from ingest.elsewhere import find_owner
from ingest.headers import Header, HeaderMatch, known_names
from ingest.masking import scrub
from ingest.near_headers import likeness
from ingest.problems import Problem, describe, describe_cell, join_labels
from ingest.protect import hide_row
from ingest.repeats import Repeat
from ingest.table import RawTable, SetAside, column_letter
from ingest.totals import is_convertible
from ingest.validate import Breach, find_breaches
from warehouse.contracts import Column, Label

NEAR = 0.6
SERIAL = {"序号", "编号", "no", "no."}
SHOWN = 200


def check_required_headings(match: HeaderMatch) -> list[Problem]:
    """Return a problem per required column that no heading names, at the unmatched heading most like it."""
    headings = {header.text: _address(header) for header in match.unmatched}
    listed = "、".join(f"{cell}“{text}”" for text, cell in headings.items())
    hint = Label(
        f"未对上的表头有：{listed}。" if listed else "", f"Headings not matched: {listed}." if listed else ""
    )
    problems = []
    for column in match.missing:
        known = Label("、".join(column.headers), ", ".join(column.headers))
        message = describe("missing_header", column.label, hint, known)
        alike = {header.text: likeness(header, column) for header in match.unmatched}
        nearest = max(alike, key=alike.__getitem__, default=None)
        cell = headings[nearest] if nearest and alike[nearest] > 0 else None
        problems.append(Problem("missing_header", "reject", message, cell=cell, column=column.name))
    return problems


def check_headings(match: HeaderMatch, unread: Iterable[Header], money_unit: str | None) -> list[Problem]:
    """Return a problem per heading whose cells are not landed: no column takes it, or its money unit is unknown.

    A heading close to a column that was not found is a defect. Any other one is a note, unless another contract knows
    it and loses nothing: a progress report that repeats the measures is in order.
    """
    if match.is_positional:
        return [_tell_positions(match)]
    absent = [column for column in match.contract.read_columns if column.name not in match.columns]
    elsewhere = match.familiar - known_names(match.contract)
    problems = []
    for header in unread:
        nearest = max(absent, key=lambda column: likeness(header, column), default=None)
        is_serial = header.names[-1].lower() in SERIAL
        if nearest and not is_serial and likeness(header, nearest) >= NEAR:
            message = describe("near_heading", nearest.label, header.text)
            problems.append(_tell(header, "near_heading", "defect", message, nearest))
        elif header.names[0] not in elsewhere:
            message = describe("unmatched_heading", raw=header.text)
            problems.append(_tell(header, "unmatched_heading", "note", message))
        elif not is_serial and (owner := find_owner(match, header)):
            message = describe("other_dataset_column", match.contract.label, header.text, owner.label)
            problems.append(_tell(header, "other_dataset_column", "note", message))
    for name, header in match.columns.items():
        column, unit = match.contract.column(name), header.unit or money_unit
        if name in match.near:
            message = describe("taken_heading", column.label, header.text)
            problems.append(_tell(header, "taken_heading", "defect", message, column))
        if not is_convertible(column, unit):
            message = describe("money_unit", column.label, unit)
            problems.append(_tell(header, "money_unit", "defect", message, column))
    return problems


def _tell_positions(match: HeaderMatch) -> Problem:
    taken = [
        (column_letter(header.index), match.contract.column(name)) for name, header in match.columns.items()
    ]
    listed = Label(
        "、".join(f"{letter} {column.label.zh}" for letter, column in taken),
        ", ".join(f"{letter} {column.label.en}" for letter, column in taken),
    )
    return Problem("no_header", "note", describe("no_header", raw=listed))


def check_set_aside(rows: Iterable[SetAside]) -> list[Problem]:
    """Return a note per row that is no data although it holds more than a label."""
    return [
        Problem(
            "set_aside",
            "note",
            describe("set_aside", raw=scrub(row.text)[:60]),
            cell=row.cell,
            row=row.row,
            raw=scrub(row.text),
        )
        for row in rows
        if row.is_told
    ]


def check_cells(
    match: HeaderMatch, table: RawTable, frame: pl.DataFrame
) -> tuple[list[Problem], set[int], dict[int, list[str]]]:
    """Return the problems, the positions to reject, and the `column:rule` marks of the positions with defects.

    Of the problems of one rule in one column the first 200 are told each, and the rest as their number.
    """
    problems: list[Problem] = []
    rejected: set[int] = set()
    defects: dict[int, list[str]] = defaultdict(list)
    for severity in ("reject", "defect"):
        grouped: dict[tuple[str, str], list[Breach]] = defaultdict(list)
        for breach in find_breaches(match.contract, frame, severity):
            grouped[breach.column, breach.rule].append(breach)
            if severity == "reject":
                rejected.add(breach.position)
            else:
                defects[breach.position].append(f"{breach.column}:{breach.rule}")
        for (name, _), breaches in grouped.items():
            column = match.contract.column(name)
            shown = [_describe_breach(match, table, column, breach, severity) for breach in breaches[:SHOWN]]
            problems += [*shown, *_count_rest(shown[-1:], column.label, len(breaches) - SHOWN)]
    return problems, rejected, defects


def describe_repeats(match: HeaderMatch, table: RawTable, repeats: Sequence[Repeat]) -> list[Problem]:
    """Return a rejection per row that repeats an earlier one, at the last of its key's cells that is filled."""
    present = [name for name in match.contract.key if name in match.columns]
    problems = []
    for repeat in repeats[:SHOWN]:
        texts = {name: table.columns[name].texts[repeat.position] for name in present}
        filled = [name for name in present if texts[name]] or present[-1:]
        label = join_labels(match.contract.column(name).label for name in filled)
        message = describe("key", label, str(repeat.first_row))
        row, column = table.rows[repeat.position], filled[-1] if filled else None
        cell = f"{column_letter(match.columns[column].index)}{row}" if column else None
        shown = hide_cells(match, table, repeat.position)
        raw, sent = shown.get(column) if column else None, show_row(match, shown)
        problems.append(Problem("key", "reject", message, None, cell, row, column, raw, sent))
    return [*problems, *_count_rest(problems[-1:], None, len(repeats) - SHOWN)]


def reject_struck(rows: Iterable[SetAside]) -> list[Problem]:
    """Return a rejection per row that is struck through: whether it still counts is for its office to say."""
    return [
        Problem(
            "struck_out",
            "reject",
            describe("struck_out"),
            None,
            row.cell,
            row.row,
            None,
            None,
            scrub(row.text),
        )
        for row in rows
        if row.kind == "struck"
    ]


def limit_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return `problems` with the first 200 of each rule and the number of the others."""
    grouped: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        grouped[problem.rule].append(problem)
    limited = []
    for same in grouped.values():
        rest = _count_rest(same[SHOWN - 1 : SHOWN], None, len(same) - SHOWN)
        limited += [*same[:SHOWN], *rest]
    return limited


def _describe_breach(
    match: HeaderMatch, table: RawTable, column: Column, breach: Breach, severity: str
) -> Problem:
    source = table.columns.get(column.name)
    row = table.rows[breach.position]
    shown = hide_cells(match, table, breach.position)
    raw = shown.get(column.name)
    at = source.rows[breach.position] if source and source.rows is not None else row
    cell = f"{column_letter(match.columns[column.name].index)}{at}" if source else None
    message = describe_cell(breach.rule, column, raw)
    sent = show_row(match, shown)
    return Problem(breach.rule, severity, message, None, cell, row, column.name, raw, sent)


def hide_cells(match: HeaderMatch, table: RawTable, position: int) -> dict[str, str | None]:
    """Return a row as it was sent, column by column, with personal data masked."""
    texts = {name: table.columns[name].texts[position] for name in match.columns}
    return hide_row([match.contract.column(name) for name in texts], texts)


def show_row(match: HeaderMatch, shown: Mapping[str, str | None]) -> str:
    """Return a row, as `hide_cells` gives it, heading by heading."""
    return "；".join(f"{match.columns[name].text.strip()}：{text}" for name, text in shown.items() if text)


def _count_rest(last: list[Problem], label: Label | None, count: int) -> list[Problem]:
    if count <= 0:
        return []
    named = Label(f"“{label.zh}”", f" in {label.en}") if label else Label("", "")
    message = describe("more", named, str(count))
    return [replace(problem, rule="more", message=message, cell=None, raw=None) for problem in last]


def _tell(header: Header, rule: str, severity: str, message: Label, column: Column | None = None) -> Problem:
    name = column.name if column else None
    return Problem(rule, severity, message, None, _address(header), None, name, header.text)


def _address(header: Header) -> str:
    return f"{column_letter(header.index)}{header.row + 1}"
