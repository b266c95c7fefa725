"""Every figure of the district opens the list that it counts."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.simulate.conftest import District
from warehouse.serving import open_build

WEEKS = ("2018-W21", "2018-W35")


def read_list(connection: duckdb.DuckDBPyConnection, sql: str, week: str, org: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, {"week": week, "org": org})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("week", WEEKS)
def test_a_metric_is_the_sum_of_the_rows_that_it_opens(published: District, week: str) -> None:
    with open_build(published.landed) as connection:
        lists = dict(connection.execute("select metric_id, evidence_sql from catalog.metric").fetchall())
        figures = connection.execute(
            "select metric_id, org_id, numerator, denominator from marts.fct_metric where week_id = ?", [week]
        ).fetchall()
        for metric_id, org, numerator, denominator in figures:
            rows = read_list(connection, lists[metric_id], week, org)
            counted = sum(float(row.get("amount", 1) or 0) for row in rows if row["in_numerator"])
            assert numerator == pytest.approx(counted), (metric_id, org)
            if denominator is not None:
                weight = sum(float(row.get("weight", 1) or 0) for row in rows)
                assert denominator == pytest.approx(weight), (metric_id, org)


def test_nearly_every_metric_has_a_value_in_the_last_week(published: District) -> None:
    with open_build(published.landed) as connection:
        silent = connection.execute(
            "select metric_id from catalog.metric where metric_id not in"
            " (select metric_id from marts.fct_metric where week_id = ? and org_id = 'all')",
            [WEEKS[-1]],
        ).fetchall()
        known = connection.execute("select count(*) from catalog.metric").fetchone()
    assert known and known[0] >= 150
    assert silent == []


def test_every_row_behind_a_metric_leads_to_its_source(published: District) -> None:
    with open_build(published.landed) as connection:
        lists = connection.execute("select metric_id, evidence_sql from catalog.metric").fetchall()
        for metric_id, sql in lists:
            rows = read_list(connection, sql, WEEKS[-1], "all")
            uids = [row[name] for row in rows for name in ("row_uid", "proof_row_uid") if row.get(name)]
            lost = connection.execute(
                "select count(*) from (select unnest(?) as row_uid) as wanted"
                " anti join marts.fct_source_row using (row_uid)",
                [uids],
            ).fetchone()
            assert lost == (0,), metric_id
