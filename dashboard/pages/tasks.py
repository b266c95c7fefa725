"""整改台账: the tasks of a week, narrowed by the address to exactly the rows that a number counts."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.components.codes import read_words
from dashboard.components.filters import choose, clear, drop_unknown, restore, search, show_unknown
from dashboard.components.header import show_header
from dashboard.components.navigation import go_to
from dashboard.components.tables import LIGHTS, show_table
from dashboard.components.view import View
from dashboard.text import t

POSITION = 2
FILTERS = ("only", "unit", "section", "state", "light", "q")
WIDTHS = {
    "task_no": 70, "light": 124, "state": 92, "problem": 290, "lead_unit": 120, "leader": 78, "due_on": 92,
    "days_left": 76, "progress": 80, "evidence_items": 76, "section": 150,
}  # fmt: skip


def render(view: View) -> None:
    """Show the page for the view's week and the filters in the address."""
    restore(FILTERS, view.page_before)
    options = _list_options(view)
    unknown = drop_unknown(options)
    only = st.query_params.get("only", "")
    show_header(view, t("page.tasks"), (warehouse.ONLY[only],) if only in warehouse.ONLY else ())
    show_unknown(unknown)
    with st.container(border=True, key="filters"):
        columns = st.columns([1.7, 1.5, 1.2, 1.2, 1.2, 1.6, 0.7], vertical_alignment="bottom")
        with columns[0]:
            only = choose("only", t("filter.only"), options["only"])
        with columns[1]:
            unit = choose("unit", t("filter.unit"), options["unit"])
        with columns[2]:
            section = choose("section", t("filter.section"), options["section"])
        with columns[3]:
            state = choose("state", t("filter.state"), options["state"])
        with columns[4]:
            light = choose("light", t("filter.light"), options["light"])
        with columns[5]:
            text = search("q", t("filter.search"))
        with columns[6]:
            st.button(t("filter.clear"), on_click=clear, args=(FILTERS,), width="stretch")
    wanted = {"lead_unit": unit, "section": section, "state": state, "light": light, "search": text}
    tasks = warehouse.list_tasks(view.build, view.week_id, only=only, **wanted)
    whole = warehouse.count_denominator(view.build, view.week_id, only, **wanted)
    total = warehouse.list_tasks(view.build, view.week_id).height if whole is None else whole
    st.markdown(t("tasks.count" if whole is None else "tasks.count_of", count=tasks.height, total=total))
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


def _list_options(view: View) -> dict[str, dict[str, str]]:
    lights = read_words(view.build, "fct_task_week", "light")
    members = {
        dimension: {member: member for member in warehouse.list_members(view.build, view.week_id, dimension)}
        for dimension in ("unit", "section")
    }
    return members | {
        "only": {key: t(f"only.{key}") for key in warehouse.ONLY},
        "state": read_words(view.build, "fct_task_week", "state"),
        "light": {light: lights.get(light, light) for light in LIGHTS},
    }
