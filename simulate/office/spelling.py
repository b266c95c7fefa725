"""Typed values → the texts that a clerk would type, column by column, out of nothing but the contract and a style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from simulate.deliveries import Delivery
from simulate.office.style import Style
from simulate.tables import KEY, Spoiled
from warehouse.contracts import Column, Contract

NATIVE = "%Y-%m-%d"
WIDE_DIGITS = dict(zip("0123456789", "０１２３４５６７８９", strict=True))
NUMERIC = {"integer", "number", "amount"}
DAYS = {"date", "month", "moment"}
DASHED = NUMERIC | DAYS | {"percent", "year"}  # where a stroke is read as an empty cell
CENTS, WAN_CENTS = 2, 6
LOST_DIGITS = re.compile(r"[0-9]\.[0-9]+e\+1[0-9]")


@dataclass(frozen=True)
class Spelt:
    """`texts` has `_key` and a String column per column of the contract that the office keeps, in its order.

    `kinds` tells how a workbook holds a column's cells: text, number or date.
    """

    texts: pl.DataFrame
    kinds: dict[str, str]


def spell(contract: Contract, delivery: Delivery, style: Style) -> Spelt:
    """Return the rows of `delivery` as texts; spoiled cells hold what their clerk typed."""
    frame = delivery.frame
    columns = [column for column in contract.read_columns if column.name in frame.columns]
    texts = frame.select(KEY, *(_spell_column(column, frame, style).alias(column.name) for column in columns))
    kinds = {column.name: _kind(column, frame.schema[column.name], style) for column in columns}
    return Spelt(_spoil(texts, delivery.spoiled), kinds)


def in_wan(column: Column, style: Style) -> bool:
    """Return whether the office writes the amounts of `column` in 万元."""
    return column.parse == "amount" and (style.money in ("wan", "title") or column.unit == "万元")


def _kind(column: Column, dtype: pl.DataType, style: Style) -> str:
    if dtype == pl.String:
        return "text"
    if column.parse in NUMERIC:
        if style.types_numbers:
            return "text"
        return "text" if style.is_wide and column.parse == "integer" else "number"
    return "date" if column.parse == "date" and style.dates == "native" else "text"


def _spell_column(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    value, dtype = pl.col(column.name), frame.schema[column.name]
    if column.codes:
        return value.replace(style.synonyms[column.name])
    if dtype == pl.String:
        return _space_out(value) if column.personal == "person_name" and style.spaces_names else value
    text = _spell_value(column, value, dtype, style)
    is_dashed = style.empty and not column.required and column.parse in DASHED
    return text.fill_null(style.empty) if is_dashed else text


def _spell_value(column: Column, value: pl.Expr, dtype: pl.DataType, style: Style) -> pl.Expr:
    if column.parse in DAYS:
        return _spell_day(column, value, style)
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit(style.yes_no[0])).when(~value).then(pl.lit(style.yes_no[1]))
    if column.parse == "percent":
        return pl.concat_str(_decimal(value * 100, CENTS), pl.lit("%"))
    if column.parse == "amount":
        return _decimal(value / 10_000, WAN_CENTS) if in_wan(column, style) else _decimal(value, CENTS)
    if dtype.is_integer():
        text = value.cast(pl.String)
        wide = column.parse == "integer" and style.is_wide
        return text.str.replace_many(WIDE_DIGITS) if wide else text
    return _decimal(value, CENTS)


def _spell_day(column: Column, value: pl.Expr, style: Style) -> pl.Expr:
    if column.parse == "moment":
        return value.dt.strftime("%Y-%m-%d %H:%M")
    pattern = style.months if column.parse == "month" else style.dates
    if pattern == "native":
        pattern = NATIVE
    if "{" not in pattern:
        return value.dt.strftime(pattern)
    pieces = pattern.replace("{m}", "|m|").replace("{d}", "|d|").split("|")
    number = {"m": value.dt.month(), "d": value.dt.day()}
    return pl.concat_str(
        number[piece].cast(pl.String) if piece in number else value.dt.strftime(piece) if "%" in piece
        else pl.when(value.is_not_null()).then(pl.lit(piece))
        for piece in pieces
        if piece
    )  # fmt: skip


def _decimal(value: pl.Expr, places: int) -> pl.Expr:
    """Return a number as text with no more decimals than it needs, `places` at most, and no rounding of its own."""
    scale = 10**places
    whole = (value * scale).round().cast(pl.Int64)
    fraction = (whole.abs() % scale).cast(pl.String).str.zfill(places).str.strip_chars_end("0")
    sign = pl.when(whole < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    text = sign + (whole.abs() // scale).cast(pl.String)
    return pl.when(fraction == "").then(text).otherwise(pl.concat_str(text, pl.lit("."), fraction))


def _space_out(value: pl.Expr) -> pl.Expr:
    """Pull a name of two characters apart, as clerks do to line it up with names of three."""
    return (
        pl.when(value.str.len_chars() == 2).then(value.str.replace("^(.)(.)$", "${1}　${2}")).otherwise(value)
    )


def _spoil(texts: pl.DataFrame, cells: Sequence[Spoiled]) -> pl.DataFrame:
    for spoiled in cells:
        here = pl.col(KEY) == spoiled.key
        text = spoiled.text
        if text and LOST_DIGITS.fullmatch(text):
            text = str(float(text))  # as a numeric cell is read, whatever zeros it was typed with
        texts = texts.with_columns(
            pl.when(here).then(pl.lit(text, dtype=pl.String)).otherwise(spoiled.column).alias(spoiled.column)
        )
    return texts
