"""One sheet → its tables recognised, placed in time, given to a unit and loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from ingest.context import Context, read_context
from ingest.convert import convert_column
from ingest.header_shape import guess_header
from ingest.headers import HeaderMatch
from ingest.lines import Lines
from ingest.load import KeySource, TableLoader
from ingest.masking import scrub
from ingest.problems import Problem, describe, join_labels
from ingest.recognise import Recognition
from ingest.regions import Region, complete_context
from ingest.sheets import Sheet
from ingest.table import column_letter
from ingest.table_end import states_total
from warehouse.contracts import Contract, Label
from warehouse.landing import LoadRecord

LISTED = 20
TRIED_ROWS = 3
SEARCHED_ROWS = 30
HEADING_LENGTH = 30


@dataclass(frozen=True)
class Stated:
    """What the caller states about a file, over what the file states itself."""

    as_of: datetime | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Place:
    """A table's place: the sheet it stands on, its header, and what its title says; what the next sheet continues."""

    sheet: Sheet
    match: HeaderMatch
    context: Context
    sums: pl.DataFrame | None = None


def place_region(region: Region, path: Path, stated: Stated) -> Place | None:
    """Return where a recognised table stands; None where no contract is recognised.

    A list that is still being read is read to its end first, where its title leaves open what its foot may say.
    """
    match = region.recognition.match
    if match is None:
        return None
    sheet = region.sheet
    context = read_context(sheet, match.first_row, path)
    if not sheet.is_whole and sheet.tail is None and not _is_settled(context, match, stated):
        sheet.read_all()
        context = read_context(sheet, match.first_row, path)
    if region.around:
        context = complete_context(context, region.around)
    return Place(sheet, match, context)


def continue_place(before: Place, sheet: Sheet) -> Place | None:
    """Return the place of a sheet without a header that goes on with the table of the sheet before it."""
    headers = (*before.match.columns.values(), *before.match.unmatched)
    widest = max(_width(before.sheet.frame), *(header.index + 1 for header in headers))
    if _width(sheet.frame) > widest or not _reads_like(before, sheet.frame):
        return None
    match = replace(before.match, first_row=sheet.first, last_row=sheet.first - 1)
    return Place(sheet, match, before.context, before.sums)


def make_record(
    place: Place, path: Path, sha256: str, number: int, stated: Stated
) -> LoadRecord | list[Problem]:
    """Return the record of the load that the table will be, or why it has no place in time or no reporting unit."""
    contract, context = place.match.contract, place.context
    as_of, unit = stated.as_of or context.as_of, stated.unit or context.unit
    refusal = _refuse(contract, as_of, unit, stated)
    if refusal or as_of is None:
        return refusal
    return LoadRecord(
        dataset=contract.dataset,
        file_name=scrub(path.name),
        file_sha256=sha256,
        sheet=scrub(place.sheet.name),
        table=number,
        as_of=as_of,
        revision=context.revision,
        unit=unit if contract.scope == "unit" else None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        sender=unit,
        inferred={"as_of": "option" if stated.as_of else context.as_of_from or ""},
    )


def make_loader(place: Place, record: LoadRecord, find_keys: KeySource) -> TableLoader:
    """Return what converts and checks the table at `place`."""
    return TableLoader(record, place.match, place.context.money_unit, find_keys, place.sums)


def tell_sheet(sheet: Sheet, *, is_continued: bool) -> list[Problem]:
    """Return a note for each thing about the sheet that its readers might not see."""
    notes: list[tuple[str, str | None]] = [(rule, None) for rule in sheet.notes]
    if sheet.hidden:
        notes.append(("hidden_sheet", None))
    if rows := sorted(row for row in sheet.hidden_rows if row >= sheet.first):
        notes.append(("hidden_rows", _list(str(row + 1) for row in rows)))
    if columns := sorted(column for column in sheet.hidden_columns if column < sheet.frame.width):
        notes.append(("hidden_columns", _list(column_letter(column) for column in columns)))
    if sheet.pictures:
        cells = (f"{column_letter(column)}{row + 1}" for row, column in sorted(sheet.pictures))
        notes.append(("picture", _list(cells)))
    if is_continued:
        notes.append(("continued_sheet", None))
    return [Problem(rule, "note", describe(rule, raw=listed), scrub(sheet.name)) for rule, listed in notes]


def tell_place(place: Place, stated: Stated) -> list[Problem]:
    """Return a note where the as-of date is read from a day without a year."""
    as_of = place.context.as_of
    if stated.as_of or as_of is None or place.context.as_of_from != "title year":
        return []
    message = describe("as_of_year", raw=as_of.date().isoformat())
    return [Problem("as_of_year", "note", message, scrub(place.sheet.name))]


def tell_unrecognised(recognition: Recognition, sheet: Sheet) -> Problem:
    """Return why no contract takes the sheet: two fit equally well, or what the closest one lacks."""
    name = scrub(sheet.name)
    if recognition.rivals:
        names = join_labels(contract.label for contract in recognition.rivals)
        return Problem("ambiguous", "reject", describe("ambiguous", expected=names), name)
    closest = recognition.closest
    missing = join_labels(column.label for column in closest.missing)
    message = describe("unrecognised", closest.contract.label, _show_header(sheet), missing)
    return Problem("unrecognised", "reject", message, name)


def _show_header(sheet: Sheet) -> Label:
    """Return a sentence that says which row looks like the header and what it says; nothing where none does."""
    shape = guess_header(sheet)
    if shape is None:
        return Label("", "")
    headings = scrub(_list(text[:HEADING_LENGTH] for text in shape.headings.values()))
    row = shape.last_row + 1
    return Label(f"看似表头的是第 {row} 行：{headings}。", f"Row {row} looks like the header: {headings}. ")


def show_pictures(sheet: Sheet) -> Sheet:
    """Return the sheet with 图片 and the picture's digest in each cell that a picture fills: it is evidence, too."""
    frame = sheet.frame
    for (row, column), digest in sheet.pictures.items():
        if row < frame.height and column < frame.width:
            texts = frame.to_series(column).to_frame().with_row_index("row")
            put = (
                pl.when(pl.col("row") == row).then(pl.lit(f"图片 {digest[:16]}".strip())).otherwise(pl.nth(1))
            )
            frame = frame.with_columns(texts.select(put.alias(str(column))).to_series())
    sheet.frame = frame
    return sheet


def _is_settled(context: Context, match: HeaderMatch, stated: Stated) -> bool:
    """Tell whether titles and headings state all that a foot could still say."""
    contract = match.contract
    has_date = stated.as_of is not None or context.as_of_from == "title"
    has_unit = stated.unit is not None or contract.scope == "site" or context.unit_from == "title"
    has_money = context.money_unit is not None or all(
        header.unit for name, header in match.columns.items() if contract.column(name).parse == "amount"
    )
    return has_date and has_unit and has_money


def _refuse(contract: Contract, as_of: datetime | None, unit: str | None, stated: Stated) -> list[Problem]:
    """Return why a table cannot be placed in time or given to a unit; what the caller states is not doubted."""
    if as_of is None:
        return [Problem("unknown_as_of", "reject", describe("unknown_as_of"))]
    # A day of grace, since an office's day begins before that of UTC.
    if stated.as_of is None and as_of.date() > datetime.now(UTC).date() + timedelta(days=1):
        return [Problem("future_as_of", "reject", describe("future_as_of", raw=as_of.date().isoformat()))]
    if unit is None and contract.scope == "unit":
        return [Problem("unknown_reporter", "reject", describe("unknown_reporter"))]
    return []


def _reads_like(before: Place, frame: pl.DataFrame) -> bool:
    """Tell whether the first rows, totals left out, have every required cell, each one readable, not words alone."""
    lines = Lines.of(frame.head(SEARCHED_ROWS), 0)
    tried = [row for row in range(len(lines)) if not states_total(lines.cells(row).values())][:TRIED_ROWS]
    rows = lines.frame[tried]
    base = (before.context.as_of or datetime.now(UTC)).date()
    required = [(before.match.columns[c.name], c) for c in before.match.contract.read_columns if c.required]
    for header, column in required:
        if header.index >= rows.width:
            return False
        raw = rows.to_series(header.index)
        parsed = convert_column(column, raw, base=base, money_unit=header.unit or before.context.money_unit)
        if raw.null_count() or not parsed["readable"].all():
            return False
    return rows.height > 0 and any(not column.is_verbatim for _, column in required)


def _width(frame: pl.DataFrame) -> int:
    filled = [index for index, column in enumerate(frame.iter_columns()) if column.is_not_null().any()]
    return filled[-1] + 1 if filled else 0


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:LISTED]) + ("…" if len(listed) > LISTED else "")
