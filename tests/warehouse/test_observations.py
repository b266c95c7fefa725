"""What a week showed is written down with its build and, once a later week is there, never again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.tiny_findings import TinyFinding, write_findings
from warehouse.landing_shapes import OBSERVATIONS, OBSERVED
from warehouse.observations import list_observed_weeks, record_observations
from warehouse.settings import Site

FIRST = [TinyFinding("a", rows=[4], amount_cny=100), TinyFinding("gone", status="cleared")]
SECOND = [TinyFinding("b", rows=[5])]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def observe(site: Site, week: str, findings: Sequence[TinyFinding]) -> None:
    aside = site.root / "aside.duckdb"
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.unlink(missing_ok=True)
    with duckdb.connect(aside) as connection:
        write_findings(connection, findings)
    record_observations(site, aside, week)


def shown(site: Site, week: str) -> list[str]:
    return pl.read_parquet(site.landing / OBSERVED / f"{week}.parquet")["finding_id"].to_list()


def test_a_week_shows_what_was_flagged_and_not_what_had_gone(site: Site) -> None:
    observe(site, "2018-W13", [*FIRST, TinyFinding("allowed", status="excepted")])
    frame = pl.read_parquet(site.landing / OBSERVED / "2018-W13.parquet")
    assert dict(frame.schema) == OBSERVATIONS
    assert frame["finding_id"].to_list() == ["a", "allowed"]
    assert frame["week_id"].unique().to_list() == ["2018-W13"]
    assert frame["evidence"].to_list()[0] == ["load-000004"]


def test_the_week_that_is_worked_on_is_written_anew(site: Site) -> None:
    observe(site, "2018-W13", FIRST)
    observe(site, "2018-W13", SECOND)
    assert shown(site, "2018-W13") == ["b"]


def test_an_earlier_week_is_never_rewritten(site: Site) -> None:
    observe(site, "2018-W13", FIRST)
    observe(site, "2018-W14", SECOND)
    observe(site, "2018-W13", SECOND)
    assert shown(site, "2018-W13") == ["a"]
    assert shown(site, "2018-W14") == ["b"]


def test_the_turn_of_the_year_is_in_order(site: Site) -> None:
    observe(site, "2018-W52", FIRST)
    observe(site, "2019-W01", SECOND)
    observe(site, "2018-W52", SECOND)
    assert shown(site, "2018-W52") == ["a"]
    assert list_observed_weeks(site.landing) == ["2018-W52", "2019-W01"]


def test_the_same_showing_leaves_the_file_alone(site: Site) -> None:
    observe(site, "2018-W13", FIRST)
    path = site.landing / OBSERVED / "2018-W13.parquet"
    before = path.stat().st_ino
    observe(site, "2018-W13", list(reversed(FIRST)))
    assert path.stat().st_ino == before


def test_a_project_without_indicators_observes_nothing(site: Site) -> None:
    aside = site.root / "aside.duckdb"
    aside.parent.mkdir(parents=True)
    duckdb.connect(aside).close()
    record_observations(site, aside, "2018-W13")
    assert list_observed_weeks(site.landing) == []


def test_a_week_without_findings_is_observed_all_the_same(site: Site) -> None:
    observe(site, "2018-W13", [])
    assert list_observed_weeks(site.landing) == ["2018-W13"]
    assert shown(site, "2018-W13") == []
