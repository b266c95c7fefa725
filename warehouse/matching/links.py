"""Links from rows to the persons they mean, written beside the catalog of the landing before every build.

What leaves the vault is a row, a column, a token and a probability with its reasons; no name and no number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import polars as pl

from warehouse.contracts import Contract
from warehouse.keys import Keys, KeyUnfit, has_key, load_keys
from warehouse.landing import write_person_links
from warehouse.landing_shapes import PERSON_LINKS
from warehouse.matching.comparisons import build_model
from warehouse.matching.mentions import read_mentions
from warehouse.matching.people import Sides, find_sides
from warehouse.matching.scoring import DIFFERENT, Model, score
from warehouse.settings import Site
from warehouse.tokens import list_token_files
from warehouse.vault import open_vault
from warehouse.vault_file import read_key_id, vault_path

THRESHOLD = 0.95
FINGERPRINT = "taizhang.matching"
ENGINES = ("splink", "duckdb", "pypinyin", "polars")


@dataclass(frozen=True)
class Outcome:
    """What became of the matching: rows whose person was sought (`seekers`, those alike counted once), and links.

    Status: `unchanged`: nothing has landed since; `no_key`: the site's key is not on this machine, nothing is linked.
    """

    status: Literal["linked", "unchanged", "no_key"]
    seekers: int = 0
    links: int = 0


def link_people(
    site: Site,
    contracts: Sequence[Contract],
    *,
    threshold: float = THRESHOLD,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Write which person each row means whose identity number is missing or mistyped (shape of `PERSON_LINKS`).

    A row is linked where the probability that it means that person, and neither another nor nobody known, reaches
    `threshold`. The catalog of the loads must be up to date. `progress` receives one Chinese sentence.

    Raises:
        MatchingFailed: the engine gave up; the links of before stay.
        DamagedVault: the vault is no vault.
    """
    fingerprint = _compute_fingerprint(site, threshold)
    if _read_fingerprint(site) == fingerprint:
        return Outcome("unchanged")
    keys = _find_keys(site)
    if keys is None:
        if list_token_files(site):
            progress("这台机器上没有本站点的密钥：身份证号缺失或错误的行不做人员匹配")
        # Without a fingerprint, for the key may be put back and nothing else change.
        write_person_links(site, pl.DataFrame(schema=PERSON_LINKS))
        return Outcome("no_key")
    mentions = read_mentions(site, contracts, keys)
    if mentions.is_empty() or not vault_path(site).exists():
        write_person_links(site, pl.DataFrame(schema=PERSON_LINKS), {FINGERPRINT: fingerprint})
        return Outcome("linked")
    progress("匹配人员")
    with open_vault(site, keys) as vault:
        sides = find_sides(mentions, vault, keys)
    links = find_links(sides, threshold)
    write_person_links(site, links, {FINGERPRINT: fingerprint})
    return Outcome("linked", len(sides.seekers), len(links))


def find_links(sides: Sides, threshold: float = THRESHOLD) -> pl.DataFrame:
    """Return the links (shape of `PERSON_LINKS`) from rows to persons, ordered by row and role."""
    model = build_model(len(sides.people))
    doubtful = sides.seekers.filter("valid")["unique_id"]
    pairs = (
        score([sides.seekers, sides.people], model)
        .join(sides.tokens, left_on="right", right_on="unique_id", maintain_order="left")
        .filter(pl.col("attested") | ~pl.col("left").is_in(doubtful.to_list()))
    )
    # A slip in the number and another name are two errors in one row, or a third person: not for a program to decide.
    best = _choose(pairs).filter(pl.col("share") >= threshold, pl.col("name") != DIFFERENT)
    told = pl.DataFrame(
        {
            "unique_id": best["left"],
            "person_token": best["token"],
            "probability": best["share"].round(6),
            "explanation": [_explain(pair, model) for pair in best.iter_rows(named=True)],
        },
        schema_overrides={"explanation": pl.String},
    )
    return sides.rows.join(told, on="unique_id").select(*PERSON_LINKS).sort("row_uid", "role")


def _choose(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the best pair of each row with `share`, its odds among those of all its pairs and of none of them.

    Two persons who are equally near thus have less than a half each: what is ambiguous is never linked.
    """
    odds = pl.lit(2.0).pow(pl.col("weight").clip(-1000, 1000))
    return (
        pairs.with_columns(odds.alias("odds"))
        .with_columns(
            share=pl.col("odds") / (pl.col("odds").sum().over("left") + 1),
            rivals=pl.len().over("left") - 1,
        )
        .sort("left", "odds", "token", descending=[False, True, False])
        .unique("left", keep="first", maintain_order=True)
    )


def _explain(pair: dict[str, Any], model: Model) -> str:
    """Return the waterfall as JSON: log2 of the odds before anything was compared, what each comparison adds, the sum.

    `rivals` is how many other persons the row was compared with.
    """
    steps = [
        {
            "comparison": comparison.name,
            "level": pair[comparison.name],
            "weight": round(pair[f"{comparison.name}_weight"], 2),
        }
        for comparison in model.comparisons
    ]
    start = pair["weight"] - sum(pair[f"{comparison.name}_weight"] for comparison in model.comparisons)
    told = {
        "start": round(start, 2),
        "steps": steps,
        "weight": round(pair["weight"], 2),
        "rivals": pair["rivals"],
    }
    return json.dumps(told)


def _find_keys(site: Site) -> Keys | None:
    """Return the keys of the site; None where there is none on this machine, or another site's."""
    if not has_key(site):
        return None
    try:
        return load_keys(site)
    except KeyUnfit:
        return None


def _compute_fingerprint(site: Site, threshold: float) -> str:
    """Return a SHA-256 over what decides about the links: the loads, the key of their tokens, and the program."""
    loads = pl.read_parquet(site.landing / "_catalog" / "loads.parquet").select("load_id", "contract_hash")
    facts: list[object] = [threshold, read_key_id(vault_path(site)), sorted(loads.rows())]
    facts += [f"{name} {version(name)}" for name in ENGINES]
    digest = hashlib.sha256(json.dumps(facts).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_fingerprint(site: Site) -> str | None:
    path = site.landing / "_catalog" / "person_links.parquet"
    return pl.read_parquet_metadata(path).get(FINGERPRINT) if path.exists() else None
