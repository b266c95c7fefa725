"""The audits of the villages' accounts and what they found (A01.8); other packages' audits are taken in."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.village.books import Books, build_books
from simulate.domains.village.desk import Desk, Row, frame_of, office_day
from simulate.domains.village.items import PLACES, THINGS
from simulate.tables import Table
from simulate.timeline import MONTHLY, QUARTERLY
from simulate.world import World

ENGAGEMENTS, FINDINGS = "audit.audit_engagements", "audit.audit_findings"
FIRMS = ("云川明衡会计师事务所", "云川信正会计师事务所", "云川永审会计师事务所")
PERIOD, YEARS = "2013年1月-2017年12月", (2013, 2014, 2015, 2016, 2017)
FIRST_DAY = date(2018, 3, 1)
PER_MILLION, MOST = 4.5, 3  # findings by million yuan audited; cases of each kind
KINDS = {
    "white_slip": (0.3, "以白条列支{year}年{place}{thing}款"),
    "disorder": (0.15, "{year}年往来款长期挂账，{place}资产未登记"),
    "unapproved": (0.14, "{year}年{place}支出无民主理财小组签章"),
    "not_disclosed": (0.12, "{year}年有{number}个月财务未逐笔公开"),
    "income_not_booked": (0.1, "{place}{year}年发包收入未及时入账"),
    "over_standard": (0.06, "{year}年接待、慰问支出超标准"),
    "false_expense": (0.04, "{year}年重复列支{place}用工款"),
    "no_tender": (0.05, "{year}年{place}改造工程未履行招标程序"),
    "misuse": (0.02, "{year}年挤占{place}专项资金用于日常开支"),
    "other": (0.02, "{year}年合同档案不全，缺{place}发包合同"),
}
HANDLING = (
    "补办手续，不合规部分收回",
    "限期整改并公开",
    "完善票据，责任人作出说明",
    "收回资金，上交村集体账户",
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return audits and findings; a village's rows stand in the lists once its report is out."""
    books = world.once(build_books)
    audits = _audit(world, books)
    empty = inject_a01_8_no_finding_at_all(Desk(world, cases, "A01.8"), audits, books)
    findings = [
        finding
        for audit in audits.values()
        if audit["unit"] not in empty
        for finding in _find(world, audit, books)
    ]
    for audit in audits.values():
        own = [finding for finding in findings if finding["engagement_no"] == audit["engagement_no"]]
        audit["finding_count"] = len(own)
        audit["found_cny"] = round(sum(finding["amount_cny"] or 0.0 for finding in own), 2)
    office = world.places.department("审计局")
    return [
        Table(ENGAGEMENTS, _with_added(world, ENGAGEMENTS, list(audits.values())), office, days=MONTHLY),
        Table(FINDINGS, _with_added(world, FINDINGS, findings), office, days=QUARTERLY),
    ]


def inject_a01_8_no_finding_at_all(desk: Desk, audits: dict[str, Row], books: Books) -> set[str]:
    """Return villages without findings: audited in two days with no papers, or thoroughly and really clean."""
    flagged = {
        case.subject_id.split("/")[0] for case in desk.cases.found if case.indicator_id.startswith("A01")
    }
    clean = [crew.village for crew in books.crews if crew.village not in flagged]
    villages = pl.Series([crew.village for crew in books.crews])
    real = desk.world.pick(desk.draw, "audited village", villages, min(desk.cases.count(desk.draw), MOST))
    wanted = [*clean, *(crew.village for crew in books.crews[::-1])]
    innocent = desk.world.pick(desk.draw, "audited village", pl.Series(wanted[: MOST * 3]), len(real))
    for village in real:
        row = audits[village]
        row |= {
            "ended_on": row["started_on"] + timedelta(days=1),
            "working_papers_no": None,
            "conclusion": "未发现问题",
        }
        desk.add(
            ("village", village),
            "real",
            [(ENGAGEMENTS, row["_key"])],
            "现场仅两天，无底稿，一个问题也没有查出",
        )
    for village in innocent:
        row = audits[village]
        row |= {"conclusion": "收支真实，手续齐全", "note": "已复核工作底稿，确无问题"}
        desk.add(
            ("village", village), "innocent", [(ENGAGEMENTS, row["_key"])], "现场两周，底稿完整，复核无问题"
        )
    return {*real, *innocent}


def _audit(world: World, books: Books) -> dict[str, Row]:
    """Return the audits of all 38 village-level units, with their reports; communities had a special one."""
    draw = world.stream(ENGAGEMENTS)
    names = world.persons.filter(kind="ordinary")["person_name"].unique(maintain_order=True).to_list()
    rows: dict[str, Row] = {}
    for number, place in enumerate(world.places.villages.iter_rows(named=True), 1):
        start = office_day(FIRST_DAY + timedelta(days=2 * number))
        end = office_day(start + timedelta(days=int(draw.integers(10, 16))))
        reported = office_day(end + timedelta(days=int(draw.integers(8, 20))))
        key = f"SJ-2018-{world.block:02d}{number:03d}"
        spend = float(np.round(np.exp(draw.normal(14.55, 0.35)), 2))
        firm = FIRMS[number % len(FIRMS)]
        rows[place["name"]] = {
            "_key": key,
            "engagement_no": key,
            "unit": place["name"],
            "kind": "special" if place["is_community"] else "village_finance",
            "subject": "村级财务收支、债权债务及资产管理",
            "firm": firm,
            "lead_auditor": names[5 + number % 9],
            "period_from": PERIOD,
            "started_on": start,
            "ended_on": end,
            "reported_on": reported,
            "report_no": f"{firm[2:4]}审字〔2018〕{world.block * 100 + number}号",
            "working_papers_no": f"DG-{key[3:]}",
            "audited_spend_cny": spend,
            "self_declared_cny": None,
            "found_cny": 0.0,
            "finding_count": 0,
            "conclusion": "收支基本真实，手续和票据不规范",
            "status": "reported",
            "note": None,
            "_from": reported,
        }
    return rows


def _find(world: World, audit: Row, books: Books) -> list[Row]:
    """Return the findings of one audit, at least two, more where more was spent."""
    draw = world.stream(FINDINGS, audit["unit"])
    count = max(2, int(draw.poisson(audit["audited_spend_cny"] / 1e6 * PER_MILLION)))
    kinds = draw.choice(list(KINDS), count, p=[share for share, _ in KINDS.values()])
    crews = {crew.village: crew for crew in books.crews}
    crew = crews.get(audit["unit"])
    slips = [
        row for row in books.rows
        if row["village"] == audit["unit"] and row["receipt_kind"] == "white_slip" and row["booked_on"].year == 2017
    ]  # fmt: skip
    rows = []
    for number, kind in enumerate(map(str, kinds), 1):
        year = int(draw.choice(YEARS))
        slip = slips.pop() if kind == "white_slip" and slips else None
        amount = float(np.round(np.exp(draw.normal(8.6, 1.0)), 2))
        words = {
            "place": PLACES[int(draw.integers(len(PLACES)))],
            "thing": THINGS[int(draw.integers(len(THINGS)))],
        }
        has_money = kind not in ("not_disclosed", "disorder", "other")
        required = round(amount * 0.6, 2) if has_money and float(draw.random()) < 0.4 else None
        done = float(draw.random()) < 0.7
        rows.append(
            {
                "_key": f"{audit['engagement_no']}-{number:02d}",
                "finding_no": f"{audit['engagement_no']}-{number:02d}",
                "engagement_no": audit["engagement_no"],
                "unit": audit["unit"],
                "year": 2017 if slip else year,
                "kind": kind,
                "problem": f"以白条列支2017年“{slip['summary']}”" if slip
                else KINDS[kind][1].format(year=year, number=int(draw.integers(2, 9)), **words),
                "voucher_no": books.numbers[slip["_key"]] if slip else None,
                "voucher_on": slip["booked_on"] if slip else None,
                "amount_cny": (slip["amount_cny"] if slip else amount) if has_money else None,
                "person_name": crew.name("accountant") if crew else None,
                "severity": str(draw.choice(["minor", "moderate", "serious"], p=[0.6, 0.32, 0.08])),
                "is_repeat": float(draw.random()) < 0.12,
                "handling": HANDLING[int(draw.integers(len(HANDLING)))],
                "due_on": "2018年6月30日",
                "required_cny": None if slip else required,
                "recovered_cny": required if required and done and not slip else None,
                "recovered_on": date(2018, 6, 12) if required and done and not slip else None,
                "status": "rectified" if done else "in_progress",
                "note": None,
                "_from": audit["_from"],
            }
        )  # fmt: skip
    return rows


def _with_added(world: World, dataset: str, rows: list[Row]) -> pl.DataFrame:
    """Return `rows` and those that other packages have added to the list."""
    return frame_of([*rows, *world.registers.get(dataset, [])])
