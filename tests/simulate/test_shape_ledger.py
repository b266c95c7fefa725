"""The ledger of a district: the figures that a notice about it would state, and what changes from week to week."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import polars as pl
import pytest

from simulate.cases import Cases
from simulate.deliveries import plan_deliveries
from simulate.domains.ledger import DOMAINS
from simulate.domains.ledger.book import Book
from simulate.domains.ledger.building import build_ledger
from simulate.tables import Table
from simulate.timeline import (
    FEEDBACK_ON,
    MEETINGS_CHECK,
    PARTY_MEETING_ON,
    POVERTY_CHECK,
    REPORT_ON,
    WEEKS,
)
from simulate.world import World
from tests.simulate.rules.reading import current
from warehouse.contracts import load_contracts

PARTY_SERIES = "强支部"
WEEKLY = next(contract for contract in load_contracts() if contract.dataset == "ledger.weekly_progress")


@cache
def ledger(level: int = 9, block: int = 0) -> tuple[Book, dict[str, pl.DataFrame]]:
    """The book of a district and its tables by dataset."""
    world, cases = World(7, block, level), Cases(block, level)
    tables = {table.dataset: table.frame for domain in DOMAINS for table in domain(world, cases)}
    return world.once(build_ledger), tables


@pytest.mark.parametrize("level", [0, 9])
def test_33_tasks_and_101_measures_whatever_is_wrong(level: int) -> None:
    _, tables = ledger(level)
    assert current(tables["ledger.tasks"])["task_no"].to_list() == list(range(1, 34))
    assert len(current(tables["ledger.measures"])) == 101
    assert tables["ledger.tasks"]["section"].n_unique() == 4


def test_actions_of_four_tasks_without_an_oral_prompt_are_dated_before_the_feedback() -> None:
    _, tables = ledger()
    early = current(tables["ledger.measures"]).filter(pl.col("started_on") < FEEDBACK_ON)
    assert early.filter(pl.col("note").is_null())["task_no"].n_unique() == 4


def test_closings_are_spread_over_the_weeks_and_not_everything_is_closed() -> None:
    _, tables = ledger(0)
    closed = tables["ledger.closure_events"].filter(event="closed")
    assert 15 <= len(closed) <= 26
    assert closed["event_on"].dt.month().n_unique() >= 3
    _, real = ledger()
    assert Counter(real["ledger.closure_events"]["event"])["reopened"] >= 1
    assert current(real["ledger.weekly_progress"])["recovered_cny"].sum() > 0


def test_38_institutions_are_new_or_revised_once_titles_are_resolved() -> None:
    _, tables = ledger()
    listed = tables["ledger.institutions"].filter(
        pl.col("change").is_in(["new", "revised"]), pl.col("status") != "cited"
    )
    numbered = listed.filter(pl.col("doc_no").is_not_null())
    assert len(numbered) == 38 < len(listed)
    _, clean = ledger(0)
    assert clean["ledger.institutions"].filter(pl.col("change") != "withdrawn").height == 38


def test_the_documents_of_the_meeting_and_of_the_two_series() -> None:
    _, tables = ledger(0)
    documents = tables["ledger.institutions"]
    meeting = documents.filter(pl.col("note").str.contains("会议印发"))
    assert (len(meeting), set(meeting["issued_on"])) == (11, {PARTY_MEETING_ON})
    assert documents.filter(pl.col("note").str.contains("征求意见")).height == 3
    assert documents.filter(pl.col("title").str.contains("干部人事档案")).height == 8
    assert documents.filter(pl.col("title").str.contains(PARTY_SERIES)).height > 10


def test_four_kinds_of_check_with_five_dimensions_in_their_campaigns() -> None:
    _, tables = ledger()
    checks = current(tables["ledger.supervision_checks"])
    assert set(checks["kind"]) == {"special", "random", "comprehensive", "focused"}
    verdicts = [name for name in checks.columns if name.endswith("_verdict")]
    assert len(verdicts) == 5
    assert all(checks[name].is_in(["met"]).any() for name in verdicts)
    for word, (first, last) in (("脱贫", POVERTY_CHECK), ("三会一课", MEETINGS_CHECK)):
        days = checks.filter(pl.col("campaign").str.contains(word))["checked_on"]
        assert first <= days.min() <= first + timedelta(days=3)  # type: ignore[operator]
        assert last - timedelta(days=3) <= days.max() <= last  # type: ignore[operator]


def test_letters_go_from_one_to_three_and_from_three_to_34() -> None:
    _, tables = ledger(0)
    pairs = tables["ledger.responsibility_letters"].select("level", "from_org", "to_org").unique()
    assert Counter(pairs["level"]) == {"district_to_street": 3, "street_to_village": 34}
    assert pairs.filter(level="street_to_village")["from_org"].n_unique() == 3


def test_look_backs_begin_after_june_has_passed_its_middle_and_only_look_at_what_was_closed() -> None:
    _, tables = ledger()
    closed = tables["ledger.closure_events"].filter(event="closed").select("task_no", closed_on="event_on")
    seen = (
        tables["ledger.lookbacks"]
        .filter(pl.col("task_no").is_not_null())
        .join(closed, on="task_no", how="left")
    )
    assert len(seen) > 5
    assert seen.select((pl.col("started_on") > pl.col("closed_on")).all()).item()
    assert tables["ledger.lookbacks"]["ended_on"].min() >= date(2018, 6, 29)  # type: ignore[operator]
    assert tables["ledger.lookbacks"]["ended_on"].max() <= REPORT_ON  # type: ignore[operator]


def test_another_block_has_round_units_and_documents_of_its_own() -> None:
    (book, tables), (other, others) = ledger(), ledger(9, 1)
    assert book.round_code != other.round_code
    for dataset, column in (("ledger.tasks", "lead_unit"), ("ledger.institutions", "title")):
        assert not set(tables[dataset][column]) & set(others[dataset][column])


def test_late_missing_and_corrected_reports_arrive_when_they_should() -> None:
    frame = pl.DataFrame(
        {
            "_key": ["a", "a", "b"],
            "round_code": ["2018-1"] * 3,
            "task_no": [1, 1, 2],
            "measure_no": [1, 1, 1],
            "status": ["in_progress", "completed", "in_progress"],
            "_unit": ["甲街道"] * 3,
            "_revision": [0, 1, None],
        }
    )
    sendings = {
        ("甲街道", WEEKS[0]): (WEEKS[0], WEEKS[1]),
        ("甲街道", WEEKS[1]): (WEEKS[3],),
        ("甲街道", WEEKS[2]): (),
    }
    table = Table("ledger.weekly_progress", frame, "办公室", days=WEEKS[:4], sendings=sendings)
    sent = list(plan_deliveries(WEEKLY, table))
    assert [(one.as_of, one.revision, one.path[:10]) for one in sent] == [
        (WEEKS[0], 0, "2018-04-20"),
        (WEEKS[0], 1, "2018-04-27"),
        (WEEKS[1], 0, "2018-05-11"),
        (WEEKS[3], 0, "2018-05-11"),
    ]
    assert [one.frame["status"].to_list() for one in sent[:2]] == [
        ["in_progress", "in_progress"],
        ["completed", "in_progress"],
    ]
    assert "更正" in sent[1].path and "更正" not in sent[0].path


def test_changes_are_of_every_kind_and_none_of_a_quiet_district_is_odd() -> None:
    book, _ = ledger()
    kinds = set(book.changes["kind"])
    assert kinds == {
        "new",
        "closed",
        "reopened",
        "deadline_moved",
        "number_changed",
        "owner_changed",
        "row_vanished",
        "text_rewritten",
    }
    quiet, _ = ledger(0)
    assert set(quiet.changes["kind"]) == {"closed", "number_changed", "text_rewritten"}


def test_a_correction_changes_a_number_twice_for_who_read_both_and_never_in_hindsight() -> None:
    book, _ = ledger()
    numbers = book.world.places.department("党政办公室")
    wanted = (pl.col("kind") == "number_changed") & (pl.col("body") == numbers)
    seen = book.changes.filter(wanted).select("week", "task_no", "measure_no", "before", "after")
    later = book.changes_in_hindsight.filter(wanted).select(
        "week", "task_no", "measure_no", "before", "after"
    )
    slipped = seen.filter(pl.col("week").is_in([WEEKS[11], WEEKS[12]]))
    assert slipped.height > later.filter(pl.col("week").is_in([WEEKS[11], WEEKS[12]])).height


def test_deadlines_in_the_changes_are_those_of_the_lists() -> None:
    book, tables = ledger()
    versions = tables["ledger.tasks"].sort("_from").group_by("task_no", maintain_order=True).agg("due_on")
    moved = {
        (number, before, after)
        for number, texts in versions.iter_rows()
        for before, after in pairwise(texts)
        if before != after
    }
    told = book.changes.filter(kind="deadline_moved", dataset="ledger.tasks")
    assert set(told.select("task_no", "before", "after").iter_rows()) == moved
    assert moved
