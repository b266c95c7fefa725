"""One district, written and landed once for all tests that look at its files, and published for those of its marts."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import FileReport, ingest_paths
from simulate.office.page import Page
from simulate.office.sink import OfficeSink
from simulate.run import simulate
from tests.once import make_once
from warehouse import keys
from warehouse.settings import PROJECT, Site

# Nearly every dataset is delivered on one of these days; what is only written and compared needs no others.
DAYS = ("2018-04-20", "2018-04-27", "2018-05-25")
SEED = 7


class EarlyFiles(OfficeSink):
    """Office files of some days only."""

    def __init__(self, folder: Path, days: tuple[str, ...]) -> None:
        super().__init__(folder)
        self._days = days

    def put(self, page: Page) -> None:
        if page.path.startswith(self._days):
            super().put(page)


@dataclass(frozen=True)
class District:
    """`files` are the office's; `landed` was made beside them; `ingested` holds what the files became."""

    files: Path
    landed: Site
    ingested: Site
    reports: list[FileReport]
    truth: list[dict[str, Any]]


def write_files(
    folder: Path, days: tuple[str, ...] = DAYS, *, scale: int = 1, seed: int = SEED
) -> list[dict[str, Any]]:
    """Write the office files of `days` into `folder` and return the truth about the whole."""
    truth = io.StringIO()
    with EarlyFiles(folder, days) as sink:
        simulate(sink, truth, scale=scale, seed=seed)
    return [json.loads(line) for line in truth.getvalue().splitlines()]


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    """Begin a module beside this process: there are two processors."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(processes: list[subprocess.Popen[str]]) -> None:
    told = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), told


def make_district(root: Path) -> District:
    """Fill `root` with every file of a district, and with the two sites, which have the same key."""
    files, landed, ingested = root / "files", Site(root / "landed"), Site(root / "ingested")
    for site in (landed, ingested):
        site.keys.mkdir(parents=True)
        keys.write_key_file(keys.key_path(site), b"0123456789abcdef" * 2)
    truth = write_files(files, ("",))
    straight = start("tests.simulate.straight", files, landed.root, SEED)
    reports = ingest_paths(ingested, [files])
    finish([straight])
    return District(files, landed, ingested, reports, truth)


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    return make_once(tmp_path_factory, "district", make_district)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, district: District) -> District:
    """The district with both of its sites built."""

    def build(_: Path) -> District:
        sites = (district.landed, district.ingested)
        finish([start("taizhang", "--site", site.root, "build") for site in sites])
        return district

    return make_once(tmp_path_factory, "district-marts", build)
