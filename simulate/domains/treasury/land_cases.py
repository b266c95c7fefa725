"""What can be wrong with land income (L16), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Key
from simulate.domains.treasury.desk import LAST_DAY, Desk, Row, later
from simulate.domains.treasury.land import PARCELS, RECEIPTS, SPENT, LandBook, build_land
from simulate.thresholds import P_REFUND

OPEN_RULE = "按公开办法兑现，同类企业均可申报"
OWN_TRADE = "受让人集团承建的配套工程，另行招标"
FIXED = (0.08, 0.05, 0.065, 0.035)  # shares of the price that a group of parcels has in common
CARRIED = "上年结转资金，按原预算执行"


def _book(desk: Desk) -> LandBook:
    return desk.world.once(build_land)


def _sold(desk: Desk) -> list[Row]:
    """Return parcels of which two payments after the contract can be known of."""
    return [
        row
        for row in _book(desk).parcels.values()
        if row["status"] == "sold" and date(2016, 2, 1) <= row["contract_on"] <= date(2018, 2, 1)
    ]


def _pay_buyer(desk: Desk, parcel: Row, amount: float, number: int, kind: str, purpose: str) -> Row:
    """Pay the buyer of a parcel, or its group, within a year and a half of the contract."""
    book, group = _book(desk), parcel["buyer_group"]
    last = min(LAST_DAY, parcel["contract_on"] + timedelta(days=600))
    first = max(date(2017, 1, 9), parcel["contract_on"] + timedelta(days=40))
    day = later(first + timedelta(days=desk.between(0, max((last - first).days - 20, 0))), 0)
    to_group = bool(group) and number % 2 == 1
    return book.spend(
        day,
        desk.world.places.department("招商局"),
        group if to_group else parcel["buyer"],
        round(amount, 2),
        kind,
        purpose,
        payee_credit_code=book.groups[group] if to_group else parcel["buyer_credit_code"],
        parcel_no=parcel["_key"],
        buyer=parcel["buyer"],
        affiliation="parent" if to_group else "buyer",
    )


def _label(desk: Desk, rule: str, parcel: Row, kind: str, paid: list[Row], reason: str) -> None:
    rows: list[Key] = [(PARCELS, parcel["_key"]), *((SPENT, row["_key"]) for row in paid)]
    total = sum(row["amount_cny"] for row in paid) if kind == "real" else 0
    desk.label(rule, ("parcel", parcel["_key"]), kind, rows, reason, total)


def inject_l16_1_disguised_refund(desk: Desk) -> None:
    """A tenth and more of the price went back to the buyer's group; look-alikes are open incentives, or works it won.

    The shares are all unlike, so that none of them is a constant ratio.
    """
    real, innocent = desk.take("parcel", _sold(desk))
    for number, parcel in enumerate([*real, *innocent]):
        kind = "real" if number < len(real) else "innocent"
        whole = parcel["price_cny"] * (P_REFUND + 0.021 * (number + 1))
        paid = []
        for part, share in enumerate((0.6, 0.4)):
            is_works = kind == "innocent" and number % 2 == 0
            what = (
                ("works", "地块配套道路代建工程款") if is_works else ("business_support", "产业发展扶持资金")
            )
            row = _pay_buyer(desk, parcel, whole * share, part, *what)
            if is_works:
                row |= {"contract_no": f"{parcel['_key']}-PT{part + 1}", "note": OWN_TRADE}
            elif kind == "innocent":
                row["note"] = OPEN_RULE
            paid.append(row)
        reason = "成交后以扶持名义返还价款一成以上" if kind == "real" else str(paid[0]["note"])
        _label(desk, "L16.1", parcel, kind, paid, reason)


def inject_l16_2_constant_ratio(desk: Desk) -> None:
    """Three or four buyers each get the same share of their price; look-alikes rest on a rule open to all."""
    for number in range(4 if desk.cases.level else 0):
        kind = "real" if number < 2 else "innocent"
        for parcel in desk.pick("parcel", _sold(desk), desk.between(3, 4)):
            amount = parcel["price_cny"] * FIXED[number]
            row = _pay_buyer(desk, parcel, amount, 0, "business_support", "企业发展奖励资金")
            row["note"] = OPEN_RULE if kind == "innocent" else None
            reason = "几宗地按同一比例返给受让人" if kind == "real" else "公开办法规定的统一比例"
            _label(desk, "L16.2", parcel, kind, [row], reason)


def inject_l16_3_late_receipt(desk: Desk) -> None:
    """An instalment came more than thirty days late, or has not come; look-alikes were put off by a decision."""
    due = [row for row in _book(desk).receipts if row["_due"] < date(2018, 7, 20)]
    real, innocent = desk.take("instalment", due)
    for number, row in enumerate([*real, *innocent]):
        kind = "real" if number < len(real) else "innocent"
        late = later(row["_due"], desk.between(38, 200))
        is_in = late <= LAST_DAY and number % 3 > 0
        row |= {"received_on": late if is_in else None, "received_cny": row["due_cny"] if is_in else None}
        row |= {name: row[name] if is_in else None for name in ("receipt_no", "treasury_no")}
        if kind == "innocent":
            row["deferral_no"] = f"{desk.world.places.site}财缓〔{row['_due'].year}〕{number + 1}号"
            row["deferred_to"] = later(max(late, LAST_DAY) if not is_in else late, 5)
            row["note"] = "经批准缓缴"
        reason = "出让金逾期三十天以上" if kind == "real" else "批准分期缓缴"
        amount = row["due_cny"] if kind == "real" else 0
        desk.label("L16.3", ("instalment", row["_key"]), kind, [(RECEIPTS, row["_key"])], reason, amount)


def inject_l16_4_outside_the_budget(desk: Desk) -> None:
    """Land income was spent under no line of the budget; the look-alike was carried over from last year."""
    plain = [row for row in _book(desk).spent if row["parcel_no"] is None]
    real, innocent = desk.take("land_payment", plain)
    for number, row in enumerate(real):
        row["budget_line"] = None if number % 2 else "临时安排支出"
        reason = "没有列支科目" if number % 2 else "所填科目不在预算中"
        subject = ("payment", row["_key"])
        desk.label("L16.4", subject, "real", [(SPENT, row["_key"])], reason, row["amount_cny"])
    for row in innocent:
        row |= {"budget_line": None, "note": CARRIED}
        desk.label("L16.4", ("payment", row["_key"]), "innocent", [(SPENT, row["_key"])], CARRIED)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l16_1_disguised_refund,
    inject_l16_2_constant_ratio,
    inject_l16_3_late_receipt,
    inject_l16_4_outside_the_budget,
)
