"""The registers of people: residents, deaths, payrolls, village cadres and their kin."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.identity import make_accounts, make_phones
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World, random_days

DAYS = (date(2018, 4, 20), date(2018, 8, 24))
SNAPSHOT_DAYS = 10
DEATHS = 60
SALARY_ACCOUNTS_FROM, CADRE_ACCOUNTS_FROM = 1_000_000, 2_000_000
KIN = {"配偶": "spouse", "子": "child", "女": "child", "父亲": "parent", "母亲": "parent", "户主": "spouse"}
RELATED = 3


def make(world: World, cases: Cases) -> list[Table]:
    """Return the registers of people, each by the office that keeps it."""
    deaths = _deaths(world)  # first: whoever died is struck off the register of residents
    return [
        Table("register.residents", _residents(world), "公安分局", DAYS, "csv", SNAPSHOT_DAYS),
        Table("register.deceased_persons", deaths, "殡仪馆", MONTHLY, snapshot_days=SNAPSHOT_DAYS),
        Table(
            "register.fiscal_staff",
            _payroll(world),
            world.places.department("财政局"),
            DAYS,
            "xlsx",
            SNAPSHOT_DAYS,
        ),
        Table(
            "register.village_cadres",
            world.by_street(_cadres(world)),
            world.places.department("党群工作部"),
            DAYS[:1],
            "xlsx",
            SNAPSHOT_DAYS,
        ),
        Table("register.cadre_relatives", _relatives(world), world.places.department("党群工作部"), DAYS[:1]),
    ]


def added_rows(world: World, dataset: str, base: pl.DataFrame) -> pl.DataFrame:
    """Return `base` and the rows that other domains have added to `dataset`, each with its person's columns.

    Args:
        world: the world.
        dataset: the register.
        base: `_key`, `person` and columns of its own; columns that only added rows have are added.
    """
    added = world.registers.get(dataset, [])
    rows = base if not added else pl.concat([base, _typed(added, base)], how="diagonal_relaxed")
    if dataset == "register.motor_vehicles" and "transferred_on" not in rows.columns:
        rows = rows.with_columns(transferred_on=pl.lit(None, dtype=pl.Date))
    people = world.persons.select("person", "household", "person_name", "id_card", "street")
    homes = world.households.select("household", "address", village="name")
    return rows.join(people, on="person", maintain_order="left").join(
        homes, on="household", maintain_order="left"
    )


def sample_adults(world: World, draw: np.random.Generator, count: int) -> pl.DataFrame:
    """Return ordinary adults; nobody on a roll is among them."""
    age = 2018 - pl.col("birth").dt.year()
    adults = world.persons.filter(pl.col("kind") == "ordinary", age.is_between(20, 75))
    return adults[np.sort(draw.permutation(len(adults))[:count])]


def _typed(added: list[dict[str, object]], base: pl.DataFrame) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in added for name in row))
    known = {name: base.schema[name] for name in names if name in base.columns}
    return pl.DataFrame(added, schema={name: known.get(name) for name in names}, infer_schema_length=None)


def _residents(world: World) -> pl.DataFrame:
    rows = world.persons.join(
        world.households.select("household", "address", name="name"), on="household", maintain_order="left"
    )
    changed = pl.DataFrame(
        [{"person": person} | status for person, status in sorted(world.statuses.items())],
        schema={"person": pl.Int64, "status": pl.String, "status_from": pl.Date},
    )
    plain = rows.select(
        person="person",
        _key=pl.col("person").cast(pl.String),
        person_name="person_name",
        id_card="id_card",
        household_register_no=pl.lit(f"9901{world.block:03d}")
        + pl.col("household").cast(pl.String).str.zfill(6),
        relation="relation",
        village="name",
        address="address",
        status=pl.lit("registered"),
        status_from="birth",
        moved_in_on="birth",
        cancelled_on=pl.lit(None, dtype=pl.Date),
        cancel_reason=pl.lit(None, dtype=pl.String),
        source_office=pl.lit("公安分局"),
        snapshot_on=pl.lit(None, dtype=pl.Date),
    ).join(
        changed.rename({"status": "new", "status_from": "since"}),
        on="person",
        how="left",
        maintain_order="left",
    )
    before = plain.with_columns(_from=pl.lit(None, dtype=pl.Date), _to=pl.col("since"))
    is_dead = pl.col("new") == "deceased"
    after = plain.filter(pl.col("new").is_not_null()).with_columns(
        status="new",
        status_from="since",
        cancelled_on=pl.when(is_dead).then(pl.col("since") + timedelta(days=20)),
        cancel_reason=pl.when(is_dead).then(pl.lit("死亡")),
        _from="since",
        _to=pl.lit(None, dtype=pl.Date),
    )
    return pl.concat([before, after]).sort("person", "_from").drop("person", "new", "since")


def _deaths(world: World) -> pl.DataFrame:
    draw = world.stream("register.deceased_persons")
    # Householders may be paid relief; nobody but the injections pays the dead.
    plain = (pl.col("kind") == "ordinary") & (pl.col("position") > 0)
    old = world.persons.filter(plain, pl.col("birth") < date(1950, 1, 1))
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    old = old.filter(~pl.col("person").is_in(busy))
    own = old[np.sort(draw.permutation(len(old))[:DEATHS])]
    on = random_days(draw, len(own), date(2017, 9, 1), date(2018, 8, 10))
    base = pl.DataFrame({"_key": own["person"].cast(pl.String), "person": own["person"], "died_on": on})
    for person, day in base.select("person", "died_on").iter_rows():
        world.statuses[person] = {"status": "deceased", "status_from": day}
    rows = added_rows(world, "register.deceased_persons", base).sort("died_on", "person")
    wait = pl.Series(draw.integers(1, 4, len(rows))) * pl.duration(days=1)
    return rows.select(
        "_key",
        person_name="person_name",
        id_card="id_card",
        died_on="died_on",
        cremated_on=pl.col("died_on") + timedelta(days=2),
        registered_on=pl.col("died_on") + wait,
        source=pl.lit("civil_affairs"),
        certificate_no=pl.lit(f"HH-{world.block:02d}") + pl.col("person").cast(pl.String).str.zfill(6),
        village="village",
        address="address",
        source_office=pl.lit("殡仪馆"),
        snapshot_on=pl.lit(None, dtype=pl.Date),
        _from=pl.col("died_on") + timedelta(days=SNAPSHOT_DAYS + 4),
    )


def _payroll(world: World) -> pl.DataFrame:
    draw = world.stream("register.fiscal_staff")
    officials = world.officials
    is_servant = (officials["level"] != "staff").to_numpy() | (draw.random(len(officials)) < 0.4)
    base = officials.select(
        "person",
        "unit",
        "post",
        _key=pl.lit("staff-") + pl.col("person").cast(pl.String),
        staff_kind=pl.Series(np.where(is_servant, "civil_servant", "institution")),
        valid_from=random_days(draw, len(officials), date(1995, 7, 1), date(2016, 9, 1)),
    )
    rows = added_rows(world, "register.fiscal_staff", base)
    street = pl.col("street").replace_strict(
        dict(world.places.villages.select("street", "street_name").unique().iter_rows()),
        return_dtype=pl.String,
    )
    return (
        rows.with_columns(unit=pl.coalesce("unit", street))
        .sort("unit", "_key")
        .select(
            "_key",
            unit="unit",
            person_name="person_name",
            id_card="id_card",
            staff_kind="staff_kind",
            post="post",
            status=pl.lit("active"),
            valid_from="valid_from",
            bank_account=make_accounts(len(rows), world.block, SALARY_ACCOUNTS_FROM),
            source_office=pl.lit(world.places.department("财政局")),
            snapshot_on=pl.lit(None, dtype=pl.Date),
        )
    )


def _cadres(world: World) -> pl.DataFrame:
    draw = world.stream("register.village_cadres")
    rows = world.village_cadres
    return rows.select(
        _key=pl.col("person").cast(pl.String),
        village="village_name",
        street="street_name",
        cadre_name="person_name",
        id_card="id_card",
        post="post",
        post_kind="post_kind",
        is_party_member=pl.Series(draw.random(len(rows)) < 0.7),
        valid_from=pl.lit(date(2014, 12, 20)),
        phone=make_phones(np.arange(len(rows)) + world.block * 400),
        bank_account=make_accounts(len(rows), world.block, CADRE_ACCOUNTS_FROM),
        snapshot_on=pl.lit(None, dtype=pl.Date),
    )


def _relatives(world: World) -> pl.DataFrame:
    """Return what cadres have declared: the people of their own household, and whom other domains have added."""
    cadres = world.village_cadres.select(cadre="person", household="household")
    home = world.persons.filter(pl.col("position") > 0).select("household", "relation", relative="person")
    base = cadres.join(home, on="household", maintain_order="left").filter(
        pl.col("cadre") != pl.col("relative")
    )
    base = base.filter(pl.int_range(pl.len()).over("cadre") < RELATED).select(
        "cadre",
        "relative",
        relation=pl.col("relation").replace_strict(KIN, return_dtype=pl.String),
        _key=pl.concat_str(pl.lit("kin-"), "cadre", pl.lit("-"), "relative"),
        has_benefit=pl.lit(value=False),
    )
    added = world.registers.get("register.cadre_relatives", [])
    rows = pl.concat([base, _typed(added, base).select(base.columns)]) if added else base
    names = world.persons.select("person", "person_name", "id_card")
    posts = world.village_cadres.select(
        "person", "post", "village_name", cadre_name="person_name", cadre_id_card="id_card"
    )
    return (
        rows.join(posts, left_on="cadre", right_on="person", maintain_order="left")
        .join(names, left_on="relative", right_on="person", maintain_order="left")
        .sort("village_name", "cadre", "_key")
        .select(
            "_key",
            cadre_name="cadre_name",
            cadre_id_card="cadre_id_card",
            unit="village_name",
            cadre_post="post",
            relative_name="person_name",
            relative_id_card="id_card",
            relation="relation",
            relative_employer=pl.lit("务农"),
            has_benefit="has_benefit",
            benefit=pl.when("has_benefit").then(pl.lit("低保")),
            declared_on=pl.lit(date(2018, 3, 5)),
            checked_by=pl.lit(world.officials["person_name"][20]),
        )
    )
