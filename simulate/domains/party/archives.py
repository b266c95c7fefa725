"""The audit of personnel files in two rounds (P05), and the plan for the body of cadres up to 2028."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.party.desk import (
    Desk,
    Row,
    Rows,
    add_years,
    both,
    make_digest,
    make_frame,
    next_workday,
    run,
)
from simulate.domains.party.roster import build_roster
from simulate.tables import Table
from simulate.timeline import ONCE, QUARTERLY
from simulate.world import World

AUDITS, TARGETS = "party.archive_audits", "party.cadre_plan_targets"
ASPECTS = {
    "birth": "入团志愿书",
    "work_start": "转正定级表",
    "party_entry": "入党志愿书",
    "education": "毕业生登记表",
}
ROUNDS = {"2017年专项审核": date(2017, 9, 4), "2018年第一批": date(2018, 5, 7)}
LAST_ROUND = "2018年第一批"
AUDITORS = 5
FULL_DAY = (7, 14)  # files that an auditor reads in a day
RUSH = (41, 47)
RUSHES = 3  # the files of the offices are enough for no more
MISSING = ("入党转正材料", "学历认证材料", "调动介绍信", "年度考核表")
PLAN = (
    ("年龄结构", "35岁以下科级干部比例", 12, 24),
    ("年龄结构", "40岁左右正科级干部比例", 18, 30),
    ("专业结构", "经济金融类专业干部比例", 15, 28),
    ("专业结构", "规划建设类专业干部比例", 11, 22),
    ("学历结构", "大学以上学历干部比例", 71, 90),
    ("来源结构", "有基层工作经历干部比例", 46, 65),
    ("来源结构", "女干部比例", 19, 28),
    ("培养锻炼", "年度培训满40学时比例", 62, 100),
    ("培养锻炼", "年度轮岗交流人数", 6, 20),
    ("后备力量", "科级后备干部人数", 38, 80),
)  # group, indicator, value in 2018, target for 2028


def make(world: World, cases: Cases) -> list[Table]:
    """Return the audits of two rounds and the plan's targets."""
    rows = _build(world, cases)
    run(world, cases, rows, (inject_p05_1_conflicting_dates, inject_p05_2_altered_after_audit))
    frame = make_frame(rows.values()).drop("person").sort("audited_on", "auditor", maintain_order=True)
    office = world.places.department("党群工作部")
    return [Table(AUDITS, frame, office, QUARTERLY), Table(TARGETS, _plan(world), office, ONCE)]


def _build(world: World, cases: Cases) -> Rows:
    """Return an audit of every cadre's file in each round; who audits how many a day is settled first (P05.3)."""
    draw = world.stream(AUDITS)
    cadres = list(world.once(build_roster).cadres.values())
    auditors = [row["cadre_name"] for row in cadres if row["unit"].endswith("党群工作部")]
    auditors = list(dict.fromkeys(auditors))[:AUDITORS]
    rushes = [True] * min(cases.count(draw), RUSHES) + [False] * min(cases.count(draw), RUSHES)
    rows: Rows = {}
    for number, (name, first) in enumerate(ROUNDS.items()):
        order = [cadres[at] for at in draw.permutation(len(cadres))]
        day = first
        own = rushes[number::2]
        turn = 0
        while order:
            auditor = auditors[turn % len(auditors)]
            is_rush = bool(own) and turn % 4 == 1 and len(order) >= RUSH[1]
            size = int(draw.integers(*(RUSH if is_rush else FULL_DAY)))
            files, order = order[:size], order[size:]
            keys = [key for cadre in files for key in _audit(draw, rows, cadre, name, auditor, day)]
            if is_rush:
                _mark_rush(world, cases, rows, keys, (auditor, day, len(files)), is_real=own.pop(0))
            turn += 1
            if turn % len(auditors) == 0:
                day = next_workday(day + timedelta(days=2))
    return rows


def _mark_rush(
    world: World, cases: Cases, rows: Rows, keys: Sequence[str], told: tuple[str, date, int], *, is_real: bool
) -> None:
    """More than forty files in a day; the look-alike only sorts them, and says so (P05.3)."""
    desk = Desk(world, rows, cases, world.stream("mark_rush"))
    auditor, day, size = told
    for key in keys:
        rows[key]["note"] = None if is_real else "分档初筛，逐份复审另行安排"
    reason = f"一人一天审核{size}份档案" if is_real else f"一天初筛{size}份，只做分档"
    subject = ("auditor", f"{auditor}/{day}")
    desk.add("P05.3", subject, [(AUDITS, key) for key in keys], reason, is_real=is_real)


def _audit(
    draw: np.random.Generator, rows: Rows, cadre: Row, name: str, auditor: str, day: date
) -> list[str]:
    """Audit one file in four aspects and return the rows' keys."""
    digest = make_digest(draw)
    is_last = name == LAST_ROUND
    rechecked = day + timedelta(days=int(draw.integers(20, 35))) if is_last else None
    born = cadre["joined_party_month"]
    months = {
        "birth": date(int(cadre["id_card"][6:10]), int(cadre["id_card"][10:12]), 1),
        "work_start": cadre["started_work_month"],
        "party_entry": born,
        "education": add_years(cadre["started_work_month"], -1),
    }
    keys = []
    for aspect, document in ASPECTS.items():
        key = f"{cadre['person']}-{day.year}-{aspect}"
        missing = str(draw.choice(MISSING)) if draw.random() < 0.04 else None
        rows[key] = {
            "_key": key,
            "person": cadre["person"],
            "cadre_name": cadre["cadre_name"],
            "id_card": cadre["id_card"],
            "unit": cadre["unit"],
            "audit_round": name,
            "aspect": aspect,
            "form_month": months[aspect],
            "earliest_month": months[aspect],
            "earliest_document": document,
            "is_conflicting": False,
            "missing_documents": missing or "无",
            "missing_count": int(missing is not None),
            "determined_month": months[aspect],
            "auditor": auditor,
            "audited_on": day,
            "fixed_on": day + timedelta(days=12) if missing else None,
            "audit_digest": digest,
            "recheck_digest": digest if is_last else None,
            "rechecked_on": rechecked,
            "note": None,
            "_on": rechecked or day,
        }
        keys.append(key)
    return keys


def inject_p05_1_conflicting_dates(desk: Desk[Rows]) -> None:
    """The form says another month than the oldest paper; the look-alike's paper counts by the moon."""
    people = _find_people(desk.book)
    for card, is_real in both(*desk.take("archive", people)):
        aspect = str(desk.draw.choice(list(ASPECTS))) if is_real else "birth"
        row = desk.book[f"{people[card]}-2018-{aspect}"]
        off = int(desk.draw.integers(5, 30)) if is_real else 1
        row["earliest_month"] = _shift(row["form_month"], off if aspect != "birth" or not is_real else -off)
        row |= {"is_conflicting": True, "determined_month": None if is_real else row["form_month"]}
        if not is_real:
            row["note"] = "；".join(filter(None, ("最早材料按农历填写，已换算", row["note"])))
        reason = f"任免表与最早材料相差{off}个月，尚未认定" if is_real else "农历与公历相差一个月，已作认定"
        desk.add("P05.1", ("person", card), [(AUDITS, row["_key"])], reason, is_real=is_real)


def inject_p05_2_altered_after_audit(desk: Desk[Rows]) -> None:
    """The scan has changed since the audit; the look-alike's change is the correction that is recorded."""
    people = _find_people(desk.book)
    for card, is_real in both(*desk.take("archive", people)):
        digest = make_digest(desk.draw)
        keys = [f"{people[card]}-2018-{aspect}" for aspect in ASPECTS]
        fixed = None
        for key in keys:
            row = desk.book[key]
            fixed = None if is_real else row["audited_on"] + timedelta(days=9)
            row |= {"recheck_digest": digest, "fixed_on": fixed}
            if not is_real:
                row["note"] = "；".join(filter(None, ("按程序补入缺件，有登记", row["note"])))
        reason = "审核以后档案被改动，没有补正记录" if is_real else f"{fixed}补入缺件并登记"
        desk.add("P05.2", ("person", card), [(AUDITS, key) for key in keys], reason, is_real=is_real)


def _find_people(rows: Rows) -> dict[str, int]:
    """Return persons by ID number, in the order of the last round."""
    return {row["id_card"]: row["person"] for row in rows.values() if row["audit_round"] == LAST_ROUND}


def _shift(month: date, months: int) -> date:
    years, at = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(years, at + 1, 1)


def _plan(world: World) -> pl.DataFrame:
    draw = world.stream(TARGETS)
    basis = f"《{world.places.site}干部队伍建设规划（2018—2028年）》"
    rows = []
    for number, (group, indicator, base, last) in enumerate(PLAN):
        for year in range(2018, 2029):
            target = round(base + (last - base) * (year - 2018) / 10, 1)
            counted = year == 2018
            rows.append(
                {
                    "_key": f"plan-{number}-{year}",
                    "indicator": indicator,
                    "category": group,
                    "year": year,
                    "unit": world.places.department("党群工作部"),
                    "base_value": float(base),
                    "target": float(target),
                    "actual": round(base + float(draw.normal(0.3, 0.5)), 1) if counted else None,
                    "measure_unit": "人" if indicator.endswith("人数") else "%",
                    "counted_on": date(2018, 3, 31) if counted else None,
                    "basis": basis,
                    "note": None,
                }
            )
    return make_frame(rows)
