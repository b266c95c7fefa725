"""任务详情: one task as it stood in a week, and every row behind it back to file, sheet and cell."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import warehouse
from dashboard.components import dossier
from dashboard.components.codes import name_code
from dashboard.components.filters import read_kept
from dashboard.components.header import show_header
from dashboard.components.navigation import show_link
from dashboard.components.tables import show_facts
from dashboard.components.view import View
from dashboard.text import escape_markdown, format_day, quote_typed, t

POSITION = None


def render(view: View) -> None:
    """Show the task that the address names."""
    task_id = st.query_params.get("task", "")
    task = warehouse.find_task(view.build, view.week_id, task_id)
    show_header(view, t("task.title", number=task["task_no"]) if task else t("page.task"))
    if task is None:
        st.info(t("task.missing", task=quote_typed(task_id), week=view.week_id))
        show_link("tasks", t("task.back"), view.link(**read_kept()))
        return
    st.markdown(f"**{escape_markdown(task['problem'])}**")
    if task["requirement"]:
        st.caption(t("task.requirement", text=escape_markdown(task["requirement"])))
    word = partial(name_code, view.build, "fct_task_week")
    show_facts(
        {
            t("filter.light"): word("light", task["light"]),
            t("filter.state"): word("state", task["state"]),
            t("task.due"): format_day(task["due_on"]) or word("due_kind", task["due_kind"]),
            t("filter.unit"): task["lead_unit"],
            t("task.leader"): "、".join(name for name in (task["leader"], task["owner"]) if name),
            t("task.verifier"): task["verifier"],
        }
    )
    if task["deadline_moves"]:
        st.caption(t("task.moved", times=task["deadline_moves"], first=format_day(task["first_due_on"])))
    measures = warehouse.list_measures(view.build, view.week_id, task_id)
    dossier.show_measures(view, measures)
    dossier.show_steps_and_evidence(view, task_id)
    dossier.show_origins(view, task, measures)
    show_link("tasks", t("task.back"), view.link(**read_kept()))
