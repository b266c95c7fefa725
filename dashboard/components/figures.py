"""A chart with its alternative text, and the table of its data underneath."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard.text import t

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
}


def show_figure(figure: go.Figure, data: pl.DataFrame, *, alt: str, key: str) -> None:
    """Show the figure as it is, and `data` (columns already named in words) behind 查看数据."""
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=key)
    show_data(data, alt)


def show_clickable_figure(figure: go.Figure, data: pl.DataFrame, *, alt: str, key: str) -> str | None:
    """Like `show_figure`; returns the custom value of the bar that was clicked, else None."""
    event = st.plotly_chart(
        figure, theme=None, config=CONFIG, alt=alt, key=key, on_select="rerun", selection_mode="points"
    )
    show_data(data, alt)
    points = event["selection"]["points"]
    return str(points[0]["customdata"][0]) if points and points[0].get("customdata") else None


def show_data(data: pl.DataFrame, alt: str) -> None:
    """Show the data of a chart as a table behind a fold."""
    with st.expander(t("figure.data")):
        st.dataframe(data, hide_index=True, alt=alt, placeholder="")
