"""Tokens: what stands in the warehouse for a personal value.

A token is the same wherever the same value is written, in whatever spelling, and says nothing without the site's key.
Classes are separate domains: a phone number and a bank account of the same digits have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import polars_hash

from warehouse.id_card import lengthen
from warehouse.parties import are_persons, normalise_party
from warehouse.settings import Site

if TYPE_CHECKING:
    from warehouse.keys import Keys

DOMAIN = "v1"  # of the normal forms below: another form of a value is another token
TOKEN_DIGITS = 32
# White space, and what is not seen at all: zero-width characters, direction marks, byte order marks.
BLANK = r"[\s\p{Cf}]+"
LOOKS_LIKE_X = r"[xхХχΧ×]$"
# A word in brackets behind a name, about its bearer: 已故, 户主, 之妻.
REMARK = (
    r"\((?:已?[亡故]|亡故|去世|死亡|病故|注销|户主|本人|配偶|妻子?|丈夫|夫|父亲?|母亲?|[长次三四幼]?[子女]|儿子|女儿|孙[子女]?"
    r"|之.{1,2}|代领?|监护人)\)$"
)


def normalise(personal: str, raw: pl.Series) -> pl.Series:
    """Return the one form of each text of `raw` that its token is computed from; null where nothing is left.

    Args:
        personal: the class of personal data, as contracts name it.
    """
    # Spaces are what parts a list of names: it is read before they go.
    written = pl.Series(raw.name, map(_join_party, raw), dtype=pl.String) if personal == "party_name" else raw
    text = written.str.normalize("NFKC").str.replace_all(BLANK, "")
    return _FORMS[personal](text).replace("", None).rename(raw.name)


def compute_tokens(personal: str, values: pl.Series, keys: Keys) -> pl.Series:
    """Return 32 hex digits (128 bits of HMAC-SHA256) per value of `values`, which are normalised; null stays null.

    A party that is a person has the token that the name has in a column of names.
    """
    tag: pl.Expr = pl.lit(f"{DOMAIN}|{personal}|")
    if personal == "party_name":
        tag = pl.when(pl.lit(are_persons(values))).then(pl.lit(f"{DOMAIN}|person_name|")).otherwise(tag)
    tagged = polars_hash.concat_str(tag, pl.col(values.name))
    # The expression holds the key: it is evaluated here and never kept.
    token = tagged.chash.hmac_sha256(key=keys.token_key).str.slice(0, TOKEN_DIGITS)
    return values.to_frame().select(token.alias(values.name)).to_series()


def find_token_columns(names: Iterable[str]) -> list[str]:
    """Return which of a landed file's columns hold tokens."""
    known = set(names)
    return sorted(
        name for name in known if name.endswith("_token") and f"{name.removesuffix('_token')}_masked" in known
    )


def list_token_files(site: Site) -> list[Path]:
    """Return the landed files that hold tokens, by name."""
    paths = [path for path in site.landing.glob("*/*/*.parquet") if not path.name.startswith("_")]
    return sorted(path for path in paths if find_token_columns(pl.read_parquet_schema(path)))


def _id_card(text: pl.Series) -> pl.Series:
    bare = text.str.replace_all(r"['`’‘\-‐-―]", "").str.to_uppercase().str.replace(LOOKS_LIKE_X, "X")
    return lengthen(bare)


def _bank_account(text: pl.Series) -> pl.Series:
    return text.str.replace_all(r"[^0-9]", "")


def _phone(text: pl.Series) -> pl.Series:
    digits = text.str.replace(r"^(\+|00)86", "").str.replace_all(r"[^0-9]", "")
    return digits.str.replace(r"^86(1[0-9]{10})$", "${1}")


def _person_name(text: pl.Series) -> pl.Series:
    return text.str.replace_all("[•・‧.]", "·").str.replace(REMARK, "")


def _party_name(text: pl.Series) -> pl.Series:
    return text.zip_with(~are_persons(text).fill_null(value=False), _person_name(text))


def _join_party(written: str | None) -> str | None:
    return written and normalise_party(written)


def _private_number(text: pl.Series) -> pl.Series:
    return text.str.replace_all("[•・‧·.]", "").str.to_uppercase()


def _address(text: pl.Series) -> pl.Series:
    return text


_FORMS = {
    "id_card": _id_card,
    "bank_account": _bank_account,
    "phone": _phone,
    "person_name": _person_name,
    "address": _address,
    "party_name": _party_name,
    "private_number": _private_number,
}
