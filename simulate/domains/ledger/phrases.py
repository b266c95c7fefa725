"""What units write about measures, composed of several parts so that no two reports read alike."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

BEGUN = (
    "已明确分工，正在组织实施",
    "已开展前期摸底，下一步按方案推进",
    "已制定推进计划，明确了时间节点",
    "已向责任人交办，每周跟踪",
    "正在汇总情况，尚有少量事项待核对",
    "已召开碰头会，逐项列出清单",
)
GOING_ON = (
    "本期推进{n}项，余下事项已排出时间表",
    "已办理{n}件，其余正在核对",
    "累计走访{n}次，发现的情况正在梳理",
    "已完成{n}个单位的核查，其他单位同步进行",
    "已收集材料{n}份，正在逐份审核",
    "形成初步意见{n}条，正在征求有关单位意见",
)
LONG = (
    "{month}月开展工作{n}次，情况已登记",
    "本月按计划落实{n}项，下月继续",
    "{month}月检查{n}个点位，总体平稳",
    "本月新增办理{n}件，台账同步更新",
)
FIXED = {
    "not_started": "尚未开展，拟按时限要求启动",
    "mostly_done": "主体工作已完成，正在收尾",
    "closed": "任务已销号，资料归档",
    "returned": "退回后重新整改，正在补充说明",
}
EXTRA = {
    "check": (
        ("对{x}方面的落实情况逐个单位抽查", "抽查单位{n}个，现场纠正{m}处"),
        ("对照反馈意见排查{x}方面的同类情况", "排查{n}项，列入清单{m}项"),
        ("每季度核对一次{x}方面的台账", "核对台账{n}本，补记{m}条"),
        ("结合日常督导查看{x}方面的实际效果", "查看点位{n}个，反馈意见{m}条"),
    ),
    "correction": (
        ("对{x}方面查出的情况逐项纠正", "逐项纠正{n}项"),
        ("清理{x}方面久拖未办的事项", "清理事项{n}项，办结{m}项"),
        ("补齐{x}方面缺少的材料", "补齐材料{n}份"),
    ),
    "training": (
        ("对{x}方面的经办人员集中培训", "培训经办人员{n}人"),
        ("邀请业务骨干讲解{x}方面的要求", "讲解{m}场，参加{n}人次"),
    ),
    "meeting": (
        ("召开{x}工作调度会，逐项听取进度", "召开调度会{m}次，议定事项{n}项"),
        ("组织有关单位交流{x}方面的做法", "交流{m}次，发言{n}人次"),
    ),
    "document": (
        ("制定{x}方面的工作流程", "流程已印发执行"),
        ("修订{x}方面的管理规定", "规定已修订印发"),
    ),
}


def extra_measure(
    draw: np.random.Generator, kind: str, about: str, taken: Collection[str]
) -> tuple[str, str]:
    """Return a measure of `kind` about a heading of the findings that is not among `taken`, and what comes of it."""
    choices = [pair for pair in EXTRA[kind] if pair[0].format(x=about) not in taken] or list(EXTRA[kind])
    text, result = choices[int(draw.integers(len(choices)))]
    found = result.format(n=int(draw.integers(9, 60)), m=int(draw.integers(2, 9)))
    return text.format(x=about), found


def describe(status: str, week: int, salt: int, *, month: int) -> str:
    """Return what is reported in `week` (0…) about a measure; `salt` tells measures apart."""
    if status in FIXED:
        return FIXED[status]
    if status == "long_term":
        stretch = week // 4
        return LONG[(salt + stretch) % len(LONG)].format(month=month, n=2 + (salt * 3 + stretch * 5) % 11)
    stretch = week // 3
    if stretch == 0:
        return BEGUN[salt % len(BEGUN)]
    return GOING_ON[(salt + stretch) % len(GOING_ON)].format(n=3 + salt % 7 + stretch * (2 + salt % 3))
