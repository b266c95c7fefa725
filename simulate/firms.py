"""The firms of a district and who owns them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import polars as pl

from simulate.identity import make_credit_codes
from simulate.places import Places
from simulate.words import read_words

FIRMS = 120


def make_firms(
    draw: np.random.Generator, block: int, places: Places, persons: pl.DataFrame, busy: Collection[int]
) -> pl.DataFrame:
    """Return 120 firms, each named after a village of this block and so unlike those of any other.

    `firm`, `credit_code`, `trade`, `owner` (a person outside `busy`), `owner_name`, `owner_id_card`, `village`,
    `established_on`.
    """
    age = 2018 - pl.col("birth").dt.year()
    adults = persons.filter(
        pl.col("kind") == "ordinary",
        age.is_between(25, 62),
        ~pl.col("person").is_in(list(busy)),
    )
    owners = adults[np.sort(draw.permutation(len(adults))[:FIRMS])]
    trades, stems = read_words("trades"), [name[:-1] for name in places.villages["name"]]
    pairs = draw.permutation(len(trades) * len(stems))[:FIRMS]
    trade = [trades[pair % len(trades)] for pair in pairs]
    stem = [stems[pair // len(trades)].removesuffix("社") for pair in pairs]
    days = draw.integers(0, 4000, FIRMS)
    return pl.DataFrame(
        {
            "firm": [f"云川市{own}{what}有限公司" for own, what in zip(stem, trade, strict=True)],
            "credit_code": make_credit_codes(FIRMS, block),
            "trade": trade,
            "owner": owners["person"],
            "owner_name": owners["person_name"],
            "owner_id_card": owners["id_card"],
            "village": owners["village"],
            "established_on": pl.Series(np.datetime64(date(2006, 1, 1)) + days.astype("timedelta64[D]")).cast(
                pl.Date
            ),
        }
    )
