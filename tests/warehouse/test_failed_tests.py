from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from warehouse.dbt_runner import NodeOutcome
from warehouse.failed_tests import FailedTest, read_failed_tests

FILES = {"a": "任务清单.xlsx", "b": "销号台账.xlsx"}
MODEL = 'warehouse.marts."fct_task_week"'
STORED = 'warehouse.dbt_test__audit."stored"'


def uid(load: str, row: int) -> str:
    return f"{load * 16}-{row:06d}"


def fail(
    folder: Path,
    tasks: list[dict[str, Any]],
    stored: str,
    *,
    column: str | None = None,
    failures: int = 1,
    model: str | None = MODEL,
) -> FailedTest:
    """Run `stored` as a test's query over `tasks` and read it as the one failed test."""
    aside = folder / "warehouse.duckdb"
    sources = [
        {"row_uid": uid(load, row), "dataset": "d", "load_id": load * 16, "sheet": "清单", "row": row}
        | {"as_of": datetime(2018, 5, 25), "row_values": "{}", "stated": "{}"}
        | {"exceptions": [{"column": "c", "address": f"A{row}", "raw": "", "inferred": ""}]}
        for load in FILES
        for row in range(4, 40)
    ]  # fmt: skip
    loads = [
        {"load_id": load * 16, "file_name": name, "file_sha256": load, "header_map": "{}"}
        for load, name in FILES.items()
    ]
    with duckdb.connect(str(aside)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema dbt_test__audit")
        for name, rows in {"fct_source_row": sources, "dim_load": loads, "fct_task_week": tasks}.items():
            connection.register("content", pl.DataFrame(rows, infer_schema_length=None).to_arrow())
            connection.execute(f"create table marts.{name} as from content")
        connection.execute(f"create table {STORED} as {stored}")
    outcome = NodeOutcome("the_test", "test", "fail", failures, "", STORED, column, model)
    (failed,) = read_failed_tests(aside, [outcome])
    return failed


def test_the_most_specific_row_is_named_and_the_others_beside_it(tmp_path: Path) -> None:
    tasks = [{"task_id": "1", "row_uid": uid("a", 5), "event_row_uid": uid("b", 9), "verifier": None}]
    failed = fail(tmp_path, tasks, f"select * from {MODEL} where verifier is null", column="verifier")
    (row,) = failed.sample
    assert (row["file"], row["sheet"], row["row"]) == ("销号台账.xlsx", "清单", 9)
    assert row["also"] == "任务清单.xlsx / 清单 / 5"
    assert (failed.values, failed.rows) == (None, 1)


def test_where_no_other_row_decides_the_row_itself_is_named(tmp_path: Path) -> None:
    tasks = [
        {"task_id": "1", "row_uid": uid("a", 5), "event_row_uid": None},
        {"task_id": "2", "row_uid": uid("a", 6), "event_row_uid": "gone"},
        {"task_id": "3", "row_uid": None, "event_row_uid": None},
    ]
    failed = fail(tmp_path, tasks, f"select * from {MODEL}", failures=3)
    assert [row.get("row") for row in failed.sample] == [5, 6, None]
    assert not any("also" in row for row in failed.sample)


def test_repeated_values_are_counted_apart_from_their_rows_in_a_fixed_order(tmp_path: Path) -> None:
    tasks = [{"task_id": str(number % 2), "row_uid": uid("a", 4 + number)} for number in range(30)]
    stored = (
        f"select task_id as unique_field, count(*) as n_records from {MODEL} group by all having count(*) > 1"
    )
    failed = fail(tmp_path, tasks, stored, column="task_id", failures=2)
    assert (failed.values, failed.rows, len(failed.sample)) == (2, 30, 20)
    assert [row["row"] for row in failed.sample] == [*range(4, 34, 2), *range(5, 15, 2)]


def test_a_repeated_combination_is_led_back_by_all_its_columns(tmp_path: Path) -> None:
    tasks = [
        {"week_id": week, "task_id": task, "row_uid": uid("a", row)}
        for week, task, row in [
            ("W1", "1", 4),
            ("W1", "1", 5),
            ("W2", "1", 6),
            ("W1", "2", 7),
            ("W1", None, 8),
        ]
    ]
    stored = (
        f"select week_id, task_id, count(*) as rows_with_key from {MODEL} group by all"
        " having count(*) > 1 or task_id is null"
    )
    failed = fail(tmp_path, tasks, stored, failures=2)
    assert (failed.values, failed.rows) == (2, 3)
    assert [row["row"] for row in failed.sample] == [4, 5, 8]


def test_a_repeated_row_uid_shows_the_whole_rows(tmp_path: Path) -> None:
    tasks = [{"row_uid": uid("a", 4), "task_id": task} for task in ("1", "2")]
    stored = f"select row_uid, count(*) as rows_with_key from {MODEL} group by all having count(*) > 1"
    failed = fail(tmp_path, tasks, stored)
    assert (failed.values, failed.rows, [row["task_id"] for row in failed.sample]) == (1, 2, ["1", "2"])


@pytest.mark.parametrize(("column", "model"), [("no such column", MODEL), ("task_id", None)])
def test_values_that_lead_to_no_row_stand_alone(tmp_path: Path, column: str, model: str | None) -> None:
    tasks = [{"row_uid": uid("a", 4), "task_id": "1"}]
    failed = fail(tmp_path, tasks, "select 'x' as value_field, 7 as n_records", column=column, model=model)
    assert (failed.values, failed.rows, failed.sample) == (None, 1, [{"value_field": "x", "n_records": 7}])
