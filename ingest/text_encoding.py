"""The bytes of a text file → UTF-8, in blocks: the encoding is certain or, for western text, said to be inferred."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import polars as pl

from ingest.sheets import UnreadableFile

BLOCK = 8 * 1024**2
HELD = 256 * 1024**2
HEAD = 4096
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")


class TextFile:
    """A text whose whole content is known to decode; `blocks` may be asked for more than once.

    `inferred` tells that the encoding is cp1252, which nothing in the bytes proves.

    Raises:
        UnreadableFile: `encoding`.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held: list[bytes] | None = None
        self._skip = 0
        self.encoding = self._find_encoding()
        self.inferred = self.encoding == "cp1252"

    def blocks(self) -> Iterator[bytes]:
        """Yield the text as UTF-8 without its byte-order mark; a block ends anywhere between two characters."""
        yield from self._transcode(self.encoding) if self._held is None else self._held

    def _find_encoding(self) -> str:
        head = next(self._raw(), b"")[:HEAD]
        for mark, codec in MARKS:
            if head.startswith(mark):
                self._skip = len(mark)
                return self._certain(codec)
        utf16 = _utf16_without_mark(head)
        if utf16 and self._decodes(utf16):
            return utf16
        if self._decodes("utf-8"):
            return "utf-8"
        if self._is_western(strict=True):
            return self._certain("cp1252")
        if self._decodes("gb18030"):
            return "gb18030"
        if self._is_western(strict=False):
            return self._certain("cp1252")
        raise UnreadableFile("encoding")

    def _certain(self, codec: str) -> str:
        if not self._decodes(codec):
            raise UnreadableFile("encoding")
        return codec

    def _decodes(self, codec: str) -> bool:
        """Try the whole text; what is decoded is held for `blocks` unless it is large."""
        held: list[bytes] | None = []
        size = 0
        try:
            for block in self._transcode(codec):
                size += len(block)
                held = None if held is None or size > HELD else [*held, block]
        except UnicodeDecodeError:
            return False
        self._held = held
        return True

    def _is_western(self, *, strict: bool) -> bool:
        """Return whether bytes above ASCII stand alone (£, é): Chinese characters are pairs of them.

        Strictly, all of them do; such a text may decode as GB18030 by accident ("és" is one rare character there).
        Otherwise nine in ten, and there is no control character that cp1252 would make of anything else.
        """
        if strict and self._has_pairs():
            return False
        runs = alone = 0
        for block in self._raw():
            lengths = [len(run) for run in HIGH_RUNS.findall(block)]
            runs, alone = runs + len(lengths), alone + lengths.count(1)
        if alone < 0.9 * runs:
            return False
        try:
            return not any(CONTROLS.search(block.decode()) for block in self._transcode("cp1252"))
        except UnicodeDecodeError:
            return False

    def _has_pairs(self) -> bool:
        seam = b""
        for block in self._raw():
            if HIGH_PAIR.search(seam + block):
                return True
            seam = block[-1:]
        return False

    def _raw(self) -> Iterator[bytes]:
        self._stream.seek(self._skip)
        while block := self._stream.read(BLOCK):
            yield block

    def _transcode(self, codec: str) -> Iterator[bytes]:
        if codec == "utf-8":
            yield from _valid_utf8(self._raw())
            return
        decoder = codecs.getincrementaldecoder(codec)()
        for block in self._raw():
            yield decoder.decode(block).encode()
        decoder.decode(b"", final=True)


def _valid_utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield blocks that end between characters; Polars checks them several times faster than a decoder."""
    carried = b""
    for block in chain(blocks, [b""]):
        pending = carried + block
        cut = _whole_characters(pending) if block else len(pending)
        try:
            pl.Series([pending[:cut]], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError as error:
            raise UnicodeDecodeError("utf-8", pending[:cut], 0, cut, "no UTF-8") from error
        yield pending[:cut]
        carried = pending[cut:]


def _whole_characters(block: bytes) -> int:
    """Return a length of `block` at which no character is cut: before the last of those that begin near the end."""
    return next((len(block) - back for back in (1, 2, 3) if block[-back:][:1] >= b"\xc0"), len(block))


def decode_text(data: bytes) -> str:
    """Return the text in `data`; see `TextFile`."""
    return b"".join(TextFile(io.BytesIO(data)).blocks()).decode()


def _utf16_without_mark(head: bytes) -> str | None:
    """Return which UTF-16 it is, where most zero bytes, the upper halves of ASCII, are at odd or at even places."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(codec, errors="ignore")
    if even + odd < 4 or 4 * min(even, odd) > max(even, odd) or CONTROLS.search(text):
        return None
    return codec
