"""整改总览: is it done, how did it move, who is behind, and does the notice say the same."""

from __future__ import annotations

import streamlit as st

from dashboard import warehouse
from dashboard.components import headline
from dashboard.components.cards import show_count_card, show_rate_card
from dashboard.components.header import show_header
from dashboard.components.view import View
from dashboard.text import t

POSITION = 1
RATES = ("verified", "evidenced", "declared")
COUNTS = {"overdue": True, "due_soon": True, "reopened": True, "closed": False}


def render(view: View) -> None:
    """Show the page for the view's week."""
    sheets = [warehouse.ONLY[only] for rate in RATES for only in (rate, f"{rate}_excl")]
    show_header(view, t("page.overview"), (*sheets, *(warehouse.ONLY[only] for only in COUNTS)))
    metrics = warehouse.list_metric_weeks(view.build, view.week_id)
    for column, only in zip(st.columns(len(RATES)), RATES, strict=True):
        with column:
            show_rate_card(view, metrics, only)
    for column, (only, is_bad) in zip(st.columns(len(COUNTS)), COUNTS.items(), strict=True):
        with column:
            show_count_card(view, metrics, only, is_bad=is_bad)
    left, right = st.columns([1, 1], gap="large")
    with left:
        headline.show_trend(metrics)
    with right:
        headline.show_ranking(view)
    headline.show_changes(view)
    headline.show_notice_totals(view)
