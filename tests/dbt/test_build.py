from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt.compiled_project import CompiledProject, Node
from tests.dbt.conftest import Manifest
from tests.dbt.evidence import check_evidence
from tests.dbt.landing_factory import CONTRACTS
from tests.dbt.story import AS_OF
from warehouse.catalog import read_catalog
from warehouse.lineage import explain_row
from warehouse.settings import Site
from warehouse.sync_staging import name_model

W20, W21, W22 = "2018-W20", "2018-W21", "2018-W22"
Rows = list[tuple[Any, ...]]


def read_marts(connection: duckdb.DuckDBPyConnection) -> dict[str, Rows]:
    tables = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    return {
        name: connection.execute(f"select * from marts.{name} order by all").fetchall()
        for (name,) in tables.fetchall()
    }


def query(warehouse: Path, sql: str, **parameters: object) -> Rows:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute(sql, parameters).fetchall()


def test_weeks_run_from_the_feedback_to_the_as_of_date(warehouse: Path) -> None:
    rows = query(
        warehouse, "select week_id, week_no, is_current, cutoff_at::varchar from marts.dim_week order by 1"
    )
    assert rows == [
        (W20, 1, False, "2018-05-18 17:00:00"),
        (W21, 2, False, "2018-05-25 17:00:00"),
        (W22, 3, True, "2018-06-01 17:00:00"),
    ]


def test_every_state_is_the_one_worked_out_by_hand(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select task_no, list(state order by week_id) from marts.fct_task_week group by 1 order by 1",
    )
    assert dict(rows) == {
        1: ["in_progress", "declared", "verified"],
        2: ["not_started", "in_progress", "in_progress"],
        3: ["not_started", "mostly_done", "mostly_done"],
        4: ["long_term", "long_term", "long_term"],
        5: ["not_started", "declared", "declared"],
        6: ["not_started", "verified", "reopened"],
        7: ["not_started", "declared", "returned"],
        8: ["not_started", "not_started"],
    }


def test_flags_deadlines_and_lights_of_the_last_week(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select task_no, is_declared, is_evidenced, is_verified, is_overdue, is_due_soon, days_left, light,"
        " deadline_moves, reopenings from marts.fct_task_week where week_id = $week order by 1",
        week=W22,
    )
    assert rows == [
        (1, True, True, True, False, False, -7, "done", 0, 0),
        (2, False, False, False, False, False, 29, "none", 1, 0),
        (3, False, False, False, True, False, -4, "red", 0, 0),
        (4, False, False, False, False, False, None, "grey", 0, 0),
        (5, True, True, False, False, False, None, "done", 0, 0),
        (6, False, False, False, False, False, 213, "none", 0, 1),
        (7, False, False, False, False, False, None, "unknown", 0, 0),
    ]


def test_units_go_by_their_registered_name_and_ambiguous_names_by_none(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select task_no, task_id, lead_unit, org_id from marts.fct_task_week where week_id = $week",
        week=W21,
    )
    assert {row[0]: row[1:] for row in rows if row[0] in {2, 4, 6, 7}} == {
        2: ("2018-1-002", "临湖新区财政局", "D01"),
        4: ("2018-1-004", "临湖街道办事处", "S01"),
        6: ("2018-1-006", "临湖新区民政局", "D02"),
        7: ("2018-1-007", "某某公司", None),
    }


def test_changes_of_the_last_week(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select change, task_id, before, after from marts.fct_change"
        " where entity = 'task' and week_id = $week order by 1, 2",
        week=W22,
    )
    assert rows == [
        ("closed", "2018-1-001", "declared", "verified"),
        ("deadline_moved", "2018-1-002", "2018-05-30", "2018-06-30"),
        ("removed", "2018-1-008", "not_started", None),
        ("reopened", "2018-1-006", "verified", "reopened"),
        ("returned", "2018-1-007", "declared", "returned"),
    ]


def test_completion_of_the_last_week(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select dimension, member, tasks, tasks_long_term, declared, verified, overdue, without_measures, unreadable,"
        " measures, measures_declared, recovered_cny::int from marts.fct_completion"
        " where week_id = $week and dimension in ('all', 'unit') order by 1, 2",
        week=W22,
    )
    assert rows == [
        ("all", "all", 7, 1, 2, 1, 1, 2, 2, 6, 3, 1200),
        ("unit", "临湖新区民政局", 3, 0, 1, 0, 1, 1, 1, 2, 1, 0),
        ("unit", "临湖新区财政局", 2, 0, 1, 1, 0, 0, 0, 3, 2, 1200),
        ("unit", "临湖街道办事处", 1, 1, 0, 0, 0, 0, 0, 1, 0, 0),
        ("unit", "某某公司", 1, 0, 0, 0, 0, 1, 1, 0, 0, 0),
    ]


def test_totals_of_the_notice_are_judged_by_the_ledger(warehouse: Path) -> None:
    rows = query(
        warehouse, "select kind, stated, printed, recorded, difference, verdict from marts.fct_notice_total"
    )
    assert sorted(rows) == [
        ("institutions", 2, 0, 2, 0, "属实"),
        ("measures", 6, 3, 6, 0, "属实"),
        ("tasks", 8, 1, 7, 1, "不符"),
    ]


def test_every_metric_equals_the_rows_of_its_evidence(warehouse: Path, manifest: Manifest) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert {"completion_rate", "measures_per_task", "institutions"} <= check_evidence(
            connection, manifest["nodes"]
        )
    orgs = query(warehouse, "select distinct org_id from marts.fct_metric")
    assert {org for (org,) in orgs} == {"all", "D01", "D02", "S01", "unassigned"}


def describes_its_columns(node: Node) -> bool:
    """Metrics and indicators have the columns of the table that unites them, rows in force those of staging; what only
    indicators read describes what is not told elsewhere.
    """
    if node["name"].startswith(("met_", "ind_", "fct_flag_")):
        return False
    return not {"in_force", "risk"} & set(node["fqn"]) or "marts" in node["fqn"]


def test_every_column_of_every_model_is_described(warehouse: Path, manifest: Manifest) -> None:
    models = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and describes_its_columns(node)
    ]
    described = {(node["name"], column) for node in models for column in node["columns"]}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        made = {
            (node["name"], column)
            for node in models
            for column, *_ in con.execute(f"describe {node['compiled_code']}").fetchall()
        }
    assert described == made


def test_the_catalog_labels_what_offices_head_and_what_is_stored(site: Site, manifest: Manifest) -> None:
    tables = {
        table.name: table.rows for table in read_catalog(manifest, {}, database="story", landing=site.landing)
    }
    labels = {(model, name): zh for model, name, zh, *_ in tables["column"]}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            assert labels[contract.dataset, column.name] == column.label.zh
        for stored in contract.stored:
            assert labels[name_model(contract), stored.name] == stored.label.zh
    assert labels["household.welfare_households", "id_card"] == "身份证号"


def test_the_sql_of_a_model_is_its_own_with_staging_as_a_step_of_its_own(
    site: Site, manifest: Manifest
) -> None:
    model = next(
        table
        for table in read_catalog(manifest, {}, database="story", landing=site.landing)
        if table.name == "model"
    )
    steps = {row[0]: dict(zip(model.columns, row, strict=True)) for row in model.rows}
    named, union = steps["int_tasks__named"], steps["int_source_rows__unioned"]
    assert "stg_ledger__tasks" in named["depends_on"]
    assert "tasks as (select * from stg_ledger__tasks)" in named["sql"]
    assert len(re.findall(r"^from \S*stg_\w+", union["sql"], re.MULTILINE)) == len(CONTRACTS)
    assert "read_parquet" not in named["sql"] + union["sql"]
    assert "read_parquet('landing/ledger/tasks/*.parquet'" in steps["stg_ledger__tasks"]["sql"]
    assert not any("__dbt__cte__" in step["sql"] for step in steps.values())


def test_every_row_uid_leads_to_a_source_row(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select t.row_uid, t.event_row_uid from marts.fct_task_week as t"
        " where t.row_uid not in (select row_uid from marts.fct_source_row)"
        " or coalesce(t.event_row_uid not in (select row_uid from marts.fct_source_row), false)",
    )
    assert rows == []


def test_a_source_row_shows_its_cells_as_written_and_as_read(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        ((uid,),) = con.execute(
            "select row_uid from marts.fct_task_week where task_no = 1 and week_id = $week", {"week": W22}
        ).fetchall()
        cells = explain_row(con, uid).cells
    task_no, due_on = cells["task_no"], cells["due_on"]
    assert (task_no.address, task_no.raw, task_no.value) == (f"B{int(uid[-6:])}", "1", "1")
    assert (due_on.value, due_on.inferred) == ("2018-05-25", None)
    assert {column for column in cells if column.startswith("_")} == set()


def test_order_and_lateness_of_delivery_change_only_the_week_they_describe(
    warehouse: Path, site: Site, late_report: Path, compiled: CompiledProject
) -> None:
    late_report.unlink()
    task = "select state from marts.fct_task_week where week_id = $week and task_no = 1"
    with compiled.run(site, AS_OF, shuffle_seed=7) as before:
        earlier, later = read_marts(before), read_marts(duckdb.connect(str(warehouse), read_only=True))
        assert before.execute(task, {"week": W20}).fetchall() == [("not_started",)]
    # A change shows the state of the week before, so the late report reaches one week further there.
    for mart in earlier.keys() - {"fct_change"}:
        changed = set(map(repr, earlier[mart])) ^ set(map(repr, later[mart]))
        assert [row for row in changed if W20 not in row and late_report.stem not in row] == [], mart
    assert query(warehouse, task, week=W20) == [("in_progress",)]


def test_a_site_without_any_file_builds_empty_marts(tmp_path: Path, compiled: CompiledProject) -> None:
    with compiled.run(Site(tmp_path), AS_OF) as connection:
        marts = read_marts(connection)
    assert len(marts) > 20
    assert {name for name, rows in marts.items() if rows} == {"dim_claim_rule"}
