"""What was computed for a text, remembered: the texts of a column repeat, within a stretch of rows and after it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

MOST = 500_000
TEXT = "__text"


class Memory:
    """Computes once per distinct text; forgets everything when it holds half a million of them."""

    def __init__(self, compute: Callable[[pl.Series], pl.DataFrame]) -> None:
        """Take `compute`: distinct texts without nulls → a frame with a row for each, always of the same columns."""
        self._compute = compute
        self._known: pl.DataFrame | None = None

    def look_up(self, texts: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return a row per text (nulls where the text is null), and the rows that were new with their text in `raw`."""
        distinct = texts.drop_nulls().unique()
        if self._known is not None and self._known.height > MOST:
            self._known = None
        new = (
            distinct if self._known is None else distinct.filter(~distinct.is_in(self._known[TEXT].implode()))
        )
        computed = self._compute(new).with_columns(new.alias(TEXT))
        self._known = computed if self._known is None else pl.concat([self._known, computed])
        rows = texts.to_frame(TEXT).join(self._known, on=TEXT, how="left", maintain_order="left").drop(TEXT)
        return rows, computed.rename({TEXT: "raw"})
