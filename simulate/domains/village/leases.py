"""What villages lease out, what rent was due and what came in (A01.5)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.domains.village.books import Books
from simulate.domains.village.desk import Desk, Row, frame_of, next_booking_day, office_day, spell_day
from simulate.domains.village.items import PLACES
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

LEASES = "audit.village_leases"
KINDS = {
    "farmland": ("机动地", 900, (4, 40)),
    "forest": ("果园", 600, (6, 50)),
    "water": ("坑塘水面", 700, (2, 25)),
    "building": ("沿街房", 5_200, (1, 3)),
    "facility": ("蔬菜大棚", 2_600, (1, 5)),
}
AREA = {"farmland", "forest", "water"}
YEARS = (2017, 2018)
LATE_DAYS = 90


def build_leases(world: World, books: Books) -> list[Row]:
    """Return a row per lease and year; all rent comes in within forty days of the day on which it is due."""
    rows = []
    for crew in books.crews:
        draw = world.stream(LEASES, crew.code)
        for number in range(1, int(draw.integers(3, 7))):
            kind = str(draw.choice(list(KINDS)))
            thing, unit_cny, (least, most) = KINDS[kind]
            size = int(draw.integers(least, most))
            rent = float(np.round(size * unit_cny * np.exp(draw.normal(0, 0.25)), -1))
            start = date(int(draw.integers(2013, 2017)), int(draw.integers(1, 5)), 1)
            years = int(draw.choice([3, 5, 8, 10], p=[0.2, 0.45, 0.2, 0.15]))
            signed = office_day(date(2017, start.month, 1)).replace(year=start.year) - timedelta(days=12)
            lessee = crew.pool[int(draw.integers(len(crew.pool)))]
            plain: Row = {
                "contract_no": f"{crew.code}-ZL{start.year}-{number:02d}",
                "street": crew.street,
                "village": crew.village,
                "kind": kind,
                "asset_name": f"{PLACES[int(draw.integers(len(PLACES)))]}{thing}{number}号",
                "area_mu": float(size) if kind in AREA else None,
                "lessee": lessee["person_name"],
                "lessee_id_card": lessee["id_card"],
                "awarded_by": str(draw.choice(["public", "negotiation", "renewal"], p=[0.6, 0.25, 0.15])),
                "voted_on": signed - timedelta(days=8),
                "signed_on": signed,
                "lease_from": start,
                "lease_to": date(start.year + max(years, 2019 - start.year), start.month, 1)
                - timedelta(days=1),
                "rent_cny": rent,
                "at": crew.at,
            }
            rows += [_due(plain, year, int(draw.integers(0, 40))) for year in YEARS]
    return rows


def inject_a01_5_income_not_booked(desk: Desk, rows: list[Row]) -> None:
    """Rent is missing in whole or in part, or comes too late; the look-alike was waived by vote."""
    real, innocent = desk.take("lease", pl.Series([row["contract_no"] for row in rows]))
    by_key = {row["_key"]: row for row in rows}
    for number, contract in enumerate(real):
        row = by_key[f"{contract}-{YEARS[number % 2]}"]
        if number % 3 == 2:
            row["received_on"] = next_booking_day(row["day"], LATE_DAYS + 5)
            reason = f"租金晚{(row['received_on'] - row['day']).days}天入账"
        else:
            share = float(desk.draw.uniform(0.5, 0.9)) if number % 3 else 0.0
            row["received_cny"] = round(row["due_cny"] * share, 2)
            row["received_on"] = row["received_on"] if share else None
            reason = "应收租金只入账一部分" if share else "应收租金没有入账"
        missing = row["due_cny"] - row["received_cny"]
        desk.add(("lease", contract), "real", [(LEASES, row["_key"])], reason, missing)
    for number, contract in enumerate(innocent):
        row = by_key[f"{contract}-{YEARS[number % 2]}"]
        row["waived_cny"] = round(row["due_cny"] * (1.0, 0.4)[number % 2], 2)
        row["received_cny"] = round(row["due_cny"] - row["waived_cny"], 2)
        row["received_on"] = row["received_on"] if row["received_cny"] else None
        row["waiver_voted_on"] = office_day(row["day"] - timedelta(days=20))
        row["note"] = "受灾减产，村民代表会议同意减免"
        desk.add(("lease", contract), "innocent", [(LEASES, row["_key"])], "经村民代表会议表决减免")


def book_rents(rows: list[Row], books: Books) -> None:
    """Enter what came in into the villages' books."""
    for row in rows:
        if row["received_on"]:
            receipt = books.add(
                books.crews[row["at"]], row["received_on"], f"L{row['contract_no'][-2:]}{row['year']}",
                direction="income", category="lease_income", account="发包及上交收入",
                summary=f"收{row['asset_name']}{row['year']}年租金", amount_cny=row["received_cny"],
                receipt_kind="receipt", invoice_no=books.next_invoice(), payee_name=row["lessee"],
                payee_id_card=row["lessee_id_card"], contract_no=row["contract_no"],
            )  # fmt: skip
            row["voucher"] = receipt["_key"]


def list_leases(rows: list[Row], books: Books) -> Table:
    """Return the list of leases; what is due in a year stands in it from that year's settlement on."""
    frame = frame_of(rows).select(
        pl.exclude("at", "day", "voucher"),
        voucher_no=pl.col("voucher").replace_strict(books.numbers, default=None, return_dtype=pl.String),
        _unit="street",
        _from=pl.when(pl.col("year") == YEARS[-1]).then(pl.lit(QUARTERLY[1])),
    )
    return Table(LEASES, frame, "", days=(QUARTERLY[0], QUARTERLY[-1]))


def _due(plain: Row, year: int, days: int) -> Row:
    """Return the row of one year: due in the month in which the lease began, in April at the latest."""
    day = date(year, plain["lease_from"].month, 28)
    return plain | {
        "_key": f"{plain['contract_no']}-{year}",
        "year": year,
        "day": day,
        "due_on": spell_day(day),
        "due_cny": plain["rent_cny"],
        "received_cny": plain["rent_cny"],
        "received_on": next_booking_day(day, days),
        "waived_cny": 0.0,
        "waiver_voted_on": None,
        "note": None,
        "voucher": None,
    }
