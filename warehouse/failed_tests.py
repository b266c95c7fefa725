"""A failing data test with the rows that broke it, each led back to its sheet where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.dbt_runner import NodeOutcome
from warehouse.lineage import locate_rows
from warehouse.publish import ATTACHED_AS

SAMPLE_ROWS = 20


@dataclass(frozen=True)
class FailedTest:
    """A test that failed: `rows` is how many rows broke it, `sample` the first of them, as column → value.

    Where a sample row carries `row_uid`, the keys `file`, `sheet` and `row` say where it came from.
    """

    name: str
    rows: int
    sample: list[dict[str, Any]]


def read_failed_tests(aside: Path, outcomes: list[NodeOutcome]) -> list[FailedTest]:
    """Return the failed tests among `outcomes` with samples out of the build `aside`."""
    failed = [outcome for outcome in outcomes if outcome.status == "fail"]
    if not failed or not aside.exists():
        return [FailedTest(outcome.name, outcome.failures, []) for outcome in failed]
    with duckdb.connect(":memory:") as connection:
        quoted = str(aside).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {ATTACHED_AS} (read_only)")
        connection.execute(f"use {ATTACHED_AS}")
        return [
            FailedTest(outcome.name, outcome.failures, _read_sample(connection, outcome))
            for outcome in failed
        ]


def _read_sample(connection: duckdb.DuckDBPyConnection, outcome: NodeOutcome) -> list[dict[str, Any]]:
    if outcome.relation is None:
        return []
    sample = _select(connection, f"select * from {outcome.relation} limit {SAMPLE_ROWS}")
    if sample and "row_uid" not in sample[0]:
        sample = _find_offenders(connection, outcome, sample) or sample
    located = locate_rows(connection, [str(row["row_uid"]) for row in sample if row.get("row_uid")])
    for row in sample:
        origin = located.get(str(row.get("row_uid")))
        if origin is not None:
            row |= {"file": origin.file, "sheet": origin.sheet, "row": origin.row}
    return sample


def _find_offenders(
    connection: duckdb.DuckDBPyConnection, outcome: NodeOutcome, stored: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return whole rows of the tested model where the test stored only the offending values, in its first column."""
    model, column = outcome.attached_relation, outcome.column
    if model is None or column is None:
        return []
    values = [next(iter(row.values())) for row in stored]
    marks = ", ".join("?" for _ in values)
    try:
        sql = f'select * from {model} where "{column}" in ({marks}) order by "{column}" limit {SAMPLE_ROWS}'
        return _select(connection, sql, values)
    except duckdb.Error:
        # A test over an expression names no real column; its stored values stand alone then.
        return []


def _select(
    connection: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | None = None
) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
