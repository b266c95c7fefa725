"""A column of raw text → typed values: in one pass where the text is plain, once per distinct text where it is not.

A million rows of three hundred distinct deadlines cost three hundred parses, and a million plain numbers none.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from ingest.cell_values import MOST, SCALES, Parsed, assumes_unit, parse_cell
from ingest.memory import Memory
from ingest.personal import parse_personal
from ingest.sheets import nothing
from warehouse.contracts import Column

PLAIN_DATE = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
FIRST_OF_MONTH = r"-01$"
PLAIN_INTEGER = r"^-?(?:0|[1-9][0-9]{0,8})$"
PLAIN_NUMBER = r"^-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?$"
PLAIN_IDENTIFIER = r"^[0-9A-Za-z\-]+$"
WIDE = pl.Decimal(38, 2)
PARSED: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "parsed_inferred": pl.String(),
    "readable": pl.Boolean(),
    "flaw": pl.String(),
    "end": pl.Date(),
}


class ColumnConverter:
    """Converts the cells of one column, stretch by stretch.

    Attributes:
        column: how its cells are read.
        base: the as-of date, which supplies a year that the text leaves out (and is then marked inferred): an event
            is the last such day, a deadline is the next where this year's is more than 180 days gone.
        money_unit: the unit that heading or title states for amounts, None where neither does.
    """

    def __init__(self, column: Column, base: date, money_unit: str | None) -> None:
        self.column = column
        self.base = base
        self.money_unit = money_unit
        self._memory = Memory(self._parse_personal if column.personal else self._parse)

    def convert(self, raw: pl.Series) -> pl.DataFrame:
        """Return per text `value` (the column's type), `kind`, `parsed_inferred`, `readable`, `flaw` and `end`.

        A dash, a slash or 无 in a column of values means empty ("dash"), unless the column must not be empty.
        """
        if raw.null_count() == len(raw):
            return self._as_read(raw, nothing("value", len(raw), self.column.dtype))
        plain = None if self.column.personal else self._read_plain(raw)
        if plain is None:
            return self._look_up(raw)
        is_rest = raw.is_not_null() & plain.is_null()
        if not is_rest.any():
            return self._as_read(raw, plain)
        rest = self._look_up(pl.select(pl.when(is_rest).then(raw)).to_series())
        kinds = pl.when(plain.is_not_null()).then(pl.lit("dated")).otherwise("kind")
        return rest.with_columns(
            pl.coalesce(plain, pl.col("value")).alias("value"),
            *([kinds.alias("kind")] if self._is_due else []),
        )

    @property
    def _is_due(self) -> bool:
        return self.column.parse == "deadline"

    def _as_read(self, raw: pl.Series, values: pl.Series) -> pl.DataFrame:
        kinds = pl.when(raw.is_null()).then(pl.lit("missing")).otherwise(pl.lit("dated"))
        return values.to_frame("value").with_columns(
            kinds.alias("kind") if self._is_due else pl.lit(None, dtype=pl.String).alias("kind"),
            pl.lit(None, dtype=pl.String).alias("parsed_inferred"),
            pl.lit(value=True).alias("readable"),
            pl.lit(None, dtype=pl.String).alias("flaw"),
            pl.lit(None, dtype=pl.Date).alias("end"),
        )

    def _read_plain(self, raw: pl.Series) -> pl.Series | None:
        """Return the values of the texts that mean one thing only, null for others; None where no kind is plain."""
        text, parse = pl.col("raw"), self.column.parse
        if parse == "text":
            return _take(raw, ~text.str.starts_with("#"), text.str.strip_chars().replace("", None))
        if parse == "identifier":
            return _take(raw, text.str.contains(PLAIN_IDENTIFIER), text)
        if parse in ("date", "deadline"):
            is_plain = text.str.contains(PLAIN_DATE)
            if self._is_due:
                is_plain &= ~text.str.contains(FIRST_OF_MONTH)
            return _take(raw, is_plain, text).str.to_date("%Y-%m-%d", strict=False)
        if parse == "integer":
            return _take(raw, text.str.contains(PLAIN_INTEGER), text).cast(pl.Int32)
        if parse in ("number", "amount") and not assumes_unit(self.column, self.money_unit):
            numbers = _take(raw, text.str.contains(PLAIN_NUMBER), text).cast(WIDE)
            scale = SCALES[self.money_unit or self.column.unit or "元"] if parse == "amount" else Decimal(1)
            scaled = numbers if scale == 1 else numbers * int(scale)
            return scaled.set(scaled.abs() >= MOST, None).cast(self.column.dtype)
        return None

    def _look_up(self, raw: pl.Series) -> pl.DataFrame:
        rows, _ = self._memory.look_up(raw)
        return rows.with_columns(
            pl.col("readable").fill_null(value=True),
            *(
                [pl.when(raw.is_null()).then(pl.lit("missing")).otherwise("kind").alias("kind")]
                if self._is_due
                else []
            ),
        )

    def _parse(self, distinct: pl.Series) -> pl.DataFrame:
        parsed = [self._parse_one(text) for text in distinct]
        return pl.DataFrame(
            {
                "value": pl.Series([item.value for item in parsed], dtype=self.column.dtype),
                "kind": pl.Series([item.kind for item in parsed], dtype=pl.String),
                "parsed_inferred": pl.Series([item.inferred for item in parsed], dtype=pl.String),
                "readable": pl.Series([item.readable for item in parsed], dtype=pl.Boolean),
                "flaw": pl.Series([item.flaw for item in parsed], dtype=pl.String),
                "end": pl.Series([item.end for item in parsed], dtype=pl.Date),
            }
        )

    def _parse_one(self, text: str) -> Parsed:
        stripped = text.strip()
        return (
            parse_cell(stripped, self.column, self.base, self.money_unit)
            if stripped
            else Parsed(None, "missing")
        )

    def _parse_personal(self, distinct: pl.Series) -> pl.DataFrame:
        parsed = parse_personal(self.column, distinct)
        absent = [
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in PARSED.items()
            if name not in parsed.columns
        ]
        return parsed.with_columns(*absent).select("value", *PARSED)


def convert_column(column: Column, raw: pl.Series, *, base: date, money_unit: str | None) -> pl.DataFrame:
    """Return what `ColumnConverter.convert` returns, of a column that comes in one piece."""
    return ColumnConverter(column, base, money_unit).convert(raw)


def _take(raw: pl.Series, condition: pl.Expr, value: pl.Expr) -> pl.Series:
    return raw.to_frame("raw").select(pl.when(condition).then(value).alias("value")).to_series()
