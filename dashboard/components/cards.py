"""Headline cards: a number, how it moved over eight weeks, and the way to exactly the rows that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.components.codes import read_words
from dashboard.components.navigation import show_link
from dashboard.components.view import View
from dashboard.text import format_percent, pick, t
from dashboard.warehouse import ONLY, Row


def _series(view: View, metrics: pl.DataFrame, only: str) -> list[Row]:
    """Return the weeks of a metric up to the view's; empty where the view's own week has no value."""
    rows = metrics.filter(pl.col("metric_id") == ONLY[only]).sort("week_id").to_dicts()
    return rows if rows and rows[-1]["week_id"] == view.week_id else []


def _explain(view: View, only: str) -> str | None:
    metric = warehouse.find_metric(view.build, ONLY[only])
    if metric is None:
        return None
    lines = [f"{t('method.formula')}{pick(metric, 'formula')}", pick(metric, "counts")]
    if only == "due_soon":
        lights = read_words(view.build, "fct_task_week", "light")
        lines.append(t("card.due_soon_lights", yellow=lights.get("yellow"), green=lights.get("green")))
    return "\n\n".join(lines)


def _move(
    series: Sequence[int] | Sequence[float], words: str, colour: Literal["blue", "inverse"]
) -> dict[str, Any]:
    """Return what a metric shows of its movement: against the week before, and over all weeks of the series."""
    if len(series) < 2:
        return {}
    # Rounded once, after the subtraction: two rounded rates may differ by a tenth more than the rates do.
    change = round(series[-1] - series[-2], 1)
    shown = {"delta": t(words, change=change), "delta_color": colour}
    still = {"delta": t("card.same"), "delta_color": "off", "delta_arrow": "off"}
    return {"chart_data": series, "delta_description": t("card.since")} | (shown if change else still)


def show_rate_card(view: View, metrics: pl.DataFrame, only: str) -> None:
    """Show one completion rate: all tasks as the headline, and both denominators with their links."""
    rows = _series(view, metrics, only)
    rates = [100 * row["numerator"] / row["denominator"] if row["denominator"] else 0.0 for row in rows]
    with st.container(border=True, key=f"card_{only}", gap="xxsmall"):
        st.metric(
            t(f"card.{only}"),
            format_percent(rows[-1]["numerator"], rows[-1]["denominator"]) if rows else t("format.none"),
            help=_explain(view, only),
            **_move(rates, "card.points", "blue"),
        )
        for key, label in ((only, "card.with_long_term"), (f"{only}_excl", "card.without_long_term")):
            last = (_series(view, metrics, key) or [{"numerator": 0, "denominator": 0}])[-1]
            part, whole = last["numerator"], last["denominator"]
            words = t(label, part=int(part or 0), whole=int(whole or 0), rate=format_percent(part, whole))
            show_link("tasks", words, view.link(only=key))


def show_count_card(view: View, metrics: pl.DataFrame, only: str, *, is_bad: bool) -> None:
    """Show one count of tasks; `is_bad` says that fewer is better."""
    counts = [int(row["numerator"] or 0) for row in _series(view, metrics, only)]
    with st.container(border=True, key=f"card_{only}", gap="xxsmall"):
        st.metric(
            t(f"card.{only}"),
            counts[-1] if counts else t("format.none"),
            chart_type="bar",
            help=_explain(view, only),
            **_move(counts, "card.change", "inverse" if is_bad else "blue"),
        )
        show_link("tasks", t("card.open", count=counts[-1] if counts else 0), view.link(only=only))
