"""What stands around every page: address, language, newest build, and the states without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import streamlit as st

from dashboard import warehouse
from dashboard.components.navigation import build_pages
from dashboard.components.view import open_view
from dashboard.text import choose_language, t
from dashboard.warehouse import Build, BuildUnreadable

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
    build = warehouse.find_build()
    st.navigation(build_pages(lambda module: _guard(module, build)), position="top").run()
    watch_pointer(build)


def _guard(module: ModuleType, build: Build | None) -> Callable[[], None]:
    def run() -> None:
        try:
            view = open_view(build, module.__name__.rpartition(".")[2]) if build else None
            if view is None:
                show_empty_site()
            else:
                module.render(view)
        except BuildUnreadable as error:
            st.error(t("empty.unreadable", build=str(error)))

    return run


def show_empty_site() -> None:
    """Say that nothing is published yet, and which command comes next."""
    st.title(t("empty.title"))
    st.write(t("empty.text"))
    st.code("taizhang ingest inbox\ntaizhang build", language="bash")
    st.caption(t("empty.after"))


@st.fragment(run_every=LOOK_EVERY)
def watch_pointer(build: Build | None) -> None:
    """Run the page again as soon as another build is published."""
    if warehouse.find_build() != build:
        st.rerun(scope="app")
