"""Files that would hurt their reader are refused by name, and the next file is read all the same."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.grid import UnreadableFile, decode_text, read_sheets
from ingest.reader import SheetReader
from tests.ingest.office import task, write_tasks


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
    if kind == "damaged_file":
        at = sound.index(b"xl/worksheets/sheet1.xml") + 60
        return sound[:at] + bytes([sound[at] ^ 0xFF]) + sound[at + 1 :]
    return {
        "empty_file": b"",
        "html_file": b"<html><table><tr><td>1",
        "encoding": b"\xff\x00\x81\x20\xff\xff",
    }[kind]


@pytest.mark.parametrize("kind", ["too_large", "damaged_file", "empty_file", "html_file", "encoding"])
def test_a_hostile_file_is_refused_by_its_rule_and_the_reader_goes_on(tmp_path: Path, kind: str) -> None:
    sound = write_tasks(tmp_path / "sound.xlsx", [task(1)])
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(hostile(sound, kind))
    with SheetReader() as reader:
        with pytest.raises(UnreadableFile) as refused:
            reader.read(bad)
        assert str(refused.value) == kind
        assert reader.read(sound)[0].cells[3][0] == "1"


def test_a_reader_that_takes_too_long_is_stopped_and_replaced(tmp_path: Path) -> None:
    sound = write_tasks(tmp_path / "sound.xlsx", [task(1)])
    with SheetReader(seconds_per_file=0.001) as reader, pytest.raises(UnreadableFile, match="reader_died"):
        reader.read(sound)
    with SheetReader() as reader:
        assert reader.read(sound)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff"), min_size=1))
def test_text_survives_both_encodings(text: str) -> None:
    assert decode_text(b"\xef\xbb\xbf" + text.encode()) == text
    assert decode_text(text.encode()) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert read_sheets(data)
