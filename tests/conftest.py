"""Fixtures that several test packages share."""

import os
from pathlib import Path

import pytest

from ingest.pipeline import find_files, ingest_paths
from warehouse.build import build
from warehouse.settings import PROJECT, Site

SAMPLE = PROJECT / "data" / "sample"
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real data beside the repository, which no test may do without in CI."""
    if not SHARED.is_dir():
        message = f"real data is expected in {SHARED}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def sample_files() -> list[Path]:
    """The sample district's deliveries, in the order of their days."""
    return find_files(sorted(SAMPLE.glob("2018-*")))


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory, sample_files: list[Path]) -> Site:
    """A site with the whole sample landed and published once; tests only read it."""
    site = Site(tmp_path_factory.mktemp("sample"))
    ingest_paths(site, sample_files)
    assert build(site).status == "published"
    return site
