"""What a file's name says a delivery is, apart from its day and its revision."""

from __future__ import annotations

import pytest

from warehouse.series import find_original, find_series


@pytest.mark.parametrize(
    "name",
    [
        "拨付台账（临湖街道）.xlsx",
        "拨付台账（临湖街道）20180601.csv",
        "2018年6月1日 拨付台账-临湖街道.xlsx",
        "拨付台账(临湖街道)2018-6-1（更正）.xlsx",
        "拨付台账（临湖街道）20180601更正版2.xlsx",
        "拨付台账更正20180601【临湖街道】.et",
        "拨付台账_临湖街道 V1.2.xlsx",
        "拨付台账（临湖街道）第二版.xlsx",
        "拨付台账（临湖街道）(1).xlsx",
        "拨付台账（临湖街道） - 副本.xlsx",
        "拨付台账 临湖街道 2018年6月1日-8日（修订版）.xls",
    ],
)
def test_names_of_one_series(name: str) -> None:
    assert find_series(name) == "拨付台账临湖街道"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("拨付台账.xlsx", "拨付汇总.xlsx"),
        ("拨付台账（临湖街道）.xlsx", "拨付台账（望江街道）.xlsx"),
        ("低保发放2018年4月.xlsx", "低保发放2018年5月（更正）.xlsx"),
        ("附件1.xlsx", "附件2（更正）.xlsx"),
        ("拨付台账（1）.xlsx", "拨付台账（2）.xlsx"),
    ],
)
def test_names_of_two_series(first: str, second: str) -> None:
    assert find_series(first) != find_series(second)


def test_a_correction_without_a_day_may_correct_any_day_of_its_series_but_only_one_file() -> None:
    first, next_week = "周报20180601.xlsx", "周报20180608.xlsx"
    assert find_series(first) == find_series(next_week)
    assert find_original(first) == find_original("周报20180601（更正）.xlsx") != find_original(next_week)
