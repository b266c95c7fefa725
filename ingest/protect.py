"""What is stored of a converted column: no personal value, neither in its own column nor inside any other text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ingest.masking import find_secrets, mask, scrub, scrub_series
from ingest.memory import Memory
from ingest.own_values import OwnValues, hide_own, read_own, sought_in
from ingest.personal import is_secret, tokenise
from ingest.sheets import nothing
from warehouse.contracts import Column
from warehouse.keys import Keys
from warehouse.landing_shapes import RAW
from warehouse.tokens import compute_tokens, normalise

SECRETS = {"token": pl.String, "class": pl.String, "raw": pl.String}


@dataclass(frozen=True)
class Protected:
    """`stored` are the columns that landing keeps, `secrets` what only the vault may hold.

    `shown` is the cell's text where it is not the stored value, null elsewhere (None: everywhere); it is as clean.
    """

    stored: list[pl.Series]
    secrets: pl.DataFrame
    shown: pl.Series | None = None


class ColumnProtector:
    """Takes the personal values out of one converted column, stretch by stretch."""

    def __init__(self, column: Column, find_keys: Callable[[], Keys]) -> None:
        self._column = column
        self._find_keys = find_keys
        self._memory = Memory(self._tokenise)

    def protect(self, frame: pl.DataFrame) -> Protected:
        """Return what is stored of the column of `frame`, its value beside `<column>__raw`; asks for keys if needed."""
        column, values = self._column, frame[self._column.name]
        if column.derived_from is not None:
            return Protected([values], pl.DataFrame(schema=SECRETS))
        raw = frame[f"{column.name}__raw"]
        if column.personal:
            return self._protect_personal(values, raw)
        clean_raw, found = protect_text(raw, self._find_keys)
        if not column.is_verbatim:
            return Protected([values, clean_raw.alias(f"{RAW}{column.name}")], found)
        clean = scrub_series(values)
        shown = pl.DataFrame({"raw": clean_raw, "value": clean}).select(
            pl.when(pl.col("raw").ne_missing(pl.col("value"))).then("raw")
        )
        return Protected([clean.alias(column.name)], found, shown.to_series())

    def _protect_personal(self, values: pl.Series, raw: pl.Series) -> Protected:
        if values.null_count() == len(values):
            stored = [nothing(part.name, len(values), part.dtype) for part in self._column.stored]
            return Protected(stored, pl.DataFrame(schema=SECRETS))
        rows, new = self._memory.look_up(values)
        token = f"{self._column.name}_token"
        # As it was written first: the normal form is ours, the vault keeps what the office sent.
        first = pl.DataFrame({"value": values, "written": raw}).unique("value", keep="first")
        kept = new.select(pl.col(token).alias("token"), pl.col("raw").alias("value")).join(first, on="value")
        personal = self._column.personal or ""
        secrets = kept.filter(is_secret(personal, pl.col("value"))).select(
            "token", pl.lit(personal).alias("class"), pl.col("written").alias("raw")
        )
        return Protected(rows.get_columns(), secrets if len(new) else pl.DataFrame(schema=SECRETS))

    def _tokenise(self, distinct: pl.Series) -> pl.DataFrame:
        return tokenise(self._column, distinct, self._find_keys())


def hide_repeats(
    columns: Sequence[Column], frame: pl.DataFrame, protected: Sequence[Protected]
) -> tuple[list[Protected], pl.DataFrame]:
    """Mask each row's own personal values in its other texts.

    Args:
        columns: those of the contract.
        frame: per column its value and `<column>__inferred`.
        protected: per column what is stored of it.

    Returns:
        `protected` and `frame`, whose `<column>__inferred` says "masked" where something was.
    """
    own = OwnValues(columns, frame)
    hidden = []
    for column, item in zip(columns, protected, strict=True):
        if column.personal or column.derived_from:
            hidden.append(item)
            continue
        sought = sought_in(column)
        text = _hide_at(item.stored[-1], own, sought)
        shown = item.shown if item.shown is None else _hide_at(item.shown, own, sought)
        hidden.append(replace(item, stored=[*item.stored[:-1], text], shown=shown))
        is_masked = text.ne_missing(item.stored[-1])
        if is_masked.any():
            frame = _tell_masked(frame, f"{column.name}__inferred", is_masked)
    return hidden, frame


def _hide_at(texts: pl.Series, own: OwnValues, sought: Collection[str]) -> pl.Series:
    repeats = own.find_repeats(texts, sought)
    if not repeats:
        return texts
    found = zip(repeats.items(), texts.gather(list(repeats)), strict=True)
    clean = pl.DataFrame(
        [(at, hide_own(text, owns)) for (at, owns), text in found],
        schema={"at": pl.UInt32, "clean": pl.String},
        orient="row",
    )
    rows = pl.DataFrame({"at": pl.int_range(len(texts), dtype=pl.UInt32, eager=True), "text": texts})
    joined = rows.join(clean, on="at", how="left", maintain_order="left")
    return joined.select(pl.coalesce("clean", "text").alias(texts.name)).to_series()


def _tell_masked(frame: pl.DataFrame, inferred: str, is_masked: pl.Series) -> pl.DataFrame:
    told = pl.concat_str(pl.col(inferred), pl.lit("masked"), separator="、", ignore_nulls=True)
    return frame.with_columns(pl.when(is_masked).then(told).otherwise(inferred).alias(inferred))


def hide_row(columns: Iterable[Column], texts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return one row's cells as they may be told: personal values masked, in the other cells as well."""
    read = [column for column in columns if column.name in texts]
    owns = [
        (personal, own)
        for column in read
        if (personal := column.personal) and (text := texts[column.name])
        for own in read_own(personal, text)
    ]
    shown = {column.name: hide(column, texts[column.name]) for column in read}
    for column in read:
        text = shown[column.name]
        if text and column.personal is None:
            sought = sought_in(column)
            shown[column.name] = hide_own(text, [own for personal, own in owns if personal in sought])
    return shown


def hide(column: Column, text: str | None) -> str | None:
    """Return a cell's text as it may be told: a personal value masked, any other without numbers of persons in it."""
    if text is None or column.personal is None:
        return text and scrub(text)
    return mask(column.personal, text)


def protect_text(texts: pl.Series, find_keys: Callable[[], Keys]) -> tuple[pl.Series, pl.DataFrame]:
    """Return `texts` without the numbers of people's papers and accounts in them, and those numbers for the vault."""
    found = find_secrets(texts)
    if found.is_empty():
        return scrub_series(texts), pl.DataFrame(schema=SECRETS)
    keys = find_keys()
    kept = []
    for (name,), group in found.group_by("class", maintain_order=True):
        personal, numbers = str(name), group["raw_found"]
        # In the form of the person's own column, so that both have one token.
        tokens = compute_tokens(personal, normalise(personal, numbers), keys)
        kept.append(pl.DataFrame({"token": tokens, "class": personal, "raw": numbers}))
    return scrub_series(texts), pl.concat(kept)
