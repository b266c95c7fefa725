"""The yearly assessment of offices: a hundred points for party building in 2017, two hundred in 2018 (P04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.desk import Desk, Rows, both, make_frame, run
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

SCORES = "party.assessment_scores"
SCORED_ON = {2017: date(2018, 1, 19), 2018: date(2018, 7, 13)}
PARTY_WEIGHT = {2017: 100, 2018: 200}  # of a thousand points
NOTE = "底线指标，达标即得满分"
SCHEME = (
    ("党的建设", "组织生活制度落实", 25),
    ("党的建设", "基层组织建设", 20),
    ("党的建设", "理论学习", 15),
    ("党的建设", "党风廉政建设", 20),
    ("党的建设", "意识形态工作", 10),
    ("党的建设", "党务公开", 10),
    ("经济发展", "一般公共预算收入", 120),
    ("经济发展", "固定资产投资", 100),
    ("经济发展", "招商引资到位资金", 110),
    ("经济发展", "规模以上工业增加值", 90),
    ("民生保障", "脱贫攻坚", 80),
    ("民生保障", "城乡低保规范管理", 50),
    ("民生保障", "教育均衡发展", 50),
    ("民生保障", "公共卫生服务", 40),
    ("社会治理", "信访化解", 50),
    ("社会治理", "环境保护", 60),
    ("社会治理", "依法行政", 40),
    ("社会治理", "应急值守", 30),
    ("工作效能", "督查事项办结", 40),
    ("工作效能", "公文处理", 20),
    ("工作效能", "统计数据质量", 20),
)  # group, indicator, points in 2017; the other groups give up in 2018 what party building gains


def make(world: World, cases: Cases) -> list[Table]:
    """Return the scores of 2017 and of the first half of 2018."""
    rows = _build(world)
    run(world, cases, rows, INJECTIONS)
    office = world.places.department("党群工作部")
    frame = make_frame(rows.values()).sort("year", "unit", maintain_order=True)
    return [Table(SCORES, frame, office, QUARTERLY)]


def find_points(year: int) -> list[float]:
    """Return the points of every indicator of the scheme; they add up to a thousand."""
    party = PARTY_WEIGHT[year]
    return [
        points * (party / PARTY_WEIGHT[2017] if group == SCHEME[0][0] else (1000 - party) / 900)
        for group, _, points in SCHEME
    ]


def _build(world: World) -> Rows:
    draw = world.stream(SCORES)
    units = world.places.offices
    rows: Rows = {}
    strength = dict(zip(units, draw.normal(0, 0.03, len(units)), strict=True))
    for year, scored_on in SCORED_ON.items():
        for unit in units:
            for number, ((group, indicator, _), points) in enumerate(
                zip(SCHEME, find_points(year), strict=True), 1
            ):
                share = float(np.clip(draw.normal(0.89 + strength[unit], 0.05), 0.55, 1))
                key = f"score-{year}-{number:02d}-{unit}"
                full = round(points, 2)
                rows[key] = {
                    "_key": key,
                    "year": year,
                    "unit": unit,
                    "category": group,
                    "indicator_no": f"KH-{number:02d}",
                    "indicator": indicator,
                    "max_score": full,
                    "score": round(full * share, 2),
                    "deduction_reason": "按评分细则扣分" if share < 0.8 else None,
                    "evidence_no": f"KH{year}-{number:02d}-{1 + len(rows) % 25:02d}",
                    "scored_by": "党群工作部" if group == SCHEME[0][0] else "党政办公室",
                    "scored_on": scored_on,
                    "is_overridden": False,
                    "score_before": None,
                    "note": None,
                    "_on": scored_on,
                }
    return rows


def inject_p04_2_ceiling(desk: Desk[Rows]) -> None:
    """Nearly everybody gets nearly everything; the look-alike only asks for the least, and says so."""
    indicators = list(dict.fromkeys(f"{row['year']}/{row['indicator_no']}" for row in desk.book.values()))
    for name, is_real in both(*desk.take("assessed indicator", indicators, most=8)):
        year, number = name.split("/")
        own = [row for row in desk.book.values() if (row["year"], row["indicator_no"]) == (int(year), number)]
        for place, row in enumerate(own):
            if place % 9:
                row["score"] = round(row["max_score"] * float(desk.draw.uniform(0.96, 1)), 2)
                row["deduction_reason"] = None
            row["note"] = None if is_real else NOTE
        rows = [(SCORES, row["_key"]) for row in own]
        reason = "九成单位得分在95%以上，拉不开差距" if is_real else NOTE
        desk.add("P04.2", ("indicator", name), rows, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Rows]], None], ...] = (inject_p04_2_ceiling,)
