"""Invented numbers of people and firms that pass every check and belong to nobody.

Area 9901xx was never given to a place, bank prefix 6299 to no bank and 1900000xxxx to no subscriber.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.id_card import check_digit

Integers = npt.NDArray[np.int64]
CREDIT_SIGNS = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
CREDIT_WEIGHTS = np.array([3**place % 31 for place in range(17)])
CREDIT_PREFIX = "91990101MA"
AREAS = 99
SEQUENCES_APART = 10  # numbers of one day and area in a block; far more than any block needs
BLOCK_ACCOUNTS = 10_000_000


def make_id_cards(people: pl.DataFrame, block: int) -> pl.Series:
    """Return an 18-digit ID number per row.

    Args:
        people: `street` (0, 1, 2), `birth` (Date) and `is_male`, a row per person.
        block: of the district; blocks share neither area nor, 33 blocks on, sequence numbers.
    """
    area = 990_101 + (block * 3 + pl.col("street")) % AREAS
    first = block * 3 // AREAS * SEQUENCES_APART
    rank = pl.int_range(pl.len()).over("street", "birth", "is_male")
    sequence = (first + rank) % 499 * 2 + 1 + (~pl.col("is_male")).cast(pl.Int64)
    body = pl.concat_str(
        area.cast(pl.String), pl.col("birth").dt.strftime("%Y%m%d"), sequence.cast(pl.String).str.zfill(3)
    )
    return people.select((body + check_digit(body)).alias("id_card")).to_series()


def make_accounts(count: int, block: int, first: int = 0) -> pl.Series:
    """Return `count` card numbers of 19 digits that satisfy Luhn, none of them in another block."""
    serials = np.arange(first, first + count, dtype=np.int64) + block * BLOCK_ACCOUNTS
    bodies = 6299 * 10**14 + serials
    digits = bodies[:, None] // 10 ** np.arange(18, dtype=np.int64) % 10  # the last digit of the body first
    doubled = np.where(np.arange(18) % 2 == 0, digits * 2, digits)
    total = np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    return pl.Series("bank_account", bodies * 10 + (10 - total % 10) % 10).cast(pl.String)


def make_credit_codes(count: int, block: int) -> pl.Series:
    """Return `count` unified social credit codes with their check sign."""
    serials = np.arange(count, dtype=np.int64) + block * 1000
    base = len(CREDIT_SIGNS)
    middle = serials[:, None] // base ** np.arange(6, -1, -1) % base
    prefix = np.array([np.flatnonzero(sign == CREDIT_SIGNS)[0] for sign in CREDIT_PREFIX])
    body = np.hstack([np.tile(prefix, (count, 1)), middle])
    check = (31 - body @ CREDIT_WEIGHTS % 31) % 31
    signs = CREDIT_SIGNS[np.hstack([body, check[:, None]])]
    return pl.Series("credit_code", ["".join(row) for row in signs])


def make_phones(numbers: Integers) -> pl.Series:
    """Return a phone number per number; there are ten thousand, after which they come again."""
    return pl.Series("phone", [f"1900000{number % 10_000:04d}" for number in numbers])
