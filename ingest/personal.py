"""Personal columns: raw text → normal form, what is wrong with it, and what is landed in its place.

Everything is computed once per distinct text, over whole columns; a register of a million payments to a hundred
thousand people costs a hundred thousand hashes.
"""

from __future__ import annotations

import polars as pl

from ingest.masking import is_card_number, mask_series
from warehouse import id_card
from warehouse.contracts import Column
from warehouse.keys import Keys
from warehouse.parties import are_persons
from warehouse.tokens import compute_tokens, normalise

# A numeric cell keeps 15 digits: what it shows beyond them is not what was typed. The second form is how a float of
# 16 digits is written out.
LOST_DIGITS = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$|^[0-9]{16,}\.0$"
HIDDEN_DIGITS = r"[*＊●]|[xX×]{3}"
HIDDEN_SIGNS = r"[*＊●]"  # of a plate, that may hold XXX
DASH = r"^([-‐-―─/]{1,4}|无)$"
OWN_CHECK = {"id_card", "bank_account", "phone"}


def parse_personal(column: Column, raw: pl.Series) -> pl.DataFrame:
    """Return what can be taken of each text of `raw`, a row per text.

    Columns: `value` (normalised, null where empty or not to be taken), `parsed_inferred` (id15: 15 digits were
    lengthened; spaces: a name was written apart; dash: a dash meant empty), `readable`, and `flaw`: the rule that the
    text breaks. Of a number that lost digits, or had them starred out, nothing is taken (lost_digits); one that fails
    its own check (id_card, bank_account, phone) is taken all the same.
    """
    personal = _class_of(column)
    texts = raw.unique().alias("raw").to_frame().with_columns(pl.col("raw").str.strip_chars().alias("text"))
    has_lost = _has_lost_digits(personal, pl.col("text"))
    is_dash = pl.lit(False) if column.required else pl.col("text").str.contains(DASH)
    table = (
        texts.with_columns(normalise(personal, texts["text"]).alias("normal"), has_lost.alias("has_lost"))
        .with_columns(pl.when(~pl.col("has_lost") & ~is_dash).then("normal").alias("value"))
        .with_columns(
            _infer(personal, is_dash).alias("parsed_inferred"),
            (pl.col("value").is_not_null() | pl.col("text").is_null() | is_dash).alias("readable"),
        )
        .with_columns(_find_flaw(personal).alias("flaw"))
    )
    return _align(raw, table.select("raw", "value", "parsed_inferred", "readable", "flaw"))


def tokenise(column: Column, values: pl.Series, keys: Keys) -> pl.DataFrame:
    """Return the columns that are stored in place of `column`, a row per value of `values`.

    Args:
        values: normalised texts, as `parse_personal` gives them; null where there is none.
    """
    personal = _class_of(column)
    distinct = values.unique().alias("raw")
    value = pl.col("raw")
    parts: dict[str, pl.Series | pl.Expr] = {
        "token": compute_tokens(personal, distinct, keys),
        "masked": mask_series(personal, distinct),
        "birth_date": id_card.read_birth_date(value),
        "sex": id_card.read_sex(value),
        "area": id_card.read_area(value),
        "valid": id_card.is_valid(value),
    }
    stored = {part.name: parts[part.name.removeprefix(f"{column.name}_")] for part in column.stored}
    table = distinct.to_frame().with_columns(**stored)
    return _align(values, table).cast(pl.Schema({stored.name: stored.dtype for stored in column.stored}))


def secrets(column: Column, values: pl.Series, raw: pl.Series, keys: Keys) -> pl.DataFrame:
    """Return what the vault has to store of a column: `token`, `class` and the first `raw` text of each token.

    Args:
        values: what was taken of each text, as `parse_personal` gives it.
        raw: the texts themselves, row by row beside `values`.
    """
    personal = _class_of(column)
    pairs = (
        pl.DataFrame({"value": values, "raw": raw})
        .drop_nulls()
        .filter(is_secret(personal, pl.col("value")))
        .unique("value", keep="first", maintain_order=True)
    )
    return pl.DataFrame(
        {"token": compute_tokens(personal, pairs["value"], keys), "raw": pairs["raw"]}
    ).select("token", pl.lit(personal).alias("class"), "raw")


def is_secret(personal: str, value: pl.Expr) -> pl.Expr:
    """Return whether a normalised value is for the vault; an organisation among the parties is none."""
    return value.map_batches(are_persons, pl.Boolean) if personal == "party_name" else pl.lit(True)


def _class_of(column: Column) -> str:
    if column.personal is None:
        raise ValueError(f"{column.name} is no personal column")
    return column.personal


def _has_lost_digits(personal: str, text: pl.Expr) -> pl.Expr:
    if personal not in OWN_CHECK | {"private_number"}:
        return pl.lit(False)
    hidden = HIDDEN_DIGITS if personal in OWN_CHECK else HIDDEN_SIGNS
    return text.str.contains(LOST_DIGITS) | text.str.contains(hidden)


def _infer(personal: str, is_dash: pl.Expr) -> pl.Expr:
    inferred = pl.when(is_dash).then(pl.lit("dash"))
    if personal == "id_card":
        was_short = pl.col("text").str.count_matches("[0-9０-９]") == 15
        return inferred.when(was_short & (pl.col("value").str.len_chars() == 18)).then(pl.lit("id15"))
    if personal in ("person_name", "party_name"):
        return inferred.when(pl.col("text").str.contains(r"\S\s+\S")).then(pl.lit("spaces"))
    return inferred


def _find_flaw(personal: str) -> pl.Expr:
    lost = pl.when(pl.col("has_lost")).then(pl.lit("lost_digits"))
    if personal not in OWN_CHECK:
        return lost
    value = pl.col("value")
    length = value.str.len_chars()
    is_right = {
        "id_card": id_card.is_valid(value),
        "bank_account": length.is_between(8, 25) & ~_is_broken_card(value, length),
        "phone": length.is_between(7, 12),
    }[personal]
    # What was written but left nothing (不详 for a phone number) is wrong too; a dash is not.
    is_wrong = pl.when(value.is_null()).then(~pl.col("readable")).otherwise(~is_right)
    return lost.when(is_wrong).then(pl.lit(personal))


def _is_broken_card(value: pl.Expr, length: pl.Expr) -> pl.Expr:
    """A card number that fails Luhn; accounts that are no cards have no check digit."""
    is_card = value.str.starts_with("62") & length.is_in([16, 19])
    return is_card & ~is_card_number(value).fill_null(True)


def _align(rows: pl.Series, table: pl.DataFrame) -> pl.DataFrame:
    """Return the row of `table` that belongs to each text of `rows`."""
    joined = (
        rows.alias("raw")
        .to_frame()
        .join(table, on="raw", how="left", nulls_equal=True, maintain_order="left")
    )
    return joined.drop("raw")
