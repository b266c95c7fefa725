"""The outcome of a check, written down where everything else is: as a load of the landing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import polars as pl

from warehouse import landing
from warehouse.contracts import Contract, load_contracts
from warehouse.errors import UsageError
from warehouse.landing_shapes import RAW
from warehouse.settings import Site

DATASET = "operations.lead_marks"
SHEET = "核查结论"
FIRST_ROW = 2


@dataclass(frozen=True)
class Mark:
    """A person's verdict on a lead or on one finding: confirmed, refuted or pending."""

    lead_id: str
    verdict: str
    marked_by: str
    marked_on: date
    reason: str | None = None
    method: str | None = None
    amount_cny: float | None = None
    evidence_no: str | None = None
    note: str | None = None


def read_verdict(text: str) -> str:
    """Return the verdict that a person wrote, such as 属实, as its code.

    Raises:
        UsageError: the contract of the marks knows no such verdict.
    """
    return _read_code("verdict", text)


def read_reason(text: str) -> str:
    """Return the reason that a person wrote, such as 制度允许, as its code.

    Raises:
        UsageError: the contract of the marks knows no such reason.
    """
    return _read_code("reason", text)


def land_mark(site: Site, mark: Mark) -> str:
    """Land one mark and return the id of its load; the same mark twice is one load.

    Another verdict on the same lead of the same day takes the place of the one before it.
    """
    contract = _contract()
    values = {name: value for name, value in vars(mark).items() if value is not None}
    written = json.dumps(
        {name: str(value) for name, value in values.items()}, ensure_ascii=False, sort_keys=True
    )
    record = landing.LoadRecord(
        dataset=DATASET,
        # An ending, lest the name of a finding, such as A05.1-…, be cut at its dot.
        file_name=f"疑点核查 {mark.lead_id} {mark.marked_on}.mark",
        file_sha256=hashlib.sha256(written.encode()).hexdigest(),
        sheet=SHEET,
        table=0,
        as_of=datetime.combine(mark.marked_on, datetime.min.time()),
        revision=0,
        unit=None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        rows_read=1,
        rows_accepted=1,
    )
    latest = _find_latest(site, record)
    if latest is not None:
        if latest.file_sha256 == record.file_sha256:
            return latest.load_id
        record = replace(record, revision=latest.revision + 1)
    landing.write_load(site, record, _lay_out(contract, record, values))
    return record.load_id


def _find_latest(site: Site, record: landing.LoadRecord) -> landing.LoadRecord | None:
    """Return the latest mark of the same day on the same lead."""
    folder = landing.load_path(site, record).parent
    landed = (landing.read_record(path) for path in sorted(folder.glob("[0-9a-f]*.parquet")))
    same = (load for load in landed if (load.series, load.as_of) == (record.series, record.as_of))
    return max(same, key=lambda load: load.revision, default=None)


def _lay_out(contract: Contract, record: landing.LoadRecord, values: Mapping[str, object]) -> pl.DataFrame:
    technical = {
        "_row_uid": f"{record.load_id}-{FIRST_ROW:06d}",
        "_load_id": record.load_id,
        "_sheet": record.sheet,
        "_row": FIRST_ROW,
        "_as_of": record.as_of,
        "_revision": record.revision,
    }
    raw = {f"{RAW}{name}": str(values[name]) for name in landing.raw_columns(contract) if name in values}
    return pl.DataFrame(
        [{**values, **technical, **raw}], schema=landing.landing_schema(contract), strict=False
    )


def _read_code(column: str, text: str) -> str:
    codes = _contract().column(column).codes
    for code in codes:
        if text in {code.name, code.label.zh, code.label.en, *code.synonyms}:
            return code.name
    known = "、".join(code.label.zh for code in codes)
    raise UsageError(
        f"不认识“{text}”；可以是：{known}",
        f"unknown: {text}; there is {', '.join(code.label.en for code in codes)}",
    )


@cache  # one mark asks three times, and all contracts are read for it
def _contract() -> Contract:
    return next(contract for contract in load_contracts() if contract.dataset == DATASET)
