"""What can be wrong with compensation (S03), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.expenses.desk import Desk, Row, kinds

COMPENSATED, KIN = "subsidy.compensation_cases", "register.cadre_relatives"
EARLY_REWARD = 6000  # yuan a house that signs in time


def inject_s03_1_not_the_standard(desk: Desk) -> None:
    """Paid is not standard times quantity; the look-alike has a reward for signing early, in a column of its own."""
    real, innocent = _rows(desk)
    changes: list[Row] = []
    for kind, number, row in kinds(real, innocent):
        paid = round(row["computed_cny"] * (1.05 + 0.03 * number), 2)
        if kind == "innocent":
            paid = row["computed_cny"] + EARLY_REWARD
        reward = float(EARLY_REWARD) if kind == "innocent" else 0.0
        changes.append({"_key": row["_key"], "reward_cny": reward, "paid_cny": paid})
        over = round(paid - row["computed_cny"], 2)
        reason = f"实付比标准多{over:.0f}元" if kind == "real" else "提前签约奖励单列，按公告发放"
        _record(desk, "S03.1", row, kind, reason, over if kind == "real" else 0)
    desk.change(COMPENSATED, changes)


def inject_s03_2_measured_over_registered(desk: Desk) -> None:
    """Much more measured than registered; the look-alike is an extension that was recognised."""
    real, innocent = _rows(desk, pl.col("kind").is_in(["耕地", "房屋", "附着物"]))
    changes: list[Row] = []
    for kind, number, row in kinds(real, innocent):
        measured = round(row["registered_quantity"] * (1.16 + 0.03 * number), 2)
        computed = round(measured * row["unit_price_cny"], 2)
        note = None if kind == "real" else "未登记扩建部分经街道联审认定合法"
        changes.append(
            {
                "_key": row["_key"],
                "first_measured_quantity": measured,
                "measured_quantity": measured,
                "computed_cny": computed,
                "paid_cny": computed,
                "note": note,
            }
        )
        over = computed - row["computed_cny"]
        reason = "丈量数量比登记多一成以上" if kind == "real" else "未登记的扩建，经联审认定"
        _record(desk, "S03.2", row, kind, reason, over if kind == "real" else 0)
    desk.change(COMPENSATED, changes)


def inject_s03_3_one_card(desk: Desk) -> None:
    """Three owners or more paid onto one card; the look-alike is an agent with letters of attorney."""
    changes: list[Row] = []
    villages = desk.tables[COMPENSATED]["village"].unique(maintain_order=True).to_list()
    for kind, number, village in kinds(*(_villages(desk, villages) for _ in range(2))):
        owners = desk.tables[COMPENSATED].filter(pl.col("village") == village)["person"]
        group = desk.world.pick(desk.draw, "owner", owners.unique(maintain_order=True), 3 + number % 2)
        if len(group) < 3:
            continue  # the village has too few owners left: two on one card are a couple
        rows = desk.rows(COMPENSATED, pl.col("person").is_in(group))
        first = rows[0]
        note = None if kind == "real" else "委托代领，附公证委托书"
        changes += [
            {
                "_key": row["_key"],
                "payee_name": first["payee_name"],
                "bank_account": first["bank_account"],
                "note": note,
            }
            for row in rows
        ]
        amount = sum(row["paid_cny"] for row in rows if row["person"] != first["person"])
        keys: list[Key] = [(COMPENSATED, row["_key"]) for row in rows]
        reason = f"{len(group)}户补偿款发到一张卡" if kind == "real" else "在外务工，公证委托同村人代领"
        subject = ("bank_account", first["bank_account"])
        desk.record("S03.3", "subsidy", subject, kind, keys, reason, amount if kind == "real" else 0)
    desk.change(COMPENSATED, changes)


def inject_s03_4_kin_measured(desk: Desk) -> None:
    """A cadre measures for his own relative; in the look-alike he was replaced."""
    owners = desk.tables[COMPENSATED]["person"].unique(maintain_order=True)
    real, innocent = desk.take("owner", owners)
    changes: list[Row] = []
    for kind, _, person in kinds(real, innocent):
        rows = desk.rows(COMPENSATED, pl.col("person") == person)
        cadre = desk.world.village_cadres.filter(
            pl.col("village_name") == rows[0]["village"], pl.col("post_kind") == "committee"
        ).row(0, named=True)
        key = f"kin-owner-{person}"
        desk.world.add_register_row(
            KIN,
            _key=key,
            cadre=cadre["person"],
            relative=person,
            relation="sibling",
            has_benefit=False,
        )
        own = rows[0]["measured_by"].split("、")
        measured_by = f"{own[0]}、{cadre['person_name']}" if kind == "real" else rows[0]["measured_by"]
        note = None if kind == "real" else f"{cadre['person_name']}与户主有亲属关系，已回避"
        changes += [{"_key": row["_key"], "measured_by": measured_by, "note": note} for row in rows]
        amount = sum(row["paid_cny"] for row in rows) if kind == "real" else 0
        reason = "丈量人是被补偿人的亲属" if kind == "real" else "有亲属关系的村干部已回避"
        keys = [(KIN, key), *((COMPENSATED, row["_key"]) for row in rows)]
        desk.record("S03.4", "subsidy", ("person", rows[0]["id_card"]), kind, keys, reason, amount)
    desk.change(COMPENSATED, changes)


def inject_s03_5_rush_building(desk: Desk) -> None:
    """Built within half a year before the notice; the look-alike is the house of a young couple, approved."""
    real, innocent = _rows(desk, pl.col("kind") == "房屋")
    changes: list[Row] = []
    for kind, number, row in kinds(real, innocent):
        before = 25 + 13 * number
        note = None if kind == "real" else "结婚分户建房，宅基地审批手续齐全"
        built = row["notice_on"] - timedelta(days=before)
        changes.append({"_key": row["_key"], "built_on": built, "note": note})
        reason = f"公告前{before}天抢建" if kind == "real" else "结婚分户，经批准建房"
        _record(desk, "S03.5", row, kind, reason, row["paid_cny"] if kind == "real" else 0)
    desk.change(COMPENSATED, changes)


def inject_s03_6_measured_again(desk: Desk) -> None:
    """A second survey finds a fifth more; the look-alike's first one was not complete, and there is a record."""
    real, innocent = _rows(desk, pl.col("kind").is_in(["耕地", "房屋"]))
    changes: list[Row] = []
    for kind, number, row in kinds(real, innocent):
        first = round(row["measured_quantity"] / (1.26 + 0.04 * number), 2)
        note = None if kind == "real" else "首次测量漏测一块，附补测记录和三方签字"
        changes.append({"_key": row["_key"], "first_measured_quantity": first, "note": note})
        amount = (row["measured_quantity"] - first) * row["unit_price_cny"]
        reason = f"复测由{first}增至{row['measured_quantity']}" if kind == "real" else "首次漏测，补测有记录"
        _record(desk, "S03.6", row, kind, reason, amount if kind == "real" else 0)
    desk.change(COMPENSATED, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_s03_5_rush_building,
    inject_s03_6_measured_again,
    inject_s03_2_measured_over_registered,
    inject_s03_1_not_the_standard,
    inject_s03_3_one_card,
    inject_s03_4_kin_measured,
)


def _rows(desk: Desk, *conditions: pl.Expr) -> tuple[list[Row], list[Row]]:
    """Return rows of owners that no other case has; their owners are taken, too."""
    candidates = desk.tables[COMPENSATED].filter(*conditions).unique("person", maintain_order=True)
    taken = desk.take("owner", candidates["person"])
    rows = {row["person"]: row for row in candidates.to_dicts()}
    return [rows[person] for person in taken[0]], [rows[person] for person in taken[1]]


def _villages(desk: Desk, villages: Sequence[str]) -> list[str]:
    """Return a village per case; one village may have several."""
    return [villages[int(desk.draw.integers(len(villages)))] for _ in range(desk.count())]


def _record(desk: Desk, rule: str, row: Row, kind: str, reason: str, amount: float) -> None:
    subject = ("compensation", f"{row['case_no']}/{row['kind']}")
    desk.record(rule, "subsidy", subject, kind, [(COMPENSATED, row["_key"])], reason, amount)
