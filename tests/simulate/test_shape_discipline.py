"""What can be proved about the discipline office's work: the counts that a notice would state."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import polars as pl
import pytest

from simulate.cases import Cases
from simulate.domains import discipline
from simulate.domains.discipline.talk_texts import write_record
from simulate.world import World
from tests.simulate.rules.reading import current
from tests.simulate.worlds import make

SEED, LEVEL = 7, 9
CASES, OUTCOMES = "discipline.cases", "discipline.accountability_outcomes"


def count_real(rule: str) -> int:
    _, cases = make(SEED, LEVEL)
    return sum(case.indicator_id == rule and case.kind == "real" for case in cases)


def test_all_leaders_but_those_of_the_cases_were_talked_to_in_the_middle_of_march() -> None:
    tables, cases = make(SEED, LEVEL)
    talks = tables["discipline.integrity_talks"].filter(pl.col("interviewee_level") != "other")
    talked = talks.unique("id_card").group_by("interviewee_level").len()
    count = dict(talked.iter_rows())
    assert count == {"county": 8, "section": 152 - count_real("D01.1")}
    late = {case.subject_id for case in cases if case.indicator_id == "D01.1" and case.kind == "innocent"}
    usual = talks.filter(~pl.col("id_card").is_in(sorted(late)))
    assert usual["talked_on"].is_between(date(2018, 3, 11), date(2018, 3, 20)).all()


def test_records_of_one_interviewer_are_unlike_each_other() -> None:
    texts = [write_record(number) for number in range(1, 40)]
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in texts]
    assert max(len(one & other) / len(one | other) for one, other in combinations(pairs, 2)) < 0.5


def test_lectures_films_notices_and_messages_are_as_many_as_stated() -> None:
    tables, _ = make(SEED, LEVEL)
    events = tables["discipline.education_events"]
    lectures, films = events.filter(kind="lecture"), events.filter(kind="film")
    assert sorted(lectures["batch_no"]) == [1, 2, 3] and lectures["expected_count"].sum() == 160
    assert len(films) == 3 and films["title"].n_unique() == 2
    assert len(events.filter(kind="bulletin")) == 3
    assert 600 <= tables["discipline.message_batches"]["sent_count"].sum() < 700


def test_sheets_and_events_agree_on_who_came() -> None:
    tables, _ = make(SEED, LEVEL)
    came = (
        tables["discipline.education_attendances"]
        .group_by("held_on", "batch_no")
        .agg(pl.col("attendance").eq("present").sum().alias("came"))
    )
    both = tables["discipline.education_events"].join(came, on=["held_on", "batch_no"])
    assert len(both) == 6 and (both["came"] == both["attended_count"]).all()


def test_seven_cases_of_the_eight_rules_are_public_two_of_them_of_this_year() -> None:
    tables, _ = make(SEED, LEVEL)
    eight = current(tables[CASES]).filter(
        pl.col("field") == "eight_rules", pl.col("bulletin_on").is_not_null()
    )
    eight = eight.unique("case_no")
    assert len(eight) == 7 and eight["opened_on"].min() > date(2012, 11, 1)
    assert (eight["opened_on"].dt.year() == 2018).sum() == 2


def test_four_matters_of_accountability_stand_against_three_named_outcomes() -> None:
    tables, _ = make(SEED, LEVEL)
    eight = current(tables[CASES]).filter(field="eight_rules")["case_no"].unique()
    matters = tables[OUTCOMES].filter(
        pl.col("case_no").is_in(eight.implode()), pl.col("decided_on") >= date(2018, 1, 1)
    )
    assert matters["outcome_no"].n_unique() == 4
    named = Counter(matters["outcome"])
    assert (named["admonition"], named["circulated"], named["party_sanction"]) == (1, 1, 1)


def test_a_gang_case_has_three_members_all_of_them_expelled() -> None:
    tables, _ = make(SEED, LEVEL)
    gang = current(tables[CASES]).filter(field="gang")
    assert (gang["case_no"].n_unique(), gang["id_card"].n_unique()) == (1, 3)
    assert set(gang["sanction"]) == {"expelled"}


@pytest.mark.parametrize("level", [0, LEVEL])
def test_thirty_eight_cases_of_two_years_were_screened_again(level: int) -> None:
    tables, _ = make(SEED, level)
    screened = tables["discipline.case_screenings"]
    assert screened["case_no"].n_unique() == 38 and set(screened["case_year"]) == {2016, 2017}


def test_clues_about_harm_to_villagers_go_first() -> None:
    tables, _ = make(SEED, 0)
    wait = (pl.col("disposed_on") - pl.col("received_on")).dt.total_days()
    clues = current(tables["discipline.clues"]).with_columns(wait=wait)
    first, others = clues.filter(field="rural_harm"), clues.filter(pl.col("field") != "rural_harm")
    assert first["is_priority"].all() and not others["is_priority"].any()
    assert first["wait"].max() < others["wait"].median()


def test_each_unit_has_one_of_three_offices_but_for_the_cases() -> None:
    tables, cases = make(SEED, LEVEL)
    assigned = tables["discipline.supervision_assignments"]
    odd = {case.subject_id for case in cases if case.indicator_id == "D05.1"}
    usual = assigned.filter(~pl.col("unit").is_in(sorted(odd)))
    assert usual["unit"].n_unique() == len(usual) == 63 - len(odd)
    assert assigned["office"].n_unique() == 3


def test_risk_points_lie_in_three_domains_and_special_checks_cover_four_topics() -> None:
    tables, _ = make(SEED, LEVEL)
    assert set(tables["discipline.risk_points"]["domain"]) == {"poverty", "disclosure", "tendering"}
    rounds = current(tables["discipline.district_inspections"])
    assert set(rounds.filter(kind="special_check")["topic"]) == {
        "discipline",
        "cars",
        "hospitality",
        "allowances",
    }
    half_month = (
        rounds.filter(topic="allowances").select(pl.col("ended_on") - pl.col("started_on")).to_series()
    )
    assert set(half_month) == {timedelta(days=14)}


def test_visits_are_twice_a_week_but_for_the_cases_and_on_the_holidays() -> None:
    tables, cases = make(SEED, LEVEL)
    visits = tables["ledger.undercover_visits"]
    weeks = dict(
        visits.group_by(pl.col("visited_on").dt.strftime("%G-W%V"))
        .agg(pl.col("visit_no").n_unique())
        .iter_rows()
    )
    short = {case.subject_id for case in cases if case.indicator_id == "L12.1"}
    assert {week for week, count in weeks.items() if count < 2} == short
    assert len(weeks) == 34 and {"清明", "五一"} <= set(visits["holiday"])


def test_the_same_seed_gives_the_same_frames() -> None:
    frames = []
    for _ in range(2):
        world, cases = World(5, 1), Cases(1)
        frames.append([table.frame for domain in discipline.DOMAINS for table in domain(world, cases)])
    assert all(one.equals(other) for one, other in zip(*frames, strict=True))
