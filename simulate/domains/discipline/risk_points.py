"""Risk points in three domains, and those that nobody looked at again after a case (D06.2)."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulate.domains.expenses.desk import Desk, Row, frame_of, kinds
from simulate.world import World

RISKS, CASES = "discipline.risk_points", "discipline.cases"
FOUND_ON, LAST_DAY = date(2017, 11, 20), date(2018, 8, 31)
REVIEW_DAYS = 60
TOUCHES = {"poverty": "poverty", "rural_harm": "disclosure", "finance": "tendering"}
MOST = 8
POINTS = {
    "poverty": (
        "扶贫对象识别优亲厚友",
        "评议走过场，亲属未回避",
        "村民代表评议全程录音，名单张榜七天",
        "扶贫专干",
    ),
    "disclosure": (
        "公开内容与账目不符",
        "只公开收支总数，明细不上墙",
        "街道每月28日后核对公开照片与账簿",
        "报账员",
    ),
    "tendering": ("拆分工程规避比选", "同一条路分段发包", "五万元以上工程由街道统一比选", "村级工程管理员"),
}
LEVELS = ("high", "medium", "low", "medium")


def make_risk_points(world: World, ledger: pl.DataFrame) -> pl.DataFrame:
    """Return a point per village and domain; those that a case touched were reviewed within two months of it."""
    touched = _last_cases(ledger)
    officials = world.officials["person_name"]
    rows: list[Row] = []
    for place, village in enumerate(world.places.villages.iter_rows(named=True)):
        for domain, (point, shows, control, post) in POINTS.items():
            number = len(rows) + 1
            case = touched.get((village["name"], domain))
            level = LEVELS[(place + number) % 4]
            periodic = date(2018, 5, 14) + timedelta(days=place % 12)
            after = case["opened_on"] + timedelta(days=20 + number % 30) if case else periodic
            is_recent = case is not None and after > LAST_DAY
            rows.append(
                {
                    "_key": f"risk-{number:03d}",
                    "point_no": f"FX-{world.block:02d}-{number:03d}",
                    "domain": domain,
                    "unit": village["name"],
                    "post": post,
                    "risk_point": point,
                    "manifestation": shows,
                    "likelihood": LEVELS[(place + 1) % 4],
                    "impact": "high" if level == "high" else "medium",
                    "risk_level": level,
                    "control": control,
                    "is_control_in_place": number % 7 != 0,
                    "owner": officials[165 + place % 60],
                    "leader": officials[8 + place % 40],
                    "identified_on": FOUND_ON + timedelta(days=place % 9),
                    "reviewed_on": periodic if is_recent else after,
                    "review_reason": "after_case" if case and not is_recent else "periodic",
                    "case_no": case["case_no"] if case and not is_recent else None,
                }
            )
    return frame_of(rows, note=pl.String)


def inject_d06_2_not_reviewed(desk: Desk) -> None:
    """A case, and two months later nobody has looked at its risk again; look-alikes have a case of another kind."""
    touched = _last_cases(desk.tables[CASES])
    old = {
        key: row for key, row in touched.items() if row["opened_on"] + timedelta(days=REVIEW_DAYS) < LAST_DAY
    }
    points = {(row["unit"], row["domain"]): row for row in desk.rows(RISKS)}
    other = set(desk.tables[CASES].filter(pl.col("opened_on") > FOUND_ON)["unit"])
    unrelated = [points[key]["_key"] for key in points if key[0] in other and key not in touched]
    related = [points[key]["_key"] for key in old if key in points]
    real, innocent = desk.take("risk point", related, MOST, unrelated)
    by_key = {row["_key"]: row for row in points.values()}
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = by_key[key]
        case = touched.get((row["unit"], row["domain"]))
        if kind == "innocent" or case is None:
            case = desk.rows(CASES, pl.col("unit") == row["unit"], pl.col("opened_on") > FOUND_ON)[0]
        late = number % 2 == 1 and kind == "real" and case["opened_on"] < date(2018, 5, 20)
        reviewed = case["opened_on"] + timedelta(days=85) if late else date(2017, 12, 20)
        reason = "after_case" if late else "periodic"
        changes.append({"_key": key, "reviewed_on": reviewed, "review_reason": reason, "case_no": None})
        keys = [(RISKS, key), (CASES, case["_key"])]
        words = "案件发生60日后仍未复评" if kind == "real" else "案件与该风险领域无关"
        subject = ("risk_point", row["point_no"])
        desk.record("D06.2", "discipline", subject, kind, keys, words)
    desk.change(RISKS, changes)


def _last_cases(ledger: pl.DataFrame) -> dict[tuple[str, str], Row]:
    """Return the latest case per unit and domain since the points were found."""
    recent = ledger.filter(
        pl.col("opened_on") > FOUND_ON + timedelta(days=9), pl.col("field").is_in(list(TOUCHES))
    )
    rows = recent.sort("opened_on", "_key").to_dicts()
    return {(row["unit"], TOUCHES[row["field"]]): row for row in rows}
