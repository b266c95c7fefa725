"""What became of one table of one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ingest.masking import scrub
from ingest.problems import Problem
from warehouse.landing import LoadRecord


@dataclass(frozen=True)
class FileReport:
    """What became of one table of one file; a file without a table has one report all the same.

    `names` are the cells that name organisations, to be held against the register once every file is in. `confidence`
    is how sure the recognition of the dataset is, 0 to 1; None where nothing had to be recognised. `holds_rows`: what
    was not recognised looks like data, not like a cover.
    """

    path: Path
    sha256: str
    status: str
    sheet: str | None = None
    record: LoadRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    names: pl.DataFrame | None = None
    confidence: float | None = None
    holds_rows: bool = False

    @property
    def file_name(self) -> str:
        """The file's name as it may be told: without the numbers of people's papers."""
        return scrub(self.path.name)

    @property
    def is_landed(self) -> bool:
        """Whether rows of the table are in the landing, from this run or an earlier one."""
        return self.status in ("landed", "already landed")
