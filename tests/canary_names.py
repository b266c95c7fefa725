"""Invented people's names and plates, where clerks write them: among the payees, in summaries, in remarks."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.ingest.office import write_workbook

GIVEN = "砚淙霁屿樾岑璟翊"
PLACE = "填报单位：临湖街道  截至2018年5月28日"
FIRM = "云川市兴农农资有限公司"
VOUCHER = ("村名称", "凭证字号", "记账日期", "摘要", "收支方向", "发生额", "收款人", "收款账号", "经办人")
VEHICLE = ("车牌号", "车辆类型", "车主姓名", "车主身份证号", "注册登记日期", "备注")
NAMES = [f"缪{first}{second}" for first in GIVEN for second in GIVEN]
PLATES = [f"云QX{at:02}Z" for at in range(len(NAMES))]


def write_vouchers(path: Path, accounts: Sequence[str]) -> None:
    """Persons among the payees, in lists and with what clerks write around them; their names again in the summary."""
    rows: list[list[Any]] = []
    for at, (name, account) in enumerate(zip(NAMES, accounts, strict=True)):
        spaced, other = "\u3000".join(name), NAMES[at - 1]
        payees = (name, spaced, f"柳溪村{name}", f"{name}（低保户）", f"{other}、{name}", f"{FIRM}（{name}）")
        summary = (f"付误工费 {name}", f"付{name}等人工费", f"{spaced}代领", name)[at % 4]
        # Every tenth is refused: what is told of it must be as clean.
        amount = f"{name}未领" if at % 10 == 9 else 100 + at
        row = ["柳溪村", f"记-{at:04}", "2018-05-12", summary, "支出", amount]
        rows.append([*row, payees[at % 6], account, "孙德林"])
    rows.append(["柳溪村", "记-9999", "2018-05-13", "购化肥", "支出", 880, FIRM, None, "孙德林"])
    write_workbook(path, [["村级收支明细表"], [PLACE], VOUCHER, *rows])


def write_vehicles(path: Path, ids: Sequence[str]) -> None:
    """Plates in their column and in remarks, with the dot and without."""
    rows: list[Sequence[Any]] = [["机动车登记信息"], [PLACE], VEHICLE]
    for at, (name, plate, number) in enumerate(zip(NAMES, PLATES, ids, strict=True)):
        written = (plate, f"云Q·{plate[2:]}", f"云q {plate[2:]}")[at % 3]
        note = f"车牌{written}，{name}本人使用"
        rows.append([written, "小型轿车", name, number, "2016-09-14" if at % 10 else "不详", note])
    write_csv(path, rows)


def write_csv(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
