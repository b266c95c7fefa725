"""The parts of the overview below its cards: trend, ranking, changes, stated against recorded."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import charts, warehouse
from dashboard.components.figures import show_clickable_figure, show_figure
from dashboard.components.navigation import go_to
from dashboard.components.origin import show_origin
from dashboard.components.tables import show_table
from dashboard.components.view import View
from dashboard.text import t

RATES = {"completion_rate": "verified", "evidenced_rate": "evidenced", "declared_rate": "declared"}
FIRST_UNITS = 10


def show_trend(metrics: pl.DataFrame) -> None:
    """Show the three completion rates over the weeks of `metrics`."""
    st.subheader(t("overview.trend"), anchor=False)
    rates = (
        metrics.filter(pl.col("metric_id").is_in(list(RATES)))
        .with_columns(
            percent=100 * pl.col("numerator") / pl.col("denominator"), rate=pl.col("metric_id").replace(RATES)
        )
        .pivot("rate", index="week_id", values="percent")
        .sort("week_id")
    )
    if rates.is_empty() or rates.width < 4:
        st.caption(t("empty.rows"))
        return
    last = rates.row(-1, named=True)
    alt = t(
        "overview.trend_alt",
        weeks=rates.height,
        **{name: f"{last[name] or 0:.1f}%" for name in charts.STYLES},
    )
    words = {"week_id": t("header.week")} | {name: t(f"rate.{name}") for name in charts.STYLES}
    data = rates.select(*words).with_columns(pl.col(pl.Float64).round(1)).rename(words)
    show_figure(charts.draw_trend(rates), data, alt=alt, key="trend")


def show_ranking(view: View) -> None:
    """Show the units, the furthest behind first; a click opens the tasks of the unit."""
    st.subheader(t("overview.ranking"), anchor=False, help=t("overview.ranking_help"))
    units = warehouse.rank_units(view.build, view.week_id)
    if units.is_empty():
        st.caption(t("empty.rows"))
        return
    picked = _show_bars(units.head(FIRST_UNITS), "ranking")
    if units.height > FIRST_UNITS:
        with st.expander(t("overview.ranking_rest", count=units.height - FIRST_UNITS)):
            picked = _show_bars(units.slice(FIRST_UNITS), "ranking_rest") or picked
    if picked:
        go_to("tasks", view.link(unit=picked))


def _show_bars(units: pl.DataFrame, key: str) -> str | None:
    words = {"member": t("filter.unit"), "tasks": t("column.tasks")}
    words |= {name: t(f"rate.{name}") for name in charts.STYLES} | {"overdue": t("card.overdue")}
    first = units.row(0, named=True)
    alt = t("overview.ranking_alt", unit=first["member"], verified=first["verified"], tasks=first["tasks"])
    return show_clickable_figure(
        charts.draw_ranking(units), units.select(*words).rename(words), alt=alt, key=key
    )


def show_changes(view: View) -> None:
    """Show what changed in the week; a click opens the task."""
    changes = warehouse.list_changes(view.build, view.week_id)
    st.subheader(t("overview.changes", count=changes.height), anchor=False)
    if changes.is_empty():
        st.caption(t("overview.no_changes"))
        return
    widths = {"change": 110, "task_id": 100, "lead_unit": 150, "title": 460, "before": 130, "after": 130}
    row = show_table(
        view.build,
        changes,
        "fct_change",
        widths,
        alt=t("overview.changes_alt"),
        key="changes",
    )
    if row is not None:
        go_to("task", view.link(task=changes["task_id"][row]))


def show_notice_totals(view: View) -> None:
    """Show the totals that the notice states beside what is printed in it and recorded; a click shows the source.

    The ledger's side is that of the latest week, so an earlier week only says where to look.
    """
    totals = warehouse.list_notice_totals(view.build)
    if totals.is_empty():
        return
    st.subheader(t("overview.notice"), anchor=False, help=t("overview.notice_help"))
    if not view.is_current:
        st.caption(t("overview.notice_latest", week=view.weeks[0]["week_id"]))
        return
    widths = {
        "kind": 110,
        "stated": 90,
        "printed": 110,
        "recorded": 90,
        "difference": 80,
        "verdict": 110,
        "quote": 460,
    }
    row = show_table(
        view.build, totals, "fct_notice_total", widths, alt=t("overview.notice_alt"), key="notice_totals"
    )
    if row is not None and totals["row_uid"][row]:
        show_origin(view.build, totals["row_uid"][row], t("overview.notice_row"), expanded=True)
