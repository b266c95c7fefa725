"""A load into its places, in the one order that a crash cannot harm: the vault, the rejects, then the landing.

The landing's rename is the commit: a row must never be there before what belongs to it, and the rejects written before
it count only from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import polars as pl

from ingest.load import Load, Stretch
from ingest.problems import Problem, describe
from warehouse import landing
from warehouse.contracts import Label
from warehouse.failpoints import failpoint
from warehouse.keys import Keys, load_keys
from warehouse.landing_shapes import REJECTS
from warehouse.load_writer import LoadWriter
from warehouse.parts import sweep_old_parts
from warehouse.settings import Site
from warehouse.vault import Vault, open_vault


class Committer:
    """Lands the loads of one run; opens key and vault when the first personal value comes.

    Raises:
        TaizhangError: on entering, where there is a vault whose key is absent or another one: nothing is written.
    """

    def __init__(self, site: Site, *, dry_run: bool) -> None:
        self._site = site
        self._dry_run = dry_run
        self._keys: Keys | None = None
        self._vault: Vault | None = None

    def __enter__(self) -> Self:
        if self._site.vault.exists():
            self.find_keys()
        if not self._dry_run:
            for folder in (self._site.landing, self._site.rejects, self._site.returns):
                sweep_old_parts(folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._vault is not None:
            self._vault.close()

    def find_keys(self) -> Keys:
        """Return the site's keys, checked against its vault."""
        if self._keys is None:
            self._keys = load_keys(self._site)
        return self._keys

    def land(
        self, record: landing.LoadRecord, stretches: Iterable[Stretch], finish: Callable[[], Load]
    ) -> tuple[str, Load]:
        """Return the load and what became of it: landed, already landed or rejected.

        What has landed under the same contract is not read again: its record and its rejects tell the same.

        Args:
            record: what the load is; its counts come with `finish`.
            stretches: its rows, which are converted while they are taken.
            finish: gives the counts and the problems once every stretch was taken.
        """
        known = landing.find_load(self._site, record)
        if known is not None and known.contract_hash == record.contract_hash:
            if not self._dry_run:
                landing.drop_old_rejects(self._site, known)
            return "already landed", self._recall(replace(known, inferred=record.inferred))
        if self._dry_run:
            for _ in stretches:
                pass
            load = finish()
            return ("landed" if load.record.rows_accepted else "rejected"), load
        with LoadWriter(self._site, record) as writer:
            for stretch in stretches:
                self._keep(stretch.secrets)
                writer.write(stretch.rows)
            load = finish()
            if known and not load.record.rows_accepted:
                raw = str(known.rows_accepted)
                kept = Problem("kept_reading", "note", describe("kept_reading", raw=raw), record.sheet)
                return "rejected", replace(load, problems=[*load.problems, kept])
            landing.write_rejects(self._site, load.record, rejects_frame(load.record, load.problems))
            failpoint("ingest:rejects-written")
            if load.record.rows_accepted:
                writer.commit(load.record)
                failpoint("ingest:load-landed")
            landing.drop_old_rejects(self._site, load.record)
        return ("landed" if load.record.rows_accepted else "rejected"), load

    def land_whole(self, load: Load) -> tuple[str, Load]:
        """Land a load that is in memory already."""
        none = pl.DataFrame(schema={"token": pl.String, "class": pl.String, "raw": pl.String})
        stretch = Stretch(load.rows, none if load.secrets is None else load.secrets)
        return self.land(load.record, [stretch], lambda: load)

    def _recall(self, known: landing.LoadRecord) -> Load:
        rejects = landing.read_rejects(self._site, known)
        return Load(known, pl.DataFrame(), [problem_of_reject(row) for row in rejects.iter_rows(named=True)])

    def _keep(self, secrets: pl.DataFrame) -> None:
        if secrets.is_empty():
            return
        if self._vault is None:
            self._vault = open_vault(self._site, self.find_keys())
        self._vault.store(secrets)
        failpoint("ingest:secrets-kept")


def problem_of_reject(row: Mapping[str, Any]) -> Problem:
    """Return the problem that a row of the rejects table tells."""
    same = ("rule", "severity", "sheet", "cell", "row", "column", "raw", "sent")
    return Problem(message=Label(row["message_zh"], row["message_en"]), **{name: row[name] for name in same})


def rejects_frame(record: landing.LoadRecord, problems: list[Problem]) -> pl.DataFrame:
    """Return `problems` in the shape of the rejects table."""
    rows = [
        {
            "reject_id": f"{record.load_id}-{number}",
            "load_id": record.load_id,
            "dataset": record.dataset,
            "file_name": record.file_name,
            "file_sha256": record.file_sha256,
            "sheet": problem.sheet,
            "row": problem.row,
            "cell": problem.cell,
            "column": problem.column,
            "rule": problem.rule,
            "severity": problem.severity,
            "message_zh": problem.message.zh,
            "message_en": problem.message.en,
            "raw": problem.raw,
            "sent": problem.sent,
        }
        for number, problem in enumerate(problems, 1)
    ]
    return pl.DataFrame(rows, schema=REJECTS)
