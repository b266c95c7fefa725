"""What the rules read: a district's tables before a clerk touches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

Tables = Mapping[str, pl.DataFrame]
Rule = Callable[[Tables], set[str]]


def current(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of the last delivery."""
    return frame.filter(pl.col("_to").is_null()) if "_to" in frame.columns else frame
