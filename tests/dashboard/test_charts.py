"""Figures say the same without colour, and their labels do not hide each other."""

from __future__ import annotations

import polars as pl

from dashboard.charts import STYLES, draw_ranking, draw_trend


def test_each_rate_is_told_apart_by_any_one_sign() -> None:
    for signs in zip(*STYLES.values(), strict=True):
        assert len(set(signs)) == len(STYLES)


def test_lines_that_end_close_together_spread_their_labels() -> None:
    rates = pl.DataFrame(
        {
            "week_id": ["2018-W28", "2018-W29"],
            "verified": [40.0, 48.0],
            "evidenced": [41.0, 47.0],
            "declared": [60.0, 70.0],
        }
    )
    places = {trace.name: trace.textposition for trace in draw_trend(rates).data}
    assert places == {"已核实": "top right", "有佐证": "bottom right", "申报": "middle right"}


def test_weeks_without_tasks_draw_nothing() -> None:
    rates = pl.DataFrame(
        {"week_id": ["2018-W28"], "verified": [None], "evidenced": [None], "declared": [None]},
        schema_overrides=dict.fromkeys(("verified", "evidenced", "declared"), pl.Float64),
    )
    assert [list(trace.y) for trace in draw_trend(rates).data] == [[None], [None], [None]]


def test_ranking_keeps_the_order_and_carries_the_unit() -> None:
    units = pl.DataFrame(
        {"member": ["乙镇", "甲镇"], "tasks": [4, 5], "verified": [1, 5], "declared": [2, 5]}
    )
    figure = draw_ranking(units)
    assert list(figure.data[0].y) == ["乙镇", "甲镇"]
    assert list(figure.data[0].x) == [25.0, 100.0]
    assert [custom[0] for custom in figure.data[0].customdata] == ["乙镇", "甲镇"]
    assert list(figure.data[2].text) == ["1/4", "5/5"]
