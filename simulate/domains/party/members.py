"""People on their way into the party: five stages, four controls (L14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.branches import build_branches
from simulate.domains.party.desk import Desk, Row, Rows, both, compose, draw_workday, make_frame, run
from simulate.domains.party.roster import build_roster, find_newcomers
from simulate.tables import Table
from simulate.world import World

MEMBERS = "ledger.member_development"
DAYS = (date(2018, 4, 27), date(2018, 8, 31))
LAST_ON = date(2018, 4, 20)  # nothing later stands in the list, which is sent twice
PEOPLE = 150
GROUP, GROUPS = 5, 4
STAGES = ("applied_on", "activist_on", "candidate_on", "admitted_on", "converted_on")
STEPS = (
    *STAGES[:3],
    *("trained_from", "trained_to", "pre_reviewed_on", "publicised_from", "publicised_to", "voted_on"),
    *STAGES[3:],
)
RELATIONS = {True: ("儿子", "弟弟", "侄子"), False: ("女儿", "妹妹", "儿媳")}  # of a man, of a woman


@dataclass
class Development:
    """`rows` by the person's ID number."""

    rows: Rows

    def admitted(self, *, after: date = date(2014, 1, 1)) -> list[str]:
        """Return who has become a probationary member after a day and is no case yet."""
        rows = self.rows.items()
        return [key for key, row in rows if row["admitted_on"] is not None and row["admitted_on"] > after]


def make(world: World, cases: Cases) -> list[Table]:
    """Return everybody's file, by subdistricts and the party office."""
    book = _build(world)
    run(world, cases, book, INJECTIONS)
    return [Table(MEMBERS, make_frame(book.rows.values()), world.places.department("党群工作部"), DAYS)]


def _build(world: World) -> Development:
    draw = world.stream(MEMBERS)
    texts = compose(draw, "party_merits", "party_views", "party_faults")
    branches = [
        row for row in world.once(build_branches).rows.values() if row["kind"] in {"village", "office"}
    ]
    sponsors = _find_sponsors(world)
    book = Development({})
    for number, person in enumerate(find_newcomers(world, draw, PEOPLE)):
        branch = branches[number % len(branches)]
        row = _develop(draw, branch, number) | {
            "_key": person["id_card"],
            "person_name": person["person_name"],
            "id_card": person["id_card"],
            "introducers": _choose_sponsors(draw, sponsors[branch["branch"]]),
            "assessment_text": "，".join(next(texts)),
        }
        book.rows[row["_key"]] = row
    return book


def _find_sponsors(world: World) -> dict[str, list[str]]:
    """Return the names of the members of village and office branches."""
    book = world.once(build_branches)
    names = {branch: [row["person_name"] for row in rows] for branch, rows in book.members.items()}
    for cadre in world.once(build_roster).cadres.values():
        names.setdefault(f"{cadre['unit']}机关党支部", []).append(cadre["cadre_name"])
    return names


def _choose_sponsors(draw: np.random.Generator, names: list[str]) -> str:
    return "、".join(names[at] for at in draw.permutation(len(names))[:2])


def _develop(draw: np.random.Generator, branch: Row, number: int) -> Row:
    """Return how far somebody has come, each stage after its time and each control before the admission."""
    applied = draw_workday(draw, date(2013, 6, 3), date(2017, 9, 29))
    days = walk(draw, applied)
    row: Row = {name: (day if day <= LAST_ON else None) for name, day in days.items()}
    if row["admitted_on"] is None:  # controls count from the admission on; a training may come before it
        row |= dict.fromkeys(("pre_reviewed_on", "publicised_from", "publicised_to", "voted_on"))
    if row["trained_to"] is None:
        row["trained_from"] = None
    return row | {
        "branch": branch["branch"],
        "parent": branch["parent"],
        "training_result": "passed" if row["trained_to"] else None,
        "agreed_count": max(3, branch["full_members"] - int(draw.integers(0, 4)))
        if row["voted_on"]
        else None,
        "kinship": "无",
        "missing_documents": "无",
        "note": None,
        "_unit": branch["_unit"],
    }


def walk(draw: np.random.Generator, applied: date) -> dict[str, date]:
    """Return the days of all steps of somebody who applied on `applied`."""
    days = {"applied_on": applied}
    at = applied
    for name, least, most in (
        ("activist_on", 60, 300),
        ("candidate_on", 370, 560),
        ("trained_from", 15, 70),
        ("trained_to", 2, 4),
        ("pre_reviewed_on", 15, 50),
        ("publicised_from", 1, 5),
        ("publicised_to", 7, 9),
        ("voted_on", 2, 20),
        ("admitted_on", 0, 1),
        ("converted_on", 366, 390),
    ):
        at += timedelta(days=int(draw.integers(least, most)))
        days[name] = at
    return days


def inject_l14_1_untrained(desk: Desk[Development]) -> None:
    """Admitted without a training; the look-alike was trained elsewhere."""
    for row, is_real in _people(desk):
        row |= {
            "trained_from": None,
            "trained_to": None,
            "training_result": "absent" if is_real else "passed",
        }
        row["note"] = None if is_real else "在原单位参加培训，结业证书复印件在档"
        reason = "未经培训即接收为预备党员" if is_real else "在原单位已培训，证书在档"
        _add(desk, "L14.1", row, reason, is_real=is_real)


def inject_l14_2_out_of_order(desk: Desk[Development]) -> None:
    """Admitted within a year of being an activist, or a stage before its time; the look-alike is a wrong year."""
    for number, (row, is_real) in enumerate(_people(desk)):
        if not is_real:
            right = row["applied_on"]
            row["applied_on"] = right.replace(year=right.year + 1, day=min(right.day, 28))
            row["note"] = f"申请书年份登记笔误，原件为{right.year}年"
            reason = "年份登记笔误，原件无误"
        elif number % 2:
            row["activist_on"] = row["candidate_on"] - timedelta(days=int(desk.draw.integers(20, 90)))
            reason = "确定为积极分子后不满一年即接收"
            row["activist_on"] = max(row["activist_on"], row["admitted_on"] - timedelta(days=330))
        else:
            row["candidate_on"] = row["activist_on"] - timedelta(days=int(desk.draw.integers(5, 40)))
            reason = "先确定为发展对象，后确定为积极分子"
        _add(desk, "L14.2", row, reason, is_real=is_real)


def inject_l14_3_missing_control(desk: Desk[Development]) -> None:
    """Not publicised, not reviewed or not voted on; the look-alike's papers are on their way."""
    controls = (("publicised_from", "publicised_to"), ("pre_reviewed_on",), ("voted_on", "agreed_count"))
    names = {"publicised_from": "公示", "pre_reviewed_on": "预审", "voted_on": "票决"}
    for number, (row, is_real) in enumerate(_people(desk)):
        gone = controls[number % len(controls)]
        row.update(dict.fromkeys(gone))
        row["missing_documents"] = f"{names[gone[0]]}材料"
        row["note"] = None if is_real else "档案随组织关系转接途中，原支部已出具证明"
        reason = f"接收前没有{names[gone[0]]}" if is_real else "档案转接途中"
        _add(desk, "L14.3", row, reason, is_real=is_real)


def inject_l14_4_batch_forgery(desk: Desk[Development]) -> None:
    """Five people with the same days and words; the look-alikes' were decided together, each in words of his own."""
    pools = desk.take("developing person", desk.book.admitted(), most=GROUPS, each=GROUP)
    names = [
        row["branch"] for row in desk.world.once(build_branches).rows.values() if row["kind"] == "village"
    ]
    real, innocent = desk.take("developing branch", names, most=GROUPS)
    for kind, people, branches in zip((True, False), pools, (real, innocent), strict=True):
        for at, name in enumerate(branches[: len(people) // GROUP]):
            _batch(desk, name, people[at * GROUP : (at + 1) * GROUP], is_real=kind)


def _batch(desk: Desk[Development], name: str, people: list[str], *, is_real: bool) -> None:
    branch = desk.world.once(build_branches).rows[name]
    first = desk.book.rows[people[0]]
    same = {step: first[step] for step in STEPS}
    for key in people:
        row = desk.book.rows[key]
        row |= same | {"branch": name, "parent": branch["parent"], "_unit": branch["_unit"]}
        row["agreed_count"] = first["agreed_count"]
        if is_real:
            row["assessment_text"] = first["assessment_text"]
    reason = f"{len(people)}人各环节日期相同、考察意见雷同" if is_real else "同一批次讨论，考察意见各不相同"
    rows = [(MEMBERS, key) for key in people]
    desk.add("L14.4", ("branch", name), rows, reason, is_real=is_real)


def inject_l14_5_relatives(desk: Desk[Development]) -> None:
    """Kin of the secretary; the look-alike is a namesake, or the relative kept out of it."""
    branches = desk.world.once(build_branches).rows
    for number, (row, is_real) in enumerate(_people(desk)):
        secretary = branches[row["branch"]]["secretary"]
        is_male = int(row["id_card"][16]) % 2 == 1
        relation = RELATIONS[is_male][int(desk.draw.integers(3))]
        is_namesake = not is_real and number % 2 == 0
        row["kinship"] = (
            f"与支委{secretary}同名，无亲属关系" if is_namesake else f"书记{secretary}的{relation}"
        )
        if not is_real and not is_namesake:
            row["note"] = "相关支委已回避，上级党委派员列席票决"
        reason = f"发展对象是书记的{relation}" if is_real else "同名，或亲属已依规回避"
        _add(desk, "L14.5", row, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Development]], None], ...] = (
    inject_l14_4_batch_forgery,
    inject_l14_1_untrained,
    inject_l14_2_out_of_order,
    inject_l14_3_missing_control,
    inject_l14_5_relatives,
)


def _people(desk: Desk[Development]) -> list[tuple[Row, bool]]:
    """Return files of admitted people, those for real cases first."""
    pairs = both(*desk.take("developing person", desk.book.admitted(), most=8))
    return [(desk.book.rows[key], is_real) for key, is_real in pairs]


def _add(desk: Desk[Development], rule: str, row: Row, reason: str, *, is_real: bool) -> None:
    desk.add(rule, ("person", row["id_card"]), [(MEMBERS, row["_key"])], reason, is_real=is_real)
