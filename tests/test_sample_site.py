"""The sample district end to end: what was delivered is what the marts say, in whatever order it came."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.pipeline import ingest_paths
from warehouse.build import build
from warehouse.lineage import explain_metric, explain_row
from warehouse.serving import open_build
from warehouse.settings import PROJECT, Site

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def truth(story_folder: Path) -> Truth:
    read: Truth = json.loads((story_folder / "truth.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def published(sample_site: Site) -> duckdb.DuckDBPyConnection:
    return open_build(sample_site)


def test_every_file_is_recognised_and_every_row_accounted_for(published: duckdb.DuckDBPyConnection) -> None:
    loads = published.sql(
        "select dataset, rows_read, rows_accepted, rows_rejected from marts.dim_load"
    ).fetchall()
    assert len(loads) == 88
    assert all(read == accepted and rejected == 0 for _, read, accepted, rejected in loads)
    assert {dataset for dataset, *_ in loads} == {
        row[0] for row in published.sql("select distinct dataset from marts.fct_source_row").fetchall()
    }


def test_every_week_of_every_task_is_as_the_story_says(
    published: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = published.sql(
        "select week_id, task_no, state, is_evidenced, is_overdue, is_due_soon"
        " from marts.fct_task_week order by task_no"
    ).fetchall()
    for week in truth["weeks"]:
        tasks = [row for row in rows if row[0] == week["week_id"]]
        assert {str(task): state for _, task, state, *_ in tasks} == week["states"], week["week_id"]
        flags = ("evidenced_tasks", "overdue_tasks", "due_soon_tasks")
        found = {flag: [row[1] for row in tasks if row[at]] for at, flag in enumerate(flags, 3)}
        assert found == {flag: week[flag] for flag in flags}, week["week_id"]


def test_the_totals_of_every_week_are_as_the_story_says(
    published: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    columns = ("tasks", "verified", "declared", "evidenced", "measures_declared", "recovered_cny")
    rows = published.sql(
        f"select week_id, {', '.join(columns)} from marts.fct_completion where dimension = 'all'"
    ).fetchall()
    found = {week_id: tuple(map(int, values)) for week_id, *values in rows}
    assert {
        week["week_id"]: tuple(week[column] for column in columns) for week in truth["weeks"]
    }.items() <= found.items()


def test_every_metric_equals_the_rows_it_opens(published: duckdb.DuckDBPyConnection) -> None:
    figures = published.sql(
        "select metric_id, org_id, week_id, numerator, denominator, value from marts.fct_metric"
    ).fetchall()
    evidence = dict(published.sql("select metric_id, evidence_sql from catalog.metric").fetchall())
    assert {metric for metric, *_ in figures} < set(evidence)
    for metric, org, week, numerator, denominator, value in figures:
        rows = published.execute(evidence[metric], {"week": week, "org": org}).fetchall()
        columns = [column[0] for column in published.description]
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        counted = sum(float(row.get("amount", 1) or 0) for row in named if row["in_numerator"])
        assert counted == pytest.approx(numerator), (metric, org, week)
        if denominator is not None:
            weight = sum(float(row.get("weight", 1) or 0) for row in named)
            assert weight == pytest.approx(denominator), (metric, org, week)
            assert value == pytest.approx(numerator / denominator) if denominator else value is None


def test_a_closing_is_proved_by_the_closing_step(published: duckdb.DuckDBPyConnection) -> None:
    closed = explain_metric(published, "closed_this_week")
    assert len(closed.rows) == closed.value == 3
    assert {row.proof.cells["event"].value for row in closed.rows if row.proof} == {"closed"}


def test_a_figure_and_a_row_end_at_file_sheet_row_and_cell(
    published: duckdb.DuckDBPyConnection, story_folder: Path
) -> None:
    metric = explain_metric(published, "completion_rate")
    assert Counter(row.in_numerator for row in metric.rows) == {
        True: metric.numerator,
        False: 33 - (metric.numerator or 0),
    }
    for row in metric.rows:
        if row.in_numerator:
            assert row.proof is not None
            assert (row.proof.dataset, row.proof.cells["event"].value) == ("ledger.closure_events", "closed")
        assert row.origin is not None
        assert row.row_uid is not None
        origin = explain_row(published, row.row_uid)
        assert (story_folder / "2018-09-07" / origin.file).exists()
        assert origin.cells["task_no"].address == f"A{origin.row}"
    path = [step.name for step in metric.path]
    assert path[-1] == "met_completion_rate" and "stg_ledger__tasks" in path and "ledger.tasks" in path


def read_marts(site: Site) -> dict[str, Counter[tuple[object, ...]]]:
    """Every mart's rows, counted, so that order does not matter and repetition does."""
    with open_build(site) as connection:
        names = connection.sql(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        )
        return {
            name: Counter(map(str, connection.sql(f"select * from marts.{name}").fetchall()))  # type: ignore[arg-type]
            for (name,) in names.fetchall()
        }


def test_twice_and_in_reverse_order_gives_the_same_marts_row_for_row(
    sample_site: Site, sample_files: list[Path], tmp_path: Path
) -> None:
    site = Site(tmp_path)
    assert any("更正" in path.name for path in sample_files)
    backwards = ingest_paths(site, list(reversed(sample_files)))
    again = ingest_paths(site, sample_files[::3])
    assert {report.status for report in backwards} == {"landed"}
    assert {report.status for report in again} == {"already landed"}
    assert build(site).status == "published"
    expected = read_marts(sample_site)
    assert read_marts(site) == expected
    assert sum(rows.total() for rows in expected.values()) > 5_000


def test_the_correction_counts_in_its_own_week(published: duckdb.DuckDBPyConnection) -> None:
    """The first report of 6 July had a slipped decimal point; its correction came a week later."""
    corrected = published.sql(
        "select distinct load_id from marts.dim_load where file_name like '%更正%' and revision = 1"
    ).fetchall()
    used = published.sql(
        "select distinct split_part(progress_row_uid, '-', 1) from marts.fct_measure_week where week_id = '2018-W27'"
    ).fetchall()
    assert len(corrected) == 1 and corrected[0] in used


def test_the_steps_and_evidence_of_a_week_are_those_that_its_states_rest_on(
    published: duckdb.DuckDBPyConnection,
) -> None:
    differing = published.sql(
        """
        with steps as (
            select week_id, task_id, max(event_on) as last_event_on from marts.fct_closure_event_week group by all
        ), pieces as (
            select week_id, task_id, count(*) as evidence_items from marts.fct_evidence_week group by all
        )
        select week_id, task_id
        from marts.fct_task_week as tasks
        left join steps using (week_id, task_id)
        left join pieces using (week_id, task_id)
        where steps.last_event_on is distinct from tasks.last_event_on
            or coalesce(pieces.evidence_items, 0) <> tasks.evidence_items
        """
    ).fetchall()
    assert differing == []


def test_the_row_that_the_tutorial_explains_is_there(published: duckdb.DuckDBPyConnection) -> None:
    tutorial = (PROJECT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    row_uids = re.findall(r"explain row ([0-9a-f]{16}-\d{6})", tutorial)
    assert row_uids
    for row_uid in row_uids:
        assert explain_row(published, row_uid).dataset == "ledger.tasks"
