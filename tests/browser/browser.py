"""The system's Chromium, quiet: nothing that it fetches on its own account."""

from __future__ import annotations

import os

from playwright.sync_api import Browser, Page, Playwright

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_chromium(playwright: Playwright) -> Browser:
    """Start Chromium from TAIZHANG_CHROMIUM, else /usr/bin/chromium."""
    executable = os.environ.get("TAIZHANG_CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))


def wait_until_drawn(page: Page) -> None:
    """Wait until the script has run to its end and every chart and table is on the screen."""
    page.wait_for_selector(".stMainBlockContainer h1")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    page.wait_for_function(
        'document.querySelectorAll(\'[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]\').length === 0'
    )
    # Plotly and the table canvas draw in later frames, with no mark of their own.
    page.wait_for_timeout(600)
