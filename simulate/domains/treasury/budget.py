"""The budgets of two years: what each unit may spend on what, and what the land may pay for."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulate.domains.reference.workdays import to_workday
from simulate.domains.treasury.desk import Row, mark
from simulate.timeline import QUARTERLY
from simulate.world import World

BUDGET = "audit.budget_lines"
YEARS = {2017: date(2017, 2, 13), 2018: date(2018, 2, 5)}
# what a payment out of land income is for → the line of the budget that allows for it
LAND_LINES = {
    "compensation": "征地和拆迁补偿支出",
    "infrastructure": "土地开发支出",
    "works": "土地开发支出",
    "business_support": "产业扶持专项支出",
    "refund": "退还土地保证金",
    "debt": "土地储备还本付息",
    "other": "土地出让业务支出",
}
LAND_WAN = {"征地和拆迁补偿支出": 9600, "土地开发支出": 7400, "产业扶持专项支出": 3000, "退还土地保证金": 600,
            "土地储备还本付息": 4200, "土地出让业务支出": 380}  # fmt: skip
UNIT_LINES = (
    ("2010101", "人员经费", "personnel", "general", 520, 0.35),
    ("2010102", "日常公用经费", "operating", "general", 64, 0.4),
    ("2010199", "业务专项经费", "project", "general", 130, 0.9),
    ("2010199", "上级专项转移支付", "project", "transfer", 210, 1.0),
)
REPAYMENT_LINE = "归还代管资金"


def build_budget(world: World) -> list[Row]:
    """Return the lines of both budgets at each delivery; that of 2018 leaves nothing for entrusted funds."""
    draw = world.stream(BUDGET)
    rows: list[Row] = []
    for year, approved in YEARS.items():
        for unit in world.places.offices:
            for code, line, category, source, wan, spread in UNIT_LINES:
                amount = float(np.round(wan * np.exp(draw.normal(0, spread)) * 10)) * 1000
                rows += _versions(world, draw, year, approved, (unit, code, line, category, source, amount))
        finance = world.places.department("财政局")
        for number, (line, wan) in enumerate(LAND_WAN.items(), 1):
            about = (finance, f"21208{number:02d}", line, "land", "government_fund", wan * 10_000.0)
            rows += _versions(world, draw, year, approved, about)
        repayment = (finance, "2290199", REPAYMENT_LINE, "entrusted_repayment", "general", 0.0)
        carried = (finance, "2120899", "上年结转土地项目支出", "land", "carry_over", 18_600_000.0)
        rows += _versions(world, draw, year, approved, repayment, "财力扣除工资和民生后未安排，列入以后年度")
        rows += _versions(world, draw, year, approved, carried)
    return rows


def _versions(
    world: World,
    draw: np.random.Generator,
    year: int,
    approved: date,
    about: tuple[str, str, str, str, str, float],
    note: str | None = None,
) -> list[Row]:
    """Return a line as it stands on each day of delivery: more and more of it is spent."""
    unit, code, line, category, source, amount = about
    pace = float(draw.uniform(0.85, 1.02))
    rows: list[Row] = []
    for number, day in enumerate(QUARTERLY):
        until = day.replace(day=1)
        share = min(1.0, (until - date(year, 1, 1)).days / 365 * pace)
        rows.append(
            {
                "_key": f"{mark(world)}-{year}-{unit}-{line}",
                "_from": day,
                "_to": QUARTERLY[number + 1] if number + 1 < len(QUARTERLY) else None,
                "year": year,
                "unit": unit,
                "line_code": code,
                "line": line,
                "category": category,
                "fund_source": source,
                "amount_cny": amount,
                "adjusted_cny": amount,
                "adjusted_on": None,
                "spent_cny": round(amount * share, 2),
                "spent_until_on": min(until, date(year, 12, 31)),
                "approved_on": approved,
                "approval_no": f"{world.places.site}财预〔{year}〕2号",
                "disclosed_on": to_workday(date(year, approved.month, 26)),
                "note": note,
            }
        )
    return rows
