"""A row's own personal values inside its other cells: 付误工费 石大有 beside the payee 石大有.

Which cells repeat one is found over whole columns, mostly from their distinct texts; only those are read one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import polars as pl

from ingest.folding import fold_width
from ingest.masking import mask_series
from warehouse.contracts import Column
from warehouse.parties import find_persons
from warehouse.tokens import normalise

# The classes that are looked for, and how short a value may be and still be told from other words and numbers.
LEAST = {
    "person_name": 2,
    "party_name": 2,
    "private_number": 5,
    **dict.fromkeys(("phone", "bank_account", "id_card"), 7),
}
NAMES = {"person_name", "party_name"}
OF_DIGITS = {"phone", "bank_account", "id_card"}
# Columns of officials in office and of organisations (经办人, 企业名称): readable by contract, whoever shares the name.
READABLE = re.compile("(?:人|人员|员|姓名|领导|出纳|谈话对象|企业|企业名称|组织名称|单位|支部|支部名称)$")
# What a clerk may write between the signs of a value: spaces, dots, dashes.
GAP = r"[\s\p{Cf}•・‧·.–—-]"
GAPS = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff•・‧·.–—-]*")
SPACED_OR_WIDE = re.compile(f"{GAPS.pattern.removesuffix('*')}|[０-９Ａ-Ｚａ-ｚa-z]")
REMARK = r"\([^()]*\)"
ONE_NAME = r"[^、,;/()]+"
# A column without a word and without a long number repeats nobody.
SPEAKS = r"\p{Han}|[0-9０-９]{5}|(?:[0-9０-９][ -]?){10}"
LONG_NUMBER = "[0-9]{7}"
MOST_WORDS = 100_000  # that are searched for at once


class Own(NamedTuple):
    """A personal value without the signs that `GAP` names, and its mask."""

    value: str
    masked: str


def sought_in(column: Column) -> Collection[str]:
    """Return the classes of personal data that a plain column may not repeat."""
    is_readable = column.references is not None or READABLE.search(column.label.zh)
    return LEAST.keys() - NAMES if is_readable else LEAST.keys()


class OwnValues:
    """The personal values of each row of a stretch."""

    def __init__(self, columns: Iterable[Column], frame: pl.DataFrame) -> None:
        """Take the values of `columns` in `frame`, in their normal form."""
        named = [(column.personal, frame[column.name]) for column in columns if column.personal in LEAST]
        self._held = [
            (personal, values, list_own(personal, values.drop_nulls().unique()))
            for personal, values in named
            if personal and values.null_count() < len(values)
        ]

    def find_repeats(self, texts: pl.Series, sought: Collection[str]) -> Mapping[int, list[Own]]:
        """Return the positions in `texts` of those that repeat a value of their own row, and which they repeat.

        Args:
            texts: one column's cells.
            sought: the classes of personal data that are looked for.
        """
        repeats: dict[int, list[Own]] = defaultdict(list)
        suspects = self._find_suspects(texts)
        if suspects.is_empty():
            return repeats
        rows = pl.DataFrame(
            {"position": pl.int_range(len(texts), dtype=pl.UInt32, eager=True), "text": texts}
        )
        rows = rows.join(suspects, on="text")
        for values, known in [
            (values, known) for personal, values, known in self._held if personal in sought
        ]:
            beside = rows.with_columns(values.gather(rows["position"]).alias("value")).join(known, on="value")
            hits = beside.filter(pl.col("squeezed").str.contains(pl.col("own"), literal=True))
            for position, value, masked in hits.select("position", "own", "masked").iter_rows():
                repeats[position].append(Own(value, masked))
        return repeats

    def _find_suspects(self, texts: pl.Series) -> pl.DataFrame:
        """Return the distinct `text`s that repeat a value of some row, and what is `squeezed` out of them."""
        distinct = texts.unique().drop_nulls().alias("text")
        suspects = distinct.filter(distinct.str.contains(SPEAKS)).to_frame()
        if not self._held or suspects.is_empty():
            return suspects.clear()
        squeezed = pl.col("squeezed")
        has_number = squeezed.str.contains(LONG_NUMBER) if self._has_digits else pl.lit(value=False)
        return suspects.with_columns(_squeeze(pl.col("text")).alias("squeezed")).filter(
            has_number | self._has_word
        )

    @property
    def _has_digits(self) -> bool:
        return any(personal in OF_DIGITS for personal, _, _ in self._held)

    @cached_property
    def _has_word(self) -> pl.Expr:
        words = [known["own"] for personal, _, known in self._held if personal not in OF_DIGITS]
        if sum(map(len, words)) > MOST_WORDS:
            return pl.lit(value=True)
        return (
            pl.col("squeezed").str.contains_any(pl.concat(words).unique().implode())
            if words
            else pl.lit(value=False)
        )


def list_own(personal: str, values: pl.Series) -> pl.DataFrame:
    """Return what other cells may repeat of each of `values` (normalised): `value`, `own` (see `Own`), `masked`.

    A value that lists names yields each of them; remarks in brackets are none.
    """
    names = pl.col("value")
    if personal == "party_name":
        found = [[person.name for person in find_persons(party)] for party in values]
        listed = pl.DataFrame({"value": values, "name": pl.Series(found, dtype=pl.List(pl.String))})
    elif personal == "person_name":
        names = names.str.replace_all(REMARK, "").str.extract_all(ONE_NAME)
        listed = values.alias("value").to_frame().with_columns(names.alias("name"))
    else:
        listed = values.alias("value").to_frame().with_columns(pl.concat_list("value").alias("name"))
    listed = listed.explode("name").drop_nulls()
    mask_as = "person_name" if personal == "party_name" else personal
    return (
        listed.with_columns(
            _squeeze(pl.col("name")).alias("own"), mask_series(mask_as, listed["name"]).alias("masked")
        )
        .filter(pl.col("own").str.len_chars() >= LEAST[personal], pl.col("name") != pl.col("masked"))
        .select("value", "own", "masked")
    )


def read_own(personal: str, text: str) -> list[Own]:
    """Return what other cells may repeat of one personal cell, as it stands in the sheet."""
    if personal not in LEAST:
        return []
    value = normalise(personal, pl.Series("value", [text])).drop_nulls()
    return [Own(*own) for own in list_own(personal, value).select("own", "masked").iter_rows()]


def hide_own(text: str, owns: Iterable[Own]) -> str:
    """Return `text` with every one of `owns` masked, in whatever width and spacing it is written; the longest first."""
    for own in sorted(owns, key=lambda own: -len(own.value)):
        text = text.replace(own.value, own.masked)
        if SPACED_OR_WIDE.search(text) and own.value in GAPS.sub("", fold_width(text)).upper():
            text = _hide_spaced(text, own)
    return text


def _squeeze(text: pl.Expr) -> pl.Expr:
    """Return `text` in the form in which values are looked for: NFKC, capitals, without spaces, dots and dashes."""
    return text.str.normalize("NFKC").str.replace_all(GAP, "").str.to_uppercase()


def _hide_spaced(text: str, own: Own) -> str:
    pattern = re.compile(GAPS.pattern.join(map(re.escape, own.value)), re.IGNORECASE)
    parts, at = [], 0
    for found in pattern.finditer(fold_width(text)):
        parts += [text[at : found.start()], own.masked]
        at = found.end()
    return "".join([*parts, text[at:]])
