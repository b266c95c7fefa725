"""HTML tables → sheets: each is one without the tables within it, cells that span are merges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from ingest.sheets import Merge, Sheet, UnreadableFile, blank_to_null, frame_of_rows

WIDEST_SPAN, TALLEST_SPAN = 1000, 65_534  # what browsers allow, so a larger span is cut as there
CELL_LIMIT = 20_000_000
NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
LINES = {"br", "p", "div", "li"}
NOTES = ("html_table",)


def read_html(text: bytes) -> Iterator[Sheet]:
    """Yield the tables in `text`, which is UTF-8.

    Raises:
        UnreadableFile: `html_file` where there is no table with a filled cell; `too_large`.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text, parser=parser)
    except etree.LxmlError as error:
        raise UnreadableFile("html_file") from error
    sheets = [_read_table(table, f"表{number}") for number, table in enumerate(page.iter("table"), 1)]
    filled = [sheet for sheet in sheets if any(column.null_count() < sheet.height for column in sheet.frame)]
    if not filled:
        raise UnreadableFile("html_file")
    yield from filled


@dataclass
class _Grid:
    """Cells as they are placed, row by row; a cell that spans keeps its places free in the rows below."""

    rows: list[list[str | None]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def add_row(self, cells: list[html.HtmlElement]) -> None:
        row, column = len(self.rows), 0
        texts: list[str | None] = []
        for cell in cells:
            while (row, column) in self.taken:
                column += 1
            height, width = _span(cell, "rowspan", TALLEST_SPAN), _span(cell, "colspan", WIDEST_SPAN)
            texts += [None] * (column - len(texts)) + [_text(cell)]
            if height * width > 1:
                self._merge(row, column, height, width)
            column += width
        self.rows.append(texts)

    def _merge(self, row: int, column: int, height: int, width: int) -> None:
        if len(self.taken) + height * width > CELL_LIMIT // 10:
            raise UnreadableFile("too_large")
        self.merges.append((row, column, row + height - 1, column + width - 1))
        self.taken.update((row + down, column + right) for down in range(height) for right in range(width))


def _read_table(table: html.HtmlElement, name: str) -> Sheet:
    grid = _Grid()
    hidden = set()
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        if NOT_SHOWN.search(row.get("style", "")):
            hidden.add(len(grid.rows))
        grid.add_row([cell for cell in row if cell.tag in {"td", "th"}])
    last = len(grid.rows) - 1
    if len(grid.rows) * max(map(len, grid.rows), default=0) > CELL_LIMIT:
        raise UnreadableFile("too_large")
    caption = table.find("caption")
    return Sheet(
        (_text(caption) if caption is not None else "") or name,
        NOT_SHOWN.search(table.get("style", "")) is not None,
        blank_to_null(frame_of_rows(grid.rows)),
        tuple((first, left, min(bottom, last), right) for first, left, bottom, right in grid.merges),
        hidden_rows=frozenset(hidden),
        notes=NOTES,
    )


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    found = re.match(r"\s*0*(\d{1,6})", cell.get(name, ""))
    return min(max(int(found[1]), 1), most) if found else 1


def _text(cell: html.HtmlElement) -> str:
    """Return what the cell shows, tables within it left out: white space is one space, a break begins a line."""
    pieces: list[str] = []
    inner = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        inner += {"start": 1, "end": -1}[event] if element.tag in {"table", "script", "style"} else 0
        if event == "start":
            pieces.append("\n" if element.tag in LINES else "")
            pieces.append(_shown(element.text, inner))
        elif element is not cell:
            pieces.append(_shown(element.tail, inner))
    lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


def _shown(text: str | None, inner: int) -> str:
    return "" if inner or not text else re.sub(r"[ \t\r\n]+", " ", text)
