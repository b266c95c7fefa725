"""What can be wrong with the payment of welfare benefits (S04), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.household.desk import ROLL, Desk, Row
from simulate.domains.household.welfare import SECOND
from simulate.tables import add_rows
from simulate.timeline import EXIT_MONTH, PAY_MONTHS

PAYMENTS = "subsidy.benefit_payments"
LATE_FROM = date(2018, 8, 1)


def payment_key(household_no: object, month: date) -> Key:
    """Return how the row that pays a household for `month` is called."""
    return PAYMENTS, f"{household_no}-{month:%Y%m}"


def inject_s04_1_paid_after_exit(desk: Desk) -> None:
    """Payments go on after the exit; the look-alike is April's money paid in May."""
    real, innocent = desk.take(desk.book.exits())
    months = desk.draw.integers(1, 5, len(real))
    changes = []
    for home, count in zip(real, months, strict=True):
        paid = [month for month in PAY_MONTHS if month >= EXIT_MONTH][:count]
        changes.append({"_key": home["_key"], "pay_until": date(2018, 5 + int(count), 1), "late_april": 0})
        rows = [payment_key(home["_key"], month) for month in paid]
        amount = count * _monthly(home)
        desk.add("S04.1", home, "real", rows, f"2018年5月起应停发，仍发放{count}个月", amount)
    for number, home in enumerate(innocent):
        late = 1 + number % 2
        changes.append({"_key": home["_key"], "pay_until": EXIT_MONTH, "late_april": late})
        month = PAY_MONTHS[3] if late == 1 else EXIT_MONTH
        desk.add("S04.1", home, "innocent", [payment_key(home["_key"], month)], "5月补发退出以前月份", 0)
    desk.change(changes)


def inject_s04_2_paid_to_the_dead(desk: Desk) -> None:
    """Payments go on after death or committal; the look-alike ends within a month of it."""
    alone = desk.book.active(pl.col("size") == 1)
    real, innocent = desk.take(alone)
    changes = []
    for number, home in enumerate(real):
        on = date(2017, 11, 3) + timedelta(days=int(desk.draw.integers(0, 80)))
        status = "detained" if number % 3 == 2 else "deceased"
        rows = [_strike_off(desk, home, on, status)]
        months = [month for month in PAY_MONTHS if month > _add_months(on, 1)]
        rows += [payment_key(home["_key"], month) for month in months]
        changes.append({"_key": home["_key"], "is_absent": True, "stopped_from": None, "pay_until": None})
        word = "死亡" if status == "deceased" else "收监"
        desk.add("S04.2", home, "real", rows, f"{on}{word}后继续发放", len(months) * _monthly(home))
    for home in innocent:
        on = date(2018, 5, 4) + timedelta(days=int(desk.draw.integers(0, 50)))
        stop = _add_months(on, 2)
        rows = [_strike_off(desk, home, on, "deceased"), payment_key(home["_key"], _add_months(on, 1))]
        changes.append({"_key": home["_key"], "is_absent": False, "stopped_from": stop, "pay_until": stop})
        desk.add("S04.2", home, "innocent", rows, "死亡次月的款项，死亡登记稍晚", _monthly(home))
    desk.change(changes)


def inject_s04_3_two_schemes(desk: Desk) -> None:
    """One person is paid under two schemes; the look-alike passes from one to the other."""
    poor = pl.col("scheme") == "minimum_living"
    alone = desk.book.active(poor, pl.col("size") == 1, pl.col("residence") == "rural")
    real, innocent = desk.take(alone)
    changes, added = [], []
    for number, home in enumerate([*real, *innocent]):
        is_real = number < len(real)
        start = date(2017, 9, 1) if is_real else date(2018, 6, 1)
        other = dict(home) | {"_key": f"{home['_key'][:5]}{SECOND}{number + 1:03d}", "scheme": "destitute"}
        other |= {
            "grade": "分散",
            "monthly": 460,
            "entitled_from": start,
            "pay_from": start,
            "pay_until": None,
        }
        added.append(
            other | {"applied_on": start - timedelta(days=60), "approved_on": start - timedelta(days=20)}
        )
        months = [month for month in PAY_MONTHS if month >= start]
        rows = [payment_key(key, month) for month in months for key in (home["_key"], other["_key"])]
        if is_real:
            reason = "同一人同月既领低保又领特困供养"
            desk.add("S04.3", home, "real", rows, reason, len(months) * _monthly(home))
        else:
            changes.append({"_key": home["_key"], "stopped_from": start, "pay_until": start})
            rows = [payment_key(home["_key"], date(2018, 5, 1)), payment_key(other["_key"], start)]
            desk.add("S04.3", home, "innocent", rows, "2018年6月由低保转为特困供养，没有重叠", 0)
    desk.change(changes)
    desk.book.roll = add_rows(desk.book.roll, [_only(row, desk.book.roll) for row in added])
    own = desk.book.members.filter(pl.col("position") == 0).to_dicts()
    heads = {row["roll_key"]: row for row in own}
    copies = [
        heads[home["_key"]] | {"roll_key": row["_key"], "_key": f"{row['_key']}-0"}
        for home, row in zip([*real, *innocent], added, strict=True)
    ]
    desk.book.members = add_rows(desk.book.members, copies)


def inject_s04_4_shared_card(desk: Desk) -> None:
    """Households of one village are paid onto one card; the look-alike is a guardian's card, and says so."""
    changes = []
    for kind in ("real", "innocent"):
        for first in desk.pick(desk.book.active(), desk.cases.count(desk.draw)):
            same = desk.book.active(pl.col("village") == first["village"])
            group = [first, *desk.pick(same, int(desk.draw.integers(1, 4)))]
            guardian = first["person_name"] if kind == "innocent" else None
            account = first["bank_account"]
            for home in group:
                is_ward = guardian is not None and home is not first
                changes.append(
                    {
                        "_key": home["_key"],
                        "bank_account": account,
                        "guardian_name": guardian if is_ward else None,
                        "guardian_account": account if is_ward else None,
                        "note": "监护人代领" if is_ward else None,
                    }
                )
            rows = [payment_key(home["_key"], month) for home in group for month in PAY_MONTHS]
            reason = "几户发到同一张卡" if kind == "real" else "无行为能力人由监护人代领"
            amount = sum(_monthly(home) * len(PAY_MONTHS) for home in group[1:])
            subject = ("bank_account", str(account))
            desk.cases.add("S04.4", "subsidy", subject, kind, rows, reason, amount_cny=amount)
    desk.change(changes)


def inject_s04_5_include_not_paid(desk: Desk) -> None:
    """Let in in May, paid from August only; the look-alike is paid the missed months with the first payment."""
    real, innocent = desk.take(desk.book.newcomers())
    changes: list[Row] = []
    for kind, homes in (("real", real), ("innocent", innocent)):
        for home in homes:
            changes.append({"_key": home["_key"], "pay_from": LATE_FROM, "pays_arrears": kind == "innocent"})
            rows = [(ROLL, f"{home['_key']}-0"), payment_key(home["_key"], LATE_FROM)]
            reason = "5月起享受，8月才开始发放" if kind == "real" else "银行卡8月开通，前三个月一并补发"
            desk.add("S04.5", home, kind, rows, reason, 3 * _monthly(home) if kind == "real" else 0)
    desk.change(changes)


def inject_s04_6_size_mismatch(desk: Desk) -> None:
    """Paid for two or three people too many; the look-alike is one birth or death not yet posted."""
    by_head = desk.book.active(pl.col("scheme") == "minimum_living")
    real, innocent = desk.take(by_head)
    changes: list[Row] = []
    for number, home in enumerate([*real, *innocent]):
        kind = "real" if number < len(real) else "innocent"
        more = int(desk.draw.integers(2, 4)) if kind == "real" else 1
        changes.append({"_key": home["_key"], "paid_size": home["size"] + more})
        rows = [(ROLL, f"{home['_key']}-0"), *(payment_key(home["_key"], month) for month in PAY_MONTHS)]
        amount = more * home["monthly"] * len(PAY_MONTHS)
        reason = f"按多{more}人发放" if kind == "real" else "新生儿户口未及时登记"
        desk.add("S04.6", home, kind, rows, reason, amount)
    desk.change(changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_s04_1_paid_after_exit,
    inject_s04_2_paid_to_the_dead,
    inject_s04_3_two_schemes,
    inject_s04_5_include_not_paid,
    inject_s04_6_size_mismatch,
    inject_s04_4_shared_card,
)


def _strike_off(desk: Desk, home: Row, on: date, status: str) -> Key:
    """Enter a householder's death or committal where it is registered, and return the row that says so."""
    person = int(home["person"])
    desk.world.statuses[person] = {"status": status, "status_from": on}
    if status != "deceased":
        return "register.residents", str(person)
    desk.world.add_register_row("register.deceased_persons", _key=str(person), person=person, died_on=on)
    return "register.deceased_persons", str(person)


def _monthly(home: Row) -> float:
    return float(home["monthly"] * home["size"])


def _add_months(day: date, months: int) -> date:
    """Return the first of the month that comes `months` after that of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _only(row: Row, frame: pl.DataFrame) -> Row:
    return {name: value for name, value in row.items() if name in frame.columns}
