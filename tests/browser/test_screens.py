"""The screens in a real browser: offline, from a number to a cell, and over a new build."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.browser import wait_until_drawn
from tests.browser.conftest import BUILD, Screen
from tests.dashboard.serving_factory import write_serving

NEXT_BUILD = "20180727-20180727090000-bbbbbbbb"


def read_address(page: Page) -> dict[str, str]:
    """Return the query parameters of the page's address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def click_first_row(page: Page) -> None:
    """Click into the first row of the first table, in a column of text."""
    page.locator("[data-testid='stDataFrame']").first.click(position={"x": 420, "y": 47})


def test_page_reached_by_its_address_is_the_first_that_a_new_server_shows(screen: Screen) -> None:
    # First in this file: the very first run of a server is the one that must not take `pages/` for its own.
    screen.page.goto(f"{screen.url}/tasks?only=overdue")
    wait_until_drawn(screen.page)
    expect(screen.page.locator("h1")).to_have_text("整改台账")
    expect(screen.page.get_by_text("共 10 项")).to_be_visible()


def test_overview_is_drawn_without_leaving_the_machine(screen: Screen) -> None:
    problems: list[str] = []
    screen.page.on("pageerror", lambda error: problems.append(str(error)))
    screen.page.goto(screen.url)
    wait_until_drawn(screen.page)
    expect(screen.page.locator("h1")).to_have_text("整改总览")
    expect(screen.page.get_by_test_id("stMetric")).to_have_count(7)
    expect(screen.page.locator(".js-plotly-plot").first).to_be_visible()
    expect(screen.page.get_by_text("通报核对")).to_be_visible()
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert screen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert screen.foreign == []
    assert problems == []


def test_number_leads_to_its_rows_to_a_task_to_a_cell(screen: Screen) -> None:
    page = screen.page
    page.goto(screen.url)
    wait_until_drawn(page)
    card = page.locator(".st-key-card_overdue")
    number = int(card.get_by_test_id("stMetricValue").inner_text())
    card.get_by_test_id("stPageLink-NavLink").click()
    expect(page.locator("h1")).to_have_text("整改台账")
    wait_until_drawn(page)
    assert read_address(page) == {"week": "2018-W29", "only": "overdue"}
    expect(page.get_by_text(f"共 {number} 项")).to_be_visible()
    click_first_row(page)
    expect(page.locator("h1")).to_have_text("任务 7")
    wait_until_drawn(page)
    assert read_address(page) == {"week": "2018-W29", "task": "2018-1-007"}
    expect(
        page.get_by_text("整改任务清单（5月25日）.xlsx · 工作表“任务清单” · 第 10 行").first
    ).to_be_visible()
    cells = page.get_by_test_id("stExpander").first.locator("canvas").first
    assert {"A10", "F10", "H10", "6月底前", "2018-06-30"} <= set(cells.locator("td").all_text_contents())
    page.go_back()
    expect(page.locator("h1")).to_have_text("整改台账")
    expect(page.get_by_text(f"共 {number} 项")).to_be_visible()


def test_step_of_the_closure_leads_to_its_row(screen: Screen) -> None:
    page = screen.page
    page.goto(f"{screen.url}/task?task=2018-1-007&week=2018-W29")
    wait_until_drawn(page)
    place = page.get_by_text("办理环节：销号台账.xlsx · 工作表“销号” · 第 9 行")
    expect(place).to_have_count(0)
    page.get_by_test_id("stDataFrame").nth(1).click(position={"x": 160, "y": 47})
    expect(place).to_be_visible()
    wait_until_drawn(page)
    evidence = page.get_by_text("佐证材料：整改周报汇总.xls · 工作表“周报” · 第 9 行")
    page.get_by_test_id("stDataFrame").nth(2).click(position={"x": 160, "y": 47})
    expect(evidence).to_be_visible()
    expect(place).to_have_count(0)


def test_text_of_the_address_asks_for_nothing(screen: Screen) -> None:
    page = screen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    image = "![x](http://127.0.0.1:9/px.png)"
    page.goto(f"{screen.url}/task?{urlencode({'task': image, 'week': image})}")
    wait_until_drawn(page)
    expect(page.get_by_text("台账里没有任务")).to_contain_text(image)
    page.goto(f"{screen.url}/tasks?{urlencode(dict.fromkeys(('only', 'unit', 'state', 'q'), image))}")
    wait_until_drawn(page)
    expect(page.get_by_text("没有这个筛选")).to_contain_text(image)
    assert read_address(page) == {"q": image}
    assert page.locator(".stMainBlockContainer img, .stMainBlockContainer a[href*='px.png']").count() == 0
    assert [url for url in asked if ":9/" in url] == []


def test_filter_and_language_survive_a_reload_and_a_change_of_page(screen: Screen) -> None:
    page = screen.page
    page.goto(f"{screen.url}/tasks?lang=en&state=reopened")
    wait_until_drawn(page)
    count = page.get_by_text(re.compile(r"^4 tasks of 60$"))
    expect(count).to_be_visible()
    page.reload()
    wait_until_drawn(page)
    expect(count).to_be_visible()
    assert read_address(page) == {"lang": "en", "state": "reopened"}
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("h1")).to_have_text("Overview")
    wait_until_drawn(page)
    assert read_address(page)["lang"] == "en"
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_bar_of_a_unit_opens_its_tasks(screen: Screen) -> None:
    page = screen.page
    page.goto(screen.url)
    wait_until_drawn(page)
    bar = page.locator(".js-plotly-plot .barlayer .point path").nth(1)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("h1")).to_have_text("整改台账")
    assert read_address(page)["unit"] == "青山街道党工委"
    expect(page.get_by_text("共 4 项")).to_be_visible()


def test_new_build_is_picked_up_by_an_open_session(screen: Screen) -> None:
    page = screen.page
    page.goto(screen.url)
    wait_until_drawn(page)
    expect(page.get_by_text(BUILD)).to_be_visible()
    write_serving(screen.site, NEXT_BUILD, weeks=10, tasks=62)
    expect(page.get_by_text(NEXT_BUILD)).to_be_visible()
    wait_until_drawn(page)
    expect(page.get_by_text("2018年7月27日 17:00")).to_be_visible()
    expect(page.get_by_text(re.compile("/ 62 项")).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
