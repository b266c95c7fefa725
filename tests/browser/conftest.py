"""A running dashboard over an invented site, and a page that reports every request it makes."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from dashboard.serve import free_port, serve
from tests.browser.browser import launch_chromium
from tests.dashboard.serving_factory import write_serving
from warehouse.settings import Site

BUILD = "20180720-20180720090000-aaaaaaaa"
PATIENCE_MS = 30_000
AT_HOME = ("127.0.0.1", "localhost")


@dataclass
class Screen:
    """A dashboard that runs: its site, its address, a browser page, and the foreign addresses that were asked for."""

    site: Path
    url: str
    page: Page
    foreign: list[str] = field(default_factory=list)

    def record(self, route: Route) -> None:
        """Stop and note a request that leaves the machine."""
        url = route.request.url
        if urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname in AT_HOME:
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """One server over one site; the tests that publish come with later builds."""
    site = tmp_path_factory.mktemp("site")
    write_serving(site, BUILD)
    port = free_port(8701)
    process = serve(Site(site), port, quiet=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health")
        yield site, url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture
def screen(running: tuple[Path, str], browser: Browser) -> Iterator[Screen]:
    """A fresh session in the size of an office screen, in a Chinese browser."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    screen = Screen(*running, page)
    page.route("**/*", screen.record)
    yield screen
    context.close()
