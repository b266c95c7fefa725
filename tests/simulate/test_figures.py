"""The pictures of the distributions: what they count, and that the page shows every one of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from math import log10

import polars as pl
import pytest

from simulate.figures.chart import Chart, draw, find_step
from simulate.figures.counting import by_first_digit, by_month, by_value, by_weekday, in_powers, in_steps
from simulate.figures.figures import FIGURES
from warehouse.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "distributions.md"


def test_first_digits_of_a_geometric_series_follow_benford() -> None:
    chart = by_first_digit(pl.Series([10 ** (step / 1000) for step in range(5000)]))
    assert sum(chart.heights) == pytest.approx(1)
    assert chart.heights == pytest.approx(chart.dots, abs=0.01)


def test_amounts_stand_in_the_bar_of_their_power() -> None:
    chart = in_powers(pl.Series([5.0, 50.0, 55.0, 0.0, None]), "元", [(100.0, "线")])
    assert [at for at, height in enumerate(chart.heights) if height] == [4, 10]
    assert sum(chart.heights) == 3
    assert chart.ticks == [(0.0, "1"), (6.0, "10"), (12.0, "100")]
    assert chart.marks == [(12.0, "线")]


def test_steps_values_weekdays_and_months_are_counted() -> None:
    assert in_steps(pl.Series([0, 9, 10, 29, 30]), 0, 30, 10, "").heights == [2, 1, 1]
    assert by_value(pl.Series([1, 1, 3, 9]), 1, 4, "").heights == [2, 0, 1, 1]
    week = pl.Series([date(2018, 4, 2) + timedelta(days=day) for day in (0, 1, 1, 6)])
    assert by_weekday(week).heights == [1, 2, 0, 0, 0, 0, 1]
    assert by_month(pl.Series([date(2018, 1, 31), date(2018, 3, 1)]), "").heights == [1, 0, 1]


@pytest.mark.parametrize("highest", [1, 3.7, 10, 99, 1043, 0.37, 25_000])
def test_grid_lines_are_round_and_few(highest: float) -> None:
    step = find_step(highest)
    assert 2 <= highest / step <= 5
    assert round(step / 10 ** int(log10(step) // 1), 6) in {1, 2, 2.5, 5}


def test_a_picture_is_whole_xml_and_the_same_every_time() -> None:
    chart = Chart([3, 0, 5], [(0.5, "<一>")], "元 & 角", marks=[(1, "线")], dots=[1, 2, 3])
    root = ET.fromstring(draw(chart))
    shapes = [element.tag.rpartition("}")[2] for element in root]
    assert shapes.count("rect") == 1 + 2 and shapes.count("circle") == 3
    assert "<一>" in [element.text for element in root]
    assert draw(chart) == draw(chart)


def test_the_page_shows_every_picture_and_no_other() -> None:
    shown = re.findall(r"\(\.\./images/simulation/([a-z-]+)\.svg\)", PAGE.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(figure.name for figure in FIGURES)
    kept = {path.stem for path in (PROJECT / "docs" / "images" / "simulation").glob("*.svg")}
    assert kept == set(shown)
