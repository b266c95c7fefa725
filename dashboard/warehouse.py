"""The only module that queries: one function per question, each a plain selection from the published marts.

Every function takes the build first, so that a cached answer can never be of another build. Frames are Polars; a single
row is a dict or None. The build is opened read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import streamlit as st

from warehouse.errors import TaizhangError
from warehouse.serving import current_build_id, open_build
from warehouse.settings import Site, open_site
from warehouse.source_cells import CELLS

Row = dict[str, Any]
EngineError = duckdb.Error

# What a list can be narrowed to, by the metric whose counted rows it then holds.
ONLY = {
    "verified": "completion_rate",
    "verified_excl": "completion_rate_excluding_long_term",
    "evidenced": "evidenced_rate",
    "evidenced_excl": "evidenced_rate_excluding_long_term",
    "declared": "declared_rate",
    "declared_excl": "declared_rate_excluding_long_term",
    "overdue": "overdue_tasks",
    "due_soon": "due_soon_tasks",
    "reopened": "reopened_tasks",
    "closed": "closed_this_week",
    "unreadable": "unreadable_deadlines",
    "without_measures": "tasks_without_measures",
}


class Build(NamedTuple):
    """One published build: the root of its site and its id. Plain values, since they are part of every cache key."""

    root: str
    build_id: str


class BuildUnreadable(TaizhangError):
    """`serving/current` names no build, or one whose file is gone, cannot be opened or lacks a mart."""


def find_build() -> Build | None:
    """Return the build that `serving/current` names at this moment, or None before the first publish.

    Raises:
        BuildUnreadable: the pointer is damaged, or the file that it names is not there.
    """
    site = open_site()
    pointer = site.serving / "current"
    build_id = current_build_id(site)
    if build_id is None and not pointer.exists():
        return None
    if build_id is None:
        raise BuildUnreadable(
            f"发布指针已损坏：{pointer} 里没有构建编号。请运行 taizhang build 重新构建并发布",
            f"the pointer is damaged: {pointer} holds no build id; run taizhang build again",
        )
    if not (site.serving / f"{build_id}.duckdb").is_file():
        raise BuildUnreadable(
            f"找不到已发布的构建 {build_id}（{site.serving}）。请运行 taizhang build 重新构建，"
            "或运行 taizhang publish --rollback 退回上一个构建",
            f"the published build {build_id} is not in {site.serving}; run taizhang build again,"
            " or taizhang publish --rollback for the build before",
        )
    return Build(str(site.root), build_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def _connect(root: str, build_id: str) -> duckdb.DuckDBPyConnection:
    return open_build(Site(Path(root)), build_id)


@st.cache_data(max_entries=512, show_spinner=False)
def _read(root: str, build_id: str, sql: str, parameters: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    try:
        cursor = _connect(root, build_id).cursor()
        frame: pl.DataFrame = cursor.sql(sql, params=dict(parameters)).pl()
    except duckdb.Error as error:
        raise BuildUnreadable(
            f"构建 {build_id} 无法读取。请运行 taizhang build 重新构建，"
            "或运行 taizhang publish --rollback 退回上一个构建",
            f"build {build_id} cannot be read; run taizhang build again,"
            " or taizhang publish --rollback for the build before",
        ) from error
    return frame


def _ask(build: Build, sql: str, **parameters: Any) -> pl.DataFrame:
    return _read(build.root, build.build_id, sql, tuple(sorted(parameters.items())))


def _ask_one(build: Build, sql: str, **parameters: Any) -> Row | None:
    rows = _ask(build, sql, **parameters).to_dicts()
    return rows[0] if rows else None


def list_weeks(build: Build) -> list[Row]:
    """Return the weeks, the latest first: week_id, week_end_on, cutoff_at, is_current."""
    return _ask(
        build, "select week_id, week_end_on, cutoff_at, is_current from marts.dim_week order by week_id desc"
    ).to_dicts()


def list_metric_weeks(build: Build, week_id: str, count: int = 8) -> pl.DataFrame:
    """Return every metric of the whole site for the `count` weeks up to `week_id`, the oldest first."""
    return _ask(
        build,
        "select metric_id, week_id, numerator, denominator from marts.fct_metric"
        " where org_id = 'all' and week_id in"
        " (select week_id from marts.dim_week where week_id <= $week order by week_id desc limit $count)"
        " order by metric_id, week_id",
        week=week_id,
        count=count,
    )


def find_metric(build: Build, metric_id: str) -> Row | None:
    """Return the datasheet of a metric: label, formula, what counts, how to read it, its evidence SQL."""
    return _ask_one(build, "select * from catalog.metric where metric_id = $metric", metric=metric_id)


def rank_units(build: Build, week_id: str) -> pl.DataFrame:
    """Return the units of a week, the one that is furthest behind first."""
    return _ask(
        build,
        "select member, tasks, declared, evidenced, verified, overdue, due_soon, reopened from marts.fct_completion"
        " where week_id = $week and dimension = 'unit' and tasks > 0"
        " order by verified / tasks, declared / tasks, tasks desc, member",
        week=week_id,
    )


def list_changes(build: Build, week_id: str) -> pl.DataFrame:
    """Return what changed in a week, tasks before measures: change, before, after, task_id, lead_unit, title.

    Measures come with what nobody announces; their progress is in their task's dossier.
    """
    return _ask(
        build,
        "select change, task_id, title, lead_unit, before, after from marts.fct_change"
        " where week_id = $week and task_id is not null"
        " and (entity = 'task' or change in ('removed', 'deadline_moved', 'reassigned', 'reworded'))"
        " order by entity desc, list_position(['reopened', 'returned', 'undeclared', 'closed', 'applied', 'declared',"
        " 'deadline_moved', 'reassigned', 'reworded', 'new', 'removed'], change)"
        " nulls last, change, task_id, entity_id",
        week=week_id,
    )


def list_notice_totals(build: Build) -> pl.DataFrame:
    """Return the totals that the published notice states beside what is recorded."""
    return _ask(
        build,
        "select kind, stated, printed, recorded, difference, verdict, quote, row_uid from marts.fct_notice_total"
        " order by case kind when 'tasks' then 1 when 'measures' then 2 else 3 end",
    )


def list_members(build: Build, week_id: str, dimension: str) -> list[str]:
    """Return the members of a dimension (section, unit, leader) that have tasks in a week."""
    rows = _ask(
        build,
        "select member from marts.fct_completion"
        " where week_id = $week and dimension = $dimension and member is not null order by member",
        week=week_id,
        dimension=dimension,
    )
    return [str(member) for (member,) in rows.rows()]


def list_tasks(build: Build, week_id: str, *, only: str = "", **wanted: str) -> pl.DataFrame:
    """Return the tasks of a week, narrowed.

    `only` is a key of `ONLY` and keeps exactly the rows that its metric counts, by the metric's own evidence SQL;
    `wanted` holds column = value for lead_unit, section, state and light, and `search` for a text within the problem.
    """
    return _select_tasks(build, week_id, only, wanted, "where in_numerator")


def count_denominator(build: Build, week_id: str, only: str, **wanted: str) -> int | None:
    """Return out of how many tasks the rate behind `only` counts, narrowed like `list_tasks`; None for no rate."""
    metric = find_metric(build, ONLY[only]) if only in ONLY else None
    if metric is None or metric["unit"] != "percent":
        return None
    return _select_tasks(build, week_id, only, wanted, "").height


def _select_tasks(
    build: Build, week_id: str, only: str, wanted: Mapping[str, str], counted: str
) -> pl.DataFrame:
    sql = "select * from marts.fct_task_week where week_id = $week"
    parameters: dict[str, str] = {"week": week_id}
    for column in ("lead_unit", "section", "state", "light"):
        if wanted.get(column):
            sql += f" and {column} = ${column}"
            parameters[column] = wanted[column]
    if wanted.get("search"):
        sql += " and contains(concat_ws(' ', task_id, problem, leader, owner), $search)"
        parameters["search"] = wanted["search"]
    if only in ONLY:
        metric = find_metric(build, ONLY[only])
        evidence = str(metric["evidence_sql"]).rstrip().rstrip(";") if metric else "select null, null, false"
        sql += f" and task_id in (select subject_id from (\n{evidence}\n) {counted})"
        if "$org" in evidence:
            parameters["org"] = "all"
    return _ask(build, sql + " order by round_code, task_no", **parameters)


def find_task(build: Build, week_id: str, task_id: str) -> Row | None:
    """Return one task as it stood in a week, or None."""
    return _ask_one(
        build,
        "select * from marts.fct_task_week where week_id = $week and task_id = $task",
        week=week_id,
        task=task_id,
    )


def list_measures(build: Build, week_id: str, task_id: str) -> pl.DataFrame:
    """Return the measures of a task as they stood in a week, in order."""
    return _ask(
        build,
        "select * from marts.fct_measure_week where week_id = $week and task_id = $task order by measure_no",
        week=week_id,
        task=task_id,
    )


def list_events(build: Build, week_id: str, task_id: str) -> pl.DataFrame:
    """Return the closure events of a task that were known by a week's end, the oldest first."""
    return _ask(
        build,
        "select event, event_on, actor, verifier, note, row_uid from marts.fct_closure_event_week"
        " where week_id = $week and task_id = $task order by event_on, event_id",
        week=week_id,
        task=task_id,
    )


def list_evidence(build: Build, week_id: str, task_id: str) -> pl.DataFrame:
    """Return the evidence items of a task that were known by a week's end, the oldest first."""
    return _ask(
        build,
        "select evidence_no, measure_id, title, kind, made_on, row_uid from marts.fct_evidence_week"
        " where week_id = $week and task_id = $task order by made_on, evidence_no",
        week=week_id,
        task=task_id,
    )


def find_source_row(build: Build, row_uid: str) -> Row | None:
    """Return where a row came from: dataset, load_id, sheet, row (1-based), as_of."""
    return _ask_one(
        build,
        "select row_uid, dataset, load_id, sheet, row, as_of from marts.fct_source_row where row_uid = $uid",
        uid=row_uid,
    )


def list_source_cells(build: Build, row_uid: str) -> pl.DataFrame:
    """Return the cells of a source row: column, address, raw, value, inferred (null or why)."""
    return _ask(build, CELLS, uids=[row_uid]).drop("row_uid")


def find_load(build: Build, load_id: str) -> Row | None:
    """Return the load that a row came with: file_name, file_sha256, as_of, revision, rows_read, …"""
    return _ask_one(build, "select * from marts.dim_load where load_id = $load", load=load_id)


def read_labels(build: Build, model: str, language: str) -> dict[str, str]:
    """Return column → label of a mart (`fct_task_week`) or a dataset (`ledger.tasks`)."""
    label = "label_en" if language == "en" else "label_zh"
    return dict(
        _ask(build, f"select name, {label} from catalog.column where model = $model", model=model).rows()
    )


def read_codes(build: Build, dataset: str, column: str, language: str) -> dict[str, str]:
    """Return code → word of a column of a dataset or a mart, e.g. `ledger.weekly_progress`, `status`."""
    label = "label_en" if language == "en" else "label_zh"
    return dict(
        _ask(
            build,
            f'select code, {label} from catalog.code where dataset = $dataset and "column" = $column',
            dataset=dataset,
            column=column,
        ).rows()
    )
