"""Land: parcels sold and to be sold, what their buyers paid, and what was spent out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from simulate.domains.treasury.budget import LAND_LINES
from simulate.domains.treasury.desk import LAST_DAY, Row, any_day, later, leaders, mark
from simulate.domains.treasury.minutes import build_minutes
from simulate.identity import make_credit_codes
from simulate.thresholds import P_LARGE
from simulate.words import read_words
from simulate.world import World

PARCELS, RECEIPTS, SPENT = "ledger.land_parcels", "ledger.land_receipts", "ledger.land_payments"
SOLD, PLANNED, UNSOLD, ENDED = 96, 14, 5, 2
USES, USE_SHARES = (
    ("industrial", "commercial", "residential", "mixed", "public"),
    (0.5, 0.14, 0.22, 0.1, 0.04),
)
CNY_PER_M2 = {"industrial": 310, "commercial": 1900, "residential": 2600, "mixed": 2100, "public": 260}
GROUP_CODES_FROM = 400
SPLITS = {1: (1.0,), 2: (0.5, 0.5), 3: (0.4, 0.3, 0.3)}
SCHEDULES = {1: "签订合同后30日内一次付清", 2: "分两期，各付一半", 3: "分三期，四三三"}
BASE_SPENT = 110
SPENDING = {
    "compensation": ("{street}{no}地块征地补偿款", "{street}地上附着物清理补偿"),
    "infrastructure": ("{street}地块配套道路工程", "{street}地块雨污管网接入", "{street}片区电力迁改"),
    "debt": ("土地储备贷款利息",),
    "other": ("{street}地块勘测定界费", "{street}地块挂牌公告费"),
}


@dataclass
class LandBook:
    """Parcels by number, their instalments, and payments."""

    world: World
    draw: np.random.Generator
    groups: dict[str, str]
    parcels: dict[str, Row] = field(default_factory=dict)
    receipts: list[Row] = field(default_factory=list)
    spent: list[Row] = field(default_factory=list)

    def spend(
        self, day: date, unit: str, payee: str, amount: float, kind: str, purpose: str, **about: object
    ) -> Row:
        """Enter a payment out of land income, under a line of the budget and, where it is large, decided on."""
        world = self.world
        number = f"{mark(world)}TD-{day:%Y%m}-{len(self.spent) + 1:03d}"
        row: Row = {
            "_key": number,
            "_on": day,
            "payment_no": number,
            "paid_on": day,
            "unit": unit,
            "payee": payee,
            "payee_credit_code": None,
            "parcel_no": None,
            "buyer": None,
            "affiliation": None,
            "amount_cny": amount,
            "kind": kind,
            "purpose": purpose,
            "basis": f"{world.places.site}国土会审〔{day.year}〕{len(self.spent) % 60 + 1}号",
            "contract_no": None,
            "budget_line": LAND_LINES[kind],
            "decision_item_no": None,
            "approver": leaders(world)[len(self.spent) % 4],
            "voucher_no": f"{day:%Y-%m}-{len(self.spent) % 90 + 101:04d}",
            "note": None,
        }
        if amount >= P_LARGE:
            item = world.once(build_minutes).decide(
                day - timedelta(days=3), f"{unit}申请安排{purpose}", "large_sum", amount, number
            )
            row["decision_item_no"] = item["_key"]
        row |= about
        self.spent.append(row)
        return row


def build_land(world: World) -> LandBook:
    """Return four years of land sales, paid for when due and spent under the budget."""
    draw = world.stream(PARCELS)
    firms = world.firms.filter(
        world.firms["trade"].is_in(["食品", "建材", "置业", "物流", "机电", "商贸", "农机", "粮油"])
    )
    stems = read_words("groups")
    codes = make_credit_codes(GROUP_CODES_FROM + len(stems), world.block)[GROUP_CODES_FROM:]
    groups = {
        f"云川{stem}{world.places.site[:2]}控股集团有限公司": code
        for stem, code in zip(stems, codes, strict=True)
    }
    book = LandBook(world, draw, groups)
    statuses = ["sold"] * SOLD + ["planned"] * PLANNED + ["unsold"] * UNSOLD + ["terminated"] * ENDED
    buyers = firms.select("firm", "credit_code").rows()
    for number, status in enumerate(statuses):
        buyer, code = buyers[number % len(buyers)]
        _add_parcel(book, number, status, buyer, code)
    for _ in range(BASE_SPENT):
        _add_spending(book)
    return book


def _add_parcel(book: LandBook, number: int, status: str, buyer: str, code: str) -> None:
    world, draw = book.world, book.draw
    streets = world.places.villages["street_name"].unique(maintain_order=True).to_list()
    use = str(draw.choice(USES, p=USE_SHARES))
    is_sold = status in ("sold", "terminated")
    sold_on = any_day(draw, date(2014, 9, 1), date(2018, 5, 18)) if is_sold else None
    year = sold_on.year if sold_on else 2018
    area = float(np.round(np.exp(draw.normal(9.7, 0.6)), 1))
    worth = float(np.round(area * CNY_PER_M2[use] * float(draw.uniform(0.85, 1.3)) / 10_000) * 10_000)
    signed = later(sold_on, int(draw.integers(5, 12))) if sold_on else None
    parts = int(draw.choice([1, 2, 3], p=(0.35, 0.4, 0.25)))
    street = streets[int(draw.integers(len(streets)))]
    groups = list(book.groups)
    row: Row = {
        "_key": f"{mark(world)}{year}-G-{number + 1:03d}",
        "_born": sold_on or date(2018, 1, 2),
        "parcel_no": f"{mark(world)}{year}-G-{number + 1:03d}",
        "location": f"{street}{'纬经'[number % 2]}{number % 9 + 1}路{'东西南北'[number % 4]}侧",
        "street": street,
        "area_m2": area,
        "land_use": use,
        "sale_method": "listing" if use != "public" else "allocation",
        "status": status,
        "expected_cny": 0.0 if is_sold else worth,
        "expected_year": None if is_sold else int(2018 + number % 3),
        "buyer": buyer if is_sold else None,
        "buyer_credit_code": code if is_sold else None,
        "buyer_group": groups[number % len(groups)] if is_sold and number % 3 else None,
        "sold_on": sold_on,
        "contract_no": f"YC-{mark(world)}-{year}-{number + 1:04d}" if is_sold else None,
        "contract_on": signed,
        "price_cny": worth if is_sold else None,
        "schedule": SCHEDULES[parts] if is_sold else None,
        "final_due_on": None,
        "instalment_count": parts if is_sold else None,
        "note": "受让人未按期开工，协议解除" if status == "terminated" else None,
    }  # fmt: skip
    book.parcels[row["_key"]] = row
    if status == "sold" and signed:
        _add_instalments(book, row, signed, parts)


def _add_instalments(book: LandBook, parcel: Row, signed: date, parts: int) -> None:
    """Enter what the buyer owes, in parts of ten thousand yuan, and what he paid; the last part is what is left."""
    draw, price = book.draw, parcel["price_cny"]
    steps = np.cumsum([0.0, *SPLITS[parts]])
    marks = [round(price * float(share) / 10_000) * 10_000.0 for share in steps[:-1]] + [price]
    for number, (paid_before, paid) in enumerate(pairwise(marks), 1):
        due = later(signed, 30 if number == 1 else 30 + 150 * (number - 1))
        received = later(due, int(draw.integers(-12, 9)))
        is_in = received <= LAST_DAY
        book.receipts.append(
            {
                "_key": f"{parcel['_key']}/{number}",
                "_born": signed,
                "parcel_no": parcel["_key"],
                "contract_no": parcel["contract_no"],
                "payer": parcel["buyer"],
                "instalment_no": number,
                "due_on": due.isoformat(),
                "due_cny": paid - paid_before,
                "deferral_no": None,
                "deferred_to": None,
                "received_on": received if is_in else None,
                "received_cny": paid - paid_before if is_in else None,
                "receipt_no": f"9901{parcel['_key'][-3:]}{received:%y%m%d}{number}" if is_in else None,
                "penalty_cny": 0.0,
                "treasury_no": f"GK-{received:%Y-%m}-{number}{parcel['_key'][-3:]}" if is_in else None,
                "note": None,
                "_due": due,
            }
        )
        parcel["final_due_on"] = due


def _add_spending(book: LandBook) -> None:
    """Enter a payment that has nothing to do with a buyer."""
    world, draw = book.world, book.draw
    kind = str(draw.choice(list(SPENDING), p=(0.46, 0.32, 0.06, 0.16)))
    street = str(draw.choice(world.places.villages["street_name"].to_list()))
    village = str(draw.choice(world.places.villages["name"].to_list()))
    numbers = list(book.parcels)
    purpose = SPENDING[kind][int(draw.integers(len(SPENDING[kind])))]
    text = purpose.format(street=street, no=numbers[int(draw.integers(len(numbers)))])
    payee = {"compensation": village, "debt": "云川城市合作银行", "other": "云川测绘院"}.get(
        kind, "云川公路养护中心"
    )
    day = any_day(draw, date(2017, 1, 9), LAST_DAY)
    amount = float(np.clip(np.round(np.exp(draw.normal(13.2, 0.9)), -2), 5_000, 9_000_000))
    unit = world.places.department("国土资源局") if kind != "debt" else world.places.department("财政局")
    book.spend(day, unit, payee, amount, kind, text, affiliation="none")
