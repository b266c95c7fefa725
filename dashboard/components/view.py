"""What a page looks at: a build and a week of it, both settled before the page runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import warehouse
from dashboard.text import current_language
from dashboard.warehouse import Build, Row


@dataclass(frozen=True)
class View:
    """A build, its weeks (the latest first) and the week that the address asks for, else the latest.

    `page_before` is the page of the session's run before this one; `unknown_week` is what the address asked for where
    there is no such week.
    """

    build: Build
    weeks: tuple[Row, ...]
    week: Row
    page_before: str | None = None
    unknown_week: str = ""

    @property
    def week_id(self) -> str:
        return str(self.week["week_id"])

    @property
    def is_current(self) -> bool:
        """Whether the week is the one of the build."""
        return bool(self.week["is_current"])

    @property
    def cutoff_at(self) -> datetime:
        moment: datetime = self.week["cutoff_at"]
        return moment

    def link(self, **params: str) -> dict[str, str]:
        """Return the query parameters of a link that keeps the week and the language and adds `params`."""
        kept = {"week": self.week_id} | ({"lang": "en"} if current_language() == "en" else {})
        return kept | {key: value for key, value in params.items() if value}


def open_view(build: Build, slug: str) -> View | None:
    """Return the view of page `slug` in this run, or None where the build holds no week yet.

    A week other than the latest is remembered over a change of page; the latest is not, so that it moves on by itself.
    """
    weeks = warehouse.list_weeks(build)
    if not weeks:
        return None
    by_id: dict[Any, Row] = {week["week_id"]: week for week in weeks}
    asked = st.query_params.get("week")
    unknown_week = asked if asked is not None and asked not in by_id else ""
    if unknown_week:
        del st.query_params["week"]
    week = by_id.get(asked or st.session_state.get("week_kept"), weeks[0])
    is_latest = week is weeks[0]
    st.session_state["week_kept"] = None if is_latest else week["week_id"]
    if not is_latest:
        st.query_params["week"] = week["week_id"]
    page_before = st.session_state.get("page_shown")
    st.session_state["page_shown"] = slug
    return View(build, tuple(weeks), week, page_before, unknown_week)
