"""One district, written and landed once for all tests that look at its files."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.commit import Committer
from ingest.pipeline import FileReport, ingest_paths
from simulate.office.page import Page
from simulate.office.sink import OfficeSink
from simulate.run import simulate
from taizhang.commands.simulate import LandingSink
from warehouse.keys import ensure_keys
from warehouse.settings import Site

# Every dataset is delivered on one of these days; the others are more of the same.
DAYS = ("2018-04-20", "2018-04-27", "2018-05-25")
SEED = 7


class EarlyFiles(OfficeSink):
    """Office files of some days only."""

    def __init__(self, folder: Path, days: tuple[str, ...] = DAYS) -> None:
        super().__init__(folder)
        self._days = days

    def put(self, page: Page) -> None:
        if page.path.startswith(self._days):
            super().put(page)


class Both:
    """The same pages as office files and in a landing."""

    def __init__(self, office: EarlyFiles, landing: LandingSink) -> None:
        self.office, self.landing, self.pages = office, landing, 0

    def put(self, page: Page) -> None:
        self.pages += 1
        self.office.put(page)
        if page.path.startswith(DAYS):
            self.landing.put(page)

    def finish(self) -> None:
        self.office.finish()


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


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    root = tmp_path_factory.mktemp("district")
    landed, ingested = Site(root / "landed"), Site(root / "ingested")
    ensure_keys(landed)
    ingested.keys.parent.mkdir()
    ingested.keys.mkdir()
    (ingested.keys / "personal.key").write_bytes((landed.keys / "personal.key").read_bytes())
    (ingested.keys / "personal.key").chmod(0o600)
    truth = io.StringIO()
    with EarlyFiles(root / "files") as office, Committer(landed, dry_run=False) as committer:
        simulate(Both(office, LandingSink(committer, "test")), truth, scale=1, seed=SEED)
    reports = ingest_paths(ingested, [root / "files"])
    cases = [json.loads(line) for line in truth.getvalue().splitlines()]
    return District(root / "files", landed, ingested, reports, cases)
