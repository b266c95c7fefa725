"""Allowances of the staff, what offices declared of them by themselves, and the half month's check."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.allowance_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.domains.expenses.standards import (
    DUTY,
    HEAT,
    LAWFUL_BASIS,
    PAY_CAPS,
    RANKS,
    RETIRED,
    TOWNSHIP,
    TRANSPORT,
    UNION_GIFT,
)
from simulate.tables import Table
from simulate.timeline import MONTHLY, PAY_MONTHS
from simulate.world import World

PAYMENTS, CHECKS = "subsidy.allowance_payments", "subsidy.allowance_self_checks"
RETIRED_PERSONS = 40
RETIRED_BORN = (date(1950, 1, 1), date(1957, 12, 31))
SPRING, SUMMER = date(2018, 2, 1), (6, 7, 8)
CHECK_FROM, CHECK_TO = date(2018, 5, 7), date(2018, 5, 21)
TREASURY_ACCOUNT = ("区财政零余额账户", "treasury")
UNION_ACCOUNT = ("机关工会账户", "union")


def make(world: World, cases: Cases) -> list[Table]:
    """Return the payments of eight months, and the self-check with what the check found."""
    tables = {PAYMENTS: _payments(world), CHECKS: _checks(world)}
    run(world, cases, tables, INJECTIONS)
    paid = tables[PAYMENTS].sort("unit", "_on", "_key", maintain_order=True).drop("person")
    return [
        Table(PAYMENTS, paid, world.places.department("财政局"), days=MONTHLY, form="csv"),
        Table(CHECKS, tables[CHECKS], world.places.department("纪工委监察办公室"), days=MONTHLY[1::2]),
    ]


def has_transport_allowance(world: World) -> set[int]:
    """Return who gave up rides within the district for a monthly allowance: all leaders, half of the staff."""
    return world.once(_transport_allowance)


def _transport_allowance(world: World) -> set[int]:
    draw = world.stream("transport_allowance")
    officials = world.officials
    chosen = (officials["level"] != "staff").to_numpy() | (draw.random(len(officials)) < 0.5)
    return set(officials.filter(pl.Series(chosen))["person"])


def _payments(world: World) -> pl.DataFrame:
    draw = world.stream(PAYMENTS)
    streets = set(world.places.organisations.filter(kind="subdistrict")["name"])
    with_transport = has_transport_allowance(world)
    rows: list[Row] = []
    for official in world.officials.iter_rows(named=True):
        rank = RANKS[official["level"]]
        items = [TRANSPORT] if official["person"] in with_transport else []
        if official["unit"] in streets:
            items.append(TOWNSHIP)
        on_duty = draw.random() < 0.35
        for month in PAY_MONTHS:
            due = [(item, PAY_CAPS[item, rank]) for item in items]
            if month.month in SUMMER:
                due.append((HEAT, PAY_CAPS[HEAT, rank]))
            if on_duty:
                due.append((DUTY, 50 * int(draw.integers(1, 8))))
            rows += [_pay(official, rank, month, item, amount) for item, amount in due]
            if month == SPRING:
                rows.append(_pay(official, rank, month, UNION_GIFT, 300))
    rows += _pay_retired(world)
    return frame_of(rows, arrears_from=pl.String, note=pl.String)


def _pay(person: Row, rank: str, month: date, item: str, amount: float) -> Row:
    is_gift = item == UNION_GIFT
    account, kind = UNION_ACCOUNT if is_gift else TREASURY_ACCOUNT
    paid_on = month + timedelta(days=15)
    return {
        "_key": f"A{person['person']}-{item}-{month:%Y%m}",
        "person": person["person"],
        "unit": person["unit"],
        "person_name": person["person_name"],
        "id_card": person["id_card"],
        "post": person["post"],
        "rank": rank,
        "month": month,
        "item": item,
        "pay_kind": "regular",
        "amount_cny": amount,
        "basis": "云川工发〔2017〕9号" if is_gift else LAWFUL_BASIS,
        "source_account": account,
        "source_kind": kind,
        "paid_on": paid_on,
        "voucher_no": f"{month:%Y-%m}-{person['person'] % 97 + 1:03d}",
        "_on": paid_on,
    }


def _pay_retired(world: World) -> list[Row]:
    """Return what people who have retired from an office get; they live in ordinary households."""
    draw = world.stream(PAYMENTS, "retired")
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    plain = (pl.col("kind") == "ordinary") & (pl.col("position") > 0)
    old = world.persons.filter(
        plain, pl.col("birth").is_between(*RETIRED_BORN), ~pl.col("person").is_in(busy)
    )
    chosen = old[np.sort(draw.permutation(len(old))[:RETIRED_PERSONS])]
    names = world.places.offices.to_list()
    return [
        _pay(person | {"unit": names[number % len(names)], "post": "退休"}, "退休", month, RETIRED, 580)
        for number, person in enumerate(chosen.iter_rows(named=True))
        for month in PAY_MONTHS
    ]


def _checks(world: World) -> pl.DataFrame:
    """Return a row per office: what it declared in April, what the check of half a month found in May."""
    draw = world.stream(CHECKS)
    rows = []
    for number, unit in enumerate(world.places.offices):
        declared = 100 * (1 + int(draw.lognormal(3.4, 0.7)))
        found = 100 * int(draw.integers(0, 9)) if draw.random() < 0.4 else 0
        begin = CHECK_FROM + timedelta(days=int(draw.integers(0, 3)) + number // 9 * 5)
        rows.append(
            {
                "_key": f"check-{number:02d}",
                "unit": unit,
                "round_name": "2018年违规发放津贴补贴自查",
                "period_from": "2015年1月-2018年3月",
                "declared_on": date(2018, 4, 23) + timedelta(days=int(draw.integers(0, 5))),
                "declared_cny": declared,
                "declared_persons_count": 1 + declared // 700,
                "declared_items": ("值班补助超次数发放", "误餐补助重复发放", "节日补助超标准发放")[
                    number % 3
                ],
                "refunded_cny": declared,
                "refunded_on": date(2018, 5, 3) + timedelta(days=int(draw.integers(0, 20))),
                "refund_voucher_no": f"JK-2018-{world.block:02d}{number:03d}",
                "check_no": f"JC-2018-{number + 1:02d}",
                "checked_from": begin,
                "checked_to": min(begin + timedelta(days=3), CHECK_TO),
                "checker": f"第{'一二三'[number % 3]}检查组",
                "found_cny": found,
                "found_items": "值班补助多计次数" if found else None,
            }
        )
    return frame_of(rows, note=pl.String)
