"""The reviews while they are being changed, and how their rows are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from simulate.tables import add_rows, amend

REVIEWS = "household.household_reviews"


@dataclass
class ReviewBook:
    """`reviews` has the columns of the list, `role` and `village_no` of the village, `residence`, `at` (day 0…12)."""

    reviews: pl.DataFrame

    def where(self, *conditions: pl.Expr) -> pl.Series:
        """Return the keys of the reviews in villages without a part for which all conditions hold."""
        return self.reviews.filter(pl.col("role") == "", *conditions)["_key"]

    def rows(self, keys: Sequence[str]) -> list[dict[str, Any]]:
        return self.reviews.filter(pl.col("_key").is_in(keys)).to_dicts()

    def change(self, changes: Sequence[dict[str, object]]) -> None:
        self.reviews = amend(self.reviews, changes)

    def add(self, rows: Sequence[dict[str, object]]) -> None:
        self.reviews = add_rows(self.reviews, rows)

    def drop(self, keys: Sequence[str]) -> None:
        self.reviews = self.reviews.filter(~pl.col("_key").is_in(keys))
