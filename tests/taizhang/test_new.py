"""`taizhang new`: what it writes runs as it is, `sync` takes it up, and without it everything is as before."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.conventions.test_indicators import COLUMNS, ENGINE, columns_of, plain_sql
from tests.realdata import rendered
from warehouse.contracts import load_contracts
from warehouse.datasheets import load_datasheets
from warehouse.errors import UsageError
from warehouse.scaffold import new_dataset, new_indicator, new_metric, write_scaffold
from warehouse.settings import PROJECT
from warehouse.sync import sync

# What a model of rows in force has beside the stored columns.
ADDED = (("row_uid", "varchar"), ("org_id", "varchar"), ("org_name", "varchar"))


SOURCES = ("ledger", "reference", "register", "subsidy")
METRICS = ("fct_", "met_completion_")
INDICATORS = ("ind_l01_1_", "ind_l06_1_")


def leave_out(folder: str, names: list[str]) -> list[str]:
    """Name what is not copied: most contracts and indicators, so that a `sync` takes a fraction of a second."""
    kept = {"staging": SOURCES, "indicators": INDICATORS, "metrics": METRICS}.get(Path(folder).name, ("",))
    return [name for name in names if not name.startswith(kept) or name == "__pycache__"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project folder, with what is generated up to date."""
    copy = tmp_path_factory.mktemp("project")
    for folder in ("taizhang", "warehouse", "dbt_project/models"):
        shutil.copytree(PROJECT / folder, copy / folder, ignore=leave_out)
    sync(copy)
    return copy


def tree(project: Path) -> dict[str, bytes]:
    paths = [path for folder in ("dbt_project", "docs") for path in (project / folder).rglob("*")]
    return {str(path.relative_to(project)): path.read_bytes() for path in paths if path.is_file()}


def call(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "taizhang", "--lang", "zh", "new", *arguments]
    return subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def run_unit_tests(models: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the unit tests of an indicator as dbt would: the given rows stand for what it reads."""
    monkeypatch.setattr(rendered, "MODELS", models)
    contracts = {f"int_{c.source}__{c.name}": c for c in load_contracts(models)}
    document = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    for test in document["unit_tests"]:
        with duckdb.connect() as database:
            for given in test["given"]:
                table = given["input"].removeprefix("ref('").removesuffix("')")
                stored = [(column.name, column.data_type) for column in contracts[table].stored]
                rendered.fill(database, table, [*stored, *ADDED], given["rows"])
            found = rendered.flag(database, path.stem)
            expected: list[dict[str, Any]] = test["expect"]["rows"]
            assert [str(row["subject_id"]) for row in found] == [str(row["subject_id"]) for row in expected]
            assert [row["evidence"] for row in found] == [["hit"]] * len(expected)


def test_a_new_indicator_runs_is_taken_up_and_leaves_nothing_behind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(project)
    done = call(project, "indicator", "X99.1", "idle_seal", "--dataset", "ledger.tenders", "--json")
    assert done.returncode == 0, done.stderr
    written = [project / name for name in json.loads(done.stdout)["files"]]
    assert [path.name for path in written] == ["ind_x99_1_idle_seal.sql", "ind_x99_1_idle_seal.yml"]

    models = project / "dbt_project" / "models"
    (sheet,) = [sheet for sheet in load_datasheets(models) if sheet.id == "X99.1"]
    assert sheet.family == "tenders"
    sql = written[0].read_text(encoding="utf-8")
    assert columns_of(sql) == COLUMNS
    assert not [name for name, pattern in ENGINE.items() if pattern.search(plain_sql(sql))]
    run_unit_tests(models, written[0], monkeypatch)

    assert sync(project, check=True)
    sync(project)
    assert sync(project, check=True) == []
    changed = {name for name, content in tree(project).items() if before.get(name) != content}
    assert {"docs/reference/indicators/X99.1.md", "docs/reference/indicators/README.md"} <= changed
    assert "dbt_project/models/marts/risk/families/fct_flag_tenders.sql" in changed

    for path in written:
        path.unlink()
    sync(project)
    assert tree(project) == before


@pytest.mark.parametrize(
    "dataset", ["ledger.tasks", "register.cadre_relatives", "subsidy.benefit_payments", "ledger.disclosures"]
)
def test_a_scaffold_fits_whatever_a_dataset_is_made_of(
    project: Path, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = dataset.replace(".", "_")
    files = new_indicator(project, "X99.2", name, dataset=dataset, family="funds")
    write_scaffold(files)
    assert "X99.2" in {sheet.id for sheet in load_datasheets(project / "dbt_project" / "models")}
    try:
        run_unit_tests(project / "dbt_project" / "models", next(iter(files)), monkeypatch)
    finally:
        for path in files:
            path.unlink()


def test_a_new_dataset_is_a_contract_that_sync_takes_up(project: Path) -> None:
    before = tree(project)
    files = new_dataset(project, "ledger.seals")
    write_scaffold(files)
    sync(project)
    assert sync(project, check=True) == []
    models = project / "dbt_project" / "models"
    (contract,) = [contract for contract in load_contracts(models) if contract.dataset == "ledger.seals"]
    assert contract.description.startswith("One row per ") and contract.key == ("unit", "item_no")
    assert all(column.headers and column.description_zh and column.example for column in contract.columns)
    assert (models / "intermediate/in_force/int_ledger__seals.sql").exists()
    for path in files:
        path.unlink()
    sync(project)
    assert tree(project) == before


def test_a_new_metric_joins_the_union_of_metrics(project: Path) -> None:
    before = tree(project)
    files = new_metric(project, "idle_seals")
    write_scaffold(files)
    union = project / "dbt_project" / "models" / "marts" / "metrics" / "fct_metric.sql"
    assert sync(project) == [union]
    assert "'idle_seals'," in union.read_text(encoding="utf-8")
    (model,) = yaml.safe_load(list(files.values())[1])["models"]
    assert model["config"]["meta"]["metric"]["id"] == "idle_seals"
    for path in files:
        path.unlink()
    sync(project)
    assert tree(project) == before


def test_what_is_there_is_left_alone_and_what_is_odd_is_refused(project: Path) -> None:
    before = tree(project)
    refused = (
        lambda: new_indicator(project, "L06.1", "twice", dataset="ledger.tenders"),
        lambda: new_indicator(project, "99", "odd", dataset="ledger.tenders"),
        lambda: new_indicator(project, "X99.1", "Odd Name", dataset="ledger.tenders"),
        lambda: new_indicator(project, "X99.1", "odd", dataset="ledger.no_such_list"),
        lambda: new_indicator(project, "X99.1", "odd", dataset="reference.organisations"),
        lambda: new_indicator(project, "X99.1", "odd", dataset="ledger.tenders", family="money"),
        lambda: new_dataset(project, "ledger.tenders"),
        lambda: new_dataset(project, "seals"),
        lambda: write_scaffold(new_metric(project, "completion_rate")),
    )
    for attempt in refused:
        with pytest.raises(UsageError):
            attempt()
    assert tree(project) == before
    planned = call(project, "metric", "idle_seals", "--dry-run")
    assert planned.returncode == 0 and "met_idle_seals.yml" in planned.stdout
    assert tree(project) == before
