"""A failing data test with the rows that broke it, each led back to its sheet where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.aside import open_aside
from warehouse.dbt_runner import NodeOutcome
from warehouse.lineage import locate_rows

SAMPLE_ROWS = 20
UID = "row_uid"
# What dbt calls the tested column in the rows that its own tests store.
STORED_VALUES = ("unique_field", "value_field", "from_field")


@dataclass(frozen=True)
class FailedTest:
    """A test that failed: `rows` is how many rows broke it, `sample` the first of them, as column → value.

    `values` is how many values those rows share where the test counts values (a repeated key, an unknown code), else
    None. Where a sample row carries ids of source rows, `file`, `sheet` and `row` say where it came from: from the row
    that decides, such as `event_row_uid`, before the `row_uid` of its subject; `also` names the other places.
    """

    name: str
    rows: int
    sample: list[dict[str, Any]]
    values: int | None = None


def read_failed_tests(aside: Path, outcomes: list[NodeOutcome]) -> list[FailedTest]:
    """Return the failed tests among `outcomes` with samples out of the build `aside`."""
    failed = [outcome for outcome in outcomes if outcome.status == "fail"]
    if not failed or not aside.exists():
        return [FailedTest(outcome.name, outcome.failures, []) for outcome in failed]
    with open_aside(aside) as connection:
        return [_read_failed(connection, outcome) for outcome in failed]


def _read_failed(connection: duckdb.DuckDBPyConnection, outcome: NodeOutcome) -> FailedTest:
    if outcome.relation is None:
        return FailedTest(outcome.name, outcome.failures, [])
    offenders = _match_offenders(connection, outcome)
    if offenders is not None:
        ((count,),) = connection.execute(f"select count(*) from {offenders}").fetchall()
        if count:
            sample = _locate(connection, _select_sample(connection, offenders))
            return FailedTest(outcome.name, count, sample, outcome.failures)
    return FailedTest(
        outcome.name, outcome.failures, _locate(connection, _select_sample(connection, outcome.relation))
    )


def _match_offenders(connection: duckdb.DuckDBPyConnection, outcome: NodeOutcome) -> str | None:
    """Return the rows of the tested model behind stored values, as a subquery; None where whole rows were stored."""
    model, stored = outcome.attached_relation, outcome.relation
    if model is None:
        return None
    columns, found = _name_columns(connection, model), _name_columns(connection, stored or "")
    if columns == found:
        return None
    pairs = [(name, outcome.column if name in STORED_VALUES else name) for name in found]
    # A test over an expression names no real column; its stored values stand alone then.
    matches = [f'm."{of}" is not distinct from s."{name}"' for name, of in pairs if of in columns]
    if not matches:
        return None
    return f"(select m.* from {model} as m semi join {stored} as s on {' and '.join(matches)})"


def _locate(connection: duckdb.DuckDBPyConnection, sample: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = [name for name in (sample[0] if sample else ()) if name == UID or name.endswith(f"_{UID}")]
    # The most specific first: a row's own id is that of its subject, which most often is innocent.
    ids.sort(key=lambda name: name == UID)
    located = locate_rows(connection, [str(row[name]) for row in sample for name in ids if row[name]])
    for row in sample:
        wanted = dict.fromkeys(str(row[name]) for name in ids if row[name])
        origins = [located[uid] for uid in wanted if uid in located]
        if origins:
            row |= {"file": origins[0].file, "sheet": origins[0].sheet, "row": origins[0].row}
        if origins[1:]:
            row["also"] = "; ".join(f"{other.file} / {other.sheet} / {other.row}" for other in origins[1:])
    return sample


def _name_columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [column[0] for column in connection.execute(f"select * from {relation} limit 0").description or []]


def _select_sample(connection: duckdb.DuckDBPyConnection, relation: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {relation} order by all limit {SAMPLE_ROWS}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
