"""Assets formed with poverty money: handed over, registered, looked after, leased (L09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains.village.books import build_books
from simulate.domains.village.desk import Crew, Desk, Row, frame_of
from simulate.domains.village.items import PLACES
from simulate.domains.village.projects import build_projects
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

ASSETS = "ledger.poverty_assets"
DAYS = (QUARTERLY[0], QUARTERLY[-1])
THINGS = (
    "大棚2座",
    "冷库1间",
    "变压器1台",
    "机井1眼",
    "烘干设备1套",
    "光伏组件1组",
    "厂房1栋",
    "圈舍3间",
    "生产路300米",
    "蓄水池1座",
)
SHARED, PENDING = "与邻村共有，份额确认中", "不动产权证办理中"
LEASED, MOST = 0.55, 8  # share of productive assets; cases of each kind
YIELD = (0.05, 0.075)  # rent a year by book value
Assets = dict[str, Row]


def make(world: World, cases: Cases) -> list[Table]:
    """Return the list of assets, as it stood in April and in August."""
    rows = _form_assets(world)
    for rule, inject in INJECTIONS.items():
        inject(Desk(world, cases, rule), rows)
    now = frame_of(list(rows.values())).with_columns(_unit="street")
    used = pl.min_horizontal("last_used_on", pl.lit(DAYS[0] - timedelta(days=9)))
    before = now.with_columns(last_used_on=used, _from=pl.lit(None, dtype=pl.Date), _to=pl.lit(DAYS[1]))
    after = now.with_columns(_from=pl.lit(DAYS[1]), _to=pl.lit(None, dtype=pl.Date))
    return [Table(ASSETS, pl.concat([before, after]), "", days=DAYS)]


def inject_l09_1_not_registered(desk: Desk, rows: Assets) -> None:
    """Accepted long ago and not on the platform; the look-alikes are shared or wait for their title."""
    real, innocent = desk.take("asset", pl.Series(list(rows)), MOST)
    for number, key in enumerate([*real, *innocent]):
        row = rows[key]
        row["platform_no"] = None
        if key in innocent:
            row["note"] = (SHARED, PENDING)[number % 2]
        reason = "验收已过60天，未登记入三资平台" if key in real else "权属未定，登记在办"
        _label(desk, key, real, reason, row["book_value_cny"])


def inject_l09_2_value_gap(desk: Desk, rows: Assets) -> None:
    """Booked at much less or more than was spent; the look-alike spent part of it on training and fees."""
    real, innocent = desk.take("asset", pl.Series(list(rows)), MOST)
    for number, key in enumerate([*real, *innocent]):
        row = rows[key]
        share = float(desk.draw.uniform(0.08, 0.3))
        factor = 1 + share if number % 4 == 3 and key in real else 1 - share
        row["book_value_cny"] = round(row["project_outlay_cny"] * factor, 2)
        gap = abs(row["book_value_cny"] - row["project_outlay_cny"])
        if key in innocent:
            row["note"] = f"投入含培训费、设计费{gap:.0f}元，不形成资产"
        _label(
            desk, key, real, "入账价值与项目投入相差5%以上" if key in real else "差额是培训费、设计费", gap
        )


def inject_l09_3_nobody_looks_after_it(desk: Desk, rows: Assets) -> None:
    """No custodian, or idle for half a year; the look-alike is a winter greenhouse."""
    used = pl.Series([key for key, row in rows.items() if row["status"] == "in_use"])
    real, innocent = desk.take("asset", used, MOST)
    for number, key in enumerate(real):
        row = rows[key]
        if number % 2:
            row["custodian"] = None
        else:
            last = date(2017, 9, 5) + timedelta(days=int(desk.draw.integers(0, 120)))
            row |= {"status": "idle", "last_used_on": last}
        _label(desk, key, real, "没有管护责任人" if number % 2 else "闲置180天以上", row["book_value_cny"])
    for key in innocent:
        row = rows[key]
        row |= {"last_used_on": date(2018, 2, 20), "status": "idle", "note": "冬暖大棚，夏季歇棚"}
        row["asset_name"] = f"{row['asset_name'][: row['asset_name'].index('（')]}（冬暖大棚）"
        _label(desk, key, real, "季节性使用，夏季停用", 0)


def inject_l09_4_cheap_or_long_lease(desk: Desk, rows: Assets) -> None:
    """Half the usual rent, or more than ten years with no vote; the look-alikes: the lessee builds, or a vote."""
    leased = pl.Series([key for key, row in rows.items() if row["status"] == "leased"])
    real, innocent = desk.take("asset", leased, MOST)
    for number, key in enumerate([*real, *innocent]):
        row = rows[key]
        if number % 2:
            row["lease_to"] = row["lease_from"].replace(year=row["lease_from"].year + 15) - timedelta(days=1)
            row["lease_voted_on"] = None if key in real else row["lease_voted_on"]
            reason = "租期15年，没有民主表决" if key in real else "租期15年，经村民代表会议表决"
        else:
            rent = round(row["rent_due_cny"] * 0.3, -1)
            row |= {"rent_due_cny": rent, "rent_received_cny": rent}
            row["note"] = None if key in real else "承租人投资改造，前期租金从低"
            reason = "租金不足同类一半" if key in real else "租金低，承租人承担投资"
        _label(desk, key, real, reason, row["rent_due_cny"])


INJECTIONS: dict[str, Callable[[Desk, Assets], None]] = {
    "L09.4": inject_l09_4_cheap_or_long_lease,
    "L09.3": inject_l09_3_nobody_looks_after_it,
    "L09.1": inject_l09_1_not_registered,
    "L09.2": inject_l09_2_value_gap,
}


def _label(desk: Desk, key: str, real: list[str], reason: str, amount: float) -> None:
    is_real = key in real
    desk.add(
        ("asset", key), "real" if is_real else "innocent", [(ASSETS, key)], reason, amount if is_real else 0
    )


def _form_assets(world: World) -> Assets:
    """Return two to five assets per accepted project, all registered, looked after and in use."""
    draw, crews = world.stream(ASSETS), world.once(build_books).crews
    book = world.once(build_projects)
    rows: Assets = {}
    for key in book.finished():
        project = book.projects[key]
        crew = crews[project["at"]]
        count = int(draw.integers(2, 6))
        for number in range(1, count + 1):
            spent = round(project["fund_cny"] / count, 2)
            thing = THINGS[int(draw.integers(len(THINGS)))]
            kind = "public" if float(draw.random()) < 0.2 else "productive"
            row: Row = {
                "_key": f"ZC-{key[3:]}-{number}", "asset_no": f"ZC-{key[3:]}-{number}",
                "asset_name": f"{PLACES[int(draw.integers(len(PLACES)))]}（{thing}）", "project_no": key,
                "project_name": project["project_name"], "street": crew.street, "village": crew.village, "kind": kind,
                "project_outlay_cny": spent, "book_value_cny": round(spent * float(draw.uniform(0.97, 1.0)), 2),
                "accepted_on": project["accepted_on"], "handed_over_on": project["accepted_on"] + timedelta(days=25),
                "platform_no": f"SZ-{crew.code}-{key[-2:]}{number}", "custodian": crew.name("head"), "status": "in_use",
                "last_used_on": date(2018, 8, 28) - timedelta(days=int(draw.integers(0, 60))), "lease_no": None,
                "lessee": None, "lease_from": None, "lease_to": None, "rent_due_cny": None, "rent_received_cny": None,
                "lease_voted_on": None, "note": None,
            }  # fmt: skip
            if kind == "productive" and float(draw.random()) < LEASED:
                years, rate = int(draw.integers(3, 9)), float(draw.uniform(*YIELD))
                row |= _lease(row, crew, number, years, rate)
            rows[row["_key"]] = row
    return rows


def _lease(row: Row, crew: Crew, number: int, years: int, rate: float) -> Row:
    """Return the lease of an asset for a rent in line with its value."""
    first = (row["handed_over_on"] + timedelta(days=40)).replace(day=1)
    rent = round(row["book_value_cny"] * rate, -1)
    return {
        "status": "leased",
        "lease_no": f"ZL-{row['_key'][3:]}",
        "lessee": crew.pool[3 + number]["person_name"],
        "lease_from": first,
        "lease_to": first.replace(year=first.year + years) - timedelta(days=1),
        "rent_due_cny": rent,
        "rent_received_cny": rent,
        "lease_voted_on": first - timedelta(days=20),
    }
