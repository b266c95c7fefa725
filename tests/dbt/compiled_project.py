"""The project as dbt compiled it once, run again over other landings inside DuckDB: seconds instead of minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt.landing_factory import finish
from warehouse.settings import PROJECT, Site

Node = dict[str, Any]
RISK = {"in_force", "risk"}


@dataclass(frozen=True)
class CompiledProject:
    """SQL that dbt compiled for one landing, one as-of date and the database named after one warehouse file."""

    nodes: Mapping[str, Node]
    landing: Path
    as_of: str
    database: str

    def run(self, site: Site, as_of: str, *, shuffle_seed: int | None = None) -> duckdb.DuckDBPyConnection:
        """Build every model over `site` as of the ISO date `as_of` in memory, with all data tests; with a seed the
        catalog lists the loads in another order.

        Raises:
            AssertionError: a data test found rows.
        """
        finish(site, shuffle_seed=shuffle_seed)
        connection = duckdb.connect()
        connection.execute(f"attach ':memory:' as {self.database}")
        connection.execute(f"use {self.database}")
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        self._load_seeds(connection)
        failures = []
        for node in self._in_order():
            if node["config"]["materialized"] == "ephemeral":
                continue  # its SQL stands inside that of its readers
            if self._is_about_risk(node):
                continue
            sql = (
                node["compiled_code"].replace(str(self.landing), str(site.landing)).replace(self.as_of, as_of)
            )
            if node["resource_type"] == "model":
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                connection.execute(f"create {kind} {node['schema']}.{node['name']} as {sql}")
            elif rows := connection.execute(sql).fetchall():
                failures.append((node["name"], rows[:3]))
        assert failures == []
        return connection

    def _is_about_risk(self, node: Node) -> bool:
        """Whether nothing but the indicators needs the node; they have a test of their own, over a whole district."""
        read = (self.nodes[name] for name in node["depends_on"]["nodes"] if name in self.nodes)
        about = [node, *(read if node["resource_type"] == "test" else ())]
        return any(RISK & set(each["fqn"]) for each in about)

    def _load_seeds(self, connection: duckdb.DuckDBPyConnection) -> None:
        for node in self.nodes.values():
            if node["resource_type"] == "seed":
                path = str(PROJECT / node["original_file_path"])
                rows = connection.read_csv(path, dtype=node["config"]["column_types"])
                rows.create(f"{node['schema']}.{node['name']}")

    def _in_order(self) -> Iterator[Node]:
        """Yield the models, each after those it reads, then the data tests."""
        models = {name: node for name, node in self.nodes.items() if node["resource_type"] == "model"}
        done: set[str] = set()

        def visit(name: str) -> Iterator[Node]:
            if name in done or name not in models:
                return
            done.add(name)
            for upstream in models[name]["depends_on"]["nodes"]:
                yield from visit(upstream)
            yield models[name]

        for name in models:
            yield from visit(name)
        yield from (node for node in self.nodes.values() if node["resource_type"] == "test")
