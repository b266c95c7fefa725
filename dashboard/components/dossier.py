"""The parts of a task's page: measures, closure events, evidence, and where each row came from."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.components.origin import show_origin
from dashboard.components.tables import show_table
from dashboard.components.view import View
from dashboard.text import current_language, t
from dashboard.warehouse import Row

MEASURE_WIDTHS = {
    "measure_no": 60, "measure": 330, "deliverable": 96, "owner": 90, "due_on": 96, "status": 96, "progress": 260,
    "reported_on": 96, "evidence_items": 72, "recovered_cny": 96,
}  # fmt: skip


def _codes(view: View, dataset: str, *columns: str) -> dict[str, dict[str, str]]:
    language = current_language()
    return {column: warehouse.read_codes(view.build, dataset, column, language) for column in columns}


def show_measures(view: View, measures: pl.DataFrame) -> None:
    """Show the measures with their reported status."""
    st.subheader(t("task.measures", count=measures.height), anchor=False)
    if measures.is_empty():
        st.caption(t("task.no_measures"))
        return
    codes = _codes(view, "ledger.weekly_progress", "status") | _codes(view, "ledger.measures", "deliverable")
    show_table(
        view.build, measures, "fct_measure_week", MEASURE_WIDTHS, alt=t("task.measures_alt"), codes=codes
    )


def show_events(view: View, task_id: str) -> None:
    """Show the steps of the task's closure up to the week."""
    st.subheader(t("task.events"), anchor=False)
    events = warehouse.list_events(view.build, view.week_end_on, task_id)
    if events.is_empty():
        st.caption(t("empty.rows"))
        return
    widths = {"event_on": 96, "event": 130, "actor": 100, "verifier": 140, "note": 150}
    codes = _codes(view, "ledger.closure_events", "event")
    show_table(view.build, events, "fct_closure_event", widths, alt=t("task.events_alt"), codes=codes)


def show_evidence(view: View, task_id: str) -> None:
    """Show the evidence items of the task made up to the week."""
    st.subheader(t("task.evidence"), anchor=False)
    items = warehouse.list_evidence(view.build, view.week_end_on, task_id)
    if items.is_empty():
        st.caption(t("empty.rows"))
        return
    widths = {"evidence_no": 90, "title": 220, "kind": 84, "made_on": 96, "measure_id": 126}
    codes = _codes(view, "ledger.evidence", "kind")
    show_table(view.build, items, "fct_evidence", widths, alt=t("task.evidence_alt"), codes=codes)


def show_origins(view: View, task: Row, measures: pl.DataFrame) -> None:
    """Show the source of the task's row, its last event, and each measure with its last report."""
    st.subheader(t("task.origins"), anchor=False, help=t("task.origins_help"))
    rows = [(task["row_uid"], t("task.row"), True), (task["event_row_uid"], t("task.event_row"), False)]
    for measure in measures.to_dicts():
        number = measure["measure_no"]
        rows.append((measure["row_uid"], t("task.measure_row", number=number), False))
        rows.append((measure["progress_row_uid"], t("task.progress_row", number=number), False))
    for row_uid, title, expanded in rows:
        if row_uid:
            show_origin(view.build, row_uid, title, expanded=expanded)
