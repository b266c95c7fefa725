"""Undercover visits: at least two a week since January, unannounced, and on the holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.discipline.visit_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

VISITS = "ledger.undercover_visits"
FIRST_WEEK, WEEKS, LAST_DAY = date(2018, 1, 8), 34, date(2018, 8, 31)
TEAMS = tuple(
    f"第{word}检查组" for word in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
)
A_WEEK = 5  # visits, each by another team
SITES = 3  # a visit
ON_HOLIDAYS = 2  # visits of a week that fall on its holiday
DAYS_A_WEEK = 7
HOLIDAYS = {date(2018, 4, 5): "清明", date(2018, 5, 1): "五一", date(2018, 6, 18): "端午"}
HOURS = ((9, "morning"), (15, "afternoon"))
FINDING_SHARE = 0.14
FINDINGS = (
    ("off_post", "服务窗口无人值守，AB岗没有到位", "约谈窗口负责人并限期改正"),
    ("idle_at_work", "工作时间浏览购物网页", "批评教育并通报所在单位"),
    ("car_misuse", "公务用车停放在住宅小区", "责令说明情况并查阅派车记录"),
    ("lunch_drinking", "中午在饭店饮酒后返回岗位", "停岗检查，移交线索"),
    ("poor_service", "对来访群众态度生硬、推诿", "当面致歉并调整岗位"),
    ("off_post", "节假日带班领导未到岗", "责令作出书面检查"),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register, a visit and site a row; findings come once they are settled, or a month old."""
    tables = {VISITS: _visits(world)}
    run(world, cases, tables, INJECTIONS)
    settled = pl.coalesce("disposed_on", pl.col("visited_on") + timedelta(days=31))
    waits = pl.when(pl.col("finding_no").is_null()).then("visited_on").otherwise(settled)
    frame = tables[VISITS].with_columns(_on=pl.min_horizontal(waits, pl.lit(LAST_DAY)))
    frame = frame.sort("visited_on", "_key").drop("week", "team_turn")
    return [Table(VISITS, frame, world.places.department("纪工委监察办公室"), days=MONTHLY)]


def _visits(world: World) -> pl.DataFrame:
    """Return the visits; teams and sites take turns, so that every unit is seen and no team is expected."""
    draw = world.stream(VISITS)
    streets = set(world.places.organisations.filter(kind="subdistrict")["name"])
    villages = set(world.places.villages["name"])
    units = [*world.places.offices, *world.places.villages["name"]]
    order = [units[at] for at in draw.permutation(len(units))]
    staff = world.officials.filter(level="staff")["person_name"]
    rows: list[Row] = []
    for week in range(WEEKS):
        for place in range(A_WEEK):
            number = week * A_WEEK + place
            team = number % len(TEAMS)
            turn = number // len(TEAMS)  # of the team
            day = FIRST_WEEK + timedelta(days=7 * week + (place + 2 * turn + team) % 5)
            monday = FIRST_WEEK + timedelta(weeks=week)
            off = next((off for off in HOLIDAYS if 0 <= (off - monday).days < DAYS_A_WEEK), None)
            if off is not None and place < ON_HOLIDAYS:
                day = off
            hour = HOURS[(turn + place) % 2][0]
            at = datetime.combine(day, time(hour, int(draw.integers(0, 60))))
            for site in range(SITES):
                unit = order[(number * SITES + site) % len(order)]
                place_kind = "village" if unit in villages else "subdistrict" if unit in streets else "office"
                row = {
                    "_key": f"visit-{number:03d}-{site}",
                    "visit_no": f"AF-2018-{world.block:02d}{number + 1:03d}",
                    "visited_on": day,
                    "visited_at": at + timedelta(minutes=40 * site),
                    "kind": "undercover",
                    "is_unannounced": True,
                    "holiday": HOLIDAYS.get(day),
                    "team": TEAMS[team],
                    "inspectors": f"{staff[team * 2 + 40]}、{staff[team * 2 + 41]}",
                    "site": unit
                    + {"village": "便民服务点", "subdistrict": "便民服务中心"}.get(place_kind, "办公区"),
                    "site_kind": place_kind,
                    "unit": unit,
                    "week": week,
                    "team_turn": turn,
                }
                # The first round finds something with every team.
                is_found = draw.random() < FINDING_SHARE or (turn == 1 and site == 0)
                rows.append(row | (_find(world, draw, row, len(rows)) if is_found else {}))
    return frame_of(rows, clue_no=pl.String, note=pl.String)


def _find(world: World, draw: np.random.Generator, row: Row, number: int) -> Row:
    kind, finding, disposition = FINDINGS[int(draw.integers(len(FINDINGS)))]
    disposed = row["visited_on"] + timedelta(days=int(draw.integers(3, 22)))
    is_known = disposed <= LAST_DAY
    return {
        "finding_no": f"{row['visit_no']}-{row['_key'][-1]}",
        "finding_kind": kind,
        "finding": f"{row['visited_at'].hour}时许，{finding}",
        "person_name": world.officials["person_name"][160 + number % 170],
        "evidence_no": f"{row['visit_no']}-P{row['_key'][-1]}",
        "disposition": disposition if is_known else None,
        "disposed_on": disposed if is_known else None,
    }
