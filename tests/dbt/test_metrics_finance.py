"""Metrics of tenders, assets, cars, land, audits, projects and payments, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.conftest import Manifest
from tests.dbt.finance_rows import DELIVERED, FUEL, UNITS
from tests.dbt.scenario import Scenario

AS_OF, WEEK = "2018-05-25", "2018-W21"
Values = Mapping[tuple[str, str], tuple[float, float | None]]
EXPECTED: Mapping[str, tuple[float, float | None]] = {
    "tenders": (5, None),
    "tenders_supervised": (4, None),
    "tender_gates_complete_rate": (2, 4),
    "tender_saving_rate": (20 + 40 + 50, 300),
    "tender_change_rate": (8, 190),
    "winner_top_share": (500, 690),
    "assets_registered_rate": (2, 3),
    "assets_with_custodian_rate": (2, 3),
    "rent_collected_rate": (40, 200),
    "lease_rent_collected_rate": (160, 360),
    "platform_trip_rate": (2, 3),
    "fuel_without_trip_cny": (70, None),
    "land_received_rate": (210, 200),
    "land_overdue_cny": (40, None),
    "audited_villages": (1, None),
    "audited_subdistricts": (1, None),
    "audit_findings": (4, None),
    "audit_found_cny": (150, None),
    "audit_recovered_rate": (20, 80),
    "audit_findings_to_clues": (2, None),
    "white_slip_cny": (30, None),
    "white_slip_share": (30, 100),
    "project_checks": (2, None),
    "project_check_cells": (4 + 5, None),
    "project_phases_complete_rate": (1, 3),
    "project_yield_rate": (110, 2000),
    "project_distributed_rate": (60, 110),
    "entrusted_outstanding_cny": (250 - 199 + 200 - 100, None),
    "entrusted_repaid_cny": (299, None),
    "repayment_on_schedule_rate": (1, 3),
    "repayment_plan_years": (2 + 1, 2),
    "budget_approved": (1, None),
    "approved_before_contract_rate": (1, 3),
    "single_source_share": (10, 70),
    "large_payments": (7, None),
    "large_payments_complete_rate": (2, 6),
    "investments": (5, None),
    "investments_decided_rate": (1, 3),
    "investment_overrun_rate": (1, 3),
    "expense_audit_years": (4, None),
    "expense_over_standard_cny": (30, None),
    "allowance_over_cap_cny": (1 + 50, None),
    "allowance_refund_rate": (75, 200),
    "expense_budget_use_rate": (40, 160),
    "december_share": (30, 100),
    "compensation_difference_cny": (30 + 10, None),
    "compensation_signed_rate": (2, 4),
}


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory, compiled: CompiledProject
) -> duckdb.DuckDBPyConnection:
    site = Scenario(tmp_path_factory.mktemp("finance"), compiled, units=UNITS, registered="2018-05-25")
    for dataset, rows in DELIVERED.items():
        site.land(dataset, AS_OF, rows)
    return compiled.run(site.site, AS_OF)


@pytest.fixture(scope="module")
def values(connection: duckdb.DuckDBPyConnection) -> Values:
    rows = connection.execute(
        "select metric_id, org_id, numerator, denominator from marts.fct_metric where week_id = $1", [WEEK]
    )
    return {
        (metric, org): (numerator, denominator) for metric, org, numerator, denominator in rows.fetchall()
    }


@pytest.mark.parametrize("metric", EXPECTED)
def test_a_metric_is_what_its_rows_come_to_by_hand(values: Values, metric: str) -> None:
    assert values[metric, "all"] == pytest.approx(EXPECTED[metric])


@pytest.mark.parametrize(
    ("metric", "org", "expected"),
    [
        ("tenders_supervised", "V01", (2, None)),
        ("winner_top_share", "V02", (500, 550)),
        ("audited_subdistricts", "S01", (1, None)),
        ("land_overdue_cny", "S01", (40, None)),
        ("expense_budget_use_rate", "D01", (40, 160)),
        ("repayment_on_schedule_rate", "V02", (0, 1)),
    ],
)
def test_an_organisation_has_its_own_rows(
    values: Values, metric: str, org: str, expected: tuple[float, float | None]
) -> None:
    assert values[metric, org] == pytest.approx(expected)


def test_what_was_never_delivered_has_no_value(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled, units=UNITS).land("ledger.fuel_transactions", "2018-05-18", FUEL)
    metrics = "select distinct metric_id from marts.fct_metric order by 1"
    assert site.ask("2018-05-18", metrics) == [[]]


@pytest.mark.parametrize("metric", EXPECTED)
def test_the_evidence_comes_to_the_metric_for_every_organisation(
    connection: duckdb.DuckDBPyConnection, values: Values, manifest: Manifest, metric: str
) -> None:
    node: dict[str, Any] = manifest["nodes"][f"model.taizhang.met_{metric}"]
    evidence = node["config"]["meta"]["metric"]["evidence"]
    for (_, org), (numerator, denominator) in (
        (key, value) for key, value in values.items() if key[0] == metric
    ):
        found = connection.execute(evidence, {"week": WEEK, "org": org})
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert numerator == pytest.approx(
            float(sum(row.get("amount", 1) for row in rows if row["in_numerator"]))
        )
        if denominator is not None:
            assert denominator == pytest.approx(float(sum(row.get("weight", 1) for row in rows)))
