"""Where pages go: a folder of office files."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import polars as pl

from simulate.office.page import Page
from simulate.office.text_file import write_text
from simulate.office.web_table import write_web_table
from simulate.office.workbook import write_old_workbook, write_workbook


class Sink(Protocol):
    """Takes the pages of one run, block by block; `finish` is called once, when the last page was put."""

    def put(self, page: Page) -> None: ...

    def finish(self) -> None: ...


class OfficeSink:
    """Writes office files into `folder`.

    The sheets of a workbook come from several blocks, and a workbook is written from its first sheet to its last: so
    pages wait in a temporary folder, and only one workbook is in memory at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, list[tuple[Page, Path]]] = defaultdict(list)
        self._begun: set[str] = set()
        self._put = 0

    def __enter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(prefix="taizhang-simulate-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._scratch.cleanup()

    def put(self, page: Page) -> None:
        if page.style.form == "csv":
            # Half of the offices still export in the old encoding; which, its dataset's name decides.
            encoding = "gb18030" if len(page.dataset) % 2 else "utf-8-sig"
            is_first = page.path not in self._begun
            self._begun.add(page.path)
            write_text(self._folder / page.path, page, encoding, is_first=is_first)
            return
        waiting = self._waiting[page.path]
        kept = Path(self._scratch.name) / f"{self._put}.arrow"
        self._put += 1
        page.texts.write_ipc(kept)
        waiting.append((replace(page, texts=page.texts.clear(), keys=page.keys.clear()), kept))

    def finish(self) -> None:
        """Write the files whose pages waited."""
        for path, waiting in self._waiting.items():
            form = waiting[0][0].style.form
            if form == "xls":
                write_old_workbook(self._folder / path, _read(waiting))
            elif form == "html":
                write_web_table(self._folder / path, _read(waiting))
            else:
                rows = sum(pl.scan_ipc(kept).select(pl.len()).collect().item() for _, kept in waiting)
                write_workbook(self._folder / path, _read(waiting), rows)


def _read(waiting: list[tuple[Page, Path]]) -> Iterator[Page]:
    for page, kept in waiting:
        yield replace(page, texts=pl.read_ipc(kept))
        kept.unlink()
