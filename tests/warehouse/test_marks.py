"""A verdict is a load like any other: landed once, found by its lead, replaced by a later one of the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from warehouse.errors import UsageError
from warehouse.landing import LoadRecord, list_loads
from warehouse.marks import Mark, land_mark, read_reason, read_verdict
from warehouse.settings import Site

MARK = Mark(
    lead_id="YD-3f9c21d0aa",
    verdict="refuted",
    marked_by="陈志远",
    marked_on=date(2018, 8, 31),
    reason="allowed",
    amount_cny=1200.5,
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def read_rows(site: Site) -> pl.DataFrame:
    return pl.read_parquet(site.landing / "operations" / "lead_marks" / "*.parquet")


def latest(site: Site) -> LoadRecord:
    return max(list_loads(site), key=lambda load: load.revision)


def test_a_mark_lands_as_one_row_of_its_dataset(site: Site) -> None:
    load_id = land_mark(site, MARK)
    (record,) = list_loads(site)
    assert (record.load_id, record.dataset, record.as_of) == (
        load_id,
        "operations.lead_marks",
        datetime(2018, 8, 31),
    )
    (row,) = read_rows(site).rows(named=True)
    assert (row["lead_id"], row["verdict"], row["reason"]) == ("YD-3f9c21d0aa", "refuted", "allowed")
    assert (row["marked_on"], float(row["amount_cny"])) == (date(2018, 8, 31), 1200.5)
    assert row["_raw_marked_on"] == "2018-08-31"
    assert row["note"] is None
    assert row["_row_uid"].startswith(f"{load_id}-")


def test_the_same_mark_twice_is_one_load(site: Site) -> None:
    assert land_mark(site, MARK) == land_mark(site, MARK)
    assert len(list_loads(site)) == 1


@pytest.mark.parametrize("verdict", ["confirmed", "pending"])
def test_a_second_thought_of_the_same_day_is_the_later_revision(site: Site, verdict: str) -> None:
    first = land_mark(site, MARK)
    second = land_mark(site, replace(MARK, verdict=verdict))
    assert first != second
    assert (latest(site).load_id, latest(site).revision) == (second, 1)


def test_going_back_to_the_first_verdict_is_a_revision_too(site: Site) -> None:
    land_mark(site, MARK)
    land_mark(site, replace(MARK, verdict="confirmed"))
    back = land_mark(site, MARK)
    assert (latest(site).load_id, latest(site).revision) == (back, 2)
    assert land_mark(site, MARK) == back


@pytest.mark.parametrize(
    "other",
    [
        replace(MARK, lead_id="YD-0000000001"),
        replace(MARK, marked_on=date(2018, 9, 1)),
    ],
)
def test_a_mark_on_another_lead_or_day_is_no_revision(site: Site, other: Mark) -> None:
    land_mark(site, MARK)
    land_mark(site, other)
    assert [record.revision for record in list_loads(site)] == [0, 0]


def test_two_findings_of_one_indicator_are_two_series(site: Site) -> None:
    for finding in ("A05.1-81b6f22f54", "A05.1-0000000002"):
        land_mark(site, replace(MARK, lead_id=finding))
    assert len({record.series for record in list_loads(site)}) == 2
    assert {record.revision for record in list_loads(site)} == {0}


@pytest.mark.parametrize("text", ["属实", "confirmed", "Confirmed", "部分属实"])
def test_a_verdict_is_read_as_people_write_it(text: str) -> None:
    assert read_verdict(text) == "confirmed"


def test_a_reason_is_read_as_people_write_it() -> None:
    assert read_reason("制度允许") == "allowed"


def test_an_unknown_verdict_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"不认识“大概”；可以是：属实、不属实、待核"):
        read_verdict("大概")
    with pytest.raises(UsageError, match="不认识“属实”"):
        read_reason("属实")
