"""Checks that need more than one load: names the register does not know, and two versions of one delivery.

They are told, never rejected: whether the register has arrived yet must not decide which rows are taken.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from ingest.problems import Problem, describe
from warehouse.contracts import Column, Contract, Label
from warehouse.landing import LoadRecord, list_loads
from warehouse.settings import Site

if TYPE_CHECKING:
    from ingest.pipeline import FileReport

REGISTER = "reference.organisations"


def check_references(
    site: Site, contracts: Sequence[Contract], reports: list[FileReport]
) -> list[FileReport]:
    """Return `reports` with a defect per cell that names an organisation which the landed register does not hold."""
    known = known_organisations(site)
    close = cache(partial(_closest_name, known))
    columns = {
        (contract.dataset, column.name): column for contract in contracts for column in contract.read_columns
    }
    checked = []
    for report in reports:
        problems = list(report.problems)
        if known and report.record and report.names is not None:
            unknown = report.names.filter(~pl.col("raw").str.strip_chars().is_in(known))
            for cell in unknown.iter_rows(named=True):
                column = columns[report.record.dataset, cell["column"]]
                if column.references == REGISTER:
                    problems.append(_unknown_name(report, cell, column, close(cell["raw"])))
        checked.append(replace(report, problems=problems))
    return checked


def known_organisations(site: Site) -> set[str]:
    """Return every name and alias in the landed registers of organisations."""
    paths = list((site.landing / "reference" / "organisations").glob("[!_.]*.parquet"))
    if not paths:
        return set()
    frame = pl.read_parquet(paths, columns=["name", "aliases"])
    aliases = frame["aliases"].drop_nulls().str.split("、").explode()
    return {name.strip() for name in [*frame["name"].drop_nulls(), *aliases] if name}


def check_versions(site: Site, reports: list[FileReport]) -> list[FileReport]:
    """Return `reports` with a note where a file repeats another's rows, or claims to be the same version of a dataset.

    Of two files with the same rows the later one is told: the one of this run, or the second in its order.
    """
    landed = list_loads(site)
    versions: dict[tuple[object, ...], list[LoadRecord]] = defaultdict(list)
    for record in landed:
        if record.delivery == "full":
            versions[_version(record)].append(record)
    reported = {report.record.load_id for report in reports if report.record}
    firsts: dict[tuple[object, ...], LoadRecord] = {}
    for record in landed:
        if record.load_id not in reported:
            firsts.setdefault(_content(record), record)
    checked = []
    for report in reports:
        if report.record is None:
            checked.append(report)
            continue
        first = firsts.setdefault(_content(report.record), report.record)
        notes = _tell_versions(report.record, first, versions[_version(report.record)])
        told = [replace(note, sheet=report.sheet) for note in notes]
        checked.append(replace(report, problems=[*report.problems, *told]))
    return checked


def _tell_versions(record: LoadRecord, first: LoadRecord, versions: list[LoadRecord]) -> list[Problem]:
    """Return the notes about a load: whose rows it repeats, and which loads it cannot be told from but by its rows."""
    notes = []
    if record.content and first.file_sha256 != record.file_sha256:
        notes.append(Problem("same_content", "note", describe("same_content", raw=first.file_name)))
    # Two sheets of one file are one delivery; two files are two, and one of them has to give way.
    rivals = [other for other in versions if other.file_sha256 != record.file_sha256]
    differing = [other for other in rivals if other.content is None or other.content != record.content]
    notes += [
        Problem("same_version", "note", describe("same_version", raw=other.file_name)) for other in differing
    ]
    return notes


def _version(record: LoadRecord) -> tuple[object, ...]:
    return (record.dataset, record.unit, record.as_of, record.revision)


def _content(record: LoadRecord) -> tuple[object, ...]:
    """A whole list that stays as it is from one week to the next is in order; twice for one day it is not."""
    return (record.dataset, record.content, record.as_of if record.delivery == "full" else None)


def _closest_name(known: set[str], name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.4)), None)


def _unknown_name(report: FileReport, cell: dict[str, Any], column: Column, close: str | None) -> Problem:
    hint = Label(f"；是否为“{close}”？", f"; is it “{close}”?") if close else Label("。", ".")
    message = describe("unknown_unit", column.label, cell["raw"], hint)
    return Problem(
        "unknown_unit",
        "defect",
        message,
        report.sheet,
        cell["address"],
        cell["_row"],
        column.name,
        cell["raw"],
    )
