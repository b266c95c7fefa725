"""A published build of a handful of findings: just the tables that reading, explaining and judging them needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

SHEET = {
    "sentence": {
        "zh": "{unit}于{paid_on}付给{payee} {amount:cny}，审批表{form_no:or_missing}，列为疑点。",
        "en": "{unit} paid {payee} {amount:cny} on {paid_on}; form {form_no:or_missing}. A lead to check.",
    }
}
TABLES = """
create schema catalog;
create schema marts;
create table catalog.indicator (
    indicator_id varchar, model varchar, label_zh varchar, label_en varchar, sheet varchar
);
create table catalog.code (dataset varchar, "column" varchar, code varchar, label_zh varchar, label_en varchar);
create table catalog.model (
    name varchar, layer varchar, path varchar, label_zh varchar, label_en varchar, description varchar, sql varchar,
    depends_on varchar[]
);
create table marts.dim_week (week_id varchar, known_until date, is_current boolean);
create table marts.dim_load (
    load_id varchar, file_name varchar, file_sha256 varchar, as_of timestamp, header_map json
);
create table marts.fct_source_row (
    row_uid varchar, dataset varchar, load_id varchar, sheet varchar, "row" integer, as_of timestamp, row_values json,
    stated json, exceptions struct("column" varchar, address varchar, raw varchar, inferred varchar)[]
);
create table marts.fct_finding (
    finding_id varchar, lead_id varchar, indicator_id varchar, family varchar, subject_type varchar,
    subject_id varchar, subject_name varchar, org_id varchar, period_start date, period_end date,
    amount_cny decimal(18, 2), score double, evidence varchar[], detail varchar, status varchar,
    first_seen_week varchar, last_seen_week varchar, verdict varchar, exception_reason varchar
);
create table marts.fct_indicator (
    indicator_id varchar, family varchar, label_zh varchar, label_en varchar, is_computable boolean,
    share_complete double, subjects_examined bigint, subjects_flagged bigint, findings bigint, findings_new bigint,
    amount_cny decimal(18, 2), hit_rate double, is_too_broad boolean, confirmed bigint, refuted bigint,
    precision_expected double
);
create table marts.fct_lead (
    lead_id varchar, place bigint, subject_type varchar, subject_id varchar, subject_name varchar, org_id varchar,
    findings bigint, indicators bigint, families bigint, score double, amount_cny decimal(18, 2),
    expected_cny double, latest_on date, first_seen_week varchar, verdict varchar
);
"""


@dataclass(frozen=True)
class TinyFinding:
    """A finding of one lead; `rows` are the numbers of its evidence in the one sheet of `付款.xlsx`."""

    finding_id: str
    lead_id: str = "YD-1"
    indicator_id: str = "A05.1"
    rows: Sequence[int] = ()
    status: str = "new"
    detail: dict[str, Any] = field(default_factory=dict)
    amount_cny: float | None = None
    org_id: str = "V1"

    @property
    def evidence(self) -> list[str]:
        return [f"load-{row:06d}" for row in self.rows]


def write_findings(
    connection: duckdb.DuckDBPyConnection,
    findings: Sequence[TinyFinding],
    leads: Sequence[tuple[str, float]] = (),
) -> None:
    """Write the tables with `findings`, and `leads` (id, score) in their order, the first to look at first."""
    connection.execute(TABLES)
    connection.execute("insert into marts.dim_week values ('2018-W13', '2018-03-30', true)")
    connection.execute(
        "insert into marts.dim_load values ('load', '付款.xlsx', 'ab', '2018-03-30', '{\"payment_no\": \"A\"}')"
    )
    for row in sorted({row for finding in findings for row in finding.rows}):
        connection.execute(
            "insert into marts.fct_source_row values"
            " (?, 'audit.large_payments', 'load', '付款', ?, '2018-03-30', '{\"payment_no\": \"P1\"}', '{}', [])",
            [f"load-{row:06d}", row],
        )
    for indicator in sorted({finding.indicator_id for finding in findings}):
        model = f"ind_{indicator.replace('.', '_').lower()}"
        connection.execute(
            "insert into catalog.indicator values (?, ?, '未经决策的大额拨款', 'Undecided large payment', ?)",
            [indicator, model, json.dumps(SHEET)],
        )
        connection.execute(
            "insert into catalog.model values (?, 'marts', '', '甲', 'A', '', 'select 1', ['stg_payments'])",
            [model],
        )
    connection.execute(
        "insert into catalog.model values ('stg_payments', 'staging', '', '乙', 'B', '', 'select 2', [])"
    )
    for finding in findings:
        connection.execute(
            f"insert into marts.fct_finding values ({', '.join('?' * 19)})",
            [
                *(finding.finding_id, finding.lead_id, finding.indicator_id, "funds", "payment", "P1", "P1"),
                *(finding.org_id, date(2018, 3, 20), date(2018, 3, 20), finding.amount_cny, None),
                *(
                    finding.evidence,
                    json.dumps(finding.detail),
                    finding.status,
                    "2018-W12",
                    "2018-W13",
                    None,
                    None,
                ),
            ],
        )
    for place, (lead_id, score) in enumerate(leads, 1):
        connection.execute(
            "insert into marts.fct_lead values"
            " (?, ?, 'payment', 'P1', 'P1', 'V1', 1, 1, 1, ?, 100, 50, '2018-03-20', '2018-W12', null)",
            [lead_id, place, score],
        )
