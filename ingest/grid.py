"""Bytes of an office file → sheets of raw cells, in a child process, because a hostile workbook can kill its reader.

A cell reference in the far corner makes the xlsx reader ask for half a terabyte and abort, and it does not verify zip
checksums. So the checks come first, and this process, which `ingest.reader` starts, limits its own memory.
This module imports no data frames: they reserve more address space than the limit allows.
"""

from __future__ import annotations

import csv
import io
import pickle
import re
import resource
import sys
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY_LIMIT = 3 * 1024**3
UNPACKED_LIMIT = 1024**3
CELL_LIMIT = 20_000_000
ENCODINGS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
CELL_REFERENCE = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
CSV_HEAD_LINES = 30
LAST_REFERENCE = re.compile(rb'<c[^>]*? r="([A-Z]+)([0-9]+)"')


class UnreadableFile(Exception):
    """The file is no table that we can read; the argument is the rule in `problems.toml` that says why."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `cells[row][column]` from A1 as text (None = empty); merges are 0-based (r0, c0, r1, c1)."""

    name: str
    hidden: bool
    cells: list[list[str | None]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets in `data`; what it is is decided by its bytes, since endings are often wrong.

    Raises:
        UnreadableFile: no table, encrypted, damaged, or larger than the limits.
    """
    if data.startswith(b"PK"):
        _check_archive(data)
        return _read_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _read_workbook(data)
    if not data.strip():
        raise UnreadableFile("empty_file")
    if re.match(rb"\s*<(html|!doctype|table|\?xml)", data[:200], re.IGNORECASE):
        raise UnreadableFile("html_file")
    return [Sheet("csv", False, _read_csv(decode_text(data)))]


def decode_text(data: bytes) -> str:
    """Return the text in `data`: by its byte-order mark, else UTF-8, else GB18030, else an error; never a guess."""
    for encoding, mark in ENCODINGS:
        if data.startswith(mark):
            return data.decode(encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("encoding")


def _check_archive(data: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
            raise UnreadableFile("too_large")
        damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile("damaged_file") from error
    if damaged:
        raise UnreadableFile("damaged_file")
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            _check_extent(archive.read(name))


def _check_extent(sheet: bytes) -> None:
    """Refuse a sheet whose furthest cell would make a grid that no office file needs."""
    references = [
        (_column_number(c), int(r)) for c, r in CELL_REFERENCE.findall(sheet) + LAST_REFERENCE.findall(sheet)
    ]
    if references and max(c for c, _ in references) * max(r for _, r in references) > CELL_LIMIT:
        raise UnreadableFile("too_large")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_workbook(data: bytes) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise UnreadableFile("password") from error
    except Exception as error:  # the reader has a dozen error types and all of them mean this
        raise UnreadableFile("damaged_file") from error
    sheets = []
    for metadata in workbook.sheets_metadata:
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        cells = [[_to_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        sheets.append(Sheet(metadata.name, metadata.visible is not SheetVisibleEnum.Visible, cells, merges))
    return sheets


def _to_text(value: Any) -> str | None:
    """Return a cell as the text a person would read aloud; a whole float has no decimal point.

    A number has lost its format: 2018.10 arrives as 2018.1, and a month typed 2018年5月 as the day 2018-05-01. The
    text stays what the cell holds; `ingest.convert` refuses the one as a deadline and marks the other.
    """
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None else str(value)


def _read_csv(text: str) -> list[list[str | None]]:
    delimiter, per_row = _find_delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile("csv_quote") from error
    for row in rows:
        if any(_swallows_rows(cell, delimiter, per_row, len(row)) for cell in row if "\n" in cell):
            raise UnreadableFile("csv_quote")
    return [[cell if cell.strip() else None for cell in row] for row in rows]


def _find_delimiter(text: str) -> tuple[str, int]:
    """Return what separates the cells, and how often it stands in most of the first lines: titles may have none."""
    head = "\n".join(text.lstrip("\r\n").splitlines()[:CSV_HEAD_LINES])
    lines = re.sub(r'"[^"]*"', "", head).split("\n")
    counted = {delimiter: Counter(line.count(delimiter) for line in lines) for delimiter in ",\t;"}
    usual = {
        delimiter: max((count * lines, count) for count, lines in counter.items())
        for delimiter, counter in counted.items()
    }
    delimiter = max(usual, key=lambda delimiter: usual[delimiter][0])
    return delimiter, usual[delimiter][1]


def _swallows_rows(cell: str, delimiter: str, per_row: int, width: int) -> bool:
    """Return whether a quoted cell of several lines holds as many separators as the rows that its lines would be."""
    breaks, separators = cell.count("\n"), cell.count(delimiter)
    return separators >= breaks * max(per_row, 2) or (separators > 0 and width > per_row + 1)


def main() -> None:
    """Answer pickled paths on stdin with pickled sheets, or the rule that refuses the file, on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    while True:
        try:
            path: Path = pickle.load(sys.stdin.buffer)  # noqa: S301 - the parent is our own process
        except EOFError:
            return
        try:
            reply: list[Sheet] | str = read_sheets(path.read_bytes())
        except UnreadableFile as error:
            reply = str(error)
        except MemoryError:
            reply = "too_large"
        except Exception:  # noqa: BLE001 - whatever a damaged file makes a reader raise
            reply = "damaged_file"
        pickle.dump(reply, sys.stdout.buffer)
        sys.stdout.buffer.flush()
