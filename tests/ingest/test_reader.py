"""Files that would hurt their reader are refused by name, and the next file is read all the same."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ingest.grid import read_sheets
from ingest.reader import SheetReader
from ingest.sheets import CHUNK_ROWS, SHEET_CHUNK_ROWS, Sheet, UnreadableFile
from tests.ingest.office import task, write_tasks

STRAY_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def rewrite_sheet(path: Path, old: bytes, new: bytes) -> bytes:
    """Return the workbook's bytes with `old` replaced in its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if name == "xl/worksheets/sheet1.xml" else data)
    return out.getvalue()


def hostile(path: Path, kind: str) -> bytes:
    """Return bytes of one hostile kind, made from the sound workbook at `path`."""
    sound = path.read_bytes()
    if kind == "too_large":
        return rewrite_sheet(path, b'r="A4"', b'r="XFD1048576"')
    if kind == "reader_died":  # too long a sheet to be searched for its stray cell
        padding = b"<!--" + b"x" * 5 * 1024**2 + b"-->"
        return rewrite_sheet(path, b"</sheetData>", padding + STRAY_CELL)
    if kind == "damaged_file":
        at = sound.index(b"xl/worksheets/sheet1.xml") + 60
        return sound[:at] + bytes([sound[at] ^ 0xFF]) + sound[at + 1 :]
    return {
        "empty_file": b"",
        "html_file": b"<html><p>1",
        "encoding": b"\xff\x00\x81\x20\xff\xff",
    }[kind]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_tasks(tmp_path / "sound.xlsx", [task(1)])


@pytest.mark.parametrize(
    "kind", ["too_large", "reader_died", "damaged_file", "empty_file", "html_file", "encoding"]
)
def test_a_hostile_file_is_refused_by_its_rule_and_the_reader_goes_on(
    tmp_path: Path, sound: Path, kind: str
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(hostile(sound, kind))
    with SheetReader() as reader:
        with pytest.raises(UnreadableFile) as refused:
            list(reader.read(bad))
        assert str(refused.value) == kind
        (sheet,) = reader.read(sound)
        assert sheet.row(3)[0] == "1"


def test_a_reader_that_takes_too_long_is_stopped_and_replaced(sound: Path) -> None:
    with SheetReader(seconds_per_message=0.001) as reader, pytest.raises(UnreadableFile, match="reader_died"):
        list(reader.read(sound))
    with SheetReader() as reader:
        assert list(reader.read(sound))


def write_numbers(path: Path, rows: int) -> Path:
    path.write_text("".join(f"{number},石桥村\n" for number in range(rows)), encoding="utf-8")
    return path


def test_rows_keep_their_number_over_chunks(tmp_path: Path) -> None:
    rows = 2 * CHUNK_ROWS + 7
    with SheetReader() as reader:
        (sheet,) = map(whole, reader.read(write_numbers(tmp_path / "numbers.csv", rows)))
    assert sheet.frame["0"].to_list() == [str(number) for number in range(rows)]


def whole(sheet: Sheet) -> Sheet:
    chunks = list(sheet.chunks())
    assert sum(chunk.height > 0 for chunk in [sheet.frame, *chunks]) >= 3
    assert all(chunk.height <= CHUNK_ROWS and chunk.columns == sheet.frame.columns for chunk in chunks)
    sheet.frame = pl.concat([sheet.frame, *chunks])
    assert list(sheet.chunks()) == []
    return sheet


def test_a_workbook_comes_in_chunks_too_and_what_is_not_taken_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            for row in range(2, 2 * SHEET_CHUNK_ROWS + 5):
                sheet.write_number(row, 1, row)
    with SheetReader() as reader:
        first, second = ((sheet.name, sheet.height) for sheet in reader.read(path))
        (_, sheet) = map(read_if_second, reader.read(path))
    assert first == ("甲", SHEET_CHUNK_ROWS) and second == ("乙", SHEET_CHUNK_ROWS)
    assert sheet.frame["0"].null_count() == sheet.height
    assert sheet.frame["1"].to_list() == [None, None, *map(str, range(2, 2 * SHEET_CHUNK_ROWS + 5))]


def read_if_second(sheet: Sheet) -> Sheet:
    if sheet.name == "乙":
        sheet.read_all()
    return sheet


def test_a_file_left_in_the_middle_does_not_disturb_the_next(tmp_path: Path, sound: Path) -> None:
    long = write_numbers(tmp_path / "numbers.csv", 3 * CHUNK_ROWS)
    with SheetReader() as reader:
        left = reader.read(long)
        assert next(left).height
        (sheet,) = reader.read(sound)
        assert sheet.row(3)[0] == "1"


def test_a_child_that_dies_between_chunks_is_told_where_the_rows_are_taken(
    tmp_path: Path, sound: Path
) -> None:
    long = write_numbers(tmp_path / "numbers.csv", 9 * CHUNK_ROWS)
    with SheetReader() as reader:
        sheets = reader.read(long)
        sheet = next(sheets)
        assert reader._child is not None
        os.kill(reader._child.pid, signal.SIGKILL)
        with pytest.raises(UnreadableFile, match="reader_died"):
            list(sheet.chunks())
        assert list(reader.read(sound))


def test_a_file_that_is_gone_is_refused(tmp_path: Path, sound: Path) -> None:
    with SheetReader() as reader:
        with pytest.raises(UnreadableFile, match="damaged_file"):
            list(reader.read(tmp_path / "gone.csv"))
        assert list(reader.read(sound))


def test_the_password_is_in_no_command_line_or_environment(sound: Path) -> None:
    with SheetReader() as reader:
        list(reader.read(sound, "Ling-Hu-2018"))
        assert reader._child is not None
        process = Path("/proc") / str(reader._child.pid)
        assert b"Ling-Hu-2018" not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert isinstance(reader._child, subprocess.Popen)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert all(isinstance(sheet.height, int) for sheet in read_sheets(data))
