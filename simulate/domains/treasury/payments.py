"""Payments out of the treasury: to firms, villages, banks and people, with the form that each of them went through."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from simulate.domains.reference.workdays import to_workday
from simulate.domains.treasury.desk import (
    LAST_DAY,
    Row,
    any_day,
    earlier,
    later,
    leaders,
    mark,
    staff_of,
)
from simulate.domains.treasury.minutes import build_minutes
from simulate.identity import make_accounts, make_credit_codes
from simulate.thresholds import P_LARGE
from simulate.words import read_words
from simulate.world import World

PAYMENTS = "audit.large_payments"
BASE = 430
ACCOUNTS_FROM = 4_000_000
OUTSIDE_CODES_FROM = 300
STANDING = ("payroll", "debt_service")  # paid on a standing decision, every month or quarter
STEPS = ("requested_on", "reviewed_on", "finance_approved_on", "leader_approved_on", "chief_approved_on")
APART = 11  # days between two payments to one payee
KINDS = ("works", "goods_services", "grant", "enterprise_support", "compensation", "current_account")
SHARES = (0.34, 0.28, 0.14, 0.04, 0.16, 0.04)
PURPOSES = {
    "works": ("{place}道路硬化工程进度款", "{place}排水管网改造工程款", "{place}泵站维修工程款", "{place}防水工程款"),
    "goods_services": ("办公设备购置款", "{place}绿化养护费", "信息系统运维费", "{place}垃圾清运费", "规划编制费"),
    "grant": ("{place}村级组织运转补助", "{place}一事一议奖补资金", "{place}农田水利补助"),
    "enterprise_support": ("技术改造项目补助", "农产品加工项目贴息", "外贸企业参展补助"),
    "compensation": ("{place}青苗补偿款", "{place}房屋征收补偿款", "{place}坟墓迁移补偿款"),
    "current_account": ("项目前期费用借款", "归还垫付的前期费用"),
}  # fmt: skip


@dataclass
class PaymentBook:
    """All payments: `rows`, and the `payees` by name with their credit code and account."""

    world: World
    draw: np.random.Generator
    payees: dict[str, tuple[str | None, str]]
    rows: list[Row] = field(default_factory=list)
    paid: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def is_free(self, payee: str, day: date) -> bool:
        """Return whether no other payment to `payee` lies so near that the two look like one."""
        return all(abs((row["paid_on"] - day).days) >= APART for row in self.paid[payee])

    def free_day(self, payee: str, first: date, last: date) -> date | None:
        """Return an office day on which `payee` may be paid, None where there is no room left."""
        tries = (any_day(self.draw, first, last) for _ in range(40))
        return next((day for day in tries if self.is_free(payee, day)), None)

    def pay(
        self, unit: str, payee: str, day: date, amount: float, kind: str, purpose: str, **about: object
    ) -> Row:
        """Enter a payment with a complete form and, where it is large, a decision; `about` changes columns."""
        world, draw = self.world, self.draw
        code, account = self.payees[payee]
        serial = 1 + sum(row["paid_on"] == day for row in self.rows)
        number = f"{mark(world)}ZF-{day:%Y%m%d}-{serial:02d}"
        is_large = amount >= P_LARGE and kind not in STANDING
        signed = [earlier(day, int(draw.integers(13, 20)))]
        signed += [min(later(signed[0], int(gap)), day) for gap in np.cumsum(draw.integers(1, 4, 4))]
        head = staff_of(world, unit)[0]
        approver = leaders(world)[0] if is_large else leaders(world)[1 + len(self.rows) % 5]
        row: Row = {
            "_key": number,
            "payment_no": number,
            "paid_on": day,
            "unit": unit,
            "payee": payee,
            "person_name": None,
            "payee_credit_code": code,
            "payee_account": account,
            "amount_cny": amount,
            "kind": kind,
            "purpose": purpose,
            "contract_no": None,
            "contract_party": None,
            "project_no": None,
            "form_no": f"{mark(world)}SP-{day:%Y%m%d}-{serial:02d}",
            **dict(zip(STEPS, signed, strict=True)),
            "approver": approver,
            "decision_item_no": None,
            "note": None,
            "_on": day,
        }
        if not is_large:
            row["chief_approved_on"] = None
        if kind in ("works", "goods_services"):
            row["contract_no"] = f"{mark(world)}HT-{day.year - draw.integers(0, 2)}-{len(self.rows) + 1:04d}"
            row["contract_party"] = payee
        self.rows.append(row)
        self.paid[payee].append(row)
        if is_large:
            self.decide(row, earlier(signed[0], 1))
        row.update(about)
        row["approver"] = row["approver"] or head
        return row

    def decide(self, row: Row, day: date) -> Row:
        """Enter the decision on a payment into the minutes of the last meeting on or before `day`."""
        text = f"{row['unit']}申请拨付{row['purpose']}"
        item = self.world.once(build_minutes).decide(
            day, text, "large_sum", row["amount_cny"], row["payment_no"]
        )
        row["decision_item_no"] = item["_key"]
        return item


def build_payments(world: World) -> PaymentBook:
    """Return eight months of payments, all in order."""
    draw = world.stream(PAYMENTS)
    book = PaymentBook(world, draw, _list_payees(world))
    firms = world.firms["firm"].to_list() + list(read_words("suppliers"))
    villages = world.places.villages["name"].to_list()
    units = world.places.offices.to_list()
    _pay_standing(book)
    for _ in range(BASE):
        kind = str(draw.choice(KINDS, p=SHARES))
        payees = villages if kind in ("grant", "compensation") else firms
        payee = payees[int(draw.integers(len(payees)))]
        day = book.free_day(payee, date(2018, 1, 4), LAST_DAY)
        if day is None:
            continue
        words = PURPOSES[kind]
        place = payee if payee in villages else villages[int(draw.integers(len(villages)))]
        purpose = words[int(draw.integers(len(words)))].format(place=place)
        unit = units[int(draw.integers(len(units)))]
        book.pay(unit, payee, day, _amount(draw), kind, purpose)
    _pay_people(book)
    return book


def _amount(draw: np.random.Generator) -> float:
    """Return a sum in yuan: most of them some ten thousand, a few some million, seldom just below the line."""
    while True:
        amount = float(np.round(np.exp(draw.normal(11.9, 1.25)), 2))
        amount = min(round(amount / 100) * 100.0, 9_000_000.0)
        if not 0.8 * P_LARGE <= amount < P_LARGE:
            return max(amount, 3_000.0)


def _list_payees(world: World) -> dict[str, tuple[str | None, str]]:
    """Return whoever is paid by the treasury: credit code and account by name."""
    firms = dict(world.firms.select("firm", "credit_code").iter_rows())
    outside = list(read_words("suppliers"))
    first = OUTSIDE_CODES_FROM
    codes = make_credit_codes(first + len(outside), world.block)[first:]
    known: dict[str, str | None] = firms | dict(zip(outside, codes, strict=True))
    villages = world.places.villages["name"].to_list()
    known |= dict.fromkeys([*villages, "工资代发专户", "云川城市合作银行"], None)
    accounts = make_accounts(len(known), world.block, ACCOUNTS_FROM)
    return {name: (code, card) for (name, code), card in zip(known.items(), accounts, strict=True)}


def _pay_standing(book: PaymentBook) -> None:
    """Pay wages every month and interest every quarter; nobody decides on each of them."""
    finance = book.world.places.department("财政局")
    for month in range(1, 9):
        wages = round(float(book.draw.normal(6_400_000, 90_000)), 2)
        day = to_workday(date(2018, month, 10))
        book.pay(finance, "工资代发专户", day, wages, "payroll", f"{month}月区直单位人员工资")
        if month % 3 == 0:
            due = to_workday(date(2018, month, 21))
            book.pay(finance, "云川城市合作银行", due, 1_862_500.0, "debt_service", "棚改贷款季度利息")


def _pay_people(book: PaymentBook) -> None:
    """Pay some compensation to persons, whose names stand in a column of their own."""
    world, draw = book.world, book.draw
    adults = world.persons.filter(position=0, kind="ordinary")
    chosen = adults[np.sort(draw.permutation(len(adults))[:40])]
    homes = world.households.select("household", "bank_account", "name")
    people = chosen.join(homes, on="household", maintain_order="left")
    for person in people.iter_rows(named=True):
        name, village = person["person_name"], person["name"]
        book.payees["个人"] = (None, person["bank_account"])
        unit = world.places.villages.filter(name=village)["street_name"][0]
        day = any_day(draw, date(2018, 1, 8), LAST_DAY - timedelta(days=1))
        amount = float(draw.integers(40, 900) * 100)
        purpose = f"{village}{draw.choice(['青苗补偿款', '附属物补偿款', '临时占地补偿款'])}"
        row = book.pay(unit, "个人", day, amount, "compensation", purpose, person_name=name)
        row["payee_account"] = person["bank_account"]
