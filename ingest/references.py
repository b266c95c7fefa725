"""Names that the register of organisations does not know.

They are told, never rejected: whether the register has arrived yet must not decide which rows are taken.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import polars as pl

from ingest.load import NAMES, NAMES_SHOWN
from ingest.problems import Problem, describe
from ingest.report import FileReport
from warehouse.contracts import Column, Contract, Label
from warehouse.landing import LoadRecord, load_path
from warehouse.settings import Site

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
        names = report.names
        if known and report.record and report.status == "already landed":
            names = _landed_names(site, report.record, columns)
        if known and report.record and names is not None:
            unknown = names.filter(~pl.col("raw").str.strip_chars().is_in(known))
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


def organisation_names(site: Site) -> dict[str, str]:
    """Return, for every folded name and alias that one organisation alone carries in the landed registers, its name."""
    paths = list((site.landing / "reference" / "organisations").glob("[!_.]*.parquet"))
    if not paths:
        return {}
    carriers: dict[str, set[str]] = defaultdict(set)
    for name, aliases in pl.read_parquet(paths, columns=["name", "aliases"]).iter_rows():
        for alias in [name, *re.split("[、，,；;]", aliases or "")]:
            carriers[fold_name(alias or "")].add(fold_name(name or ""))
    return {alias: names.pop() for alias, names in carriers.items() if len(names) == 1}


def fold_name(name: str) -> str:
    """Return a name as the models compare it: without white space, its brackets half-width."""
    return re.sub(r"\s", "", name).translate(str.maketrans("（）", "()"))


def _landed_names(site: Site, record: LoadRecord, columns: Mapping[tuple[str, str], Column]) -> pl.DataFrame:
    """Return what `Load.names` says of a load that was not read again, out of its landed rows."""
    found = [pl.DataFrame(schema=NAMES)]
    path = load_path(site, record)
    for name, heading in record.header_map.items():
        if columns[record.dataset, name].references is None:
            continue
        rows = pl.read_parquet(path, columns=[name, "_row", "_cells"])
        cell = pl.col("_cells").list.filter(pl.element().struct.field("column") == name).list.first()
        own = pl.lit(heading["letter"]) + pl.col("_row").cast(pl.String)
        found.append(
            rows.select(
                pl.lit(name).alias("column"),
                "_row",
                pl.coalesce(cell.struct.field("address"), own).alias("address"),
                pl.coalesce(cell.struct.field("raw"), name).alias("raw"),
            )
            .filter(pl.col("raw").is_not_null())
            .filter(pl.int_range(pl.len()).over("raw") < NAMES_SHOWN)
        )
    return pl.concat(found)


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
