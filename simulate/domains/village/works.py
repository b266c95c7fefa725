"""Works of the villages: what they cost, whether they were put out to tender (L06.8)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from simulate.domains.village.books import VOUCHERS, Books
from simulate.domains.village.desk import (
    MONTHS,
    Crew,
    Desk,
    Row,
    booking_days,
    frame_of,
    next_booking_day,
    office_day,
)
from simulate.domains.village.items import PLACES, WORKS
from simulate.thresholds import P_TENDER
from simulate.world import World

TENDERS = "ledger.tenders"
SMALL_CNY = (6_000, 21_000)  # what a repair costs; two of them stay below the tender limit
LARGE_CNY = (62_000, 280_000)
TENDERED = 8  # villages with larger works, put out to tender
GATE_DAYS = (0, 8, 15, 26, 31, 36, 48, 60, 66)


def build_works(world: World, books: Books) -> None:
    """Enter small repairs in every village, and in some larger works with their tenders."""
    draw = world.stream("village works")
    tendered = {int(at) for at in draw.permutation(len(books.crews))[:TENDERED]}
    for crew in books.crews:
        for number in range(int(draw.integers(1, 4))):
            firm = crew.suppliers[number]
            day = _choose_day(draw, 0, len(MONTHS))
            amount = float(draw.integers(*SMALL_CNY))
            place = PLACES[int(draw.integers(len(PLACES)))]
            books.add(
                crew, day, f"W{number}", amount_cny=amount, category="construction", account="公益支出-维修",
                summary=f"付{place}修缮工程款", payee_name=firm["firm"], invoice_no=books.next_invoice(),
            )  # fmt: skip
        if crew.at in tendered:
            add_works(world, books, crew, draw, firm_at=5, has_tender=True)


def add_works(
    world: World,
    books: Books,
    crew: Crew,
    draw: np.random.Generator,
    *,
    firm_at: int,
    has_tender: bool,
    names_tender: bool = True,
    remark: str = "",
) -> tuple[list[Row], Row | None]:
    """Enter larger works of a village in two or three payments, and their tender if they had one.

    Args:
        world: takes the row for the register of tenders.
        books: takes the vouchers.
        crew: of the village.
        draw: the stream that decides.
        firm_at: which of the village's suppliers builds.
        has_tender: whether there was a tender.
        names_tender: whether the vouchers name it.
        remark: added to the summaries.

    Returns:
        The vouchers and the tender.
    """
    firm, work = crew.suppliers[firm_at], WORKS[int(draw.integers(len(WORKS)))]
    total = float(draw.integers(*LARGE_CNY) // 100 * 100)
    first = _choose_day(draw, 4, 12)
    number = f"{crew.code}-ZB{first:%Y%m}"
    tender = _put_to_tender(world, crew, firm, work, total, first, number) if has_tender else None
    shares = (0.3, 0.67, 0.03) if firm_at % 2 else (0.5, 0.5)
    rows = []
    for at, share in enumerate(shares):
        named = number if tender and names_tender else None
        rows.append(
            books.add(
                crew, next_booking_day(first, 70 * at), f"W{firm_at}{at}", amount_cny=round(total * share, 2),
                category="construction", account="在建工程", summary=f"付{work}第{at + 1}次工程款{remark}",
                payee_name=firm["firm"], invoice_no=books.next_invoice(), tender_no=named,
                contract_no=f"{crew.code}-SG{first:%Y%m}",
            )
        )  # fmt: skip
    return rows, tender


def inject_l06_8_works_without_tender(desk: Desk, books: Books) -> None:
    """Works above the limit with no tender; the look-alikes have one that no voucher names, or mend flood damage."""
    busy = {row["at"] for row in books.rows if row["tender_no"]}
    free = frame_of([{"village": crew.village} for crew in books.crews if crew.at not in busy])["village"]
    real, innocent = desk.take("L06.8 village", free)
    by_name = {crew.village: crew for crew in books.crews}
    for number, village in enumerate([*real, *innocent]):
        is_real, is_flood = number < len(real), number % 2 == 0
        rows, tender = add_works(
            desk.world, books, by_name[village], desk.draw, firm_at=6 + number % 2,
            has_tender=not is_real and not is_flood, names_tender=False,
            remark="" if is_real or not is_flood else "（水毁抢修，街道批准直接发包）",
        )  # fmt: skip
        keys = [(VOUCHERS, row["_key"]) for row in rows]
        keys += [(TENDERS, tender["_key"])] if tender else []
        total = sum(row["amount_cny"] for row in rows)
        why = "水毁抢修，经批准直接发包" if is_flood else "已经招标，凭证上漏写招标编号"
        reason = f"十二个月内付同一单位工程款{total:.0f}元，超过{P_TENDER}元，没有招标" if is_real else why
        subject = ("payee", f"{village}/{rows[0]['payee_name']}")
        desk.add(subject, "real" if is_real else "innocent", keys, reason, total if is_real else 0)


def _put_to_tender(
    world: World, crew: Crew, firm: Row, work: str, total: float, paid_on: date, number: str
) -> Row:
    """Enter a tender that passed all gates in time before the first payment; return its row."""
    start = office_day(paid_on - timedelta(days=130))
    gates = [office_day(start + timedelta(days=days)) for days in GATE_DAYS]
    row: Row = {
        "_key": number,
        "tender_no": number,
        "project_name": f"{crew.village}{work}",
        "street": crew.street,
        "village": crew.village,
        "unit": crew.street,
        "category": "works",
        "method": "public",
        "budget_cny": round(total * 1.06, 2),
        "notice_on": gates[5],
        "opened_on": gates[7],
        "awarded_on": gates[8],
        "winner": firm["firm"],
        "winner_credit_code": firm["credit_code"],
        "award_cny": total,
        "contract_on": office_day(gates[8] + timedelta(days=8)),
        "contract_cny": total,
        **{f"gate_{at}_on": day for at, day in enumerate(gates, 1)},
    }
    world.add_register_row(TENDERS, **row)
    return row


def _choose_day(draw: np.random.Generator, first: int, last: int) -> date:
    days = booking_days(MONTHS[int(draw.integers(first, last))])
    return days[int(draw.integers(len(days)))]
