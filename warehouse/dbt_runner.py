"""Running dbt inside this process: quiet, offline, and with its warehouse file closed afterwards.

dbt talks to the terminal, reads the environment and keeps its DuckDB file open after a run; all three are contained
here. Its own output goes to the log folder.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Progress = Callable[[str], None]


@dataclass(frozen=True)
class DbtFolders:
    """Where one dbt run reads and writes: `warehouse` is the DuckDB file that it builds."""

    project: Path
    landing: Path
    warehouse: Path
    target: Path
    logs: Path


@dataclass(frozen=True)
class NodeOutcome:
    """What became of one node: `status` in dbt's words, `relation` the table of a test's failing rows."""

    name: str
    kind: str
    status: str
    failures: int
    message: str
    relation: str | None
    column: str | None
    attached_relation: str | None


@dataclass(frozen=True)
class DbtRun:
    """The outcome of `dbt build`; `error` is why it could not run at all."""

    success: bool
    error: str | None
    nodes: list[NodeOutcome]


def run_dbt_build(folders: DbtFolders, as_of: date, target: str, progress: Progress) -> DbtRun:
    """Run `dbt build`, the data tests with it, with stored failures; return what became of each node."""
    arguments = [
        *(
            "--quiet",
            "--no-print",
            "--log-level",
            "none",
            "--log-level-file",
            "info",
            "--log-format-file",
            "text",
        ),
        *("--no-send-anonymous-usage-stats", "--no-version-check", "--log-path", str(folders.logs)),
        *(
            "build",
            "--project-dir",
            str(folders.project),
            "--profiles-dir",
            str(folders.project / "dbt_project"),
        ),
        *("--target", target, "--target-path", str(folders.target), "--store-failures"),
        # They test the models' SQL on rows of their own: whoever changes the SQL runs them, not every site every week.
        *("--exclude-resource-type", "unit_test"),
        *("--vars", json.dumps({"as_of": as_of.isoformat(), "inputs_as_views": False})),
    ]
    variables = {"TAIZHANG_LANDING": str(folders.landing), "TAIZHANG_WAREHOUSE": str(folders.warehouse)}
    with _environment(variables), warnings.catch_warnings():
        # What dbt's own code deprecates is not ours to fix, and must not stop a build.
        warnings.simplefilter("ignore")
        # Imported late: it takes seconds, which no other verb should pay.
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        try:
            outcome = dbtRunner(callbacks=[_report_to(progress)]).invoke(arguments)
        finally:
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    results: list[Any] = list(getattr(outcome.result, "results", None) or [])
    error = None if outcome.exception is None else str(outcome.exception)
    relations = {result.node.unique_id: getattr(result.node, "relation_name", None) for result in results}
    return DbtRun(bool(outcome.success), error, [_read_outcome(result, relations) for result in results])


def read_manifest(folders: DbtFolders) -> dict[str, Any]:
    """Return the manifest of the last run, with the compiled SQL of every model."""
    manifest: dict[str, Any] = json.loads((folders.target / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _read_outcome(result: Any, relations: Mapping[str, str | None]) -> NodeOutcome:
    node = result.node
    return NodeOutcome(
        name=str(node.name),
        kind=str(node.resource_type.value),
        status=str(getattr(result.status, "value", result.status)),
        failures=int(result.failures or 0),
        message=str(result.message or ""),
        relation=getattr(node, "relation_name", None),
        column=getattr(node, "column_name", None),
        attached_relation=relations.get(getattr(node, "attached_node", None) or ""),
    )


def _report_to(progress: Progress) -> Callable[[Any], None]:
    def report(event: Any) -> None:
        if event.info.name == "LogStartLine":
            progress(f"构建 {event.data.index}/{event.data.total}：{event.data.node_info.node_name}")

    return report


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
