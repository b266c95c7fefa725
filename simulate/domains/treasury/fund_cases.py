"""What can be wrong with entrusted funds (A03), and what only looks like it.

What was diverted in 2015 was to be repaid by quarters of 2016 and 2017; the rest is due in 2019 and 2020, out of the
land. 2018 repays nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from simulate.cases import Key
from simulate.domains.treasury.desk import Desk, Row, any_day, earlier, later
from simulate.domains.treasury.funds import MOVEMENTS, PLANS, Account, FundBook, build_funds, find_room

DIVERSIONS = (
    ("园区道路工程周转", "园区建设指挥部"),
    ("偿还融资平台到期利息", "园区建设指挥部"),
    ("招商活动和展会费用", "招商服务中心"),
    ("垫付机关办公楼维修款", "机关事务服务中心"),
    ("借给企业过桥资金", "园区企业服务中心"),
    ("垫付绿化工程进度款", "园区建设指挥部"),
)
QUARTERS = tuple(date(year, month, 30) for year in (2016, 2017) for month in (3, 6, 9, 12))
HALVES = (date(2019, 6, 30), date(2019, 12, 31), date(2020, 6, 30), date(2020, 12, 31))
EARLY_SHARE, EXPECTED_CNY = 0.5, 90_000_000.0
DIVERTING = 6  # of the twelve accounts


@dataclass
class Diverted:
    """What was taken, in yuan, from whom."""

    account: Account
    owner: str
    amount: float


def _key(row: Row) -> Key:
    return MOVEMENTS, str(row["_key"])


def _divert(book: FundBook, desk: Desk, account: Account, owner: str, day: date, amount: float) -> Row:
    purpose, taker = desk.choose(DIVERSIONS)
    return book.move(account, owner, day, amount, "lent", purpose, counterparty=taker, note="待归还")


def inject_a03_1_other_use(desk: Desk) -> None:
    """Money was used for something else than it was entrusted for; the look-alike is a transfer coded generically."""
    book = desk.world.once(build_funds)
    accounts = list(book.accounts.values())
    owners = [
        {"_key": f"{account.number}/{owner}", "account": account, "owner": owner}
        for account in accounts[:DIVERTING]
        for owner in account.owners
    ]
    for pair in desk.pick("fund_owner", owners, desk.count()):
        account, owner = pair["account"], pair["owner"]
        day = any_day(desk.draw, date(2015, 8, 3), date(2015, 11, 20))
        amount = round(book.held(account.number, owner, date(2015, 8, 1)) * desk.between(45, 60) / 100, -4)
        row = _divert(book, desk, account, owner, day, amount)
        _plan(desk, book, Diverted(account, owner, amount))
        desk.label(
            "A03.1", ("movement", row["_key"]), "real", [_key(row)], f"代管资金用于{row['purpose']}", amount
        )
    used = [row for row in book.moves if row["kind"] == "used"]
    for row in desk.pick("movement", used, desk.count()):
        row["note"] = f"集中支付系统默认摘要，附件为{row['purpose']}清单"
        row["purpose"] = "财政集中支付划转"
        desk.label(
            "A03.1", ("movement", row["_key"]), "innocent", [_key(row)], "摘要是系统默认的，附件符合用途"
        )


def _plan(desk: Desk, book: FundBook, found: Diverted) -> None:
    """Plan the repayment: half of it by eight quarters, all of them paid, the rest within two years out of the land."""
    part = round(found.amount * EARLY_SHARE / len(QUARTERS), -2)
    rest = found.amount - part * len(QUARTERS)
    half = round(rest / len(HALVES), -2)
    halves = [half] * (len(HALVES) - 1) + [rest - half * (len(HALVES) - 1)]
    dues = [*((due, part, "debt_collection") for due in QUARTERS)]
    dues += [(due, amount, "land_income") for due, amount in zip(HALVES, halves, strict=True)]
    owed = found.amount
    for due, amount, source in dues:
        is_paid = source != "land_income"
        owed -= amount if is_paid else 0
        paid_on = earlier(due, desk.between(1, 9)) if is_paid else None
        row: Row = {
            "_key": f"{found.account.number}/{found.owner}/{due}",
            "account_no": found.account.number,
            "owner_unit": found.owner,
            "diverted_cny": found.amount,
            "due_on": due.isoformat(),
            "due_cny": amount,
            "planned_source": source,
            "expected_land_income_cny": None if is_paid else EXPECTED_CNY,
            "paid_on": paid_on,
            "paid_cny": amount if is_paid else 0.0,
            "source_account_no": "ZH-01" if is_paid else None,
            "source_account_kind": "own" if is_paid else None,
            "voucher_no": f"记-{paid_on:%y%m}-{desk.between(1, 300):04d}" if paid_on else None,
            "outstanding_cny": owed,
            "adjusted_on": None,
            "adjustment_no": None,
            "note": None if is_paid else "2018年预算未安排，列入以后年度",
            "_due": due,
            "_move": None,
        }
        if paid_on:
            row["_move"] = book.move(
                found.account, found.owner, paid_on, amount, "repaid", "归还占用的代管资金",
                counterparty="园区建设指挥部", counterparty_account_no="ZH-01",
            )  # fmt: skip
        book.plans.append(row)


def _paid(desk: Desk) -> list[Row]:
    return [row for row in desk.world.once(build_funds).plans if row["paid_on"]]


def _subject(row: Row) -> tuple[str, str]:
    return "instalment", str(row["_key"])


def _unpay(desk: Desk, row: Row) -> None:
    """Take the repayment of an instalment away: from then on more is owed."""
    book = desk.world.once(build_funds)
    book.moves.remove(row["_move"])
    missing = row["paid_cny"]
    for other in book.plans:
        is_same = (other["account_no"], other["owner_unit"]) == (row["account_no"], row["owner_unit"])
        if is_same and other["_due"] >= row["_due"]:
            other["outstanding_cny"] += missing
    row |= {"paid_on": None, "paid_cny": 0.0, "source_account_no": None, "source_account_kind": None}
    row |= {"voucher_no": None, "_move": None}


def inject_a03_3_instalment_missed(desk: Desk) -> None:
    """An instalment was not paid a month after it was due; the look-alike was put off by a new decision."""
    real, innocent = desk.take("repayment", _paid(desk))
    for number, row in enumerate([*real, *innocent]):
        kind = "real" if number < len(real) else "innocent"
        _unpay(desk, row)
        if kind == "innocent":
            row["adjusted_on"] = earlier(row["_due"], 12)
            row["adjustment_no"] = f"{desk.world.places.site}财〔{row['_due'].year}〕{50 + number}号"
            row["note"] = "计划经批准调整，并入后两年"
        reason = "到期三十天以上没有归还" if kind == "real" else "计划经批准调整"
        amount = row["due_cny"] if kind == "real" else 0
        desk.label("A03.3", _subject(row), kind, [(PLANS, row["_key"])], reason, amount)


def inject_a03_4_repaid_from_another(desk: Desk) -> None:
    """One entrusted account was filled up out of another; the look-alike is one account merged into the other."""
    book = desk.world.once(build_funds)
    accounts = list(book.accounts.values())
    for kind in ("real", "innocent"):
        for row in desk.pick("repayment", _paid(desk), desk.few()):
            group = accounts[:DIVERTING] if kind == "real" else accounts[DIVERTING:]
            other = desk.choose([account for account in group if account.number != row["account_no"]])
            row |= {"source_account_no": other.number, "source_account_kind": "entrusted"}
            row["note"] = "账户合并更名，原账户余额整体并入" if kind == "innocent" else None
            row["_move"]["counterparty_account_no"] = other.number
            rows = [(PLANS, row["_key"]), _key(row["_move"])]
            if kind == "real":
                amount, to = row["paid_cny"], row["account_no"]
                out = book.move(
                    other, other.owners[0], row["paid_on"], amount, "transferred", "归还他户占用资金",
                    counterparty="园区建设指挥部", counterparty_account_no=to,
                )  # fmt: skip
                rows.append(_key(out))
            reason = "用另一个代管账户的钱归还" if kind == "real" else "账户合并，属于技术性划转"
            amount = row["paid_cny"] if kind == "real" else 0
            desk.label("A03.4", _subject(row), kind, rows, reason, amount)


def inject_a03_5_diverted_again(desk: Desk) -> None:
    """Half of a repayment and more went out again within a month; the look-alike is the owner's own use.

    What went out is a case of A03.1, too.
    """
    book = desk.world.once(build_funds)
    for kind in ("real", "innocent"):
        for row in desk.pick("repayment", _paid(desk), desk.few()):
            account = book.accounts[row["account_no"]]
            day = later(row["paid_on"], desk.between(6, 20))
            amount = round(row["paid_cny"] * desk.between(60, 95) / 100, -2)
            if kind == "real":
                out = _divert(book, desk, account, row["owner_unit"], day, amount)
                reason = f"归还后又用于{out['purpose']}"
                desk.label("A03.1", ("movement", out["_key"]), kind, [_key(out)], reason, amount)
            else:
                text = desk.choose(account.uses).format(year=day.year)
                out = book.move(account, row["owner_unit"], day, amount, "used", text)
            rows = [(PLANS, row["_key"]), _key(row["_move"]), _key(out)]
            reason = "归还后三十天内又被调出" if kind == "real" else "归还后由所有单位按用途使用"
            desk.label("A03.5", _subject(row), kind, rows, reason, amount if kind == "real" else 0)


def inject_a03_2_balance_below_claims(desk: Desk) -> None:
    """An account holds less than it owes; the look-alike is money on its way for less than five days."""
    book = desk.world.once(build_funds)
    taken = [row for row in book.moves if row["kind"] in ("lent", "transferred")]
    short = dict.fromkeys(row["account_no"] for row in taken)
    for number in short:
        rows = [row for row in taken if row["account_no"] == number]
        missing = sum(row["amount_cny"] for row in rows)
        told = "账户余额少于应付所有单位的余额"
        desk.label("A03.2", ("account", number), "real", [_key(row) for row in rows], told, missing)
    whole = [{"_key": number} for number in book.accounts if number not in short]
    for row in desk.pick("account", whole, desk.few()):
        account = book.accounts[row["_key"]]
        owner, day = account.owners[1], find_room(book, account, date(2017, 2, 1))
        amount = desk.round_sum(120_000, 480_000)
        fee = book.move(account, owner, day, 1_200.0, "used", account.uses[0].format(year=day.year))
        fee |= {"_lead": amount, "note": "村已缴存，银行在途"}
        arrives = later(day, desk.between(1, 2))
        income = book.move(account, owner, arrives, amount, "entrusted", "代管款到账")
        income["_lead"] = -amount
        desk.label(
            "A03.2",
            ("account", account.number),
            "innocent",
            [_key(fee), _key(income)],
            "在途款项，三日内到账",
        )


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_a03_1_other_use,
    inject_a03_3_instalment_missed,
    inject_a03_4_repaid_from_another,
    inject_a03_5_diverted_again,
    inject_a03_2_balance_below_claims,
)
