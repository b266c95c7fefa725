"""What the scenarios share: one round, two units, and a short way to land and to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import Row, deliver
from tests.dbt.story import task
from warehouse.settings import Site

FIRST, SECOND = ("2018-1", "2018-05-18"), ("2018-2", "2018-06-04")
UNITS = (
    {"org_code": "D01", "name": "财政局", "aliases": "区财政局", "kind": "department"},
    {"org_code": "D02", "name": "民政局", "kind": "department"},
)
TASKS, EVENTS = "ledger.tasks", "ledger.closure_events"
MEASURES, PROGRESS, EVIDENCE = "ledger.measures", "ledger.weekly_progress", "ledger.evidence"
LEDGER = "ledger.rectification_ledger"
CHANGES = (
    "select week_id, task_no(task_id), change, before, after from marts.fct_change"
    " where entity = 'task' order by all"
)


class Scenario:
    """A site with its registers, to which a test delivers and of which it asks."""

    def __init__(
        self,
        root: Path,
        compiled: CompiledProject,
        *,
        rounds: Sequence[tuple[str, str]] = (FIRST,),
        units: Sequence[Row] = UNITS,
        registered: str = "2018-05-18",
    ) -> None:
        self.site, self.compiled = Site(root), compiled
        if rounds:
            named = [{"round_code": code, "inspected_unit": "区", "feedback_on": day} for code, day in rounds]
            deliver(self.site, "ledger.inspection_rounds", registered, named)
        deliver(self.site, "reference.organisations", registered, units)

    def land(self, dataset: str, as_of: str, rows: Sequence[Row], **options: Any) -> Scenario:
        deliver(self.site, dataset, as_of, rows, **options)
        return self

    def ask(self, as_of: str, *questions: str) -> list[list[tuple[Any, ...]]]:
        """Build as of the day and return the rows of each question."""
        with self.compiled.run(self.site, as_of) as connection:
            connection.execute("create macro task_no(id) as cast(split_part(id, '-', -1) as integer)")
            return [connection.execute(question).fetchall() for question in questions]


def due(number: int, day: str = "2018-06-30", lead_unit: str = "财政局", **more: object) -> Row:
    return task(number, lead_unit, "dated", day, **more)


def of_round(code: str, rows: Sequence[Row]) -> list[Row]:
    return [{**row, "round_code": code} for row in rows]
