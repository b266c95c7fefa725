"""What a reader who got every delivery sees change from week to week: the truth for comparing two weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from simulate.deliveries import Delivery, plan_deliveries
from simulate.tables import Table
from simulate.timeline import WEEKS
from warehouse.contracts import load_contracts

SCHEMA = {
    "week": pl.Date,
    "kind": pl.String,
    "dataset": pl.String,
    "task_no": pl.Int64,
    "measure_no": pl.Int64,
    "body": pl.String,
    "field": pl.String,
    "before": pl.String,
    "after": pl.String,
}
# Which kind of change it is when a column of a list or report differs.
FIELDS = {
    "ledger.tasks": {
        "due_on": "deadline_moved",
        "leader": "owner_changed",
        "owner": "owner_changed",
        "lead_unit": "owner_changed",
        "problem": "text_rewritten",
        "requirement": "text_rewritten",
    },
    "ledger.measures": {
        "due_on": "deadline_moved",
        "owner": "owner_changed",
        "lead_unit": "owner_changed",
        "measure": "text_rewritten",
    },
    "ledger.weekly_progress": {
        "recovered_cny": "number_changed",
        "people_held": "number_changed",
        "progress": "text_rewritten",
    },
}
EVENTS = "ledger.closure_events"
STEPS = {"closed": "closed", "reopened": "reopened"}

Place = tuple[int, int | None, str | None]
Row = dict[str, object]


@dataclass(frozen=True)
class Received:
    """A delivery and the day on which it arrived."""

    dataset: str
    arrived_on: date
    delivery: Delivery


def list_changes(tables: Sequence[Table], *, in_hindsight: bool = False) -> pl.DataFrame:
    """Return a row per change between two consecutive weeks.

    `week` is the Friday at whose end it is first seen; `kind` new, closed, reopened, deadline_moved, number_changed,
    owner_changed, row_vanished or text_rewritten; `dataset`, `task_no`, `measure_no` (null for a task), `body` (who
    reports, for weekly reports only), `field`, `before` and `after` (as text) say of what. What the first week holds
    is not new.

    Args:
        tables: the ledger's tables; others are passed over.
        in_hindsight: whether a delivery counts from its as-of date, corrected ones in place of what they correct;
            otherwise from the day on which it arrived. A delivery of an earlier as-of date never replaces a later one.
    """
    received = [
        Received(contract.dataset, date.fromisoformat(delivery.path.split("/")[0]), delivery)
        for contract in load_contracts()
        for table in tables
        if table.dataset == contract.dataset and contract.dataset in (*FIELDS, EVENTS)
        for delivery in plan_deliveries(contract, table)
    ]
    rows: list[tuple[object, ...]] = []
    before: dict[str, dict[Place, Row]] = {}
    steps_before: set[tuple[object, ...]] = set()
    for week in WEEKS:
        known = [one for one in received if (one.delivery.as_of if in_hindsight else one.arrived_on) <= week]
        now = {dataset: _stand(known, dataset) for dataset in FIELDS}
        steps = _steps(known, week)
        if week != WEEKS[0]:
            rows += [
                (week, *change)
                for dataset in FIELDS
                for change in _compare(dataset, before[dataset], now[dataset])
            ]
            rows += [
                (week, kind, EVENTS, task_no, None, None, "event_on", None, str(on))
                for kind, task_no, on in sorted(steps - steps_before, key=str)
            ]
        before, steps_before = now, steps
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _stand(known: Sequence[Received], dataset: str) -> dict[Place, Row]:
    """Return what the latest list of each sender states, by task, measure and reporting body."""
    latest: dict[str | None, Delivery] = {}
    for one in known:
        if one.dataset != dataset:
            continue
        unit = one.delivery.unit
        last = latest.get(unit)
        if last is None or (last.as_of, last.revision) < (one.delivery.as_of, one.delivery.revision):
            latest[unit] = one.delivery
    return {
        (row["task_no"], row.get("measure_no"), unit): row
        for unit, delivery in latest.items()
        for row in delivery.frame.iter_rows(named=True)
    }


def _steps(known: Sequence[Received], week: date) -> set[tuple[object, ...]]:
    """Return the closings and reopenings that are known: kind, task, day."""
    return {
        (STEPS[row["event"]], row["task_no"], row["event_on"])
        for one in known
        if one.dataset == EVENTS
        for row in one.delivery.frame.iter_rows(named=True)
        if row["event"] in STEPS and row["event_on"] <= week
    }


def _compare(dataset: str, before: dict[Place, Row], now: dict[Place, Row]) -> Iterator[tuple[object, ...]]:
    """Yield the changes of one list: kind, dataset, task, measure, body, field, before, after."""
    for place, row in now.items():
        earlier = before.get(place)
        if earlier is None:
            yield ("new", dataset, *place, None, None, None)
            continue
        for name, kind in FIELDS[dataset].items():
            if row[name] != earlier[name]:
                yield (kind, dataset, *place, name, _write(earlier[name]), _write(row[name]))
    for place in before:
        if place not in now:
            yield ("row_vanished", dataset, *place, None, None, None)


def _write(value: object) -> str | None:
    return None if value is None else str(value)
