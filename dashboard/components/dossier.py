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


def show_steps_and_evidence(view: View, task_id: str) -> None:
    """Show the steps of the task's closure and its evidence side by side; a click shows where the row was read."""
    left, right = st.columns(2, gap="large")
    with left:
        _show_events(view, task_id)
    with right:
        _show_evidence(view, task_id)
    row_uid, title = st.session_state.get(_name_slot(view, task_id), ("", ""))
    # Below both, since the cells of a source need the width of the page.
    if row_uid:
        show_origin(view.build, row_uid, title, expanded=True)


def _name_slot(view: View, task_id: str) -> str:
    return f"origin:{view.week_id}:{task_id}"


def _show_events(view: View, task_id: str) -> None:
    st.subheader(t("task.events"), anchor=False)
    events = warehouse.list_events(view.build, view.week_id, task_id)
    widths = {"event_on": 96, "event": 130, "actor": 100, "verifier": 140, "note": 150}
    codes = _codes(view, "ledger.closure_events", "event")
    row = _show_rows(view, events, "fct_closure_event_week", widths, t("task.events_alt"), codes)
    _keep_origin(_name_slot(view, task_id), events, row, t("task.step_row"))


def _show_evidence(view: View, task_id: str) -> None:
    st.subheader(t("task.evidence"), anchor=False)
    items = warehouse.list_evidence(view.build, view.week_id, task_id)
    widths = {"evidence_no": 90, "title": 220, "kind": 84, "made_on": 96, "measure_id": 126}
    codes = _codes(view, "ledger.evidence", "kind")
    row = _show_rows(view, items, "fct_evidence_week", widths, t("task.evidence_alt"), codes)
    _keep_origin(_name_slot(view, task_id), items, row, t("task.evidence_row"))


def _show_rows(
    view: View,
    frame: pl.DataFrame,
    model: str,
    widths: dict[str, int],
    alt: str,
    codes: dict[str, dict[str, str]],
) -> int | None:
    """Show the rows, or that there are none, and return the row that was clicked."""
    if frame.is_empty():
        st.caption(t("empty.rows"))
        return None
    key = f"{model}:{st.session_state.get('origins_opened', 0)}"
    return show_table(view.build, frame, model, widths, alt=alt, codes=codes, key=key)


def _keep_origin(slot: str, frame: pl.DataFrame, row: int | None, title: str) -> None:
    if row is None or row >= frame.height:
        return
    st.session_state[slot] = (frame["row_uid"][row], title)
    # A table that keeps its selected cell swallows the next click into the other one, so both begin anew.
    st.session_state["origins_opened"] = st.session_state.get("origins_opened", 0) + 1
    st.rerun()


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
