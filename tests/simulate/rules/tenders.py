"""Rules about meetings, their decisions, and tenders."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations

import numpy as np
import polars as pl

from simulate.thresholds import NOTICE_DAYS, P_CHANGE, P_LARGE, P_TENDER
from tests.simulate.rules.reading import Rule, Tables, current

DECISIONS, TENDERS, BIDDERS = "ledger.decision_items", "ledger.tenders", "ledger.tender_bidders"
PAID, INVESTED = "audit.large_payments", "audit.investment_projects"
STANDING = ["payroll", "debt_service"]
COMPETING = ["public", "invited", "negotiation", "consultation", "inquiry"]
GATES = [f"gate_{number}_on" for number in range(1, 10)]


def notes(*words: str) -> pl.Expr:
    """Whether the remark says one of these words, by which an innocent row can be told."""
    return pl.col("note").fill_null("").str.contains_any(list(words))


def decided_money(tables: Tables) -> pl.DataFrame:
    """Large payments and projects that bind somebody: `subject`, `decision_item_no`, `on`."""
    paid = tables[PAID].filter(
        pl.col("amount_cny") >= P_LARGE, ~pl.col("kind").is_in(STANDING), ~notes("年度授权")
    )
    invested = current(tables[INVESTED]).filter(~pl.col("is_framework").fill_null(value=False))
    return pl.concat(
        [
            paid.select("decision_item_no", subject="payment_no", on="paid_on"),
            invested.select("decision_item_no", subject="project_no", on="contract_on"),
        ]
    ).join(
        tables[DECISIONS].select("item_no", "held_on", "note"),
        left_on="decision_item_no",
        right_on="item_no",
        how="left",
    )


def undecided(tables: Tables) -> set[str]:
    return set(decided_money(tables).filter(pl.col("held_on").is_null())["subject"])


def decided_afterwards(tables: Tables) -> set[str]:
    late = decided_money(tables).filter(pl.col("held_on") > pl.col("on"), ~notes("追认"))
    return set(late["decision_item_no"])


def not_filed(tables: Tables) -> set[str]:
    late = pl.col("filed_on").is_null() | (pl.col("filed_on") > pl.col("held_on"))
    rows = tables[DECISIONS].filter(pl.col("category") != "other", ~notes("次日补报备案", "纸质备案"))
    return set(rows.filter(late | ~pl.col("is_discipline_invited"))["item_no"])


def mixed_meeting(tables: Tables) -> set[str]:
    names = ["meeting_no", "body", "started_at", "ended_at", "attendees", "record_book_no", "record_page"]
    one = tables[DECISIONS].filter(pl.col("body") != "joint").select(names).unique()
    pairs = one.join(one, how="cross", suffix="_2").filter(
        pl.col("started_at").dt.date() == pl.col("started_at_2").dt.date(),
        pl.col("body") == "management_committee",
        pl.col("body_2") == "party_committee",
    )
    found = set()
    for row in pairs.iter_rows(named=True):
        here, there = set(row["attendees"].split("、")), set(row["attendees_2"].split("、"))
        overlap = row["started_at"] < row["ended_at_2"] and row["started_at_2"] < row["ended_at"]
        same_people = len(here & there) >= 0.8 * len(here | there)
        same_page = all(row[name] == row[f"{name}_2"] for name in ("record_book_no", "record_page"))
        if (overlap and same_people) or same_page:
            found.add(row["meeting_no"])
    return found


def rubber_stamp(tables: Tables) -> set[str]:
    items = tables[DECISIONS].filter(~notes("书面征求意见", "录音整理稿"))
    meetings = items.group_by("meeting_no").agg(pl.len(), pl.first("started_at"), pl.first("ended_at"))
    hours = (pl.col("ended_at") - pl.col("started_at")).dt.total_minutes() / 60
    voices = pl.col("speakers").str.split("、").list.len().fill_null(0)
    silent = items.filter(pl.col("amount_cny") >= P_LARGE, voices <= 1)
    return {*meetings.filter(pl.col("len") / hours >= 10)["meeting_no"], *silent["item_no"]}


def just_below(tables: Tables) -> set[str]:
    """Of a unit's payments of 80 to 100 % of the line nearly all lie above 90 %: p < 0.01 by tossing a coin."""
    near = tables[PAID].filter(
        pl.col("amount_cny").is_between(0.8 * P_LARGE, P_LARGE, closed="left"), ~notes("标准合同")
    )
    units = near.group_by("unit").agg(pl.len(), (pl.col("amount_cny") >= 0.9 * P_LARGE).sum().alias("high"))
    return set(units.filter(pl.col("high") == pl.col("len"), 0.5 ** pl.col("len") < 0.01)["unit"])


def gate_missing(tables: Tables) -> set[str]:
    found = set()
    rows = current(tables[TENDERS]).filter(pl.col("awarded_on").is_not_null(), ~notes("简易程序"))
    for row in rows.iter_rows(named=True):
        passed = [row[gate] for gate in GATES]
        if None in passed or passed != sorted(passed):
            found.add(row["tender_no"])
    return found


def split_tender(tables: Tables) -> set[str]:
    near = pl.col("budget_cny").is_between(0.8 * P_TENDER, P_TENDER, closed="left")
    rows = current(tables[TENDERS]).filter(near, ~notes("资金来源不同")).sort("notice_on")
    gap = pl.col("notice_on").diff().over("village", "category").dt.total_days()
    return set(rows.filter(gap <= 90)["village"])


def rotating_trio(tables: Tables) -> set[str]:
    free = current(tables[TENDERS]).filter(~notes("只有三家具备"))["tender_no"].to_list()
    winners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    bids = tables[BIDDERS].filter(pl.col("tender_no").is_in(free))
    for _, rows in bids.group_by("tender_no"):
        winner = rows.filter("is_winner")["bidder"][0]
        for trio in combinations(sorted(rows["bidder"]), 3):
            winners[trio].append(winner)
    return {"、".join(trio) for trio, won in winners.items() if len(won) >= 3 and set(won) >= set(trio)}


def price_pattern(tables: Tables) -> set[str]:
    found = set()
    for (tender,), rows in tables[BIDDERS].filter(~notes("统一定额")).group_by("tender_no"):
        prices = np.sort(rows["bid_cny"].to_numpy())
        if len(prices) < 3:
            continue
        gaps = np.diff(prices)
        is_even = gaps.min() > 0 and np.ptp(gaps) <= 0.01 * gaps.mean()
        if prices.std() < 0.02 * prices.mean() or is_even:
            found.add(str(tender))
    return found


def identical_losers(tables: Tables) -> set[str]:
    lost = tables[BIDDERS].filter(~pl.col("is_winner"), ~notes("统一定额"))
    return set(lost.filter(pl.struct("tender_no", "bid_cny").is_duplicated())["tender_no"])


def common_author(tables: Tables) -> set[str]:
    bids = tables[BIDDERS].filter(~notes("招标代理统一制作"))
    traces = ("document_author", "upload_ip", "contact_phone")
    same = pl.any_horizontal(pl.struct("tender_no", name).is_duplicated() for name in traces)
    return set(bids.filter(same)["tender_no"])


def related_winner(tables: Tables) -> set[str]:
    cadres = tables["register.village_cadres"].select("village", "id_card")
    kin = tables["register.cadre_relatives"].select(village="unit", id_card="relative_id_card")
    people = pl.concat([cadres, kin]).unique()
    owned = tables["register.business_officers"].select("id_card", winner="firm").join(people, on="id_card")
    return set(current(tables[TENDERS]).join(owned, on=["village", "winner"])["tender_no"])


def early_contract_or_change(tables: Tables) -> set[str]:
    rows = current(tables[TENDERS]).filter(~notes("设计变更", "工程量复核"))
    early = pl.col("contract_on") < pl.col("awarded_on")
    return set(rows.filter(early | (pl.col("change_cny") > P_CHANGE * pl.col("contract_cny")))["tender_no"])


def short_notice(tables: Tables) -> set[str]:
    waited = pl.col("opened_on") - pl.col("notice_on")
    rows = current(tables[TENDERS]).filter(pl.col("method").is_in(["public", "invited"]), ~notes("重新公告"))
    return set(rows.filter(waited < timedelta(days=NOTICE_DAYS))["tender_no"])


def single_bid(tables: Tables) -> set[str]:
    asked = current(tables[TENDERS]).filter(pl.col("method").is_in(COMPETING)).select("tender_no")
    bids = tables[BIDDERS].join(asked, on="tender_no").group_by("tender_no").agg(pl.len())
    return set(bids.filter(pl.col("len") == 1)["tender_no"])


def award_at_the_budget(tables: Tables) -> set[str]:
    rows = current(tables[TENDERS]).filter(pl.col("category") != "resource_lease", ~notes("政府指导价"))
    share = pl.col("award_cny") / pl.col("budget_cny")
    return set(rows.filter(share.is_between(0.995, 1.0))["tender_no"])


def template_appraisal(tables: Tables) -> set[str]:
    """The same sentences and the same numbers as in an older appraisal, but for the project's name."""
    found, seen = set(), set()
    rows = current(tables[INVESTED]).filter(pl.col("appraisal_text").is_not_null())
    for row in rows.sort("appraised_on", "project_no").iter_rows(named=True):
        text = row["appraisal_text"].replace(row["project_name"], "")
        if text in seen:
            found.add(row["project_no"])
        seen.add(text)
    return found


RULES: dict[str, Rule] = {
    "L05.1": undecided,
    "L05.2": decided_afterwards,
    "L05.3": not_filed,
    "L05.4": mixed_meeting,
    "L05.5": rubber_stamp,
    "L05.6": just_below,
    "L06.1": gate_missing,
    "L06.2": split_tender,
    "L06.3": rotating_trio,
    "L06.4": price_pattern,
    "L06.5": common_author,
    "L06.6": related_winner,
    "L06.7": early_contract_or_change,
    "R003": short_notice,
    "R018": single_bid,
    "R028": identical_losers,
    "P28": award_at_the_budget,
    "A06.3": template_appraisal,
}
