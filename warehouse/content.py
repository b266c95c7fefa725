"""What a load says, as one number: the same for the same rows in any order."""

from __future__ import annotations

import polars as pl


def sum_hashes(rows: pl.DataFrame) -> int:
    """Return the sum of the hashes of `rows` (shape of `landing_schema`), of their stored columns alone.

    Sums of parts add up to the sum of the whole.
    """
    stored = [name for name in rows.columns if not name.startswith("_")]
    return int(rows.select(stored).hash_rows(seed=0).sum() or 0)


def write_content(total: int) -> str:
    """Return a load's `content`, 16 hex digits, out of the sum over all its rows."""
    return f"{total % 2**64:016x}"
