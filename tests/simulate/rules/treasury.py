"""Rules of the domain package treasury: funds, revenue, purchases, payments, investments, land, tenders."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulate.thresholds import P_LARGE, P_PROC, P_REFUND
from tests.simulate.rules import tenders
from tests.simulate.rules.reading import Rule, Tables, current
from tests.simulate.rules.tenders import DECISIONS, INVESTED, PAID, STANDING, notes

MOVED, PLANNED, BUDGET = "audit.fund_movements", "audit.repayment_plans", "audit.budget_lines"
REVENUE, BOUGHT = "audit.revenue_receipts", "audit.procurement_requests"
PARCELS, RECEIVED, SPENT = "ledger.land_parcels", "ledger.land_receipts", "ledger.land_payments"
LAST_DAY = date(2018, 8, 31)
MONTH = timedelta(days=30)


def other_use(tables: Tables) -> set[str]:
    found = set()
    out = tables[MOVED].filter(direction="expense", account_kind="entrusted").filter(
        pl.col("kind").is_in(["used", "lent"])
    )  # fmt: skip
    for row in out.iter_rows(named=True):
        said = f"{row['purpose']}{row['note'] or ''}"
        if not any(word in said for word in row["account_purpose"].split("、")):
            found.add(row["_key"])
    return found


def below_claims(tables: Tables) -> set[str]:
    serial = pl.col("movement_no").str.slice(-4)
    rows = tables[MOVED].sort("account_no", serial)
    short = pl.col("balance_cny") < pl.col("owners_claim_cny")
    follows = (pl.col("moved_on").shift(-1) - pl.col("moved_on")).over("account_no") < timedelta(days=5)
    rows = rows.with_columns(short=short, follows=follows)
    repaired = pl.col("follows") & ~pl.col("short").shift(-1).over("account_no")
    return set(rows.filter("short", ~repaired.fill_null(value=False))["account_no"])


def instalments(tables: Tables) -> pl.DataFrame:
    """Instalments that bind, with their day as a date; none where nothing was diverted."""
    if PLANNED not in tables:
        return pl.DataFrame(schema={"_key": pl.String, "due": pl.Date, "paid_on": pl.Date, "note": pl.String})
    return tables[PLANNED].with_columns(due=pl.col("due_on").str.to_date())


def instalment_missed(tables: Tables) -> set[str]:
    rows = instalments(tables)
    if rows.is_empty():
        return set()
    paid = pl.coalesce("paid_on", pl.lit(LAST_DAY))
    late = rows.filter(pl.col("adjustment_no").is_null(), paid > pl.col("due") + MONTH)
    return set(late["_key"])


def repaid_from_another(tables: Tables) -> set[str]:
    rows = instalments(tables)
    if rows.is_empty():
        return set()
    return set(rows.filter(~notes("账户合并"), source_account_kind="entrusted")["_key"])


def diverted_again(tables: Tables) -> set[str]:
    rows = instalments(tables)
    if rows.is_empty():
        return set()
    out = tables[MOVED].filter(kind="lent").select("account_no", "owner_unit", "moved_on", out="amount_cny")
    both = rows.filter(pl.col("paid_on").is_not_null()).join(out, on=["account_no", "owner_unit"])
    waited = pl.col("moved_on") - pl.col("paid_on")
    again = waited.is_between(timedelta(0), MONTH) & (pl.col("out") >= pl.col("paid_cny") / 2)
    return set(both.filter(again)["_key"])


def round_trip(tables: Tables) -> set[str]:
    paid = tables[PAID].select("paid_on", "payee_account", "project_no", out="amount_cny")
    back = tables[REVENUE].filter(pl.col("payer_account").is_not_null())
    both = back.join(paid, left_on="payer_account", right_on="payee_account", suffix="_paid")
    waited = pl.col("received_on") - pl.col("paid_on")
    same = (pl.col("amount_cny") / pl.col("out")).is_between(0.95, 1.05)
    explained = (pl.col("project_no") == pl.col("project_no_paid")).fill_null(value=False)
    return set(both.filter(waited.is_between(timedelta(0), MONTH), same, ~explained)["receipt_no"])


def period_end_spike(tables: Tables) -> set[str]:
    """Of an office other than the treasury, in full quarters; taxes due on the quarter's last day belong there."""
    on = pl.col("received_on")
    rows = tables[REVENUE].filter(~pl.col("collecting_unit").str.ends_with("财政局"), on < date(2018, 7, 1))
    ends = on.dt.truncate("1q").dt.offset_by("1q").dt.offset_by("-1d")
    is_tail = (ends - on < timedelta(days=5)) & ~notes("法定期限为季末")
    quarters = (
        rows.with_columns(ends=ends, tail=pl.when(is_tail).then("amount_cny").otherwise(0.0))
        .group_by("collecting_unit", "ends")
        .agg(pl.sum("amount_cny"), pl.sum("tail"))
    )
    spiky = quarters.filter(pl.col("tail") >= 0.4 * pl.col("amount_cny"))
    return {f"{unit}/{end:%Y-%m}" for unit, end in spiky.select("collecting_unit", "ends").iter_rows()}


def own_platform_pays(tables: Tables) -> set[str]:
    own = pl.col("payer_class").is_in(["platform", "fiscal_unit"])
    return set(tables[REVENUE].filter(own, ~notes("租金，合同"), kind="non_tax")["receipt_no"])


def approved_afterwards(tables: Tables) -> set[str]:
    late = pl.col("approved_on") > pl.col("contract_on")
    return set(current(tables[BOUGHT]).filter(late, ~pl.col("is_emergency"))["request_no"])


def split_order(tables: Tables) -> set[str]:
    small = current(tables[BOUGHT]).filter(pl.col("estimate_cny") < P_PROC, pl.col("method") != "framework")
    rows = small.sort("requested_on").with_columns(
        before=pl.col("estimate_cny").shift().over("unit", "category"),
        gap=pl.col("requested_on").diff().over("unit", "category"),
    )
    near = (pl.col("gap") <= timedelta(days=60)) & (pl.col("before") + pl.col("estimate_cny") > P_PROC)
    return {f"{unit}/{kind}" for unit, kind in rows.filter(near).select("unit", "category").iter_rows()}


def no_form_or_no_decision(tables: Tables) -> set[str]:
    items = tables[DECISIONS]["item_no"].to_list()
    large = tables[PAID].filter(
        pl.col("amount_cny") >= P_LARGE, ~pl.col("kind").is_in(STANDING), ~notes("年度授权")
    )
    missing = pl.col("form_no").is_null() | ~pl.col("decision_item_no").is_in(items).fill_null(value=False)
    return set(large.filter(missing)["payment_no"])


def step_missing_or_late(tables: Tables) -> set[str]:
    steps = ["requested_on", "reviewed_on", "finance_approved_on", "leader_approved_on"]
    wrong = pl.any_horizontal(pl.col(step).is_null() | (pl.col(step) > pl.col("paid_on")) for step in steps)
    chief = pl.col("chief_approved_on").is_null() & (pl.col("amount_cny") >= P_LARGE)
    chief &= ~pl.col("kind").is_in(STANDING)
    return set(tables[PAID].filter(wrong | chief, ~notes("代签", "时钟误差"))["payment_no"])


def structured(tables: Tables) -> set[str]:
    small = tables[PAID].filter(pl.col("amount_cny") < P_LARGE, ~notes("期进度款"))
    own = small.filter(pl.col("payee") != "个人").sort("paid_on").rolling(
        "paid_on", period="11d", group_by="payee"
    )  # fmt: skip
    sums = own.agg(pl.sum("amount_cny"), pl.len())
    return set(sums.filter(pl.col("len") > 1, pl.col("amount_cny") >= P_LARGE)["payee"])


def changed_account(tables: Tables) -> set[str]:
    rows = tables[PAID].filter(pl.col("payee") != "个人").sort("paid_on")
    before = pl.col("payee_account").shift().over("payee")
    soon = pl.col("paid_on").diff().over("payee") <= MONTH
    return set(rows.filter(pl.col("payee_account") != before, soon, ~notes("开户行合并"))["payment_no"])


def payee_not_the_contractor(tables: Tables) -> set[str]:
    other = pl.col("payee") != pl.col("contract_party")
    return set(tables[PAID].filter(other, ~notes("债权转让"))["payment_no"])


def contract_too_early(tables: Tables) -> set[str]:
    before = [
        pl.col("contract_on") < pl.col(step) for step in ("appraised_on", "legal_reviewed_on", "decided_on")
    ]
    bound = current(tables[INVESTED]).filter(~pl.col("is_framework").fill_null(value=False))
    return set(bound.filter(pl.any_horizontal(before))["project_no"])


def overrun(tables: Tables) -> set[str]:
    change = pl.when(pl.col("change_no").is_not_null()).then("change_cny").otherwise(0.0)
    over = (pl.col("actual_cny") - change) / pl.col("amount_cny") > 1.10
    return set(current(tables[INVESTED]).filter(over)["project_no"])


def returned(tables: Tables) -> pl.DataFrame:
    """What each buyer's group got within 24 months, as a share of the price: `parcel_no`, `share`."""
    sold = current(tables[PARCELS]).select("parcel_no", "price_cny", "contract_on")
    paid = tables[SPENT].filter(~notes("公开办法", "另行招标")).join(sold, on="parcel_no")
    soon = paid.filter(pl.col("paid_on") <= pl.col("contract_on").dt.offset_by("24mo"))
    return soon.group_by("parcel_no").agg(share=pl.col("amount_cny").sum() / pl.first("price_cny"))


def disguised_refund(tables: Tables) -> set[str]:
    return set(returned(tables).filter(pl.col("share") >= P_REFUND)["parcel_no"])


def constant_ratio(tables: Tables) -> set[str]:
    rows = returned(tables)
    like = rows.join(rows, how="cross", suffix="_2").filter(
        (pl.col("share") / pl.col("share_2")).is_between(0.99, 1.01)
    )
    groups = like.group_by("parcel_no").agg(pl.len())
    return set(groups.filter(pl.col("len") >= 3)["parcel_no"])


def late_receipt(tables: Tables) -> set[str]:
    rows = current(tables[RECEIVED]).filter(pl.col("deferral_no").is_null())
    came = pl.coalesce("received_on", pl.lit(LAST_DAY))
    return set(rows.filter(came > pl.col("due_on").str.to_date() + MONTH)["_key"])


def outside_the_budget(tables: Tables) -> set[str]:
    lines = current(tables[BUDGET])["line"].unique().to_list()
    has_line = pl.col("budget_line").is_in(lines).fill_null(value=False)
    return set(tables[SPENT].filter(~has_line, ~notes("上年结转"))["payment_no"])


RULES: dict[str, Rule] = {
    **tenders.RULES,
    "A03.1": other_use,
    "A03.2": below_claims,
    "A03.3": instalment_missed,
    "A03.4": repaid_from_another,
    "A03.5": diverted_again,
    "A04.1": round_trip,
    "A04.2": period_end_spike,
    "A04.3": own_platform_pays,
    "A04.4": approved_afterwards,
    "A04.5": split_order,
    "A05.1": no_form_or_no_decision,
    "A05.2": step_missing_or_late,
    "A05.3": structured,
    "A05.4": changed_account,
    "A05.5": payee_not_the_contractor,
    "A06.1": contract_too_early,
    "A06.2": overrun,
    "L16.1": disguised_refund,
    "L16.2": constant_ratio,
    "L16.3": late_receipt,
    "L16.4": outside_the_budget,
}
PAIRED: dict[str, Rule] = {}
