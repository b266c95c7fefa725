"""Where the header is: page breaks, merged groups, unit rows, column numbers, and which heading a column takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.headers import HeaderMatch, find_headers, fold_header, read_unit
from ingest.recognise import recognise_sheet
from ingest.sheets import Sheet
from warehouse.contracts import load_contracts

CONTRACTS = load_contracts()
TASKS = ("序号", "问题类别", "反馈问题", "责任单位", "责任领导", "责任人", "整改时限")
PROGRESS = ("任务序号", "措施序号", "完成情况", "整改进展", "追缴金额（万元）", "问责人次")


def row(*cells: object) -> list[str | None]:
    return [None if cell is None else str(cell) for cell in cells]


def match_as(dataset: str, rows: list[list[str | None]], *merges: tuple[int, int, int, int]) -> HeaderMatch:
    matches = find_headers(Sheet.of("Sheet1", rows, merges), CONTRACTS)
    return next(match for match in matches if match.contract.dataset == dataset)


def letters(match: HeaderMatch) -> dict[str, int]:
    return {name: header.index for name, header in match.columns.items()}


def task(number: int) -> list[str | None]:
    return row(number, "一、基层治理", f"问题{number}", "新区财政局", "何静", "陶然", "2018年8月底")


def test_a_header_repeated_after_a_page_break_is_the_first_one() -> None:
    match = match_as("ledger.tasks", [row("整改任务清单"), row(*TASKS), task(1), row(*TASKS), task(2)])
    assert (match.first_row, match.last_row) == (1, 1)


def test_a_header_shown_as_an_example_without_rows_gives_way_to_the_one_with_rows() -> None:
    match = match_as("ledger.tasks", [row(*TASKS), row(None), row(*TASKS), task(1)])
    assert (match.first_row, match.last_row) == (2, 2)


def test_a_title_row_is_no_part_of_the_header() -> None:
    rows = [row("整改任务清单", *[None] * 6), row(*TASKS), task(1)]
    assert match_as("ledger.tasks", rows, (0, 0, 0, 6)).first_row == 1


def test_a_grouped_header_keeps_its_two_rows_when_it_is_repeated() -> None:
    upper = row("序号", "问题类别", "反馈问题", "责任", None, None, "整改时限")
    lower = row(None, None, None, "责任单位", "责任领导", "责任人", None)
    down = tuple((start, column, start + 1, column) for start in (1, 4) for column in (0, 1, 2, 6))
    rows = [row("整改任务清单"), upper, lower, task(1), upper, lower, task(2)]
    match = match_as("ledger.tasks", rows, (1, 3, 1, 5), (4, 3, 4, 5), *down)
    assert (match.first_row, match.last_row) == (1, 2)
    assert letters(match) == {
        "task_no": 0,
        "section": 1,
        "problem": 2,
        "lead_unit": 3,
        "leader": 4,
        "owner": 5,
        "due_on": 6,
    }


def test_a_whole_path_is_matched_before_last_words() -> None:
    upper = row("序号", "问题类别", "反馈问题", "责任领导", "配合", None, "责任", None)
    lower = row(None, None, None, None, "责任人", "单位", "责任人", "责任单位")
    merges = ((0, 4, 0, 5), (0, 6, 0, 7), *((0, column, 1, column) for column in range(4)))
    data = row(1, "一、", "问题", "何静", "配合者", "某局", "陶然", "新区财政局")
    match = match_as("ledger.tasks", [upper, lower, data], *merges)
    assert letters(match)["owner"] == 6
    assert [header.text for header in match.unmatched] == ["配合/责任人", "配合/单位"]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1", "2", "3", "4", "5", "6"),
        ("（1）", "（2）", "（3）", "（4）", "（5）", "（6）"),
        ("①", "②", "③", "④", "⑤", "⑥"),
        ("甲", "乙", "丙", "1", "2", "3"),
        ("A", "B", "1", "2", "3", "4=2+3"),
    ],
)
def test_a_row_of_column_numbers_belongs_to_the_header(numbers: tuple[str, ...]) -> None:
    rows = [row(*PROGRESS), row(*numbers), row(1, 1, "已完成", "办结", 1, 0)]
    assert match_as("ledger.weekly_progress", rows).last_row == 1


@pytest.mark.parametrize(
    "data", [(1, 2, None, None, None, None), (1, 2, 4, 5, 6, 7), (1, 2, "已完成", 4, 5, 6)]
)
def test_a_row_of_data_is_no_row_of_column_numbers(data: tuple[object, ...]) -> None:
    assert match_as("ledger.weekly_progress", [row(*PROGRESS), row(*data)]).last_row == 0


@pytest.mark.parametrize("unit", ["（万元）", "万元", "（单位：万元）"])
def test_a_row_of_units_under_the_headings_belongs_to_the_header(unit: str) -> None:
    headings = row("任务序号", "措施序号", "完成情况", "整改进展", "追缴金额", "问责人次")
    rows = [headings, row(None, None, None, None, unit, "（人次）"), row(1, 1, "已完成", "办结", 1, 0)]
    match = match_as("ledger.weekly_progress", rows)
    assert (match.last_row, match.columns["recovered_cny"].unit) == (1, "万元")


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("追缴金额（元）", "元"),
        ("追缴金额（千元）", "千元"),
        ("追缴金额（万）", "万元"),
        ("追缴金额(亿元)", "亿元"),
        ("追缴金额（百万元）", "百万元"),
        ("追缴金额（单位：人民币万元）", "万元"),
        ("追缴金额（累计,万元）", "万元"),
        ("追缴金额（累计）（万 元）", "万元"),
        ("追缴金额", None),
        ("追缴金额（万人）", None),
        ("追缴金额（万美元）", "万美元"),
    ],
)
def test_the_money_unit_is_read_from_the_brackets(heading: str, unit: str | None) -> None:
    assert read_unit(heading) == unit
    assert fold_header(heading) == "追缴金额"


def test_a_merge_beyond_the_used_cells_is_no_error() -> None:
    match = match_as("ledger.tasks", [row(*TASKS), task(1)], (0, 9, 0, 10), (40, 0, 41, 0))
    assert not match.missing


def test_a_file_that_fits_nothing_is_closest_to_what_its_name_says() -> None:
    sheet = Sheet.of("Sheet1", [row("机构编码", "名称", "备注"), row("B01", "财政局", None)])
    closest = recognise_sheet(sheet, Path("整改任务清单20180601.xlsx"), CONTRACTS).closest
    assert closest.contract.dataset == "ledger.tasks"
