"""What can be proved about the district's expenses: five years audited, a check of half a month, cars on a platform."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains import expenses
from simulate.domains.reference.workdays import list_workdays
from simulate.tables import known_on
from simulate.world import World
from tests.simulate.worlds import make

SEED, LEVEL = 7, 9
CLAIMS, TRIPS = "subsidy.expense_claims", "ledger.vehicle_trips"


def test_claims_of_five_years_were_audited_in_every_office() -> None:
    tables, _ = make(SEED, LEVEL)
    years = set(tables[CLAIMS]["spent_on"].dt.year())
    assert years == {2013, 2014, 2015, 2016, 2017, 2018}
    categories = {"reception", "meeting", "training", "travel", "official_car"}
    assert set(tables[CLAIMS]["category"]) == categories
    audits = tables["audit.audit_engagements"].filter(kind="expense_check")
    assert (
        set(audits["unit"]) == set(tables["subsidy.expense_budgets"]["unit"]) == set(tables[CLAIMS]["unit"])
    )
    assert set(audits["period_from"]) == {"2013年1月-2017年12月"}
    spent = (
        tables[CLAIMS]
        .filter(pl.col("spent_on") < date(2018, 1, 1))
        .group_by("unit")
        .agg(pl.sum("amount_cny"))
    )
    both = audits.join(spent, on="unit")
    assert (both["audited_spend_cny"] - both["amount_cny"]).abs().max() == 0


def test_what_an_audit_found_is_the_sum_of_its_findings() -> None:
    tables, _ = make(SEED, LEVEL)
    audits = tables["audit.audit_engagements"].filter(kind="expense_check")
    found = (
        tables["audit.audit_findings"]
        .group_by("engagement_no")
        .agg(pl.sum("amount_cny").alias("sum"), pl.len().alias("count"))
    )
    both = audits.join(found, on="engagement_no", how="left")
    assert both.filter(pl.col("sum") != pl.col("found_cny")).is_empty()
    assert both.filter(pl.col("count") != pl.col("finding_count")).is_empty()


def test_the_check_of_allowances_took_half_a_month_and_saw_every_office() -> None:
    tables, _ = make(SEED, LEVEL)
    checks = tables["subsidy.allowance_self_checks"]
    assert len(checks) == checks["unit"].n_unique() == 25
    days = (checks["checked_to"].max() - checks["checked_from"].min()).days + 1
    assert 12 <= days <= 16


def test_trips_begin_with_the_platform_and_base_claims_for_cars_name_them() -> None:
    tables, _ = make(SEED, LEVEL)
    first = tables[TRIPS]["departed_at"].min().date()
    assert date(2018, 4, 1) <= first <= date(2018, 4, 9)
    assert set(tables["register.official_vehicles"]["in_platform_on"]) == {date(2018, 4, 1)}
    named = tables[CLAIMS]["trip_no"].drop_nulls()
    assert len(named) > 30 and set(named) <= set(tables[TRIPS]["trip_no"])


def test_amounts_are_skewed_and_work_follows_the_seasons() -> None:
    tables, _ = make(SEED, 0)
    amounts = tables[CLAIMS]["amount_cny"]
    assert amounts.mean() > 1.5 * amounts.median()
    months = dict(tables[CLAIMS].group_by(pl.col("spent_on").dt.month()).len().iter_rows())
    assert months[2] < months[6]
    assert (
        tables[CLAIMS]
        .filter(pl.col("spent_on").dt.weekday() > 5, pl.col("spent_on") < date(2018, 1, 1))
        .is_empty()
    )


def test_the_same_seed_gives_the_same_frames() -> None:
    frames = []
    for _ in range(2):
        world, cases = World(5, 1), Cases(1)
        frames.append([table.frame for domain in expenses.DOMAINS for table in domain(world, cases)])
    assert all(one.equals(other) for one, other in zip(*frames, strict=True))


def test_offices_work_on_days_moved_into_a_weekend_and_not_on_holidays() -> None:
    days = list_workdays(date(2018, 4, 2), date(2018, 4, 9))
    assert date(2018, 4, 5) not in days and date(2018, 4, 6) not in days
    assert date(2018, 4, 8) in days  # a Sunday


def test_a_list_tells_nothing_that_lies_after_its_day() -> None:
    first, last = date(2018, 5, 1), date(2018, 7, 1)
    row = {
        "_key": "1",
        "opened_on": first - timedelta(days=9),
        "closed_on": last - timedelta(days=9),
        "sanction": "warning",
    }
    sent = known_on(pl.DataFrame([row]), [first, last], "opened_on", {"closed_on": ("sanction",)})
    assert sent.sort("_from")["closed_on"].to_list() == [None, last - timedelta(days=9)]
    assert sent.sort("_from")["sanction"].to_list() == [None, "warning"]
    assert sent.sort("_from")["_to"].to_list() == [last, None]
