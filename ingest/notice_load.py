"""A published notice as four loads: its items, measures, claims and documents, each cell a span of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from ingest.context import find_file_date
from ingest.dates import parse_period
from ingest.load import Load
from ingest.masking import scrub
from ingest.notice import Notice, notice_tables, parse_notice
from ingest.sheets import UnreadableFile
from ingest.stamp import stamp_rows
from ingest.text_encoding import decode_text
from warehouse.contracts import Contract
from warehouse.landing import LoadRecord, landing_schema
from warehouse.landing_shapes import CELL

SHEET = "正文"
CLOSING_LINES = 6


def read_notice(path: Path) -> Notice | None:
    """Return the notice in a text file, people's numbers masked, or None where it holds no rectification items."""
    notice = parse_notice(scrub(decode_text(path.read_bytes())))
    return notice if notice.items else None


def load_notice(
    notice: Notice, path: Path, sha256: str, contracts: Sequence[Contract], as_of: datetime | None
) -> list[Load]:
    """Return one load per notice contract.

    The as-of date is `as_of`, else a date that stands alone near the text's end, else the date in the file's name.

    Raises:
        UnreadableFile: there is no date.
    """
    text = notice.text
    dated = as_of or _closing_date(text) or find_file_date(path)[0]
    if dated is None:
        raise UnreadableFile("unknown_as_of")
    tables = notice_tables(notice)
    return [
        _load_rows(path, sha256, contract, dated, tables[contract.name], text)
        for contract in contracts
        if contract.source == "notice"
    ]


def _closing_date(text: str) -> datetime | None:
    for line in [line for line in text.splitlines() if line.strip()][-CLOSING_LINES:]:
        alone = re.sub(r"\s+", "", line)
        period = parse_period(alone, base=None) if len(alone) <= 12 else None
        if period and period.precision == "day" and period.end and not period.inferred:
            return datetime.combine(period.end, time())
    return None


def _load_rows(
    path: Path, sha256: str, contract: Contract, as_of: datetime, rows: list[dict[str, Any]], text: str
) -> Load:
    record = LoadRecord(
        dataset=contract.dataset,
        file_name=scrub(path.name),
        file_sha256=sha256,
        sheet=SHEET,
        table=0,
        as_of=as_of,
        revision=0,
        unit=None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        rows_read=len(rows),
        rows_accepted=len(rows),
    )
    frame = pl.DataFrame(rows, schema=landing_schema(contract)).with_columns(
        pl.Series("_row", range(1, len(rows) + 1), dtype=pl.Int32),
        pl.Series("_cells", [_cells(row, text) for row in rows], dtype=pl.List(CELL)),
    )
    return Load(record, stamp_rows(record, frame, contract), [])


def _cells(row: dict[str, Any], text: str) -> list[dict[str, str | None]]:
    """Return every cell as an exception: a span of running text stands under no heading."""
    start, end = row["span_start"], row["span_end"]
    inferred = "position" if row.get("is_inferred") else None
    return [
        {"column": name, "address": f"字符{start + 1}-{end}", "raw": text[start:end], "inferred": inferred}
        for name in row
        if name not in ("span_start", "span_end")
    ]
