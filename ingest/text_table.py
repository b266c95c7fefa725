"""CSV text → one sheet, in blocks: a first pass learns the width and refuses stray quotes, a second one reads.

Polars reads what is quoted by the rules; the `csv` module reads the rest, and says where a quote is astray.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import numpy.typing as npt
import polars as pl

from ingest.sheets import (
    CHUNK_ROWS,
    Cells,
    Sheet,
    UnreadableFile,
    blank_to_null,
    column_schema,
    frame_of_rows,
    in_chunks,
)
from ingest.text_encoding import TextFile

HEAD_LINES = 30
HEAD_BYTES = 256 * 1024
TAIL_ROWS = 30
LINE_LIMIT = 64 * 1024**2
Positions = npt.NDArray[np.intp]


class _Irregular(Exception):
    """A quote or a line end that only the `csv` module reads rightly."""


@dataclass(frozen=True)
class _Dialect:
    delimiter: str
    per_row: int  # separators in most of the first lines

    def rows(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Yield the rows; refuse a quote that is never closed, stands within text or swallows rows."""
        try:
            for row in csv.reader(lines, delimiter=self.delimiter, strict=True):
                if any(self._swallows_rows(cell, len(row)) for cell in row if "\n" in cell):
                    raise UnreadableFile("csv_quote")
                yield row
        except csv.Error as error:
            raise UnreadableFile("csv_quote") from error

    def _swallows_rows(self, cell: str, width: int) -> bool:
        """Return whether a quoted cell of several lines holds as many separators as the rows its lines would be."""
        breaks, separators = cell.count("\n"), cell.count(self.delimiter)
        return separators >= breaks * max(self.per_row, 2) or (separators > 0 and width > self.per_row + 1)


def read_text_table(text: TextFile) -> Sheet:
    """Return the table in `text`; what it holds beyond the first rows is read as its chunks are asked for.

    Raises:
        UnreadableFile: `csv_quote`, before any row is given.
    """
    head = b"".join(islice(text.blocks(), 1))[:HEAD_BYTES].decode(errors="ignore")
    dialect = _find_dialect(head)
    notes = ("encoding_inferred",) if text.inferred else ()
    try:
        width, last = _survey(text, dialect)
        frames: Iterator[pl.DataFrame] = (_parse(block, dialect, width) for block in _records(text))
        tail = [list(row) for row in _parse(last, dialect, width).tail(TAIL_ROWS).rows()]
    except _Irregular:
        width, tail = _survey_exactly(text, dialect)
        frames = _exact_frames(text, dialect, width)
    empty = pl.DataFrame(schema=column_schema(width))
    return in_chunks(Sheet("csv", False, empty, notes=notes, tail=tail), frames)


def _find_dialect(text: str) -> _Dialect:
    """Return what separates the cells, and how often it stands in most of the first lines: titles may have none."""
    head = "\n".join(text.lstrip("\r\n").splitlines()[:HEAD_LINES])
    lines = re.sub(r'"[^"]*"', "", head).split("\n")
    counted = {delimiter: Counter(line.count(delimiter) for line in lines) for delimiter in ",\t;"}
    usual = {
        delimiter: max((count * lines, count) for count, lines in counter.items())
        for delimiter, counter in counted.items()
    }
    delimiter = max(usual, key=lambda delimiter: usual[delimiter][0])
    return _Dialect(delimiter, usual[delimiter][1])


# ------------------------------------------------------------------ by the rules: NumPy and Polars


def _survey(text: TextFile, dialect: _Dialect) -> tuple[int, bytes]:
    """Return the width of the widest row, and bytes that end with the last rows."""
    width, last = 1, b""
    for block in _records(text):
        ends, separators = _structure(block, dialect)
        counts = np.diff(np.searchsorted(separators, ends), prepend=0)
        width = max(width, int(counts.max(initial=0)) + 1)
        last = last + block if len(ends) <= TAIL_ROWS else block[ends[-TAIL_ROWS - 1] + 1 :]
    return width, last


def _structure(block: bytes, dialect: _Dialect) -> tuple[Positions, Positions]:
    """Return where the rows of whole records end, and where the separators are."""
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        raise _Irregular
    codes = np.frombuffer(block, dtype=np.uint8)
    ends, separators = _places(codes, "\n"), _places(codes, dialect.delimiter)
    quoted = np.zeros(0, dtype=np.intp)
    if b'"' in block:
        quotes = _places(codes, '"')
        _require_regular(codes, quotes, dialect)
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
        within = np.searchsorted(quotes, ends) % 2 == 1
        ends, quoted = ends[~within], ends[within]
    if not block.endswith(b"\n"):
        ends = np.append(ends, len(block))
    if len(quoted):
        starts = np.concatenate(([0], ends + 1))
        for row in np.unique(np.searchsorted(ends, quoted)):
            record = block[starts[row] : ends[row]].decode()
            list(dialect.rows(io.StringIO(record, newline="")))
    return ends, separators


def _places(codes: npt.NDArray[np.uint8], character: str) -> Positions:
    return np.flatnonzero(codes == ord(character))


def _require_regular(codes: npt.NDArray[np.uint8], quotes: Positions, dialect: _Dialect) -> None:
    """Refuse a quote that does not open or close a cell, and is not one of two within a quoted cell."""
    if len(quotes) % 2:
        raise _Irregular
    padded = np.concatenate(([ord("\n")], codes, [ord("\n")]))
    around = np.zeros(256, dtype=bool)
    around[[ord(character) for character in dialect.delimiter + '\n"']] = True
    opened = around[padded[quotes[::2]]]
    around[ord("\r")] = True
    if not (opened.all() and around[padded[quotes[1::2] + 2]].all()):
        raise _Irregular


def _records(text: TextFile) -> Iterator[bytes]:
    """Yield the text in blocks of whole records: they end at a line end that is not quoted."""
    carried = b""
    for block in text.blocks():
        pending = carried + block
        cut = _last_record_end(pending)
        if cut:
            yield pending[:cut]
        carried = pending[cut:]
        if len(carried) > LINE_LIMIT:
            raise _Irregular
    if carried:
        yield carried


def _last_record_end(block: bytes) -> int:
    if b'"' not in block:
        return block.rfind(b"\n") + 1
    codes = np.frombuffer(block, dtype=np.uint8)
    ends = _places(codes, "\n")
    outside = ends[np.searchsorted(_places(codes, '"'), ends) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _parse(block: bytes, dialect: _Dialect, width: int) -> pl.DataFrame:
    frame = pl.read_csv(
        block,
        has_header=False,
        separator=dialect.delimiter,
        schema=column_schema(width),
        missing_columns="insert",
    )
    return blank_to_null(frame)


# ------------------------------------------------------------------ all else: the csv module


def _survey_exactly(text: TextFile, dialect: _Dialect) -> tuple[int, Cells]:
    """Return the width of the widest row, and the last rows."""
    width = 1
    last: deque[list[str]] = deque(maxlen=TAIL_ROWS)
    for row in dialect.rows(_lines(text)):
        width = max(width, len(row))
        last.append(row)
    return width, [list(row) for row in blank_to_null(frame_of_rows(last, width)).rows()]


def _exact_frames(text: TextFile, dialect: _Dialect, width: int) -> Iterator[pl.DataFrame]:
    rows = dialect.rows(_lines(text))
    while piece := list(islice(rows, CHUNK_ROWS)):
        yield blank_to_null(frame_of_rows(piece, width))


def _lines(text: TextFile) -> Iterator[str]:
    """Yield the lines with their ends, which may be of any kind."""
    return chain.from_iterable(io.StringIO(block.decode(), newline="") for block in _line_blocks(text))


def _line_blocks(text: TextFile) -> Iterator[bytes]:
    carried = b""
    for block in text.blocks():
        pending = carried + block
        # a carriage return at the very end may be half of a line end
        cut = pending.rfind(b"\n") + 1 or pending.rfind(b"\r", 0, -1) + 1
        if cut:
            yield pending[:cut]
        carried = pending[cut:]
        if len(carried) > LINE_LIMIT:
            raise UnreadableFile("too_large")
    if carried:
        yield carried
