"""What can be wrong with allowances (S01), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.expenses.desk import FEW, Desk, Row, kinds
from simulate.domains.expenses.standards import DUTY, HEAT, PAY_CAPS, RETIRED, TRANSPORT, UNION_GIFT
from simulate.timeline import PAY_MONTHS

PAYMENTS, CHECKS = "subsidy.allowance_payments", "subsidy.allowance_self_checks"
NEVER_ALLOWED = ("季度工作奖金", "加班慰问费", "手机通讯补助", "考核激励补贴", "生日慰问金")
NEWLY_ALLOWED = ("基层工作人员体检补贴", "驻村工作人员生活补助")
OFF_BOOK = (("村集体经济账户", "village"), ("机关工会账户", "union"), ("代管资金专户", "entrusted"))


def inject_s01_1_no_legal_basis(desk: Desk) -> None:
    """An item that no standard knows; the look-alike names the document that has just allowed it."""
    real, innocent = _people(desk)
    added = []
    for kind, number, person in kinds(real, innocent):
        is_real = kind == "real"
        base = desk.rows(PAYMENTS, pl.col("person") == person)[0]
        item = (NEVER_ALLOWED if is_real else NEWLY_ALLOWED)[number % (5 if is_real else 2)]
        rows = [
            _copy(base, item, month)
            | {
                "item": item,
                "amount_cny": 100 * (2 + number % 4),
                "basis": None if is_real else "临政发〔2018〕21号",
                "note": None if is_real else "2018年4月新批准项目",
            }
            for month in PAY_MONTHS[3 : 5 + number % 3]
        ]
        added += rows
        reason = f"发放没有政策依据的“{item}”" if is_real else f"“{item}”已有新文件批准，标准表尚未收录"
        _record(desk, "S01.1", person, kind, rows, reason, _sum(rows) if is_real else 0)
    desk.add(PAYMENTS, added)


def inject_s01_2_over_cap(desk: Desk) -> None:
    """More than the cap of the rank; look-alikes are arrears, and the higher rate after a promotion."""
    has_allowance = pl.col("item") == TRANSPORT
    real, innocent = _people(desk, has_allowance & (pl.col("rank") == "科员"))
    changes: list[Row] = []
    for kind, number, person in kinds(real, innocent):
        own = desk.rows(PAYMENTS, pl.col("person") == person, has_allowance)[2 + number % 4 :]
        cap = PAY_CAPS[TRANSPORT, "科员"]
        if kind == "real":
            more = 80 + 40 * (number % 6)
            rows = [row | {"amount_cny": cap + more} for row in own]
            reason = f"公务交通补贴超过科员标准{cap}元，每月多发{more}元"
            _record(desk, "S01.2", person, kind, rows, reason, more * len(rows))
        elif number % 2:
            first = own[0]["month"]
            rows = [row | {"rank": "副科级", "amount_cny": PAY_CAPS[TRANSPORT, "副科级"]} for row in own]
            rows = [row | {"note": f"{first:%Y年%m月}任副科级职务"} for row in rows]
            _record(desk, "S01.2", person, kind, rows, "当月提任副科级，按新职级发放")
        else:
            month = own[1]["month"]
            rows = [own[0] | {"amount_cny": 0, "note": "下月补发"}]
            rows.append(
                own[1]
                | {
                    "amount_cny": 2 * cap,
                    "pay_kind": "arrears",
                    "arrears_from": f"{own[0]['month']:%Y年%m月}-{month:%Y年%m月}",
                    "note": "补发上月",
                }
            )
            _record(desk, "S01.2", person, kind, rows, "一个月内补发上月，单月金额超过标准")
        names = ("_key", "rank", "amount_cny", "pay_kind", "arrears_from", "note")
        changes += [{name: row[name] for name in names} for row in rows]
    desk.change(PAYMENTS, changes)


def inject_s01_3_paid_twice(desk: Desk) -> None:
    """Two offices pay the same item for a month; the look-alike is seconded and the first office takes it back."""
    real, innocent = _people(desk, pl.col("item") == TRANSPORT)
    units = desk.tables[PAYMENTS]["unit"].unique().sort().to_list()
    added = []
    for kind, number, person in kinds(real, innocent):
        own = desk.rows(PAYMENTS, pl.col("person") == person, pl.col("item") == TRANSPORT)
        own = own[number % 4 : number % 4 + 3]
        other = units[(units.index(own[0]["unit"]) + 1 + number) % len(units)]
        rows = [row | {"_key": f"{row['_key']}-2", "unit": other} for row in own]
        reason = f"{other}与原单位同月重复发放公务交通补贴"
        amount = _sum(rows)
        if kind == "innocent":
            rows = [row | {"note": "借调期间由借入单位发放"} for row in rows]
            rows += [
                row
                | {
                    "_key": f"{row['_key']}-back",
                    "pay_kind": "refund",
                    "amount_cny": -row["amount_cny"],
                    "note": "借调结算，原单位当月清退",
                }
                for row in own
            ]
            reason, amount = "借调期间由借入单位发放，原单位已逐月清退", 0
        added += rows
        _record(desk, "S01.3", person, kind, [*own, *rows], reason, amount)
    desk.add(PAYMENTS, added)


def inject_s01_4_paid_after_leaving(desk: Desk) -> None:
    """Regular payments after a settlement or a death; the look-alike is the settlement itself, a month later."""
    retired = pl.col("item") == RETIRED
    real, innocent = _people(desk, retired)
    changes: list[Row] = []
    dropped: list[str] = []
    for kind, number, person in kinds(real, innocent):
        own = desk.rows(PAYMENTS, pl.col("person") == person, retired)
        died = number % 2 == 0
        last = 2 + number % 3
        extra: list[Key] = []
        if died:
            extra = [_register_death(desk, person, own[last]["month"] + timedelta(days=8 + number))]
        settled = own[last + 1] if died else own[last]
        if kind == "real":
            rows = own[last + 1 :]
            word = "死亡" if died else "办理离职结算"
            reason = f"{own[last]['month']:%Y年%m月}{word}后继续发放"
            if not died:
                changes.append(_settle(settled, "离职结算，关系转出"))
                extra.append((PAYMENTS, settled["_key"]))
            amount = _sum(rows)
        else:
            note = "去世后一次性结算" if died else "离职结算，关系转出"
            changes.append(_settle(settled, note))
            rows, amount = [settled], 0
            reason = "去世或离职后的一次性结算，此后不再发放"
            dropped += [row["_key"] for row in own if row["month"] > settled["month"]]
        keys = [*extra, *((PAYMENTS, row["_key"]) for row in rows)]
        subject = ("person", own[0]["id_card"])
        desk.record("S01.4", "subsidy", subject, kind, keys, reason, amount)
    desk.change(PAYMENTS, changes)
    desk.drop(PAYMENTS, dropped)


def inject_s01_5_off_book_source(desk: Desk) -> None:
    """Paid out of a village's, the union's or an entrusted account; the look-alike is what the union may give."""
    real, innocent = _people(desk, pl.col("item") == HEAT)
    changes: list[Row] = []
    for kind, number, person in kinds(real, innocent):
        if kind == "innocent":
            gift = desk.rows(PAYMENTS, pl.col("person") == person, pl.col("item") == UNION_GIFT)
            _record(desk, "S01.5", person, kind, gift, "工会经费按工会规定发放的节日慰问")
            continue
        account, source = OFF_BOOK[number % 3]
        rows = desk.rows(PAYMENTS, pl.col("person") == person, pl.col("item") == HEAT)
        changes += [{"_key": row["_key"], "source_account": account, "source_kind": source} for row in rows]
        _record(desk, "S01.5", person, kind, rows, f"防暑降温费由{account}列支", _sum(rows))
    desk.change(PAYMENTS, changes)


def inject_s01_6_zero_self_report(desk: Desk) -> None:
    """Nothing declared, money found; in the look-alike the check looked at another period, and says so."""
    real, innocent = desk.take("office:S01.6", desk.tables[CHECKS]["unit"], 2 * FEW)
    changes: list[Row] = []
    for kind, number, unit in kinds(real, innocent):
        row = desk.rows(CHECKS, pl.col("unit") == unit)[0]
        found = 100 * (9 + 7 * number)
        note = None if kind == "real" else "检查范围为2018年4月，自查范围截至2018年3月"
        changes.append(
            {
                "_key": row["_key"],
                "declared_cny": 0,
                "declared_persons_count": 0,
                "declared_items": None,
                "refunded_cny": 0,
                "refunded_on": None,
                "refund_voucher_no": None,
                "found_cny": found,
                "found_items": "值班补助多计次数" if kind == "real" else "2018年4月误餐补助",
                "note": note,
            }
        )
        reason = f"自查零申报，检查发现{found}元" if kind == "real" else "自查与检查的期间不同"
        keys = [(CHECKS, row["_key"])]
        desk.record("S01.6", "subsidy", ("organisation", unit), kind, keys, reason, found)
    desk.change(CHECKS, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_s01_1_no_legal_basis,
    inject_s01_2_over_cap,
    inject_s01_3_paid_twice,
    inject_s01_4_paid_after_leaving,
    inject_s01_5_off_book_source,
    inject_s01_6_zero_self_report,
)


def _people(desk: Desk, *conditions: pl.Expr) -> tuple[list[int], list[int]]:
    """Return people with such payments, for real and for innocent cases."""
    rows = desk.tables[PAYMENTS].filter(pl.col("item") != DUTY, *(conditions or [pl.col("item") != RETIRED]))
    return desk.take("allowance", rows["person"].unique(maintain_order=True))


def _copy(row: Row, item: str, month: date) -> Row:
    paid_on = month + timedelta(days=20)
    return row | {
        "_key": f"A{row['person']}-{item}-{month:%Y%m}",
        "month": month,
        "source_account": "区财政零余额账户",
        "source_kind": "treasury",
        "paid_on": paid_on,
        "_on": paid_on,
    }


def _settle(row: Row, note: str) -> Row:
    return {"_key": row["_key"], "pay_kind": "settlement", "note": note}


def _sum(rows: Sequence[Row]) -> float:
    return float(sum(row["amount_cny"] for row in rows))


def _register_death(desk: Desk, person: int, on: date) -> Key:
    key = f"retired-{person}"
    desk.world.add_register_row("register.deceased_persons", _key=key, person=person, died_on=on)
    desk.world.statuses[person] = {"status": "deceased", "status_from": on}
    return "register.deceased_persons", key


def _record(
    desk: Desk, rule: str, person: int, kind: str, rows: Sequence[Row], reason: str, amount: float = 0
) -> None:
    id_card = desk.world.persons.filter(pl.col("person") == person)["id_card"][0]
    keys = [(PAYMENTS, row["_key"]) for row in rows]
    desk.record(rule, "subsidy", ("person", id_card), kind, keys, reason, amount)
