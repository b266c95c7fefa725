"""A typed cell of a workbook → the text a person would read aloud, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

EXACT_BELOW = 1e15


def to_text(value: Any) -> str | None:
    """Return a cell as text; a whole number has no decimal point, a day no time, None and "" stay as they are.

    A number has lost its format: 2018.10 arrives as 2018.1, and a month typed 2018年5月 as the day 2018-05-01. The
    text stays what the cell holds; `ingest.convert` refuses the one as a deadline and marks the other. From 1e15 on
    the text is that of a float (3.704021990010113e+17), which is how lost digits are seen later.
    """
    return None if value is None else _RENDER[type(value)](value)


def text_series(name: str, values: Sequence[Any]) -> pl.Series:
    """Return one column of cells as text; a column of texts is taken as it is."""
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return pl.Series(name, values, dtype=pl.String)
    return pl.Series(name, [None if value is None else _RENDER[type(value)](value) for value in values])


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < EXACT_BELOW else str(value)


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")


_RENDER: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    float: _number,
    int: str,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
}
