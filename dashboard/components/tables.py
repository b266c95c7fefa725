"""Tables: labels from the catalog, codes as words, dates and numbers in their own formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.text import current_language, escape_markdown, name_code, name_codes, t
from dashboard.warehouse import Build

# In the order of urgency; the words carry a symbol, so that the colour may be lost.
LIGHTS = {
    "red": "#D55E00",
    "yellow": "#E69F00",
    "green": "#56B4E9",
    "none": "#9AA7B3",
    "done": "#0072B2",
    "grey": "#777777",
    "unknown": "#1C2733",
}
ROW_HEIGHT = 31
# column → section of the words
SECTIONS = {
    "state": "state",
    "light": "light",
    "change": "change",
    "before": "state",
    "after": "state",
    "verdict": "verdict",
}


def name_values(frame: pl.DataFrame, codes: Mapping[str, Mapping[str, str]] | None = None) -> pl.DataFrame:
    """Return the frame with its codes as words: ours from `i18n`, the data's from `codes` (column → code → word)."""
    words: dict[str, dict[str, str]] = {
        column: name_codes(section) for column, section in SECTIONS.items() if column in frame.columns
    }
    words |= {column: dict(named) for column, named in (codes or {}).items() if column in frame.columns}
    return frame.with_columns(
        pl.col(column).cast(pl.String).replace(list(named), list(named.values()))
        for column, named in words.items()
        if named
    )


def show_table(
    build: Build,
    frame: pl.DataFrame,
    model: str,
    widths: Mapping[str, Any],
    *,
    alt: str,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    key: str | None = None,
    most: int = 12,
) -> int | None:
    """Show the columns of `widths` (name → small, medium, large or pixels) and return the row that was clicked.

    Rows can be clicked where `key` is given. Beyond `most` rows the table scrolls. `model` names
    the mart whose column labels head the table.
    """
    labels = warehouse.read_labels(build, model, current_language())
    shown = name_values(frame.select(column for column in widths if column in frame.columns), codes)
    if "light" in shown.columns:
        shown = shown.with_columns(pl.concat_list("light"))
    config = {
        column: _configure(column, labels.get(column) or name_code("column", column), dtype, widths[column])
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


def _configure(column: str, label: str, dtype: pl.DataType, width: Any) -> Any:
    if column == "light":
        return st.column_config.MultiselectColumn(
            label,
            options=[name_code("light", light) for light in LIGHTS],
            color=list(LIGHTS.values()),
            width=width,
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
