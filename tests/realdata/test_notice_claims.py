"""The one real notice against a simulated district: everything that people found stated in it has a verdict.

The text lies in the shared folder only; the district's registers are made up to the figures that a notice would print.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.pipeline import Options, ingest_paths
from tests.dbt.compiled_project import CompiledProject
from tests.dbt.conftest import build_story
from tests.dbt.story import AS_OF
from tests.once import make_once
from tests.simulate.conftest import make_district
from warehouse.claims import CHECKABLE, CheckedClaim, read_claims, read_contradictions
from warehouse.settings import Site

NOTICE, PRINTED_ON, LAST_DAY = "zaozhuang-2018", "2018-07-20", "2018-08-31"
Quoted = Mapping[str, tuple[int, int]]


@pytest.fixture(scope="module")
def quoted(shared_dir: Path) -> Quoted:
    """Where each claim that people wrote down stands in the text, by its id."""
    text = (shared_dir / "notices" / f"{NOTICE}.txt").read_bytes().decode("utf-8")
    with (shared_dir / "notices" / f"{NOTICE}.claims.csv").open(encoding="utf-8") as lines:
        quotes = {row["claim_id"]: row["quote"] for row in csv.DictReader(lines)}
    return {name: (text.index(quote), text.index(quote) + len(quote)) for name, quote in quotes.items()}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    nodes = make_once(tmp_path_factory, "story", build_story).manifest["nodes"].values()
    sheets = [node["config"]["meta"]["metric"] for node in nodes if node["name"].startswith("met_")]
    return {sheet["id"]: sheet["evidence"] for sheet in sheets}


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory, shared_dir: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    district = make_once(tmp_path_factory, "district", make_district)
    story = make_once(tmp_path_factory, "story", build_story)
    root = tmp_path_factory.mktemp("claims")
    site = Site(root / "site")
    shutil.copytree(district.landed.landing, site.landing, copy_function=os.link)
    shutil.rmtree(site.landing / "_catalog", ignore_errors=True)
    ingest_paths(
        site, [shared_dir / "notices" / f"{NOTICE}.txt"], Options(as_of=datetime.fromisoformat(PRINTED_ON))
    )
    compiled = CompiledProject(story.manifest["nodes"], story.site.landing, AS_OF, story.warehouse.stem)
    with compiled.run(site, LAST_DAY) as connection:
        yield connection


@pytest.fixture(scope="module")
def claims(connection: duckdb.DuckDBPyConnection) -> list[CheckedClaim]:
    return [claim for claim in read_claims(connection) if claim.source == "notice"]


def find_at(claims: list[CheckedClaim], span: tuple[int, int]) -> list[CheckedClaim]:
    return [claim for claim in claims if claim.span and claim.span[0] < span[1] and span[0] < claim.span[1]]


def test_everything_that_people_found_stated_is_a_claim_with_a_verdict(
    claims: list[CheckedClaim], quoted: Quoted, record_property: Callable[[str, object], None]
) -> None:
    assert len(quoted) == 112
    assert [name for name, span in quoted.items() if not find_at(claims, span)] == []
    record_property("verdicts", sorted(Counter((claim.verdict, claim.reason) for claim in claims).items()))


def test_what_cannot_be_checked_has_no_register_or_states_no_number(
    claims: list[CheckedClaim], quoted: Quoted
) -> None:
    unchecked = {
        name: {claim.reason for claim in find_at(claims, span)}
        for name, span in quoted.items()
        if not any(claim.verdict in CHECKABLE for claim in find_at(claims, span))
    }
    allowed = {
        "no_record_kind",
        "name_not_number",
        "undertaking",
        "interval_not_stated",
        "no_threshold",
        "frames_another",
    }
    assert {name: reasons for name, reasons in unchecked.items() if not reasons <= allowed} == {}
    assert len(unchecked) <= 8


@pytest.mark.parametrize(
    ("quote_id", "verdict", "recomputed"),
    [
        ("C001", "属实", "2018-01-15/2018-03-20"),
        ("C004", "属实", 33),
        ("C005", "属实", 101),
        ("C014", "属实", "2018-05-14/2018-05-28"),
        ("C033", "属实", 38),
        ("C069", "属实", 15),
        ("C087", "属实", 36),
        ("C099", "属实", 28),
        ("C101", "属实", "2018-04-08/2018-04-20"),
    ],
)
def test_a_figure_that_the_district_was_made_to_is_borne_out(
    claims: list[CheckedClaim], quoted: Quoted, quote_id: str, verdict: str, recomputed: float | str
) -> None:
    found = [(claim.verdict, claim.recomputed) for claim in find_at(claims, quoted[quote_id])]
    assert (verdict, recomputed) in found


def test_every_recomputed_number_is_what_its_rows_come_to(
    connection: duckdb.DuckDBPyConnection, evidence: dict[str, str]
) -> None:
    everything = [claim for claim in read_claims(connection) if claim.verdict in CHECKABLE]
    compared = [claim for claim in everything if claim.metric_id]
    assert len(compared) > 40
    for claim in compared:
        assert claim.metric_id is not None and isinstance(claim.recomputed, float)
        rows = fetch(connection, evidence[claim.metric_id], {"week": claim.week_id, "org": claim.org_id})
        counted = sum(float(row.get("amount", 1) or 0) for row in rows if row["in_numerator"])
        weight = sum(float(row.get("weight", 1) or 0) for row in rows)
        shares = [counted] + ([counted / weight] if weight else [])
        assert any(claim.recomputed == pytest.approx(share) for share in shares), claim.claim_id


def fetch(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, str]) -> list[dict[str, Any]]:
    found = connection.execute(query, values)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_contradictions_that_people_found_are_found(
    connection: duckdb.DuckDBPyConnection, quoted: Quoted
) -> None:
    by_id = {claim.claim_id: claim for claim in read_claims(connection)}
    found = {
        (contradiction.kind, contradiction.value, contradiction.other_value)
        for contradiction in read_contradictions(connection)
    }
    assert {
        ("printed", 33, 32),
        ("printed", 101, 78),
        ("parts", 4, 3),
        ("same_subject", 38, 34),
    } <= found
    early = [by_id[c.claim_id] for c in read_contradictions(connection) if c.kind == "before_feedback"]
    for quote_id in ("C016", "C048", "C065", "C101"):
        assert find_at(early, quoted[quote_id]), quote_id
