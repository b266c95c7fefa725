"""`python -m tests.simulate.straight FILES SITE SEED` lands a district straight, as if these files had been ingested.

Under the digests of the office's own files every load and row has the same id either way.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

from ingest.commit import Committer
from simulate.run import simulate
from taizhang.commands.simulate import LandingSink
from warehouse.settings import Site


class SameFiles(LandingSink):
    """A landing of files that lie in `files`."""

    def __init__(self, committer: Committer, files: Path) -> None:
        super().__init__(committer, "")
        self._files = files

    def digest(self, path: str) -> str:
        return hashlib.sha256((self._files / path).read_bytes()).hexdigest()


if __name__ == "__main__":
    with Committer(Site(Path(sys.argv[2])), dry_run=False) as committer:
        simulate(SameFiles(committer, Path(sys.argv[1])), io.StringIO(), scale=1, seed=int(sys.argv[3]))
