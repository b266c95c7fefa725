"""What can be wrong with single claims (S02.2–S02.5, L11.4), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.domains.expenses.desk import Desk, Row, kinds
from simulate.domains.expenses.standards import EXPENSE_CAPS, GUESTS_TO, HOSTS_LIMIT

CLAIMS = "subsidy.expense_claims"
CAPS = {(category, grade, area): cap for category, _, grade, area, _, cap in EXPENSE_CAPS}
BOOK = 30_000_000  # invoices of these books follow each other
LEAST_RUN = 3


def inject_s02_2_over_standard(desk: Desk) -> None:
    """More a head and day than the standard; the look-alike is over it by the venue's tax alone."""
    real, innocent = desk.take("claim", _keys(desk, pl.col("category") != "official_car"))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(CLAIMS, pl.col("_key") == key)[0]
        heads = row["persons_count"] + (row["hosts_count"] or 0)
        most = CAPS[row["category"], row["grade"], row["area"]] * heads * row["days"]
        share = 1.15 + 0.06 * number if kind == "real" else 1.03 + 0.005 * number
        amount = float(round(most * share))
        note = None if kind == "real" else "含场地税费和服务附加"
        changes.append({"_key": key, "amount_cny": amount, "note": note})
        reason = f"超标准{amount - most:.0f}元" if kind == "real" else "超出部分为场地税费"
        _record(desk, "S02.2", row, kind, [key], reason, amount - most if kind == "real" else 0)
    desk.change(CLAIMS, changes)


def inject_s02_3_no_letter(desk: Desk) -> None:
    """A reception without a letter, or with too many hosts; look-alikes were called out by an emergency."""
    is_reception = pl.col("category") == "reception"
    real, innocent = desk.take("claim", _keys(desk, is_reception))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(CLAIMS, pl.col("_key") == key)[0]
        guests = row["persons_count"]
        allowed = HOSTS_LIMIT if guests <= GUESTS_TO else guests // 3
        crowded = kind == "real" and number % 2 == 1
        changes.append(
            {
                "_key": key,
                "letter_no": row["letter_no"] if crowded else None,
                "hosts_count": allowed + 2 + number % 3 if crowded else row["hosts_count"],
                "purpose": row["purpose"] if kind == "real" else "接待上级应急处置工作组",
                "note": None if kind == "real" else "突发事件应急处置，事后补办手续",
            }
        )
        reason = f"来宾{guests}人，陪餐{allowed + 2 + number % 3}人" if crowded else "没有公函"
        reason = reason if kind == "real" else "突发应急处置，事后补办手续"
        _record(desk, "S02.3", row, kind, [key], reason, row["amount_cny"] if kind == "real" else 0)
    desk.change(CLAIMS, changes)


def inject_s02_4_split_bills(desk: Desk) -> None:
    """Two bills of one merchant on one day under one letter; in the look-alike there were two groups, two letters."""
    real, innocent = desk.take("claim", _keys(desk, pl.col("category") == "reception"))
    added = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(CLAIMS, pl.col("_key") == key)[0]
        other = row | {
            "_key": f"{key}-2",
            "claim_no": f"{row['claim_no']}-2",
            "invoice_no": str(BOOK * 2 + number * 50 + (kind == "real")),
            "amount_cny": float(round(row["amount_cny"] * 0.8)),
        }
        if kind == "innocent":
            other |= {"letter_no": f"来函〔{row['year']}〕{9000 + number}号", "purpose": "接待另一批考察人员"}
        added.append(other)
        subject = ("merchant_day", f"{row['unit']}/{row['merchant']}/{row['spent_on']}")
        reason = "同一批来宾同日同店分两张单报销" if kind == "real" else "同日两批来宾，各有公函"
        keys = [(CLAIMS, key), (CLAIMS, other["_key"])]
        amount = row["amount_cny"] + other["amount_cny"] if kind == "real" else 0
        desk.record("S02.4", "subsidy", subject, kind, keys, reason, amount)
    desk.add(CLAIMS, added)


def inject_s02_5_consecutive_invoices(desk: Desk) -> None:
    """Invoices of weeks that follow each other in one book; the look-alike settles by the month, and says so."""
    free = desk.tables[CLAIMS].filter(pl.col("is_free"), pl.col("category") == "reception")
    taken = {key for case in desk.cases.found for dataset, key in case.rows if dataset == CLAIMS}
    books = (
        free.filter(~pl.col("_key").is_in(sorted(taken)))
        .sort("spent_on", "_key")
        .group_by("unit", "merchant", "year", maintain_order=True)
        .agg("_key", "spent_on")
        .filter(pl.col("_key").list.len() >= LEAST_RUN)
        .filter(pl.col("spent_on").list.get(2) - pl.col("spent_on").list.first() > timedelta(days=8))
    )
    by_name = {f"{row['unit']}/{row['merchant']}": row["_key"][:4] for row in books.to_dicts()}
    real, innocent = desk.take("merchant", by_name)
    changes: list[Row] = []
    for kind, number, name in kinds(real, innocent):
        first = BOOK + 1000 * number + (500 if kind == "innocent" else 0)
        note = None if kind == "real" else "定点饭店按月结算，月底统一开票"
        rows = desk.rows(CLAIMS, pl.col("_key").is_in(by_name[name]))
        changes += [
            {"_key": row["_key"], "invoice_no": str(first + at), "note": note} for at, row in enumerate(rows)
        ]
        keys = [(CLAIMS, row["_key"]) for row in rows]
        amount = sum(row["amount_cny"] for row in rows) if kind == "real" else 0
        reason = "不同日期的发票号码连续" if kind == "real" else "按月结算统一开票，号码连续"
        desk.record("S02.5", "subsidy", ("merchant", name), kind, keys, reason, amount)
    desk.change(CLAIMS, changes)


def inject_l11_4_outside_platform(desk: Desk) -> None:
    """Money for cars after 1 April without a trip of the platform; the look-alike is a coach for an event."""
    units = desk.tables[CLAIMS]["unit"].unique(maintain_order=True)
    real, innocent = desk.take("office:L11.4", units)
    added = []
    for kind, number, unit in kinds(real, innocent):
        is_real = kind == "real"
        on = date(2018, 4, 10) + timedelta(days=7 * (number * 5 % 18))
        row: Row = {
            "_key": f"hire-{kind}-{number}",
            "claim_no": f"BX-2018-{desk.world.block:02d}9{number:02d}{int(is_real)}",
            "unit": unit,
            "year": 2018,
            "spent_on": on,
            "category": "official_car",
            "purpose": "临时租车办事" if is_real else "组织代表集中视察，租用大巴",
            "item": "租车费",
            "merchant": "云川畅途租车行" if is_real else "云川公交客运公司",
            "amount_cny": float(380 + 90 * number),
            "persons_count": 2 if is_real else 36 + number,
            "letter_no": None if is_real else f"通知〔2018〕{800 + number}号",
            "budget_line": "公务用车运行维护费",
            "approved_on": on - timedelta(days=1),
            "invoice_no": str(BOOK * 2 + 5000 + number * 50 + is_real),
            "voucher_no": f"{on:%Y-%m}-{number + 1:03d}",
            "note": None if is_real else "集体活动包车，附活动通知和名单",
            "is_free": False,
        }
        added.append(row)
        reason = "平台启用后另行租车，没有派车单" if is_real else "集体活动包车，不通过派车平台"
        _record(desk, "L11.4", row, kind, [row["_key"]], reason, row["amount_cny"] if is_real else 0)
    desk.add(CLAIMS, added)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_s02_2_over_standard,
    inject_s02_3_no_letter,
    inject_s02_4_split_bills,
    inject_s02_5_consecutive_invoices,
    inject_l11_4_outside_platform,
)


def _keys(desk: Desk, *conditions: pl.Expr) -> pl.Series:
    """Return claims that no case of a whole year holds, none of them in a December."""
    early = pl.col("spent_on").dt.month() != 12
    return desk.tables[CLAIMS].filter(pl.col("is_free"), early, *conditions)["_key"]


def _record(desk: Desk, rule: str, row: Row, kind: str, keys: list[str], reason: str, amount: float) -> None:
    family = "ledger" if rule.startswith("L") else "subsidy"
    subject = ("claim", row["claim_no"])
    desk.record(rule, family, subject, kind, [(CLAIMS, key) for key in keys], reason, amount)
