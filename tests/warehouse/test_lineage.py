from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import duckdb
import polars as pl
import pytest

from tests.warehouse.tiny_project import land_tasks, write_project
from warehouse.build import build
from warehouse.errors import UsageError
from warehouse.landing import LoadRecord
from warehouse.landing_shapes import CELL
from warehouse.lineage import explain_metric, explain_row, locate_rows
from warehouse.serving import open_build
from warehouse.settings import Site
from warehouse.source_cells import Cell, read_cells

MAY = datetime(2018, 5, 25)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("site"))
    land_tasks(site, "清单.xlsx", MAY, {1: "closed", 2: "open", 3: "open"})
    assert build(site, project=write_project(tmp_path_factory.mktemp("project"))).status == "published"
    return site


@pytest.fixture
def record(site: Site) -> LoadRecord:
    return land_tasks(site, "清单.xlsx", MAY, {1: "closed", 2: "open", 3: "open"})


@pytest.fixture
def connection(site: Site) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_build(site) as connection:
        yield connection


def test_a_row_leads_to_file_sheet_row_and_cells(
    connection: duckdb.DuckDBPyConnection, record: LoadRecord
) -> None:
    origin = explain_row(connection, f"{record.load_id}-000005")
    assert origin.to_dict() == {
        "row_uid": f"{record.load_id}-000005",
        "dataset": "ledger.tasks",
        "file": "清单.xlsx",
        "sha256": record.file_sha256,
        "sheet": "清单",
        "row": 5,
        "cells": {
            "task_no": {"address": "A5", "raw": "2", "value": "2", "inferred": None},
            "status": {"address": "AB5", "raw": "销号", "value": "open", "inferred": "merged"},
        },
        "load_id": record.load_id,
        "as_of": "2018-05-25T00:00:00",
    }
    assert origin.span == "A5:AB5"


def test_a_metric_leads_through_its_sql_to_the_rows_it_counts(
    connection: duckdb.DuckDBPyConnection, record: LoadRecord
) -> None:
    metric = explain_metric(connection, "closed_rate")
    assert (metric.numerator, metric.denominator, metric.value) == (1.0, 3.0, pytest.approx(1 / 3))
    assert (metric.week_id, metric.org_id, metric.datasheet["formula_zh"]) == (
        "2018-W21",
        "all",
        "销号 ÷ 全部",
    )
    assert [(row.subject_id, row.in_numerator) for row in metric.rows] == [
        ("1", True),
        ("2", False),
        ("3", False),
    ]
    assert metric.rows[0].origin is not None
    assert metric.rows[0].origin.row_uid == f"{record.load_id}-000004"
    assert [(step.layer, step.name) for step in metric.path] == [
        ("source", "ledger.tasks"),
        ("staging", "stg_ledger__tasks"),
        ("marts", "dim_week"),
        ("marts", "fct_task_week"),
        ("marts", "met_closed_rate"),
    ]
    plain = json.loads(json.dumps(metric.to_dict(), ensure_ascii=False))
    assert plain["rows"][1] == {
        "subject_id": "2",
        "row_uid": f"{record.load_id}-000005",
        "in_numerator": False,
        "amount": None,
        "file": "清单.xlsx",
        "sheet": "清单",
        "row": 5,
        "cells": "A5:AB5",
        "proof": {
            "row_uid": f"{record.load_id}-000005",
            "file": "清单.xlsx",
            "sheet": "清单",
            "row": 5,
            "cells": "A5:AB5",
        },
    }


def test_the_sql_on_the_way_names_no_folder_of_the_machine(
    site: Site, connection: duckdb.DuckDBPyConnection
) -> None:
    texts = connection.execute("select sql from catalog.model").fetchall()
    assert all(text and str(site.root) not in text and '"warehouse".' not in text for (text,) in texts)
    (staging,) = (
        connection.execute("select sql from catalog.model where name = 'stg_ledger__tasks'").fetchone() or ()
    )
    assert staging == "select * from read_parquet('landing/ledger/tasks/*.parquet')"


def test_the_catalog_carries_labels_codes_and_the_facts_of_the_build(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert connection.execute("select * from catalog.code").fetchall() == [
        ("ledger.tasks", "status", "closed", "销号", "Closed")
    ]
    labels = connection.execute("select model, name, label_zh from catalog.column order by all").fetchall()
    assert ("fct_task_week", "task_no", "任务序号") in labels
    assert ("ledger.tasks", "status", "状态") in labels
    facts = dict(connection.execute("from catalog.build").fetchall())
    assert facts["as_of"] == "2018-05-25"
    assert facts["week_id"] == "2018-W21"
    assert facts["tests_passed"] == "1"
    assert len(facts["fingerprint"]) == 64


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no_such_metric",), "closed_rate"),
        (("closed_rate", "2018-W01"), "2018-W01"),
        (("closed_rate", None, "nobody"), "nobody"),
    ],
)
def test_what_has_no_value_is_refused_with_what_there_is(
    connection: duckdb.DuckDBPyConnection, arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        explain_metric(connection, *arguments)


def read_one_row(row: dict[str, object], header_map: str) -> dict[str, Cell]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        for name, content in {
            "fct_source_row": {"row_uid": "a-000007", "load_id": "a", "row": 7} | row,
            "dim_load": {"load_id": "a", "header_map": header_map},
        }.items():
            schema = {"exceptions": pl.List(CELL)} if "exceptions" in content else {}
            connection.register("content", pl.DataFrame([content], schema_overrides=schema).to_arrow())
            connection.execute(f"create table marts.{name} as from content")
        return read_cells(connection, ["a-000007"])["a-000007"]


def test_a_cell_is_its_own_unless_it_is_listed_as_odd() -> None:
    cells = read_one_row(
        {
            "row_values": '{"due_on": "2018-06-30", "note": "已办", "section": "党建"}',
            "stated": '{"due_on": "6月底前"}',
            "exceptions": [
                {"column": "note", "address": None, "raw": " 已办 ", "inferred": None},
                {"column": "section", "address": "B4", "raw": None, "inferred": "above"},
            ],
        },
        '{"section": "B", "due_on": "F", "note": "AA", "owner": "AB"}',
    )
    assert list(cells.items()) == [
        ("section", Cell("B4", "党建", "党建", "above")),
        ("due_on", Cell("F7", "6月底前", "2018-06-30", None)),
        ("note", Cell("AA7", " 已办 ", "已办", None)),
        ("owner", Cell("AB7", None, None, None)),
    ]


def test_a_personal_column_is_one_cell_that_shows_the_masked_form_only() -> None:
    cells = read_one_row(
        {
            "row_values": '{"id_card_token": "t1", "id_card_masked": "330101********001X", "id_card_sex": "male"}',
            "stated": "{}",
            "exceptions": None,
        },
        '{"id_card": "C"}',
    )
    assert cells == {"id_card": Cell("C7", "330101********001X", "330101********001X", None)}


def test_a_span_of_text_stands_under_no_heading() -> None:
    odd = [
        {"column": name, "address": "字符3-9", "raw": "共五十七项", "inferred": None}
        for name in ("unit", "count")
    ]
    cells = read_one_row({"row_values": '{"count": "57"}', "stated": "{}", "exceptions": odd}, "{}")
    assert list(cells.items()) == [
        ("unit", Cell("字符3-9", "共五十七项", None, None)),
        ("count", Cell("字符3-9", "共五十七项", "57", None)),
    ]


def test_an_unknown_row_is_refused_and_left_out_of_a_list(
    connection: duckdb.DuckDBPyConnection, record: LoadRecord
) -> None:
    with pytest.raises(UsageError, match="没有编号为"):
        explain_row(connection, "feedfeedfeedfeed-000001")
    known = f"{record.load_id}-000004"
    assert set(locate_rows(connection, [known, "nothing-000001", "' or 1=1 --"])) == {known}
    assert locate_rows(connection, []) == {}
