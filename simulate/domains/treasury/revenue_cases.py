"""What can be wrong with revenue (A04.1 to A04.3), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Key
from simulate.domains.treasury.desk import LAST_DAY, Desk, Row, any_day, later, mark
from simulate.domains.treasury.payments import PAYMENTS, build_payments
from simulate.domains.treasury.revenue import COLLECTORS, REVENUE, avoid_round_trips, build_revenue, came_back

QUARTER_ENDS = (
    date(2017, 6, 30),
    date(2017, 9, 30),
    date(2017, 12, 31),
    date(2018, 3, 31),
    date(2018, 6, 30),
)
FILING = "按季汇缴，法定期限为季末"


def _key(row: Row) -> Key:
    return REVENUE, str(row["_key"])


def inject_a04_1_round_trip(desk: Desk) -> None:
    """What the treasury paid came back as revenue, from the payee or over his account.

    The look-alike is tax on a real project, whose number stands on both papers.
    """
    world, paid, book = desk.world, desk.world.once(build_payments), desk.world.once(build_revenue)
    firms = [
        {"_key": name, "code": code} for name, code in world.firms.select("firm", "credit_code").iter_rows()
    ]
    names = [firm["_key"] for firm in firms]
    for kind in ("real", "innocent"):
        for number, firm in enumerate(desk.pick("payee", firms, desk.count())):
            name = firm["_key"]
            day = paid.free_day(name, date(2018, 1, 8), LAST_DAY - timedelta(days=40))
            if day is None:
                continue
            what = (
                ("enterprise_support", "重点企业发展扶持资金")
                if kind == "real"
                else ("works", "配套厂房工程结算款")
            )
            low, high = (620_000, 2_400_000) if kind == "real" else (60_000, 240_000)
            amount = desk.round_sum(low, high)
            while any(abs(amount / other["amount_cny"] - 1) < 0.15 for other in paid.paid[name]):
                amount = desk.round_sum(low, high)
            out = paid.pay(desk.choose(world.places.offices.to_list()), name, day, amount, *what)
            back = later(day, desk.between(4, 22))
            payer, code = name, firm["code"]
            if kind == "real" and number % 3 == 2:
                payer = desk.choose([other for other in names if other != name])
                code = next(other["code"] for other in firms if other["_key"] == payer)
            sum_back = round(amount * desk.between(962, 1030) / 1000, 2)
            row = book.receive(
                payer, code, back, sum_back, "tax", "增值税", world.places.department("财政局"),
                payer_account=out["payee_account"],
            )  # fmt: skip
            if kind == "innocent":
                project = f"{mark(world)}XM-{day:%Y%m}-{number + 1:02d}"
                out["project_no"] = row["project_no"] = project
                row["note"] = "跨区项目预缴税款，附完税证明"
            reason = "拨给企业的钱一个月内以税款回到国库" if kind == "real" else "同一真实项目的预缴税款"
            rows: list[Key] = [(PAYMENTS, out["_key"]), _key(row)]
            total = sum_back if kind == "real" else 0
            desk.label("A04.1", ("receipt", row["_key"]), kind, rows, reason, total)


def inject_a04_2_period_end_spike(desk: Desk) -> None:
    """An office's fees of a quarter crowd into its last days; the look-alike has its filing date there, every year."""
    world, book = desk.world, desk.world.once(build_revenue)
    avoid_round_trips(book, desk.cases.keys().get(REVENUE, set()))
    units = [world.places.department(word) for word in COLLECTORS]
    quarters = [
        {"_key": f"{unit}/{ends:%Y-%m}", "unit": unit, "ends": ends}
        for unit in units
        for ends in QUARTER_ENDS
    ]
    firms = world.firms.select("firm", "credit_code").rows()
    real, innocent = desk.take("unit_quarter", quarters)
    for kind, chosen in (("real", real), ("innocent", innocent)):
        for quarter in chosen:
            ends, unit = quarter["ends"], quarter["unit"]
            known = [row["amount_cny"] for row in book.rows if _falls_in(row, unit, ends)]
            rows = []
            for _ in range(3):
                payer, code = desk.choose(firms)
                day = any_day(desk.draw, ends - timedelta(days=2), ends)
                day = day if (ends - day).days < 5 else ends
                amount = round(sum(known) * desk.between(28, 45) / 100, -1)
                row = book.receive(payer, code, day, amount, "non_tax", "其他非税收入", unit)
                if kind == "innocent":
                    row |= {"subject": "行政事业性收费（按季汇缴）", "due_on": ends, "note": FILING}
                    row["period_from"] = f"{ends.year}年第{ends.month // 3}季度"
                while came_back(book, row):
                    payer, code = desk.choose(firms)
                    row |= {"payer": payer, "payer_credit_code": code, "payer_account": book.accounts[payer]}
                rows.append(row)
            reason = "一个季度的收入四成以上在最后五天入库" if kind == "real" else "申报期限就在季末"
            subject = ("unit_quarter", quarter["_key"])
            total = sum(row["amount_cny"] for row in rows) if kind == "real" else 0
            desk.label("A04.2", subject, kind, [_key(row) for row in rows], reason, total)


def inject_a04_3_own_platform_pays(desk: Desk) -> None:
    """A company of the district's own pays fees and fines; the look-alike pays rent, and names the contract."""
    world, book = desk.world, desk.world.once(build_revenue)
    platforms = list(book.platforms.items())
    finance = world.places.department("财政局")
    for kind in ("real", "innocent"):
        for number in range(desk.count()):
            payer, code = desk.choose(platforms)
            day = any_day(desk.draw, date(2017, 3, 1), LAST_DAY - timedelta(days=70))
            day = day if day.month % 3 else day.replace(day=12)
            amount = desk.round_sum(300_000, 4_200_000)
            subject = desk.choose(("其他罚没收入", "专项收入", "行政事业性收费"))
            row = book.receive(payer, code, day, amount, "non_tax", subject, finance)
            if kind == "innocent":
                row |= {
                    "subject": "国有资产有偿使用收入",
                    "note": f"标准厂房租金，合同ZC-{day.year}-{number + 1:02d}",
                }
            elif number % 4 == 3:
                unit = desk.choose(world.places.offices.to_list())
                row |= {"payer": unit, "payer_credit_code": None, "payer_class": "fiscal_unit"}
                row["payer_account"] = None
            reason = "非税收入由本区平台公司或预算单位缴纳" if kind == "real" else "资产出租的合法收入"
            total = amount if kind == "real" else 0
            desk.label("A04.3", ("receipt", row["_key"]), kind, [_key(row)], reason, total)


BEFORE_PAYMENTS: tuple[Callable[[Desk], None], ...] = (inject_a04_1_round_trip,)
AFTER_PAYMENTS: tuple[Callable[[Desk], None], ...] = (
    inject_a04_2_period_end_spike,
    inject_a04_3_own_platform_pays,
)


def _falls_in(row: Row, unit: str, ends: date) -> bool:
    """Return whether `unit` took the receipt in the quarter that ends on `ends`."""
    first = date(ends.year, ends.month - 2, 1)
    return bool(row["collecting_unit"] == unit and first <= row["received_on"] <= ends)
