"""Who works for party affairs, and which posts stand empty (P03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Cases
from simulate.domains.party.branches import DAYS, build_branches
from simulate.domains.party.desk import Desk, Row, Rows, both, draw_workday, make_frame, run
from simulate.domains.party.roster import build_roster
from simulate.tables import Table
from simulate.world import World

STAFF = "party.party_staff"
POSTS = ("组织干事", "宣传干事", "纪检干事", "党建信息员")
MANY = 3
BETWEEN = (DAYS[-1] - DAYS[0]).days
SMALL_OFFICE = "单位在编不足5人，经批准兼任"


def make(world: World, cases: Cases) -> list[Table]:
    """Return the posts of offices and villages with their holders."""
    rows = _build(world)
    run(world, cases, rows, INJECTIONS)
    frame = make_frame(version for row in rows.values() for version in _unfold(row))
    return [Table(STAFF, frame, world.places.department("党群工作部"), DAYS)]


def _build(world: World) -> Rows:
    draw = world.stream(STAFF)
    rows: Rows = {}
    cadres = list(world.once(build_roster).cadres.values())
    # The last of a village's cadres: the member of its committee, where the village is not too small for one.
    members = {row["village_name"]: row for row in world.village_cadres.to_dicts()}
    for name, branch in world.once(build_branches).rows.items():
        if branch["kind"] in {"village", "community"}:
            person = members[branch["unit"]]
            holders = [("党务专干", person["person_name"], person["id_card"], person["post"])]
        elif branch["kind"] == "office":
            staff = [row for row in cadres if row["unit"] == branch["unit"] and row["level"] == "other"]
            holders = [
                (post, row["cadre_name"], row["id_card"], row["post"])
                for post, row in zip(POSTS, staff, strict=False)
            ]
        else:
            continue
        for post, holder, card, main_post in holders:
            key = f"{name}-{post}"
            is_full_time = bool(draw.random() < 0.4)
            rows[key] = {
                "_key": key,
                "unit": branch["unit"],
                "branch": name,
                "post": post,
                "post_count": 1,
                "staff_name": holder,
                "id_card": card,
                "is_full_time": is_full_time,
                "main_post": "无" if is_full_time else main_post,
                "posts_held": 1 if is_full_time else 2,
                "valid_from": draw_workday(draw, date(2014, 2, 10), date(2017, 12, 8)),
                "valid_to": None,
                "is_vacant": False,
                "vacancy_days": 0,
                "recruiting_from_on": None,
                "note": None,
                "_unit": branch["_unit"],
            }
    return rows


def _unfold(row: Row) -> list[Row]:
    """Return what the two lists say: a post that stays empty has been so for longer in the second."""
    if not row["is_vacant"]:
        return [row | {"_from": None, "_to": None}]
    before = row | {"vacancy_days": row["vacancy_days"] - BETWEEN, "_from": None, "_to": DAYS[-1]}
    return [before, row | {"_from": DAYS[-1], "_to": None}]


def inject_p03_3_vacant(desk: Desk[Rows]) -> None:
    """Empty for months and nobody looked for; the look-alike's post is being filled."""
    names = [key for key, row in desk.book.items() if row["posts_held"] < MANY]
    for key, is_real in both(*desk.take("party post", names)):
        row = desk.book[key]
        days = int(desk.draw.integers(BETWEEN + 100, 500))
        left = DAYS[-1] - timedelta(days=days)
        row |= {"staff_name": None, "id_card": None, "is_full_time": None, "main_post": None}
        row |= {"posts_held": None, "valid_from": left, "is_vacant": True, "vacancy_days": days}
        if not is_real:
            row["recruiting_from_on"] = draw_workday(desk.draw, date(2018, 3, 12), date(2018, 4, 20))
        reason = f"岗位空缺{days}天，没有启动补充" if is_real else f"{row['recruiting_from_on']}已启动补充"
        desk.add("P03.3", ("post", key), [(STAFF, key)], reason, is_real=is_real)


def inject_p03_2_many_posts(desk: Desk[Rows]) -> None:
    """One person holds three or four posts of an office; the look-alike's office has a handful of people."""
    units = [row["unit"] for row in desk.book.values() if row["post"] == POSTS[0]]
    for unit, is_real in both(*desk.take("party office", units, most=8)):
        own = [row for row in desk.book.values() if row["unit"] == unit and not row["is_vacant"]]
        if len(own) < MANY:
            own += _add_posts(desk.book, own, MANY - len(own))
        first = own[0]
        for row in own:
            row |= {"staff_name": first["staff_name"], "id_card": first["id_card"], "is_full_time": False}
            row |= {
                "main_post": "科员",
                "posts_held": len(own) + 1,
                "note": None if is_real else SMALL_OFFICE,
            }
        reason = f"一人兼{len(own)}个党务岗位" if is_real else SMALL_OFFICE
        rows = [(STAFF, row["_key"]) for row in own]
        desk.add("P03.2", ("person", first["id_card"]), rows, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Rows]], None], ...] = (inject_p03_2_many_posts, inject_p03_3_vacant)


def _add_posts(rows: Rows, own: list[Row], number: int) -> list[Row]:
    """Give an office more posts, held by whoever holds its first."""
    added = []
    for at in range(number):
        post = ("统战干事", "群团干事")[at]
        key = f"{own[0]['branch']}-{post}"
        rows[key] = own[0] | {"_key": key, "post": post}
        added.append(rows[key])
    return added
