"""What can be wrong with warning education (D02.1, D02.2), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from simulate.domains.expenses.desk import Desk, Row, kinds

SIGNED, MESSAGES = "discipline.education_attendances", "discipline.message_batches"
MADE_UP = (date(2018, 5, 16), date(2018, 5, 18))
FEWEST = 3


def inject_d02_1_never_attended(desk: Desk) -> None:
    """At none of the three batches; the look-alike was on leave and heard it later."""
    heard = desk.tables[SIGNED].filter(pl.col("level") == "section")
    real, innocent = desk.take("listener", heard["_key"])
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(SIGNED, pl.col("_key") == key)[0]
        is_real = kind == "real"
        changes.append(
            {
                "_key": key,
                "attendance": "absent" if is_real and number % 2 else "leave",
                "signed_in_at": None,
                "made_up_on": None if is_real else MADE_UP[number % 2],
                "leave_approved_by": None if is_real else desk.world.officials["person_name"][8],
                "note": None if is_real else "已参加补课并签到",
            }
        )
        reason = "三批次均未参加，也没有补课" if is_real else "请假，已补课"
        desk.record("D02.1", "discipline", ("person", row["id_card"]), kind, [(SIGNED, key)], reason)
    desk.change(SIGNED, changes)


def inject_d02_2_sends_not_receipts(desk: Desk) -> None:
    """Counted as sent, hardly received, or twice to the same few; in the look-alike numbers had changed."""
    real, innocent = desk.take("batch", desk.tables[MESSAGES]["_key"], FEWEST)
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(MESSAGES, pl.col("_key") == key)[0]
        sent = row["sent_count"]
        is_repeated = kind == "real" and number % 2 == 0
        delivered = row["delivered_count"] if is_repeated else int(sent * (0.72 + 0.04 * number))
        changes.append(
            {
                "_key": key,
                "unique_count": int(sent * 0.44) if is_repeated else row["unique_count"],
                "delivered_count": delivered,
                "failed_count": sent - delivered,
                "note": None if kind == "real" else "部分人员换号，次日更新号码库后单独补发",
            }
        )
        reason = "同一批号码重复发送" if is_repeated else "送达不足九成"
        reason = reason if kind == "real" else "人员换号，已补发"
        subject = ("message_batch", row["batch_no"])
        desk.record("D02.2", "discipline", subject, kind, [(MESSAGES, key)], reason)
    desk.change(MESSAGES, changes)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_d02_1_never_attended,
    inject_d02_2_sends_not_receipts,
)
