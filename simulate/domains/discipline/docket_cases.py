"""What can be wrong with cases, leaders' liability and the screening (D02.3, D03.1, D03.3, D03.4, D04), else alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.expenses.desk import Desk, Row, kinds

CASES, OUTCOMES, SCREENED = (
    "discipline.cases",
    "discipline.accountability_outcomes",
    "discipline.case_screenings",
)
KIN = "register.cadre_relatives"
LAST_DAY = date(2018, 8, 31)
PAID_MORE = ("demerit", "removal")
MOST = 8  # of the rules that share some fifty closed cases
SMALL_VILLAGES = 6  # the last of the list


def inject_d02_3_not_published(desk: Desk) -> None:
    """Closed for over a month and not made public; the look-alike is secret by law."""
    real, innocent = _closed(desk, 40)
    changes: list[Row] = []
    for kind, _, row in kinds(real, innocent):
        is_secret = kind == "innocent"
        note = "涉及国家秘密，依规不公开" if is_secret else None
        changes.append({"_key": row["_key"], "bulletin_on": None, "is_confidential": is_secret, "note": note})
        _record(desk, "D02.3", row, kind, note or "结案一个月以上没有通报曝光")
    desk.change(CASES, changes)


def inject_d03_3_no_leader_reviewed(desk: Desk) -> None:
    """Closed for two months and no leader reviewed; the look-alike has a leader who has only just come."""
    real, innocent = _closed(desk, 75)
    changes: list[Row] = []
    dropped: list[str] = []
    for kind, _, row in kinds(real, innocent):
        dropped += [own["_key"] for own in desk.rows(OUTCOMES, pl.col("case_no") == row["case_no"])]
        note = None if kind == "real" else "单位主要负责人到任不足三个月，原负责人已调离"
        changes.append({"_key": row["_key"], "note": note})
        _record(desk, "D03.3", row, kind, "结案两个月未启动一案双究" if kind == "real" else note or "")
    desk.change(CASES, changes)
    desk.drop(OUTCOMES, dropped)


def inject_d03_4_not_executed(desk: Desk) -> None:
    """A sanction that nobody carried out, or that left the pay as it was; the look-alike awaits an appeal."""
    real, innocent = _closed(desk, 50)
    changes: list[Row] = []
    for kind, _, row in kinds(real, innocent):
        keeps_pay = row["sanction"] in PAID_MORE and kind == "real"
        note = None if kind == "real" else "本人申诉，复审期间"
        executed = row["executed_on"] if keeps_pay else None
        change = {"_key": row["_key"], "executed_on": executed, "pay_changed_from_month": None, "note": note}
        changes.append(change)
        reason = "处分后工资没有变动" if keeps_pay else "处分决定一个月未执行"
        _record(desk, "D03.4", row, kind, reason if kind == "real" else note or "")
    desk.change(CASES, changes)


def inject_d03_1_outcomes_do_not_add_up(desk: Desk) -> None:
    """A sanction reported here that no case knows; look-alikes are two people in one matter."""
    matters = desk.tables[OUTCOMES].filter(
        pl.col("outcome_no").is_not_null(), pl.col("outcome") != "party_sanction"
    )
    eight = desk.tables[CASES].filter(field="eight_rules")["case_no"]
    free = matters.filter(~pl.col("case_no").is_in(eight.implode()))
    real, innocent = desk.take("matter", free["_key"], MOST)
    leaders = desk.world.officials.filter(level="section").to_dicts()
    changes: list[Row] = []
    added = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(OUTCOMES, pl.col("_key") == key)[0]
        keys: list[Key] = [(OUTCOMES, key)]
        if kind == "real":
            changes.append({"_key": key, "outcome": "admin_sanction" if number % 2 else "party_sanction"})
        else:
            leader = leaders[number * 7 % len(leaders)]
            who = {name: leader[name] for name in ("person_name", "id_card", "unit", "post")}
            added.append(row | who | {"_key": f"{key}-2", "note": "一起问责两人，按事项计一起"})
            keys.append((OUTCOMES, f"{key}-2"))
        reason = (
            "问责台账记党纪政务处分，案件台账没有对应处分"
            if kind == "real"
            else "一起问责涉及两人，按件与按人口径不同"
        )
        desk.record("D03.1", "discipline", ("matter", row["outcome_no"]), kind, keys, reason)
    desk.change(OUTCOMES, changes)
    desk.add(OUTCOMES, added)


def inject_d04_1_not_screened(desk: Desk) -> None:
    """A case of the two years that nobody looked at again; the look-alike's file is sealed."""
    named = pl.col("_key").is_in(sorted(desk.cases.keys().get(CASES, set())))
    old = pl.col("opened_on").dt.year().is_in([2016, 2017]) & (pl.col("field") != "eight_rules")
    like = desk.rows(CASES, old, ~named)
    real, innocent = range(desk.count(MOST)), range(desk.count(MOST))
    added, answers = [], []
    for kind, number, _ in kinds(real, innocent):
        at = number + (MOST if kind == "innocent" else 0)
        row = like[at % len(like)]
        key = f"case-old-{at:02d}"
        case_no = f"AJ-{row['opened_on'].year}-{desk.world.block:02d}8{at:02d}"
        row = row | {"_key": key, "case_no": case_no, "clue_no": f"XS-{row['opened_on'].year}-8{at:02d}"}
        if kind == "innocent":
            row |= {"is_confidential": True, "bulletin_on": None, "note": "卷宗封存，由上级机关保管"}
        added.append(row)
        outcome = desk.rows(OUTCOMES)[at % 10]
        day = row["closed_on"] + timedelta(days=20)
        own = {"_key": f"outcome-old-{at:02d}", "case_no": case_no, "outcome_no": None, "outcome": "none"}
        answers.append(outcome | own | {"reason": "已尽到监督提醒责任", "decided_on": day, "note": None})
        _record(
            desk, "D04.1", row, kind, "2016—2017年案件未纳入回查" if kind == "real" else "卷宗封存，无法回查"
        )
    desk.add(CASES, added)
    desk.add(OUTCOMES, answers)


def inject_d04_2_protected_network(desk: Desk) -> None:
    """Kin to cadres of two villages not his own; in the look-alike the village is small and all are kin."""
    villages = desk.world.places.villages["name"].to_list()
    cadres = desk.world.village_cadres
    busy = [*cadres["household"], *desk.world.officials["household"]]
    plain = (pl.col("kind") == "ordinary") & (pl.col("position") == 1) & ~pl.col("household").is_in(busy)
    grown = desk.world.persons.filter(plain, pl.col("birth") < date(1990, 1, 1))
    small = grown.filter(pl.col("village") >= len(villages) - SMALL_VILLAGES)
    real, innocent = desk.take("person", grown["person"], MOST, small["person"])
    screened = desk.rows(SCREENED)
    added = []
    for kind, number, person in kinds(real, innocent):
        man = grown.filter(pl.col("person") == person).row(0, named=True)
        home = man["village"]
        homes = [(home + 7 + number) % len(villages), (home + 15 + number) % len(villages)]
        at = [villages[place] for place in (homes if kind == "real" else [home, home])]
        chosen = [cadres.filter(village_name=name).row(turn, named=True) for turn, name in enumerate(at)]
        keys: list[Key] = []
        for cadre in chosen:
            key = f"kin-network-{person}-{cadre['person']}"
            keys.append((KIN, key))
            who = {"cadre": cadre["person"], "relative": person}
            desk.world.add_register_row(KIN, _key=key, **who, relation="sibling_in_law", has_benefit=False)
        is_real = kind == "real"
        row = screened[number * 4 % len(screened)] | {
            "_key": f"screening-{kind}-{number:02d}",
            "unit": villages[home],
            "person_name": man["person_name"],
            "id_card": man["id_card"],
            "person_role": "company" if number % 2 else "citizen",
            "is_hit": is_real,
            "hit_kind": ("village_control", "thuggery")[number % 2] if is_real else "none",
            "police_result": "列为关注对象" if is_real else "未发现涉黑涉恶记录",
        }
        added.append(row)
        keys.append((SCREENED, str(row["_key"])))
        reason = "与两个村的村干部有亲属关系" if is_real else "小村亲缘相近，均在本村"
        desk.record("D04.2", "discipline", ("person", man["id_card"]), kind, keys, reason)
    desk.add(SCREENED, added)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_d02_3_not_published,
    inject_d03_3_no_leader_reviewed,
    inject_d03_4_not_executed,
    inject_d03_1_outcomes_do_not_add_up,
    inject_d04_1_not_screened,
    inject_d04_2_protected_network,
)


def _closed(desk: Desk, days: int) -> tuple[list[Row], list[Row]]:
    """Return cases closed for at least `days`, for real and for innocent cases; none of them a public one."""
    plain = ~pl.col("field").is_in(["eight_rules", "gang"]) & (pl.col("_key").str.count_matches("-") == 1)
    rows = desk.tables[CASES].filter(plain, pl.col("closed_on") < LAST_DAY - timedelta(days=days))
    taken = desk.take("discipline case", rows["_key"], MOST)
    by_key = {row["_key"]: row for row in rows.to_dicts()}
    return [by_key[key] for key in taken[0]], [by_key[key] for key in taken[1]]


def _record(desk: Desk, rule: str, row: Row, kind: str, reason: str) -> None:
    keys: Sequence[Key] = [(CASES, row["_key"])]
    desk.record(rule, "discipline", ("case", row["case_no"]), kind, keys, reason)
