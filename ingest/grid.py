"""Bytes of an office file → its sheets; what it is is decided by the bytes, since endings are often wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.markup import is_markup, read_archived_page, read_markup
from ingest.sheets import Sheet, UnreadableFile
from ingest.text_encoding import TextFile, decode_text
from ingest.text_table import read_text_table
from ingest.workbook import COMPOUND, ZIP, read_workbook

__all__ = ["Sheet", "UnreadableFile", "decode_text", "read_sheets"]

ARCHIVED_PAGE = re.compile(rb"(?im)^mime-version:.*\n(?:.*\n)*content-type:\s*multipart/related")


def read_sheets(source: bytes | BinaryIO, password: str | None = None) -> Iterator[Sheet]:
    """Yield the sheets in `source`; the chunks of one are taken before the next one is asked for.

    Raises:
        UnreadableFile: no table, under a password, damaged, or larger than the limits.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith((ZIP, COMPOUND)):
        yield from read_workbook(stream.read(), password)
    elif ARCHIVED_PAGE.search(head):
        yield from read_archived_page(stream.read())
    else:
        yield from _read_text(TextFile(stream))


def _read_text(text: TextFile) -> Iterator[Sheet]:
    filled = (block for block in text.blocks() if block.strip())
    first = next(filled, None)
    if first is None:
        raise UnreadableFile("empty_file")
    if is_markup(first):
        yield from read_markup(b"".join(text.blocks()))
    else:
        yield read_text_table(text)
