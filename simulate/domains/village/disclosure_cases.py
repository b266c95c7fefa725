"""What can be wrong with a disclosure (L07), and what only looks like it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulate.domains.village.desk import Desk, Row, office_day
from simulate.domains.village.disclosures import key_of, subject_of
from simulate.timeline import PAY_MONTHS

Rows = dict[str, Row]
TOTALS = ("income_cny", "expense_cny", "other_expense_cny")
NOT_POSTED = ("posted_on", "content", "photo_digest", "bank_movement_cny", *TOTALS)
PASSED = 3  # cases of each rule that the monthly check lets pass
WEEKENDS = (date(2018, 1, 1), date(2018, 7, 1))  # months whose 28th is no working day


def inject_l07_1_late(desk: Desk, rows: Rows) -> list[Row]:
    """Posted after the 28th, or not at all; the look-alikes: a photo sent later, a 28th at the weekend."""
    real, _ = _take(desk, rows, ~pl.col("month").is_in(WEEKENDS))
    for number, row in enumerate(real):
        days = None if number % 3 == 2 else 1 + number % 3
        if days is None:
            row.update(dict.fromkeys(NOT_POSTED), item_count=0)
        else:
            row["posted_on"] = row["due_on"] + timedelta(days=days)
        _fail(row)
        desk.add(subject_of(row), "real", [key_of(row)], "未公开" if days is None else f"晚{days}天公开")
    late, _ = _take(desk, rows, ~pl.col("month").is_in(WEEKENDS))
    for row in late[: len(late) // 2]:
        row |= {"posted_on": row["due_on"] + timedelta(days=2), "note": "当日已张贴，照片后补传"}
        desk.add(subject_of(row), "innocent", [key_of(row)], "按时张贴，照片上传晚")
    weekend, _ = _take(desk, rows, pl.col("month").is_in(WEEKENDS))
    for row in weekend[len(late) // 2 :]:
        row["posted_on"] = office_day(row["due_on"])
        desk.add(subject_of(row), "innocent", [key_of(row)], "28日是周末，顺延到下一个工作日")
    return real


def inject_l07_2_recycled(desk: Desk, rows: Rows) -> list[Row]:
    """Last month's photo or text; the look-alike shows the same board with new sheets on it."""
    real, innocent = _take(desk, rows, (pl.col("month") > PAY_MONTHS[0]) & (pl.col("kind") != "finance"))
    for number, row in enumerate(sorted([*real, *innocent], key=lambda row: row["month"])):
        before = _month_before(rows, row)
        desk.world.pick(desk.draw, "disclosure", pl.Series([before["_key"]]), 1)  # stays as it is
        keys = [key_of(row), key_of(before)]
        if row in innocent:
            row |= {"photo_digest": _nearly(before["photo_digest"], 2), "note": "同一公开栏，版面内容已更新"}
            desk.add(subject_of(row), "innocent", keys, "公开栏背景相同，内容已换")
            continue
        what = ("photo_digest", "content")[number % 2]
        row[what] = before["content"] if number % 2 else _nearly(before["photo_digest"], number % 3)
        _fail(row)
        desk.add(subject_of(row), "real", keys, "与上月的" + ("文字" if number % 2 else "照片") + "相同")
    return real


def inject_l07_3_not_the_books(desk: Desk, rows: Rows) -> None:
    """Other totals than the books'; of some the check says that it only sees the board (a look-alike of L07.6)."""
    real, _ = _take(desk, rows, _has_money())
    for number, row in enumerate(real):
        name = ("expense_cny", "income_cny")[number % 2 if row["income_cny"] else 0]
        change = max(600.0, row[name] * float(desk.draw.uniform(0.08, 0.3)))
        total = round(row[name] + (change if number % 3 else -min(change, row[name] * 0.5) - 300), 2)
        if name == "expense_cny":
            row["other_expense_cny"] = round(row["other_expense_cny"] * total / row[name], 2)
        row[name] = total
        if number % 2:
            _fail(row)
        else:
            row["note"] = "检查只看公开栏，未核对账簿"
        desk.add(subject_of(row), "real", [key_of(row)], "公开的合计与账簿相差较大", change)
        if not number % 2:
            Desk(desk.world, desk.cases, "L07.6").add(
                subject_of(row), "innocent", [key_of(row)], "检查人只看公开栏，看不到账簿"
            )


def inject_l07_4_empty(desk: Desk, rows: Rows) -> list[Row]:
    """An empty board while money moved."""
    real, _ = _take(desk, rows, _has_money())
    for row in real:
        row.update(dict.fromkeys(TOTALS), item_count=0, content=f"{row['month'].month}月无收支")
        _fail(row)
        desk.add(
            subject_of(row), "real", [key_of(row)], f"公开0条，银行发生额{row['bank_movement_cny']:.0f}元"
        )
    return real


def inject_l07_5_opaque(desk: Desk, rows: Rows) -> None:
    """More than a fifth of the spending is called other."""
    real, _ = _take(desk, rows, _has_money() & (pl.col("expense_cny") > 3_000))
    for row in real:
        share = float(desk.draw.uniform(0.24, 0.6))
        row["other_expense_cny"] = round(row["expense_cny"] * share, 2)
        desk.add(subject_of(row), "real", [key_of(row)], f"其他支出占{share:.0%}", row["other_expense_cny"])


def inject_l07_6_check_always_passes(desk: Desk, failed: list[list[Row]]) -> None:
    """The monthly check lets pass what is late, recycled or empty."""
    for rows in failed:
        for row in rows[: min(PASSED, len(rows))]:
            row |= {"check_verdict": "pass", "is_named_late": False}
            desk.add(subject_of(row), "real", [key_of(row)], "有明显问题，月检查仍为合格")


def _take(desk: Desk, rows: Rows, condition: pl.Expr) -> tuple[list[Row], list[Row]]:
    names = ("_key", "month", "kind", "expense_cny", "note")
    frame = pl.DataFrame(
        [{name: row[name] for name in names} for row in rows.values()], infer_schema_length=None
    )
    real, innocent = desk.take("disclosure", frame.filter(condition)["_key"])
    return [rows[key] for key in real], [rows[key] for key in innocent]


def _has_money() -> pl.Expr:
    return (pl.col("kind") == "finance") & (pl.col("expense_cny") > 2_000)


def _month_before(rows: Rows, row: Row) -> Row:
    code, month, kind = row["_key"].rsplit("-", 2)
    return rows[f"{code}-{int(month) - 1}-{kind}"]


def _nearly(digest: str, bits: int) -> str:
    """Return a digest that differs in `bits` of its 64 bits."""
    return f"{int(digest, 16) ^ (1 << bits) - 1:016x}"


def _fail(row: Row) -> None:
    """Let the monthly check see what is wrong and the bulletin name the village."""
    row |= {"check_verdict": "fail", "is_named_late": True}
