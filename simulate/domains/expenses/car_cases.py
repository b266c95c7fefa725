"""What can be wrong with official cars (L11.1–L11.3, L11.5), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from simulate.cases import Key
from simulate.domains.expenses.desk import Desk, Row, kinds
from simulate.domains.expenses.standards import PAY_CAPS, RANKS, TRANSPORT

VEHICLES, TRIPS, FUEL = "register.official_vehicles", "ledger.vehicle_trips", "ledger.fuel_transactions"
PAYMENTS = "subsidy.allowance_payments"
DAYS_OFF = {  # weekends and holidays, by month: a trip stays in its month, to which its fuel belongs
    4: (date(2018, 4, 6), date(2018, 4, 15), date(2018, 4, 30)),
    5: (date(2018, 5, 12), date(2018, 5, 20), date(2018, 5, 1)),
    6: (date(2018, 6, 9), date(2018, 6, 17), date(2018, 6, 24)),
    7: (date(2018, 7, 14), date(2018, 7, 22), date(2018, 7, 28)),
    8: (date(2018, 8, 4), date(2018, 8, 12), date(2018, 8, 18)),
}
PRIVATE_ERRANDS = ("接送亲友", "到市区购物", "参加同学聚会", "回乡探亲")
ERROR = 1.6  # of litres to what the kilometres need, over the 1.3 that a rule allows


def inject_l11_1_double_dip(desk: Desk) -> None:
    """A ride within the district beside an allowance for it; look-alikes enforce the law or leave the district."""
    leaders = desk.world.officials.filter(level="section")
    real, innocent = desk.take("car passenger", leaders["person"])
    plain = _keys(desk, TRIPS, near_by(), ~pl.col("is_enforcement"))
    free = desk.world.pick(desk.draw, "trip", plain, len(real))
    enforcing = _keys(desk, TRIPS, near_by(), pl.col("is_enforcement"))
    enforced = desk.world.pick(desk.draw, "trip", enforcing, len(innocent))
    changes: list[Row] = []
    for kind, number, person in kinds(real, innocent):
        rider = leaders.filter(pl.col("person") == person).row(0, named=True)
        trip = desk.rows(TRIPS, pl.col("_key") == (free if kind == "real" else enforced)[number])[0]
        change = {
            "_key": trip["_key"],
            "traveller_name": rider["person_name"],
            "traveller_id_card": rider["id_card"],
            "applicant": rider["person_name"],
            "purpose": trip["purpose"] if kind == "real" else "查处违法占地，现场执法",
            "is_out_of_area": kind == "innocent" and number % 2 == 1,
            "destination": "东河县联合执法点" if kind == "innocent" and number % 2 else trip["destination"],
        }
        changes.append(change)
        month = trip["departed_at"].strftime("%Y%m")
        keys: list[Key] = [(TRIPS, trip["_key"]), (PAYMENTS, f"A{person}-{TRANSPORT}-{month}")]
        reason = "领取公务交通补贴，当月又乘公车在区内办事"
        amount = PAY_CAPS[TRANSPORT, RANKS["section"]]
        if kind == "innocent":
            reason, amount = "执法执勤用车或者跨区用车，不在交通补贴保障范围", 0
        desk.record("L11.1", "ledger", ("person", rider["id_card"]), kind, keys, reason, amount)
    desk.change(TRIPS, changes)


def near_by() -> pl.Expr:
    """Return the condition that a trip stays within the district."""
    return ~pl.col("is_out_of_area")


def inject_l11_2_fuel_without_car(desk: Desk) -> None:
    """Over a tank, for a plate that is not in the fleet, or for kilometres not driven; else a generator, a fault."""
    month = pl.col("fuelled_at").dt.month()
    base = desk.tables[FUEL].select(pl.concat_str("plate_no", pl.lit("/"), month.cast(pl.String)))
    real, innocent = desk.take("car month", base.to_series().unique(maintain_order=True))
    changes: list[Row] = []
    for kind, number, subject in kinds(real, innocent):
        plate, at = subject.split("/")
        rows = desk.rows(FUEL, pl.col("plate_no") == plate, month == int(at))
        first = rows[0]
        change = {name: first[name] for name in ("_key", "plate_no", "litres", "is_vehicle", "note")}
        litres = _need(desk, plate, int(at)) * ERROR - sum(row["litres"] for row in rows[1:])
        if kind == "innocent" and number % 2:
            change |= {"plate_no": None, "is_vehicle": False, "note": "备用发电机用油"}
            reason = "加油卡为防汛发电机加油"
        elif kind == "innocent":
            change |= {"litres": max(litres, first["litres"]), "note": "里程表故障，已报修"}
            reason = "里程表故障，派车单里程少记"
        elif number % 3 == 0:
            car = desk.rows(VEHICLES, pl.col("plate_no") == plate)[0]
            change |= {"litres": round(car["tank_litres"] * (1.15 + 0.05 * number), 2)}
            reason = "一次加油超过油箱容积"
        elif number % 3 == 1:
            plate = f"{plate[:2]}·{'KMNP'[number % 4]}{4107 + 13 * number}"
            change |= {"plate_no": plate}
            reason = "加油车牌不在公务用车编制内"
        else:
            change |= {"litres": round(max(litres, first["litres"]), 2)}
            reason = "当月加油量远超行驶里程所需"
        changes.append(change | {"amount_cny": round(change["litres"] * 7.1, 2)})
        keys = [(FUEL, row["_key"]) for row in rows]
        name = f"{plate}/{at}"
        desk.record("L11.2", "ledger", ("vehicle_month", name), kind, keys, reason, changes[-1]["amount_cny"])
    desk.change(FUEL, [change | {"litres": round(change["litres"], 2)} for change in changes])


def inject_l11_3_day_off(desk: Desk) -> None:
    """A trip on a day off that nobody approved; look-alikes are on duty."""
    real, innocent = desk.take("trip", _keys(desk, TRIPS, near_by()))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        trip = desk.rows(TRIPS, pl.col("_key") == key)[0]
        day = DAYS_OFF[trip["departed_at"].month][number % 3]
        left, back = (_move(trip[name], day) for name in ("departed_at", "returned_at"))
        is_real = kind == "real"
        approved = f"JQ-2018-{number + 1:03d}" if not is_real and number % 2 else None
        changes.append(
            {
                "_key": key,
                "departed_at": left,
                "returned_at": back,
                "purpose": PRIVATE_ERRANDS[number % 4] if is_real and number % 2 else trip["purpose"],
                "holiday_approval_no": approved,
                "note": None if is_real else "节假日值班备勤",
                "_on": left.date() + timedelta(days=1),
            }
        )
        reason = f"{left.date()}休息日用车，没有审批" if is_real else "值班备勤用车，在值班表内"
        desk.record("L11.3", "ledger", ("trip", trip["trip_no"]), kind, [(TRIPS, key)], reason)
    desk.change(TRIPS, changes)


def inject_l11_5_km_inflation(desk: Desk) -> None:
    """Far more kilometres than the way is long; look-alikes had several places to go to."""
    real, innocent = desk.take("trip", _keys(desk, TRIPS, near_by()))
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        trip = desk.rows(TRIPS, pl.col("_key") == key)[0]
        distance = round(trip["route_km"] * (1.65 + 0.07 * number), 1)
        villages = desk.world.places.villages["name"]
        stops = [villages[(number * 5 + step) % len(villages)] for step in (1, 3)]
        is_real = kind == "real"
        changes.append(
            {
                "_key": key,
                "distance_km": distance,
                "odometer_end_km": round(trip["odometer_start_km"] + distance, 1),
                "destination": trip["destination"] if is_real else "、".join([trip["destination"], *stops]),
                "note": None if is_real else "一次派车多点走访",
            }
        )
        reason = f"路程{trip['route_km']}公里，登记{distance}公里" if is_real else "一次走访多个村"
        desk.record("L11.5", "ledger", ("trip", trip["trip_no"]), kind, [(TRIPS, key)], reason)
    desk.change(TRIPS, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l11_1_double_dip,
    inject_l11_3_day_off,
    inject_l11_5_km_inflation,
    inject_l11_2_fuel_without_car,
)


def _keys(desk: Desk, dataset: str, *conditions: pl.Expr) -> pl.Series:
    return desk.tables[dataset].filter(*conditions)["_key"]


def _move(at: datetime, day: date) -> datetime:
    return datetime.combine(day, at.time())


def _need(desk: Desk, plate: str, month: int) -> float:
    """Return the litres that the kilometres of a month ask for."""
    car = desk.rows(VEHICLES, pl.col("plate_no") == plate)[0]
    trips: Sequence[dict[str, Any]] = desk.rows(
        TRIPS, pl.col("plate_no") == plate, pl.col("departed_at").dt.month() == month
    )
    return float(sum(trip["distance_km"] for trip in trips) * car["fuel_norm_litres"] / 100)
