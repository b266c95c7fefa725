"""An invented site, and the app over it without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.dashboard.serving_factory import write_serving
from tests.once import make_once

SCRIPT = Path(__file__).parents[2] / "dashboard" / "entry" / "run.py"
BUILD = "20180720-20180720090000-aaaaaaaa"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one build; tests that publish more make a site of their own."""

    def fill(site: Path) -> Path:
        write_serving(site, BUILD)
        return site

    return make_once(tmp_path_factory, "filled", fill)


@pytest.fixture
def site(filled_site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The filled site, as the one that the app is given."""
    monkeypatch.setenv("TAIZHANG_SITE", str(filled_site))
    yield filled_site
    st.cache_data.clear()


@pytest.fixture
def open_page() -> OpenPage:
    """Return a function that runs the app at a page with query parameters."""

    def run(slug: str = "", **params: str) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=30)
        if slug:
            # `switch_page` of AppTest knows pages that are files; ours are functions, known by their address.
            app._page_hash = calc_hash(slug)
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run
