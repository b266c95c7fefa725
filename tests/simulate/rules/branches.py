"""Rules about elections of branches, the development of members, and the register of new organisations."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from tests.simulate.rules.likeness import are_alike, find_copies
from tests.simulate.rules.reading import Rule, Tables, current

LAST_ON, SNAPSHOT_ON = date(2018, 8, 31), date(2018, 8, 14)
ELECTIONS, MEMBERS = "ledger.branch_elections", "ledger.member_development"
ORGANISATIONS, BUSINESSES = "ledger.new_organisations", "register.businesses"
UNEXPLAINED = pl.col("note").is_null()


def _held(tables: Tables) -> pl.DataFrame:
    """Return elections that nothing explains; those that were ordered to be held again count as well."""
    rows = current(tables[ELECTIONS]).filter(pl.col("held_on").is_not_null())
    return rows.filter(UNEXPLAINED | pl.col("note").str.starts_with("按要求重选"))


def overdue_term(tables: Tables) -> set[str]:
    """Due, not held, not put off, and the branch is not a new one."""
    open_terms = current(tables[ELECTIONS]).filter(pl.col("held_on").is_null(), UNEXPLAINED)
    due = pl.coalesce("extended_to", "term_due_on") < LAST_ON
    return set(open_terms.filter(due)["branch"])


def probationary_voted(tables: Tables) -> set[str]:
    return set(_held(tables).filter(pl.col("issued_count") > pl.col("full_present_count"))["branch"])


def below_quorum(tables: Tables) -> set[str]:
    return set(_held(tables).filter(pl.col("present_count") <= 0.8 * pl.col("eligible_count"))["branch"])


def over_quota(tables: Tables) -> set[str]:
    return set(_held(tables).filter(pl.col("elected_count") > pl.col("quota_count"))["branch"])


def impossible_ballots(tables: Tables) -> set[str]:
    more = (pl.col("returned_count") > pl.col("issued_count")) | (
        pl.col("issued_count") > pl.col("present_count")
    )
    return set(_held(tables).filter(more)["branch"])


def no_request_or_open_vote(tables: Tables) -> set[str]:
    wrong = pl.col("request_no").is_null() | (pl.col("method") != "secret_ballot")
    return set(_held(tables).filter(wrong)["branch"])


def _admitted(tables: Tables) -> pl.DataFrame:
    """Return who was admitted, where no note says what else there is to know."""
    return tables[MEMBERS].filter(pl.col("admitted_on").is_not_null(), UNEXPLAINED)


def untrained(tables: Tables) -> set[str]:
    late = pl.col("trained_to").is_null() | (pl.col("trained_to") > pl.col("admitted_on"))
    return set(_admitted(tables).filter(late)["id_card"])


def out_of_order(tables: Tables) -> set[str]:
    stages = ["applied_on", "activist_on", "candidate_on", "admitted_on", "converted_on"]
    backward = pl.any_horizontal(pl.col(later) < pl.col(earlier) for earlier, later in pairwise(stages))
    year = timedelta(days=365)
    quick = pl.col("admitted_on") - pl.col("activist_on") < year
    short = pl.col("converted_on") - pl.col("admitted_on") < year
    return set(_admitted(tables).filter(pl.any_horizontal(backward, quick, short))["id_card"])


def missing_control(tables: Tables) -> set[str]:
    gone = pl.any_horizontal(
        pl.col(name).is_null() for name in ("publicised_from", "pre_reviewed_on", "voted_on")
    )
    return set(_admitted(tables).filter(gone)["id_card"])


def batch_forgery(tables: Tables) -> set[str]:
    """Five of a branch with the same days and words; the same days alone are an ordinary batch."""
    days = ["applied_on", "activist_on", "candidate_on", "admitted_on"]
    groups = tables[MEMBERS].group_by("branch", *days).agg("assessment_text", pl.len())
    many = groups.filter(pl.col("len") >= 5, pl.col("admitted_on").is_not_null())
    return {
        branch
        for branch, texts in many.select("branch", "assessment_text").iter_rows()
        if sum(are_alike(texts[0], text, 0.9) for text in texts) >= 5
    }


def relatives(tables: Tables) -> set[str]:
    """Kin of the committee, who is no mere namesake and did not keep out of it."""
    kin = (pl.col("kinship") != "无") & ~pl.col("kinship").str.contains("同名")
    return set(tables[MEMBERS].filter(kin, UNEXPLAINED)["id_card"])


def no_branch(tables: Tables) -> set[str]:
    """Three full members, none of them in a branch of its own or a joint one."""
    rows = current(tables[ORGANISATIONS]).filter(pl.col("full_member_count") >= 3)
    without = rows.filter(pl.col("branch").is_null(), pl.col("branch_form") != "joint")
    return set(without["organisation_name"])


def dormant(tables: Tables) -> set[str]:
    """No activity for half a year in an organisation that is at work."""
    rows = current(tables[ORGANISATIONS]).filter(pl.col("branch").is_not_null(), status="active")
    old = pl.col("last_activity_on") < LAST_ON - timedelta(days=180)
    return set(rows.filter(old)["organisation_name"])


def register_gap(tables: Tables) -> set[str]:
    """An active company that the list does not have; shells and firms that moved are noted in the register."""
    firms = current(tables[BUSINESSES]).filter(UNEXPLAINED, kind="company", status="active")
    listed = current(tables[ORGANISATIONS]).select("credit_code")
    return set(firms.join(listed, on="credit_code", how="anti")["firm"])


def ghost(tables: Tables) -> set[str]:
    """Struck off more than a month before the register was drawn, and listed as active."""
    gone = current(tables[BUSINESSES]).filter(
        pl.col("deregistered_on") < SNAPSHOT_ON - timedelta(days=30), status="deregistered"
    )
    rows = current(tables[ORGANISATIONS]).filter(status="active")
    return set(rows.join(gone, on="credit_code", how="semi")["organisation_name"])


def cloned_log(tables: Tables) -> set[str]:
    """The activity of another organisation, with no word that they held it together."""
    rows = current(tables[ORGANISATIONS]).filter(pl.col("activity_text").is_not_null(), UNEXPLAINED)
    rows = rows.sort("credit_code")
    names = rows["organisation_name"]
    return {names[at] for at in find_copies(rows["activity_text"].to_list(), 0.9)}


RULES: dict[str, Rule] = {
    "L13.1": overdue_term,
    "L13.2": probationary_voted,
    "L13.3": below_quorum,
    "L13.4": over_quota,
    "L13.5": impossible_ballots,
    "L13.6": no_request_or_open_vote,
    "L14.1": untrained,
    "L14.2": out_of_order,
    "L14.3": missing_control,
    "L14.4": batch_forgery,
    "L14.5": relatives,
    "L15.1": no_branch,
    "L15.2": dormant,
    "L15.3": register_gap,
    "L15.4": ghost,
    "L15.5": cloned_log,
}
