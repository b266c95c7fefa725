"""Rows that repeat the key of an earlier row of the same table, however many stretches lie between them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from warehouse.contracts import Contract


@dataclass(frozen=True)
class Repeat:
    """A row (position in its stretch) that repeats the key of `first_row` (1-based row of the sheet)."""

    position: int
    first_row: int


class KeyMemory:
    """Remembers the keys of the rows that are taken: 64 bits and a row number each, not the keys themselves."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._seen: list[pl.DataFrame] = []

    def find_repeats(self, frame: pl.DataFrame, rejected: set[int]) -> list[Repeat]:
        """Return the rows of `frame` that repeat a row taken before them.

        A row that is kept out anyway stands in nobody's way, and a key that could not be read is like no other.

        Args:
            frame: the key columns with `<column>__readable`, and `_row`.
            rejected: the positions that are kept out for other reasons.
        """
        if not self._contract.key:  # a feed that numbers nothing may say the same thing twice
            return []
        taken = frame.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("position"),
            "_row",
            pl.struct(*self._contract.key).hash(seed=0).alias("hash"),
            pl.all_horizontal(self._conditions()).alias("is_whole"),
        ).filter(
            pl.col("is_whole")
            & ~pl.col("position").is_in(pl.Series(sorted(rejected), dtype=pl.UInt32).implode())
        )
        taken = taken.with_columns(
            pl.col("_row").first().over("hash").alias("first"),
            ~pl.col("hash").is_first_distinct().alias("is_repeat"),
        )
        if self._seen:
            seen = pl.concat(self._seen).rename({"_row": "earlier"})
            taken = taken.join(seen, on="hash", how="left", maintain_order="left").with_columns(
                pl.coalesce("earlier", "first").alias("first"),
                (pl.col("is_repeat") | pl.col("earlier").is_not_null()).alias("is_repeat"),
            )
        self._seen.append(taken.filter(~pl.col("is_repeat")).select("hash", "_row"))
        return [Repeat(*row) for row in taken.filter("is_repeat").select("position", "first").iter_rows()]

    def _conditions(self) -> list[pl.Expr]:
        conditions = [pl.lit(value=True)]
        for name in self._contract.key:
            column = self._contract.column(name)
            if column.derived_from is None:
                conditions.append(pl.col(f"{name}__readable"))
            if column.required:
                conditions.append(pl.col(name).is_not_null())
        return conditions
