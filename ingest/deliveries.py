"""Deliveries held against one another: what repeats, what contradicts, and what corrects nothing.

They are told, never rejected: which file arrived first must not decide which rows are taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from ingest.problems import Problem, describe, join_labels
from ingest.references import fold_name, organisation_names
from ingest.repeated_rows import COUNTED_ONCE, find_repeated_rows
from ingest.report import FileReport
from warehouse.contracts import Contract, Label
from warehouse.landing import LoadRecord, list_loads, load_path
from warehouse.settings import Site

Delivery = tuple[object, ...]
NOWHERE = Label("文件里没有写明", "not stated")


class Deliveries:
    """The landed loads by what they deliver; a correction and what it corrects are one delivery."""

    def __init__(self, site: Site) -> None:
        self._names = organisation_names(site)
        self.loads = list_loads(site)
        self._by_delivery: dict[Delivery, list[LoadRecord]] = defaultdict(list)
        for record in self.loads:
            self._by_delivery[self.identify(record)].append(record)

    def identify(self, record: LoadRecord) -> Delivery:
        """Return what a correction of `record` has in common with it; what is added is told apart by its series."""
        if record.delivery == "append":
            return record.dataset, self.resolve(record.sender), record.as_of, record.series
        return record.dataset, self.resolve(record.unit), record.as_of

    def resolve(self, sender: str | None) -> str:
        """Return one name for all that the register has for a unit."""
        folded = fold_name(sender or "")
        return self._names.get(folded, folded)

    def among(self, record: LoadRecord) -> list[LoadRecord]:
        """Return every landed load of the same delivery."""
        return self._by_delivery[self.identify(record)]

    def is_replaced(self, record: LoadRecord) -> bool:
        """Tell whether a landed correction stands in the place of `record`."""
        return any(other.revision > record.revision for other in self.among(record))


def check_deliveries(
    site: Site, contracts: Sequence[Contract], reports: list[FileReport]
) -> list[FileReport]:
    """Return `reports` with what is wrong between a landed table and the others; what is replaced is not compared.

    Of two files with the same rows the later one is told: the one of this run, or the second in its order.
    """
    deliveries = Deliveries(site)
    reported = [report.record for report in reports if report.record and report.is_landed]
    live = [record for record in reported if not deliveries.is_replaced(record)]
    known = {record.load_id for record in live}
    others = [
        record
        for record in deliveries.loads
        if record.load_id not in known and not deliveries.is_replaced(record)
    ]
    same = _find_same_content([*others, *live])
    problems: dict[str, list[Problem]] = defaultdict(list)
    for record in live:
        first = same.get(record.load_id)
        problems[record.load_id] += [
            *([_tell_same_content(record, first)] if first else []),
            *_tell_versions(site, deliveries, record),
            *_tell_correction(deliveries, record),
        ]
    for load_id, problem in find_repeated_rows(site, contracts, others, live, same):
        problems[load_id].append(problem)
    return [_add(report, problems) for report in reports]


def _add(report: FileReport, problems: Mapping[str, list[Problem]]) -> FileReport:
    if report.record is None or not report.is_landed:
        return report
    told = [replace(problem, sheet=report.sheet) for problem in problems.get(report.record.load_id, [])]
    return replace(report, problems=[*report.problems, *told])


def _find_same_content(loads: Iterable[LoadRecord]) -> dict[str, LoadRecord]:
    """Return, by the id of a load, the first load of another file that holds the same rows.

    A whole list that stays as it is from one week to the next is in order; twice for one day it is not.
    """
    firsts: dict[Delivery, LoadRecord] = {}
    same = {}
    for record in loads:
        if record.content is None:
            continue
        day = record.as_of if record.delivery == "full" else None
        first = firsts.setdefault((record.dataset, record.content, day), record)
        if first.file_sha256 != record.file_sha256:
            same[record.load_id] = first
    return same


def _tell_same_content(record: LoadRecord, first: LoadRecord) -> Problem:
    """The same list twice does no harm; the same additions twice double every figure that counts them all."""
    if record.delivery == "append" and record.dataset not in COUNTED_ONCE:
        return Problem("same_content", "defect", describe("same_content_added", raw=first.file_name))
    return Problem("same_content", "note", describe("same_content", raw=first.file_name))


def _tell_versions(site: Site, deliveries: Deliveries, record: LoadRecord) -> Iterator[Problem]:
    """Yield a defect for each other file that is the same list at the same revision, but with other rows."""
    if record.delivery != "full":
        return
    read_rounds = partial(_read_rounds, site)
    for other in deliveries.among(record):
        # Two sheets of one file are one delivery; two files are two, and one of them has to give way.
        is_rival = other.revision == record.revision and other.file_sha256 != record.file_sha256
        differs = other.content is None or other.content != record.content
        if is_rival and differs and _share_a_round(read_rounds(record), read_rounds(other)):
            yield Problem("same_version", "defect", _describe_rival(deliveries, record, other))


def _describe_rival(deliveries: Deliveries, record: LoadRecord, other: LoadRecord) -> Label:
    """Return what to do about it: a correction is marked as one, but two units' lists are no corrections of another."""
    senders = [deliveries.resolve(one.sender) for one in (record, other)]
    if all(senders) and senders[0] != senders[1]:
        named = join_labels(Label(name, name) for name in (record.sender or "", other.sender or ""))
        return describe("same_version_senders", raw=other.file_name, expected=named)
    unit = Label("、同一填报单位", ", unit") if record.unit else None
    return describe("same_version", raw=other.file_name, expected=unit)


def _read_rounds(site: Site, record: LoadRecord) -> set[str | None]:
    path = load_path(site, record)
    if not path.exists():  # a dry run lands nothing
        return {None}
    if "round_code" not in pl.read_parquet_schema(path):
        return {None}
    return set(pl.read_parquet(path, columns=["round_code"])["round_code"].unique())


def _share_a_round(first: set[str | None], second: set[str | None]) -> bool:
    """Tell whether two lists may be about one round; rows that name none may be about any."""
    return None in first or None in second or bool(first & second)


def _tell_correction(deliveries: Deliveries, record: LoadRecord) -> Iterator[Problem]:
    """Yield a defect where a correction of added rows replaces no file, or more than the one it can mean."""
    if record.delivery != "append" or not record.revision:
        return
    files: dict[int, dict[str, str]] = defaultdict(dict)
    for other in deliveries.among(record):
        if other.revision < record.revision:
            files[other.revision][other.file_sha256] = other.file_name
    if not files:
        sender = Label(record.sender, record.sender) if record.sender else NOWHERE
        day = f"{record.as_of:%Y-%m-%d}"
        criteria = Label(f"数据日期 {day}，填报单位：{sender.zh}", f"as of {day}, unit: {sender.en}")
        yield Problem("replaces_nothing", "defect", describe("replaces_nothing", raw=criteria))
    for named in files.values():
        if len(named) > 1:
            listed = Label("、".join(f"“{name}”" for name in named.values()), ", ".join(named.values()))
            yield Problem("replaces_several", "defect", describe("replaces_several", raw=listed))
