"""Tables: labels from the catalog, codes as words, dates and numbers in their own formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.components.codes import read_words
from dashboard.text import current_language, escape_markdown, name_section, t
from dashboard.warehouse import Build

# In the order of urgency. Streamlit writes black on what is lighter than middle grey and white on the rest, so each is
# far enough from the middle to be read.
LIGHTS = {
    "red": "#B84A00",
    "yellow": "#FFD24D",
    "green": "#C9E8F7",
    "none": "#E6EBF0",
    "done": "#005F96",
    "grey": "#5F6A74",
    "unknown": "#1C2733",
}
ROW_HEIGHT = 31


def name_values(
    build: Build, model: str, frame: pl.DataFrame, codes: Mapping[str, Mapping[str, str]] | None = None
) -> pl.DataFrame:
    """Return the frame with its codes as words: the mart's own, or a contract's in `codes` (column → code → word)."""
    words = {column: read_words(build, model, column) for column in frame.columns} | dict(codes or {})
    return frame.with_columns(
        pl.col(column).cast(pl.String).replace(list(named), list(named.values()))
        for column, named in words.items()
        if named and column in frame.columns
    )


def show_table(
    build: Build,
    frame: pl.DataFrame,
    model: str,
    widths: Mapping[str, int],
    *,
    alt: str,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    key: str | None = None,
    most: int = 12,
) -> int | None:
    """Show the columns of `widths` (name → pixels, at least) and return the row that was clicked.

    Rows can be clicked where `key` is given. Beyond `most` rows the table scrolls. `model` names
    the mart whose column labels head the table and whose codes become words.
    """
    labels = name_section("column") | warehouse.read_labels(build, model, current_language())
    lights = read_words(build, model, "light")
    shown = name_values(build, model, frame.select(name for name in widths if name in frame.columns), codes)
    if "light" in shown.columns:
        shown = shown.with_columns(pl.concat_list("light"))
    config = {
        column: _configure(column, labels.get(column, column), dtype, widths[column], lights)
        for column, dtype in shown.schema.items()
    }
    options: dict[str, Any] = {"hide_index": True, "column_config": config, "placeholder": "", "alt": alt}
    options["height"] = "content" if frame.height <= most else ROW_HEIGHT * (most + 1)
    if key is None:
        st.dataframe(shown, **options)
        return None
    event = st.dataframe(
        shown, key=key, on_select="rerun", selection_mode=["single-row", "single-cell"], **options
    )
    picked = event["selection"]
    if picked["rows"]:
        return int(picked["rows"][0])
    return int(picked["cells"][0][0]) if picked["cells"] else None


def _measure_text(text: str) -> int:
    """Return about how many pixels a text takes in a table; a Chinese sign is twice as wide as a letter."""
    return round(sum(6.3 if sign.isascii() else 13 for sign in text))


def _configure(column: str, label: str, dtype: pl.DataType, width: int, lights: Mapping[str, str]) -> Any:
    # English words are longer than the Chinese ones, and neither may be cut.
    width = max(width, 22 + _measure_text(label))
    if column == "light":
        options = [lights.get(light, light) for light in LIGHTS]
        return st.column_config.MultiselectColumn(
            label,
            options=options,
            color=list(LIGHTS.values()),
            width=max(width, 34 + max(map(_measure_text, options))),
        )
    if dtype == pl.Date:
        return st.column_config.DateColumn(label, format="YYYY-MM-DD", width=width)
    if dtype.is_numeric():
        return st.column_config.NumberColumn(
            label, width=width, format="localized" if dtype.is_float() else None
        )
    return st.column_config.TextColumn(label, width=width)


def show_facts(facts: Mapping[str, str]) -> None:
    """Show label–value pairs in one row of equal columns; an empty value is a dash."""
    for column, (label, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
        with column:
            st.caption(label)
            st.markdown(escape_markdown(value) or t("format.none"))
