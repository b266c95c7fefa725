"""The header of a table that no contract knows, told by its shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.header_shape import guess_header
from ingest.pipeline import ingest_paths
from ingest.sheets import Merge, Sheet
from tests.ingest.office import write_workbook
from warehouse.settings import Site

Cells = list[list[str | None]]


def guess(cells: Cells, *merges: Merge) -> tuple[int, int, list[str]] | None:
    shape = guess_header(Sheet.of("值班", cells, merges))
    return shape and (shape.first_row, shape.last_row, list(shape.headings.values()))


def test_a_title_and_a_line_of_labels_stand_above_the_header() -> None:
    cells: Cells = [
        ["临湖街道值班安排", None, None, None],
        [None, None, None, None],
        ["制表：陶然", None, None, "2018年6月"],
        ["日期", "班次", "值班人", "天数"],
        ["6月1日", "早班", "何静", "2"],
    ]
    assert guess(cells, (0, 0, 0, 3)) == (3, 3, ["日期", "班次", "值班人", "天数"])


def test_merged_groups_reach_down_to_the_words_they_cover() -> None:
    cells: Cells = [
        ["村", "上年", None, "2018", None],
        [None, "户数", "人数", "户数", "人数"],
        ["柳溪村", "120", "403", "118", "399"],
    ]
    merges = ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4))
    assert guess(cells, *merges) == (0, 1, ["村", "上年/户数", "上年/人数", "2018/户数", "2018/人数"])


def test_a_word_written_again_in_each_column_is_a_group_as_in_a_text_file() -> None:
    cells: Cells = [
        ["村", "上年", "上年"],
        [None, "户数", "人数"],
        ["石桥村", "88", "301"],
    ]
    assert guess(cells) == (0, 1, ["村", "上年/户数", "上年/人数"])


def test_rows_of_words_below_are_data() -> None:
    cells: Cells = [["姓名", "职务", "职务"], ["何静", "主任", "主任"], ["陶然", "会计", "出纳"]]
    assert guess(cells) == (0, 0, ["姓名", "职务", "职务"])


@pytest.mark.parametrize(
    "cells",
    [
        [["柳溪村", "120", "403"], ["石桥村", "88", "301"]],
        [["说明", None, None], ["本表作废", None, None]],
        [[None, None]],
    ],
)
def test_where_no_header_stands_none_is_guessed(cells: Cells) -> None:
    assert guess(cells) is None


def test_whoever_sent_an_unknown_table_is_told_which_row_looks_like_its_header(tmp_path: Path) -> None:
    rows = [["值班表"], ["日期", "值班人", "联系电话"], ["6月1日", "陶然", "13800138000"]]
    (report,) = ingest_paths(Site(tmp_path / "site"), [write_workbook(tmp_path / "值班表.xlsx", rows)])
    message = report.problems[0].message
    assert report.problems[0].rule == "unrecognised"
    assert "看似表头的是第 2 行：日期、值班人、联系电话。" in message.zh
    assert "Row 2 looks like the header: 日期、值班人、联系电话." in message.en
    assert "138" not in message.zh
