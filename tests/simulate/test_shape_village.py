"""What the villages' tables have to show of the notice's figures, and that their amounts look like money."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simulate.cases import Cases
from simulate.domains.household import poverty
from simulate.domains.village import DOMAINS
from simulate.world import World
from tests.simulate.conftest import SEED
from tests.simulate.rules.reading import Tables, current
from tests.simulate.worlds import make

OWN = ("audit.village_vouchers", "ledger.disclosures", "subsidy.income_shares", "audit.audit_findings")


@pytest.fixture(scope="module")
def tables() -> Tables:
    return make(SEED, 9)[0]


def villages(tables: Tables, kind: str = "village") -> set[str]:
    return set(tables["reference.organisations"].filter(kind=kind)["name"])


def test_every_village_of_three_subdistricts_is_audited_and_has_its_report(tables: Tables) -> None:
    audits = (
        tables["audit.audit_engagements"]
        .filter(kind="village_finance")
        .drop_nulls(["reported_on", "report_no"])
    )
    assert set(audits["unit"]) == villages(tables)
    assert len(villages(tables)) == 34
    assert audits["reported_on"].max() <= date(2018, 8, 31)  # type: ignore[operator]


def test_white_slips_lead_the_findings_and_some_name_their_voucher(tables: Tables) -> None:
    own = tables["audit.audit_findings"].filter(pl.col("unit").is_in(list(villages(tables))))
    assert own["kind"].value_counts(sort=True)["kind"][0] == "white_slip"
    named = own.filter(kind="white_slip").drop_nulls("voucher_no")
    slips = named.join(
        tables["audit.village_vouchers"].filter(receipt_kind="white_slip"),
        left_on=["unit", "voucher_no", "amount_cny"],
        right_on=["village", "voucher_no", "amount_cny"],
    )
    assert len(slips) == len(named) > 5


def test_accountants_were_trained_on_one_day_but_for_the_cases(tables: Tables) -> None:
    roster = tables["ledger.village_accountants"].filter(role="preparer")
    trained = set(roster.filter(trained_on=date(2018, 4, 11))["village"])
    missing = {
        case.subject_id for case in make(SEED, 9)[1] if (case.indicator_id, case.kind) == ("L08.2", "real")
    }
    assert trained == villages(tables) - missing
    assert len(missing) >= 3


def test_all_village_level_units_were_visited(tables: Tables) -> None:
    units = villages(tables) | villages(tables, "community")
    assert set(tables["ledger.duty_checks"]["village"]) == units
    assert len(units) == 38


def test_disclosures_are_due_on_the_28th_of_eight_months_and_reported_on(tables: Tables) -> None:
    rows = tables["ledger.disclosures"]
    assert rows.select("village", "month", "kind").n_unique() == len(rows) == 34 * 8 * 3
    assert set(rows["due_on"].dt.day()) == {28}
    assert rows["checked_on"].null_count() == rows["bulletin_on"].null_count() == 0


def test_important_meetings_have_somebody_of_the_subdistrict(tables: Tables) -> None:
    meetings = tables["ledger.village_meetings"]
    important = meetings.filter("is_important")
    assert important["street_attendee"].null_count() < 0.12 * len(important)
    assert meetings.filter(~pl.col("is_important"))["street_attendee"].null_count() > 0


def test_28_projects_have_a_verdict_on_six_aspects(tables: Tables) -> None:
    checks = tables["audit.project_checks"]
    verdicts = checks.select(pl.col("^.*_verdict$"))
    assert verdicts.width * len(checks) - sum(verdicts.null_count().row(0)) == 168
    assert checks["project_no"].n_unique() == 28


def test_most_poverty_assets_are_on_the_platform(tables: Tables) -> None:
    assets = current(tables["ledger.poverty_assets"])
    assert assets["platform_no"].null_count() < 0.25 * len(assets)
    assert set(assets["project_no"]) <= set(tables["audit.poverty_projects"]["project_no"])


def test_village_money_is_skewed_busy_before_the_holidays_and_booked_on_working_days(tables: Tables) -> None:
    paid = tables["audit.village_vouchers"].filter(
        pl.col("direction") == "expense", ~pl.col("category").is_in(["allowance", "construction"])
    )
    amounts = paid["amount_cny"]
    assert amounts.mean() > 2 * amounts.median()  # type: ignore[operator]
    assert paid["booked_on"].dt.weekday().max() == 5
    months = paid.filter(pl.col("booked_on").dt.year() == 2017).group_by(pl.col("booked_on").dt.month()).len()
    counts = dict(months.iter_rows())
    assert counts[12] > 1.5 * counts[2]


def test_the_same_seed_gives_the_same_rows() -> None:
    def build() -> dict[str, pl.DataFrame]:
        world, cases = World(3, 1, 4), Cases(1, 4)
        poverty.make(world, cases)
        return {table.dataset: table.frame for domain in DOMAINS for table in domain(world, cases)}

    first, again = build(), build()
    assert all(first[name].equals(again[name]) for name in first)
    assert set(OWN) <= set(first)
