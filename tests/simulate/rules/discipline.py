"""Rules about talks, education, clues and cases, screening, coverage, risk points and undercover visits."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations

import polars as pl

from tests.simulate.rules.reading import Rule, Tables, current

TALKS, CLUES, CASES, OUTCOMES, SCREENED = (
    "discipline.integrity_talks",
    "discipline.clues",
    "discipline.cases",
    "discipline.accountability_outcomes",
    "discipline.case_screenings",
)
SIGNED, SENT, ASSIGNED, INSPECTED, RISKS = (
    "discipline.education_attendances",
    "discipline.message_batches",
    "discipline.supervision_assignments",
    "discipline.district_inspections",
    "discipline.risk_points",
)
VISITS = "ledger.undercover_visits"
LAST = date(2018, 8, 31)
bare = pl.col("note").is_null()
RANKS = {"other": 0, "section": 1, "county": 2}


def supervised(tables: Tables) -> set[str]:
    units = ["department", "subdistrict", "village", "community"]
    return set(tables["reference.organisations"].filter(pl.col("kind").is_in(units))["name"])


def no_talk(tables: Tables) -> set[str]:
    roster = tables["register.fiscal_staff"].filter(pl.col("post").is_in(["党工委委员", "副科级干部"]))
    return set(roster["id_card"]) - set(tables[TALKS]["id_card"])


def too_many_in_a_day(tables: Tables) -> set[str]:
    single = tables[TALKS].filter(~pl.col("is_collective"))
    days = single.group_by("interviewer", "talked_on").agg(pl.len()).filter(pl.col("len") > 20)
    return {f"{name}/{on}" for name, on in days.select("interviewer", "talked_on").iter_rows()}


def cloned_records(tables: Tables) -> set[str]:
    single = tables[TALKS].filter(~pl.col("is_collective"), ~pl.col("is_delegated"))
    texts = defaultdict(list)
    for name, on, text in single.select("interviewer", "talked_on", "record_text").iter_rows():
        own = text.rpartition("谈话纪要：")[2]
        texts[f"{name}/{on}"].append({own[at : at + 2] for at in range(len(own) - 1)})
    return {
        day
        for day, own in texts.items()
        if any(len(one & other) / len(one | other) >= 0.8 for one, other in combinations(own, 2))
    }


def wrong_direction(tables: Tables) -> set[str]:
    rank = (
        pl.col("interviewer_level").replace_strict(RANKS),
        pl.col("interviewee_level").replace_strict(RANKS),
    )
    return set(tables[TALKS].filter(rank[0] < rank[1], ~pl.col("is_delegated"))["talk_no"])


def never_attended(tables: Tables) -> set[str]:
    lectures = tables["discipline.education_events"].filter(kind="lecture")["title"]
    rows = tables[SIGNED].filter(pl.col("title").is_in(lectures.implode()))
    came = pl.col("attendance").is_in(["present", "late"]) | pl.col("made_up_on").is_not_null()
    people = rows.group_by("id_card").agg(came.any().alias("came"))
    return set(people.filter(~pl.col("came"))["id_card"])


def sends_not_receipts(tables: Tables) -> set[str]:
    few = (pl.col("delivered_count") < 0.9 * pl.col("sent_count")) | (
        pl.col("unique_count") < 0.5 * pl.col("sent_count")
    )
    return set(tables[SENT].filter(few, bare)["batch_no"])


def not_published(tables: Tables) -> set[str]:
    old = pl.col("closed_on") < LAST - timedelta(days=30)
    secret = pl.col("is_confidential")
    return set(current(tables[CASES]).filter(old, pl.col("bulletin_on").is_null(), ~secret)["case_no"])


def outcomes_do_not_add_up(tables: Tables) -> set[str]:
    sanctioned = current(tables[CASES]).filter(pl.col("sanction_on").is_not_null())["id_card"]
    named = pl.col("outcome").is_in(["party_sanction", "admin_sanction"])
    return set(tables[OUTCOMES].filter(named, ~pl.col("id_card").is_in(sanctioned.implode()))["outcome_no"])


def rural_harm_waits(tables: Tables) -> set[str]:
    days = (pl.col("disposed_on") - pl.col("received_on")).dt.total_days().alias("days")
    rows = current(tables[CLUES]).with_columns(days)
    usual = rows.filter(pl.col("field") != "rural_harm")["days"].median()
    return set(rows.filter(pl.col("field") == "rural_harm", pl.col("days") > usual, bare)["clue_no"])


def no_leader_reviewed(tables: Tables) -> set[str]:
    reviewed = tables[OUTCOMES]["case_no"]
    old = pl.col("closed_on") < LAST - timedelta(days=60)
    return set(
        current(tables[CASES]).filter(old, ~pl.col("case_no").is_in(reviewed.implode()), bare)["case_no"]
    )


def not_executed(tables: Tables) -> set[str]:
    old = pl.col("sanction_on") < LAST - timedelta(days=30)
    paid_more = pl.col("sanction").is_in(["demerit", "major_demerit", "demotion", "removal"])
    same_pay = paid_more & pl.col("pay_changed_from_month").is_null()
    return set(
        current(tables[CASES]).filter(old, pl.col("executed_on").is_null() | same_pay, bare)["case_no"]
    )


def cluster_without_case(tables: Tables) -> set[str]:
    with_case = current(tables[CASES])["unit"]
    rows = current(tables[CLUES]).filter(~pl.col("unit").is_in(with_case.implode()))
    units = rows.group_by("unit").agg(
        pl.col("source_no").n_unique(),
        (pl.col("received_on").max() - pl.col("received_on").min()).alias("span"),
    )
    near = pl.col("span") <= timedelta(days=180)
    return set(units.filter(pl.col("source_no") >= 3, near)["unit"])


def not_screened(tables: Tables) -> set[str]:
    old = current(tables[CASES]).filter(pl.col("opened_on").dt.year().is_in([2016, 2017]))
    sealed = pl.col("note").fill_null("").str.contains("封存")
    return set(old.filter(~sealed)["case_no"]) - set(tables[SCREENED]["case_no"])


def protected_network(tables: Tables) -> set[str]:
    kin = tables["register.cadre_relatives"].select(
        "cadre_id_card", id_card="relative_id_card", village="unit"
    )
    links = tables[SCREENED].select("id_card", "unit").join(kin, on="id_card")
    people = links.group_by("id_card").agg(
        pl.col("cadre_id_card").n_unique(), (pl.col("unit") != pl.col("village")).any().alias("far")
    )
    return set(people.filter(pl.col("cadre_id_card") >= 2, pl.col("far"))["id_card"])


def unassigned_unit(tables: Tables) -> set[str]:
    alone = tables[ASSIGNED].filter(~pl.col("is_joint"))
    joint = set(tables[ASSIGNED].filter(pl.col("is_joint"))["unit"])
    count = Counter(alone["unit"])
    return {unit for unit in supervised(tables) - joint if count[unit] != 1}


def not_inspected(tables: Tables) -> set[str]:
    seen = set(current(tables[INSPECTED]).filter(kind="regular")["unit"])
    new = set(tables[ASSIGNED].filter(pl.col("note").fill_null("").str.contains("新设"))["unit"])
    return supervised(tables) - seen - new


def not_reviewed(tables: Tables) -> set[str]:
    domains = {"poverty": "poverty", "rural_harm": "disclosure", "finance": "tendering"}
    cases = current(tables[CASES]).with_columns(domain=pl.col("field").replace_strict(domains, default=None))
    rows = tables[RISKS].join(cases.select("unit", "domain", "opened_on"), on=["unit", "domain"])
    rows = rows.filter(pl.col("opened_on") > pl.col("identified_on"))
    last = rows.sort("opened_on").group_by("point_no").last()
    days = (pl.col("reviewed_on") - pl.col("opened_on")).dt.total_days()
    due = pl.col("opened_on") + timedelta(days=60) < LAST
    return set(last.filter(due, (days < 0) | (days > 60))["point_no"])


def weekly_quota_missed(tables: Tables) -> set[str]:
    excused = pl.col("note").fill_null("").str.contains("抽调办案")
    week = pl.col("visited_on").dt.strftime("%G-W%V").alias("week")
    weeks = tables[VISITS].group_by(week).agg(pl.col("visit_no").n_unique(), excused.any())
    return set(weeks.filter(pl.col("visit_no") < 2, ~pl.col("note"))["week"])


def predictable(tables: Tables) -> set[str]:
    rows = tables[VISITS].filter(pl.col("site_kind") != "restaurant").unique("visit_no")
    half = (pl.col("visited_at").dt.hour() < 12).alias("half")
    cells = rows.group_by("team", pl.col("visited_on").dt.weekday().alias("day"), half).agg(pl.len())
    teams = cells.group_by("team").agg(pl.col("len").max() / pl.col("len").sum())
    return set(teams.filter(pl.col("len") >= 0.7)["team"])


def blind_spots(tables: Tables) -> set[str]:
    closed = pl.col("note").fill_null("").str.contains("关闭")
    sites = tables[VISITS].group_by("unit").agg(pl.col("visited_on").max(), closed.any())
    seen = set(sites.filter((pl.col("visited_on") >= LAST - timedelta(days=180)) | pl.col("note"))["unit"])
    return supervised(tables) - seen


def no_disposition(tables: Tables) -> set[str]:
    old = pl.col("finding_no").is_not_null() & (pl.col("visited_on") < LAST - timedelta(days=30))
    elsewhere = pl.col("disposition").fill_null("").str.contains("移交公安")
    return set(tables[VISITS].filter(old, pl.col("disposed_on").is_null(), ~elsewhere)["finding_no"])


def result_free_team(tables: Tables) -> set[str]:
    returns = pl.col("note").fill_null("").str.contains("回访")
    teams = tables[VISITS].filter(~returns).group_by("team").agg(pl.len(), pl.col("finding_no").count())
    return set(teams.filter(pl.col("len") >= 20, pl.col("finding_no") == 0)["team"])


RULES: dict[str, Rule] = {
    "D01.1": no_talk,
    "D01.2": too_many_in_a_day,
    "D01.3": cloned_records,
    "D01.4": wrong_direction,
    "D02.1": never_attended,
    "D02.2": sends_not_receipts,
    "D02.3": not_published,
    "D03.1": outcomes_do_not_add_up,
    "D03.2": rural_harm_waits,
    "D03.3": no_leader_reviewed,
    "D03.4": not_executed,
    "D03.5": cluster_without_case,
    "D04.1": not_screened,
    "D04.2": protected_network,
    "D05.1": unassigned_unit,
    "D05.2": not_inspected,
    "D06.2": not_reviewed,
    "L12.1": weekly_quota_missed,
    "L12.2": predictable,
    "L12.3": blind_spots,
    "L12.4": no_disposition,
    "L12.5": result_free_team,
}
PAIRED: dict[str, Rule] = {}
