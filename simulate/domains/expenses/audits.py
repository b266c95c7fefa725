"""The audit of five years' expenses: a row per office, its findings, and what the offices had declared (A07.3)."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulate.cases import Cases
from simulate.domains.expenses.desk import FEW, Desk, Row, kinds
from simulate.world import World

ENGAGEMENTS, FINDINGS = "audit.audit_engagements", "audit.audit_findings"
AUDITED = range(2013, 2018)
FIRM = "云川明衡会计师事务所"
PROBLEMS = (
    ("over_standard", "公务接待人均餐费超过标准"),
    ("over_standard", "会议综合定额超过标准"),
    ("unapproved", "接待清单没有附来访公函"),
    ("over_budget", "差旅费支出超过年初预算"),
    ("over_standard", "培训费中列支与培训无关的费用"),
    ("unapproved", "公务用车维修没有事前审批"),
)


def audit_offices(world: World, cases: Cases, claims: pl.DataFrame) -> tuple[list[Row], list[Row]]:
    """Return the engagements and their findings, with the cases of A07.3."""
    draw = world.stream("expense_audit")
    spent = dict(
        claims.filter(pl.col("year").is_in(list(AUDITED)))
        .group_by("unit")
        .agg(pl.col("amount_cny").sum())
        .iter_rows()
    )
    merged = dict(claims.select("unit", "audit_note").unique().drop_nulls().iter_rows())
    engagements: list[Row] = []
    findings: list[Row] = []
    for number, unit in enumerate(world.places.offices):
        engagement_no = f"JF-2018-{world.block:02d}{number + 1:03d}"
        reported = date(2018, 6, 4) + timedelta(days=number % 12)
        own = _find(world, unit, engagement_no, number, int(draw.integers(2, 5)))
        for row in own:
            row["_from"] = reported
            row["amount_cny"] = round(float(draw.lognormal(8.0, 0.7)) / 10) * 10
            row["required_cny"] = round(row["amount_cny"] * 0.6)
            row["recovered_cny"] = row["required_cny"] if draw.random() < 0.7 else 0
            row["recovered_on"] = date(2018, 7, 9) if row["recovered_cny"] else None
            row["status"] = "rectified" if row["recovered_cny"] else "in_progress"
        found = sum(row["amount_cny"] for row in own)
        findings += own
        engagements.append(
            {
                "_key": f"expense-{number:02d}",
                "engagement_no": engagement_no,
                "unit": unit,
                "kind": "expense_check",
                "subject": "2013年至2017年公务接待、会议、培训、差旅和公务用车费用",
                "firm": FIRM,
                "lead_auditor": world.officials["person_name"][160 + number % 20],
                "period_from": "2013年1月-2017年12月",
                "started_on": date(2018, 5, 3) + timedelta(days=number // 4),
                "ended_on": date(2018, 5, 24) + timedelta(days=number // 4),
                "reported_on": reported,
                "report_no": f"云衡专字〔2018〕{100 + number}号",
                "working_papers_no": f"DG-JF-2018-{number + 1:03d}",
                "audited_spend_cny": spent.get(unit, 0),
                "self_declared_cny": round(found * float(draw.uniform(0.62, 1.2))),
                "found_cny": found,
                "finding_count": len(own),
                "conclusion": "支出基本合规，部分费用超过标准或者手续不全",
                "status": "reported",
                "note": merged.get(unit),
                "_from": reported,
            }
        )
    _inject_a07_3(Desk(world, cases, {}, world.stream("inject_a07_3_self_check")), engagements)
    return engagements, findings


def _find(world: World, unit: str, engagement_no: str, number: int, count: int) -> list[Row]:
    rows: list[Row] = []
    for at in range(count):
        kind, problem = PROBLEMS[(number + at) % len(PROBLEMS)]
        year = AUDITED[(number + 2 * at) % len(AUDITED)]
        rows.append(
            {
                "_key": f"{engagement_no}-{at + 1}",
                "finding_no": f"{engagement_no}-{at + 1:02d}",
                "engagement_no": engagement_no,
                "unit": unit,
                "year": year,
                "kind": kind,
                "problem": f"{year}年{problem}",
                "severity": ("minor", "minor", "moderate")[(number + at) % 3],
                "is_repeat": False,
                "handling": "超标准部分退回，规范审批手续",
                "due_on": "2018年7月31日",
            }
        )
    return rows


def _inject_a07_3(desk: Desk, engagements: list[Row]) -> None:
    """The audit finds more than twice what was declared; the look-alike counts by another definition."""
    by_unit = {row["unit"]: row for row in engagements if row["note"] is None}
    real, innocent = desk.take("office:A07.3", by_unit, 2 * FEW)
    for kind, number, unit in kinds(real, innocent):
        row = by_unit[unit]
        row["self_declared_cny"] = round(row["found_cny"] / (2.4 + 0.3 * number))
        keys = [(ENGAGEMENTS, row["_key"])]
        reason = f"自查申报{row['self_declared_cny']}元，审计发现{row['found_cny']}元"
        if kind == "innocent":
            row["note"] = "自查按支付时间统计，审计按业务发生时间统计，口径不同"
            reason = "自查与审计口径不同，已逐笔核对一致"
        amount = row["found_cny"] - row["self_declared_cny"] if kind == "real" else 0
        desk.record("A07.3", "audit", ("organisation", unit), kind, keys, reason, amount)
