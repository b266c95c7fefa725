"""What can be wrong with undercover visits (L12), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import polars as pl

from simulate.domains.expenses.desk import FEW, Desk, Row, kinds

VISITS = "ledger.undercover_visits"
TEAMS_A_RULE = 3  # of twelve, in two rules, real and innocent
BLIND_FROM = date(2018, 3, 1)  # 180 days before the end, and some more
OLD = date(2018, 7, 20)
EARLIEST_WEEK = 2
HOLIDAY_WEEKS = (12, 16)  # 清明 and 五一, on which there were visits
NEARBY = (
    ("农贸市场", "other"),
    ("公共停车场", "car_park"),
    ("文化广场", "leisure"),
)  # one per site of a visit
FINDING = (
    "finding_no",
    "finding_kind",
    "finding",
    "person_name",
    "evidence_no",
    "disposition",
    "disposed_on",
)


def inject_l12_3_blind_spots(desk: Desk) -> None:
    """A unit that nobody has been to for half a year; the look-alike's site is closed."""
    units = desk.tables[VISITS].filter(pl.col("visited_on") < BLIND_FROM)["unit"].unique(maintain_order=True)
    real, innocent = desk.take("unit visited", units)
    blind = {*real, *innocent}
    others = [unit for unit in units if unit not in blind]
    late = desk.rows(VISITS, pl.col("unit").is_in(sorted(blind)), pl.col("visited_on") >= BLIND_FROM)
    changes: list[Row] = []
    for number, row in enumerate(late):
        unit = others[number % len(others)]
        place, site_kind = NEARBY[int(row["_key"][-1])]
        changes.append({"_key": row["_key"], "unit": unit, "site": unit + place, "site_kind": site_kind})
    desk.change(VISITS, changes)
    closed: list[Row] = []
    for kind, _, unit in kinds(real, innocent):
        rows = desk.rows(VISITS, pl.col("unit") == unit)
        if kind == "innocent":
            closed.append({"_key": rows[-1]["_key"], "note": "办公场所已撤并关闭，不再列入走访点"})
        keys = [(VISITS, row["_key"]) for row in rows]
        reason = "半年以上没有暗访" if kind == "real" else "场所已关闭"
        desk.record("L12.3", "ledger", ("organisation", unit), kind, keys, reason)
    desk.change(VISITS, closed)


def inject_l12_1_weekly_quota_missed(desk: Desk) -> None:
    """A week with one visit instead of two; in the look-alike the teams worked on a case."""
    weeks = desk.tables[VISITS].filter(pl.col("week") > EARLIEST_WEEK, ~pl.col("week").is_in(HOLIDAY_WEEKS))[
        "week"
    ]
    named = pl.col("_key").is_in(sorted(desk.cases.keys().get(VISITS, set())))
    busy = desk.tables[VISITS].filter(named)["week"].to_list()
    free = [week for week in weeks.unique(maintain_order=True) if week not in busy]
    real, innocent = desk.take("week", free or weeks.unique(maintain_order=True), FEW)
    changes: list[Row] = []
    for kind, _, week in kinds(real, innocent):
        rows = desk.rows(VISITS, pl.col("week") == week)
        kept = [row for row in rows if row["visit_no"] == rows[0]["visit_no"]]
        desk.drop(VISITS, [row["_key"] for row in rows if row["visit_no"] != rows[0]["visit_no"]])
        note = None if kind == "real" else "检查组抽调办案，本周减少一次"
        changes += [{"_key": row["_key"], "note": note} for row in kept]
        year, number, _ = kept[0]["visited_on"].isocalendar()
        reason = "当周只暗访一次" if kind == "real" else "检查组抽调办案"
        keys = [(VISITS, row["_key"]) for row in kept]
        desk.record("L12.1", "ledger", ("week", f"{year}-W{number:02d}"), kind, keys, reason)
    desk.change(VISITS, changes)


def inject_l12_2_predictable(desk: Desk) -> None:
    """Always the same half-day; the look-alike comes at noon, to restaurants, for who drinks at lunch."""
    real, innocent = desk.take("team", desk.tables[VISITS]["team"].unique().sort(), TEAMS_A_RULE)
    changes: list[Row] = []
    for kind, number, team in kinds(real, innocent):
        rows = desk.rows(VISITS, pl.col("team") == team)
        is_real = kind == "real"
        weekday, hour = (number + 1, 9) if is_real else (4, 12)
        for row in rows:
            day = row["visited_on"]
            if row["holiday"] is None:
                day += timedelta(days=weekday - day.weekday())
            at = datetime.combine(day, time(hour, 10 + number)) + timedelta(minutes=12 * int(row["_key"][-1]))
            site = row["site"] if is_real else f"{row['site']}周边餐饮场所"
            site_kind = row["site_kind"] if is_real else "restaurant"
            moved = {"visited_on": day, "visited_at": at, "site": site, "site_kind": site_kind}
            changes.append({"_key": row["_key"]} | moved)
        keys = [(VISITS, row["_key"]) for row in rows]
        reason = "暗访时间固定，容易预判" if is_real else "专查工作日午间饮酒，时间必然集中"
        desk.record("L12.2", "ledger", ("team", team), kind, keys, reason)
    desk.change(VISITS, changes)


def inject_l12_5_result_free_team(desk: Desk) -> None:
    """Dozens of sites and never a finding; the look-alike goes back to where something was found before."""
    real, innocent = desk.take("team", desk.tables[VISITS]["team"].unique().sort(), TEAMS_A_RULE)
    changes: list[Row] = []
    for kind, _, team in kinds(real, innocent):
        rows = desk.rows(VISITS, pl.col("team") == team)
        note = "对已查处问题回访，未见反弹" if kind == "innocent" else None
        changes += [
            {"_key": row["_key"], "note": row["note"] or note} | dict.fromkeys(FINDING) for row in rows
        ]
        keys = [(VISITS, row["_key"]) for row in rows]
        reason = f"走访{len(rows)}处没有发现任何问题" if kind == "real" else "承担回访任务，问题少属正常"
        desk.record("L12.5", "ledger", ("team", team), kind, keys, reason)
    desk.change(VISITS, changes)


def inject_l12_4_no_disposition(desk: Desk) -> None:
    """Found, and nothing done for a month; the look-alike went to another organ."""
    old = desk.tables[VISITS].filter(pl.col("disposed_on").is_not_null(), pl.col("visited_on") < OLD)
    taken = desk.cases.keys(["innocent"]).get(VISITS, set())
    real, innocent = desk.take("finding", old.filter(~pl.col("_key").is_in(sorted(taken)))["_key"], 2 * FEW)
    changes: list[Row] = []
    for kind, _, key in kinds(real, innocent):
        row = desk.rows(VISITS, pl.col("_key") == key)[0]
        is_real = kind == "real"
        disposition = None if is_real else "移交公安机关交通管理部门处理"
        changes.append({"_key": key, "disposition": disposition, "disposed_on": None})
        reason = "发现问题一个月以上没有处置" if is_real else "已移交其他机关处理"
        desk.record("L12.4", "ledger", ("finding", row["finding_no"]), kind, [(VISITS, key)], reason)
    desk.change(VISITS, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l12_3_blind_spots,
    inject_l12_1_weekly_quota_missed,
    inject_l12_2_predictable,
    inject_l12_5_result_free_team,
    inject_l12_4_no_disposition,
)
