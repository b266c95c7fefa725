"""From any figure back to file, sheet, row and cell, with the SQL on the way. Pure reads of one database.

The readers take any connection whose default database holds the schemas `marts` (and, for metrics, `catalog`): a
published build, or a build aside whose failing rows are to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import duckdb

from warehouse.errors import UsageError
from warehouse.source_cells import Cell, read_cells

ADDRESS = re.compile(r"([A-Z]+)(\d+)")
LAYERS = ("source", "staging", "intermediate", "marts")


@dataclass(frozen=True)
class RowOrigin:
    """Where one row came from. `row` is the 1-based row of the sheet; `cells` is by contract column."""

    row_uid: str
    dataset: str
    file: str
    sha256: str
    sheet: str
    row: int
    cells: dict[str, Cell]
    load_id: str
    as_of: datetime

    @property
    def span(self) -> str:
        """The cells of the row as one range, such as A7:K7; empty where the source has no cells."""
        found = [ADDRESS.fullmatch(cell.address) for cell in self.cells.values() if cell.address]
        ends = sorted((len(m[1]), m[1], int(m[2])) for m in found if m and int(m[2]) == self.row)
        if not ends:
            return ""
        first, last = (f"{column}{row}" for _, column, row in (ends[0], ends[-1]))
        return first if first == last else f"{first}:{last}"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `explain row --json`."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}


@dataclass(frozen=True)
class SqlStep:
    """One model or source on the way to a figure, with its compiled SQL and what it reads."""

    name: str
    layer: str
    path: str
    label_zh: str
    sql: str
    depends_on: list[str]


@dataclass(frozen=True)
class CountedRow:
    """One subject that a metric looked at: whether it counts, its source row, and the row that decides it.

    `proof` is the closing step of a closed task, the progress report of an amount; None where no row decides. `amount`
    is what the subject adds to a sum, None where subjects are counted.
    """

    subject_id: str
    row_uid: str | None
    in_numerator: bool
    amount: float | None
    origin: RowOrigin | None
    proof: RowOrigin | None


@dataclass(frozen=True)
class MetricOrigin:
    """A metric's value with its formula, its SQL from source to value, and every row behind it."""

    metric_id: str
    org_id: str
    week_id: str
    value: float | None
    numerator: float | None
    denominator: float | None
    datasheet: dict[str, str]
    path: list[SqlStep]
    rows: list[CountedRow]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `explain metric --json`: the datasheet's keys beside the figures, then path and rows."""
        figures = {
            name: value for name, value in vars(self).items() if name not in ("datasheet", "path", "rows")
        }
        rows = [
            {name: getattr(row, name) for name in ("subject_id", "row_uid", "in_numerator", "amount")}
            | _place(row.origin)
            | {"proof": {"row_uid": row.proof.row_uid} | _place(row.proof) if row.proof else None}
            for row in self.rows
        ]
        return figures | self.datasheet | {"path": [asdict(step) for step in self.path], "rows": rows}


def _place(origin: RowOrigin | None) -> dict[str, Any]:
    if origin is None:
        return dict.fromkeys(("file", "sheet", "row", "cells"))
    return {"file": origin.file, "sheet": origin.sheet, "row": origin.row, "cells": origin.span}


def locate_rows(connection: duckdb.DuckDBPyConnection, row_uids: Iterable[str]) -> dict[str, RowOrigin]:
    """Return the origin of each of `row_uids` that is a source row; others are left out.

    A build that stopped before its source rows were there gives nothing.
    """
    wanted = sorted(set(row_uids))
    if not wanted:
        return {}
    try:
        rows = connection.execute(
            'select row_uid, rows.dataset, file_name, file_sha256, rows.sheet, "row", load_id, rows.as_of'
            " from marts.fct_source_row as rows inner join marts.dim_load using (load_id)"
            " where row_uid in (select unnest(?)) order by row_uid",
            [wanted],
        ).fetchall()
        cells = read_cells(connection, wanted)
    except duckdb.CatalogException:
        return {}
    return {
        row_uid: RowOrigin(row_uid, dataset, file, sha256, sheet, row, cells.get(row_uid, {}), load_id, as_of)
        for row_uid, dataset, file, sha256, sheet, row, load_id, as_of in rows
    }


def explain_row(connection: duckdb.DuckDBPyConnection, row_uid: str) -> RowOrigin:
    """Return where the row `row_uid` came from.

    Raises:
        UsageError: no source row has that id.
    """
    origin = locate_rows(connection, [row_uid]).get(row_uid)
    if origin is None:
        raise UsageError(
            f"没有编号为 {row_uid} 的来源行；编号形如“<批次>-<六位行号>”，可从导出表或详情页复制",
            f"no source row {row_uid}; an id reads <load>-<row, six digits>: copy it from an export or a page",
        )
    return origin


def explain_metric(
    connection: duckdb.DuckDBPyConnection, metric_id: str, week: str | None = None, org: str = "all"
) -> MetricOrigin:
    """Return the value of a metric for a week (default: the current one) and an organisation, and all behind it.

    Raises:
        UsageError: the metric, the week or the organisation has no value.
    """
    found = connection.execute("select * from catalog.metric where metric_id = ?", [metric_id])
    sheet = _fetch_named(found)
    if not sheet:
        known = connection.execute("select metric_id from catalog.metric order by 1").fetchall()
        raise UsageError(
            f"没有名为 {metric_id} 的指标；现有指标：{'、'.join(name for (name,) in known)}",
            f"no metric {metric_id}; there are: {', '.join(name for (name,) in known)}",
        )
    week_id = week or _current_week(connection)
    figures = connection.execute(
        "select value, numerator, denominator from marts.fct_metric where metric_id = ? and week_id = ? and org_id = ?",
        [metric_id, week_id, org],
    ).fetchone()
    if figures is None:
        raise UsageError(
            f"指标 {metric_id} 在 {week_id} 周、单位 {org} 没有数值；请核对周次（如 2018-W22）和单位编号",
            f"metric {metric_id} has no value for week {week_id} and organisation {org}; a week reads 2018-W22",
        )
    datasheet = sheet[0]
    counted = _read_evidence(connection, datasheet["evidence_sql"], week_id, org)
    uids = {row[uid] for row in counted for uid in ("row_uid", "proof_row_uid") if row.get(uid)}
    origins = locate_rows(connection, uids)
    return MetricOrigin(
        metric_id=metric_id,
        org_id=org,
        week_id=week_id,
        value=figures[0],
        numerator=figures[1],
        denominator=figures[2],
        datasheet={name: value for name, value in datasheet.items() if name not in ("metric_id", "model")},
        path=trace_model(connection, datasheet["model"]),
        rows=[
            CountedRow(
                subject_id=row["subject_id"],
                row_uid=row["row_uid"],
                in_numerator=bool(row["in_numerator"]),
                amount=None if row.get("amount") is None else float(row["amount"]),
                origin=origins.get(row["row_uid"]),
                proof=origins.get(row.get("proof_row_uid") or ""),
            )
            for row in counted
        ],
    )


def _read_evidence(
    connection: duckdb.DuckDBPyConnection, evidence_sql: str, week_id: str, org: str
) -> list[dict[str, Any]]:
    # Only the parameters that the datasheet names: DuckDB refuses a value that nothing asks for.
    values = {name: value for name, value in (("week", week_id), ("org", org)) if f"${name}" in evidence_sql}
    query = f"select * from ({evidence_sql.strip().rstrip(';')}) order by all"
    return _fetch_named(connection.execute(query, values))


def _fetch_named(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def trace_model(connection: duckdb.DuckDBPyConnection, model: str) -> list[SqlStep]:
    """Return `model` and all that it is made of, from the sources on, each before what reads it."""
    steps = {
        name: SqlStep(name, layer, path, label_zh, sql, list(depends_on))
        for name, layer, path, label_zh, sql, depends_on in connection.execute(
            "select name, layer, path, label_zh, sql, depends_on from catalog.model"
        ).fetchall()
    }
    ordered: dict[str, SqlStep] = {}

    def visit(name: str) -> None:
        step = steps.get(name)
        if step is None or name in ordered:
            return
        for upstream in sorted(step.depends_on):
            visit(upstream)
        ordered[name] = step

    visit(model)
    return sorted(
        ordered.values(), key=lambda step: LAYERS.index(step.layer) if step.layer in LAYERS else len(LAYERS)
    )


def _current_week(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select week_id from marts.dim_week where is_current").fetchone()
    if row is None:
        raise UsageError(
            "数据中没有任何一周；请先导入台账并构建：taizhang ingest，taizhang build",
            "the data hold no week; run taizhang ingest, then taizhang build",
        )
    return str(row[0])
