"""What was told to whoever sent a file, kept until it is no longer true: what a 退回修改单 is drawn from.

One small file per load, or per file of which nothing could be made, in `rejects/_told/`. The rejects beside it are what
reading a table found; this is also what comparing it with others found, and what kept a whole file out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.deliveries import Deliveries
from ingest.problems import Problem
from ingest.report import FileReport
from warehouse.landing import LoadRecord, record_from_json, record_to_json
from warehouse.parts import part_path
from warehouse.series import find_original
from warehouse.settings import Site

Addressee = tuple[str, str]
Complaint = tuple[str, str | None, str | None, str, str, str | None, str | None]
NO_UNIT, NO_DAY = "未注明填报单位", "日期不明"


@dataclass(frozen=True)
class Told:
    """What was told about one load (`record`), or about a file that is none (`record` is None).

    `path` is a hash of where the file lay. A complaint: file, sheet, cell, message, severity, raw text, row as sent.
    """

    path: str
    file_name: str
    file_sha256: str
    record: LoadRecord | None
    complaints: tuple[Complaint, ...]

    @property
    def key(self) -> str:
        return self.record.load_id if self.record else self.path

    @property
    def addressee(self) -> Addressee:
        """The unit that sent the file, and its as-of date."""
        if self.record is None:
            return NO_UNIT, NO_DAY
        return self.record.sender or NO_UNIT, self.record.as_of.date().isoformat()


def renew_told(site: Site, reports: list[FileReport]) -> tuple[list[Told], set[Addressee]]:
    """Take in what `reports` tell and drop what they settle; return all that is still true, and whom it touches."""
    before = _read_all(site)
    new = _gather(reports)
    settled = _Settled(Deliveries(site), reports)
    kept = {key: told for key, told in before.items() if key not in new and not settled.holds(told)}
    now = kept | {key: told for key, told in new.items() if told.complaints and not settled.is_replaced(told)}
    changed = [before[key] for key in before.keys() - kept.keys()]
    for told in changed:
        _path(site, told.key).unlink(missing_ok=True)
    for key in new.keys() & now.keys():
        _write(site, now[key])
    return sorted(now.values(), key=_order), {told.addressee for told in [*changed, *new.values()]}


class _Settled:
    """Tells what the reports of a run, and what has landed, make untrue of what was told before."""

    def __init__(self, deliveries: Deliveries, reports: Iterable[FileReport]) -> None:
        self._deliveries = deliveries
        self._known = {record.load_id for record in deliveries.loads}
        self._paths = {_hash(report.path) for report in reports}
        landed = [report for report in reports if report.is_landed]
        self._bytes = {report.sha256 for report in landed}
        self._names = {find_original(report.file_name) for report in landed}
        new = [report.record for report in landed if report.record and report.status == "landed"]
        self._delivered = {(deliveries.identify(record), deliveries.resolve(record.sender)) for record in new}

    def is_replaced(self, told: Told) -> bool:
        return told.record is not None and self._deliveries.is_replaced(told.record)

    def holds(self, told: Told) -> bool:
        """Tell whether what was told is settled: corrected, read anew, or refused then and landed now."""
        if told.record and told.record.load_id in self._known:
            return self.is_replaced(told)
        if told.path in self._paths or told.file_sha256 in self._bytes or self.is_replaced(told):
            return True
        if told.record is None:
            return find_original(told.file_name) in self._names
        delivered = self._deliveries.identify(told.record), self._deliveries.resolve(told.record.sender)
        return delivered in self._delivered


def _gather(reports: Iterable[FileReport]) -> dict[str, Told]:
    """Return what is told now, by key; of two files with the same bytes what the first of them is told."""
    gathered: dict[str, Told] = {}
    for report in reports:
        complaints = tuple(
            _complain(report, problem) for problem in report.problems if problem.severity != "note"
        )
        told = Told(_hash(report.path), report.file_name, report.sha256, report.record, complaints)
        first = gathered.setdefault(told.key, told)
        if first is not told and told.record is None:  # another sheet of the same file
            gathered[told.key] = replace(first, complaints=(*first.complaints, *complaints))
    return gathered


def _complain(report: FileReport, problem: Problem) -> Complaint:
    where = report.file_name, problem.sheet, problem.cell
    return *where, problem.message.zh, problem.severity, problem.raw, problem.sent


def _order(told: Told) -> tuple[str, str]:
    return told.file_name, told.key


def _hash(path: Path) -> str:
    """A path may name a person, so that it is not kept itself."""
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]


def _path(site: Site, key: str) -> Path:
    return site.rejects / "_told" / f"{key}.json"


def _write(site: Site, told: Told) -> None:
    path = _path(site, told.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    values = asdict(told) | {"record": told.record and record_to_json(told.record)}
    part = part_path(path)
    part.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _read_all(site: Site) -> dict[str, Told]:
    paths = sorted((site.rejects / "_told").glob("*.json"))
    return {path.stem: _read(path) for path in paths}


def _read(path: Path) -> Told:
    values = json.loads(path.read_text(encoding="utf-8"))
    complaints = tuple(tuple(complaint) for complaint in values["complaints"])
    record = values["record"] and record_from_json(values["record"])
    return Told(**(values | {"record": record, "complaints": complaints}))
