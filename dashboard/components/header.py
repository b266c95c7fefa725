"""The head of a page: title, as-of moment, week, way of counting, language."""

from __future__ import annotations

import streamlit as st

from dashboard import warehouse
from dashboard.components.filters import choose_value
from dashboard.components.view import View
from dashboard.text import current_language, format_moment, pick, quote_typed, t

OTHER_LANGUAGE = {"zh": "en", "en": "zh"}


def show_header(view: View, title: str, metrics: tuple[str, ...] = ()) -> None:
    """Show the head; `metrics` are the ids whose datasheets the 口径 popover holds."""
    head, method, week, language = st.columns([8, 1.1, 2.6, 1], vertical_alignment="bottom", gap="small")
    with head:
        st.title(title, anchor=False)
        build_id = view.build.build_id
        st.caption(t("header.as_of", moment=format_moment(view.cutoff_at), build=build_id))
    with week:
        _choose_week(view)
    with method:
        if metrics:
            _show_method(view, metrics)
    with language:
        st.button(
            t("header.other_language"), on_click=_switch_language, key="switch_language", width="stretch"
        )
    if view.unknown_week:
        st.info(t("header.no_week", week=quote_typed(view.unknown_week), shown=view.week_id))


def _choose_week(view: View) -> None:
    weeks = {
        str(row["week_id"]): t(
            "header.week_option",
            week=row["week_id"],
            month=row["week_end_on"].month,
            day=row["week_end_on"].day,
        )
        for row in view.weeks
    }
    choose_value("week", t("header.week"), weeks, view.week_id, is_labelled=False)


def _switch_language() -> None:
    language = OTHER_LANGUAGE[current_language()]
    st.session_state["lang_kept"] = language
    st.query_params["lang"] = language


def _show_method(view: View, metrics: tuple[str, ...]) -> None:
    with st.popover(t("header.method"), width="stretch"):
        for metric_id in metrics:
            metric = warehouse.find_metric(view.build, metric_id)
            if metric is None:
                continue
            st.markdown(f"**{pick(metric, 'label')}**")
            for field in ("formula", "counts", "reading", "owner"):
                st.markdown(f"{t(f'method.{field}')}{pick(metric, field)}")
            with st.expander(t("method.sql")):
                st.code(metric["evidence_sql"], language="sql")
