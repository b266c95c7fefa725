"""Rules about the rectification ledger, supervision checks, look-backs, institutions and letters of responsibility."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations, pairwise

import polars as pl

from simulate.domains.ledger.retelling import read_due
from simulate.timeline import FEEDBACK_ON, REPORT_ON
from tests.simulate.rules.reading import Rule, Tables, current

TASKS, MEASURES, REPORTS = "ledger.tasks", "ledger.measures", "ledger.weekly_progress"
EVENTS, EVIDENCE, CHECKS = "ledger.closure_events", "ledger.evidence", "ledger.supervision_checks"
LOOKBACKS, LETTERS = "ledger.lookbacks", "ledger.responsibility_letters"
DOCUMENTS, EXECUTIONS = "ledger.institutions", "ledger.institution_executions"
PAPER, OWED = ["document", "meeting", "training"], ["payment", "accountability"]
DONE = ["completed", "closed"]
MOBILISED_BY = date(2018, 5, 1)


def task_ids(frame: pl.DataFrame) -> set[str]:
    return {
        f"{code}-{number:03d}" for code, number in frame.select("round_code", "task_no").unique().iter_rows()
    }


def tells(pattern: str) -> pl.Expr:
    """Whether the remark of a row says so."""
    return pl.col("note").fill_null("").str.contains(pattern)


def no_measure(tables: Tables) -> set[str]:
    """Twin: the remark names the task that it is rectified with."""
    tasks = current(tables[TASKS]).filter(~tells("合并整改"))
    return task_ids(tasks.join(current(tables[MEASURES]), on="task_no", how="anti"))


def paper_only(tables: Tables) -> set[str]:
    """Twin: the problem itself is a rule that was missing."""
    measures = current(tables[MEASURES]).with_columns(is_paper=pl.col("deliverable").is_in(PAPER))
    paper = measures.group_by("task_no").agg(pl.col("is_paper").all()).filter("is_paper")
    tasks = current(tables[TASKS]).join(paper, on="task_no")
    return task_ids(tasks.filter(~pl.col("problem").str.contains("没有制定")))


def closed_without_evidence(tables: Tables) -> set[str]:
    """Twins: the remark of the closing names minutes of a joint signing, or a paper file."""
    closed = tables[EVENTS].filter(pl.col("event") == "closed", ~tells("纪要|纸质"))
    proven = tables[EVIDENCE]["task_no"].unique().to_list()
    bad = pl.col("verifier").is_null() | (pl.col("verifier") == pl.col("actor"))
    return task_ids(closed.filter(bad | ~pl.col("task_no").is_in(proven)))


def closure_burst(tables: Tables) -> set[str]:
    """Two or more, and 30 % of a unit's closings, in the last three days. Twin: a day of acceptance, as remarked."""
    closed = (
        tables[EVENTS]
        .filter(event="closed")
        .join(current(tables[TASKS]).select("task_no", "lead_unit"), on="task_no")
    )
    is_last = pl.col("event_on").is_between(REPORT_ON - timedelta(days=3), REPORT_ON) & ~tells("集中验收")
    units = closed.group_by("lead_unit").agg(pl.len(), last=is_last.sum())
    on_a_day = closed.filter(~tells("集中验收")).group_by("lead_unit", "event_on").len()
    burst = units.filter(pl.col("last") >= 2, pl.col("last") >= 0.3 * pl.col("len"))
    return set(burst["lead_unit"]) | set(on_a_day.filter(pl.col("len") >= 5)["lead_unit"])


def action_before_finding(tables: Tables) -> set[str]:
    """Twin: the remark says that the inspectors asked for it on the spot."""
    early = current(tables[MEASURES]).filter(pl.col("started_on") < FEEDBACK_ON, ~tells("边巡边改"))
    return set(early["_key"])


def shared_deliverable(tables: Tables) -> set[str]:
    """Twin: the remark says that both tasks share the measure."""
    files = (
        tables[EVIDENCE]
        .group_by("file_digest")
        .agg(pl.col("task_no").n_unique(), is_told=tells("共用").any())
    )
    return set(files.filter(pl.col("task_no") > 1, ~pl.col("is_told"))["file_digest"])


def deadline_drift(tables: Tables) -> set[str]:
    """Twin: the remark of the later list names who approved it."""
    found = set()
    for (key,), rows in tables[TASKS].sort("_from").group_by("_key"):
        dated = [
            (due, note) for text, note in rows.select("due_on", "note").iter_rows() if (due := read_due(text))
        ]
        moves = [
            ((later - earlier).days, note)
            for (earlier, _), (later, note) in pairwise(dated)
            if later > earlier and "批准" not in (note or "")
        ]
        if len(moves) >= 2 or any(days > 30 for days, _ in moves):
            found.add(str(key))
    return found


def closed_while_owing(tables: Tables) -> set[str]:
    """Twin: closed as a phase; the remark hands the rest over to the long term."""
    closed = tables[EVENTS].filter(pl.col("event") == "closed", ~tells("长期坚持"))["task_no"].to_list()
    owed = current(tables[MEASURES]).filter(pl.col("deliverable").is_in(OWED)).select("task_no", "measure_no")
    open_ = current(tables[REPORTS]).filter(~pl.col("status").is_in(DONE), pl.col("task_no").is_in(closed))
    return task_ids(open_.join(owed, on=["task_no", "measure_no"]))


def long_term_silent(tables: Tables) -> set[str]:
    """No row of its reports has changed for 90 days. Twin: the remark names the season."""
    long = current(tables[TASKS]).filter(rectification_type="long_term").select("task_no")
    rows = current(tables[REPORTS]).join(long, on="task_no")
    last = rows.group_by("round_code", "task_no").agg(pl.col("_from").max(), seasonal=tells("季节").any())
    return task_ids(last.filter(pl.col("_from") < REPORT_ON - timedelta(days=90), ~pl.col("seasonal")))


def not_checked(tables: Tables) -> set[str]:
    """Subdistricts, villages and whoever has a task. Twin: a department without one."""
    tasks, measures = current(tables[TASKS]), current(tables[MEASURES])
    named = {*tasks["lead_unit"], *measures["lead_unit"]}
    named |= {name for names in tasks["co_units"].drop_nulls() for name in names.split("、")}
    units = tables["reference.organisations"].filter(
        pl.col("kind").is_in(["subdistrict", "village", "community"]) | pl.col("name").is_in(list(named))
    )["name"]
    visits = dict(current(tables[CHECKS]).group_by("unit").agg(pl.col("checked_on").sort()).iter_rows())
    days = {unit: [FEEDBACK_ON, *visits.get(unit, []), REPORT_ON] for unit in units}
    return {unit for unit, all_ in days.items() if any((b - a).days > 60 for a, b in pairwise(all_))}


def effect_skipped(tables: Tables) -> set[str]:
    """Twin: a team of the opening weeks, when there was nothing more to see."""
    later = current(tables[CHECKS]).filter(pl.col("checked_on") >= MOBILISED_BY)
    skipped = (pl.col("implementation_verdict") == "not_checked") & (
        pl.col("effect_verdict") == "not_checked"
    )
    return set(later.group_by("team").agg(skipped.mean()).filter(pl.nth(1) >= 0.5)["team"])


def zero_findings(tables: Tables) -> set[str]:
    """Five checks in a row. Twin: the remark says how narrow they were."""
    found = set()
    for (team,), rows in (
        current(tables[CHECKS]).filter(~tells("范围较窄")).sort("checked_on", "_key").group_by("team")
    ):
        marks = "".join("x" if count else "0" for count in rows["finding_count"])
        if "00000" in marks:
            found.add(str(team))
    return found


def not_fixed(tables: Tables) -> set[str]:
    """Twin: put right, only the papers are outstanding, as remarked."""
    open_ = current(tables[CHECKS]).filter(
        pl.col("fixed_on").is_null(), pl.col("due_on").is_not_null(), ~tells("待上传")
    )
    return {
        key for key, text in open_.select("_key", "due_on").iter_rows()
        if (due := read_due(text)) and due < REPORT_ON
    }  # fmt: skip


def copied_report(tables: Tables) -> set[str]:
    """The later of two reports on different units that are alike once their names are out. Twin: a short form."""
    rows = (
        current(tables[CHECKS]).sort("checked_on", "_key").filter(pl.col("report_text").str.len_chars() >= 40)
    )
    texts = [
        (key, unit, shingles(text.replace(unit, "")))
        for key, unit, text in rows.select("_key", "unit", "report_text").iter_rows()
    ]
    return {
        key
        for (_, unit, text), (key, other, copy) in combinations(texts, 2)
        if unit != other and len(text & copy) >= 0.9 * len(text | copy)
    }


def shingles(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def rebound(tables: Tables) -> set[str]:
    """Twin: older facts, as the finding says."""
    closed = tables[EVENTS].filter(event="closed").select("task_no", closed_on="event_on")
    again = tables[EVENTS].filter(event="reopened").select("round_code", "task_no", on="event_on")
    back = tables[LOOKBACKS].filter(
        pl.col("verdict") == "rebounded", ~pl.col("finding").fill_null("").str.contains("以前年度")
    )
    seen = pl.concat([again, back.select("round_code", "task_no", on="ended_on")]).join(closed, on="task_no")
    return task_ids(seen.filter((pl.col("on") - pl.col("closed_on")).dt.total_days().is_between(0, 365)))


def desk_lookback(tables: Tables) -> set[str]:
    """Twin: there was nothing but documents to look at, as remarked."""
    batches = tables[LOOKBACKS].filter(~tells("制度文件")).group_by("lookback_no")
    all_held = batches.agg(
        (pl.col("verdict") == "held").all().alias("held"),
        (pl.col("visited_on").is_null() & pl.col("evidence_no").is_null()).all().alias("desk"),
    )
    return set(all_held.filter("held", "desk")["lookback_no"])


def self_lookback(tables: Tables) -> set[str]:
    """Twin: nobody else knows the matter, as remarked."""
    closed = tables[EVENTS].filter(event="closed").select("task_no", "verifier")
    rows = tables[LOOKBACKS].filter(~tells("没有其他")).join(closed, on="task_no")
    return {
        key for key, members, verifier in rows.select("_key", "members", "verifier").iter_rows()
        if verifier in members.split("、")
    }  # fmt: skip


def in_force(tables: Tables) -> pl.DataFrame:
    return tables[DOCUMENTS].filter(pl.col("change") != "withdrawn")


def never_executed(tables: Tables) -> set[str]:
    """Twin: another system has the records, as remarked."""
    own = in_force(tables).filter(pl.col("status") != "cited", ~tells("平台"))
    due = own.filter(pl.col("effective_on") <= REPORT_ON - timedelta(days=90))
    done = tables[EXECUTIONS].join(own.select("title", "effective_on"), on="title")
    in_time = done.filter((pl.col("executed_on") - pl.col("effective_on")).dt.total_days() <= 90)
    return set(due.join(in_time, on="title", how="anti")["title"])


def counted_twice(tables: Tables) -> set[str]:
    """Same text, or nearly the same title. Twins: an earlier edition or a trial, which the other one replaces."""
    rows = tables[DOCUMENTS].select("title", "replaces", "text_digest").rows()
    found: set[str] = set()
    for (title, replaced, digest), (other, others_replaced, other_digest) in combinations(rows, 2):
        if other == replaced or title == others_replaced:
            continue
        same_text = digest is not None and digest == other_digest
        a, b = bare(title, tables), bare(other, tables)
        if same_text or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.85:
            found |= {title, other}
    return found


def bare(title: str, tables: Tables) -> str:
    """The title without the district's name and the words around it."""
    site = tables["reference.organisations"].filter(kind="committee")["name"][0].removesuffix("党工委")
    return re.sub(rf"^关于印发|^{site}(管委会)?|的通知$", "", re.sub("^关于印发", "", title))


def trial_never_reviewed(tables: Tables) -> set[str]:
    """Twin: extended in so many words, its review is still to come."""
    trial = in_force(tables).filter("is_trial", pl.col("effective_on") < date(2016, 8, 31))
    return set(trial.filter(pl.col("review_due_on") < REPORT_ON)["title"])


def missing_link(tables: Tables) -> set[str]:
    """Twin: a neighbour's letter names the village."""
    letters = tables[LETTERS].filter(topic="poverty", level="street_to_village")
    signed = set(letters.filter(pl.col("signed_on") <= date(2018, 1, 31))["to_org"])
    told = "".join(letters["note"].drop_nulls())
    villages = tables["reference.organisations"].filter(kind="village")["name"]
    return {name for name in villages if name not in signed and f"与{name}建联村" not in told}


def weaker_below(tables: Tables) -> set[str]:
    """Twin: rates do not add up."""
    letters = tables[LETTERS].filter(pl.col("target_unit") != "百分点")
    above = letters.filter(level="district_to_street").select("to_org", "target_item", "target_value")
    below = letters.filter(level="street_to_village").group_by("from_org", "target_item")
    sums = below.agg(pl.col("target_value").sum().alias("sum")).rename({"from_org": "to_org"})
    joined = above.join(sums, on=["to_org", "target_item"])
    weaker = joined.filter(pl.col("sum") < pl.col("target_value"))
    return {f"{org}/{item}" for org, item in weaker.select("to_org", "target_item").iter_rows()}


RULES: dict[str, Rule] = {
    "L01.1": no_measure,
    "L01.2": paper_only,
    "L01.3": closed_without_evidence,
    "L01.4": closure_burst,
    "L01.5": action_before_finding,
    "L01.6": shared_deliverable,
    "L01.8": deadline_drift,
    "L01.9": closed_while_owing,
    "L02.1": not_checked,
    "L02.2": effect_skipped,
    "L02.4": zero_findings,
    "L02.5": not_fixed,
    "L02.6": copied_report,
    "L03.2": rebound,
    "L03.3": desk_lookback,
    "L03.4": self_lookback,
    "L03.5": long_term_silent,
    "L04.2": never_executed,
    "L04.5": trial_never_reviewed,
    "L10.1": missing_link,
    "L10.2": weaker_below,
}
PAIRED: dict[str, Rule] = {"L04.3": counted_twice}
