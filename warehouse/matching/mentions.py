"""Every place of the landing where a person should stand with an identity number, as tokens: nothing is revealed."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from warehouse.contracts import Contract
from warehouse.keys import Keys
from warehouse.landing import landing_schema
from warehouse.matching.roles import Role, find_roles
from warehouse.settings import Site
from warehouse.tokens import compute_tokens, normalise

# number and name are tokens; phones, accounts and homes are lists of what can be equal, none of them readable.
MENTION = {
    "row_uid": pl.String(),
    "role": pl.String(),
    "dataset": pl.String(),
    "number": pl.String(),
    "valid": pl.Boolean(),
    "name": pl.String(),
    "written": pl.String(),
    "place": pl.String(),
    "homes": pl.List(pl.String()),
    "phones": pl.List(pl.String()),
    "accounts": pl.List(pl.String()),
}
LISTS = ("homes", "phones", "accounts")
UNSEEN = r"\s+"


def read_mentions(site: Site, contracts: Iterable[Contract], keys: Keys) -> pl.DataFrame:
    """Return one row per landed row and role (shape of `MENTION`), ordered by row and role.

    `name` is the token of the person's name, of an official's readable name as well, whose normal form is `written`.
    """
    pieces = [
        _read_role(rows, contract.dataset, role, keys)
        for contract in contracts
        if (roles := find_roles(contract)) and (rows := _scan(site, contract)) is not None
        for role in roles
    ]
    return pl.concat([pl.DataFrame(schema=MENTION), *pieces]).sort("row_uid", "role")


def _scan(site: Site, contract: Contract) -> pl.LazyFrame | None:
    folder = site.landing.joinpath(*contract.dataset.split("."))
    paths = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("_"))
    if not paths:
        return None
    return pl.scan_parquet(
        paths, schema=landing_schema(contract), missing_columns="insert", extra_columns="ignore"
    )


def _read_role(rows: pl.LazyFrame, dataset: str, role: Role, keys: Keys) -> pl.DataFrame:
    places = [pl.col(name).str.replace_all(UNSEEN, "").replace("", None) for name in role.places]
    place = pl.coalesce(places) if places else pl.lit(None, dtype=pl.String)
    household = pl.concat_str(place, pl.col(role.household), separator="/") if role.household else None
    mentions = rows.select(
        pl.col("_row_uid").alias("row_uid"),
        pl.lit(role.column).alias("role"),
        pl.lit(dataset).alias("dataset"),
        pl.col(f"{role.column}_token").alias("number"),
        pl.col(f"{role.column}_valid").alias("valid"),
        _name(role).alias("name"),
        place.alias("place"),
        _gather(role.addresses, household).alias("homes"),
        _gather(role.phones).alias("phones"),
        _gather(role.accounts).alias("accounts"),
    ).collect()
    written = pl.lit(None, dtype=pl.String).alias("written")
    if role.name is not None and role.name.personal is None:
        names = normalise("person_name", mentions["name"])
        mentions = mentions.with_columns(compute_tokens("person_name", names, keys))
        return mentions.with_columns(names.alias("written")).select(*MENTION)
    return mentions.with_columns(written).select(*MENTION)


def _name(role: Role) -> pl.Expr:
    if role.name is None:
        return pl.lit(None, dtype=pl.String)
    return pl.col(role.name.name if role.name.personal is None else f"{role.name.name}_token")


def _gather(columns: Iterable[str], more: pl.Expr | None = None) -> pl.Expr:
    tokens = [pl.col(f"{name}_token") for name in columns] + ([] if more is None else [more])
    if not tokens:
        return pl.lit([], dtype=pl.List(pl.String()))
    return pl.concat_list(tokens).list.drop_nulls()
