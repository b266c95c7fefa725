"""What a village spends money on, by the size of the payment; and how its vouchers put it."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One kind of spending: its summary has slots for a place, a thing and a month."""

    category: str
    account: str
    summary: str
    is_personal: bool  # a villager is paid, not a firm


SMALL = (
    Item("office", "管理费用-办公费", "购{thing}", False),
    Item("office", "管理费用-办公费", "付{month}月份{thing}款", False),
    Item("office", "管理费用-电话费", "付{month}月电话及网络费", False),
    Item("purchase", "公益支出-保洁", "购{place}保洁用具", False),
    Item("purchase", "管理费用-维修费", "换{place}灯具、开关", False),
    Item("labour", "管理费用-劳务费", "付{place}杂工费", True),
    Item("other", "管理费用-其他", "付{place}临时看护用品", False),
)
MEDIUM = (
    Item("labour", "公益支出-劳务费", "付{place}清理人工费", True),
    Item("labour", "公益支出-劳务费", "付{place}栽树浇水人工费", True),
    Item("purchase", "管理费用-电费", "付{month}月{place}照明电费", False),
    Item("purchase", "公益支出-维修费", "付{place}水泵维修及配件款", False),
    Item("purchase", "公益支出-绿化", "购{place}苗木及肥料", False),
    Item("relief", "公益支出-慰问", "付{month}月困难群众慰问", True),
    Item("reception", "管理费用-会议费", "付{month}月会议餐费", False),
    Item("office", "管理费用-印刷费", "付宣传单、{thing}印制费", False),
)
LARGE = (
    Item("purchase", "公益支出-机械费", "付{place}平整机械租赁费", False),
    Item("purchase", "公益支出-材料费", "购{place}修补沙石料", False),
    Item("purchase", "固定资产-设备", "购置{place}用{thing}", False),
    Item("purchase", "公益支出-宣传", "付{place}宣传栏制作安装费", False),
    Item("labour", "公益支出-劳务费", "付{place}环境整治用工费", True),
    Item("other", "公益支出-其他", "付{place}文体活动器材款", False),
)
BANDS = ((450, SMALL), (3_000, MEDIUM), (float("inf"), LARGE))
PLACES = (
    "村北", "村东头", "主街", "文化广场", "河堤", "村委院内", "南坡", "灌溉渠", "蓄水池", "村小学路口", "果园路",
    "卫生室门前", "健身场", "排水沟", "老槐树旁", "养老院",
)  # fmt: skip
THINGS = (
    "打印纸、墨盒", "文件柜", "档案盒", "饮水机", "桌椅", "笔记本、笔", "音响", "电暖气", "雨具、手电", "办公电脑",
    "割草机", "投影幕布",
)  # fmt: skip
WORKS = (
    "村内道路硬化工程",
    "排水沟改造工程",
    "文化广场铺装工程",
    "机井配套工程",
    "路灯安装工程",
    "村委院墙修缮工程",
)
