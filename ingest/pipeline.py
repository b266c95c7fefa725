"""Files in, loads landed, problems told: the one way from an inbox to the landing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from ingest.commit import Committer
from ingest.load import Load
from ingest.masking import scrub
from ingest.notice_load import load_notice, read_notice
from ingest.problems import Problem, describe
from ingest.reader import SheetReader
from ingest.recognise import recognise_sheet
from ingest.references import check_references, check_versions
from ingest.regions import Region, find_regions
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
from warehouse.contracts import Contract, load_contracts
from warehouse.errors import UsageError
from warehouse.landing import LoadRecord
from warehouse.settings import Site

SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"}
UNREAD_SUFFIXES = {".doc", ".docx", ".wps", ".pdf", ".ofd", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png"}
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


@dataclass(frozen=True)
class FileReport:
    """What became of one table of one file; a file without a table has one report all the same.

    `names` are the cells that name organisations, to be held against the register once every file is in. `confidence`
    is how sure the recognition of the dataset is, 0 to 1; None where nothing had to be recognised.
    """

    path: Path
    sha256: str
    status: str
    sheet: str | None = None
    record: LoadRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    names: pl.DataFrame | None = None
    confidence: float | None = None

    @property
    def file_name(self) -> str:
        """The file's name as it may be told: without the numbers of people's papers."""
        return scrub(self.path.name)


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
    return check_versions(site, reports)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, each once: named ones whatever their ending, folders' office files by name.

    Papers and pictures in a folder are returned too, so that it is said that they were not read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES | UNREAD_SUFFIXES)
            found |= dict.fromkeys(file for file in sorted(inside) if not file.name.startswith(("~$", ".")))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}")
    return list(found)


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
        blank = FileReport(path, _digest(path), "unrecognised")
        if path.suffix.lower() in UNREAD_SUFFIXES:
            return [replace(blank, problems=[Problem("not_read", "note", describe("not_read"))])]
        try:
            return self._read_file(blank)
        except UnreadableFile as error:
            return [replace(blank, problems=[Problem(str(error), "reject", describe(str(error)))])]
        except (ArithmeticError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
            # A shape of file that we did not foresee. Its text may quote a cell, so only the kind of error is told.
            message = describe("unforeseen", raw=type(error).__name__)
            return [replace(blank, problems=[Problem("unforeseen", "reject", message)])]

    def _read_file(self, blank: FileReport) -> list[FileReport]:
        if blank.path.suffix.lower() == ".txt" and (notice := read_notice(blank.path)):
            loads = load_notice(notice, blank.path, blank.sha256, self._contracts, self._options.as_of)
            return [self._report(blank, load.record, self._committer.land_whole(load)) for load in loads]
        reports: list[FileReport] = []
        before: Place | None = None
        for sheet in self._sheets(blank.path):
            if sheet.name in OUR_SHEETS or not _holds_anything(sheet.frame):
                continue
            found, before = self._ingest_sheet(blank, show_pictures(sheet), before)
            reports += found
        if not reports:
            raise UnreadableFile("no_table")
        if any(report.status != "unrecognised" for report in reports):
            reports = [_soften(report) for report in reports]
        return reports

    def _sheets(self, path: Path) -> Iterator[Sheet]:
        try:
            yield from self._reader.read(path)
        except UnreadableFile as error:
            if str(error) != "password" or (password := self._options.ask_password(path)) is None:
                raise
            yield from self._reader.read(path, password)

    def _ingest_sheet(
        self, blank: FileReport, sheet: Sheet, before: Place | None
    ) -> tuple[list[FileReport], Place | None]:
        blank = replace(blank, sheet=scrub(sheet.name))
        recognise = partial(
            recognise_sheet, path=blank.path, contracts=self._contracts, dataset=self._options.dataset
        )
        regions = list(find_regions(sheet, recognise, blank.path))
        found = regions[0].recognition.match
        if before and (found is None or found.is_positional) and (place := continue_place(before, sheet)):
            report, place = self._load(blank, place, 0, tell_sheet(sheet, is_continued=True))
            return [report], place
        reports, place = [], before
        for region in regions:
            report, place = self._ingest_region(blank, region)
            reports.append(report)
        return reports, place

    def _ingest_region(self, blank: FileReport, region: Region) -> tuple[FileReport, Place | None]:
        place = place_region(region, blank.path, self._stated)
        if place is None:
            return replace(blank, problems=[tell_unrecognised(region.recognition, region.sheet)]), None
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
        return self._report(blank, load.record, (status, load)), replace(place, sums=loader.sums)

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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds_anything(frame: pl.DataFrame) -> bool:
    return any(column.is_not_null().any() for column in frame.iter_columns())


def _soften(report: FileReport) -> FileReport:
    """A cover sheet or a list of codes beside a recognised table is no fault of the file: said, but as a note."""
    if report.status != "unrecognised":
        return report
    return replace(report, problems=[replace(problem, severity="note") for problem in report.problems])
