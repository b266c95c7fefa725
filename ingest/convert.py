"""Raw text → typed values, once per distinct text: what it is, what was inferred, and whether it could be read.

The parsers see one cell's text each; the columns are put together by a join, so a million rows of three hundred
distinct deadlines cost three hundred parses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import polars as pl

from ingest.dates import Period, parse_period
from ingest.numbers import parse_number
from warehouse.contracts import Column

SCALES = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
CELL_UNIT = re.compile(r"亿元?|万元?|(?<=[0-9])[百千](?![万元])|元")
DASH = re.compile(r"[-‐-―─/]{1,4}|无")
VALUES = {"integer", "number", "amount", "date"}
STATED_YEAR = re.compile(r"[今本去上明]年")
FIRST_OF_MONTH = re.compile(r"[0-9]{4}([-/])0?[0-9]{1,2}\1(?:01|1)")
JANUARY_OR_OCTOBER = re.compile(r"(?:19|20)[0-9]{2}\.1")
PAST_DEADLINE = timedelta(days=180)
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

    A dash, a slash or 无 in a column of values means empty ("dash"), unless the column must not be empty.

    Args:
        base: the as-of date, which supplies a year that the text leaves out (and is then marked inferred): an event
            is the last such day, a deadline is the next where this year's is more than 180 days gone.
        money_unit: the unit that heading or title states for amounts, None where neither does.
    """
    parse = partial(_parse_cell, column=column, base=base, money_unit=money_unit)
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
    """Return a code's text without width, spaces, invisible characters, full stops and case."""
    folded = re.sub(r"[\s。.;;]+", "", unicodedata.normalize("NFKC", text)).lower()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


def _parse_cell(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    if column.parse in VALUES and not column.required and DASH.fullmatch(unicodedata.normalize("NFKC", text)):
        return Parsed(None, inferred="dash")
    return _PARSERS[column.parse](text, column, base, money_unit)


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
    folded = unicodedata.normalize("NFKC", text)
    own = CELL_UNIT.search(folded)
    agrees = own is None or money_unit in (None, own[0]) or re.search(rf"[0-9]{money_unit}$", folded)
    if not agrees:
        return UNREADABLE  # 12.5元 or 12.5万 under a heading in 万元: a person has to say which is meant
    scale = Decimal(1) if own else SCALES[money_unit or column.unit or "元"]
    inferred = "approximate" if number.approximate else None
    return Parsed((number.value * scale).quantize(Decimal("0.01")), inferred=inferred)


def _parse_date(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    period = parse_period(text, base=base)
    is_ahead = period and period.end and period.end > base and _lacks_year(period)
    if (period is None or is_ahead) and not STATED_YEAR.search(text):
        earlier = parse_period(text, base=date(base.year - 1, 12, 31))
        period = earlier if earlier and _lacks_year(earlier) else period
    if period is None or period.precision != "day" or period.start != period.end:
        return UNREADABLE
    return Parsed(period.end, inferred="、".join(period.inferred) or None)


def _parse_deadline(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a deadline.

    A bare 2018.1 is refused: a numeric cell (or a text file that a spreadsheet wrote) has lost the nought of
    2018.10, and nine months are too much to guess. The first of a month in figures is kept and marked "day",
    because a spreadsheet makes it out of 2018年5月, whose end was meant.
    """
    period = None if JANUARY_OR_OCTOBER.fullmatch(text) else parse_period(text, base=base)
    is_long_past = period and period.end and period.end < base - PAST_DEADLINE
    if period and is_long_past and _lacks_year(period) and not STATED_YEAR.search(text):
        period = parse_period(text, base=date(base.year + 1, 1, 1))
    if period is None or (period.end is None and period.precision not in ("open", "immediate")):
        return Parsed(None, "unreadable", readable=False)
    kind = period.precision if period.precision in ("open", "immediate") else "dated"
    inferred = ("day",) if FIRST_OF_MONTH.fullmatch(text) else period.inferred
    return Parsed(period.end, kind, "、".join(inferred) or None)


def _lacks_year(period: Period) -> bool:
    return period.inferred == ("year",)


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
