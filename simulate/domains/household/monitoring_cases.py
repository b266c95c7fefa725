"""What can be wrong with the files of poor households (H02), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.domains.household.desk import Row
from simulate.domains.household.poverty import HOUSEHOLDS, LOOKBACK_ON, MEASURES
from simulate.domains.household.poverty_desk import MONITORING, PovertyDesk
from simulate.tables import amend
from simulate.timeline import POVERTY_LINE

LIFTED = pl.col("status") == "lifted"
POOR = pl.col("status") == "registered"
LAST = 3
GROUP, CROWD = 6, 23


def inject_h02_1_no_measure(desk: PovertyDesk) -> None:
    """Lifted out of poverty with no measure at all; the look-alike works away from home."""
    real, innocent = desk.take(desk.poverty.where(LIFTED))
    gone = [home["_key"] for home in (*real, *innocent)]
    desk.poverty.measures = desk.poverty.measures.filter(~pl.col("home").is_in(gone))
    desk.poverty.change([{"_key": home["_key"], "note": "外出务工收入稳定脱贫"} for home in innocent])
    for kind, homes in (("real", real), ("innocent", innocent)):
        for home in homes:
            reason = "已脱贫而没有任何帮扶措施" if kind == "real" else "靠外出务工脱贫，无须措施"
            desk.add("H02.1", ("household", home["_key"]), kind, [(HOUSEHOLDS, f"{home['_key']}-0")], reason)


def inject_h02_2_identical_incomes(desk: PovertyDesk) -> None:
    """Six households of a village with one odd income; the look-alikes live on the same benefit alone."""
    villages = desk.draw.permutation(desk.world.places.villages["village"].to_numpy()).tolist()
    for kind in ("real", "innocent"):
        for _ in range(desk.cases.count(desk.draw)):
            homes: list[Row] = []
            while villages and len(homes) < GROUP:
                village = villages.pop()
                homes = desk.pick(desk.poverty.where(pl.col("village") == village, POOR), GROUP)
            if len(homes) < GROUP:
                return
            period = int(desk.draw.integers(0, LAST + 1))
            income = 2760.0 if kind == "innocent" else float(desk.draw.integers(230, 290) * 10 + 7.3)
            note = "仅有救助金收入" if kind == "innocent" else None
            keys = [f"{home['_key']}-Q{period + 1}" for home in homes]
            desk.monitoring.change(
                [{"_key": key, "per_capita_income_cny": income, "note": note} for key in keys]
            )
            subject = ("village_period", f"{homes[0]['name']}/Q{period + 1}")
            reason = "多户人均收入完全相同" if kind == "real" else "只有同一标准的救助金收入"
            desk.add("H02.2", subject, kind, [(MONITORING, key) for key in keys], reason)


def inject_h02_3_income_jump(desk: PovertyDesk) -> None:
    """Income doubles, or comes up just beyond the line; the look-alike had a compensation paid once."""
    real, innocent = desk.take(desk.poverty.where(POOR))
    changes = []
    for number, home in enumerate([*real, *innocent]):
        is_real = number < len(real)
        before, last = desk.monitoring.of(home["_key"])[-2:]
        jump = before["per_capita_income_cny"] * desk.draw.uniform(2.1, 2.9)
        near = POVERTY_LINE * desk.draw.uniform(1.002, 1.018)
        income = round(float(near if is_real and number % 2 else jump), 1)
        note = None if is_real else "含征地补偿一次性收入"
        changes.append({"_key": last["_key"], "per_capita_income_cny": income, "note": note})
        rows = [(MONITORING, before["_key"]), (MONITORING, last["_key"])]
        reason = note or ("收入刚过贫困线" if number % 2 else "一个季度收入翻番")
        desk.add("H02.3", ("household", home["_key"]), "real" if is_real else "innocent", rows, reason)
    desk.monitoring.change(changes)


def inject_h02_4_helper_overload(desk: PovertyDesk) -> None:
    """One helper sees 22 households in a day, or shows one photo twice; the look-alike is a day of joint visits."""
    helpers = desk.world.officials.filter(level="staff")["person_name"].unique(maintain_order=True).to_list()
    crowds = [
        (village, own)
        for village in desk.draw.permutation(desk.world.places.villages["village"].to_numpy())
        if len(own := desk.poverty.where(pl.col("village") == int(village)).head(CROWD)) == CROWD
    ]
    for kind in ("real", "innocent"):
        for number in range(desk.cases.count(desk.draw)):
            if kind == "real" and number % 2:
                _reuse_photo(desk)
            elif crowds and helpers:
                _crowd(desk, kind, helpers.pop(), crowds.pop()[1])


def _crowd(desk: PovertyDesk, kind: str, helper: str, homes: pl.Series) -> None:
    keys = [f"{home}-Q{LAST + 1}" for home in homes]
    day = date(2018, 5, 3) + timedelta(days=int(desk.draw.integers(0, 50)))
    note = None if kind == "real" else "集中走访活动，逐户留有照片"
    rows = desk.monitoring.rows.filter(pl.col("_key").is_in(keys))
    changes = [
        {"_key": row["_key"], "helper": helper, "visited_on": day, "note": row["note"] or note}
        for row in rows.iter_rows(named=True)
    ]
    desk.monitoring.change(changes)
    reason = "一人一天走访二十多户" if kind == "real" else "集中走访"
    evidence = [(MONITORING, key) for key in rows["_key"]]
    desk.add("H02.4", ("helper_day", f"{helper}/{day}"), kind, evidence, reason)


def _reuse_photo(desk: PovertyDesk) -> None:
    for home in desk.pick(desk.poverty.where(LIFTED), 1):
        (other,) = desk.pick(desk.poverty.where(LIFTED, pl.col("helper") != home["helper"]), 1)
        first, second = (desk.monitoring.of(key["_key"])[2] for key in (home, other))
        changes = [{"_key": second["_key"], "photo_digest": first["photo_digest"]}]
        desk.monitoring.change(changes)
        rows = [(MONITORING, first["_key"]), (MONITORING, second["_key"])]
        subject = ("helper_day", f"{second['helper']}/{second['visited_on']}")
        desk.add("H02.4", subject, "real", rows, "走访照片与另一户相同")


def inject_h02_5_monitoring_gap(desk: PovertyDesk) -> None:
    """Two quarters missed; the look-alike was registered in spring or has moved away."""
    real, innocent = desk.take(desk.poverty.where(POOR))
    for home in real:
        quarters = desk.monitoring.of(home["_key"])
        desk.monitoring.drop([row["_key"] for row in quarters[1:3]])
        rows = [(HOUSEHOLDS, f"{home['_key']}-0"), (MONITORING, quarters[0]["_key"])]
        desk.add("H02.5", ("household", home["_key"]), "real", rows, "缺两个监测期")
    new = [home["_key"] for home in innocent[::2]]
    desk.poverty.measures = desk.poverty.measures.filter(~pl.col("home").is_in(new))
    changes = []
    for number, home in enumerate(innocent):
        quarters = desk.monitoring.of(home["_key"])
        is_new = number % 2 == 0
        gone, kept = (quarters[:3], quarters[3]) if is_new else (quarters[1:], quarters[0])
        desk.monitoring.drop([row["_key"] for row in gone])
        on = date(2018, 3, 28) if is_new else home["registered_on"]
        note = "2018年3月新识别" if is_new else "2017年10月举家迁往外地"
        changes.append({"_key": home["_key"], "registered_on": on, "status_on": on, "note": note})
        rows = [(HOUSEHOLDS, f"{home['_key']}-0"), (MONITORING, kept["_key"])]
        desk.add("H02.5", ("household", home["_key"]), "innocent", rows, note)
    desk.poverty.change(changes)


def inject_h02_6_backfilled_file(desk: PovertyDesk) -> None:
    """Papers of earlier years made after the look-back began; the look-alike says that it was put right."""
    real, innocent = desk.take(desk.poverty.where(LIFTED))
    entries: list[Row] = []
    changes: list[Row] = []
    known = desk.poverty.measures["home"].to_list()
    for number, home in enumerate(real):
        on = LOOKBACK_ON + timedelta(days=int(desk.draw.integers(2, 20)))
        key = f"{home['_key']}-M1"
        if number % 2 and home["_key"] in known:
            entries.append({"_key": key, "recorded_on": on, "_from": on})
            rows = [(MEASURES, key)]
        else:
            quarter = desk.monitoring.of(home["_key"])[0]["_key"]
            changes.append({"_key": quarter, "filed_on": on, "corrected_on": None, "note": None, "_from": on})
            rows = [(MONITORING, quarter)]
        desk.add("H02.6", ("household", home["_key"]), "real", rows, "回头看开始以后补做以前的材料")
    for home in innocent:
        quarter = desk.monitoring.of(home["_key"])[1]
        on = LOOKBACK_ON + timedelta(days=int(desk.draw.integers(2, 20)))
        own = {"_key": quarter["_key"], "filed_on": on, "corrected_on": on}
        changes.append(own | {"note": "按要求查缺补漏", "_from": on})
        rows = [(MONITORING, quarter["_key"])]
        desk.add("H02.6", ("household", home["_key"]), "innocent", rows, "按整改要求补正并注明")
    desk.poverty.measures = amend(desk.poverty.measures, entries)
    desk.monitoring.change(changes)


INJECTIONS: tuple[Callable[[PovertyDesk], None], ...] = (
    inject_h02_1_no_measure,
    inject_h02_2_identical_incomes,
    inject_h02_3_income_jump,
    inject_h02_5_monitoring_gap,
    inject_h02_4_helper_overload,
    inject_h02_6_backfilled_file,
)
