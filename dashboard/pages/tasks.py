"""整改台账: the tasks of a week, narrowed by the address to exactly the rows that a number counts."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.components.filters import choose, clear, restore, search
from dashboard.components.header import show_header
from dashboard.components.navigation import go_to
from dashboard.components.tables import LIGHTS, show_table
from dashboard.components.view import View
from dashboard.text import name_code, name_codes, t

POSITION = 2
FILTERS = ("only", "unit", "section", "state", "light", "q")
WIDTHS = {
    "task_no": 70, "light": 118, "state": 92, "problem": 300, "lead_unit": 120, "leader": 78, "due_on": 92,
    "days_left": 76, "progress": 80, "evidence_items": 76, "section": 150,
}  # fmt: skip


def render(view: View) -> None:
    """Show the page for the view's week and the filters in the address."""
    restore(FILTERS, view.page_before)
    only = st.query_params.get("only", "")
    show_header(view, t("page.tasks"), (warehouse.ONLY[only],) if only in warehouse.ONLY else ())
    with st.container(border=True, key="filters"):
        columns = st.columns([1.7, 1.5, 1.2, 1.2, 1.2, 1.6, 0.7], vertical_alignment="bottom")
        with columns[0]:
            only = choose("only", t("filter.only"), {key: t(f"only.{key}") for key in warehouse.ONLY})
        with columns[1]:
            unit = choose("unit", t("filter.unit"), _members(view, "unit"))
        with columns[2]:
            section = choose("section", t("filter.section"), _members(view, "section"))
        with columns[3]:
            state = choose("state", t("filter.state"), name_codes("state"))
        with columns[4]:
            light = choose("light", t("filter.light"), {light: name_code("light", light) for light in LIGHTS})
        with columns[5]:
            text = search("q", t("filter.search"))
        with columns[6]:
            st.button(t("filter.clear"), on_click=clear, args=(FILTERS,), width="stretch")
    tasks = warehouse.list_tasks(
        view.build,
        view.week_id,
        only=only,
        lead_unit=unit,
        section=section,
        state=state,
        light=light,
        search=text,
    )
    total = warehouse.list_tasks(view.build, view.week_id).height
    st.markdown(t("tasks.count", count=tasks.height, total=total))
    if tasks.is_empty():
        st.info(t("empty.filtered"))
        return
    shown = tasks.with_columns(
        progress=pl.format("{} / {}", "measures_declared", "measures"),
        days_left=pl.when(pl.col("is_declared").not_()).then("days_left"),
    )
    row = show_table(
        view.build, shown, "fct_task_week", WIDTHS, alt=t("tasks.alt"), key="tasks_table", most=16
    )
    st.caption(t("tasks.hint"))
    if row is not None:
        go_to("task", view.link(task=tasks["task_id"][row]))


def _members(view: View, dimension: str) -> dict[str, str]:
    return {member: member for member in warehouse.list_members(view.build, view.week_id, dimension)}
