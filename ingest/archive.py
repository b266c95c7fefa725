"""A zipped workbook is checked before calamine sees it, and the marks that calamine does not give are taken on the way.

A cell reference in the far corner makes the xlsx reader ask for half a terabyte and abort, and it does not verify zip
checksums. Every part is unpacked once here, which verifies them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from ingest.sheets import UnreadableFile
from ingest.workbook_marks import Marks, WorkbookParts, column_number, read_sheet_marks

UNPACKED_LIMIT = 1024**3
CELL_LIMIT = 20_000_000
SEARCHED_FOR_EXTENT = (
    4 * 1024**2
)  # a larger sheet has cells enough to be believed; memory bounds what it may cost
BLOCK = 1024**2
SEAM = 16  # no word that is looked for is longer
CELL_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*? r="([A-Z]+)([0-9]+)"')
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


def read_archive(data: bytes) -> dict[str, Marks]:
    """Return the marks of every worksheet by its name; none for formats other than .xlsx.

    Raises:
        UnreadableFile: `damaged_file` or `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_parts(archive)
    except DAMAGE as error:
        raise UnreadableFile("damaged_file") from error


def _read_parts(archive: zipfile.ZipFile) -> dict[str, Marks]:
    if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
        raise UnreadableFile("too_large")
    parts = WorkbookParts.of(archive)
    marks = {}
    for entry in archive.infolist():
        name = parts.sheets.get(entry.filename)
        small = name is not None and entry.file_size <= SEARCHED_FOR_EXTENT
        marked = small or _holds(archive, entry, parts.telltales)
        if name is not None and marked:
            part = archive.read(entry)
            _check_extent(part)
            marks[name] = read_sheet_marks(part, parts)
    return marks


def _holds(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, words: tuple[bytes, ...]) -> bool:
    """Read a part to its end, which verifies it, and return whether one of the words is in it."""
    found, seam = False, b""
    with archive.open(entry) as part:
        while block := part.read(BLOCK):
            found = found or any(word in block or word in seam + block[:SEAM] for word in words)
            seam = block[-SEAM:]
    return found


def _check_extent(sheet: bytes) -> None:
    """Refuse a small sheet whose furthest cell would make a grid that no office file needs."""
    if len(sheet) > SEARCHED_FOR_EXTENT:
        return
    places = {(column, int(row)) for column, row in CELL_REFERENCE.findall(sheet)}
    if not places:
        return
    width = max(column_number(column) for column in {column for column, _ in places})
    if width * max(row for _, row in places) > CELL_LIMIT:
        raise UnreadableFile("too_large")
