"""Claims for receptions, meetings, training, travel and cars since 2013, their budgets, and the audit of five years."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.audits import ENGAGEMENTS, FINDINGS, audit_offices
from simulate.domains.expenses.budgets import BUDGETS, make_budgets
from simulate.domains.expenses.budgets import INJECTIONS as BUDGET_INJECTIONS
from simulate.domains.expenses.cars import PLATFORM_FROM, build_fleet
from simulate.domains.expenses.claim_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, run
from simulate.domains.expenses.standards import GUESTS_TO, HOSTS_LIMIT
from simulate.domains.expenses.year_cases import INJECTIONS as YEAR_INJECTIONS
from simulate.domains.reference.workdays import list_workdays
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

CLAIMS = "subsidy.expense_claims"
YEARS = range(2013, 2019)
LAST_DAY = date(2018, 8, 20)
A_YEAR = {"reception": 10, "meeting": 5, "training": 3, "travel": 12, "official_car": 7}
LINES = {
    "reception": "公务接待费",
    "meeting": "会议费",
    "training": "培训费",
    "travel": "差旅费",
    "official_car": "公务用车运行维护费",
}
# Work is thin around the spring festival and thick before the summer.
SEASON = np.array([0.07, 0.05, 0.09, 0.09, 0.1, 0.11, 0.09, 0.08, 0.09, 0.08, 0.09, 0.06])
DECEMBER_SHARE = 0.17  # of a year's money, at most, where nobody rushes
RESTAURANTS = ("湖畔人家", "老街饭庄", "清风餐厅", "柳岸酒家", "同和食府", "田园小厨", "望江楼", "四季鲜")
HOTELS = ("临湖宾馆", "云川会议中心", "青石酒店", "职工之家", "望江宾馆")
SCHOOLS = ("云川干部学院", "新区党校", "行业培训中心")
FAR_HOTELS = ("东河县迎宾馆", "省城中山路宾馆", "临川饭店", "海州假日酒店", "南山招待所", "平原大厦")
GARAGES = ("顺达汽修厂", "临湖停车场", "高速公路收费处", "安行轮胎店")
VISITORS = ("邻区考察组", "市直部门调研组", "省厅检查组", "客商考察团", "兄弟县区学习组", "专家评审组")
MATTERS = ("招商引资", "扶贫项目", "安全生产", "环境整治", "财政资金", "社区治理", "农田水利", "党建工作")


def make(world: World, cases: Cases) -> list[Table]:
    """Return claims and budgets; the audit's rows go to those who keep the audits' lists."""
    tables = {CLAIMS: _claims(world)}
    run(world, cases, tables, YEAR_INJECTIONS)
    run(world, cases, tables, INJECTIONS)
    tables[BUDGETS] = make_budgets(world, tables[CLAIMS])
    run(world, cases, tables, BUDGET_INJECTIONS)
    for dataset, rows in zip(
        (ENGAGEMENTS, FINDINGS), audit_offices(world, cases, tables[CLAIMS]), strict=True
    ):
        for row in rows:
            world.add_register_row(dataset, **row)
    finance = world.places.department("财政局")
    sent = pl.col("spent_on").dt.offset_by("10d")
    claims = (
        tables[CLAIMS]
        .sort("unit", "spent_on", "_key")
        .with_columns(_on=sent)
        .drop("is_free", "year", "audit_note")
    )
    return [
        Table(CLAIMS, claims, finance, days=MONTHLY, form="csv"),
        Table(BUDGETS, tables[BUDGETS], finance, days=MONTHLY[1::3]),
    ]


def _claims(world: World) -> pl.DataFrame:
    draw = world.stream(CLAIMS)
    fleet = world.once(build_fleet)
    plates = {unit: plate for plate, unit in fleet.vehicles.select("plate_no", "unit").iter_rows()}
    trips = {
        unit: rows.to_dicts() for (unit,), rows in fleet.trips.partition_by("unit", as_dict=True).items()
    }
    rows: list[Row] = []
    workdays = {
        (year, month): list_workdays(date(year, month, 1), date(year, month, 28))
        for year in YEARS
        for month in range(1, 13)
    }
    for unit in world.places.offices:
        size = float(draw.uniform(0.7, 1.4))
        approver = str(world.officials["person_name"][8 + len(rows) % 100])
        for year in YEARS:
            for category, usual in A_YEAR.items():
                for month in draw.choice(12, max(2, int(draw.poisson(usual * size))), p=SEASON) + 1:
                    days = workdays[year, int(month)]
                    day = days[int(draw.integers(len(days)))]
                    if day <= LAST_DAY:
                        row = {"unit": unit, "year": year, "category": category, "spent_on": day}
                        rows.append(row | _detail(draw, category, day) | {"approver": approver})
                        if category == "official_car":
                            rows[-1] |= _car(draw, day, plates[unit], trips.get(unit, []))
    return _number(world, draw, pl.DataFrame(rows, infer_schema_length=None))


def _detail(draw: np.random.Generator, category: str, day: date) -> Row:
    """Return what was paid for, within the standard."""
    matter = MATTERS[int(draw.integers(len(MATTERS)))]
    share = float(draw.uniform(0.5, 0.97))
    if category == "reception":
        guests = int(draw.integers(2, 17))
        hosts = min(HOSTS_LIMIT, guests) if guests <= GUESTS_TO else guests // 3
        hosts = int(draw.integers(1, hosts + 1))
        visitor = VISITORS[int(draw.integers(len(VISITORS)))]
        row: Row = {"item": "工作餐", "merchant": _any(draw, RESTAURANTS), "area": "本市"}
        row |= {"purpose": f"接待{visitor}（{matter}）", "persons_count": guests, "hosts_count": hosts}
        return row | {"days": 1.0, "amount_cny": _round(60 * (guests + hosts) * share)}
    if category == "meeting":
        persons, days = int(draw.integers(20, 90)), float(draw.choice([0.5, 0.5, 1.0]))
        row = {"item": "会议综合定额", "merchant": _any(draw, HOTELS), "grade": "三类会议", "area": "本市"}
        row |= {"purpose": f"{matter}推进会议", "persons_count": persons, "days": days}
        return row | {"amount_cny": _round(240 * persons * days * share * 0.6)}
    if category == "training":
        persons, days = int(draw.integers(15, 50)), float(draw.integers(1, 3))
        row = {"item": "培训综合定额", "merchant": _any(draw, SCHOOLS), "grade": "科级及以下", "area": "本市"}
        row |= {"purpose": f"{matter}业务培训", "persons_count": persons, "days": days}
        return row | {"amount_cny": _round(300 * persons * days * share * 0.6)}
    if category == "travel":
        persons, days = int(draw.integers(1, 4)), float(draw.integers(1, 4))
        grade, area, cap = (("县级", "省内", 460), ("科级", "省内", 330), ("科级", "省外", 380))[
            int(draw.choice([0, 1, 1, 2]))
        ]
        row = {"item": "住宿费", "merchant": _any(draw, FAR_HOTELS), "grade": grade, "area": area}
        row |= {"purpose": f"外出对接{matter}", "persons_count": persons, "days": days}
        return row | {"amount_cny": _round(cap * persons * days * share)}
    amount = _round(float(draw.lognormal(5.6, 0.9)) + 20)
    item = "维修保养" if amount > 600 else "过路停车费"
    return {"item": item, "merchant": _any(draw, GARAGES), "purpose": f"{matter}用车", "amount_cny": amount}


def _car(draw: np.random.Generator, day: date, plate: str, trips: list[Row]) -> Row:
    """Return the car, and since the platform began the trip that the money was spent on."""
    if day < PLATFORM_FROM or not trips:
        return {"plate_no": plate}
    trip = trips[int(draw.integers(len(trips)))]
    on = trip["departed_at"].date()
    if on > LAST_DAY:
        return _car(draw, day, plate, trips[: len(trips) // 2])
    return {"plate_no": trip["plate_no"], "trip_no": trip["trip_no"], "spent_on": on}


def _number(world: World, draw: np.random.Generator, claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims with their papers; no unit buys twice from a merchant on a day, no December is heavy."""
    claims = _spread_december(claims).unique(
        ["unit", "merchant", "spent_on"], keep="first", maintain_order=True
    )
    claims = claims.sort("spent_on", maintain_order=True)
    number = pl.int_range(1, pl.len() + 1)
    invoices = draw.permutation(1_000_000)[: len(claims)] * 9 + 10_000_001
    in_year = pl.col("year").cast(pl.String)
    formal = pl.col("category").is_in(["reception", "meeting", "training"])
    letter = (
        pl.when(pl.col("category") == "reception").then(pl.lit("来函〔")).otherwise(pl.lit("通知〔"))
        + in_year + pl.lit("〕") + number.cast(pl.String) + pl.lit("号")
    )  # fmt: skip
    staff = world.officials.filter(level="staff")["person_name"]
    return claims.with_columns(
        _key=pl.lit("claim-") + number.cast(pl.String).str.zfill(5),
        claim_no=pl.lit("BX-")
        + in_year
        + pl.lit(f"-{world.block:02d}")
        + number.cast(pl.String).str.zfill(5),
        claimant=pl.Series([staff[at * 7 % len(staff)] for at in range(len(claims))]),
        letter_no=pl.when(formal).then(letter),
        over_amount_cny=pl.lit(0),
        budget_line=pl.col("category").replace_strict(LINES, return_dtype=pl.String),
        approved_on=pl.col("spent_on") - timedelta(days=1),
        invoice_no=pl.Series(invoices).cast(pl.String),
        voucher_no=pl.col("spent_on").dt.strftime("%Y-%m-") + (number % 89 + 1).cast(pl.String).str.zfill(3),
        note=pl.lit(None, dtype=pl.String),
        is_free=pl.lit(value=True),
    )


def _spread_december(claims: pl.DataFrame) -> pl.DataFrame:
    """Move what is too much for a December into the October before it."""
    is_december = pl.col("spent_on").dt.month() == 12
    so_far = pl.when(is_december).then("amount_cny").otherwise(0).cum_sum().over("unit", "year")
    is_too_much = is_december & (so_far > DECEMBER_SHARE * pl.col("amount_cny").sum().over("unit", "year"))
    moved = pl.col("spent_on").dt.offset_by("-8w")
    return claims.with_columns(spent_on=pl.when(is_too_much).then(moved).otherwise("spent_on"))


def _any(draw: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(draw.integers(len(words)))]


def _round(amount: float) -> float:
    return float(round(amount))
