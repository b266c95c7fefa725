"""Rules about villages: poverty projects, their income and its shares, welfare jobs."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.simulate.rules.reading import Rule, Tables

PROJECTS, INCOME, PAYMENTS = "audit.poverty_projects", "audit.project_income", "audit.project_payments"
SHARES, JOBS, POOR = "subsidy.income_shares", "subsidy.welfare_jobs", "household.poverty_households"


KIN = "register.cadre_relatives"


def related(tables: Tables) -> pl.Series:
    """Identity numbers of village cadres and their declared kin."""
    kin = tables[KIN]["relative_id_card"]
    return pl.concat([kin, tables["register.village_cadres"]["id_card"]]).unique()


def paid_too_early(tables: Tables) -> set[str]:
    """Before approval, or 95% before acceptance; a clause of the contract that allows it excuses."""
    dates = tables[PROJECTS].select("project_no", "approved_on", "accepted_on", "fund_cny")
    rows = tables[PAYMENTS].join(dates, on="project_no")
    allowed = pl.col("advance_basis").str.starts_with("合同第").fill_null(value=False)
    early = rows.filter(~allowed, pl.col("paid_on") < pl.col("approved_on"))
    before = rows.filter(~allowed, pl.col("paid_on") < pl.col("accepted_on"))
    sums = before.group_by("project_no", "fund_cny").agg(pl.col("amount_cny").sum())
    most = sums.filter(pl.col("amount_cny") > 0.95 * pl.col("fund_cny"))
    return {*early["project_no"], *most["project_no"]}


def self_accepted(tables: Tables) -> set[str]:
    """An acceptor runs or builds the project; who signs for the village is marked."""
    return {
        row["project_no"]
        for row in tables[PROJECTS].iter_rows(named=True)
        if {row["operator"], row["operator_head_name"], row["contractor"]}
        & set((row["acceptors"] or "").split("、"))
    }


def income_short(tables: Tables) -> set[str]:
    """Less than 90% of what was due, or more than 90 days late; a stated reason excuses."""
    late_days = (pl.col("received_on") - pl.col("due_on").str.to_date("%Y年%m月%d日")).dt.total_days()
    is_short = pl.col("received_cny") < 0.9 * pl.col("due_cny")
    rows = tables[INCOME].filter(is_short | (late_days > 90), pl.col("shortfall_reason").is_null())
    return set(rows["project_no"])


def not_shared_out(tables: Tables) -> set[str]:
    """More than 1% neither shared out nor kept for a stated reason."""
    received, shared = pl.col("received_cny"), pl.col("distributed_cny").fill_null(0)
    kept = (
        pl.when(pl.col("reserve_basis").is_not_null()).then(pl.col("reserved_cny")).otherwise(0).fill_null(0)
    )
    limit = 0.01 * received
    open_income = (received - shared).abs() > limit, (received - shared - kept).abs() > limit
    return set(tables[INCOME].filter(received > 0, *open_income)["project_no"])


def dormant(tables: Tables) -> set[str]:
    """Neither used nor with income for 180 days before the look-back; what is being built is not in use yet."""
    built = tables[PROJECTS].filter(pl.col("status") != "under_construction")["project_no"]
    income = tables[INCOME].group_by("project_no").agg(pl.col("received_on").max())
    checks = tables["audit.project_checks"].join(income, on="project_no", how="left")
    last = pl.max_horizontal("last_used_on", "received_on")
    idle = last.is_null() | ((pl.col("checked_on") - last).dt.total_days() > 180)
    return set(checks.filter(idle, pl.col("project_no").is_in(built.implode()))["project_no"])


def operator_is_kin(tables: Tables) -> set[str]:
    """Headed by a cadre or a cadre's kin; a vote of the representatives excuses."""
    headed = pl.col("operator_head_id_card").is_in(related(tables).implode())
    return set(tables[PROJECTS].filter(headed, pl.col("voted_on").is_null())["project_no"])


def out_of_period(tables: Tables) -> set[str]:
    """Documents more than 30 days outside the project's period; retention money is paid a year later."""
    dates = tables[PROJECTS].select("project_no", "started_on", "completed_on")
    rows = tables[PAYMENTS].join(dates, on="project_no").filter(pl.col("stage") != "retention")
    days = timedelta(days=30)
    early = pl.col("voucher_on") < pl.col("started_on") - days
    return set(rows.filter(early | (pl.col("voucher_on") > pl.col("completed_on") + days))["project_no"])


def not_eligible(tables: Tables) -> set[str]:
    """Not in the register, or without labour; a light post for the old is noted."""
    able = tables[POOR].filter(pl.col("labour") != "none")["id_card"]
    light = pl.col("note").str.contains("轻便岗位").fill_null(value=False)
    return set(tables[JOBS].filter(~pl.col("id_card").is_in(able.implode()), ~light)["job_no"])


def no_attendance(tables: Tables) -> set[str]:
    """Paid for 0 days; attendance on paper is noted."""
    rows = tables["subsidy.job_wages"].filter(pl.col("amount_cny") > 0, pl.col("attended_days") == 0)
    return set(rows.filter(pl.col("note").is_null())["job_no"])


def held_by_kin(tables: Tables) -> set[str]:
    """A cadre or a cadre's kin, unless declared and publicised."""
    open_kin = pl.col("is_cadre_relative") & pl.col("publicised_on").is_not_null()
    return set(tables[JOBS].filter(pl.col("id_card").is_in(related(tables).implode()), ~open_kin)["job_no"])


def equal_split(tables: Tables) -> set[str]:
    """Nine tenths of the households get one amount, of whatever class; one class alone has nothing to differ by."""
    found = set()
    for (project, year), rows in tables[SHARES].group_by("project_no", "year"):
        most = rows["amount_cny"].value_counts(sort=True)["count"][0]
        if rows["class"].n_unique() > 1 and most >= 0.9 * len(rows):
            found.add(f"{project}-{year}")
    return found


def sum_mismatch(tables: Tables) -> set[str]:
    """The shares add up to something else than what was shared out, with or without the reserve."""
    sums = tables[SHARES].group_by("project_no", "year").agg(shared=pl.col("amount_cny").sum())
    rows = (
        tables[INCOME]
        .join(sums, on=["project_no", "year"], how="left")
        .with_columns(pl.col("shared").fill_null(0))
    )
    stated = pl.col("distributed_cny").fill_null(0)
    off = [
        (pl.col("shared") - total).abs() > 0.01 * stated
        for total in (stated, stated - pl.col("reserved_cny").fill_null(0))
    ]
    return {
        f"{project}-{year}" for project, year in rows.filter(*off).select("project_no", "year").iter_rows()
    }


def paid_to_the_gone(tables: Tables) -> set[str]:
    """Left the register before the year of the income, dead when it was paid, or one card for two households."""
    heads = tables[POOR].filter(relation="户主")
    back = heads.filter(pl.col("status") != "removed")["household_no"]
    left = heads.filter(pl.col("status") == "removed", ~pl.col("household_no").is_in(back.implode()))
    shares = tables[SHARES]
    gone = shares.join(left.select("household_no", "status_on"), on="household_no")
    gone = gone.filter(pl.col("status_on").dt.year() < pl.col("year"))
    dead = shares.join(tables["register.deceased_persons"].select("id_card", "died_on"), on="id_card")
    dead = dead.filter(pl.col("died_on") < pl.col("paid_on"))
    cards = (
        shares.group_by("bank_account")
        .agg(pl.col("household_no").n_unique())
        .filter(pl.col("household_no") > 1)
    )
    return {*gone["household_no"], *dead["household_no"], *cards["bank_account"]}


RULES: dict[str, Rule] = {
    "A02.1": paid_too_early,
    "A02.2": self_accepted,
    "A02.3": income_short,
    "A02.4": not_shared_out,
    "A02.5": dormant,
    "A02.6": operator_is_kin,
    "A02.7": out_of_period,
    "S05.1": not_eligible,
    "S05.2": no_attendance,
    "S05.3": held_by_kin,
    "S05.4": equal_split,
    "S05.5": sum_mismatch,
    "S05.6": paid_to_the_gone,
}
