"""Funds entrusted by villages: the accounts that hold them, each movement, and how what was diverted is paid back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from simulate.domains.treasury.desk import LAST_DAY, Row, any_day, later, leaders, mark
from simulate.world import World

MOVEMENTS, PLANS = "audit.fund_movements", "audit.repayment_plans"
FIRST_DAY = date(2015, 1, 12)
OWNERS = 6  # of an account
LONGEST_TRANSIT = 4  # days for which money is on its way
# what an account is called, what its money may be used for, what it is used for
KINDS = (
    ("村级征地补偿款代管户", ("征地补偿", "村民分配"), ("{year}年征地补偿发放", "{year}年村民分配款", "征地补偿尾款")),
    ("村集体资金代管户", ("村级运转", "公益事业"), ("{year}年村级运转经费", "公益事业路灯电费", "村级运转报刊费")),
    ("项目保证金代管户", ("保证金退还",), ("工程保证金退还", "{year}年投标保证金退还")),
    ("住宅维修资金代管户", ("房屋维修", "电梯维护"), ("房屋维修（屋面防水）", "电梯维护检测费", "外墙房屋维修")),
)  # fmt: skip
INCOMES = {
    "村级征地补偿款代管户": "征地补偿款转入代管",
    "村集体资金代管户": "集体收入转入代管",
    "项目保证金代管户": "投标保证金转入代管",
    "住宅维修资金代管户": "维修资金归集转入",
}


@dataclass(frozen=True)
class Account:
    """An account of entrusted funds; `uses` are the texts of what its money is spent on as it is meant to be."""

    number: str
    name: str
    purposes: tuple[str, ...]
    uses: tuple[str, ...]
    street: str
    owners: tuple[str, ...]


@dataclass
class FundBook:
    """Accounts by number, their movements in any order, and the instalments by which diverted money comes back."""

    world: World
    draw: np.random.Generator
    accounts: dict[str, Account]
    moves: list[Row] = field(default_factory=list)
    plans: list[Row] = field(default_factory=list)
    entered: int = 0

    def move(
        self, account: Account, owner: str, day: date, amount: float, kind: str, purpose: str, **about: object
    ) -> Row:
        """Enter a movement; `_lead` is what the account owes already though it comes in days later."""
        self.entered += 1
        row: Row = {
            "_key": f"{account.number}-{self.entered:05d}",
            "_on": day,
            "account_no": account.number,
            "account_name": account.name,
            "account_kind": "entrusted",
            "owner_unit": owner,
            "account_purpose": "、".join(account.purposes),
            "moved_on": day,
            "direction": "income" if kind in ("entrusted", "repaid", "interest") else "expense",
            "amount_cny": amount,
            "kind": kind,
            "purpose": purpose,
            "counterparty": owner,
            "counterparty_account_no": None,
            "project_no": None,
            "approver": leaders(self.world)[len(self.moves) % 3 + 1],
            "voucher_no": f"记-{day:%y%m}-{len(self.moves) % 400 + 1:04d}",
            "note": None,
            "_lead": 0.0,
        }
        row |= about
        self.moves.append(row)
        return row

    def held(self, account: str, owner: str, day: date) -> float:
        """Return what `owner` has in the account up to `day`, in yuan."""
        own = (
            row
            for row in self.moves
            if row["account_no"] == account and row["owner_unit"] == owner and row["moved_on"] <= day
        )
        return float(sum(row["amount_cny"] * (1 if row["direction"] == "income" else -1) for row in own))

    def rows(self) -> Iterator[Row]:
        """Yield the movements of each account in order, numbered, with its balance and what it owes its owners."""
        balance: dict[str, float] = defaultdict(float)
        claims: dict[str, float] = defaultdict(float)
        serials: dict[str, int] = defaultdict(int)
        for row in sorted(self.moves, key=lambda move: (move["account_no"], move["moved_on"], move["_key"])):
            number = row["account_no"]
            sign = 1 if row["direction"] == "income" else -1
            balance[number] += sign * row["amount_cny"]
            if row["kind"] in ("entrusted", "interest", "used"):
                claims[number] += sign * row["amount_cny"]
            claims[number] += row["_lead"]
            serials[number] += 1
            yield {name: value for name, value in row.items() if name != "_lead"} | {
                "movement_no": f"{number}-{row['moved_on'].year}-{serials[number]:04d}",
                "balance_cny": round(balance[number], 2),
                "owners_claim_cny": round(claims[number], 2),
            }


def build_funds(world: World) -> FundBook:
    """Return twelve accounts whose money is used as it was meant to be; nothing is diverted, nothing to be repaid."""
    draw = world.stream(MOVEMENTS)
    villages = world.places.villages.filter(is_community=False)
    accounts = {}
    streets = villages["street_name"].unique(maintain_order=True).to_list()
    for at, street in enumerate(streets):
        own = villages.filter(street_name=street)["name"].to_list()
        for kind, (name, purposes, uses) in enumerate(KINDS):
            number = f"{mark(world)}DG-{at * len(KINDS) + kind + 1:02d}"
            owners = tuple(own[place] for place in sorted(draw.permutation(len(own))[:OWNERS]))
            accounts[number] = Account(number, f"{street}{name}", purposes, uses, street, owners)
    book = FundBook(world, draw, accounts)
    for account in accounts.values():
        for owner in account.owners:
            _fill(book, account, owner)
        for year in (2015, 2016, 2017):
            interest = round(float(draw.uniform(2_000, 19_000)), 2)
            book.move(account, account.owners[0], date(year, 12, 21), interest, "interest", "季度结息")
    return book


def _fill(book: FundBook, account: Account, owner: str) -> None:
    """Let money come in twice and go out as it is meant to, a third of it at most."""
    draw, word = book.draw, INCOMES[account.name.removeprefix(account.street)]
    total = 0.0
    for first, last in ((FIRST_DAY, date(2015, 2, 27)), (date(2016, 3, 1), LAST_DAY)):
        amount = float(np.clip(np.round(np.exp(draw.normal(14.1, 0.5)), -3), 500_000, 6_000_000))
        book.move(account, owner, any_day(draw, first, last), amount, "entrusted", word)
        total = total or amount
    for _ in range(int(draw.integers(3, 8))):
        day = any_day(draw, date(2015, 6, 1), LAST_DAY)
        share = float(draw.uniform(0.005, 0.05))
        text = account.uses[int(draw.integers(len(account.uses)))].format(year=day.year)
        book.move(account, owner, day, round(total * share, -2), "used", text)


def find_room(book: FundBook, account: Account, since: date) -> date:
    """Return an office day from `since` on, with no other movement of the account, and no long holiday, near it."""
    days = [row["moved_on"] for row in book.moves if row["account_no"] == account.number]
    while True:
        day = any_day(book.draw, since, LAST_DAY - timedelta(days=20))
        is_short = (later(day, 2) - day).days <= LONGEST_TRANSIT
        if day >= since and is_short and all(abs((day - other).days) > 6 for other in days):
            return day
