"""What the notice says about party life, found again in a district's tables."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from simulate.cases import Case, Cases
from simulate.domains.party import DOMAINS
from simulate.domains.party.desk import compose, make_frame
from simulate.streams import stream
from simulate.world import World
from tests.simulate.rules.reading import Tables, current

FEEDBACK_ON, LAST_ON = date(2018, 4, 9), date(2018, 8, 31)
ACTIVITIES, BRANCHES = "party.organisation_activities", "party.party_branches"


def build(seed: int, level: int) -> tuple[Tables, list[Case], World]:
    world, cases = World(seed, 0, level), Cases(0, level)
    tables = {table.dataset: table.frame for make in DOMAINS for table in make(world, cases)}
    return tables, cases.found, world


@pytest.fixture(scope="module")
def district() -> tuple[Tables, list[Case], World]:
    return build(7, 9)


@pytest.fixture(scope="module")
def tables(district: tuple[Tables, list[Case], World]) -> Tables:
    return district[0]


def find_asleep(tables: Tables, on: date) -> set[str]:
    """Branches of enterprises at work without an activity in the 180 days before a day."""
    met = tables[ACTIVITIES].filter(pl.col("held_on").is_between(on - timedelta(days=180), on))
    own = tables[BRANCHES].filter(pl.col("kind") == "enterprise", pl.col("note").is_null())
    return set(own["branch"]) - set(met["branch"])


def test_seventeen_branches_slept_at_the_feedback_and_only_the_cases_sleep_on(
    district: tuple[Tables, list[Case], World],
) -> None:
    tables, cases, _ = district
    real = {case.subject_id for case in cases if (case.indicator_id, case.kind) == ("P02.6", "real")}
    assert len(find_asleep(tables, FEEDBACK_ON)) == 17
    assert find_asleep(tables, LAST_ON) == real


def test_all_seventeen_wake_up_where_nothing_is_wrong() -> None:
    tables, cases, _ = build(7, 0)
    assert cases == []
    assert len(find_asleep(tables, FEEDBACK_ON)) == 17
    assert find_asleep(tables, LAST_ON) == set()


def test_the_self_check_finds_thirteen_posts_that_are_cleared_with_a_pledge(tables: Tables) -> None:
    found = tables["party.parttime_declarations"].filter(source="found", declared_on=date(2018, 3, 15))
    first, last = found.filter(pl.col("_to").is_not_null()), current(found)
    assert len(first) == len(last) == 13
    assert set(first["status"]) == {"doubtful"}
    assert set(last["status"]) == {"cleared"}
    assert not last["pledge_on"].has_nulls()


def test_the_roster_is_that_of_the_officials(district: tuple[Tables, list[Case], World]) -> None:
    tables, _, world = district
    roster = tables["party.cadres"]
    levels = dict(roster.group_by("level").len().iter_rows())
    assert (levels["county"], levels["section"]) == (8, 152)
    assert set(roster["id_card"]) == set(world.officials["id_card"])


def test_theme_days_are_on_the_28th_and_uploaded(tables: Tables) -> None:
    days = tables[ACTIVITIES].filter(kind="theme_day")
    assert (days["held_on"].dt.day() == 28).mean() > 0.97
    assert not days["uploaded_at"].has_nulls()
    assert days["held_on"].dt.truncate("1mo").n_unique() == 11


def test_repeated_elections_were_asked_for_and_secret(tables: Tables) -> None:
    again = current(tables["ledger.branch_elections"]).filter(
        pl.col("note").str.starts_with("按要求重选"), pl.col("held_on") > FEEDBACK_ON
    )
    assert len(again) >= 5
    assert set(again["method"]) == {"secret_ballot"}
    assert not again["request_no"].has_nulls()


def test_people_stand_in_all_five_stages(tables: Tables) -> None:
    people = tables["ledger.member_development"]
    stages = ("applied_on", "activist_on", "candidate_on", "admitted_on", "converted_on")
    reached = [people[stage].is_not_null().sum() for stage in stages]
    assert reached == sorted(reached, reverse=True)
    assert len(set(reached)) == 5


def test_the_study_of_2018_is_planned_in_ten_topics_and_was_held_on_28_april(
    district: tuple[Tables, list[Case], World],
) -> None:
    tables, _, world = district
    committee = f"{world.places.site}党工委"
    plan = tables["party.study_plans"].filter(unit=committee, year=2018)
    assert plan["topic"].n_unique() == 10
    sessions = tables["party.study_sessions"].filter(unit=committee)
    themes = sessions.filter(held_on=date(2018, 4, 28))["topic"].to_list()
    assert any("新发展理念" in theme for theme in themes)
    assert sessions["topic"].str.contains("二等奖").sum() == 1
    villages = tables["party.study_plans"].filter(basis="党支部2018年工作计划")
    assert villages["unit"].n_unique() == 38


def test_party_building_weighs_twice_as_much_in_2018(tables: Tables) -> None:
    scores = tables["party.assessment_scores"].group_by("year", "unit").agg(
        party=pl.col("max_score").filter(pl.col("category") == "党的建设").sum(), total=pl.col("max_score").sum()
    )  # fmt: skip
    weights = {(year, round(points)) for year, points in scores.select("year", "party").iter_rows()}
    assert weights == {(2017, 100), (2018, 200)}
    assert scores["total"].is_between(999.9, 1000.1).all()


def test_every_official_is_audited_in_four_aspects(district: tuple[Tables, list[Case], World]) -> None:
    tables, _, world = district
    audits = tables["party.archive_audits"]
    assert set(audits["id_card"]) == set(world.officials["id_card"])
    assert set(audits.group_by("id_card", "audit_round").agg(pl.col("aspect").n_unique())["aspect"]) == {4}


def test_the_plan_for_cadres_runs_for_eleven_years(tables: Tables) -> None:
    targets = tables["party.cadre_plan_targets"]
    assert sorted(targets["year"].unique()) == list(range(2018, 2029))
    assert targets["basis"].str.contains("2018—2028").all()


def test_the_same_seed_gives_the_same_tables(tables: Tables) -> None:
    again, _, _ = build(7, 9)
    assert {name: frame.equals(tables[name]) for name, frame in again.items()} == dict.fromkeys(tables, True)


def test_composed_texts_never_share_three_phrases() -> None:
    texts = compose(stream(7, 0, "texts"), "party_acts", "party_topics", "party_opinions", "party_resolves")
    known = [set(next(texts)) for _ in range(500)]
    assert max(len(one & other) for at, one in enumerate(known) for other in known[:at]) == 2


def test_an_empty_column_has_the_kind_that_its_name_tells() -> None:
    frame = make_frame(
        [{"held_on": None, "uploaded_at": None, "valid_to": None, "note": None, "elected_count": None}]
    )
    kinds = [pl.Date, pl.Datetime, pl.Date, pl.String, pl.Float64]
    assert [dtype.base_type() for dtype in frame.dtypes] == kinds
