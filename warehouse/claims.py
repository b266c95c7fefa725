"""What a notice and the ledgers state beside what the registers come to. Pure reads of one published build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb

from warehouse.errors import UsageError
from warehouse.lineage import MetricOrigin, RowOrigin, SqlStep, explain_metric, locate_rows, trace_model

CHECKABLE = ("属实", "部分属实", "不符")
VERDICTS = (*CHECKABLE, "无法核实")
_DAYS = ("spans", "starts", "occurs")
_CLAIMS = """
    select
        claim_id, source, item_no as item, quote, stated, stated_from, stated_to, recomputed, recomputed_from,
        recomputed_to, unit, difference, verdict, reason, metric_id, period_kind, rule_id, comparison, span_start,
        span_end, org_id, week_id, row_uid
    from marts.fct_claim
"""
_CONTRADICTIONS = """
    select claim_id, kind, quote, value, other_claim_id, other_quote, other_value, difference
    from marts.fct_claim_contradiction order by span_start, contradiction_id
"""
_PERIODS = """
    select first_on, last_on, name, occurrences, row_uid from marts.fct_claim_period where claim_id = ? order by all
"""
Row = dict[str, Any]


@dataclass(frozen=True)
class CheckedClaim:
    """A stated number or time and what the registers come to; both numbers, or both times as first/last ISO day."""

    claim_id: str
    source: str
    item: int | None
    quote: str
    stated: float | str | None
    recomputed: float | str | None
    unit: str | None
    difference: float | None
    verdict: str
    reason: str
    metric_id: str | None
    period_kind: str | None
    rule_id: str | None
    comparison: str | None
    span: tuple[int, int] | None
    org_id: str
    week_id: str
    row_uid: str


@dataclass(frozen=True)
class Contradiction:
    """Two statements of one notice that cannot both hold; `other_claim_id` is None where what is printed differs."""

    claim_id: str
    kind: str
    quote: str
    value: float | None
    other_claim_id: str | None
    other_quote: str | None
    other_value: float | None
    difference: float | None


@dataclass(frozen=True)
class RecordedPeriod:
    """Days that a register records, with the row that says so."""

    first_on: date
    last_on: date
    name: str | None
    occurrences: int
    row_uid: str
    origin: RowOrigin | None


@dataclass(frozen=True)
class ClaimOrigin:
    """A claim with its place, its rule, and the recomputed side: the metric with its rows, or the recorded periods."""

    claim: CheckedClaim
    place: RowOrigin | None
    rule: Mapping[str, Any]
    metric: MetricOrigin | None
    periods: list[RecordedPeriod]
    path: list[SqlStep]
    contradictions: list[Contradiction]

    def to_dict(self) -> Row:
        """Return the JSON of `explain claim --json`."""
        return asdict(self.claim) | {
            "file": self.place.file if self.place else None,
            "rule": dict(self.rule),
            "metric": self.metric.to_dict() if self.metric else None,
            "periods": [
                asdict(period) | {"origin": period.origin and period.origin.to_dict()}
                for period in self.periods
            ],
            "path": [asdict(step) for step in self.path],
            "contradictions": [asdict(found) for found in self.contradictions],
        }


def read_claims(connection: duckdb.DuckDBPyConnection) -> list[CheckedClaim]:
    """Return the claims of the notice in order of print, then those of the ledgers."""
    rows = _fetch(connection, f"{_CLAIMS} order by source desc, span_start, claim_id")
    return [_build(row) for row in rows]


def read_contradictions(connection: duckdb.DuckDBPyConnection) -> list[Contradiction]:
    """Return the pairs of statements of the notice that cannot both hold, in order of print."""
    return [Contradiction(**row) for row in _fetch(connection, _CONTRADICTIONS)]


def count_verdicts(claims: list[CheckedClaim]) -> dict[str, int]:
    """Return how many claims have each verdict, in the order of VERDICTS."""
    return {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICTS}


def share_checkable(claims: list[CheckedClaim]) -> float | None:
    """Return the share of claims that the registers can be asked about, None where there are no claims."""
    checked = sum(claim.verdict in CHECKABLE for claim in claims)
    return checked / len(claims) if claims else None


def explain_claim(connection: duckdb.DuckDBPyConnection, claim_id: str) -> ClaimOrigin:
    """Return the claim `claim_id` with everything on both sides.

    Raises:
        UsageError: there is no such claim.
    """
    rows = _fetch(connection, f"{_CLAIMS} where claim_id = ?", claim_id)
    if not rows:
        raise UsageError(
            f"没有编号为 {claim_id} 的数字；编号形如 C004，见：taizhang claims",
            f"no claim {claim_id}; an id reads C004: see taizhang claims",
        )
    claim = _build(rows[0])
    rules = _fetch(connection, "select * from marts.dim_claim_rule where rule_id = ?", claim.rule_id)
    metric = None
    if claim.metric_id and claim.verdict in CHECKABLE:
        metric = explain_metric(connection, claim.metric_id, claim.week_id, claim.org_id)
    periods = _fetch(connection, _PERIODS, claim_id)
    origins = locate_rows(connection, [claim.row_uid, *(period["row_uid"] for period in periods)])
    return ClaimOrigin(
        claim=claim,
        place=origins.get(claim.row_uid),
        rule=rules[0] if rules else {},
        metric=metric,
        periods=[RecordedPeriod(**period, origin=origins.get(period["row_uid"])) for period in periods],
        path=metric.path if metric else _trace_periods(connection, origins) if periods else [],
        contradictions=[
            found
            for found in read_contradictions(connection)
            if claim_id in (found.claim_id, found.other_claim_id)
        ],
    )


def _trace_periods(connection: duckdb.DuckDBPyConnection, origins: Mapping[str, RowOrigin]) -> list[SqlStep]:
    """Return the models from the datasets of the rows to the periods; fct_period reads many other datasets, too."""
    datasets = {origin.dataset for origin in origins.values()}
    wanted = datasets | {f"stg_{dataset.replace('.', '__')}" for dataset in datasets}
    wanted |= {"int_claims__stated", "int_claims__matched", "fct_period", "fct_claim_period"}
    return [step for step in trace_model(connection, "fct_claim_period") if step.name in wanted]


def _build(row: Row) -> CheckedClaim:
    start, end = row.pop("span_start"), row.pop("span_end")
    stated_days = _join(row.pop("stated_from"), row.pop("stated_to"))
    recorded_days = _join(row.pop("recomputed_from"), row.pop("recomputed_to"))
    if row["stated"] is None:
        row["stated"] = stated_days
    if row["comparison"] in _DAYS:
        row["recomputed"] = recorded_days
    return CheckedClaim(**row, span=None if start is None else (start, end))


def _join(first: date | None, last: date | None) -> str | None:
    if first is None:
        return None
    return f"{first.isoformat()}/{last.isoformat()}" if last and last != first else first.isoformat()


def _fetch(connection: duckdb.DuckDBPyConnection, query: str, *values: str | None) -> list[Row]:
    cursor = connection.execute(query, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
