"""What is wrong with a table's headings, its cells and the rows that were set aside, told a limited number of times."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from ingest.headers import Header, HeaderMatch, fold_header, known_names
from ingest.problems import Problem, describe, describe_cell, join_labels
from ingest.table import RawTable, column_letter
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
        likeness = {header.text: _likeness(header, column) for header in match.unmatched}
        nearest = max(likeness, key=likeness.__getitem__, default=None)
        cell = headings[nearest] if nearest and likeness[nearest] > 0 else None
        problems.append(Problem("missing_header", "reject", message, cell=cell, column=column.name))
    return problems


def check_headings(match: HeaderMatch, table: RawTable, money_unit: str | None) -> list[Problem]:
    """Return a problem per heading whose cells are not landed: no column takes it, or its money unit is unknown.

    A heading close to a column that was not found is a defect. Any other one is a note, unless another contract knows
    it: a progress report that repeats the measures is in order.
    """
    absent = [column for column in match.contract.read_columns if column.name not in match.columns]
    elsewhere = match.familiar - known_names(match.contract)
    problems = []
    for header in table.unread:
        nearest = max(absent, key=lambda column: _likeness(header, column), default=None)
        is_serial = header.names[-1].lower() in SERIAL
        if nearest and not is_serial and _likeness(header, nearest) >= NEAR:
            message = describe("near_heading", nearest.label, header.text)
            problems.append(_tell(header, "near_heading", "defect", message, nearest))
        elif header.names[0] not in elsewhere:
            message = describe("unmatched_heading", raw=header.text)
            problems.append(_tell(header, "unmatched_heading", "note", message))
    for name, header in match.columns.items():
        column, unit = match.contract.column(name), header.unit or money_unit
        if not is_convertible(column, unit):
            message = describe("money_unit", column.label, unit)
            problems.append(_tell(header, "money_unit", "defect", message, column))
    return problems


def check_set_aside(table: RawTable) -> list[Problem]:
    """Return a note per row that is no data although it holds more than a label."""
    return [
        Problem(
            "set_aside",
            "note",
            describe("set_aside", raw=row.text[:60]),
            cell=row.cell,
            row=row.row,
            raw=row.text,
        )
        for row in table.set_aside
        if row.is_told
    ]


def check_cells(
    match: HeaderMatch, table: RawTable, frame: pl.DataFrame
) -> tuple[list[Problem], set[int], list[list[str]]]:
    """Return the problems, the positions to reject, and per row the `column:rule` marks of its defects.

    Of the problems of one rule in one column the first 200 are told each, and the rest as their number.
    """
    problems: list[Problem] = []
    rejected: set[int] = set()
    defects: list[list[str]] = [[] for _ in table.rows]
    for severity in ("reject", "defect"):
        grouped: dict[tuple[str, str], list[Breach]] = defaultdict(list)
        for breach in find_breaches(match.contract, frame, severity):
            name = breach.column or match.contract.key[-1]
            grouped[name, breach.rule].append(breach)
            if severity == "reject":
                rejected.add(breach.position)
            else:
                defects[breach.position].append(f"{name}:{breach.rule}")
        for (name, _), breaches in grouped.items():
            column = match.contract.column(name)
            shown = [_describe_breach(match, table, column, breach, severity) for breach in breaches[:SHOWN]]
            problems += [*shown, *_count_rest(shown[-1:], column.label, len(breaches) - SHOWN)]
    return problems, rejected, defects


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
    contract, source = match.contract, table.columns.get(column.name)
    raw = source.texts[breach.position] if source else None
    row = source.rows[breach.position] if source else table.rows[breach.position]
    cell = f"{column_letter(match.columns[column.name].index)}{row}" if source else None
    if breach.column is None:
        label = join_labels(contract.column(name).label for name in contract.key if name in match.columns)
        message = describe("key", label)
    else:
        message = describe_cell(breach.rule, column, raw)
    return Problem(breach.rule, severity, message, None, cell, table.rows[breach.position], column.name, raw)


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


def _likeness(header: Header, column: Column) -> float:
    """Return how like `header` is to the closest of the column's headings, 0 to 1."""
    return max(
        (
            difflib.SequenceMatcher(None, name, fold_header(alias)).ratio()
            for name in header.names
            for alias in column.headers
        ),
        default=0.0,
    )
