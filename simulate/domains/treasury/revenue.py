"""Revenue: taxes by their filing dates, and what offices collect."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from simulate.domains.reference.workdays import to_workday
from simulate.domains.treasury.desk import Row, any_day, earlier, mark
from simulate.domains.treasury.payments import build_payments
from simulate.identity import make_accounts, make_credit_codes
from simulate.words import read_words
from simulate.world import World

REVENUE = "audit.revenue_receipts"
MONTHS = tuple(date(year, month, 1) for year in (2017, 2018) for month in range(1, 13 if year == 2017 else 9))
PLATFORM_CODES_FROM, ACCOUNTS_FROM = 450, 4_200_000
TAXES = (("增值税", 11.0), ("企业所得税", 10.6), ("城市维护建设税", 8.6), ("印花税", 7.0))
QUARTER_TAIL = 5  # the last days of a quarter
NEAR, DAYS_AFTER = (
    0.07,
    35,
)  # a receipt must not look like money that came back: of the sum, days after it was paid
COLLECTORS = {
    "综合执法局": ("城市管理罚没收入", "占道费收入"),
    "国土资源局": ("土地复垦费", "耕地开垦费"),
    "住房和城乡建设局": ("城市基础设施配套费", "防空地下室易地建设费"),
    "市场监督管理局": ("市场监管罚没收入", "检验检测费"),
    "公安分局": ("治安罚没收入", "证照工本费"),
    "水利局": ("水资源费", "水土保持补偿费"),
    "教育局": ("教育考试费", "学校场地使用费"),
    "卫生健康局": ("卫生监督罚没收入", "体检收入"),
}


@dataclass
class RevenueBook:
    """All receipts; `platforms` are the district's own companies with their credit codes, `accounts` by payer."""

    world: World
    draw: np.random.Generator
    platforms: dict[str, str]
    accounts: dict[str, str]
    rows: list[Row] = field(default_factory=list)

    def receive(
        self,
        payer: str,
        code: str | None,
        day: date,
        amount: float,
        kind: str,
        subject: str,
        unit: str,
        **about: object,
    ) -> Row:
        """Enter a receipt; `about` changes columns."""
        number = f"{mark(self.world)}JK-{day:%Y%m}-{len(self.rows) + 1:05d}"
        month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        row: Row = {
            "_key": number,
            "_on": day,
            "receipt_no": number,
            "received_on": day,
            "payer": payer,
            "payer_credit_code": code,
            "payer_class": "platform" if payer in self.platforms else "enterprise" if code else "person",
            "kind": kind,
            "subject": subject,
            "period_from": f"{month.year}年{month.month}月" if kind == "tax" else None,
            "due_on": to_workday(day.replace(day=15)) if kind == "tax" else None,
            "amount_cny": amount,
            "collecting_unit": unit,
            "payer_account": self.accounts.get(payer),
            "linked_payment_no": None,
            "project_no": None,
            "note": None,
        }
        row |= about
        self.rows.append(row)
        return row


def build_revenue(world: World) -> RevenueBook:
    """Return twenty months of receipts, all of them from the payers' own pockets."""
    draw = world.stream(REVENUE)
    stems = read_words("platforms")
    codes = make_credit_codes(PLATFORM_CODES_FROM + len(stems), world.block)[PLATFORM_CODES_FROM:]
    site = world.places.site
    platforms = {f"{site}{stem}有限公司": code for stem, code in zip(stems, codes, strict=True)}
    known = dict(world.firms.select("firm", "credit_code").iter_rows()) | platforms
    cards = make_accounts(len(known), world.block, ACCOUNTS_FROM)
    accounts = dict(zip(known, cards, strict=True)) | {
        name: account
        for name, (_, account) in world.once(build_payments).payees.items()
        if name in world.firms["firm"]
    }
    book = RevenueBook(world, draw, platforms, accounts)
    _collect_taxes(book, known)
    _collect_fees(book, known)
    return book


def _collect_taxes(book: RevenueBook, known: dict[str, str]) -> None:
    """Let every fourth firm pay tax of the month before, about its filing date on the 15th."""
    finance, payers = book.world.places.department("财政局"), list(known)
    for month in MONTHS:
        for at in book.draw.permutation(len(payers))[:32]:
            subject, level = TAXES[int(book.draw.integers(len(TAXES)))]
            day = to_workday(month + timedelta(days=int(book.draw.integers(5, 15))))
            amount = float(np.round(np.exp(book.draw.normal(level, 0.8)), 2))
            book.receive(payers[at], known[payers[at]], day, amount, "tax", subject, finance)


def _collect_fees(book: RevenueBook, known: dict[str, str]) -> None:
    """Let offices collect fees and fines evenly: little of it in the last days of a quarter."""
    draw, firms = book.draw, book.world.firms["firm"].to_list()
    for word, subjects in COLLECTORS.items():
        unit = book.world.places.department(word)
        for month in MONTHS:
            for _ in range(int(draw.integers(3, 6))):
                day = any_day(draw, month, month + timedelta(days=27))
                if in_tail(day):
                    day = earlier(day, 9)
                payer = firms[int(draw.integers(len(firms)))] if draw.random() < 0.6 else "个人"
                amount = float(np.round(np.exp(draw.normal(9.0, 0.7)), -1))
                subject = subjects[int(draw.integers(len(subjects)))]
                book.receive(payer, known.get(payer), day, amount, "non_tax", subject, unit)


def in_tail(day: date) -> bool:
    """Return whether `day` is one of the last five of its quarter."""
    month = day.month + (3 - day.month % 3) % 3
    ends = date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return (ends - day).days < QUARTER_TAIL


def came_back(book: RevenueBook, row: Row) -> bool:
    """Return whether the payer had just been paid about as much by the treasury."""
    return any(
        0 <= (row["received_on"] - out["paid_on"]).days <= DAYS_AFTER
        and abs(row["amount_cny"] / out["amount_cny"] - 1) < NEAR
        for out in book.world.once(build_payments).paid.get(row["payer"], [])
    )


def avoid_round_trips(book: RevenueBook, meant: Collection[str]) -> None:
    """Change the sums that by chance are what the treasury had just paid to the same payer; `meant` are left."""
    for row in book.rows:
        while row["_key"] not in meant and came_back(book, row):
            row["amount_cny"] = round(row["amount_cny"] * 0.83, 2)
