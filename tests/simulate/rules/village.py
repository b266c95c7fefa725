"""Rules about villages: their books and audits; the other rules of the package are taken in.

Typical look-alikes are told from real cases by a field, a note or another dataset; each rule says how.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from simulate.thresholds import P_APPROVAL, P_CASH, P_TENDER
from tests.simulate.rules import village_offices, village_projects
from tests.simulate.rules.reading import Rule, Tables

VOUCHERS = "audit.village_vouchers"


def spending(tables: Tables) -> pl.DataFrame:
    """Payments with `voucher`, the name of each."""
    name = pl.col("village") + "/" + pl.col("voucher_no")
    return tables[VOUCHERS].filter(direction="expense").with_columns(voucher=name)


def white_slip(tables: Tables) -> set[str]:
    """Of 500 yuan or more; a named villager's labour has no invoice."""
    labour = (pl.col("category") == "labour") & pl.col("payee_id_card").is_not_null()
    slips = spending(tables).filter(
        pl.col("receipt_kind") == "white_slip", pl.col("amount_cny") >= 500, ~labour
    )
    return set(slips["voucher"])


def white_slip_in_disguise(tables: Tables) -> set[str]:
    """Two signs of three; a contract and the payee's account excuse a bad scan."""
    signs = (
        pl.col("invoice_no").is_null().cast(pl.Int8)
        + pl.col("is_payee_handwritten").cast(pl.Int8)
        + (pl.col("amount_cny") % 100 == 0).cast(pl.Int8)
    )
    excused = pl.col("contract_no").is_not_null() & pl.col("payee_account").is_not_null()
    papers = pl.col("receipt_kind").is_in(["invoice", "receipt", "none"])
    rows = spending(tables).filter(papers, pl.col("amount_cny") >= 500, signs >= 2, ~excused)
    return set(rows["voucher"])


def paid_to_kin(tables: Tables) -> set[str]:
    """A thousand yuan a year or more, without fixed pay and money laid out."""
    plain = (pl.col("category") != "allowance") & ~pl.col("summary").str.starts_with("退还")
    paid = spending(tables).filter(
        plain, pl.col("payee_id_card").is_in(village_projects.related(tables).implode())
    )
    sums = paid.group_by("village", pl.col("booked_on").dt.year(), "payee_id_card").agg(
        pl.col("amount_cny").sum()
    )
    return {f"{at}/{year}/{who}" for at, year, who, total in sums.iter_rows() if total >= 1_000}


def invoice_twice(tables: Tables) -> set[str]:
    """In two villages, or a village and a project; parts of one invoice lie in one village."""
    paid = tables["audit.project_payments"].select("invoice_no", "village")
    rows = pl.concat([spending(tables).select("invoice_no", "village"), paid]).drop_nulls("invoice_no")
    places = rows.group_by("invoice_no").agg(pl.col("village").n_unique())
    return set(places.filter(pl.col("village") > 1)["invoice_no"])


def income_not_booked(tables: Tables) -> set[str]:
    """More than 5% short, or more than 90 days late; rent waived by vote is not due."""
    due_on = pl.col("due_on").str.to_date("%Y年%m月%d日")
    voted = pl.when(pl.col("waiver_voted_on").is_not_null()).then(pl.col("waived_cny")).otherwise(0)
    is_short = pl.col("received_cny") < (pl.col("due_cny") - voted) * 0.95
    is_late = (pl.col("received_on") - due_on).dt.total_days() > 90
    return set(tables["audit.village_leases"].filter(is_short | is_late)["contract_no"])


def odd_digits(tables: Tables) -> set[str]:
    """From 300 payments on, fixed pay left out: first digits off the law, or many multiples of a thousand."""
    law = np.log10(1 + 1 / np.arange(1, 10))
    paid = spending(tables).filter(pl.col("category") != "allowance", pl.col("amount_cny") > 0)
    found = set()
    for (village,), rows in paid.group_by("village"):
        first = rows["amount_cny"].map_elements(lambda amount: int(f"{amount:e}"[0]), return_dtype=pl.Int64)
        shares = np.array([(first == digit).mean() or 0.0 for digit in range(1, 10)], dtype=float)
        is_round = (rows["amount_cny"] % 1_000 == 0).mean()
        if len(rows) >= 300 and (np.abs(shares - law).mean() > 0.015 or float(str(is_round)) > 0.25):
            found.add(str(village))
    return found


def not_approved(tables: Tables) -> set[str]:
    """No approver or no stamp from 1,000 yuan on; until March 2017 the form had no place for the stamp."""
    stamp, old = pl.col("has_finance_group_stamp"), pl.col("booked_on") < date(2017, 4, 1)
    unstamped = (stamp == pl.lit(value=False)) | (stamp.is_null() & ~old)
    rows = spending(tables).filter(pl.col("amount_cny") >= 1_000, pl.col("approvers").is_null() | unstamped)
    return set(rows["voucher"])


def gap_in_numbering(tables: Tables) -> set[str]:
    """Numbers of a village and year that no voucher bears; a spoilt voucher on file bears one."""
    number = pl.col("voucher_no").str.split("-").list.last().cast(pl.Int64)
    books = tables[VOUCHERS].group_by("village", pl.col("booked_on").dt.year()).agg(number.max(), pl.len())
    return {f"{at}/{year}" for at, year, most, count in books.iter_rows() if most > count}


def paid_twice(tables: Tables) -> set[str]:
    """One payee, one amount, thirty days; fixed pay left out."""
    found, paid = set(), defaultdict(list)
    plain = pl.col("category") != "allowance"
    for row in spending(tables).filter(plain, pl.col("amount_cny") > 0).iter_rows(named=True):
        paid[row["village"], row["payee_name"], row["amount_cny"]].append(row["booked_on"])
    for (village, payee, amount), days in paid.items():
        if any((after - before).days <= 30 for before, after in pairwise(sorted(days))):
            found.add(f"{village}/{payee}/{amount:.2f}")
    return found


def cash_over_limit(tables: Tables) -> set[str]:
    """Cash above the limit; pay and relief of named persons may be cash."""
    rows = spending(tables).filter(
        pl.col("payment_method") == "cash", pl.col("amount_cny") > P_CASH, pl.col("payee_id_card").is_null()
    )
    return set(rows["voucher"])


def split_payment(tables: Tables) -> set[str]:
    """Two in thirty days, each 80 to 100% of the approval limit; instalments name their contract."""
    near = pl.col("amount_cny").is_between(P_APPROVAL * 0.8, P_APPROVAL, closed="left")
    rows = spending(tables).filter(near, pl.col("contract_no").is_null())
    found = set()
    for (village, payee), own in rows.group_by("village", "payee_name"):
        days = sorted(own["booked_on"])
        if any((after - before).days <= 30 for before, after in pairwise(days)):
            found.add(f"{village}/{payee}")
    return found


def works_without_tender(tables: Tables) -> set[str]:
    """A firm gets the tender limit or more in twelve months; a tender of that sum or flood damage excuses."""
    known = (
        tables["ledger.tenders"]
        .filter(category="works")
        .select("village", "winner", "contract_cny")
        .drop_nulls()
    )
    rows = spending(tables).filter(
        pl.col("category") == "construction",
        pl.col("tender_no").is_null(),
        ~pl.col("summary").str.contains("抢修"),
    )
    found = set()
    for (village, payee), own in rows.group_by("village", "payee_name"):
        contracts = known.filter(village=village, winner=payee)["contract_cny"]
        paid = own["amount_cny"].sum()
        if any(abs(paid - contract) <= 0.05 * contract for contract in contracts):
            continue
        for first in own["booked_on"]:
            year = own.filter(pl.col("booked_on").is_between(first, first + timedelta(days=365)))
            if year["amount_cny"].sum() >= P_TENDER:
                found.add(f"{village}/{payee}")
    return found


def no_finding_at_all(tables: Tables) -> set[str]:
    """Nothing found while others find three a million and more; two weeks on site with papers speak for a clean one."""
    audits = tables["audit.audit_engagements"].filter(kind="village_finance")
    counts = tables["audit.audit_findings"].group_by("unit").agg(pl.len())
    rows = audits.join(counts, on="unit", how="left").with_columns(pl.col("len").fill_null(0))
    usual = (rows["len"] / rows["audited_spend_cny"] * 1e6).median()
    thorough = (pl.col("ended_on") - pl.col("started_on")).dt.total_days() >= 8
    shallow = rows.filter(pl.col("len") == 0, ~(thorough & pl.col("working_papers_no").is_not_null()))
    return set(shallow["unit"]) if float(str(usual)) >= 3 else set()


RULES: dict[str, Rule] = {
    "A01.1": white_slip,
    "A01.2": white_slip_in_disguise,
    "A01.3": paid_to_kin,
    "A01.4": invoice_twice,
    "A01.5": income_not_booked,
    "A01.6": odd_digits,
    "A01.7": not_approved,
    "A01.8": no_finding_at_all,
    "A01.9": gap_in_numbering,
    "A01.10": paid_twice,
    "A01.11": cash_over_limit,
    "A01.12": split_payment,
    "L06.8": works_without_tender,
    **village_offices.RULES,
    **village_projects.RULES,
}
PAIRED: dict[str, Rule] = {}
