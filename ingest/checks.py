"""What is wrong with a table's headings, its cells and the rows that were set aside, told a limited number of times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from ingest.headers import Header, HeaderMatch, known_names
from ingest.masking import scrub
from ingest.near_headers import likeness
from ingest.problems import Problem, describe, describe_cell, join_labels
from ingest.protect import hide
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
    it: a progress report that repeats the measures is in order.
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


def reject_repeats(
    match: HeaderMatch, table: RawTable, frame: pl.DataFrame, rejected: set[int], seen: Sequence[pl.Series]
) -> tuple[list[Problem], pl.Series]:
    """Return the rows whose key an earlier stretch holds, adding them to `rejected`, and the hashes of these keys.

    Within one stretch the contract's own rule tells; across stretches 64 bits per row are remembered, not the keys.
    """
    contract = match.contract
    if not contract.key:  # a feed that numbers nothing may say the same thing twice
        return [], pl.Series("hash", [], dtype=pl.UInt64)
    required = [pl.col(name).is_not_null() for name in contract.key if contract.column(name).required]
    keyed = frame.select(
        pl.struct(*contract.key).hash(seed=0).alias("hash"),
        pl.all_horizontal(pl.lit(value=True), *required).alias("is_sound"),
    )
    if not seen:
        return [], keyed["hash"]
    known = keyed["is_sound"] & keyed["hash"].is_in(pl.concat(seen).implode())
    repeated = [position for position in known.arg_true() if position not in rejected]
    rejected.update(repeated)
    column = contract.column(contract.key[-1])
    shown = [
        _describe_breach(match, table, column, Breach(position, None, "key"), "reject")
        for position in repeated[:SHOWN]
    ]
    return [*shown, *_count_rest(shown[-1:], column.label, len(repeated) - SHOWN)], keyed["hash"]


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
    contract, source = match.contract, table.columns.get(column.name)
    row = table.rows[breach.position]
    raw = hide(column, source.texts[breach.position]) if source else None
    at = source.rows[breach.position] if source and source.rows is not None else row
    cell = f"{column_letter(match.columns[column.name].index)}{at}" if source else None
    if breach.column is None:
        label = join_labels(contract.column(name).label for name in contract.key if name in match.columns)
        message = describe("key", label)
    else:
        message = describe_cell(breach.rule, column, raw)
    sent = show_row(match, table, breach.position)
    return Problem(breach.rule, severity, message, None, cell, row, column.name, raw, sent)


def show_row(match: HeaderMatch, table: RawTable, position: int) -> str:
    """Return a row as it was sent, heading by heading, with personal data masked."""
    texts = (
        (header.text, hide(match.contract.column(name), table.columns[name].texts[position]))
        for name, header in match.columns.items()
    )
    return "；".join(f"{heading.strip()}：{text}" for heading, text in texts if text)


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
