"""What changed from week to week: the build tells every change that the simulator made, and none that it did not."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from simulate.cases import Cases
from simulate.domains import ledger, reference
from simulate.domains.ledger.building import build_ledger
from simulate.world import World
from tests.simulate.conftest import SEED, District
from warehouse.changes import Change, read_changes
from warehouse.serving import open_build

FIRST, LAST = "2018-W16", "2018-W35"
REPORTS = "ledger.weekly_progress"
Key = tuple[object, ...]


@cache
def made() -> pl.DataFrame:
    """The simulator's own changes, as they stand once late and corrected reports are in."""
    world, cases = World(SEED, 0), Cases(0)
    for make in (*reference.DOMAINS, *ledger.DOMAINS):
        make(world, cases)
    book = world.once(build_ledger)
    return book.changes_in_hindsight.with_columns(pl.col("week").dt.strftime("%G-W%V"))


def made_keys(kind: str, dataset: str | None = None) -> set[Key]:
    rows = made().filter(kind=kind)
    if dataset:
        rows = rows.filter(dataset=dataset)
    return set(rows.select("week", "task_no", "measure_no").iter_rows())


def told_key(change: Change) -> Key:
    """Week, number of the task, number of the measure (None for a task)."""
    task_no, *rest = (int(part) for part in change.id.split("-")[2:])
    return change.week, task_no, rest[0] if rest else None


@pytest.fixture(scope="module")
def told(published: District) -> list[Change]:
    with open_build(published.landed) as connection:
        return read_changes(connection, FIRST, LAST)


def told_keys(told: list[Change], kind: str, entity: str, field: str | None = None) -> set[Key]:
    return {
        told_key(change)
        for change in told
        if (change.change, change.entity) == (kind, entity) and field in (None, change.field)
    }


def test_what_happens_to_tasks_is_told(told: list[Change]) -> None:
    assert told_keys(told, "deadline_moved", "task") == made_keys("deadline_moved")
    assert told_keys(told, "reopened", "task") == made_keys("reopened")
    assert told_keys(told, "reassigned", "task") == made_keys("owner_changed")
    assert told_keys(told, "reworded", "task") == made_keys("text_rewritten", "ledger.tasks")
    assert told_keys(told, "new", "task") == told_keys(told, "removed", "task") == set()


def test_a_closing_is_told_and_one_that_nobody_checked_is_a_declaration(
    published: District, told: list[Change]
) -> None:
    with open_build(published.landed) as connection:
        unchecked = connection.execute(
            "select distinct week_id, cast(split_part(task_id, '-', -1) as integer)"
            " from marts.fct_closure_event_week where event = 'closed' and verifier is null and week_id = $week",
            {"week": LAST},
        ).fetchall()
    tasks = {task_no for _, task_no in unchecked}
    closed, wanted = told_keys(told, "closed", "task"), made_keys("closed")
    assert closed <= wanted and len(closed) > 10
    undone = wanted & made_keys("reopened")
    assert {task_no for _, task_no, _ in wanted - closed - undone} <= tasks


def test_what_happens_to_measures_is_told(told: list[Change]) -> None:
    assert told_keys(told, "new", "measure") == made_keys("new", "ledger.measures")
    assert told_keys(told, "removed", "measure") == made_keys("row_vanished", "ledger.measures")
    numbers = (
        made()
        .filter(kind="number_changed")
        .select("week", "task_no", "measure_no", "field", "before", "after")
    )
    assert {
        (*told_key(change), change.field, float(change.before or 0), float(change.after or 0))
        for change in told
        if change.change == "number_changed"
    } == {(*row[:4], float(row[4]), float(row[5])) for row in numbers.iter_rows()}


def test_a_report_written_anew_is_told(told: list[Change]) -> None:
    """Where two bodies report one measure, or a report comes and goes, the text in force changes more often."""
    rewritten, wanted = (
        told_keys(told, "reworded", "measure", "progress"),
        made_keys("text_rewritten", REPORTS),
    )
    gone = {key[1:] for key in made_keys("row_vanished", "ledger.measures")}
    unsteady = {key[1:] for kind in ("new", "row_vanished") for key in made_keys(kind, REPORTS)}
    assert {key for key in wanted - rewritten if key[1:] not in gone} == set()
    assert {key for key in rewritten - wanted if key[1:] not in unsteady | gone} == set()
    assert len(rewritten & wanted) > 300


def test_no_report_goes_unseen(told: list[Change]) -> None:
    weeks = [change.week for change in told if change.entity == "row" and change.before == REPORTS]
    assert sorted(weeks) == sorted(str(week) for week, *_ in made_keys("row_vanished", REPORTS))
