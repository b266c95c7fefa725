"""What stands around every page: address, language, newest build, and the states without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import streamlit as st

from dashboard import warehouse
from dashboard.components.navigation import build_pages
from dashboard.components.view import open_view
from dashboard.text import choose_language, current_language, escape_markdown, t
from dashboard.warehouse import Build, EngineError
from warehouse.errors import TaizhangError

Foreseen = (TaizhangError, EngineError, OSError)
LOOK_EVERY = "5s"
HERE = Path(__file__).parent
HTML_LANG = {"zh": "zh-CN", "en": "en"}


def show_app() -> None:
    """Run the page of the address over the build that is current in this very run."""
    language = choose_language()
    st.set_page_config(page_title=t("app.name"), page_icon="📋", layout="wide")
    st.html(HERE / "style.css")
    # Streamlit writes lang="en" into the page, and browsers then offer to translate a Chinese screen.
    st.html(
        f"<script>document.documentElement.lang = '{HTML_LANG[language]}'</script>",
        unsafe_allow_javascript=True,
    )
    st.logo(str(HERE / "logo.svg"), size="large")
    found = _look_for_build()
    st.navigation(build_pages(lambda module: _guard(module, found)), position="top").run()
    watch_pointer(found)


def _look_for_build() -> Build | str | None:
    """Return the build of this moment, None before the first publish, or the sentence that says what is wrong."""
    try:
        return warehouse.find_build()
    except Foreseen as error:
        return _describe(error)


def _describe(error: Exception) -> str:
    if isinstance(error, TaizhangError):
        return error.en if current_language() == "en" else error.zh
    # The text of an engine's error may quote what it read, so only its kind is shown.
    return t(
        "problem.engine" if isinstance(error, EngineError) else "problem.files", kind=type(error).__name__
    )


def _guard(module: ModuleType, found: Build | str | None) -> Callable[[], None]:
    def run() -> None:
        if isinstance(found, str):
            show_problem(found)
            return
        try:
            view = open_view(found, module.__name__.rpartition(".")[2]) if found else None
            if view is None:
                show_empty_site()
            else:
                module.render(view)
        except Foreseen as error:
            show_problem(_describe(error))

    return run


def show_problem(sentence: str) -> None:
    """Say what cannot be read, and which command comes next."""
    st.title(t("problem.title"))
    st.error(escape_markdown(sentence))
    st.write(t("problem.next"))
    st.code("taizhang build\ntaizhang publish --rollback", language="bash")
    st.caption(t("problem.after"))


def show_empty_site() -> None:
    """Say that nothing is published yet, and which command comes next."""
    st.title(t("empty.title"))
    st.write(t("empty.text"))
    st.code("taizhang ingest inbox\ntaizhang build", language="bash")
    st.caption(t("empty.after"))


@st.fragment(run_every=LOOK_EVERY)
def watch_pointer(found: Build | str | None) -> None:
    """Run the page again as soon as another build is published, or what was wrong is mended."""
    if _look_for_build() != found:
        st.rerun(scope="app")
