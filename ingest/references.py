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
    """Return `reports` with a note where two landed files claim the same dataset, unit, as-of date and revision."""
    versions: dict[tuple[object, ...], list[LoadRecord]] = defaultdict(list)
    for landed in list_loads(site):
        if landed.delivery == "full":
            versions[_version(landed)].append(landed)
    checked = []
    for report in reports:
        record = report.record
        same = versions[_version(record)] if record else []
        # Two sheets of one file are one delivery; two files are two, and one of them has to give way.
        others = [other.file_name for other in same if record and other.file_sha256 != record.file_sha256]
        notes = [
            Problem("same_version", "note", describe("same_version", raw=name), report.sheet)
            for name in others
        ]
        checked.append(replace(report, problems=[*report.problems, *notes]))
    return checked


def _version(record: LoadRecord) -> tuple[object, ...]:
    return (record.dataset, record.unit, record.as_of, record.revision)


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
