"""How a name sounds, so that 建军 and 建君 are one name typed twice."""

from __future__ import annotations

import polars as pl


def spell_out(names: pl.Series) -> pl.Series:
    """Return the pinyin of each name without tones, sign by sign: a sign sounds the same in whatever name it stands."""
    from pypinyin import lazy_pinyin

    signs = sorted(set("".join(names.drop_nulls().unique())))
    sound = {sign: " ".join(lazy_pinyin(sign)) for sign in signs}
    spelt = [None if name is None else " ".join(sound[sign] for sign in name) for name in names]
    return pl.Series("sound", spelt, dtype=pl.String)
