"""Every value of a metric against the rows that its datasheet gives as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pytest

Node = Mapping[str, Any]


def check_evidence(connection: duckdb.DuckDBPyConnection, nodes: Mapping[str, Node]) -> set[str]:
    """Assert for each metric, organisation and week that the evidence adds up; return the metrics that have values.

    Args:
        connection: a built warehouse.
        nodes: the nodes of dbt's manifest.
    """
    metas = [node["config"]["meta"] for node in nodes.values() if node["name"].startswith("met_")]
    sheets = {meta["metric"]["id"]: meta["metric"] for meta in metas if "metric" in meta}
    values = connection.execute(
        "select metric_id, org_id, week_id, numerator, denominator, value from marts.fct_metric"
    ).fetchall()
    for metric_id, org, week, numerator, denominator, value in values:
        found = connection.execute(sheets[metric_id]["evidence"], {"week": week, "org": org})
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        at = (metric_id, org, week)
        assert numerator == pytest.approx(sum(row.get("amount", 1) for row in rows if row["in_numerator"])), (
            at
        )
        if denominator is None:
            assert value == numerator, at
        else:
            assert denominator == pytest.approx(sum(row.get("weight", 1) for row in rows)), at
            assert value == (numerator / denominator if denominator else None), at
    return {metric_id for metric_id, *_ in values}
