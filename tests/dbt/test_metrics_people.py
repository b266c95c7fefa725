"""Metrics of households, subsidies, party life and discipline, worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from simulate.cases import Cases
from simulate.domains.discipline import coverage
from simulate.world import World
from tests.dbt.compiled_project import CompiledProject
from tests.dbt.discipline_rows import DISCIPLINE, SECRET
from tests.dbt.evidence import check_evidence
from tests.dbt.household_rows import HOUSEHOLDS
from tests.dbt.landing_factory import Row
from tests.dbt.party_rows import PARTY
from tests.dbt.scenario import Scenario

UNITS: Sequence[Row] = (
    {"org_code": "D01", "name": "财政局", "aliases": "区财政局", "kind": "department"},
    {"org_code": "S01", "name": "东街道", "kind": "subdistrict"},
    {"org_code": "V01", "name": "甲村", "kind": "village", "parent_code": "S01"},
    {"org_code": "V02", "name": "乙村", "kind": "village", "parent_code": "S01"},
    {"org_code": "C01", "name": "丙社区", "kind": "community", "parent_code": "S01"},
)
AS_OF, WEEK = "2018-05-25", "2018-W21"
Pair = tuple[float, float | None]
Values = Mapping[tuple[str, str], Pair]
EXPECTED: Mapping[str, Pair] = {
    "benefit_paid_cny": (100 + 100 + 40 + 10 + 5 - 50 - 25 + 100, None),
    "benefit_paid_after_exit_cny": (100 - 30 + 10, None),
    "benefit_exits_effective_rate": (1, 2),
    "benefit_recovered_cny": (20 + 50 + 25, None),
    "job_wages_cny": (500 - 100 + 500 + 300, None),
    "job_wage_without_attendance": (1, None),
    "income_share_distributed_rate": (50, 200),
    "welfare_households": (4, None),
    "reviewed_households": (6, None),
    "reviewed_villages": (2, None),
    "review_rate": (3, 4),
    "review_exits": (3, None),
    "review_includes": (1, None),
    "review_kept": (2, None),
    "review_publicised_rate": (2, 4),
    "poverty_files_complete_rate": (2, 3),
    "poverty_households_with_measures_rate": (2, 4),
    "monitoring_coverage": (2, 4),
    "match_hits": (6, None),
    "match_verified_rate": (3, 6),
    "match_removed": (1, None),
    "match_categories": (2, None),
    "match_precision": (2, 3),
    "study_plan_done_rate": (1, 3),
    "study_topics": (2, None),
    "study_sessions": (2, None),
    "organisation_life_on_schedule_rate": (5 + 1 + 1, 4 * 6 + 6 + 4 + 4),
    "theme_day_on_28_rate": (2, 5),
    "activity_uploaded_rate": (2, 8),
    "dormant_branches": (1, None),
    "dormant_enterprise_branches": (1, None),
    "members_per_branch": (12 + 4 + 3 + 3 + 3, 5),
    "party_building_points": (400, 2),
    "archive_audit_coverage": (3, 4),
    "archive_aspects": (2, None),
    "archive_corrected_rate": (1, 2),
    "entrants_examined_rate": (1, 2),
    "parttime_posts_doubtful": (3, None),
    "parttime_posts_cleared_rate": (1, 4),
    "elections_on_time_rate": (2, 4),
    "elections_secret_ballot_rate": (1, 2),
    "elections_requested_rate": (1, 2),
    "elections_quorum_rate": (1, 2),
    "admissions": (5, None),
    "admission_controls_rate": (2, 5),
    "untrained_admissions": (2, None),
    "development_stages": (4, None),
    "new_organisations": (4, None),
    "new_organisation_branch_rate": (1, 2),
    "new_organisation_plans": (1, None),
    "talked_county": (1, None),
    "talked_section": (1, None),
    "talk_coverage": (2, 3),
    "lecture_batches": (2, None),
    "lecture_attendance_rate": (3, 4),
    "film_titles": (2, None),
    "screenings": (3, None),
    "notices_relayed": (2, None),
    "messages_sent": (150, None),
    "messages_delivered_rate": (90, 100),
    "conduct_cases": (2, None),
    "conduct_cases_this_year": (1, None),
    "cases_published_rate": (3, 5),
    "conduct_cases_published_rate": (2, 2),
    "accountability_matters": (3, None),
    "sanctions_admonished": (1, None),
    "sanctions_circulated": (2, None),
    "sanctions_warned": (1, None),
    "sanctions_expelled": (2, None),
    "conduct_accountability_matters": (2, None),
    "conduct_admonished": (1, None),
    "conduct_circulated": (1, None),
    "conduct_warned": (1, None),
    "double_accountability_rate": (4, 6),
    "clues": (3, None),
    "rural_clue_days": (10, 1),
    "cases_rescreened": (2, None),
    "gang_case_members": (3, None),
    "supervision_offices": (2, None),
    "units_assigned_once_rate": (3, 6),
    "district_inspection_coverage": (2, 6),
    "risk_points": (3, None),
    "risk_points_controlled_rate": (1, 3),
}


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory, compiled: CompiledProject
) -> duckdb.DuckDBPyConnection:
    site = Scenario(tmp_path_factory.mktemp("people"), compiled, units=UNITS, registered=AS_OF)
    for dataset, rows in {**HOUSEHOLDS, **PARTY, **DISCIPLINE}.items():
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
        ("reviewed_households", "V01", (4, None)),
        ("benefit_paid_after_exit_cny", "V02", None),
        ("dormant_branches", "S01", (1, None)),
        ("party_building_points", "S01", (200, 1)),
        ("accountability_matters", "S01", (3, None)),
        ("units_assigned_once_rate", "C01", (0, 1)),
        ("units_assigned_once_rate", "unassigned", (1, 1)),
        ("elections_on_time_rate", "V02", (1, 1)),
    ],
)
def test_an_organisation_has_its_own_rows(
    values: Values, metric: str, org: str, expected: Pair | None
) -> None:
    assert values.get((metric, org)) == expected


def test_the_evidence_comes_to_every_metric(
    connection: duckdb.DuckDBPyConnection, compiled: CompiledProject
) -> None:
    assert check_evidence(connection, compiled.nodes) >= set(EXPECTED)


def test_nobody_under_a_clue_and_nobody_talked_to_is_named(
    connection: duckdb.DuckDBPyConnection, compiled: CompiledProject
) -> None:
    restricted = [
        node["name"] for node in compiled.nodes.values() if node["fqn"][1:3] == ["marts", "discipline"]
    ]
    assert "fct_clue_week" in restricted
    for table in restricted:
        rows = connection.execute(f"select * from marts.{table}").fetchall()
        assert rows
        assert not any(SECRET in str(value) for row in rows for value in row), table


def test_a_simulated_district_has_the_units_that_its_truth_tells_of(
    tmp_path: Path, compiled: CompiledProject
) -> None:
    world, cases = World(7, 0, 3), Cases(0, 3)
    frames = {table.dataset: table.frame for table in coverage.make(world, cases)}
    units = world.places.organisations
    site = Scenario(tmp_path, compiled, units=units.to_dicts())
    assigned = "discipline.supervision_assignments"
    site.land(assigned, "2018-05-18", frames[assigned].to_dicts())
    inspected = "discipline.district_inspections"
    rows = frames[inspected].with_columns(cycle_from_on=pl.col("cycle_from_on").str.head(4) + "-01-01")
    site.land(inspected, "2018-05-18", rows.drop("ended_on").to_dicts())
    figures = {
        metric: (numerator, denominator)
        for metric, numerator, denominator in site.ask(
            "2018-05-18",
            "select metric_id, numerator, denominator from marts.fct_metric where org_id = 'all'",
        )[0]
    }
    # Of what was never delivered nothing is known, which is not nought.
    delivered = {"supervision_offices", "units_assigned_once_rate", "district_inspection_coverage"}
    assert set(figures) & set(EXPECTED) == delivered
    known = Counter((case.indicator_id, case.kind) for case in cases.found)
    size = len(units.filter(pl.col("kind") != "committee"))
    assert known["D05.1", "real"] > 0
    assert figures["units_assigned_once_rate"] == (size - known["D05.1", "real"], size)
    # A unit set up after the cycle was not inspected, either; that it need not be is for the rule to know.
    not_inspected = known["D05.2", "real"] + known["D05.2", "innocent"]
    assert not_inspected > 0
    assert figures["district_inspection_coverage"] == (size - not_inspected, size)
