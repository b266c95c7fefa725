"""Tenders of villages: works, goods, services and leases, through nine gates, and who bid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations

import numpy as np

from simulate.domains.treasury.desk import LAST_DAY, Row, any_day, later, mark, staff_of
from simulate.domains.treasury.firms_bidding import Bidder, list_bidders
from simulate.words import read_words
from simulate.world import World

TENDERS, BIDDERS = "ledger.tenders", "ledger.tender_bidders"
BASE = 230
SUPERVISED = 36
GATES = tuple(f"gate_{number}_on" for number in range(1, 10))
NOTICE, OPENED, PUBLISHED = 5, 7, 8  # of the gates, counted from 0
CATEGORIES, SHARES = ("works", "goods", "services", "resource_lease"), (0.62, 0.14, 0.16, 0.08)
METHODS = ("public", "invited", "consultation", "inquiry")
COMPETING = (*METHODS, "negotiation")
LEAST_BIDDERS = 3
TRIES = 60
SPREAD = 0.03  # of the mean: bids that nobody has agreed on differ at least as much
EVEN = 0.05  # how much the gaps between bids differ at least


@dataclass
class TenderBook:
    """All tenders and, by their number, those who bid for each."""

    world: World
    draw: np.random.Generator
    bidders: list[Bidder]
    rows: list[Row] = field(default_factory=list)
    bids: dict[str, list[Row]] = field(default_factory=dict)
    met: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def open(
        self, village: str, title: str, category: str, budget: float, first: date, **about: object
    ) -> Row:
        """Enter a tender as it should be, whose first gate is passed on `first`, with its bids.

        `about` changes columns; `_firms` names the bidders, the winner first.
        """
        draw = self.draw
        number = f"{mark(self.world)}-{first.year}-{len(self.rows) + 1:03d}"
        street = self.world.places.villages.filter(name=village)["street_name"][0]
        method = about.pop("method", None) or str(draw.choice(METHODS, p=(0.6, 0.12, 0.12, 0.16)))
        gates = _pass_gates(draw, first)
        row: Row = {
            "_key": number,
            "_unit": street,
            "_born": first,
            "tender_no": number,
            "project_name": title,
            "street": street,
            "village": village,
            "unit": village,
            "category": category,
            "method": method,
            "budget_cny": budget,
            "notice_on": gates[NOTICE],
            "opened_on": gates[OPENED],
            "awarded_on": later(gates[PUBLISHED], 1),
            "winner": None,
            "winner_credit_code": None,
            "award_cny": None,
            "contract_on": None,
            "contract_cny": None,
            "change_cny": 0.0,
            "change_approver": None,
            "final_cny": None,
            "supervised_by": None,
            **dict(zip(GATES, gates, strict=True)),
            "note": None,
        }
        firms: Sequence[Bidder] = about.pop("_firms", None) or self._choose_firms(category)  # type: ignore[assignment]
        row.update(about)
        self.rows.append(row)
        self.bids[number] = [self._bid(row, firm) for firm in firms]
        self.price(row, make_prices(draw, row, len(firms)))
        return row

    def price(self, row: Row, prices: Sequence[float]) -> None:
        """Give the bids of a tender their prices, the winner's first, and settle the contract accordingly."""
        draw, bids = self.draw, self.bids[row["_key"]]
        for place, (bid, price) in enumerate(zip(bids, prices, strict=True)):
            bid |= {"bid_cny": price, "is_winner": place == 0}
            bid["score"] = round(float(draw.uniform(90, 97) if place == 0 else draw.uniform(72, 89)), 2)
        settle(draw, row, bids[0]["bidder"], bids[0]["bidder_credit_code"], prices[0])

    def _choose_firms(self, category: str) -> list[Bidder]:
        """Return firms, of the trade if there are enough, no three of which have met twice already."""
        count = int(self.draw.integers(LEAST_BIDDERS, 7))
        own = [firm for firm in self.bidders if category in firm.categories]
        for fitting in (own, self.bidders):
            for _ in range(TRIES):
                chosen = [fitting[at] for at in self.draw.permutation(len(fitting))[:count]]
                trios = list(combinations(sorted(firm.name for firm in chosen), 3))
                if trios and all(self.met[trio] < 2 for trio in trios):
                    self.met.update(trios)
                    return chosen
        raise ValueError(f"{len(self.bidders)} firms are too few for {len(self.rows)} tenders")

    def _bid(self, row: Row, firm: Bidder) -> Row:
        opened = datetime.combine(row["opened_on"], time(9, 30))
        return {
            "_key": f"{row['_key']}/{firm.name}",
            "_unit": row["_unit"],
            "_on": row["opened_on"],
            "tender_no": row["tender_no"],
            "project_name": row["project_name"],
            "bidder": firm.name,
            "bidder_credit_code": firm.credit_code,
            "legal_representative": firm.owner_name,
            "contact_name": firm.contact,
            "contact_phone": firm.phone,
            "bid_cny": 0.0,
            "submitted_at": opened - timedelta(minutes=int(self.draw.integers(12, 1300))),
            "document_author": firm.author,
            "upload_ip": firm.ip,
            "score": None,
            "is_winner": False,
            "note": None,
        }


def settle(draw: np.random.Generator, row: Row, winner: str, code: str | None, price: float) -> None:
    """Enter who won at what price, the contract and, once the works are done, the final account."""
    signed = later(row["awarded_on"], int(draw.integers(4, 20)))
    change = round(price * float(max(0.0, draw.normal(0.01, 0.02))), -1) if draw.random() < 0.4 else 0.0
    change = min(change, round(price * 0.07, -1))
    row |= {"winner": winner, "winner_credit_code": code, "award_cny": price}
    row |= {"contract_on": signed, "contract_cny": price, "change_cny": change}
    is_done = signed + timedelta(days=120) < LAST_DAY and row["category"] != "resource_lease"
    row["final_cny"] = round(price + change, 2) if is_done else None


def make_prices(draw: np.random.Generator, row: Row, count: int) -> list[float]:
    """Return `count` prices as firms that do not know of each other ask them, the winner's first.

    The lowest wins, and the highest where something is leased; nobody goes over the budget, or under it.
    """
    is_lease = row["category"] == "resource_lease"
    while True:
        shares = draw.uniform(1.01, 1.24, count) if is_lease else draw.uniform(0.84, 0.985, count)
        prices = sorted((round(row["budget_cny"] * float(share), -1) for share in shares), reverse=is_lease)
        if is_unlike(prices):
            return prices


def is_unlike(prices: Sequence[float]) -> bool:
    """Return whether the prices are spread, and unevenly: nothing that a reader would stop at."""
    if len(prices) < LEAST_BIDDERS:
        return True
    gaps = np.diff(sorted(prices))
    is_spread = float(np.std(prices)) > SPREAD * float(np.mean(prices))
    return bool(is_spread and gaps.min() > 0 and np.ptp(gaps) > EVEN * gaps.mean())


def build_tenders(world: World) -> TenderBook:
    """Return the tenders of twenty months, all in order."""
    draw = world.stream(TENDERS)
    book = TenderBook(world, draw, list_bidders(world))
    villages = world.places.villages["name"].to_list()
    for number in range(BASE):
        category = str(draw.choice(CATEGORIES, p=SHARES))
        village = villages[int(draw.integers(len(villages)))]
        first = any_day(draw, date(2017, 1, 9), date(2018, 6, 20))
        titles = read_words(f"tenders_{category}")
        title = village + titles[int(draw.integers(len(titles)))]
        budget = float(np.clip(np.round(np.exp(draw.normal(12.2, 0.75)) / 1000) * 1000, 62_000, 3_000_000))
        book.open(village, f"{title}（{first.year}年第{number + 1}号）", category, budget, first)
    return book


def adopt(book: TenderBook, given: Row) -> Row:
    """Enter a tender that another domain has made; what it leaves open is filled in as usual.

    Args:
        book: all tenders.
        given: columns of the contract with `_key`, project_name and village; the day of the notice, the award or the
            contract decides on all others.
    """
    known = {name: value for name, value in given.items() if value is not None}
    names = ("notice_on", "opened_on", "awarded_on", "contract_on")
    anchor = next((name for name in names if name in known), None)
    first = known[anchor] - timedelta(days=60) if anchor else date(2018, 2, 5)
    price = float(known.get("contract_cny") or known.get("award_cny") or known.get("budget_cny") or 80_000)
    budget = float(known.get("budget_cny") or round(price / 0.93, -3))
    about = {"method": known["method"]} if "method" in known else {}
    row = book.open(
        known["village"], known["project_name"], known.get("category", "works"), budget, first, **about
    )
    bids, opened_on = book.bids.pop(row["_key"]), row["opened_on"]
    shift = known[anchor] - row[anchor] if anchor else timedelta()
    for name, value in list(row.items()):
        if isinstance(value, date):
            row[name] = value + shift
    row |= {"award_cny": price, "contract_cny": price, "change_cny": 0.0, "final_cny": None} | known
    row |= {"tender_no": known.get("tender_no") or known["_key"], "_born": row["gate_1_on"]}
    winner = row["winner"] if "winner" in known else bids[0]["bidder"]
    for bid in bids:
        bid |= {
            "_key": f"{row['_key']}/{bid['bidder']}",
            "tender_no": row["tender_no"],
            "_on": row["opened_on"],
        }
        bid["submitted_at"] += row["opened_on"] - opened_on
    _let_win(bids, row["_key"], winner)
    for bid, asked in zip(bids, _outbid(book.draw, price, len(bids)), strict=True):
        bid["bid_cny"] = asked
    if "winner" in known:
        bids[0]["bidder_credit_code"] = known.get("winner_credit_code")
    book.bids[row["_key"]] = bids
    return row


def _let_win(bids: list[Row], key: str, winner: str) -> None:
    """Make `winner` the first bidder; where it bids already, the first takes its place."""
    names = ("bidder", "bidder_credit_code", "_key")
    for bid in bids[1:]:
        if bid["bidder"] == winner:
            bid |= {name: bids[0][name] for name in names}
    bids[0] |= {"bidder": winner, "_key": f"{key}/{winner}"}


def _outbid(draw: np.random.Generator, price: float, count: int) -> list[float]:
    """Return `price`, which wins, and what the others ask: more."""
    while True:
        others = [round(price * float(more), -1) for more in draw.uniform(1.02, 1.16, count - 1)]
        if is_unlike([price, *others]):
            return [price, *others]


def supervise(world: World, book: TenderBook) -> None:
    """Let officers of the subdistricts be present at 36 tenders of 2018."""
    draw = world.stream(TENDERS, "supervised")
    recent = [row for row in book.rows if row["notice_on"].year == 2018 and row["opened_on"] < LAST_DAY]
    recent = [row for row in recent if row["supervised_by"] is None]
    for at in draw.permutation(len(recent))[:SUPERVISED]:
        street = recent[at]["street"]
        names = staff_of(world, street)
        recent[at]["supervised_by"] = f"{names[int(draw.integers(2))]}（{street}纪工委）"


def _pass_gates(draw: np.random.Generator, first: date) -> list[date]:
    """Return the days of the nine gates; there are three weeks and more from the notice to the opening."""
    gates = [first]
    for number in range(1, len(GATES)):
        wait = (11, 18) if number in (NOTICE + 1, OPENED) else (2, 9)
        gates.append(later(gates[-1], int(draw.integers(*wait))))
    return gates
