"""Compensation for land and houses taken, house by house."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.compensation_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.domains.expenses.standards import LAND_PRICES
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

COMPENSATED = "subsidy.compensation_cases"
VILLAGES, OWNERS = 9, 30
NOTICES = (date(2017, 9, 11), date(2017, 11, 6), date(2018, 2, 26))
WORKS = ("道路拓宽工程", "标准厂房用地", "排水管网工程", "学校扩建用地", "安置小区用地")
PRICES = {
    (area, kind): (specification, unit, price) for area, kind, _, specification, unit, price in LAND_PRICES
}
# mean and spread of a lognormal quantity, decimals
QUANTITIES = {
    "耕地": (0.7, 0.5, 2),
    "青苗": (0.7, 0.5, 2),
    "房屋": (4.7, 0.3, 1),
    "附着物": (4.2, 0.6, 1),
    "林木": (3.0, 0.6, 0),
}
SHARES = {"耕地": 0.7, "青苗": 0.4, "房屋": 0.4, "附着物": 0.2, "林木": 0.25}


def make(world: World, cases: Cases) -> list[Table]:
    """Return the list as the subdistricts send it: what is paid by then."""
    tables = {COMPENSATED: _compensate(world)}
    run(world, cases, tables, INJECTIONS)
    frame = (
        tables[COMPENSATED]
        .sort("project_name", "_key")
        .drop("person")
        .with_columns(_unit="street", _from="paid_on")
    )
    return [Table(COMPENSATED, frame, world.places.department("国土资源局"), days=QUARTERLY[::2])]


def _compensate(world: World) -> pl.DataFrame:
    draw = world.stream(COMPENSATED)
    villages = world.places.villages.filter(~pl.col("is_community"))[:VILLAGES].to_dicts()
    land_staff = world.officials.filter(level="staff")["person_name"]
    rows: list[Row] = []
    for place, village in enumerate(villages):
        area = "一类区片" if place % 3 == 0 else "二类区片"
        notice = NOTICES[place % len(NOTICES)]
        for owner in _owners(world, draw, village["village"]).iter_rows(named=True):
            owned = [kind for kind, share in SHARES.items() if draw.random() < share] or ["耕地"]
            surveyed = notice + timedelta(days=int(draw.integers(10, 40)))
            base = {
                "person": owner["person"],
                "case_no": f"BC-{world.block:02d}{place + 1}-{owner['person']:05d}",
                "project_name": village["name"].removesuffix("村") + WORKS[place % len(WORKS)],
                "street": village["street_name"],
                "village": village["name"],
                "area": area,
                "person_name": owner["person_name"],
                "id_card": owner["id_card"],
                "measured_by": f"{land_staff[place]}、{land_staff[40 + place]}",
                "measured_on": surveyed,
                "notice_on": notice,
                "payee_name": owner["person_name"],
                "bank_account": owner["bank_account"],
                "signed_on": surveyed + timedelta(days=int(draw.integers(8, 30))),
                "paid_on": surveyed + timedelta(days=int(draw.integers(35, 60))),
            }
            rows += [base | _item(draw, base, kind) for kind in owned]
    return frame_of(rows, note=pl.String)


def _owners(world: World, draw: np.random.Generator, village: int) -> pl.DataFrame:
    """Return householders of a village; nobody who works for village or district has one among his own."""
    busy = [*world.officials["household"], *world.village_cadres["household"]]
    homes = world.households.select("household", "bank_account")
    heads = world.persons.filter(
        pl.col("village") == village,
        pl.col("kind") == "ordinary",
        pl.col("position") == 0,
        ~pl.col("household").is_in(busy),
    ).join(homes, on="household", maintain_order="left")
    return heads[np.sort(draw.permutation(len(heads))[:OWNERS])]


def _item(draw: np.random.Generator, base: Row, kind: str) -> Row:
    specification, unit, price = PRICES[base["area"], kind]
    mean, spread, places = QUANTITIES[kind]
    registered = (
        max(0.3, round(float(draw.lognormal(mean, spread)), places))
        if places
        else float(draw.integers(6, 60))
    )
    measured = round(registered * float(draw.uniform(0.98, 1.04)), places) if places else registered
    computed = round(measured * price, 2)
    is_house = kind == "房屋"
    built = date(1994, 3, 1) + timedelta(days=int(draw.integers(0, 7600))) if is_house else None
    return {
        "_key": f"{base['case_no']}-{kind}",
        "kind": kind,
        "specification": specification,
        "measure_unit": unit,
        "registered_quantity": registered,
        "first_measured_quantity": measured,
        "measured_quantity": measured,
        "unit_price_cny": price,
        "computed_cny": computed,
        "reward_cny": 0.0,
        "paid_cny": computed,
        "built_on": built,
    }
