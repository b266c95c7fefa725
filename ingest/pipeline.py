"""Files in, loads landed, problems told: the one way from an inbox to the landing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from ingest.context import read_context
from ingest.grid import Sheet, UnreadableFile
from ingest.load import Load, load_table, rejects_frame
from ingest.notice_load import load_notice, read_notice
from ingest.problems import Problem, describe, join_labels
from ingest.reader import SheetReader
from ingest.recognise import Recognition, recognise_sheet
from ingest.references import check_references, check_versions
from ingest.table import read_table
from warehouse import landing
from warehouse.contracts import Contract, load_contracts
from warehouse.errors import UsageError
from warehouse.failpoints import failpoint
from warehouse.settings import Site

SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"}
UNREAD_SUFFIXES = {".doc", ".docx", ".wps", ".pdf", ".ofd", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png"}
Progress = Callable[[Path], None]


@dataclass(frozen=True)
class Options:
    """What the caller states about the files, over what they state themselves."""

    as_of: datetime | None = None
    dataset: str | None = None
    unit: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class FileReport:
    """What became of one table of one file; a file without a table has one report all the same.

    `names` are the cells that name organisations, to be held against the register once every file is in.
    """

    path: Path
    sha256: str
    status: str
    sheet: str | None = None
    record: landing.LoadRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    names: pl.DataFrame | None = None


def ingest_paths(
    site: Site, paths: Iterable[Path], options: Options = Options(), progress: Progress | None = None
) -> list[FileReport]:
    """Recognise, check and land every office file in `paths` (files, or folders searched through).

    Running it again, or with the files in any other order, leaves the same landing. Status per table: landed ·
    already landed · rejected (recognised, nothing taken) · unrecognised.
    """
    contracts = load_contracts()
    _check_dataset(contracts, options.dataset)
    reports: list[FileReport] = []
    with SheetReader() as reader:
        for path in find_files(paths):
            if progress:
                progress(path)
            reports += _ingest_file(site, path, contracts, reader, options)
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


def _ingest_file(
    site: Site, path: Path, contracts: Sequence[Contract], reader: SheetReader, options: Options
) -> list[FileReport]:
    """Return the reports of one file; whatever goes wrong with it, the files after it are still read."""
    blank = FileReport(path, hashlib.sha256(path.read_bytes()).hexdigest(), "unrecognised")
    if path.suffix.lower() in UNREAD_SUFFIXES:
        return [replace(blank, problems=[Problem("not_read", "note", describe("not_read"))])]
    try:
        return _read_tables(site, blank, contracts, reader, options)
    except UnreadableFile as error:
        return [replace(blank, problems=[Problem(str(error), "reject", describe(str(error)))])]
    except (ArithmeticError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        # A shape of file that we did not foresee. Its text may quote a cell, so only the kind of error is told.
        message = describe("unforeseen", raw=type(error).__name__)
        return [replace(blank, problems=[Problem("unforeseen", "reject", message)])]


def _read_tables(
    site: Site, blank: FileReport, contracts: Sequence[Contract], reader: SheetReader, options: Options
) -> list[FileReport]:
    if blank.path.suffix.lower() == ".txt" and (notice := read_notice(blank.path)):
        loads = load_notice(notice, blank.path, blank.sha256, contracts, options.as_of)
        return [_land(site, blank, load, options) for load in loads]
    sheets = [sheet for sheet in reader.read(blank.path) if any(any(row) for row in sheet.cells)]
    if not sheets:
        raise UnreadableFile("no_table")
    reports = [_ingest_sheet(site, blank, sheet, contracts, options) for sheet in sheets]
    if any(report.status != "unrecognised" for report in reports):
        reports = [_soften(report) for report in reports]
    return reports


def _soften(report: FileReport) -> FileReport:
    """A cover sheet or a list of codes beside a recognised table is no fault of the file: said, but as a note."""
    if report.status != "unrecognised":
        return report
    return replace(report, problems=[replace(problem, severity="note") for problem in report.problems])


def _ingest_sheet(
    site: Site, blank: FileReport, sheet: Sheet, contracts: Sequence[Contract], options: Options
) -> FileReport:
    recognition = recognise_sheet(sheet, blank.path, contracts, options.dataset)
    blank = replace(blank, sheet=sheet.name)
    match = recognition.match
    if match is None:
        return replace(blank, problems=[_not_recognised(recognition, sheet)])
    context = read_context(sheet, match.first_row, blank.path)
    as_of, unit = options.as_of or context.as_of, options.unit or context.unit
    refusal = _refuse_context(match.contract, as_of, unit, options)
    if refusal or as_of is None:
        return replace(
            blank, status="rejected", problems=[replace(problem, sheet=sheet.name) for problem in refusal]
        )
    record = landing.LoadRecord(
        dataset=match.contract.dataset,
        file_name=blank.path.name,
        file_sha256=blank.sha256,
        sheet=sheet.name,
        table=0,
        as_of=as_of,
        revision=context.revision,
        unit=unit if match.contract.scope == "unit" else None,
        delivery=match.contract.delivery,
        scope=match.contract.scope,
        contract_hash=match.contract.digest,
        sender=unit,
        inferred={"as_of": "option" if options.as_of else context.as_of_from or ""},
    )
    load = load_table(record, match, read_table(sheet, match), context.money_unit)
    if sheet.hidden:
        note = Problem("hidden_sheet", "note", describe("hidden_sheet"), sheet.name)
        load = replace(load, problems=[note, *load.problems])
    return _land(site, blank, load, options)


def _refuse_context(
    contract: Contract, as_of: datetime | None, unit: str | None, options: Options
) -> list[Problem]:
    """Return why a table cannot be placed in time or given to a unit; what the caller states is not doubted."""
    if as_of is None:
        return [Problem("unknown_as_of", "reject", describe("unknown_as_of"))]
    # A day of grace, since an office's day begins before that of UTC.
    if options.as_of is None and as_of.date() > datetime.now(UTC).date() + timedelta(days=1):
        return [Problem("future_as_of", "reject", describe("future_as_of", raw=as_of.date().isoformat()))]
    if unit is None and contract.scope == "unit":
        return [Problem("unknown_reporter", "reject", describe("unknown_reporter"))]
    return []


def _land(site: Site, blank: FileReport, load: Load, options: Options) -> FileReport:
    record = load.record
    known = landing.find_load(site, record)
    report = replace(blank, sheet=record.sheet, record=record, problems=load.problems, names=load.names)
    if known and known.contract_hash == record.contract_hash:
        return replace(report, status="already landed")
    if known and not record.rows_accepted:
        kept = Problem(
            "kept_reading", "note", describe("kept_reading", raw=str(known.rows_accepted)), record.sheet
        )
        return replace(report, status="rejected", problems=[*load.problems, kept])
    if not options.dry_run:
        # Rejects first: the landing's rename is the commit, and it must never be there without them.
        landing.write_rejects(site, record, rejects_frame(record, load.problems))
        failpoint("ingest:rejects-written")
        if record.rows_accepted:
            landing.write_load(site, record, load.rows)
            failpoint("ingest:load-landed")
    return replace(report, status="landed" if record.rows_accepted else "rejected")


def _not_recognised(recognition: Recognition, sheet: Sheet) -> Problem:
    if recognition.rivals:
        names = join_labels(contract.label for contract in recognition.rivals)
        return Problem("ambiguous", "reject", describe("ambiguous", expected=names), sheet.name)
    closest = recognition.closest
    missing = join_labels(column.label for column in closest.missing)
    message = describe("unrecognised", closest.contract.label, expected=missing)
    return Problem("unrecognised", "reject", message, sheet.name)
