"""What can be wrong with the comparison of rolls and registers (H03), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.household.desk import ROLL, Row
from simulate.domains.household.matching_desk import HITS, MatchingDesk, enter
from simulate.domains.household.poverty import HOUSEHOLDS, add_home
from simulate.domains.household.poverty_desk import MONITORING
from simulate.domains.household.welfare import build_welfare
from simulate.timeline import POVERTY_LINE

CATEGORIES = ("vehicle", "house", "business", "fiscal_staff")
VILLAGES, LEAST_HITS = 6, 5
ON_THE_ROLL = pl.col("status").is_in(["registered", "lifted"])


def inject_h03_1_ineligible(desk: MatchingDesk) -> None:
    """Somebody on a roll has a car, a flat, a firm or a post; the look-alike's is sold, given, nominal or another's."""
    for kind in ("real", "innocent"):
        for number in range(desk.cases.count(desk.draw)):
            category = CATEGORIES[number % len(CATEGORIES)]
            subject, person, row = _someone(desk, on_welfare=number % 3 == 2)
            key = f"h03-1-{kind}-{number}"
            is_namesake = kind == "innocent" and number % 5 == 4
            owner = _namesake(desk, person) if is_namesake else person
            entry = enter(desk.world, category, key, owner, is_real=kind == "real" or is_namesake)
            reason = (
                "在册期间登记有名下财产或任职"
                if kind == "real"
                else "已过户、安置房、挂名社员、公益岗位或同名"
            )
            desk.add("H03.1", ("household", subject), kind, [entry, row], reason)


def inject_h03_4_village_clears_all(desk: MatchingDesk) -> None:
    """A village clears every hit, each in its own words; the look-alike's come from one bad source."""
    many = desk.hits.hits.group_by("village_no", "village").agg(pl.len()).filter(pl.col("len") >= LEAST_HITS)
    villages = many.sort("village_no").select("village_no", "village").rows()
    order = desk.draw.permutation(len(villages))
    counts = [min(desk.cases.count(desk.draw), VILLAGES) for _ in range(2)]
    for number, position in enumerate(order[: sum(counts)]):
        is_real = number < counts[0]
        village_no, name = villages[position]
        own = desk.hits.hits.filter(pl.col("village_no") == village_no)
        reason = "本人称情况不属实" if is_real else "不动产旧档案误登，来源单位已函复更正"
        changes: list[Row] = []
        for hit in own.iter_rows(named=True):
            source = hit["source"] if is_real else "市不动产登记中心旧档案"
            category = hit["category"] if is_real else "house"
            row = {"_key": hit["_key"], "verdict": "cleared", "reason": reason, "source": source}
            changes.append(row | {"category": category, "effective_month": None})
        desk.hits.change(changes)
        desk.hits.fixed.add(village_no)
        rows = [(HITS, key) for key in own["_key"]]
        told = "比中的疑点全部排除" if is_real else "同一批错误数据，全部排除属实"
        desk.add("H03.4", ("village", name), "real" if is_real else "innocent", rows, told)


def inject_h03_2_not_verified(desk: MatchingDesk) -> None:
    """Still pending after months; the look-alike came up last week or waits for another office's answer."""
    real, innocent = _take_hits(desk, pl.col("verdict") == "confirmed")
    changes: list[Row] = []
    for number, key in enumerate([*real, *innocent]):
        is_real = number < len(real)
        is_recent = not is_real and number % 2 == 0
        hit_on = date(2018, 8, 24) if is_recent else date(2018, 5, 14)
        note = None if is_real else "比对当周" if is_recent else "已函询车管所，等待回函"
        row: Row = {
            "_key": key,
            "verdict": "pending",
            "verified_on": None,
            "verifier": None,
            "evidence_no": None,
        }
        row |= {"hit_on": hit_on, "first_hit_on": hit_on, "_from": hit_on, "note": note, "reason": None}
        changes.append(row | {"snapshot_on": hit_on - timedelta(days=30)})
        desk.add("H03.2", ("hit", key), _kind(is_real), [(HITS, key)], note or "超过十个工作日没有核查")
    desk.hits.change(changes)


def inject_h03_3_cleared_without_evidence(desk: MatchingDesk) -> None:
    """Cleared without a paper; the look-alike names the visit at which it was cleared."""
    real, innocent = _take_hits(desk, pl.col("verdict") == "cleared")
    changes: list[Row] = []
    for number, key in enumerate([*real, *innocent]):
        is_real = number < len(real)
        note = None if is_real else "当日入户走访，两名工作人员签字"
        changes.append({"_key": key, "evidence_no": None, "note": note})
        desk.add("H03.3", ("hit", key), _kind(is_real), [(HITS, key)], note or "排除而没有佐证")
    desk.hits.change(changes)


def inject_h03_5_removed_and_back(desk: MatchingDesk) -> None:
    """Removed and entered again within a year; the look-alike fell ill, or came back after years."""
    real = desk.pick(desk.poverty.where(pl.col("status") == "lifted"), desk.cases.count(desk.draw))
    innocent = desk.pick(desk.poverty.where(pl.col("status") == "registered"), desk.cases.count(desk.draw))
    for number, home in enumerate([*real, *innocent]):
        is_real = number < len(real)
        is_late = not is_real and number % 2 == 0
        out = date(2015, 9, 4) if is_late else date(2017, 9, 4)
        back = out + timedelta(days=int(desk.draw.integers(60, 300)) + 700 * is_late)
        desk.poverty.change(
            [
                {
                    "_key": home["_key"],
                    "status": "removed",
                    "status_on": out,
                    "registered_on": date(2014, 6, 10),
                }
            ]
        )
        note = None if is_real else "间隔一年以上重新识别" if is_late else "户主重病，经核实返贫"
        status = "relapsed" if not is_real and not is_late else "registered"
        again = add_home(desk.poverty, home, registered_on=back, status=status, status_on=back, note=note)
        rows = [(HOUSEHOLDS, f"{home['_key']}-0"), (HOUSEHOLDS, f"{again}-0")]
        reason = note or "清退后一年内重新进入"
        desk.add("H03.5", ("household", home["_key"]), _kind(is_real), rows, reason)


def inject_h03_6_wrongly_removed(desk: MatchingDesk) -> None:
    """Removed although the income stays below the line; the look-alike's low income is an old estimate."""
    real, innocent = desk.take(desk.poverty.where(pl.col("status") == "registered"))
    out = date(2018, 5, 20)
    desk.poverty.change(
        [{"_key": home["_key"], "status": "removed", "status_on": out} for home in (*real, *innocent)]
    )
    changes: list[Row] = []
    for number, home in enumerate([*real, *innocent]):
        quarters = desk.monitoring.of(home["_key"])
        last = quarters[-1]
        rows = [(HOUSEHOLDS, f"{home['_key']}-0"), (MONITORING, last["_key"])]
        if number >= len(real):
            earlier = quarters[-2]
            rows.insert(1, (MONITORING, earlier["_key"]))
            for quarter, note, share in ((earlier, "按上年数估算", 0.9), (last, "本期逐项核实", 1.4)):
                income = round(POVERTY_LINE * share * float(desk.draw.uniform(0.95, 1.05)), 1)
                changes.append({"_key": quarter["_key"], "per_capita_income_cny": income, "note": note})
        reason = "清退户监测收入低于贫困线" if number < len(real) else "低收入为旧的估算，最新核实高于贫困线"
        desk.add("H03.6", ("household", home["_key"]), _kind(number < len(real)), rows, reason)
    desk.monitoring.change(changes)


def inject_h03_7_stale_snapshot(desk: MatchingDesk) -> None:
    """Compared with data of last year; the look-alike's are just not too old."""
    real, innocent = _take_hits(desk, pl.col("verdict") != "pending")
    changes: list[Row] = []
    for number, key in enumerate([*real, *innocent]):
        is_real = number < len(real)
        age = int(desk.draw.integers(120, 400) if is_real else desk.draw.integers(80, 90))
        changes.append({"_key": key, "snapshot_on": desk.hits.row(key)["hit_on"] - timedelta(days=age)})
        reason = f"比对所用数据已过{age}天"
        desk.add("H03.7", ("hit", key), _kind(is_real), [(HITS, key)], reason)
    desk.hits.change(changes)


INJECTIONS: tuple[Callable[[MatchingDesk], None], ...] = (
    inject_h03_4_village_clears_all,
    inject_h03_1_ineligible,
    inject_h03_2_not_verified,
    inject_h03_3_cleared_without_evidence,
    inject_h03_5_removed_and_back,
    inject_h03_6_wrongly_removed,
    inject_h03_7_stale_snapshot,
)


def _kind(is_real: bool) -> str:  # noqa: FBT001
    return "real" if is_real else "innocent"


def _take_hits(desk: MatchingDesk, condition: pl.Expr) -> tuple[list[str], list[str]]:
    """Return hits for real and for innocent cases, each taken for one case."""
    real = desk.world.pick(desk.draw, "hit", desk.hits.where(condition), desk.cases.count(desk.draw))
    return real, desk.world.pick(desk.draw, "hit", desk.hits.where(condition), desk.cases.count(desk.draw))


def _someone(desk: MatchingDesk, *, on_welfare: bool) -> tuple[str, int, Key]:
    """Return a household on a roll that no case has taken yet, its householder and the householder's row."""
    if on_welfare:
        book = desk.world.once(build_welfare)
        (number,) = desk.world.pick(desk.draw, "household", book.active(pl.col("kind") == "welfare"), 1)
        (person,) = book.heads().filter(pl.col("_key") == number)["person"]
        return number, person, (ROLL, f"{number}-0")
    (home,) = desk.pick(desk.poverty.where(ON_THE_ROLL, pl.col("kind") == "poor"), 1)
    return home["_key"], home["person"], (HOUSEHOLDS, f"{home['_key']}-0")


def _namesake(desk: MatchingDesk, person: int) -> int:
    """Give an ordinary person of another household, who holds no office, the name of `person`, and return him."""
    world = desk.world
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    name = world.persons["person_name"][person]
    plain = (pl.col("kind") == "ordinary") & (pl.col("position") == 1) & (pl.col("person_name") != name)
    others = world.persons.filter(plain, ~pl.col("person").is_in(busy))["person"]
    other = int(others[int(desk.draw.integers(len(others)))])
    world.rename(other, name)
    return other
