"""Files in, loads landed, problems told: the one way from an inbox to the landing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from ingest.context import Context, read_context
from ingest.grid import Sheet, UnreadableFile
from ingest.load import Load, load_table, rejects_frame
from ingest.notice_load import load_notice
from ingest.problems import Problem, describe
from ingest.reader import SheetReader
from ingest.recognise import Recognition, recognise_sheet
from ingest.references import check_references, check_versions
from ingest.table import read_table
from warehouse import landing
from warehouse.contracts import Contract, Label, load_contracts
from warehouse.failpoints import failpoint
from warehouse.settings import Site

SUFFIXES = {".xlsx", ".xls", ".et", ".xlsm", ".csv", ".txt"}
PROGRESS = Callable[[Path], None]


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
    site: Site, paths: Iterable[Path], options: Options = Options(), progress: PROGRESS | None = None
) -> list[FileReport]:
    """Recognise, check and land every office file in `paths` (files, or folders searched through).

    Running it again, or with the files in any other order, leaves the same landing. Status per table: landed ·
    already landed · rejected (recognised, nothing taken) · unrecognised.
    """
    contracts = load_contracts()
    reports: list[FileReport] = []
    with SheetReader() as reader:
        for path in find_files(paths):
            if progress:
                progress(path)
            reports += _ingest_file(site, path, contracts, reader, options)
    reports = check_references(site, contracts, reports)
    return check_versions(site, reports)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, each once: named ones whatever their ending, folders' office files by name."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
            found |= dict.fromkeys(file for file in sorted(inside) if not file.name.startswith(("~$", ".")))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(path)
    return list(found)


def _ingest_file(
    site: Site, path: Path, contracts: Sequence[Contract], reader: SheetReader, options: Options
) -> list[FileReport]:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    blank = FileReport(path, sha256, "unrecognised")
    try:
        if path.suffix.lower() == ".txt":
            loads = load_notice(path, sha256, contracts, options.as_of)
            return [_land(site, blank, load, options) for load in loads]
        sheets = [sheet for sheet in reader.read(path) if any(any(row) for row in sheet.cells)]
    except UnreadableFile as error:
        return [replace(blank, problems=[Problem(str(error), "reject", describe(str(error)))])]
    if not sheets:
        return [replace(blank, problems=[Problem("no_table", "reject", describe("no_table"))])]
    reports = [_ingest_sheet(site, blank, sheet, contracts, options) for sheet in sheets]
    recognised = [report for report in reports if report.record]
    # A cover sheet or a list of codes beside a recognised table is no fault of the file.
    return recognised or reports[:1]


def _ingest_sheet(
    site: Site, blank: FileReport, sheet: Sheet, contracts: Sequence[Contract], options: Options
) -> FileReport:
    recognition = recognise_sheet(sheet, blank.path, contracts, options.dataset)
    blank = replace(blank, sheet=sheet.name)
    match = recognition.match
    if match is None:
        return replace(blank, problems=[_not_recognised(recognition, sheet)])
    context = read_context(sheet, match.first_row, blank.path)
    record = _record(blank, sheet, match.contract, context, options)
    if record is None:
        problem = Problem("unknown_as_of", "reject", describe("unknown_as_of"), sheet.name)
        return replace(blank, status="rejected", problems=[problem])
    load = load_table(record, match, read_table(sheet, match), context.money_unit)
    if sheet.hidden:
        note = Problem("hidden_sheet", "note", describe("hidden_sheet"), sheet.name)
        load = replace(load, problems=[note, *load.problems])
    return _land(site, blank, load, options)


def _record(
    blank: FileReport, sheet: Sheet, contract: Contract, context: Context, options: Options
) -> landing.LoadRecord | None:
    as_of = options.as_of or context.as_of
    if as_of is None:
        return None
    stated = {"as_of": "option" if options.as_of else context.as_of_from}
    unit = options.unit or context.unit
    return landing.LoadRecord(
        dataset=contract.dataset,
        file_name=blank.path.name,
        file_sha256=blank.sha256,
        sheet=sheet.name,
        table=0,
        as_of=as_of,
        revision=context.revision,
        unit=unit if contract.scope == "unit" else None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        sender=unit,
        inferred={key: where for key, where in stated.items() if where},
    )


def _land(site: Site, blank: FileReport, load: Load, options: Options) -> FileReport:
    record = load.record
    known = landing.find_load(site, record)
    report = replace(blank, sheet=record.sheet, record=record, problems=load.problems, names=load.names)
    if known and known.contract_hash == record.contract_hash:
        return replace(report, status="already landed")
    status = "landed" if record.rows_accepted else "rejected"
    if not options.dry_run:
        # Rejects first: the landing's rename is the commit, and it must never be there without them.
        landing.write_rejects(site, record, rejects_frame(record, load.problems))
        failpoint("ingest:rejects-written")
        if record.rows_accepted:
            landing.write_load(site, record, load.rows)
            failpoint("ingest:load-landed")
    return replace(report, status=status)


def _not_recognised(recognition: Recognition, sheet: Sheet) -> Problem:
    if recognition.rivals:
        labels = [contract.label for contract in recognition.rivals]
        names = Label("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
        return Problem("ambiguous", "reject", describe("ambiguous", expected=names), sheet.name)
    closest = recognition.closest
    missing = Label(
        "、".join(c.label.zh for c in closest.missing), ", ".join(c.label.en for c in closest.missing)
    )
    message = describe("unrecognised", closest.contract.label, expected=missing)
    return Problem("unrecognised", "reject", message, sheet.name)
