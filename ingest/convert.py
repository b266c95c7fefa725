"""Raw text → typed values, once per distinct text: what it is, what was inferred, and whether it could be read.

The parsers see one cell's text each; the columns are put together by a join, so a million rows of three hundred
distinct deadlines cost three hundred parses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

import polars as pl

from ingest.dates import parse_period
from ingest.numbers import parse_number
from warehouse.contracts import Column

SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
CELL_UNIT = re.compile(r"亿元?|万元?|元")
YES = {"是", "√", "有", "true", "1", "y", "yes"}
NO = {"否", "×", "无", "false", "0", "n", "no"}
Value = str | int | Decimal | date | bool


@dataclass(frozen=True)
class Parsed:
    """A text's value (None where empty or unreadable), its kind for deadlines, and what was inferred."""

    value: Value | None
    kind: str | None = None
    inferred: str | None = None
    readable: bool = True


UNREADABLE = Parsed(None, readable=False)


def convert_column(column: Column, raw: pl.Series, *, base: date, money_unit: str | None) -> pl.DataFrame:
    """Return `value` (the column's type), `kind`, `parsed_inferred` and `readable`, a row per text of `raw`.

    Args:
        base: the as-of date, which supplies a year that the text leaves out (and is then marked inferred).
        money_unit: the unit that heading or title states for amounts, None where neither does.
    """
    parse = partial(_PARSERS[column.parse], column=column, base=base, money_unit=money_unit)
    distinct = raw.unique()
    parsed = [Parsed(None, "missing") if text is None else parse(text.strip()) for text in distinct]
    table = pl.DataFrame(
        {
            "raw": distinct,
            "value": pl.Series([item.value for item in parsed], dtype=column.dtype),
            "kind": pl.Series([item.kind for item in parsed], dtype=pl.String),
            "parsed_inferred": pl.Series([item.inferred for item in parsed], dtype=pl.String),
            "readable": [item.readable for item in parsed],
        }
    )
    joined = raw.to_frame("raw").join(table, on="raw", how="left", nulls_equal=True, maintain_order="left")
    return joined.drop("raw")


def fold_code(text: str) -> str:
    """Return a code's text without width, spaces, full stops and case."""
    return re.sub(r"[\s。.;;]+", "", unicodedata.normalize("NFKC", text)).lower()


def _parse_text(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    return Parsed(text)


def _parse_code(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    folded = fold_code(text)
    for code in column.codes:
        if folded in {fold_code(word) for word in (code.name, code.label.zh, *code.synonyms)}:
            return Parsed(code.name)
    return UNREADABLE


def _parse_integer(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    if (
        number is None
        or number.is_percent
        or number.value != int(number.value)
        or abs(number.value) > 2**31 - 1
    ):
        return UNREADABLE
    return Parsed(int(number.value), inferred="approximate" if number.approximate else None)


def _parse_decimal(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    return (
        UNREADABLE
        if number is None
        else Parsed(number.value, inferred="approximate" if number.approximate else None)
    )


def _parse_amount(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    if number is None or number.is_percent or number.unit not in (None, "元"):
        return UNREADABLE
    own = CELL_UNIT.search(unicodedata.normalize("NFKC", text))
    if own and money_unit not in (None, own[0]):
        return UNREADABLE  # 12.5元 or 12.5万 under a heading in 万元: a person has to say which is meant
    scale = Decimal(1) if own else SCALES[money_unit or column.unit or "元"]
    inferred = "approximate" if number.approximate else None
    return Parsed((number.value * scale).quantize(Decimal("0.01")), inferred=inferred)


def _parse_date(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    period = parse_period(text, base=base)
    if period is None or period.precision != "day" or period.start != period.end:
        return UNREADABLE
    return Parsed(period.end, inferred="、".join(period.inferred) or None)


def _parse_deadline(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    period = parse_period(text, base=base)
    if period is None or (period.end is None and period.precision not in ("open", "immediate")):
        return Parsed(None, "unreadable", readable=False)
    kind = period.precision if period.precision in ("open", "immediate") else "dated"
    return Parsed(period.end, kind, "、".join(period.inferred) or None)


def _parse_boolean(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    folded = fold_code(text)
    return Parsed(folded in YES) if folded in YES | NO else UNREADABLE


_PARSERS: dict[str, Callable[..., Parsed]] = {
    "text": _parse_text,
    "code": _parse_code,
    "integer": _parse_integer,
    "number": _parse_decimal,
    "amount": _parse_amount,
    "date": _parse_date,
    "deadline": _parse_deadline,
    "boolean": _parse_boolean,
}
