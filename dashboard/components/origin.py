"""来源: file, sheet, row and every cell that a row was read from."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.text import current_language, escape_markdown, format_moment, name_section, t
from dashboard.warehouse import Build


def show_origin(build: Build, row_uid: str, title: str, *, expanded: bool = False) -> None:
    """Show where the row `row_uid` stands in the office's own file, cell by cell."""
    source = warehouse.find_source_row(build, row_uid)
    if source is None:
        st.caption(t("origin.missing", title=title, uid=escape_markdown(row_uid)))
        return
    load = warehouse.find_load(build, source["load_id"]) or {}
    place = t(
        "origin.place",
        file=escape_markdown(load.get("file_name", "—")),
        sheet=escape_markdown(source["sheet"]) or "—",
        row=source["row"],
        title=title,
    )
    with st.expander(place, expanded=expanded):
        st.caption(
            t(
                "origin.load",
                as_of=format_moment(source["as_of"]),
                load=source["load_id"],
                sha256=load.get("file_sha256", "—"),
            )
        )
        cells = warehouse.list_source_cells(build, row_uid)
        labels = warehouse.read_labels(build, source["dataset"], current_language())
        reasons = name_section("inferred")
        words = [
            _word(build, source["dataset"], column, value)
            for column, value in cells.select("column", "value").iter_rows()
        ]
        cells = cells.with_columns(
            pl.Series("value", words, dtype=pl.String),
            pl.col("column").replace(list(labels), list(labels.values())),
            pl.col("inferred").cast(pl.String).replace(list(reasons), list(reasons.values())),
        )
        st.dataframe(
            cells.select("column", "address", "raw", "value", "inferred"),
            hide_index=True,
            height="content",
            placeholder="",
            alt=place,
            column_config={
                name: st.column_config.TextColumn(t(f"origin.{name}"), width=width)
                for name, width in (
                    ("column", 150),
                    ("address", 90),
                    ("raw", 420),
                    ("value", 330),
                    ("inferred", 190),
                )
            },
        )


def _word(build: Build, dataset: str, column: str, value: str | None) -> str | None:
    """Return a code as the word that people use for it, anything else as it is."""
    codes = warehouse.read_codes(build, dataset, column, current_language())
    return codes.get(value, value) if value else value
