"""Rules about allowances, expenses, official cars, compensation and the audit of five years' expenses."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.simulate.rules.reading import Rule, Tables

PAID, CHECKS = "subsidy.allowance_payments", "subsidy.allowance_self_checks"
CLAIMS, BUDGETS, LAND = (
    "subsidy.expense_claims",
    "subsidy.expense_budgets",
    "subsidy.compensation_cases",
)
CARS, TRIPS, FUEL = "register.official_vehicles", "ledger.vehicle_trips", "ledger.fuel_transactions"
TRANSPORT = "公务交通补贴"
ENFORCING = "查处违法占地，现场执法"
bare = pl.col("note").is_null()


def no_legal_basis(tables: Tables) -> set[str]:
    lawful = tables["reference.pay_standards"]["item"]
    rows = tables[PAID].filter(~pl.col("item").is_in(lawful.implode()), pl.col("basis").is_null())
    return set(rows["id_card"])


def over_cap(tables: Tables) -> set[str]:
    caps = tables["reference.pay_standards"].select("item", "rank", "cap_cny")
    rows = tables[PAID].join(caps, on=["item", "rank"]).filter(pay_kind="regular")
    return set(rows.filter(pl.col("amount_cny") > pl.col("cap_cny"))["id_card"])


def paid_twice(tables: Tables) -> set[str]:
    months = (
        tables[PAID]
        .group_by("id_card", "month", "item", "unit")
        .agg(pl.col("amount_cny").sum())
        .filter(pl.col("amount_cny") > 0)
        .group_by("id_card", "month", "item")
        .agg(pl.len())
    )
    return set(months.filter(pl.col("len") > 1)["id_card"])


def paid_after_leaving(tables: Tables) -> set[str]:
    died = tables["register.deceased_persons"].select("id_card", gone=pl.col("died_on").dt.truncate("1mo"))
    left = tables[PAID].filter(pay_kind="settlement").select("id_card", gone="month")
    rows = tables[PAID].filter(pay_kind="regular").join(pl.concat([died, left]), on="id_card")
    return set(rows.filter(pl.col("month") > pl.col("gone"))["id_card"])


def off_book_source(tables: Tables) -> set[str]:
    union = tables["reference.pay_standards"].filter(funding_source="工会经费")["item"].unique()
    off_book = pl.col("source_kind").is_in(["village", "union", "entrusted", "cash"])
    is_gift = (pl.col("source_kind") == "union") & pl.col("item").is_in(union.implode())
    return set(tables[PAID].filter(off_book, ~is_gift)["id_card"])


def zero_self_report(tables: Tables) -> set[str]:
    nothing = (pl.col("declared_cny") == 0) & (pl.col("found_cny") > 0)
    return set(tables[CHECKS].filter(nothing, bare)["unit"])


def over_budget(tables: Tables) -> set[str]:
    year = pl.col("spent_on").dt.year().cast(pl.Int64).alias("year")
    spent = tables[CLAIMS].group_by("unit", year, "category").agg(pl.col("amount_cny").sum().alias("spent"))
    over = (
        tables[BUDGETS]
        .join(spent, on=["unit", "year", "category"])
        .filter(pl.col("spent") > pl.col("final_cny"))
    )
    return {"/".join(map(str, row)) for row in over.select("unit", "year", "category").iter_rows()}


def over_standard(tables: Tables) -> set[str]:
    caps = tables["reference.expense_standards"].select("category", "item", "grade", "area", "cap_cny")
    rows = tables[CLAIMS].join(caps, on=["category", "item", "grade", "area"], nulls_equal=True)
    heads = pl.col("persons_count") + pl.col("hosts_count").fill_null(0)
    most = pl.col("cap_cny") * heads * pl.col("days")
    return set(rows.filter(pl.col("amount_cny") > most, bare)["claim_no"])


def no_letter(tables: Tables) -> set[str]:
    rows = tables[CLAIMS].filter(pl.col("category") == "reception", bare)
    guests = pl.col("persons_count")
    allowed = pl.when(guests <= 10).then(3).otherwise(guests // 3)
    return set(rows.filter(pl.col("letter_no").is_null() | (pl.col("hosts_count") > allowed))["claim_no"])


def split_bills(tables: Tables) -> set[str]:
    same = tables[CLAIMS].group_by("unit", "merchant", "spent_on", "letter_no").agg(pl.len())
    rows = same.filter(pl.col("len") > 1)
    return {"/".join(map(str, row)) for row in rows.select("unit", "merchant", "spent_on").iter_rows()}


def consecutive_invoices(tables: Tables) -> set[str]:
    number = pl.col("invoice_no").cast(pl.Int64)
    rows = tables[CLAIMS].filter(bare).with_columns(number=number).sort("number")
    rows = rows.with_columns(run=pl.col("number") - pl.int_range(pl.len()).over("unit", "merchant"))
    runs = rows.group_by("unit", "merchant", "run").agg(
        pl.len(), (pl.col("spent_on").max() - pl.col("spent_on").min()).dt.total_days().alias("days")
    )
    long = runs.filter(pl.col("len") >= 3, pl.col("days") > 7)
    return {f"{unit}/{merchant}" for unit, merchant in long.select("unit", "merchant").iter_rows()}


def year_end_rush(tables: Tables) -> set[str]:
    year = pl.col("spent_on").dt.year().alias("year")
    is_late = (pl.col("spent_on").dt.month() == 12) & (pl.col("purpose") != "年度总结表彰会议")
    shares = (
        tables[CLAIMS]
        .group_by("unit", year)
        .agg(pl.col("amount_cny").filter(is_late).sum() / pl.col("amount_cny").sum())
    )
    return {
        f"{u}/{y}" for u, y in shares.filter(pl.col("amount_cny") >= 0.25).select("unit", "year").iter_rows()
    }


def not_the_standard(tables: Tables) -> set[str]:
    prices = tables["reference.compensation_standards"].select("area", "kind", price="unit_price_cny")
    due = pl.col("measured_quantity") * pl.col("price")
    rows = tables[LAND].join(prices, on=["area", "kind"])
    off = rows.filter(((pl.col("paid_cny") - pl.col("reward_cny") - due).abs() / due) > 0.01)
    return {f"{case}/{kind}" for case, kind in off.select("case_no", "kind").iter_rows()}


def measured_over_registered(tables: Tables) -> set[str]:
    more = tables[LAND].filter(pl.col("measured_quantity") > 1.1 * pl.col("registered_quantity"), bare)
    return {f"{case}/{kind}" for case, kind in more.select("case_no", "kind").iter_rows()}


def one_card(tables: Tables) -> set[str]:
    cards = tables[LAND].filter(bare).group_by("bank_account").agg(pl.col("id_card").n_unique())
    return set(cards.filter(pl.col("id_card") >= 3)["bank_account"])


def kin_measured(tables: Tables) -> set[str]:
    kin = tables["register.cadre_relatives"].select("cadre_name", id_card="relative_id_card")
    rows = tables[LAND].join(kin, on="id_card")
    return set(rows.filter(pl.col("measured_by").str.contains(pl.col("cadre_name"), literal=True))["id_card"])


def rush_building(tables: Tables) -> set[str]:
    days = (pl.col("notice_on") - pl.col("built_on")).dt.total_days()
    rows = tables[LAND].filter(days <= 180, bare)
    return {f"{case}/{kind}" for case, kind in rows.select("case_no", "kind").iter_rows()}


def measured_again(tables: Tables) -> set[str]:
    rows = tables[LAND].filter(pl.col("measured_quantity") > 1.2 * pl.col("first_measured_quantity"), bare)
    return {f"{case}/{kind}" for case, kind in rows.select("case_no", "kind").iter_rows()}


def double_dip(tables: Tables) -> set[str]:
    month = pl.col("departed_at").dt.date().dt.truncate("1mo").alias("month")
    rides = tables[TRIPS].filter(~pl.col("is_out_of_area"), pl.col("purpose") != ENFORCING)
    paid = tables[PAID].filter(item=TRANSPORT).select("id_card", "month")
    return set(
        rides.select(month, id_card="traveller_id_card").join(paid, on=["id_card", "month"])["id_card"]
    )


def fuel_without_car(tables: Tables) -> set[str]:
    month = pl.col("fuelled_at").dt.month().alias("month")
    rows = (
        tables[FUEL]
        .filter(pl.col("is_vehicle"))
        .join(tables[CARS].select("plate_no", "tank_litres", "fuel_norm_litres"), on="plate_no", how="left")
    )
    rows = rows.with_columns(month, excused=pl.col("note").is_not_null().any().over("plate_no", month))
    driven = (
        tables[TRIPS]
        .group_by("plate_no", pl.col("departed_at").dt.month().alias("month"))
        .agg(pl.col("distance_km").sum())
    )
    months = (
        rows.filter(~pl.col("excused"))
        .group_by("plate_no", "month")
        .agg(
            pl.col("litres").sum(),
            pl.col("litres").max().alias("most"),
            pl.col("tank_litres").first(),
            pl.col("fuel_norm_litres").first(),
        )
        .join(driven, on=["plate_no", "month"], how="left")
    )
    need = pl.col("distance_km") * pl.col("fuel_norm_litres") / 100
    hits = months.filter(
        pl.col("tank_litres").is_null()
        | (pl.col("most") > pl.col("tank_litres"))
        | (pl.col("litres") > 1.3 * need)
    )
    return {f"{plate}/{at}" for plate, at in hits.select("plate_no", "month").iter_rows()}


def day_off(tables: Tables) -> set[str]:
    days = dict(tables["reference.calendar_days"].select("day_on", "kind").iter_rows())
    rows = tables[TRIPS].filter(pl.col("holiday_approval_no").is_null(), bare)
    return {
        number
        for number, at in rows.select("trip_no", "departed_at").iter_rows()
        if days.get(at.date(), "holiday" if at.weekday() > 4 else "workday") == "holiday"
    }


def outside_platform(tables: Tables) -> set[str]:
    late = (pl.col("category") == "official_car") & (pl.col("spent_on") >= date(2018, 4, 1))
    return set(tables[CLAIMS].filter(late, pl.col("trip_no").is_null(), bare)["claim_no"])


def km_inflation(tables: Tables) -> set[str]:
    far = pl.col("distance_km") > 1.5 * pl.col("route_km")
    return set(tables[TRIPS].filter(far, ~pl.col("destination").str.contains("、"))["trip_no"])


def year_gap(tables: Tables) -> set[str]:
    note = pl.col("note").cast(pl.String)
    merged = tables["audit.audit_engagements"].filter(note.str.contains("机构合并"))["unit"].to_list()
    units = tables[CLAIMS].group_by("unit").agg(pl.col("spent_on").dt.year().unique())
    return {
        f"{unit}/{year}"
        for unit, years in units.iter_rows()
        for year in range(min(years), max(years))
        if year not in years and unit not in merged
    }


def moved_category(tables: Tables) -> set[str]:
    places = tables[CLAIMS].filter(category="reception")["merchant"].unique()
    fed = tables[CLAIMS].filter(pl.col("merchant").is_in(places.implode()))
    moved = (pl.col("category") == "meeting") & pl.col("letter_no").is_null()
    shares = fed.group_by("unit", pl.col("spent_on").dt.year().alias("year")).agg(
        pl.col("amount_cny").filter(moved).sum() / pl.col("amount_cny").sum()
    )
    return {
        f"{u}/{y}" for u, y in shares.filter(pl.col("amount_cny") >= 0.3).select("unit", "year").iter_rows()
    }


def audit_and_self_check(tables: Tables) -> set[str]:
    more = pl.col("found_cny") > 2 * pl.col("self_declared_cny").cast(pl.Float64)
    rows = tables["audit.audit_engagements"].filter(pl.col("kind") == "expense_check", more, bare)
    return set(rows["unit"])


RULES: dict[str, Rule] = {
    "S01.1": no_legal_basis,
    "S01.2": over_cap,
    "S01.3": paid_twice,
    "S01.4": paid_after_leaving,
    "S01.5": off_book_source,
    "S01.6": zero_self_report,
    "S02.1": over_budget,
    "S02.2": over_standard,
    "S02.3": no_letter,
    "S02.4": split_bills,
    "S02.5": consecutive_invoices,
    "S02.6": year_end_rush,
    "S03.1": not_the_standard,
    "S03.2": measured_over_registered,
    "S03.3": one_card,
    "S03.4": kin_measured,
    "S03.5": rush_building,
    "S03.6": measured_again,
    "L11.1": double_dip,
    "L11.2": fuel_without_car,
    "L11.3": day_off,
    "L11.4": outside_platform,
    "L11.5": km_inflation,
    "A07.1": year_gap,
    "A07.2": moved_category,
    "A07.3": audit_and_self_check,
}
PAIRED: dict[str, Rule] = {}
