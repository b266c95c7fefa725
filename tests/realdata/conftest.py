"""Contracts for public files that nobody here wrote; the files themselves are read where they lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from ingest import pipeline
from ingest.pipeline import FileReport
from warehouse import landing
from warehouse.contracts import load_contracts
from warehouse.settings import Site

CONTRACTS = Path(__file__).with_name("contracts")


@pytest.fixture(scope="module")
def public_contracts() -> Iterator[None]:
    """Let the pipeline know the contracts of the public files, and no others."""
    contracts = load_contracts(CONTRACTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_contracts", lambda: contracts)
        yield


def landed_rows(site: Site, report: FileReport) -> pl.DataFrame:
    """Return the rows that a report's load landed."""
    assert report.record is not None
    return pl.read_parquet(landing.load_path(site, report.record))
