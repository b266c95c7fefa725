"""What can be wrong with shares in a project's income (S05.4 to S05.6), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.household.poverty import HOUSEHOLDS, build_poverty
from simulate.domains.village.desk import Desk, Row
from simulate.domains.village.projects import INCOME, ProjectBook
from simulate.domains.village.shares import SHARES, ShareBook, share_row

MOST, LEAST = 4, 6  # cases of each kind; shares in an income from which some can be missing
SHARED_OF = {"real": 2018, "innocent": 2017}  # year of the income that a household has which left in 2017


def choose_s05_4_equal_split(desk: Desk, book: ProjectBook, shares: ShareBook) -> None:
    """Every household gets the same whatever its class; the look-alike shares among one class only."""
    mixed = [
        key
        for key, project in book.projects.items()
        if f"{key}-2017" in book.income and book.income[f"{key}-2017"]["received_cny"]
        and len({home["class"] for home in shares.homes[project["at"]]}) == 3
    ]  # fmt: skip
    real, innocent = desk.take("project shares", pl.Series(mixed, dtype=pl.String), MOST)
    shares.equal, shares.alone = set(real), set(innocent)


def label_s05_4_equal_split(desk: Desk, book: ProjectBook, shares: ShareBook) -> None:
    """Record the projects chosen before the shares were made."""
    for kind, chosen in (("real", shares.equal), ("innocent", shares.alone)):
        for key in sorted(chosen):
            for income in (row for row in book.income.values() if row["project_no"] == key):
                rows: list[Key] = [(SHARES, row["_key"]) for row in shares.of(income)]
                why = "不分类别平均分配" if kind == "real" else "只分给一般贫困户一个类别"
                desk.add(("income", income["_key"]), kind, rows, why)


def inject_s05_5_sum_mismatch(desk: Desk, book: ProjectBook, shares: ShareBook) -> None:
    """The list adds up to less than was reported; the look-alike reports the reserve as shared out, too."""
    other_cases = shares.equal | shares.alone
    paid = [
        row["_key"]
        for row in book.income.values()
        if row["distributed_cny"] and not row["withheld"] and row["project_no"] not in other_cases
        and len(shares.of(row)) > LEAST
    ]  # fmt: skip
    taken = desk.cases.keys().get(SHARES, set())
    real, innocent = desk.take("income", pl.Series(paid, dtype=pl.String), MOST)
    for key in real:
        gone = [row for row in shares.of(book.income[key]) if row["_key"] not in taken][::3]
        for row in gone:
            del shares.rows[row["_key"]]
        rows = [(INCOME, key), *((SHARES, row["_key"]) for row in shares.of(book.income[key]))]
        missing = sum(row["amount_cny"] for row in gone)
        desk.add(("income", key), "real", rows, "到户表合计少于上报的已分配金额", missing)
    for key in innocent:
        income = book.income[key]
        income["distributed_cny"] = round(income["distributed_cny"] + income["reserved_cny"], 2)
        desk.add(("income", key), "innocent", [(INCOME, key)], "已分配金额含按决议提留的部分")


def inject_s05_6_paid_to_the_gone(desk: Desk, book: ProjectBook, shares: ShareBook) -> None:
    """Shares to households that left the register a year before, to the dead, or several to one card."""
    removed = _list_removed(desk)
    for kind, year in SHARED_OF.items():
        income_at = {
            book.projects[row["project_no"]]["at"]: row for row in book.income.values() if row["year"] == year
        }
        here = [
            row for row in removed if row["village"] in income_at and shares.of(income_at[row["village"]])
        ]
        count = min(desk.cases.count(desk.draw), MOST)
        names = pl.Series([row["_key"] for row in here], dtype=pl.String)
        for key in desk.world.pick(desk.draw, "poor household", names, count):
            home = next(row for row in here if row["_key"] == key)
            _share_with(desk, book, shares, income_at[home["village"]], home, kind)
    _pay_the_dead(desk, book, shares)
    _pay_one_card(desk, shares)


def _list_removed(desk: Desk) -> list[Row]:
    """Return households that left the register in 2017 and never came back."""
    homes = desk.world.once(build_poverty).homes
    number = pl.col("_key").str.replace("#.*", "")
    left = pl.col("status_on").is_between(date(2017, 1, 1), date(2017, 12, 31))
    return homes.filter(~number.is_duplicated(), pl.col("status") == "removed", left).to_dicts()


def _share_with(desk: Desk, book: ProjectBook, shares: ShareBook, income: Row, home: Row, kind: str) -> None:
    """Give another household the smallest share of all; the income's totals know of it."""
    others = shares.of(income)
    model = min(others, key=lambda row: row["amount_cny"])
    share = share_row(
        income, book.projects[income["project_no"]], home | {"class": model["class"]}, 1.0, model["paid_on"]
    )
    share["amount_cny"] = min(model["amount_cny"], max(income["reserved_cny"] // 1, 1.0))
    shares.rows[share["_key"]] = share
    total = income["distributed_cny"] + share["amount_cny"]
    income |= {
        "distributed_cny": total,
        "reserved_cny": max(0.0, round(income["reserved_cny"] - share["amount_cny"], 2)),
    }
    income["household_count"] += 1
    rows: list[Key] = [(SHARES, share["_key"]), (HOUSEHOLDS, f"{home['_key']}-0")]
    if kind == "innocent":
        share["note"] = "退出当年收益"
        desk.add(("household", home["_key"]), kind, rows, "当年退出，仍享受退出当年的收益")
    else:
        why = f"{home['status_on'].year}年已清退，仍分得{income['year']}年收益"
        desk.add(("household", home["_key"]), kind, rows, why, share["amount_cny"])


def _pay_the_dead(desk: Desk, book: ProjectBook, shares: ShareBook) -> None:
    """Let householders die months before the shares are paid."""
    world = desk.world
    only_poor = {
        home["_key"]: home for at in shares.homes for home in shares.homes[at] if home["kind"] == "poor"
    }
    paid = [row for row in shares.rows.values() if row["year"] == 2017 and row["household_no"] in only_poor]
    names = pl.Series([row["household_no"] for row in paid], dtype=pl.String)
    for key in world.pick(desk.draw, "poor household", names, min(desk.cases.count(desk.draw), MOST)):
        home, died = only_poor[key], date(2017, 10, 9) + timedelta(days=int(desk.draw.integers(0, 70)))
        death = f"share-{home['person']}"
        world.statuses[home["person"]] = {"status": "deceased", "status_from": died}
        world.add_register_row("register.deceased_persons", _key=death, person=home["person"], died_on=died)
        own = [row for row in shares.rows.values() if row["household_no"] == key]
        rows: list[Key] = [*((SHARES, row["_key"]) for row in own), ("register.deceased_persons", death)]
        total = sum(row["amount_cny"] for row in own)
        desk.add(("household", key), "real", rows, f"户主{died}死亡，收益仍以其名义发放", total)


def _pay_one_card(desk: Desk, shares: ShareBook) -> None:
    """Let two households of a village be paid to the card of one."""
    plain = [row for row in shares.rows.values() if row["year"] == 2017]
    names = pl.Series([row["household_no"] for row in plain], dtype=pl.String)
    for key in desk.world.pick(desk.draw, "poor household", names, min(desk.cases.count(desk.draw), MOST)):
        row = next(row for row in plain if row["household_no"] == key)
        beside = [
            other for other in plain if other["village"] == row["village"] and other["household_no"] != key
        ]
        free = pl.Series([other["household_no"] for other in beside], dtype=pl.String)
        for other_key in desk.world.pick(desk.draw, "poor household", free, 1):
            other = next(other for other in beside if other["household_no"] == other_key)
            row["bank_account"] = other["bank_account"]
            rows = [(SHARES, row["_key"]), (SHARES, other["_key"])]
            desk.add(("card", row["bank_account"]), "real", rows, "两户收益打入同一张卡", row["amount_cny"])


INJECTIONS: dict[str, Callable[[Desk, ProjectBook, ShareBook], None]] = {
    "S05.4": label_s05_4_equal_split,
    "S05.6": inject_s05_6_paid_to_the_gone,
    "S05.5": inject_s05_5_sum_mismatch,
}
