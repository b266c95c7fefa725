"""Measure words, units and the set phrases whose number counts nothing (八项规定, 三会一课)."""

import re

MONEY_UNITS = ("元", "圆")
_WORDS = """
平方公里 平方千米 立方米 平方米 个百分点 个工作日 工作日 公里 千米 公斤 千克 批次 人次 户次 场次 件次 家次 条次
课时 学时 小时 分钟 个月 街道 乡镇 社区 部门 单位 科室 支部 欧元 美元 港元 公顷
个 项 名 件 起 次 户 条 分 人 批 道 家 村 镇 处 所 座 间 台 辆 套 部 份 篇 册 本 张 幅 页 字 场 期 届 轮 类 种 层 位
对 组 支 队 桩 笔 宗 例 亩 吨 米 厘米 岁 天 年 周 倍 只 头 棵 株 盏 块 口 眼 艘 居 袋 盒 瓶 箱 根 副 枚 卷 顷 元 圆
kg km m2 m3 m t %
"""
# Only where a whole cell is one number: within a sentence 度, 克 and 两 are mostly parts of other words.
_CELL_WORDS = """
周岁 斤 克 毫克 两 毫米 公分 千瓦 千瓦时 度 摄氏度 °C °c cm mm g 日元 英镑 港币 台币 澳元 韩元 法郎 卢布
"""


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(set(words.split()), key=lambda word: (-len(word), word)))


UNITS = _longest_first(_WORDS)
CELL_UNITS = _longest_first(_WORDS + _CELL_WORDS)
UNIT = "(?:" + "|".join(map(re.escape, UNITS)) + ")"

# Only what is printed in Chinese digits can be a set phrase; "3个意识" is counted.
SET_PHRASES = re.compile(
    r"八项规定|六项纪律|五项要求|三项机制|四种形态|四套班子|[三四五]位一体|三个区分|五个一|两个一百年|两个百年|一个中心"
    r"|[一二三四五六七八九十两]+个(?:意识|自信|维护|责任|全面|代表|确立|坚决|务必|必须|作用|全覆盖|服从|革命|坚持|善于|统筹|振兴|走在前)"
    r"|三会一课|三重一大|一案双[究查]|一岗双责|两学一做|三严三实|[一二三四五六七八九十]+届|[一二三四五六七八九十]+大(?!队)"
)
