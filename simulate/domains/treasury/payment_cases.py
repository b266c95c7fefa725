"""What can be wrong with a payment or with the decision behind it (A05, L05.1, L05.2, L05.6), and look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Key
from simulate.domains.treasury.desk import LAST_DAY, Desk, Row, earlier, later, mark
from simulate.domains.treasury.minutes import build_minutes
from simulate.domains.treasury.payments import ACCOUNTS_FROM, PAYMENTS, STANDING, PaymentBook, build_payments
from simulate.identity import make_accounts
from simulate.thresholds import P_LARGE

DECISIONS = "ledger.decision_items"
YEAR_START = date(2018, 1, 8)
SELDOM = 4  # payments to a payee that leave room for more
STANDARD_CNY = 480_000.0
NEW_ACCOUNTS_FROM = ACCOUNTS_FROM + 50_000


def key(row: Row) -> Key:
    """Return how the row of a payment is called."""
    return PAYMENTS, str(row["_key"])


def _book(desk: Desk) -> PaymentBook:
    return desk.world.once(build_payments)


def _large(desk: Desk) -> list[Row]:
    rows = _book(desk).rows
    return [row for row in rows if row["amount_cny"] >= P_LARGE and row["kind"] not in STANDING]


def _small(desk: Desk) -> list[Row]:
    return [row for row in _book(desk).rows if row["amount_cny"] < P_LARGE]


def _firms(desk: Desk) -> list[Row]:
    return [{"_key": firm} for firm in desk.world.firms["firm"]]


def _undecide(desk: Desk, row: Row) -> None:
    """Take the decision on a payment out of the minutes."""
    for meeting in desk.world.once(build_minutes).meetings:
        for item in meeting.items:
            if item["_key"] == row["decision_item_no"]:
                item |= {"reference_no": None, "item": "听取资金拨付总体情况汇报", "amount_cny": None}
    row["decision_item_no"] = None


def inject_a05_1_no_form_or_no_decision(desk: Desk) -> None:
    """A large payment went out without a form, or without a decision; wages and standing authorisations look alike.

    A payment that nobody decided on is a case of L05.1, too; some name an item that no meeting has.
    """
    real, innocent = desk.take("payment", _large(desk))
    for number, row in enumerate(real):
        subject = ("payment", row["_key"])
        if number % 2 == 0:
            row["form_no"] = None
            desk.label("A05.1", subject, "real", [key(row)], "大额拨款没有审批表", row["amount_cny"])
            continue
        _undecide(desk, row)
        row["decision_item_no"] = f"{mark(desk.world)}GW2017-99-{number:02d}" if number % 4 == 3 else None
        told = "所填议题编号查无此议题" if row["decision_item_no"] else "没有集体决策"
        desk.label("A05.1", subject, "real", [key(row)], f"大额拨款{told}", row["amount_cny"])
        desk.label("L05.1", subject, "real", [key(row)], f"大额拨款{told}", row["amount_cny"])
    standing = [row for row in _book(desk).rows if row["kind"] in STANDING]
    for row in desk.pick("payment", standing, len(innocent)):
        row["form_no"] = None
        subject = ("payment", row["_key"])
        desk.label("A05.1", subject, "innocent", [key(row)], "工资和还本付息按年初决定执行，不逐笔审批上会")
    year = desk.world.once(build_minutes).decide(
        date(2018, 1, 31), "2018年度零星工程和补助资金支付授权", "large_sum", 30_000_000.0
    )
    for row in innocent[desk.few() :]:  # as many come from the investments
        _undecide(desk, row)
        row["note"] = f"年度授权：{year['_key']}"
        rows = [key(row), (DECISIONS, year["_key"])]
        desk.label("L05.1", ("payment", row["_key"]), "innocent", rows, "年初会议已作年度授权，不再逐笔上会")


def inject_a05_2_step_missing_or_late(desk: Desk) -> None:
    """A step of the form is empty or signed after the money went; look-alikes say who signed, or whose clock erred."""
    real, innocent = desk.take("payment", _small(desk))
    for number, row in enumerate(real):
        step = ("finance_approved_on", "leader_approved_on")[number % 2]
        is_late = number % 3 > 0
        row[step] = later(row["paid_on"], desk.between(2, 12)) if is_late else None
        reason = "审批环节日期晚于付款日期" if is_late else "审批环节缺签字日期"
        desk.label("A05.2", ("payment", row["_key"]), "real", [key(row)], reason, row["amount_cny"])
    for number, row in enumerate(innocent):
        if number % 2:
            row |= {"leader_approved_on": None, "note": "分管领导外出学习，书面委托主要领导代签"}
        else:
            row |= {
                "finance_approved_on": later(row["paid_on"], 1),
                "note": "系统时钟误差，纸质表为付款前签字",
            }
        desk.label("A05.2", ("payment", row["_key"]), "innocent", [key(row)], str(row["note"]))


def inject_a05_3_structured(desk: Desk) -> None:
    """One payee gets several sums below the line within ten days; the look-alike is paid by stages of a contract."""
    book, units = _book(desk), desk.world.places.offices.to_list()
    for kind in ("real", "innocent"):
        seldom = [firm for firm in _firms(desk) if len(book.paid[firm["_key"]]) <= SELDOM]
        for payee in desk.pick("payee", seldom, desk.count()):
            firm, unit, paid = payee["_key"], desk.choose(units), []
            day = _quiet_start(desk, book, firm)
            for part in range(1, desk.between(3, 4)):
                amount = desk.round_sum(260_000, 390_000, 100)
                row = book.pay(unit, firm, day, amount, "works", "零星维修工程款")
                if kind == "innocent":
                    row |= {
                        "purpose": f"泵站改造工程第{part}期进度款",
                        "note": f"第{part}期进度款，附监理计量签证",
                    }
                paid.append(row)
                day = later(day, desk.between(1, 3))
            total = sum(row["amount_cny"] for row in paid)
            reason = "十天内分几笔付给同一单位" if kind == "real" else "按合同进度分期支付"
            subject, rows = ("payee", firm), [key(row) for row in paid]
            desk.label("A05.3", subject, kind, rows, reason, total if kind == "real" else 0)


def inject_a05_4_changed_account(desk: Desk) -> None:
    """The account changed within a month before the payment; the look-alike is a merger of banks, and says so."""
    book = _book(desk)
    accounts = iter(make_accounts(200, desk.world.block, NEW_ACCOUNTS_FROM))
    for kind in ("real", "innocent"):
        paid = [
            {"_key": firm}
            for firm in desk.world.firms["firm"]
            if book.paid[firm] and max(row["paid_on"] for row in book.paid[firm]) < date(2018, 8, 1)
        ]
        for payee in desk.pick("payee", paid, desk.count()):
            last = max(book.paid[payee["_key"]], key=lambda row: row["paid_on"])
            day = earlier(last["paid_on"] + timedelta(days=desk.between(18, 26)), 0)
            amount = desk.round_sum(20_000, 180_000, 100)
            row = book.pay(last["unit"], payee["_key"], day, amount, "goods_services", "服务费尾款")
            row["payee_account"] = next(accounts)
            row["note"] = "开户行合并，账号变更，附银行通知" if kind == "innocent" else None
            reason = "付款前一个月内换了收款账号" if kind == "real" else "银行合并统一换号"
            total = amount if kind == "real" else 0
            desk.label("A05.4", ("payment", row["_key"]), kind, [key(last), key(row)], reason, total)


def inject_a05_5_payee_not_the_contractor(desk: Desk) -> None:
    """Somebody else than the contractor is paid; the look-alike has a deed by which the claim was made over."""
    own = [row for row in _book(desk).rows if row["contract_party"]]
    real, innocent = desk.take("payment", own)
    firms = desk.world.firms["firm"].to_list()
    for kind, rows in (("real", real), ("innocent", innocent)):
        for row in rows:
            row["contract_party"] = desk.choose([firm for firm in firms if firm != row["payee"]])
            row["note"] = "债权转让，附公证的转让协议" if kind == "innocent" else None
            reason = "收款单位不是合同乙方" if kind == "real" else "合同乙方已转让债权"
            total = row["amount_cny"] if kind == "real" else 0
            desk.label("A05.5", ("payment", row["_key"]), kind, [key(row)], reason, total)


def inject_l05_2_decided_afterwards(desk: Desk) -> None:
    """The meeting came after the money; the look-alike is an emergency that the meeting ratified."""
    real, innocent = desk.take("payment", [row for row in _large(desk) if row["paid_on"] < date(2018, 7, 25)])
    for kind, rows in (("real", real[desk.few() :]), ("innocent", innocent)):  # others are investments
        for row in rows:
            _undecide(desk, row)
            minutes = desk.world.once(build_minutes)
            after = minutes.next("management_committee", row["paid_on"] + timedelta(days=1))
            item = _book(desk).decide(row, after.held_on)
            if kind == "innocent":
                item["note"] = "防汛应急抢险，先行支付，会议追认"
            reason = "先付款后上会" if kind == "real" else "抢险资金先付，随后追认"
            places = [(DECISIONS, item["_key"]), key(row)]
            total = row["amount_cny"] if kind == "real" else 0
            desk.label("L05.2", ("item", item["_key"]), kind, places, reason, total)


def inject_l05_6_just_below_the_line(desk: Desk) -> None:
    """A unit's payments crowd just below the line; the look-alike pays one price to all, by a standard contract."""
    book = _book(desk)
    units = [{"_key": unit} for unit in desk.world.places.offices]
    real, innocent = (
        desk.pick("unit_amounts", units, desk.few()),
        desk.pick("unit_amounts", units, desk.few()),
    )
    free = [firm["_key"] for firm in _firms(desk)]
    for kind, chosen in (("real", real), ("innocent", innocent)):
        for unit in chosen:
            paid: list[Row] = []
            goal = desk.between(9, 12)
            while len(paid) < goal:
                firm = desk.choose(free)
                day = book.free_day(firm, YEAR_START, LAST_DAY)
                if day is None:
                    continue
                amount = desk.round_sum(0.91 * P_LARGE, 0.995 * P_LARGE, 100)
                sum_paid = amount if kind == "real" else STANDARD_CNY
                row = book.pay(unit["_key"], firm, day, sum_paid, "works", "小型公共设施维护工程款")
                row["note"] = "执行年度标准合同单价" if kind == "innocent" else None
                paid.append(row)
            reason = "付款金额集中在上会标准以下一成之内" if kind == "real" else "标准合同，价格统一"
            rows = [key(row) for row in paid]
            total = sum(row["amount_cny"] for row in paid) if kind == "real" else 0
            desk.label("L05.6", ("unit", unit["_key"]), kind, rows, reason, total)


def _quiet_start(desk: Desk, book: PaymentBook, payee: str) -> date:
    """Return a day from which on, and before which, `payee` is not paid for three weeks."""
    for _ in range(400):
        day = earlier(date(2018, 1, 22) + timedelta(days=desk.between(0, 190)), 0)
        if all(book.is_free(payee, day + timedelta(days=gap)) for gap in (-8, 0, 8, 14)):
            return day
    raise ValueError(f"{payee}: paid too often")


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_a05_1_no_form_or_no_decision,
    inject_l05_2_decided_afterwards,
    inject_a05_2_step_missing_or_late,
    inject_a05_5_payee_not_the_contractor,
    inject_l05_6_just_below_the_line,
    inject_a05_3_structured,
    inject_a05_4_changed_account,
)
