"""Rules about study, organisation life, staff, assessment, cadres and their posts in companies (P01-P07).

Those about elections, new members and new organisations stand in `branches`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from tests.simulate.rules.branches import RULES as BRANCH_RULES
from tests.simulate.rules.likeness import are_alike, find_copies
from tests.simulate.rules.reading import Rule, Tables, current

LAST_ON, SNAPSHOT_ON = date(2018, 8, 31), date(2018, 8, 14)
EXAM_RULE_ON = date(2018, 5, 2)
CARED_FOR = "离退休老同志行动不便，送学上门"
WEEKEND = "主题党日遇周末，顺延至邻近工作日"
SESSIONS, ACTIVITIES = "party.study_sessions", "party.organisation_activities"
BRANCHES, DECLARED = "party.party_branches", "party.parttime_declarations"
OFFICERS = "register.business_officers"


def _name(frame: pl.DataFrame, first: str, second: str) -> set[str]:
    return {f"{one}/{other}" for one, other in frame.select(first, second).iter_rows()}


def backfilled_study(tables: Tables) -> set[str]:
    """More than a week later; whoever writes on paper first says so in the note."""
    late = (pl.col("entered_at").dt.date() - pl.col("held_on")).dt.total_days() > 7
    return _name(tables[SESSIONS].filter(late, pl.col("note").is_null()), "unit", "held_on")


def reused_media(tables: Tables) -> set[str]:
    """The later of two sessions with one picture; a stock photo is called so in the note."""
    rows = tables[SESSIONS].sort("held_on", "_key")
    again = ~pl.col("media_digest").is_first_distinct() & pl.col("note").is_null()
    return _name(rows.filter(again), "unit", "held_on")


def copied_notes(tables: Tables) -> set[str]:
    """Alike even without what stands in quotation marks."""
    rows = tables[SESSIONS].sort("held_on", "_key").with_row_index("at")
    texts = [re.sub("“[^”]*”。", "", text) for text in rows["record_text"]]
    return _name(rows.filter(pl.col("at").is_in(find_copies(texts, 0.9))), "unit", "held_on")


def always_full(tables: Tables) -> set[str]:
    """Ten sessions and nobody ever away, in a group that is not tiny."""
    units = tables[SESSIONS].group_by("unit").agg(
        full=(pl.col("attended_count") == pl.col("expected_count")).all(),
        sessions=pl.len(),
        size=pl.col("expected_count").max(),
    )  # fmt: skip
    return set(units.filter("full", pl.col("sessions") >= 10, pl.col("size") > 5)["unit"])


def leader_without_a_lecture(tables: Tables) -> set[str]:
    """Who took up the post in the summer of the year may give one later."""
    gave = tables[SESSIONS].filter(form="leader_lecture").select("unit", cadre_name="leader")
    leaders = tables["party.cadres"].filter("is_leader", pl.col("valid_from") < date(2018, 6, 1))
    return _name(leaders.join(gave, on=["unit", "cadre_name"], how="anti"), "unit", "cadre_name")


def no_committee_meeting(tables: Tables) -> set[str]:
    """None for ninety days in a branch that has a committee and is not cared for at home."""
    since = LAST_ON - timedelta(days=90)
    met = tables[ACTIVITIES].filter(pl.col("held_on") > since, kind="committee_meeting")
    due = tables[BRANCHES].filter("has_committee", pl.col("note").ne_missing(CARED_FOR))
    return set(due["branch"]) - set(met["branch"])


def off_the_day(tables: Tables) -> set[str]:
    """Not on the 28th, unless it fell on a weekend and the note says so, or uploaded after more than three days."""
    days = tables[ACTIVITIES].filter(pl.col("kind") == "theme_day", pl.col("note").ne_missing(WEEKEND))
    late = (pl.col("uploaded_at").dt.date() - pl.col("held_on")).dt.total_days() > 3
    return _name(days.filter((pl.col("held_on").dt.day() != 28) | late), "branch", "held_on")


def copied_minutes(tables: Tables) -> set[str]:
    """Alike those of the month before, the heading of the form left aside."""
    found = set()
    days = tables[ACTIVITIES].filter(kind="theme_day").sort("branch", "held_on")
    for before, after in pairwise(days.select("branch", "held_on", "minutes_summary").rows()):
        one, other = (row[2].rsplit("议题：", 1)[-1] for row in (before, after))
        if before[0] == after[0] and are_alike(one, other, 0.9):
            found.add(f"{after[0]}/{after[1]}")
    return found


def two_places(tables: Tables) -> set[str]:
    """On two sheets at the same time, and neither says that the branches met together."""
    came = tables["party.activity_attendances"].filter(
        pl.col("attendance").is_in(["present", "late"]), pl.col("note").is_null()
    )
    pairs = came.join(came, on=["id_card", "held_on"], suffix="_other")
    overlap = (pl.col("start_at") < pl.col("end_at_other")) & (pl.col("start_at_other") < pl.col("end_at"))
    return set(pairs.filter(pl.col("branch") < pl.col("branch_other"), overlap)["id_card"])


def formal_life_meeting(tables: Tables) -> set[str]:
    """Fewer than two criticisms a head, or another meeting's; minutes that only point to the book are not compared."""
    rows = tables[ACTIVITIES].filter(pl.col("kind").str.ends_with("_life")).sort("held_on", "_key")
    few = rows.filter(pl.col("criticism_count") < 2 * pl.col("attended_count"))
    told = rows.filter(pl.col("criticism_text").str.len_chars() > 30).with_row_index("at")
    copies = told.filter(pl.col("at").is_in(find_copies(told["criticism_text"].to_list(), 0.85)))
    return _name(few, "branch", "held_on") | _name(copies, "branch", "held_on")


def dormant_branch(tables: Tables) -> set[str]:
    """Nothing for half a year; who is cared for at home or stands still has that in the note."""
    met = tables[ACTIVITIES].filter(pl.col("held_on") >= LAST_ON - timedelta(days=180))["branch"]
    return set(tables[BRANCHES].filter(pl.col("note").is_null())["branch"]) - set(met)


def oversized(tables: Tables) -> set[str]:
    """More than fifty members on the spot and no groups."""
    here = pl.col("full_members") - pl.col("mobile_members")
    return set(tables[BRANCHES].filter(here > 50, pl.col("group_count") == 0)["branch"])


def many_posts(tables: Tables) -> set[str]:
    """Three posts or more; an office with a handful of people has that in the note."""
    held = current(tables["party.party_staff"]).filter(
        pl.col("valid_to").is_null(), pl.col("note").is_null(), pl.col("id_card").is_not_null()
    )
    return set(held.group_by("id_card").agg(pl.len()).filter(pl.col("len") >= 3)["id_card"])


def vacant_post(tables: Tables) -> set[str]:
    """Empty for more than ninety days, and nobody is being looked for."""
    posts = current(tables["party.party_staff"]).filter("is_vacant", pl.col("recruiting_from_on").is_null())
    return set(posts.filter(pl.col("vacancy_days") > 90)["_key"])


def ceiling(tables: Tables) -> set[str]:
    """Four units in five get 95 of a hundred, and the indicator is not one that all have to reach."""
    high = (pl.col("score") >= 0.95 * pl.col("max_score")).mean()
    shares = tables["party.assessment_scores"].group_by("year", "indicator_no").agg(
        share=high, note=pl.col("note").first()
    )  # fmt: skip
    return _name(shares.filter(pl.col("share") >= 0.8, pl.col("note").is_null()), "year", "indicator_no")


def conflicting_dates(tables: Tables) -> set[str]:
    """Form and oldest paper differ, and not because one of them counts by the moon."""
    lunar = pl.col("note").fill_null("").str.contains("农历")
    rows = tables["party.archive_audits"].filter(pl.col("form_month") != pl.col("earliest_month"), ~lunar)
    return set(rows["id_card"])


def altered_after_audit(tables: Tables) -> set[str]:
    """The scan is another one, and no correction is recorded in between."""
    changed = pl.col("recheck_digest") != pl.col("audit_digest")
    fixed = pl.col("fixed_on").is_between(pl.col("audited_on"), pl.col("rechecked_on"))
    rows = tables["party.archive_audits"].filter(changed, ~fixed.fill_null(value=False))
    return set(rows["id_card"])


def audit_too_fast(tables: Tables) -> set[str]:
    """More than forty files in a day; sorting them first is noted as such."""
    read = tables["party.archive_audits"].filter(~pl.col("note").fill_null("").str.contains("初筛"))
    days = read.group_by("auditor", "audited_on").agg(pl.col("id_card").n_unique())
    return _name(days.filter(pl.col("id_card") > 40), "auditor", "audited_on")


def entry_without_exam(tables: Tables) -> set[str]:
    """Moves within the offices need none, and whoever is exempt has the rule named."""
    moves = ["transfer_in", "transfer_out", "within", "secondment"]
    rows = tables["party.staff_entries"].filter(
        ~pl.col("kind").is_in(moves), pl.col("effective_on") >= EXAM_RULE_ON
    )
    return set(rows.filter(pl.col("exam_no").is_null(), pl.col("exemption_basis").is_null())["id_card"])


def paid_not_present(tables: Tables) -> set[str]:
    """On the payroll, a whole month neither at work nor in the field nor on leave."""
    paid = tables["register.fiscal_staff"].filter(status="active")["id_card"]
    away = pl.sum_horizontal("present_days", "field_days", "leave_days") == 0
    rows = tables["party.attendance_months"].filter(away, pl.col("id_card").is_in(paid.implode()))
    return set(rows["id_card"])


def not_declared(tables: Tables) -> set[str]:
    """An official of these offices in the register now, by number, not by name, and not assigned to the company."""
    cadres = tables["party.cadres"].filter(pl.col("level") != "other", pl.col("note").is_null())
    posts = current(tables[OFFICERS]).filter(pl.col("valid_to").is_null())
    own = posts.join(cadres, on="id_card", how="semi")
    known = tables[DECLARED].select("id_card", firm="company")
    return set(own.join(known, on=["id_card", "firm"], how="anti")["id_card"])


def cleared_on_paper(tables: Tables) -> set[str]:
    """Still in the register ninety days after it was cleared; a company that refuses is reported, says the note."""
    cleared = current(tables[DECLARED]).filter(
        pl.col("cleared_on") < SNAPSHOT_ON - timedelta(days=90), pl.col("note").is_null()
    )
    posts = (
        current(tables[OFFICERS])
        .filter(pl.col("valid_to").is_null())
        .select("id_card", company="firm", from_on="valid_from")
    )
    return set(cleared.join(posts, on=["id_card", "company", "from_on"])["id_card"])


def new_post_after_pledge(tables: Tables) -> set[str]:
    """Began after the pledge, without the number of an approval."""
    rows = tables[DECLARED].filter(pl.col("from_on") > pl.col("pledge_on"), pl.col("approval_no").is_null())
    return set(rows["id_card"])


def paid_by_the_company(tables: Tables) -> set[str]:
    """The company of the post insures its holder, or pays something that no note explains."""
    payers = tables["register.insurance_payers"].select("id_card", company="employer")
    insured = tables[DECLARED].join(payers, on=["id_card", "company"], how="semi")
    paid = tables[DECLARED].filter(pl.col("paid_cny") > 0, pl.col("note").is_null())
    return {*insured["id_card"], *paid["id_card"]}


RULES: dict[str, Rule] = {
    "P01.1": backfilled_study,
    "P01.2": reused_media,
    "P01.3": copied_notes,
    "P01.4": always_full,
    "P01.5": leader_without_a_lecture,
    "P02.1": no_committee_meeting,
    "P02.2": off_the_day,
    "P02.3": copied_minutes,
    "P02.4": two_places,
    "P02.5": formal_life_meeting,
    "P02.6": dormant_branch,
    "P03.1": oversized,
    "P03.2": many_posts,
    "P03.3": vacant_post,
    "P04.2": ceiling,
    "P05.1": conflicting_dates,
    "P05.2": altered_after_audit,
    "P05.3": audit_too_fast,
    "P06.1": entry_without_exam,
    "P06.2": paid_not_present,
    "P07.1": not_declared,
    "P07.2": cleared_on_paper,
    "P07.3": new_post_after_pledge,
    "P07.4": paid_by_the_company,
} | BRANCH_RULES
PAIRED: dict[str, Rule] = {}
