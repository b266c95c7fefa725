"""Every case of the corpus: what is taken, what is refused, and the cell that is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import polars as pl
import pytest

from ingest import pipeline
from ingest.pipeline import FileReport, ingest_paths
from ingest.problems import describe
from ingest.reader import SheetReader
from tests.ingest.broken.case import Case, Table
from tests.ingest.broken.files import FILES
from tests.ingest.broken.layout import LAYOUT
from tests.ingest.broken.values import VALUES
from warehouse import landing
from warehouse.keys import create_keys
from warehouse.settings import Site

CASES = LAYOUT | VALUES | FILES
CONTRACTS = pipeline.load_contracts()


@pytest.fixture(scope="module")
def reader() -> Iterator[SheetReader]:
    """One reading process for all cases: what one of them does to it must not harm the next."""
    with SheetReader() as reader:
        yield reader


@pytest.fixture
def site(tmp_path: Path, reader: SheetReader, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(pipeline, "SheetReader", lambda: nullcontext(reader))
    monkeypatch.setattr(pipeline, "load_contracts", lambda: CONTRACTS)
    site = Site(tmp_path / "site")
    create_keys(site)
    return site


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of(name: str, site: Site, tmp_path: Path) -> None:
    case: Case = CASES[name]
    folder = tmp_path / "inbox"
    folder.mkdir()
    case.build(folder)
    reports = ingest_paths(site, [folder])
    assert [outcome(report) for report in reports] == [
        (table.status, table.rows, sorted(table.problems, key=str)) for table in case.tables
    ]
    for report, table in zip(reports, case.tables, strict=True):
        assert landed_values(site, report, table) == {
            column: list(values) for column, values in table.values.items()
        }


def outcome(report: FileReport) -> tuple[str, tuple[int, int, int] | None, list[tuple[str, str | None]]]:
    record = report.record
    rows = (record.rows_read, record.rows_accepted, record.rows_rejected) if record else None
    problems = [(problem.rule, problem.cell) for problem in report.problems]
    return report.status, rows, sorted(problems, key=str)


def landed_values(site: Site, report: FileReport, table: Table) -> dict[str, list[object]]:
    """Return the columns that `table` says something about, as they were landed."""
    if not table.values:
        return {}
    assert report.record is not None
    rows = pl.read_parquet(landing.load_path(site, report.record)).sort("_row")
    return {column: rows[column].to_list() for column in table.values}


def test_no_case_is_hidden_by_another_of_its_name() -> None:
    assert len(CASES) == len(LAYOUT) + len(VALUES) + len(FILES) >= 100


def test_every_rule_that_a_case_names_has_its_sentence() -> None:
    rules = {rule for case in CASES.values() for table in case.tables for rule, _ in table.problems}
    assert all(describe(rule).zh and describe(rule).en for rule in rules)
