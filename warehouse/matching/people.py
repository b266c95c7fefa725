"""The two sides of the comparison: persons who stand with a right number, and rows that do not say who they mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.keys import Keys
from warehouse.matching.mentions import LISTS
from warehouse.matching.sounds import spell_out
from warehouse.tokens import compute_tokens, normalise
from warehouse.vault import Vault

POPULATION = "register.residents"
BODY = 17
LONGEST = 19  # a number of 18 signs with one too many
# What Splink is given: raw numbers and names, in memory only; `digits` are the forms that one wrong digit leaves alone.
RECORD = {
    "unique_id": pl.Int64(),
    "number": pl.String(),
    "valid": pl.Boolean(),
    "name": pl.String(),
    "sound": pl.String(),
    "digits": pl.List(pl.String()),
    "places": pl.List(pl.String()),
    **{name: pl.List(pl.String()) for name in LISTS},
}


@dataclass(frozen=True)
class Sides:
    """Who is to be found and who can be.

    `seekers` and `people` have the shape of `RECORD`. `tokens` has a row per person: `unique_id`, the token of the
    number, and `attested`: whether the population register or two datasets know it. `rows` has a row per mention:
    `unique_id` of its seeker, `row_uid` and `role`.
    """

    seekers: pl.DataFrame
    people: pl.DataFrame
    tokens: pl.DataFrame
    rows: pl.DataFrame


def find_sides(mentions: pl.DataFrame, vault: Vault, keys: Keys) -> Sides:
    """Return both sides of `mentions` (shape of `MENTION`); of a person everything that any row says is put together.

    A seeker is a row without a number but with a person's name, or a number that fails its check. A number that
    passes it is one only where a single dataset knows it, and it differs by a digit from that of a namesake whom the
    population register or two datasets know: it is mistyped, and was given a new check digit by a program.
    """
    known = mentions.filter(pl.col("number").is_not_null() & pl.col("valid"))
    people = _gather(known, ["number"]).with_columns(
        attested=(pl.col("datasets").list.len() > 1) | pl.col("datasets").list.contains(POPULATION)
    )
    faulty = mentions.filter(pl.col("number").is_null() | ~pl.col("valid"))
    texts = _reveal_numbers(vault, pl.concat([people["number"], faulty["number"]]))
    texts |= _reveal_names(vault, pl.concat([people["name"], faulty["name"]]), keys)
    texts |= dict(mentions.select("name", "written").drop_nulls().unique().rows())
    doubtful = _find_doubtful(people, texts)
    unclear = pl.concat([faulty, known.filter(pl.col("number").is_in(doubtful.to_list()))])
    seekers, rows = _find_seekers(unclear.filter(pl.col("name").is_in(list(texts))))
    people = people.filter(~pl.col("number").is_in(doubtful.to_list())).with_row_index("unique_id")
    sought = _index(_to_records(seekers, texts))
    forms = sought["digits"].explode(empty_as_null=False).unique()
    return Sides(
        seekers=sought,
        people=_index(_to_records(people.with_columns(valid=pl.lit(value=True)), texts), forms),
        tokens=people.select(pl.col("unique_id").cast(pl.Int64), pl.col("number").alias("token"), "attested"),
        rows=rows,
    )


def _gather(mentions: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return a row per `key`, in its order: the commonest name, and whatever any mention tells."""
    return (
        mentions.group_by(key)
        .agg(
            *([] if "name" in key else [pl.col("name").drop_nulls().mode().sort().first()]),
            pl.col("dataset").unique().sort().alias("datasets"),
            pl.col("place").drop_nulls().unique().sort().alias("places"),
            *(pl.col(name).explode(empty_as_null=False).drop_nulls().unique().sort() for name in LISTS),
        )
        .sort(key)
    )


def _reveal_numbers(vault: Vault, tokens: pl.Series) -> dict[str, str]:
    known = vault.reveal(tokens.drop_nulls().unique().sort())
    return dict(
        zip(known, normalise("id_card", pl.Series(list(known.values()), dtype=pl.String)), strict=True)
    )


def _reveal_names(vault: Vault, tokens: pl.Series, keys: Keys) -> dict[str, str]:
    """Return the name behind each token, whether it was first met in a column of names or in one of parties."""
    known = vault.reveal(tokens.drop_nulls().unique().sort())
    raw = pl.Series("raw", list(known.values()), dtype=pl.String)
    name = normalise("person_name", raw)
    is_name = compute_tokens("person_name", name, keys) == pl.Series(list(known), dtype=pl.String)
    party = normalise("party_name", raw.zip_with(~is_name, pl.Series([None], dtype=pl.String)))
    return dict(zip(known, name.zip_with(is_name, party), strict=True))


def _find_doubtful(people: pl.DataFrame, texts: dict[str, str]) -> pl.Series:
    """Return the numbers that only one dataset knows, one digit from that of a better known namesake."""
    read = people.select("number", "name", "attested").with_columns(
        pl.col("number").replace_strict(texts, default=None).alias("digits")
    )
    read = read.filter(pl.col("digits").str.len_chars() == BODY + 1)
    pairs = read.filter(~pl.col("attested")).join(read.filter("attested"), on="name", suffix="_known")
    if pairs.is_empty():
        return pairs["number"]
    own, known = (_bodies(pairs[name]) for name in ("digits", "digits_known"))
    return pairs["number"].filter((own != known).sum(axis=1) == 1).unique().sort()


def _bodies(numbers: pl.Series) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    signs = np.array(numbers.to_list(), dtype=f"S{BODY + 1}")
    return signs.view(np.uint8).reshape(len(signs), BODY + 1)[:, :BODY]


def _find_seekers(sought: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a row per seeker, and which rows each is: those of one wrong number and name are about one person."""
    told = [pl.col(name).list.sort().list.join(" ") for name in LISTS]
    apart = pl.when(pl.col("number").is_null()).then(
        pl.concat_str("place", *told, separator="|", ignore_nulls=True)
    )
    marked = sought.with_columns(apart.fill_null("").alias("apart"))
    key = ["number", "name", "apart"]
    seekers = (
        _gather(marked, key).with_row_index("unique_id").with_columns(pl.col("unique_id").cast(pl.Int64))
    )
    rows = marked.join(seekers.select("unique_id", *key), on=key, nulls_equal=True)
    valid = rows.group_by("unique_id").agg(pl.col("valid").first())
    return seekers.join(valid, on="unique_id", maintain_order="left"), rows.select(
        "unique_id", "row_uid", "role"
    )


def _to_records(side: pl.DataFrame, texts: dict[str, str]) -> pl.DataFrame:
    """Return the shape of `RECORD`, `digits` left empty."""
    named = side.with_columns(
        pl.col(name).replace_strict(texts, default=None, return_dtype=pl.String)
        for name in ("number", "name")
    )
    empty = pl.lit([], dtype=pl.List(pl.String))
    return (
        named.with_columns(
            spell_out(named["name"]), pl.col("valid").fill_null(value=False), empty.alias("digits")
        )
        .select(*RECORD)
        .cast(pl.Schema(RECORD))
    )


def _index(records: pl.DataFrame, among: pl.Series | None = None) -> pl.DataFrame:
    """Fill `digits` with what one slip leaves alone: the number itself, and less one sign at each place.

    A number of 18 is taken as the 15 that it was before as well. Of a million people hardly anybody has one of the few
    forms that are sought, so that only those in `among` are kept.
    """
    number = pl.col("number")
    old = pl.when(number.str.len_chars() == BODY + 1).then(number.str.slice(0, 6) + number.str.slice(8, 9))
    forms = [number, old] + [
        pl.when(form.str.len_chars() > at).then(form.str.slice(0, at) + form.str.slice(at + 1))
        for form in (number, old)
        for at in range(LONGEST)
    ]
    pieces = []
    for form in forms:  # one after the other: all at once they are forty times the register
        piece = records.select("unique_id", form.alias("digits")).drop_nulls()
        sought = piece if among is None else among.alias("digits").to_frame()
        pieces.append(piece.join(sought, on="digits", how="semi"))
    found = pl.concat(pieces).group_by("unique_id").agg(pl.col("digits").unique().sort())
    filled = records.drop("digits").join(found, on="unique_id", how="left", maintain_order="left")
    return filled.with_columns(pl.col("digits").fill_null([])).select(*RECORD)
