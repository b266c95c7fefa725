"""The registers of firms: who they are, who runs and owns them, whom they insure."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.register.people import DAYS, SNAPSHOT_DAYS, added_rows, sample_adults
from simulate.identity import make_phones
from simulate.tables import Table
from simulate.timeline import MONTHLY, PAY_MONTHS
from simulate.world import World

OFFICE = "市场监督管理局"
INSURED = 700
# What a firm or an officer has only where another domain says so.
OF_A_FIRM = {
    "capital_cny": pl.Int64,
    "status": pl.String,
    "deregistered_on": pl.Date,
    "note": pl.String,
    "_from": pl.Date,
    "_to": pl.Date,
}
OF_AN_OFFICER = {"valid_to": pl.Date, "_from": pl.Date, "_to": pl.Date}
SHARE = 0.16  # of the base that employers pay into the pension fund


def make(world: World, cases: Cases) -> list[Table]:
    """Return firms, their officers and the pension payments for their people."""
    office = world.places.department(OFFICE)
    officers = _officers(world)
    return [
        Table("register.businesses", _businesses(world), office, DAYS, "xlsx", SNAPSHOT_DAYS),
        Table("register.business_officers", officers, office, DAYS, "xlsx", SNAPSHOT_DAYS),
        Table("register.insurance_payers", _insured(world), "社会保险事业中心", MONTHLY, "csv", 2),
    ]


def _businesses(world: World) -> pl.DataFrame:
    draw = world.stream("register.businesses")
    firms = world.firms
    cooperatives = _cooperatives(world)
    rows = pl.concat(
        [firms.with_columns(kind=pl.lit("company")), cooperatives.with_columns(kind=pl.lit("cooperative"))],
        how="diagonal",
    )
    rows = rows.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in OF_A_FIRM.items())
    if added := world.registers.get("register.businesses"):
        rows = pl.concat([rows, pl.DataFrame(added, infer_schema_length=None)], how="diagonal_relaxed")
    capital = pl.Series(draw.choice([100_000, 300_000, 500_000, 1_000_000, 2_000_000], len(rows)))
    return rows.select(
        _key="credit_code",
        credit_code="credit_code",
        firm="firm",
        kind="kind",
        legal_representative="owner_name",
        representative_id_card="owner_id_card",
        capital_cny=pl.coalesce("capital_cny", capital),
        scope_of_business=pl.col("trade") + pl.lit("及相关服务"),
        firm_address=pl.lit("云川市") + pl.lit(world.places.site),
        phone=make_phones(np.arange(len(rows)) + 5000 + world.block * 200),
        established_on="established_on",
        deregistered_on="deregistered_on",
        status=pl.coalesce("status", pl.lit("active")),
        source_office=pl.lit(world.places.department(OFFICE)),
        snapshot_on=pl.lit(None, dtype=pl.Date),
        note="note",
        _from="_from",
        _to="_to",
    )


def _cooperatives(world: World) -> pl.DataFrame:
    """Return the villages' poverty cooperatives, in which poor households are members in name."""
    secretaries = world.village_cadres.filter(post_kind="party").unique(
        "village", keep="first", maintain_order=True
    )
    codes = pl.lit(f"93990101NC{world.block:03d}") + pl.col("village").cast(pl.String).str.zfill(5)
    return secretaries.select(
        "village",
        firm=pl.lit("云川市") + pl.col("village_name").str.slice(0, 2) + pl.lit("扶贫农民专业合作社"),
        credit_code=codes,
        trade=pl.lit("种植养殖"),
        owner="person",
        owner_name="person_name",
        owner_id_card="id_card",
        established_on=pl.lit(date(2016, 4, 8)),
    )


def _officers(world: World) -> pl.DataFrame:
    draw = world.stream("register.business_officers")
    firms = world.firms
    base = firms.select(
        "firm",
        "credit_code",
        _key=pl.lit("owner-") + pl.col("credit_code"),
        person="owner",
        role=pl.lit("legal_representative"),
        share_ratio=pl.Series(draw.choice([0.4, 0.51, 0.6, 0.8, 1.0], len(firms))),
        is_cooperative=pl.lit(value=False),
        valid_from="established_on",
    ).with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in OF_AN_OFFICER.items())
    rows = added_rows(world, "register.business_officers", base)
    village = world.persons.select("person", village_no="village")
    cooperatives = _cooperatives(world).select(village_no="village", own_firm="firm", own_code="credit_code")
    firm = pl.Series(draw.choice(firms["firm"].to_list(), len(rows)))
    codes = dict(firms.select("firm", "credit_code").iter_rows())
    rows = rows.join(village, on="person", maintain_order="left").join(
        cooperatives, on="village_no", how="left", maintain_order="left"
    )
    nominal = pl.col("is_cooperative")
    rows = rows.with_columns(
        firm=pl.coalesce("firm", pl.when(nominal).then("own_firm").otherwise(firm)),
    ).with_columns(
        credit_code=pl.coalesce(
            "credit_code", pl.when(nominal).then("own_code").otherwise(pl.col("firm").replace(codes))
        )
    )
    return rows.select(
        "_key",
        credit_code="credit_code",
        firm="firm",
        person_name="person_name",
        id_card="id_card",
        role="role",
        share_ratio="share_ratio",
        is_paid=pl.lit(value=False),
        valid_from="valid_from",
        valid_to="valid_to",
        source_office=pl.lit(world.places.department(OFFICE)),
        snapshot_on=pl.lit(None, dtype=pl.Date),
        _from="_from",
        _to="_to",
    )


def _insured(world: World) -> pl.DataFrame:
    """Return monthly payments for people who work in firms, and those that other domains have added."""
    draw = world.stream("register.insurance_payers")
    own = sample_adults(world, draw, INSURED)
    # Officials are insured by their offices; what a firm pays for one is a case.
    own = own.filter(~pl.col("person").is_in(world.officials["person"].implode()))
    at = draw.integers(0, len(world.firms), len(own))
    wage = np.round(np.exp(draw.normal(8.05, 0.25, len(own))) / 50).astype(np.int64) * 50
    months = pl.DataFrame({"month": PAY_MONTHS}, schema={"month": pl.Date})
    employed = own.select(
        "person",
        world.firms["firm"].gather(at).alias("employer"),
        world.firms["credit_code"].gather(at),
        base=pl.Series(wage),
    ).join(months, how="cross")
    base = employed.with_columns(
        _key=pl.concat_str("person", pl.lit("-"), pl.col("month").dt.strftime("%Y%m"))
    )
    return (
        added_rows(world, "register.insurance_payers", base)
        .sort("month", "person")
        .select(
            "_key",
            person_name="person_name",
            id_card="id_card",
            employer="employer",
            credit_code="credit_code",
            insurance_kind=pl.lit("pension"),
            month="month",
            base_cny="base",
            amount_cny=(pl.col("base") * SHARE).round(2),
            is_paid=pl.lit(value=True),
            source_office=pl.lit("社会保险事业中心"),
            snapshot_on=pl.lit(None, dtype=pl.Date),
            _on=pl.col("month").dt.offset_by("14d"),
        )
    )
