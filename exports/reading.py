"""What a week's papers are made of, read from the published marts: plain selections, filtered and sorted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import polars as pl

from warehouse.errors import UsageError
from warehouse.lineage import RowOrigin, locate_rows

FROZEN_TABLES = ("fct_task_week", "fct_measure_week", "fct_completion", "fct_change", "fct_metric")
TREND_WEEKS = 8

Row = dict[str, Any]


@dataclass(frozen=True)
class Week:
    """One closed week: `end_on` its last day, `cutoff_at` the moment after which nothing counts."""

    week_id: str
    end_on: date
    cutoff_at: datetime


@dataclass(frozen=True)
class WeekContent:
    """Everything that one week's papers show. `tables` are the marts' rows of the week, in a total order."""

    week: Week
    fingerprint: str
    tables: Mapping[str, pl.DataFrame]
    trend: list[Row]
    ranking: list[Row]
    metrics: list[Row]
    headings: Mapping[tuple[str, str], str]
    codes: Mapping[tuple[str, str], Mapping[str, str]]
    origins: Mapping[str, RowOrigin]


def choose_week(connection: duckdb.DuckDBPyConnection, week_id: str | None) -> Week:
    """Return the week `week_id`, by default the last one that the build's data cover to its end.

    Raises:
        UsageError: there is no such week, or it is not over on the build's as-of day (it would still change).
    """
    fact = connection.execute("select value from catalog.build where key = 'as_of'").fetchone()
    as_of = date.fromisoformat(str(fact[0])) if fact else date.min
    weeks = [
        Week(*row)
        for row in connection.execute(
            "select week_id, week_end_on, cutoff_at from marts.dim_week order by week_id"
        ).fetchall()
    ]
    closed = [week for week in weeks if week.end_on <= as_of]
    found = [week for week in weeks if week.week_id == week_id] if week_id else closed[-1:]
    if not found:
        span = f"{weeks[0].week_id} 至 {weeks[-1].week_id}" if weeks else "无"
        raise UsageError(
            f"没有可以冻结的周 {week_id or ''}；数据涵盖的周：{span}，数据截至 {as_of}",
            f"no week {week_id or ''} to freeze; the data cover {span}, as of {as_of}",
        )
    if found[0] not in closed:
        raise UsageError(
            f"{found[0].week_id} 周到 {found[0].end_on} 才截止，而数据截至 {as_of}；一周结束后才能冻结",
            f"{found[0].week_id} ends on {found[0].end_on}, the data are as of {as_of}; freeze it when it is over",
        )
    return found[0]


def read_week(connection: duckdb.DuckDBPyConnection, week: Week) -> WeekContent:
    """Read the whole content of a week."""
    tables = {name: _read_table(connection, name, week) for name in FROZEN_TABLES}
    uids = [*tables["fct_task_week"]["row_uid"], *tables["fct_change"]["row_uid"]]
    return WeekContent(
        week=week,
        fingerprint=_fingerprint_sources(connection, week),
        tables=tables,
        trend=_read_trend(connection, week),
        ranking=_select(
            connection,
            "select rank() over (order by verified / nullif(tasks, 0) desc) as place, *,"
            " verified / nullif(tasks, 0) as verified_rate, declared / nullif(tasks, 0) as declared_rate"
            " from marts.fct_completion where dimension = 'unit' and week_id = ?"
            " order by verified_rate desc, declared_rate desc, overdue, member",
            [week.week_id],
        ),
        metrics=_select(connection, "select * from catalog.metric order by metric_id", []),
        headings={
            (model, name): label
            for model, name, label in connection.execute(
                "select model, name, label_zh from catalog.column order by model, name"
            ).fetchall()
        },
        codes=_read_codes(connection),
        origins=locate_rows(connection, [uid for uid in uids if uid]),
    )


def read_figures(content: WeekContent) -> dict[str, Row]:
    """Return the whole site's figure of each metric in the week, by metric id."""
    figures = content.tables["fct_metric"].filter(pl.col("org_id") == "all").sort("metric_id")
    return {row["metric_id"]: row for row in figures.iter_rows(named=True)}


def _read_table(connection: duckdb.DuckDBPyConnection, name: str, week: Week) -> pl.DataFrame:
    """Return a mart's rows of the week; ordered by every column, so that equal rows give equal files."""
    found = connection.sql(
        f"select * from marts.{name} where week_id = ? order by all", params=[week.week_id]
    )
    return pl.DataFrame(found.to_arrow_table())


def _read_trend(connection: duckdb.DuckDBPyConnection, week: Week) -> list[Row]:
    """Return one row per week, oldest first: week_id and the value of each metric for the whole site."""
    weeks = connection.execute(
        f"select week_id from marts.dim_week where week_id <= ? order by week_id desc limit {TREND_WEEKS}",
        [week.week_id],
    ).fetchall()
    rows: dict[str, Row] = {week_id: {"week_id": week_id} for (week_id,) in reversed(weeks)}
    for week_id, metric_id, value in connection.execute(
        "select week_id, metric_id, value from marts.fct_metric where org_id = 'all' and week_id <= ? order by all",
        [week.week_id],
    ).fetchall():
        if week_id in rows:
            rows[week_id][metric_id] = value
    return list(rows.values())


def _read_codes(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, str]]:
    """Return the Chinese label of each code, by dataset and column of its contract."""
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for dataset, column, code, label in connection.execute(
        'select dataset, "column", code, label_zh from catalog.code'
    ).fetchall():
        labels.setdefault((dataset, column), {})[code] = label
    return labels


def _fingerprint_sources(connection: duckdb.DuckDBPyConnection, week: Week) -> str:
    """Return a SHA-256 over the loads that could count in the week, so that later deliveries leave it as it was."""
    digest = hashlib.sha256(week.week_id.encode())
    for row in connection.execute(
        "select load_id, file_sha256, contract_hash from marts.dim_load where as_of <= ? order by all",
        [week.cutoff_at],
    ).fetchall():
        digest.update("\0".join(row).encode())
    return digest.hexdigest()


def _select(connection: duckdb.DuckDBPyConnection, sql: str, values: list[str]) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
