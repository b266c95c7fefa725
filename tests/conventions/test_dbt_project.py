from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from warehouse.settings import MODELS, PROJECT

Node = dict[str, Any]
PREFIXES = {"stg_": "staging", "int_": "intermediate", "dim_": "marts", "fct_": "marts", "met_": "marts"}
CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|current_local\w+|localtime\w*|(now|today|random)(?=\s*\()"
    r"|get_current_\w+|transaction_timestamp|run_started_at)\b",
    re.IGNORECASE,
)
MODEL_FILES = sorted(MODELS.rglob("*.sql"))


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    scratch = tmp_path_factory.mktemp("parse")
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--warn-error", "parse"],
        cwd=PROJECT,
        env=os.environ
        | {
            "TAIZHANG_LANDING": str(scratch / "landing"),
            "TAIZHANG_WAREHOUSE": str(scratch / "warehouse.duckdb"),
            "DBT_PROFILES_DIR": "dbt_project",
            "DBT_TARGET_PATH": str(scratch / "target"),
            "DBT_LOG_PATH": str(scratch / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    loaded: dict[str, Any] = json.loads((scratch / "target" / "manifest.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer_of(node: Node) -> str:
    return str(node["fqn"][1])


def folder_of(node: Node) -> str:
    return Path(node["original_file_path"]).relative_to("dbt_project/models").parts[0]


def is_label(meta: Any) -> bool:
    label = meta.get("label", {})
    return (
        set(label) == {"zh", "en"} and all(label.values()) and any(ord(char) > 0x2E80 for char in label["zh"])
    )


def test_every_sql_file_is_a_model(models: list[Node]) -> None:
    assert len(models) == len(MODEL_FILES)


def test_prefix_folder_and_schema_name_the_same_layer(models: list[Node]) -> None:
    wrong = [
        node["name"]
        for node in models
        if not PREFIXES.get(node["name"][:4]) == folder_of(node) == node["schema"] == node["fqn"][1]
    ]
    assert wrong == []


def test_metrics_are_the_models_of_the_metrics_folder(models: list[Node]) -> None:
    wrong = [
        node["name"]
        for node in models
        if node["name"].startswith("met_") != ("metrics" in node["fqn"] and node["name"] != "fct_metric")
    ]
    assert wrong == []


def test_only_staging_reads_sources_and_reads_exactly_one(models: list[Node]) -> None:
    for node in models:
        upstream = node["depends_on"]["nodes"]
        sources = [name for name in upstream if name.startswith("source.")]
        if layer_of(node) == "staging":
            assert (len(upstream), len(sources)) == (1, 1), node["name"]
        else:
            assert sources == [], node["name"]


def test_intermediate_never_reads_a_mart(models: list[Node]) -> None:
    by_id = {node["unique_id"]: node for node in models}
    wrong = [
        (node["name"], by_id[name]["name"])
        for node in models
        for name in node["depends_on"]["nodes"]
        if layer_of(node) != "marts" and name in by_id and layer_of(by_id[name]) == "marts"
    ]
    assert wrong == []


def test_every_source_table_has_its_staging_model(manifest: dict[str, Any], models: list[Node]) -> None:
    read = {name for node in models for name in node["depends_on"]["nodes"] if name.startswith("source.")}
    assert read == set(manifest["sources"])


def test_every_model_says_what_a_row_is_and_has_both_labels(models: list[Node]) -> None:
    wrong = [
        node["name"]
        for node in models
        if not node["description"].startswith("One row per ") or not is_label(node["config"]["meta"])
    ]
    assert wrong == []


def test_every_column_that_yaml_names_is_described_and_labelled(models: list[Node]) -> None:
    wrong = [
        (node["name"], name)
        for node in models
        for name, column in node["columns"].items()
        if not column["description"] or not is_label(column["config"]["meta"])
    ]
    assert wrong == []


def test_every_model_has_a_unique_key_test(manifest: dict[str, Any], models: list[Node]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") == "unique_combination"
    }
    assert [node["name"] for node in models if node["unique_id"] not in tested] == []


def test_every_metric_has_a_whole_datasheet(models: list[Node]) -> None:
    for node in models:
        if not node["name"].startswith("met_"):
            continue
        sheet = node["config"]["meta"]["metric"]
        assert f"met_{sheet['id']}" == node["name"]
        assert sheet["unit"] in {"percent", "tasks", "measures", "cny"}
        for part in ("formula", "counts", "reading", "owner"):
            assert is_label({"label": sheet[part]}), (node["name"], part)
        assert {"$week", "$org"} <= set(re.findall(r"\$\w+", sheet["evidence"])), node["name"]


@pytest.mark.parametrize(
    "call",
    [
        "current_date",
        "current_localtimestamp()",
        "current_localtime()",
        "current_time",
        "current_timestamp",
        "get_current_time()",
        "get_current_timestamp()",
        "localtime",
        "localtimestamp",
        "now ()",
        "random()",
        "today()",
        "transaction_timestamp()",
        "{{ run_started_at }}",
    ],
)
def test_every_way_to_ask_the_time_or_chance_is_known(call: str) -> None:
    assert CLOCK.search(call)


@pytest.mark.parametrize(
    "column", ["known_until", "is_current", "now.week_id", "random_sample_no", "today_count"]
)
def test_names_that_only_sound_like_it_are_not(column: str) -> None:
    assert not CLOCK.search(column)


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: path.stem)
def test_models_are_short_and_blind_to_the_clock(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    assert len(sql.splitlines()) <= 80
    assert not CLOCK.search(sql)
    assert path.with_suffix(".yml").exists()


def test_macros_are_blind_to_the_clock() -> None:
    macros = sorted((PROJECT / "dbt_project" / "macros").rglob("*.sql"))
    assert macros
    assert [path.name for path in macros if CLOCK.search(path.read_text(encoding="utf-8"))] == []
