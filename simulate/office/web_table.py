"""Pages → one HTML file, as a register's web page exports it under the name of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import polars as pl

from simulate.office.drawing import state_day
from simulate.office.page import Page
from simulate.office.style import SERIAL

HEAD = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n'
    "<body>\n"
)  # fmt: skip


def write_web_table(path: Path, pages: Iterable[Page]) -> None:
    """Write a table per page, the sheet's name as its caption."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write(HEAD)
        for page in pages:
            file.writelines(_draw(page))
        file.write("</body></html>\n")


def _draw(page: Page) -> Iterator[str]:
    width = page.index + len(page.columns)
    yield f'<table border="1"><caption>{escape(page.sheet)}</caption>\n'
    yield f'<tr><th colspan="{width}">{escape(page.title)}</th></tr>\n'
    left = max(width // 2, 1)
    yield (
        f'<tr><td colspan="{left}">{escape(f"填报单位：{page.sender}")}</td>'
        f'<td colspan="{max(width - left, 1)}">{escape(state_day(page))}</td></tr>\n'
    )
    headings = [SERIAL] * page.index + [column.heading for column in page.columns]
    yield _row("th", headings)
    serial = [pl.int_range(1, pl.len() + 1).cast(pl.String).alias(SERIAL)] * page.index
    for row in page.texts.select(*serial, *(pl.col(column.name) for column in page.columns)).iter_rows():
        yield _row("td", row)
    yield "</table>\n"


def _row(tag: str, cells: Iterable[str | None]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell or '')}</{tag}>" for cell in cells) + "</tr>\n"
