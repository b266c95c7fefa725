"""Rules about welfare payments, household reviews, poverty files and the comparison with registers."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulate.timeline import INCOME_LINE, MONTHLY_CNY, POVERTY_LINE, ROLL_ON
from tests.simulate.rules.reading import Rule, Tables, current

ROLL, REVIEWS, PAID = (
    "household.welfare_households",
    "household.household_reviews",
    "subsidy.benefit_payments",
)
POOR, MEASURES, MONITORED = (
    "household.poverty_households",
    "household.poverty_measures",
    "household.poverty_monitoring",
)
HITS = "household.match_hits"


def paid_after_exit(tables: Tables) -> set[str]:
    exits = tables[REVIEWS].filter(decision="exit").select("household_no", "effective_month")
    late = tables[PAID].join(exits, on="household_no").filter(pl.col("month") >= pl.col("effective_month"))
    return set(late.filter(pl.col("due_cny") > 0)["household_no"])


def paid_to_the_dead(tables: Tables) -> set[str]:
    gone = (
        tables["register.residents"]
        .filter(pl.col("status").is_in(["deceased", "detained"]))
        .select("id_card", "status_from")
    )
    limit = pl.col("status_from").dt.truncate("1mo").dt.offset_by("1mo")
    return set(tables[PAID].join(gone, on="id_card").filter(pl.col("month") > limit)["household_no"])


def two_schemes(tables: Tables) -> set[str]:
    pairs = tables[PAID].group_by("id_card", "month").agg(pl.col("scheme").n_unique(), pl.col("household_no"))
    return set(pairs.filter(pl.col("scheme") > 1).explode("household_no")["household_no"].drop_nulls())


def shared_card(tables: Tables) -> set[str]:
    own = tables[PAID].filter(payee_relation="本人")
    cards = own.group_by("bank_account").agg(pl.col("id_card").n_unique())
    return set(cards.filter(pl.col("id_card") > 1)["bank_account"])


def include_not_paid(tables: Tables) -> set[str]:
    """No payment within two months of the month from which one is due, and no arrears that make up for it."""
    let_in = tables[REVIEWS].filter(decision="include").select("household_no", "effective_month", "note")
    first = tables[PAID].group_by("household_no").agg(pl.col("month").min(), pl.col("arrears_cny").sum())
    waited = let_in.join(first, on="household_no", how="left")
    late = pl.col("month") > pl.col("effective_month").dt.offset_by("2mo")
    never = pl.col("month").is_null() & pl.col("note").is_null()
    return set(waited.filter(never | (late & (pl.col("arrears_cny") == 0)))["household_no"])


def size_mismatch(tables: Tables) -> set[str]:
    sizes = current(tables[ROLL]).group_by("household_no").agg(pl.col("size").first(), pl.len())
    rates = {
        f"{scheme}{grade}": monthly
        for (scheme, area, grade), monthly in MONTHLY_CNY.items()
        if area == "rural"
    }
    urban = {
        f"{scheme}{grade}": monthly
        for (scheme, area, grade), monthly in MONTHLY_CNY.items()
        if area == "urban"
    }
    paid = tables[PAID].filter(pl.col("due_cny") > 0).join(sizes, on="household_no", suffix="_roll")
    homes = current(tables[ROLL]).select("household_no", "residence").unique()
    kind = pl.concat_str("scheme", "class")
    rate = (
        pl.when(pl.col("residence") == "urban")
        .then(kind.replace_strict(urban, default=None))
        .otherwise(kind.replace_strict(rates, default=None))
    )
    heads = paid.join(homes, on="household_no").with_columns(heads=pl.col("due_cny") / rate)
    return set(heads.filter((pl.col("heads") - pl.col("size_roll")).abs() > 1)["household_no"])


def not_reviewed(tables: Tables) -> set[str]:
    on_roll = tables[ROLL].filter(pl.col("entitled_from") <= ROLL_ON)["household_no"]
    return set(on_roll) - set(tables[REVIEWS]["household_no"])


def impossible_pace(tables: Tables) -> set[str]:
    days = (
        tables[REVIEWS]
        .group_by("team", "visited_on")
        .agg(pl.len(), pl.col("note").str.contains("分两个小组").any())
    )
    fast = days.filter(pl.col("len") > 25, ~pl.col("note").fill_null(value=False))
    return {f"{team}/{on}" for team, on in fast.select("team", "visited_on").iter_rows()}


def visit_not_proven(tables: Tables) -> set[str]:
    photos = tables[REVIEWS].filter(
        pl.col("photo_digest").is_duplicated() & pl.col("photo_digest").is_not_null()
    )
    far = tables[REVIEWS].filter(
        pl.col("note").is_null(), (pl.col("distance_m") > 500) | pl.col("photo_digest").is_null()
    )
    return {*far["household_no"], *photos["household_no"]}


def against_evidence(tables: Tables) -> set[str]:
    area = tables[ROLL].select("household_no", "residence").unique()
    line = pl.col("residence").replace_strict(INCOME_LINE, return_dtype=pl.Int64)
    net = pl.col("per_capita_income_cny") - pl.col("deduction_cny") / pl.col("size")
    rows = tables[REVIEWS].join(area, on="household_no").filter(scheme="minimum_living")
    is_wrong = ((pl.col("decision") == "keep") & (net >= line)) | (
        (pl.col("decision") == "exit") & (net < line)
    )
    return set(rows.filter(is_wrong)["household_no"])


def bunching(tables: Tables) -> set[str]:
    area = tables[ROLL].select("household_no", "residence").unique()
    line = pl.col("residence").replace_strict(INCOME_LINE, return_dtype=pl.Int64)
    share = (pl.col("per_capita_income_cny") / line).is_between(0.95, 1, closed="left")
    rows = tables[REVIEWS].join(area, on="household_no").filter(decision="keep", scheme="minimum_living")
    villages = (
        rows.with_columns(share=share & pl.col("note").ne_missing("按推算标准核定收入"))
        .group_by("village")
        .agg(pl.col("share").mean(), pl.len())
    )
    return set(villages.filter(pl.col("share") > 0.15, pl.col("len") >= 20)["village"])


def no_appeal_window(tables: Tables) -> set[str]:
    days = (pl.col("publicised_to") - pl.col("publicised_on")).dt.total_days()
    excused = pl.col("reason").is_in(["本人书面自愿放弃", "保障对象死亡"])
    exits = tables[REVIEWS].filter(pl.col("decision") == "exit", ~excused)
    return set(exits.filter(days.is_null() | (days < 3))["household_no"])


def self_review(tables: Tables) -> set[str]:
    kin = tables["register.cadre_relatives"].select("cadre_name", id_card="relative_id_card")
    seen = tables[REVIEWS].join(kin, on="id_card")
    return set(
        seen.filter(pl.col("reviewers").str.contains(pl.col("cadre_name"), literal=True))["household_no"]
    )


def no_measure(tables: Tables) -> set[str]:
    left = tables[POOR].filter(
        pl.col("status").is_in(["lifted", "removed"]),
        pl.col("note").is_null() & (pl.col("relation") == "户主"),
    )
    return set(left["household_no"]) - set(tables[MEASURES]["household_no"])


def identical_incomes(tables: Tables) -> set[str]:
    same = (
        tables[MONITORED]
        .filter(pl.col("note").ne_missing("仅有救助金收入"))
        .group_by("village", "period_from", "per_capita_income_cny")
        .agg(pl.len())
    )
    quarter = {
        "2017年7月-2017年9月": 1,
        "2017年10月-2017年12月": 2,
        "2018年1月-2018年3月": 3,
        "2018年4月-2018年6月": 4,
    }
    hit = same.filter(pl.col("len") >= 5)
    return {
        f"{village}/Q{quarter[period]}"
        for village, period in hit.select("village", "period_from").iter_rows()
    }


def income_jump(tables: Tables) -> set[str]:
    rows = (
        tables[MONITORED]
        .sort("_key")
        .with_columns(before=pl.col("per_capita_income_cny").shift().over("household_no"))
    )
    now, before = pl.col("per_capita_income_cny"), pl.col("before")
    near = (before < POVERTY_LINE) & (now >= POVERTY_LINE) & (now < POVERTY_LINE * 1.02)
    return set(
        rows.filter(pl.col("note").ne_missing("含征地补偿一次性收入"), near | (now > 2 * before))[
            "household_no"
        ]
    )


def monitoring_gap(tables: Tables) -> set[str]:
    seen = tables[MONITORED].group_by("household_no").agg(pl.len())
    stays = set(tables[POOR].filter(pl.col("relation") == "户主", pl.col("note").is_null())["household_no"])
    return set(seen.filter(pl.col("len") <= 2)["household_no"]) & stays


def removed_and_back(tables: Tables) -> set[str]:
    heads = tables[POOR].filter(relation="户主")
    out = heads.filter(status="removed").select("household_no", "status_on")
    back = heads.filter(pl.col("status") == "registered").join(out, on="household_no", suffix="_out")
    soon = pl.col("registered_on").is_between(
        pl.col("status_on_out"), pl.col("status_on_out").dt.offset_by("365d")
    )
    return set(back.filter(soon)["household_no"])


def wrongly_removed(tables: Tables) -> set[str]:
    heads = tables[POOR].filter(relation="户主")
    back = heads.filter(pl.col("status") != "removed")["household_no"]
    gone = heads.filter(pl.col("status") == "removed", ~pl.col("household_no").is_in(back.implode()))
    last = tables[MONITORED].sort("_key").group_by("household_no", maintain_order=True).last()
    low = last.filter(pl.col("per_capita_income_cny") < POVERTY_LINE)["household_no"]
    return set(gone["household_no"]) & set(low)


def village_clears_all(tables: Tables) -> set[str]:
    villages = (
        tables[HITS]
        .group_by("village")
        .agg(
            (pl.col("verdict") == "cleared").mean(),
            pl.len(),
            pl.col("reason").n_unique(),
            pl.col("source").n_unique(),
        )
    )
    return set(villages.filter(pl.col("verdict") == 1, pl.col("len") >= 5, pl.col("source") > 1)["village"])


def stale_snapshot(tables: Tables) -> set[str]:
    return set(tables[HITS].filter((pl.col("hit_on") - pl.col("snapshot_on")).dt.total_days() > 90)["hit_no"])


def not_verified(tables: Tables) -> set[str]:
    return set(
        tables[HITS].filter(
            pl.col("verdict") == "pending", pl.col("note").is_null(), pl.col("hit_on") < date(2018, 8, 10)
        )["hit_no"]
    )


def cleared_without_evidence(tables: Tables) -> set[str]:
    bare = (pl.col("verdict") == "cleared") & pl.col("evidence_no").is_null() & pl.col("note").is_null()
    return set(tables[HITS].filter(bare)["hit_no"])


def outlier_village(tables: Tables) -> set[str]:
    villages = (
        tables[REVIEWS]
        .filter(source="street")
        .group_by("village")
        .agg((pl.col("decision") == "exit").mean(), pl.len())
    )
    large = villages.filter(pl.col("len") >= 30)
    return set(large.filter((pl.col("decision") == 0) | (pl.col("decision") > 0.25))["village"])


def include_backlog(tables: Tables) -> set[str]:
    on_roll = tables[ROLL]["household_no"]
    waiting = tables[REVIEWS].filter(
        pl.col("decision") == "include", ~pl.col("household_no").is_in(on_roll.implode())
    )
    return set(
        waiting.filter(pl.col("visited_on") < date(2018, 8, 1), pl.col("note").is_null())["household_no"]
    )


def helper_overload(tables: Tables) -> set[str]:
    rows = tables[MONITORED].filter(pl.col("note").ne_missing("集中走访活动，逐户留有照片"))
    days = rows.group_by("helper", "visited_on").agg(pl.len()).filter(pl.col("len") > 20)
    return {f"{helper}/{on}" for helper, on in days.select("helper", "visited_on").iter_rows()}


def photo_reused(tables: Tables) -> set[str]:
    rows = tables[MONITORED].filter(pl.col("photo_digest").is_duplicated())
    return {f"{helper}/{on}" for helper, on in rows.select("helper", "visited_on").iter_rows()}


def overload_or_photo(tables: Tables) -> set[str]:
    return helper_overload(tables) | photo_reused(tables)


def backfilled_file(tables: Tables) -> set[str]:
    began = date(2018, 5, 14)
    late = tables[MEASURES].filter(pl.col("recorded_on") > began, pl.col("done_on") < date(2018, 4, 1))
    made = pl.col("period_from").str.starts_with("2017") & (pl.col("filed_on") > began)
    filed = tables[MONITORED].filter(made, pl.col("corrected_on").is_null())
    return {*late["household_no"], *filed["household_no"]}


def ineligible(tables: Tables) -> set[str]:
    removed = current(tables[POOR]).filter(status="removed")["household_no"]
    poor = (
        tables[POOR]
        .filter(~pl.col("household_no").is_in(removed.implode()))
        .select("household_no", "id_card")
    )
    roll = current(tables[ROLL]).filter(status="active").select("household_no", "id_card")
    cars = tables["register.motor_vehicles"].filter(pl.col("transferred_on").is_null())
    flats = tables["register.real_estate"].filter(pl.col("kind").is_in(["flat", "shop"]))
    firms = tables["register.business_officers"].filter(role="legal_representative")
    staff = tables["register.fiscal_staff"].filter(pl.col("staff_kind") != "public_job")
    owners = pl.concat([frame.select("id_card") for frame in (cars, flats, firms, staff)])
    return set(pl.concat([poor, roll]).join(owners, on="id_card")["household_no"])


RULES: dict[str, Rule] = {
    "S04.1": paid_after_exit,
    "S04.2": paid_to_the_dead,
    "S04.4": shared_card,
    "S04.5": include_not_paid,
    "S04.6": size_mismatch,
    "H01.1": not_reviewed,
    "H01.2": outlier_village,
    "H01.3": impossible_pace,
    "H01.5": against_evidence,
    "H01.6": bunching,
    "H01.7": no_appeal_window,
    "H01.8": include_backlog,
    "H01.9": self_review,
    "H02.1": no_measure,
    "H02.2": identical_incomes,
    "H02.3": income_jump,
    "H02.6": backfilled_file,
    "H03.1": ineligible,
    "H02.5": monitoring_gap,
    "H03.2": not_verified,
    "H03.3": cleared_without_evidence,
    "H03.4": village_clears_all,
    "H03.5": removed_and_back,
    "H03.6": wrongly_removed,
    "H03.7": stale_snapshot,
}
PAIRED: dict[str, Rule] = {
    "S04.3": two_schemes,
    "H01.4": visit_not_proven,
    "H02.4": overload_or_photo,
}
