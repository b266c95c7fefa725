"""Official cars: who has them, the platform's trips since 1 April, and the fuel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.allowances import has_transport_allowance
from simulate.domains.expenses.car_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.domains.reference.workdays import list_workdays
from simulate.tables import Table
from simulate.timeline import MONTHLY, QUARTERLY
from simulate.words import read_words
from simulate.world import World

VEHICLES, TRIPS, FUEL = "register.official_vehicles", "ledger.vehicle_trips", "ledger.fuel_transactions"
PLATFORM_FROM, LAST_DAY = date(2018, 4, 1), date(2018, 8, 31)
SECOND_CAR = 14  # offices with two
TRIPS_A_WEEK = 2
USAGES = ("emergency", "communication", "visits", "enforcement")
ERRANDS = (
    "核对专项资金账目",
    "参加项目推进会",
    "现场查看工程进度",
    "送达文件并办理交接",
    "走访困难群众",
    "检查安全生产",
    "参加档案验收",
    "调研集体经济",
    "协调用地手续",
    "处理来访事项",
)
CITIES = ("云川市政府", "云川市财政局", "云川市委党校", "东河县档案馆", "临川市展览中心", "省发展研究院")
PETROL_CNY = 7.1  # yuan a litre
MONTHS = range(4, 9)


@dataclass(frozen=True)
class Fleet:
    """`vehicles` as the register has them, `trips` since the platform began, before anything goes wrong."""

    vehicles: pl.DataFrame
    trips: pl.DataFrame


def build_fleet(world: World) -> Fleet:
    """Return the cars and what they were sent out for."""
    vehicles = _vehicles(world)
    return Fleet(vehicles, _trips(world, vehicles))


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of official cars, their trips and their fuel."""
    fleet = world.once(build_fleet)
    tables = {VEHICLES: fleet.vehicles, TRIPS: fleet.trips, FUEL: _fuel(world, fleet)}
    run(world, cases, tables, INJECTIONS)
    office = world.places.department("党政办公室")
    trips = tables[TRIPS].sort("departed_at", "_key").drop("is_enforcement")
    fuel = tables[FUEL].sort("fuelled_at", "_key")
    return [
        Table(VEHICLES, tables[VEHICLES], office, days=QUARTERLY[:2]),
        Table(TRIPS, trips, office, days=MONTHLY),
        Table(FUEL, fuel, office, days=MONTHLY),
    ]


def _vehicles(world: World) -> pl.DataFrame:
    draw = world.stream(VEHICLES)
    drivers = world.officials.filter(level="staff")["person_name"]
    letter = "ABCDEFGH"[world.block % 8]
    models = read_words("models")
    rows: list[Row] = []
    for unit in world.places.offices:
        number = len(rows)
        count = 2 if number // 2 < SECOND_CAR and draw.random() < 0.75 else 1
        for _ in range(count):
            number = len(rows)
            rows.append(
                {
                    "_key": f"car-{number:02d}",
                    "plate_no": f"临{letter}·0{'ABCDEFGHJK'[world.block // 8 % 10]}{number + 101}",
                    "unit": unit,
                    "vehicle_kind": "小型普通客车" if number % 3 else "小型轿车",
                    "usage": USAGES[number % len(USAGES)],
                    "model": models[number % len(models)],
                    "is_in_platform": True,
                    "in_platform_on": PLATFORM_FROM,
                    "tank_litres": (52, 60, 65, 70)[number % 4],
                    "fuel_norm_litres": (8.2, 9.0, 9.6, 10.5)[number % 4],
                    "fuel_card_no": f"1000990{world.block:03d}{number:06d}",
                    "custodian": drivers[number * 3 % len(drivers)],
                    "valid_from": date(2011, 3, 1) + timedelta(days=int(draw.integers(0, 2000))),
                }
            )
    return frame_of(rows)


def _trips(world: World, vehicles: pl.DataFrame) -> pl.DataFrame:
    """Return trips on working days: within the district for who has no allowance, farther for anybody."""
    draw = world.stream(TRIPS)
    allowed = has_transport_allowance(world)
    staff = world.officials.filter(~pl.col("person").is_in(list(allowed))).to_dicts()
    everybody = world.officials.filter(pl.col("level") != "county").to_dicts()
    near = [*world.places.villages["name"], *world.places.villages["street_name"].unique(maintain_order=True)]
    roads = draw.uniform(3, 24, len(near)).round(1)
    days = list_workdays(PLATFORM_FROM, LAST_DAY - timedelta(days=4))
    rows: list[Row] = []
    for car in vehicles.iter_rows(named=True):
        odometer = float(draw.integers(20_000, 140_000))
        chosen = np.sort(draw.choice(len(days), int(len(days) / 5 * TRIPS_A_WEEK * draw.uniform(0.7, 1.2))))
        for day in (days[at] for at in np.unique(chosen)):
            is_far = bool(draw.random() < 0.22)
            place = int(draw.integers(len(near)))
            rider = (everybody if is_far else staff)[int(draw.integers(len(everybody if is_far else staff)))]
            route = round(float(draw.uniform(45, 190)) if is_far else 2 * roads[place], 1)
            distance = round(route * float(draw.uniform(0.97, 1.22)), 1)
            number = len(rows) + 1
            hour = int(draw.choice([8, 9, 10, 14, 15]))
            left = datetime.combine(day, time(hour, int(draw.integers(0, 60))))
            approver = world.officials["person_name"][8 + number % 152]
            rows.append(
                {
                    "_key": f"trip-{number:05d}",
                    "trip_no": f"PC-2018-{world.block:02d}{number:05d}",
                    "plate_no": car["plate_no"],
                    "unit": car["unit"],
                    "applicant": rider["person_name"],
                    "traveller_name": rider["person_name"],
                    "traveller_id_card": rider["id_card"],
                    "traveller_count": int(draw.integers(1, 5)),
                    "approver": approver,
                    "purpose": ERRANDS[number % len(ERRANDS)],
                    "departed_at": left,
                    "returned_at": left + timedelta(minutes=int(50 + distance * 1.6)),
                    "origin": "管委会",
                    "destination": CITIES[place % len(CITIES)] if is_far else near[place],
                    "is_out_of_area": is_far,
                    "distance_km": distance,
                    "route_km": route,
                    "odometer_start_km": round(odometer, 1),
                    "odometer_end_km": round(odometer + distance, 1),
                    "driver": car["custodian"],
                    "is_in_platform": True,
                    "_on": day + timedelta(days=1),
                    "is_enforcement": car["usage"] == "enforcement",
                }
            )
            odometer += distance
    return frame_of(rows, holiday_approval_no=pl.String, note=pl.String)


def _fuel(world: World, fleet: Fleet) -> pl.DataFrame:
    """Return what the cars took in: about what the month's kilometres need, never more than a tank holds."""
    draw = world.stream(FUEL)
    months = pl.col("departed_at").dt.month().alias("month")
    kilometres = fleet.trips.group_by("plate_no", months).agg(pl.col("distance_km").sum())
    driven = {(plate, month): km for plate, month, km in kilometres.iter_rows()}
    rows: list[Row] = []
    for car in fleet.vehicles.iter_rows(named=True):
        for month in MONTHS:
            need = driven.get((car["plate_no"], month), 0) * car["fuel_norm_litres"] / 100
            litres = need * float(draw.uniform(0.85, 1.15))
            times = int(litres // (0.75 * car["tank_litres"])) + 1
            for turn in range(times if litres >= 5 else 0):
                day = date(2018, month, 2 + int(draw.integers(0, 22 // times)) + turn * (24 // times))
                rows.append(_fill_up(world, car, day, litres / times, len(rows) + 1, draw))
    return frame_of(rows, note=pl.String)


def _fill_up(world: World, car: Row, day: date, litres: float, number: int, draw: np.random.Generator) -> Row:
    at = datetime.combine(day, time(int(draw.integers(7, 19)), int(draw.integers(0, 60))))
    taken = round(litres, 2)
    stations = [f"{name[:-2]}加油站" for name in world.places.villages["street_name"][:3]]
    return {
        "_key": f"fuel-{number:05d}",
        "card_no": car["fuel_card_no"],
        "plate_no": car["plate_no"],
        "unit": car["unit"],
        "fuelled_at": at,
        "station": stations[number % 3],
        "fuel": "petrol_92",
        "litres": taken,
        "amount_cny": round(taken * PETROL_CNY, 2),
        "is_vehicle": True,
        "handled_by": car["custodian"],
        "receipt_no": f"{at:%Y%m%d%H%M}{world.block:02d}{number:05d}",
        "_on": day,
    }
