"""Fixtures that several test packages share."""

import os
from pathlib import Path

import pytest

from ingest.pipeline import find_files, ingest_paths
from simulate.sample.delivery import SAMPLE, write_sample
from tests.once import make_once
from warehouse.build import build
from warehouse.settings import Site

__all__ = ["SAMPLE"]
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
def story_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district's 16 weeks, of which data/sample holds an excerpt: a folder per day, and truth.json."""

    def write(folder: Path) -> Path:
        write_sample(folder)
        return folder

    return make_once(tmp_path_factory, "story-files", write)


@pytest.fixture(scope="session")
def sample_files(story_folder: Path) -> list[Path]:
    """The sample district's deliveries, in the order of their days."""
    return find_files(sorted(story_folder.glob("2018-*")))


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory, sample_files: list[Path]) -> Site:
    """A site with the whole story landed and published once; tests only read it."""

    def publish(root: Path) -> Site:
        site = Site(root)
        ingest_paths(site, sample_files)
        assert build(site).status == "published"
        return site

    return make_once(tmp_path_factory, "sample-site", publish)
