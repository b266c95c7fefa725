"""The standards that allowances, expenses and compensation are held against; the same for all districts."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulate.cases import Cases
from simulate.tables import Table
from simulate.timeline import ONCE
from simulate.world import World

TRANSPORT, TOWNSHIP, DUTY, HEAT, RETIRED, UNION_GIFT = (
    "公务交通补贴",
    "乡镇工作补贴",
    "值班补助",
    "防暑降温费",
    "离退休人员生活补贴",
    "工会节日慰问",
)
RANKS = {"county": "副县级", "section": "副科级", "staff": "科员"}
TREASURY, UNION = "区财政预算", "工会经费"
PAY_FROM = date(2016, 7, 1)
PAY_CAPS = {  # yuan a month
    (TRANSPORT, "副县级"): 1040,
    (TRANSPORT, "副科级"): 690,
    (TRANSPORT, "科员"): 500,
    (TOWNSHIP, "副县级"): 420,
    (TOWNSHIP, "副科级"): 360,
    (TOWNSHIP, "科员"): 300,
    (DUTY, "副县级"): 400,
    (DUTY, "副科级"): 400,
    (DUTY, "科员"): 400,
    (HEAT, "副县级"): 200,
    (HEAT, "副科级"): 200,
    (HEAT, "科员"): 200,
    (RETIRED, "退休"): 580,
    (UNION_GIFT, "副县级"): 300,
    (UNION_GIFT, "副科级"): 300,
    (UNION_GIFT, "科员"): 300,
}
LAWFUL_BASIS = "临政发〔2016〕12号"

HOSTS_LIMIT, GUESTS_TO = 3, 10
# category, item, grade, area, basis, cap in yuan
EXPENSE_CAPS = (
    ("reception", "工作餐", None, "本市", "person_meal", 60),
    ("meeting", "会议综合定额", "三类会议", "本市", "person_day", 240),
    ("training", "培训综合定额", "科级及以下", "本市", "person_day", 300),
    ("travel", "住宿费", "县级", "省内", "person_day", 460),
    ("travel", "住宿费", "科级", "省内", "person_day", 330),
    ("travel", "住宿费", "科级", "省外", "person_day", 380),
)
EXPENSE_FROM = date(2012, 12, 1)

# area, kind, group, specification, unit, yuan
LAND_PRICES = (
    ("一类区片", "耕地", "land", "水浇地", "亩", 46_000),
    ("二类区片", "耕地", "land", "水浇地", "亩", 41_500),
    ("一类区片", "青苗", "crops", "小麦", "亩", 1_200),
    ("二类区片", "青苗", "crops", "小麦", "亩", 1_100),
    ("一类区片", "房屋", "building", "砖混", "平方米", 860),
    ("二类区片", "房屋", "building", "砖混", "平方米", 790),
    ("一类区片", "附着物", "attachment", "大棚", "平方米", 95),
    ("二类区片", "附着物", "attachment", "大棚", "平方米", 88),
    ("一类区片", "林木", "trees", "杨树", "棵", 70),
    ("二类区片", "林木", "trees", "杨树", "棵", 65),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the three lists of standards; there is nothing irregular about them."""
    if world.block:
        return []
    finance, land = world.places.department("财政局"), world.places.department("国土资源局")
    return [
        Table("reference.pay_standards", _pay(), finance, days=ONCE),
        Table("reference.expense_standards", _expenses(), finance, days=ONCE),
        Table("reference.compensation_standards", _compensation(), land, days=ONCE),
    ]


def _pay() -> pl.DataFrame:
    rows = [
        {
            "_key": f"{item}-{rank}",
            "item": item,
            "rank": rank,
            "area": "街道" if item == TOWNSHIP else "区直机关和街道",
            "cap_cny": cap,
            "pay_cycle": "monthly",
            "basis": "云川工发〔2017〕9号" if item == UNION_GIFT else LAWFUL_BASIS,
            "issuer": "云川市总工会" if item == UNION_GIFT else "管委会",
            "funding_source": UNION if item == UNION_GIFT else TREASURY,
            "valid_from": PAY_FROM,
        }
        for (item, rank), cap in PAY_CAPS.items()
    ]
    return pl.DataFrame(rows)


def _expenses() -> pl.DataFrame:
    rows = [
        {
            "_key": f"{category}-{grade}-{area}",
            "category": category,
            "item": item,
            "grade": grade,
            "area": area,
            "basis_unit": basis_unit,
            "cap_cny": cap,
            "guests_to_count": GUESTS_TO if category == "reception" else None,
            "hosts_limit_count": HOSTS_LIMIT if category == "reception" else None,
            "basis": "云川财行〔2012〕31号",
            "valid_from": EXPENSE_FROM,
            "note": "来宾超过10人的，陪餐人数不超过三分之一" if category == "reception" else None,
        }
        for category, item, grade, area, basis_unit, cap in EXPENSE_CAPS
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _compensation() -> pl.DataFrame:
    rows = [
        {
            "_key": f"{area}-{kind}",
            "area": area,
            "kind": kind,
            "kind_group": group,
            "specification": specification,
            "measure_unit": unit,
            "unit_price_cny": price,
            "basis": "云川政发〔2017〕15号",
            "issuer": "云川市人民政府",
            "valid_from": date(2017, 3, 1),
        }
        for area, kind, group, specification, unit, price in LAND_PRICES
    ]
    return pl.DataFrame(rows)
