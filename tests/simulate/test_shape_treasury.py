"""What the district's treasury and minute book have to be able to show, whatever the cases."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simulate.domains.reference.lists import DAYS_OFF
from simulate.thresholds import P_LARGE
from tests.simulate.conftest import SEED
from tests.simulate.rules.reading import Tables, current
from tests.simulate.rules.tenders import BIDDERS, DECISIONS, GATES, INVESTED, PAID, TENDERS
from tests.simulate.rules.treasury import BUDGET, MOVED, PARCELS, PLANNED, RECEIVED, REVENUE
from tests.simulate.worlds import make


@pytest.fixture(scope="module")
def tables() -> Tables:
    return make(SEED, 9)[0]


@pytest.mark.parametrize("level", [9, 0])
def test_36_tenders_were_supervised_and_more_were_not(level: int) -> None:
    tenders = current(make(SEED, level)[0][TENDERS])
    assert tenders["supervised_by"].count() == 36
    assert tenders.height > 200
    assert set(tenders["village"].drop_nulls()) >= set(
        tenders.filter(pl.col("supervised_by").is_not_null())["village"]
    )


def test_most_tenders_pass_nine_gates_in_turn_before_the_award(tables: Tables) -> None:
    done = current(tables[TENDERS]).filter(pl.col("awarded_on").is_not_null())
    passed = done.filter(pl.all_horizontal(pl.col(GATES).is_not_null()))
    in_turn = pl.all_horizontal(
        pl.col(here) <= pl.col(there) for here, there in zip(GATES, [*GATES[1:], "awarded_on"], strict=True)
    )
    assert 0.9 < passed.height / done.height < 1
    assert 0.9 < passed.filter(in_turn).height / passed.height < 1


def test_nothing_is_known_before_it_happens(tables: Tables) -> None:
    for dataset, days in {
        TENDERS: [*GATES, "awarded_on", "contract_on"],
        RECEIVED: ["received_on"],
        INVESTED: ["appraised_on", "decided_on", "contract_on"],
        PARCELS: ["sold_on", "contract_on"],
    }.items():
        for day in days:
            assert tables[dataset].filter(pl.col(day) > pl.col("_from")).is_empty(), (dataset, day)


def test_each_award_is_the_bid_of_the_winner(tables: Tables) -> None:
    won = tables[BIDDERS].filter("is_winner").select("tender_no", "bidder", "bid_cny")
    awarded = current(tables[TENDERS]).filter(pl.col("winner").is_not_null())
    both = awarded.join(won, on="tender_no", how="left")
    assert (both["winner"] == both["bidder"]).all() and (both["award_cny"] == both["bid_cny"]).all()


def test_decisions_cover_the_four_categories_and_both_bodies(tables: Tables) -> None:
    items = tables[DECISIONS].filter(pl.col("held_on") >= date(2018, 1, 1))
    assert set(items["category"]) == {"major_decision", "appointment", "project", "large_sum", "other"}
    assert {"party_committee", "management_committee", "unit_leaders"} <= set(items["body"])


def test_two_people_keep_the_minutes_of_the_party_committee(tables: Tables) -> None:
    own = tables[DECISIONS].filter(body="party_committee", held_on=pl.col("held_on"))
    assert own["recorder"].n_unique() == 2


def test_the_party_committee_met_about_party_building_on_18_may(tables: Tables) -> None:
    items = tables[DECISIONS].filter(body="party_committee").filter(pl.col("held_on") == date(2018, 5, 18))
    assert items["item"].str.contains("党建").any()


def test_the_budget_of_2018_repays_nothing(tables: Tables) -> None:
    lines = current(tables[BUDGET]).filter(year=2018, category="entrusted_repayment")
    assert lines["amount_cny"].to_list() == [0.0]
    assert lines["approved_on"].null_count() == 0
    repaid = tables[MOVED].filter(kind="repaid")
    assert repaid.height > 20 and repaid["moved_on"].dt.year().max() == 2017


def test_what_is_left_comes_back_within_two_years_out_of_the_land(tables: Tables) -> None:
    plan = tables[PLANNED].with_columns(pl.col("due_on").str.to_date()).filter(planned_source="land_income")
    assert {day.year for day in plan["due_on"]} == {2019, 2020}
    due = plan.group_by("due_on").agg(pl.col("due_cny").sum(), pl.col("expected_land_income_cny").first())
    assert (due["due_cny"] < 0.5 * due["expected_land_income_cny"]).all()
    whole = tables[PLANNED].group_by("account_no", "owner_unit").agg(
        pl.col("due_cny").sum(), pl.col("diverted_cny").first()
    )  # fmt: skip
    assert (whole["due_cny"] - whole["diverted_cny"]).abs().max() < 0.01


def test_every_investment_of_2018_was_decided_on_before_its_contract(tables: Tables) -> None:
    own = current(tables[INVESTED]).filter(pl.col("appraised_on").dt.year() == 2018)
    signed = own.filter(pl.col("contract_on").is_not_null())
    decided = signed.join(tables[DECISIONS], left_on="decision_item_no", right_on="item_no")
    assert signed.height >= 5 and decided.height == signed.height
    assert (decided["held_on"] < decided["contract_on"]).all()


def test_offices_work_on_working_days(tables: Tables) -> None:
    off = [pl.date_range(date.fromisoformat(a), date.fromisoformat(b), eager=True) for _, a, b, _ in DAYS_OFF]
    made_up = [date.fromisoformat(day) for *_, days in DAYS_OFF for day in days]
    for dataset, day in (
        (DECISIONS, "held_on"),
        (PAID, "paid_on"),
        (TENDERS, "opened_on"),
        (MOVED, "moved_on"),
    ):
        days = tables[dataset][day].drop_nulls()
        assert not days.is_in(pl.concat(off).implode()).any(), dataset
        weekends = days.filter(days.dt.weekday() > 5)
        assert weekends.is_in(made_up).all(), dataset


def test_large_payments_are_few_and_most_of_the_money(tables: Tables) -> None:
    paid = tables[PAID].filter(pl.col("kind") != "payroll")
    large = paid.filter(pl.col("amount_cny") >= P_LARGE)
    assert large.height < 0.35 * paid.height
    assert large["amount_cny"].sum() > 0.5 * paid["amount_cny"].sum()


def test_taxes_come_by_the_middle_of_the_month(tables: Tables) -> None:
    taxes = tables[REVENUE].filter(kind="tax")
    assert (taxes["received_on"].dt.day() <= 18).mean() > 0.9


def test_balances_are_the_sums_of_their_movements(tables: Tables) -> None:
    sign = pl.when(pl.col("direction") == "income").then(1).otherwise(-1)
    serial = pl.col("movement_no").str.slice(-4)
    rows = tables[MOVED].sort("account_no", serial)
    sums = rows.select((pl.col("amount_cny") * sign).cum_sum().over("account_no"))["amount_cny"]
    assert (sums - rows["balance_cny"]).abs().max() < 0.02
    assert rows["balance_cny"].min() >= 0
