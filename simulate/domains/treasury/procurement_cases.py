"""What can be wrong with a purchase (A04.4, A04.5), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from simulate.cases import Key
from simulate.domains.treasury.desk import Desk, Row, any_day, earlier, later
from simulate.domains.treasury.procurement import ITEMS, PROCUREMENT, build_purchases
from simulate.thresholds import P_PROC


def _key(row: Row) -> Key:
    return PROCUREMENT, str(row["_key"])


def inject_a04_4_approved_afterwards(desk: Desk) -> None:
    """The contract came before the approval; the look-alike is an emergency, and marked as one."""
    rows = [row for row in desk.world.once(build_purchases).rows if row["contract_on"] <= date(2018, 7, 20)]
    real, innocent = desk.take("purchase", rows)
    for kind, chosen in (("real", real), ("innocent", innocent)):
        for row in chosen:
            row["contract_on"] = earlier(row["approved_on"], desk.between(2, 15))
            if kind == "innocent":
                row |= {"is_emergency": True, "note": "防汛抢险物资，先采购后补批"}
            reason = "先签合同后批采购" if kind == "real" else "紧急采购，事后补批"
            amount = row["amount_cny"] if kind == "real" else 0
            desk.label("A04.4", ("purchase", row["_key"]), kind, [_key(row)], reason, amount)


def inject_a04_5_split_order(desk: Desk) -> None:
    """One order was cut into two or three below the line; the look-alike is a supply that recurs under a framework."""
    book = desk.world.once(build_purchases)
    pairs = [
        {"_key": f"{unit}/{category}", "unit": unit, "category": category}
        for unit in desk.world.places.offices
        for category in ITEMS
    ]
    for kind in ("real", "innocent"):
        for pair in desk.pick("unit_category", pairs, desk.count()):
            unit, category = pair["unit"], pair["category"]
            day = any_day(desk.draw, date(2017, 2, 6), date(2018, 5, 25))
            while not book.is_free(unit, category, day):
                day = any_day(desk.draw, date(2017, 2, 6), date(2018, 5, 25))
            pieces: list[Row] = []
            for _ in range(desk.between(2, 3)):
                estimate = desk.round_sum(0.72 * P_PROC, 0.97 * P_PROC, 100)
                row = book.buy(unit, category, ITEMS[category][0], day, estimate, method="own_purchase")
                if pieces:
                    row |= {name: pieces[0][name] for name in ("supplier", "supplier_credit_code")}
                if kind == "innocent":
                    row |= {"method": "framework", "note": "协议供货，按季度用量结算"}
                pieces.append(row)
                day = later(day, desk.between(6, 18))
            reason = "同类采购拆成几单，都在限额以下" if kind == "real" else "协议供货，按用量分次结算"
            amount = sum(row["amount_cny"] for row in pieces) if kind == "real" else 0
            rows = [_key(row) for row in pieces]
            desk.label("A04.5", ("unit_category", pair["_key"]), kind, rows, reason, amount)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_a04_4_approved_afterwards,
    inject_a04_5_split_order,
)
