"""Pages → one text file with commas; a page without a title goes on with what the file holds already."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from simulate.office.drawing import state_day
from simulate.office.page import Page
from simulate.office.style import SERIAL


def write_text(path: Path, page: Page, encoding: str, *, is_first: bool) -> None:
    """Write `page` into the file, or after what stands there already."""
    lines = page.texts.select(
        *([pl.int_range(1, pl.len() + 1).cast(pl.String).alias(SERIAL)] * page.index),
        *(pl.col(column.name).alias(column.heading) for column in page.columns),
    )
    body = lines.write_csv(include_header=is_first, line_terminator="\r\n", null_value="")
    data = ((_head(page, lines.width) if is_first else "") + body).encode(encoding)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if is_first else "ab") as file:
        file.write(data)


def _head(page: Page, width: int) -> str:
    rows = [[page.title], [f"填报单位：{page.sender}", state_day(page)]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(row + [""] * (width - len(row)) for row in rows)
    return text.getvalue()
