"""The villages' books of twenty months as they would be if all were in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import polars as pl

from simulate.domains.village.desk import MONTHS, Crew, Row, booking_days, build_crews, digests, frame_of
from simulate.domains.village.items import BANDS, PLACES, THINGS, Item
from simulate.world import World

VOUCHERS = "audit.village_vouchers"
LARGE_VILLAGES, LARGE_COUNT = 6, 400
TYPICAL_CNY, SPREAD = 900, 1.3  # of a payment: the median, and the deviation of its logarithm
BUSY = {1: 1.5, 2: 0.6, 6: 1.3, 7: 1.2, 11: 1.2, 12: 1.5}
PAY = (("secretary", 2200), ("head", 2000), ("supervisor", 1500), ("accountant", 1600), ("cashier", 1200))
TITLES = {
    "secretary": "支部书记",
    "head": "主任",
    "supervisor": "监委会主任",
    "accountant": "会计",
    "cashier": "委员",
}
CLEANER_CNY, STEWARDS, STEWARD_CNY = 600, 10, 1000
APPROVED_BY_ALL = 1_000
SLIP_BELOW, SLIP_SHARE = 400, 0.02
INVOICES, INVOICE_STEP = 90_000_000, 7_919
QUANTILES = np.array([NormalDist().inv_cdf((at + 0.5) / 1000) for at in range(1000)])
Amounts = npt.NDArray[np.float64]


@dataclass
class Books:
    """The vouchers of 34 villages.

    Attributes:
        crews: who runs the villages, in their order.
        rows: a row per voucher, columns of the contract without its number; `at` the village's place in `crews`,
            `skipped` how many numbers are missing before it.
        digit_roles: villages whose payments are invented, by place: digits or round; steward where many fixed
            allowances only make them look so.
        numbers: a voucher's number by its `_key`, once `finish` has given them.
    """

    crews: list[Crew]
    rows: list[Row]
    digit_roles: dict[int, str]
    numbers: dict[str, str] = field(default_factory=dict)
    _invoices: int = 0

    def next_invoice(self) -> str:
        """Return an invoice number that no other invoice of the district has."""
        self._invoices += 1
        return str(10_000_000 + self._invoices * INVOICE_STEP % INVOICES)

    def add(self, crew: Crew, day: date, key: str, **columns: object) -> Row:
        """Enter an ordinary payment or receipt, fully approved, and return its row."""
        row: Row = {
            "_key": f"{crew.code}-{key}",
            "at": crew.at,
            "village": crew.village,
            "booked_on": day,
            "account": None,
            "summary": None,
            "direction": "expense",
            "amount_cny": 0.0,
            "payee_name": None,
            "payee_id_card": None,
            "payee_account": None,
            "payment_method": "transfer",
            "receipt_kind": "invoice",
            "invoice_no": None,
            "is_payee_handwritten": False,
            "category": "other",
            "contract_no": None,
            "project_no": None,
            "tender_no": None,
            "preparer": crew.name("accountant"),
            "handler": crew.name("head"),
            "cashier": crew.name("cashier"),
            "approvers": f"{crew.name('secretary')}、{crew.name('supervisor')}",
            "has_finance_group_stamp": True,
            "skipped": 0,
        }
        row |= columns
        self.rows.append(row)
        return row

    @cached_property
    def payments(self) -> pl.DataFrame:
        """The ordinary payments, neither fixed pay nor works, as they were before any case changed them."""
        plain = ~pl.col("category").is_in(["allowance", "construction"])
        return (
            frame_of(self.rows).filter(direction="expense").filter(pl.col("_key").str.contains("-N"), plain)
        )

    @cached_property
    def by_key(self) -> dict[str, Row]:
        return {str(row["_key"]): row for row in self.rows}

    def finish(self, world: World) -> pl.DataFrame:
        """Number the vouchers of each village and year in the order of their days and return them as delivered."""
        draw = world.stream(VOUCHERS, "scans")
        self.rows.sort(key=lambda row: (row["at"], row["booked_on"], row["_key"]))
        last: Counter[tuple[int, int]] = Counter()
        for row in self.rows:
            book = row["at"], row["booked_on"].year
            last[book] += 1 + row["skipped"]
            self.numbers[row["_key"]] = f"记-{book[1]}-{last[book]:04d}"
        streets = {crew.at: crew.street for crew in self.crews}
        return frame_of(self.rows).select(
            pl.exclude("at", "skipped"),
            voucher_no=pl.Series(list(self.numbers.values())),
            entry_no=pl.lit("1"),
            image_digest=pl.Series(digests(draw, len(self.rows))),
            _unit=pl.col("at").replace_strict(streets, return_dtype=pl.String),
            _on=pl.col("booked_on"),
        )


def build_books(world: World) -> Books:
    """Return the books: fixed pay, bank fees, grants and the many small payments of a village."""
    crews = world.once(build_crews)
    draw = world.stream(VOUCHERS)
    large = [int(at) for at in draw.permutation(28)[:LARGE_VILLAGES]]
    half = min(world.level, LARGE_VILLAGES // 2)
    roles = {at: ("digits", "round")[number % 2] for number, at in enumerate(large[:half])}
    roles |= dict.fromkeys(large[LARGE_VILLAGES // 2 :][:half], "steward")
    books = Books(crews, [], roles)
    for crew in crews:
        count = LARGE_COUNT if crew.at in large else int(np.clip(draw.normal(215, 25), 150, 270))
        _pay_monthly(books, crew, draw)
        _spend(books, crew, count, world.stream(VOUCHERS, crew.code))
    return books


def _pay_monthly(books: Books, crew: Crew, draw: np.random.Generator) -> None:
    """Enter pay of a fixed amount, every month; bank fees and the grant for the office, every quarter."""
    fixed = {"receipt_kind": "payroll", "category": "allowance", "payment_method": "benefit_card"}
    stewards = crew.pool[1 : 1 + STEWARDS] if books.digit_roles.get(crew.at) == "steward" else []
    for month in MONTHS:
        days = booking_days(month)
        day = days[int(draw.integers(len(days) // 2, len(days)))]
        paid = [(TITLES[post], crew.posts[post], amount) for post, amount in PAY]
        paid += [("保洁员", crew.pool[0], CLEANER_CNY), *(("网格员", row, STEWARD_CNY) for row in stewards)]
        for number, (title, person, amount) in enumerate(paid):
            books.add(
                crew, day, f"F{month:%Y%m}{number:02d}", amount_cny=float(amount), account="管理费用-固定补贴",
                summary=f"付{month.month}月份{title}补贴", payee_name=person["person_name"],
                payee_id_card=person["id_card"], **fixed,
            )  # fmt: skip
        if month.month % 3 == 0:
            fee = round(float(draw.uniform(8, 40)), 2)
            books.add(
                crew, days[-1], f"B{month:%Y%m}", amount_cny=fee, account="管理费用-手续费", summary="银行手续费",
                receipt_kind="receipt", invoice_no=books.next_invoice(), payee_name="农村商业银行",
            )  # fmt: skip
            books.add(
                crew, days[0], f"G{month:%Y%m}", direction="income", category="grant_income", account="补助收入",
                summary=f"收{(month.month - 1) // 3 + 1}季度办公经费补助", receipt_kind="receipt",
                invoice_no=books.next_invoice(), amount_cny=float(draw.integers(20, 60) * 1000),
                payee_name=crew.street,
            )  # fmt: skip


def _spend(books: Books, crew: Crew, count: int, draw: np.random.Generator) -> None:
    """Enter `count` payments of all sizes; no payee gets one amount twice in a short time."""
    weights = np.array([BUSY.get(month.month, 1.0) for month in MONTHS])
    months = np.sort(draw.choice(len(MONTHS), count, p=weights / weights.sum()))
    amounts = draw_amounts(draw, count, books.digit_roles.get(crew.at, ""))
    at_day, at_item, at_words = draw.random((3, count))
    seen: Counter[int] = Counter()
    for number in range(count):
        month, amount = MONTHS[months[number]], float(amounts[number])
        item = _choose_item(amount, at_item[number])
        amount = max(round(amount, -1), 20.0) if item.is_personal else amount
        # Amounts in one class go round all payees before one is paid again.
        kind = 4 if 4000 <= amount < 5000 else int(amount * 100)
        people = crew.pool if item.is_personal else crew.suppliers
        payee = people[(kind * 7 + crew.at + seen[kind]) % len(people)]
        seen[kind] += 1
        day = booking_days(month)[int(at_day[number] * len(booking_days(month)))]
        words = int(at_words[number] * len(PLACES) * len(THINGS))
        summary = item.summary.format(
            place=PLACES[words % len(PLACES)], thing=THINGS[words // len(PLACES)], month=month.month
        )
        plain: Row = {
            "category": item.category,
            "account": item.account,
            "summary": summary,
            "amount_cny": amount,
        }
        books.add(crew, day, f"N{number:04d}", **plain, **_how_paid(books, item, payee, amount, draw))


def draw_amounts(draw: np.random.Generator, count: int, role: str) -> Amounts:
    """Return `count` amounts in yuan.

    Honest ones are log-normal, drawn a quantile each, so that their first digits keep to the law at any count; of a
    village with the role digits all of them are invented, with the role round a good third.
    """
    if role == "digits":
        return np.asarray(np.round(draw.uniform(1_100, 9_900, count), 1))
    at = np.interp((draw.permutation(count) + draw.random(count)) / count, np.linspace(0, 1, 1000), QUANTILES)
    amounts = np.clip(np.exp(np.log(TYPICAL_CNY) + SPREAD * at), 20, 45_000)
    if role == "round":
        shares = np.log10(1 + 1 / np.arange(1, 10))
        rounded = draw.choice(np.arange(1, 10), count, p=shares / shares.sum()) * 1000.0
        amounts = np.where(draw.random(count) < 0.38, rounded, amounts)
    return np.asarray(np.round(amounts, 2))


def _choose_item(amount: float, at: float) -> Item:
    items = next(items for limit, items in BANDS if amount < limit)
    return items[int(at * len(items))]


def _how_paid(books: Books, item: Item, payee: Row, amount: float, draw: np.random.Generator) -> Row:
    """Return payee, document and signatures of a payment, as they should be."""
    chance = float(draw.random())
    if item.is_personal:
        paid: Row = {"receipt_kind": "payroll", "payment_method": "benefit_card" if chance < 0.7 else "cash"}
        paid |= {"payee_name": payee["person_name"], "payee_id_card": payee["id_card"]}
        paid |= {"payee_account": payee["bank_account"] if chance < 0.7 else None}
    else:
        method = "cash" if amount < 1_000 and chance < 0.3 else "transfer"
        kind = "receipt" if chance > 0.9 else "invoice"
        paid = {"payee_name": payee["firm"], "payment_method": method, "receipt_kind": kind}
        paid |= {"invoice_no": books.next_invoice()}
    if amount < SLIP_BELOW and float(draw.random()) < SLIP_SHARE:
        paid |= {"receipt_kind": "white_slip", "invoice_no": None, "is_payee_handwritten": True}
    if amount < APPROVED_BY_ALL and float(draw.random()) < 0.1:
        paid |= {"has_finance_group_stamp": False}
    return paid
