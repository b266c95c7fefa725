"""Purchases of offices: requested, approved, contracted, accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from simulate.domains.treasury.desk import LAST_DAY, Row, any_day, later, leaders, mark
from simulate.domains.treasury.minutes import build_minutes
from simulate.thresholds import P_LARGE, P_PROC
from simulate.world import World

PROCUREMENT = "audit.procurement_requests"
BASE = 190
APART = 75  # days between small purchases of one kind by one unit: else they look like one that was split
ITEMS = {
    "家具用具": ("办公桌椅", "会议室座椅", "文件柜", "便民大厅等候椅"),
    "计算机设备": ("台式计算机", "便携式计算机", "打印复印设备", "机房交换机"),
    "印刷服务": ("宣传资料印刷", "档案盒与表册印制", "年鉴印刷"),
    "物业服务": ("办公楼保洁", "机关食堂服务", "大楼安保服务"),
    "专用设备": ("执法记录仪", "防汛抽水泵", "应急照明车配件", "水质检测仪"),
    "修缮工程": ("会议室改造", "屋面防水维修", "档案室改造"),
    "软件服务": ("政务系统运维", "数据备份服务", "公文系统升级"),
    "车辆维修": ("公务用车维修保养", "执法车辆轮胎更换"),
    "咨询服务": ("规划编制咨询", "绩效评价服务", "法律顾问服务"),
    "办公用品": ("办公耗材", "复印纸", "应急物资储备"),
}
METHODS, SHARES = ("open_tender", "competitive_negotiation", "competitive_consultation", "inquiry", "own_purchase"), (
    0.22, 0.2, 0.2, 0.22, 0.16,
)  # fmt: skip


@dataclass
class PurchaseBook:
    """All purchases."""

    world: World
    draw: np.random.Generator
    rows: list[Row] = field(default_factory=list)

    def is_free(self, unit: str, category: str, day: date) -> bool:
        """Return whether the unit buys nothing of the kind in the weeks about `day`."""
        return all(
            row["unit"] != unit
            or row["category"] != category
            or abs((row["requested_on"] - day).days) > APART
            for row in self.rows
        )

    def buy(self, unit: str, category: str, item: str, day: date, estimate: float, **about: object) -> Row:
        """Enter a purchase requested on `day`, approved before its contract; `about` changes columns."""
        world, draw = self.world, self.draw
        firms = world.firms.select("firm", "credit_code").rows()
        supplier, code = firms[int(draw.integers(len(firms)))]
        number = f"{mark(world)}CG-{day.year}-{len(self.rows) + 1:03d}"
        approved = later(day, int(draw.integers(3, 12)))
        signed = later(approved, int(draw.integers(6, 30)))
        amount = round(estimate * float(draw.uniform(0.9, 0.995)), -1)
        decision = None
        if estimate >= P_LARGE:
            item_row = world.once(build_minutes).decide(
                day - timedelta(days=1), f"{unit}采购{item}", "large_sum", estimate, number
            )
            decision = item_row["_key"]
        row: Row = {
            "_key": number,
            "_born": day,
            "request_no": number,
            "unit": unit,
            "item": item,
            "category": category,
            "estimate_cny": estimate,
            "method": str(draw.choice(METHODS, p=SHARES)),
            "single_source_reason": None,
            "is_emergency": False,
            "requested_on": day,
            "approved_on": approved,
            "approver": leaders(world)[1 + len(self.rows) % 3],
            "approval_no": f"{world.places.site}采〔{day.year}〕{len(self.rows) + 1}号",
            "decision_item_no": decision,
            "supplier": supplier,
            "supplier_credit_code": code,
            "contract_no": f"{mark(world)}CGHT-{day.year}-{len(self.rows) + 1:03d}",
            "contract_on": signed,
            "amount_cny": amount,
            "accepted_on": later(signed, int(draw.integers(15, 70))),
            "note": None,
        }
        row |= about
        self.rows.append(row)
        return row


def build_purchases(world: World) -> PurchaseBook:
    """Return the purchases of twenty months, none of them cut into pieces."""
    draw = world.stream(PROCUREMENT)
    book = PurchaseBook(world, draw)
    units, kinds = world.places.offices.to_list(), list(ITEMS)
    while len(book.rows) < BASE:
        unit, category = units[int(draw.integers(len(units)))], kinds[int(draw.integers(len(kinds)))]
        day = any_day(draw, date(2017, 1, 9), LAST_DAY - timedelta(days=15))
        if not book.is_free(unit, category, day):
            continue
        item = ITEMS[category][int(draw.integers(len(ITEMS[category])))]
        estimate = float(np.clip(np.round(np.exp(draw.normal(11.3, 0.9)), -2), 4_000, 2_600_000))
        row = book.buy(unit, category, item, day, estimate)
        if estimate >= P_PROC and draw.random() < 0.06:
            row |= {"method": "single_source", "single_source_reason": "与原有系统配套，须由原厂商提供"}
    return book
