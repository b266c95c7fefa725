"""Files in, loads landed, problems told: the one way from an inbox to the landing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import polars as pl

from ingest.commit import Committer
from ingest.deliveries import check_deliveries
from ingest.inbox import UNREAD_SUFFIXES, find_files, read_digest
from ingest.load import Load
from ingest.masking import scrub
from ingest.notice_load import load_notice, read_notice
from ingest.problems import Problem, describe
from ingest.reader import SheetReader
from ingest.recognise import recognise_sheet
from ingest.references import check_references
from ingest.regions import Region, find_regions
from ingest.report import FileReport
from ingest.sheet_load import (
    Place,
    Stated,
    continue_place,
    make_loader,
    make_record,
    place_region,
    show_pictures,
    tell_place,
    tell_sheet,
    tell_unrecognised,
)
from ingest.sheets import Sheet, UnreadableFile
from ingest.table import TableReader
from ingest.template_sheet import GUIDE_SHEET, LIST_SHEET
from warehouse.contracts import Contract, Label, load_contracts
from warehouse.errors import UsageError
from warehouse.landing import LoadRecord
from warehouse.settings import Site

__all__ = ["FileReport", "Options", "find_files", "ingest_paths"]

# What looks like data rather than like a cover: so many rows of so many filled cells.
DATA_ROWS = 3
DATA_CELLS = 3
# What a template brings along for whoever fills it in.
OUR_SHEETS = {GUIDE_SHEET, LIST_SHEET}
Progress = Callable[[Path], None]
Passwords = Callable[[Path], str | None]


@dataclass(frozen=True)
class Options:
    """What the caller states about the files, over what they state themselves.

    `ask_password` is asked once for a file that has one; the answer is used and forgotten.
    """

    as_of: datetime | None = None
    dataset: str | None = None
    unit: str | None = None
    dry_run: bool = False
    ask_password: Passwords = lambda path: None


def ingest_paths(
    site: Site, paths: Iterable[Path], options: Options = Options(), progress: Progress | None = None
) -> list[FileReport]:
    """Recognise, check and land every office file in `paths` (files, or folders searched through).

    Running it again, or with the files in any other order, leaves the same landing. Status per table: landed ·
    already landed · rejected (recognised, nothing taken) · unrecognised.
    """
    reports: list[FileReport] = []
    with SheetReader() as reader, Committer(site, dry_run=options.dry_run) as committer:
        contracts = load_contracts()
        _check_dataset(contracts, options.dataset)
        run = _Run(contracts, options, reader, committer)
        for path in find_files(paths):
            if progress:
                progress(path)
            reports += run.ingest(path)
    reports = check_references(site, contracts, reports)
    return check_deliveries(site, contracts, reports)


def _check_dataset(contracts: Sequence[Contract], dataset: str | None) -> None:
    if dataset and not any(dataset in (contract.dataset, contract.label.zh) for contract in contracts):
        known = "、".join(f"{contract.dataset}（{contract.label.zh}）" for contract in contracts)
        raise UsageError(f"没有数据集 {dataset}；现有：{known}", f"no dataset {dataset}; there are: {known}")


class _Run:
    """One run over files: the contracts, what the caller stated, the reader and the committer that all files share."""

    def __init__(
        self, contracts: Sequence[Contract], options: Options, reader: SheetReader, committer: Committer
    ) -> None:
        self._contracts = contracts
        self._options = options
        self._stated = Stated(options.as_of, options.unit)
        self._reader = reader
        self._committer = committer

    def ingest(self, path: Path) -> list[FileReport]:
        """Return the reports of one file; whatever goes wrong with it, the files after it are still read."""
        try:
            blank = FileReport(path, read_digest(path), "unrecognised")
        except OSError:
            problem = Problem("cannot_open", "reject", describe("cannot_open"))
            return [FileReport(path, "", "unrecognised", problems=[problem])]
        if path.suffix.lower() in UNREAD_SUFFIXES:
            return [replace(blank, problems=[Problem("not_read", "note", describe("not_read"))])]
        reports: list[FileReport] = []
        try:
            self._read_file(blank, reports)
        except UnreadableFile as error:
            reports.append(_tell_error(blank, reports, str(error), describe(str(error))))
        except (ArithmeticError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
            # A shape of file that we did not foresee. Its text may quote a cell, so only the kind of error is told.
            message = describe("unforeseen", raw=type(error).__name__)
            reports.append(_tell_error(blank, reports, "unforeseen", message))
        if any(report.status != "unrecognised" for report in reports):
            reports = [_soften(report) for report in reports]
        return reports

    def _read_file(self, blank: FileReport, reports: list[FileReport]) -> None:
        """Add the reports of a file one after the other: what comes before an error has landed and stays told."""
        if blank.path.suffix.lower() == ".txt" and (notice := read_notice(blank.path)):
            loads = load_notice(notice, blank.path, blank.sha256, self._contracts, self._options.as_of)
            reports += [self._report(blank, load.record, self._committer.land_whole(load)) for load in loads]
            return
        before: Place | None = None
        for sheet in self._sheets(blank.path):
            if sheet.name in OUR_SHEETS or not _holds_anything(sheet.frame):
                continue
            before = self._ingest_sheet(blank, show_pictures(sheet), before, reports)
        if not reports:
            raise UnreadableFile("no_table")

    def _sheets(self, path: Path) -> Iterator[Sheet]:
        try:
            yield from self._reader.read(path)
        except UnreadableFile as error:
            if str(error) != "password" or (password := self._options.ask_password(path)) is None:
                raise
            yield from self._reader.read(path, password)

    def _ingest_sheet(
        self, blank: FileReport, sheet: Sheet, before: Place | None, reports: list[FileReport]
    ) -> Place | None:
        blank = replace(blank, sheet=scrub(sheet.name))
        recognise = partial(
            recognise_sheet, path=blank.path, contracts=self._contracts, dataset=self._options.dataset
        )
        regions = list(find_regions(sheet, recognise, blank.path))
        found = regions[0].recognition.match
        if before and (found is None or found.is_positional) and (place := continue_place(before, sheet)):
            report, following = self._load(blank, place, 0, tell_sheet(sheet, is_continued=True))
            reports.append(report)
            return following
        following = before
        for region in regions:
            report, following = self._ingest_region(blank, region)
            reports.append(report)
        return following

    def _ingest_region(self, blank: FileReport, region: Region) -> tuple[FileReport, Place | None]:
        place = place_region(region, blank.path, self._stated)
        if place is None:
            problem = tell_unrecognised(region.recognition, region.sheet)
            return replace(blank, problems=[problem], holds_rows=_holds_rows(region.sheet)), None
        notes = tell_sheet(region.sheet, is_continued=False) if region.number == 0 else []
        report, place = self._load(blank, place, region.number, notes)
        return replace(report, confidence=region.recognition.confidence), place

    def _load(
        self, blank: FileReport, place: Place, number: int, notes: list[Problem]
    ) -> tuple[FileReport, Place | None]:
        record = make_record(place, blank.path, blank.sha256, number, self._stated)
        if isinstance(record, list):
            told = [replace(problem, sheet=scrub(place.sheet.name)) for problem in record]
            return replace(blank, status="rejected", problems=[*notes, *told]), None
        loader = make_loader(place, record, self._committer.find_keys)
        status, load = self._committer.land(
            record,
            (loader.add(table) for table in TableReader(place.sheet, place.match).read()),
            loader.finish,
        )
        load = replace(load, problems=[*notes, *tell_place(place, self._stated), *load.problems])
        sums = pl.DataFrame({name: [Decimal(text)] for name, text in load.record.sums.items()})
        return self._report(blank, load.record, (status, load)), replace(place, sums=sums)

    def _report(self, blank: FileReport, record: LoadRecord, landed: tuple[str, Load]) -> FileReport:
        status, load = landed
        return replace(
            blank,
            sheet=record.sheet,
            status=status,
            record=load.record,
            problems=load.problems,
            names=load.names,
        )


def _holds_anything(frame: pl.DataFrame) -> bool:
    return any(column.is_not_null().any() for column in frame.iter_columns())


def _holds_rows(sheet: Sheet) -> bool:
    """Tell whether a sheet looks like data that nobody should miss; a hidden one holds the lists behind its cells."""
    filled = sheet.frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    return not sheet.hidden and int((filled >= DATA_CELLS).sum()) >= DATA_ROWS


def _tell_error(blank: FileReport, reports: list[FileReport], rule: str, message: Label) -> FileReport:
    """Return the report of a file that could not be read, or not to its end: then also which sheets have landed."""
    problems = [Problem(rule, "reject", message)]
    landed = dict.fromkeys(report.sheet for report in reports if report.is_landed and report.sheet)
    if landed:
        problems.append(Problem("partly_landed", "defect", describe("partly_landed", raw="、".join(landed))))
    return replace(blank, problems=problems)


def _soften(report: FileReport) -> FileReport:
    """A cover sheet or a list of codes beside a recognised table is no fault of the file: said, but as a note."""
    is_beside = report.status == "unrecognised" and report.sheet is not None
    if not is_beside or report.holds_rows:
        return report
    return replace(report, problems=[replace(problem, severity="note") for problem in report.problems])
