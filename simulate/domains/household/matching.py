"""Comparison of the rolls with other offices' registers, hit by hit, and its verification."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.household.matching_cases import INJECTIONS
from simulate.domains.household.matching_desk import HITS, HitBook, MatchingDesk, enter
from simulate.domains.household.monitoring import build_monitoring
from simulate.domains.household.poverty import build_poverty
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

ROUNDS = (date(2018, 4, 16), date(2018, 5, 14))
SOURCES = {
    "vehicle": "市车管所机动车登记",
    "house": "市不动产登记中心房产信息",
    "business": "区市场监管局市场主体登记",
    "fiscal_staff": "区财政局财政供养人员名册",
}
SHARES = (0.42, 0.28, 0.2, 0.1)
VERDICTS = {"removed": 0.3, "confirmed": 0.3, "cleared": 0.4}
REASONS = {
    "removed": "情况属实，已按程序清退",
    "confirmed": "情况属实，正在按程序办理",
    "cleared": "核查后不属于应清退情形",
}
HITS_A_VILLAGE = 6


def make(world: World, cases: Cases) -> list[Table]:
    """Return the hits and what became of them, sent whole every month from May on."""
    book = world.once(build_hits)
    poverty, monitoring = world.once(build_poverty), world.once(build_monitoring)
    for inject in INJECTIONS:
        inject(MatchingDesk(world, poverty, monitoring, cases, world.stream(inject.__name__), book))
    _follow_up(world, book.hits)
    frame = book.hits.select(pl.exclude("home", "village_no")).sort("hit_no")
    return [Table(HITS, frame, world.places.department("扶贫办公室"), days=MONTHLY[1:])]


def build_hits(world: World) -> HitBook:
    """Return six hits or so per village, each verified in time, fewer than half of them cleared."""
    draw = world.stream(HITS)
    poverty = world.once(build_poverty)
    # Who is on the roll of civil affairs, too, would still be on one when struck off the other.
    lifted = poverty.homes.filter(pl.col("status") == "lifted", pl.col("kind") == "poor")
    lots = pl.Series("lot", draw.random(len(lifted)))
    wanted = lifted.with_columns(lots).filter(pl.col("lot").rank().over("village") <= HITS_A_VILLAGE)
    taken = world.pick(draw, "poverty", wanted["_key"], len(wanted))
    rows = poverty.homes.filter(pl.col("_key").is_in(taken)).sort("village", "_key")
    count = len(rows)
    category = draw.choice(list(SOURCES), count, p=SHARES)
    verdict = draw.choice(list(VERDICTS), count, p=list(VERDICTS.values()))
    first = rows.select(pl.int_range(pl.len()).over("village") == 0).to_series().to_numpy()
    verdict = np.where(first, "confirmed", verdict)  # no village clears all of its hits
    when = draw.integers(0, len(ROUNDS), count)
    hits = rows.select(
        home="_key",
        village_no="village",
        hit_no=pl.lit(f"BD-2018-{world.block:02d}")
        + pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(4),
        roll=pl.lit("poverty"),
        village="name",
        household_no="_key",
        householder_name="person_name",
        person_name="person_name",
        id_card="id_card",
        category=pl.Series(category),
        verdict=pl.Series(verdict),
        hit_on=pl.Series([ROUNDS[at] for at in when]),
    )
    gap = pl.Series(draw.integers(20, 60, count)) * pl.duration(days=1)
    wait = pl.Series(draw.integers(2, 10, count)) * pl.duration(days=1)
    removed = pl.col("verdict") == "removed"
    verifiers = draw.choice(world.officials["person_name"].to_list(), count)
    source = pl.col("category").replace_strict(SOURCES, return_dtype=pl.String)
    hits = hits.with_columns(
        _key=pl.col("hit_no"),
        source=source,
        snapshot_on=pl.col("hit_on") - gap,
        match_basis=pl.lit("id_card"),
        detail=source + pl.lit("中有本人记录"),
        first_hit_on="hit_on",
        reason=pl.col("verdict").replace_strict(REASONS, return_dtype=pl.String),
        evidence_no=pl.lit("ZZ-H-") + pl.col("hit_no").str.slice(8),
        verifier=pl.Series(verifiers),
        verified_on=pl.col("hit_on") + wait,
        effective_month=pl.when(removed).then(pl.lit(date(2018, 6, 1))),
        note=pl.lit(None, dtype=pl.String),
        _from=pl.col("hit_on"),
    )
    return HitBook(hits)


def _follow_up(world: World, hits: pl.DataFrame) -> None:
    """Strike off whom a hit removes, and put what was hit into the registers: for cleared ones it means nothing."""
    poverty = world.once(build_poverty)
    removed = hits.filter(pl.col("verdict") == "removed")
    poverty.change(
        [
            {"_key": home, "status": "removed", "status_on": on}
            for home, on in removed.select("home", "verified_on").iter_rows()
        ]
    )
    people = dict(poverty.homes.select("_key", "person").iter_rows())
    for hit in hits.filter(pl.col("verdict").is_in(["removed", "cleared"])).iter_rows(named=True):
        key = f"hit-{hit['hit_no']}"
        enter(world, hit["category"], key, people[hit["home"]], is_real=hit["verdict"] == "removed")
