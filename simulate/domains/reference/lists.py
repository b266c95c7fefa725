"""What the other datasets are held against: the register of organisations, benefit standards, days off."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulate.cases import Cases
from simulate.tables import Table
from simulate.timeline import INCOME_LINE, MONTHLY_CNY, ONCE
from simulate.world import World

VALID_FROM = date(2017, 7, 1)
BASIS = "云川民发〔2017〕48号"
AREA = {"rural": "农村", "urban": "城市"}
DAYS_OFF = (
    ("元旦", "2018-01-01", "2018-01-01", ()),
    ("春节", "2018-02-15", "2018-02-21", ("2018-02-11", "2018-02-24")),
    ("清明节", "2018-04-05", "2018-04-07", ("2018-04-08",)),
    ("劳动节", "2018-04-29", "2018-05-01", ("2018-04-28",)),
    ("端午节", "2018-06-16", "2018-06-18", ()),
    ("中秋节", "2018-09-22", "2018-09-24", ()),
    ("国庆节", "2018-10-01", "2018-10-07", ("2018-09-29", "2018-09-30")),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the reference tables; there is nothing irregular about them."""
    organisations = world.places.organisations.with_columns(_key=pl.col("org_code"))
    office = world.places.department("党政办公室")
    civil_affairs = world.places.department("民政局")
    tables = [Table("reference.organisations", organisations, office, days=ONCE)]
    if world.block == 0:  # one standard and one calendar for all districts
        tables += [
            Table("reference.benefit_standards", _standards(), civil_affairs, days=ONCE),
            Table("reference.calendar_days", _days_off(), office, days=ONCE),
        ]
    return tables


def _standards() -> pl.DataFrame:
    rows = [
        {
            "_key": f"{scheme}-{area}-{grade}",
            "scheme": scheme,
            "class": grade,
            "area": AREA[area],
            "monthly_cny": monthly,
            "is_by_household": False,
            "income_line_cny": INCOME_LINE[area] if scheme == "minimum_living" else None,
            "review_cycle_months": 12,
            "notice_days_count": 7,
            "basis": BASIS,
            "valid_from": VALID_FROM,
        }
        for (scheme, area, grade), monthly in MONTHLY_CNY.items()
    ]
    return pl.DataFrame(rows)


def _days_off() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for name, first, last, worked in DAYS_OFF:
        days = pl.date_range(date.fromisoformat(first), date.fromisoformat(last), eager=True)
        rows += [{"day_on": day, "kind": "holiday", "name": name} for day in days]
        rows += [{"day_on": date.fromisoformat(day), "kind": "workday", "name": name} for day in worked]
    return pl.DataFrame(rows).with_columns(_key=pl.col("day_on").cast(pl.String))
