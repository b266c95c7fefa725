"""Take a picture of a page: `python -m tests.browser.screenshot URL OUT.png [--width 1366] [--height 768] [--full]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.browser import launch_chromium, wait_until_drawn


def take_screenshot(page: Page, url: str, out: Path, *, full: bool = False) -> None:
    """Open `url`, wait until nothing is loading, and write a PNG; `full` makes the window as tall as the page."""
    page.goto(url)
    wait_until_drawn(page)
    if full:
        height = page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight")
        size = page.viewport_size or {"width": 1366, "height": 768}
        page.set_viewport_size({"width": size["width"], "height": int(height) + 20})
        wait_until_drawn(page)
    out.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(out))


def main() -> None:
    """Read the arguments and take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--height", type=int, default=768)
    parser.add_argument("--full", action="store_true", help="as tall as the page")
    args = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        page = browser.new_page(viewport={"width": args.width, "height": args.height}, locale="zh-CN")
        take_screenshot(page, args.url, args.out, full=args.full)
        browser.close()


if __name__ == "__main__":
    main()
