"""Which rows are data, which are set aside and why, and what merged cells and blanks stand for."""

from __future__ import annotations

import time

import pytest

from ingest.headers import find_headers
from ingest.sheets import Sheet
from ingest.table import RawTable, TableReader
from warehouse.contracts import load_contracts

CONTRACTS = load_contracts()
INSTITUTIONS = ("制度名称", "文号", "制定单位", "新建/修订", "印发日期", "备注")
PROGRESS = ("巡察轮次", "任务序号", "措施序号", "完成情况", "整改进展", "追缴金额", "问责人次")
MEASURES = ("任务序号", "措施序号", "整改措施", "责任单位", "责任人")


def row(*cells: object) -> list[str | None]:
    return [None if cell is None else str(cell) for cell in cells]


def read_as(dataset: str, rows: list[list[str | None]], *merges: tuple[int, int, int, int]) -> RawTable:
    sheet = Sheet.of("Sheet1", rows, merges)
    matches = find_headers(sheet, CONTRACTS)
    match = next(match for match in matches if match.contract.dataset == dataset)
    (table,) = TableReader(sheet, match).read()
    return table


def progress(number: int, **cells: object) -> list[str | None]:
    values = {
        "巡察轮次": "2018-1",
        "任务序号": 1,
        "措施序号": number,
        "完成情况": "已完成",
        "整改进展": "办结",
    } | cells
    return row(*(values.get(heading) for heading in PROGRESS))


def kinds(table: RawTable) -> dict[int, str]:
    return {row.row: row.kind for row in table.set_aside}


@pytest.mark.parametrize(
    "title",
    ["审批服务管理办法", "填报管理办法", "负责人述职制度", "累计积分管理办法", "合计核算办法", "说明制度"],
)
def test_a_title_that_begins_like_a_footer_or_a_total_is_data(title: str) -> None:
    full = row(title, None, "财政局", "新建", "2018-06-01", None)
    without_issuer = row(title, None, None, "新建", "2018-06-01", None)
    table = read_as("ledger.institutions", [row(*INSTITUTIONS), full, without_issuer])
    assert (table.rows.to_list(), table.set_aside) == ([2, 3], [])


@pytest.mark.parametrize(
    "footer",
    [
        ("填表人：陶然", None, "联系电话：略"),
        ("填 表 人：陶然",),
        ("审核人", "邵敏"),
        ("填报人（签字）：",),
        ("注：金额为累计数。",),
        ("注1.金额为累计数。",),
        ("（盖章）",),
        (None, None, None, "白鹭街道办事处（盖章）"),
        (None, None, None, "2018年6月1日"),
        (None, None, None, "二〇一八年六月一日"),
        (None, None, None, "年  月  日"),
    ],
)
def test_labels_signatures_and_dates_under_a_table_are_its_footer(footer: tuple[object, ...]) -> None:
    table = read_as("ledger.weekly_progress", [row(*PROGRESS), progress(1), row(*footer)])
    assert (table.rows.to_list(), kinds(table)) == ([2], {3: "footer"})


def test_a_footer_that_holds_other_cells_is_told() -> None:
    rows = [
        row(*PROGRESS),
        progress(1),
        row("备注：", None, None, None, "已约谈", "3"),
        row("填表人：陶然", None, "电话：略"),
    ]
    table = read_as("ledger.weekly_progress", rows)
    assert [(row.row, row.is_told) for row in table.set_aside] == [(3, True), (4, False)]


@pytest.mark.parametrize(
    "label", ["合计", "合　计", "总计", "共计", "合计：", "合计 12项", "本页合计", "小计"]
)
@pytest.mark.parametrize("column", [0, 1, 4])
def test_a_total_is_known_by_its_label_in_any_column(label: str, column: int) -> None:
    total = row(*[None] * 5, 3, 1)
    total[column] = label
    table = read_as("ledger.weekly_progress", [row(*PROGRESS), progress(1), total])
    assert [(found.row, found.stated) for found in table.totals] == [
        (3, {"recovered_cny": "3", "people_held": "1"})
    ]


def test_a_section_title_is_no_row_and_no_fault() -> None:
    titles = [row("一、党的建设"), row("作风建设方面", *[None] * 6)]
    rows = [row(*PROGRESS), titles[0], progress(1), titles[1], progress(2)]
    table = read_as("ledger.weekly_progress", rows, (3, 0, 3, 6))
    assert (table.rows.to_list(), kinds(table)) == ([3, 5], {2: "section", 4: "section"})


def test_a_row_without_any_required_cell_is_set_aside_and_told_once() -> None:
    loose = row(None, None, None, None, "续上，已约谈三人", 2)
    table = read_as("ledger.weekly_progress", [row(*PROGRESS), progress(1), loose, progress(2)])
    assert table.rows.to_list() == [2, 4]
    assert [(row.row, row.kind, row.cell, row.is_told) for row in table.set_aside] == [
        (3, "loose", "E3", True)
    ]


def test_a_row_with_one_required_cell_stays_data() -> None:
    table = read_as("ledger.weekly_progress", [row(*PROGRESS), row(None, 5), progress(1)])
    assert table.rows.to_list() == [2, 3]


def test_a_merged_sum_counts_once() -> None:
    rows = [
        row(*PROGRESS),
        progress(1, 追缴金额=9),
        progress(2, 追缴金额=None),
        progress(3, 追缴金额=None),
        progress(4, 追缴金额=1),
    ]
    column = read_as("ledger.weekly_progress", rows, (1, 5, 3, 5), (1, 4, 3, 4)).columns
    assert column["recovered_cny"].texts.to_list() == ["9", None, None, "1"]
    assert column["recovered_cny"].inferred.to_list() == [None, "merged", "merged", None]
    assert column["progress"].texts.to_list() == ["办结"] * 4


def test_a_merged_sum_that_begins_above_the_first_row_of_data_is_kept() -> None:
    rows = [
        row(*PROGRESS),
        row("一、党的建设", None, None, None, None, 9, None),
        progress(1, 追缴金额=None),
        progress(2, 追缴金额=None),
    ]
    column = read_as("ledger.weekly_progress", rows, (1, 5, 3, 5)).columns["recovered_cny"]
    assert column.texts.to_list() == ["9", None]


def test_a_value_is_carried_across_page_breaks_and_blank_rows_but_not_across_totals() -> None:
    rows = [
        row(*MEASURES),
        row(1, 1, "措施", "财政局", "陶然"),
        row(None),
        row(None, 2, "措施", None, "陶然"),
        row(*MEASURES),
        row(None, 3, "措施", None, "陶然"),
        row("合计", None, "3条", None, None),
        row(None, 4, "措施", None, "陶然"),
    ]
    table = read_as("ledger.measures", rows)
    assert table.rows.to_list() == [2, 4, 6, 8]
    assert table.columns["task_no"].texts.to_list() == ["1", "1", "1", None]
    assert table.columns["task_no"].rows.to_list() == [2, 2, 2, 8]
    assert table.columns["lead_unit"].inferred.to_list() == [None, "above", "above", None]


def test_carrying_down_takes_time_in_proportion_to_the_rows() -> None:
    def seconds(count: int) -> float:
        rows = [row(*MEASURES), row(1, 1, "措施", "财政局", "陶然")]
        rows += [row(None, number, "措施", None, "陶然") for number in range(2, count)]
        started = time.perf_counter()
        read_as("ledger.measures", rows)
        return time.perf_counter() - started

    assert seconds(20_000) < 40 * seconds(2_000)


def test_headings_that_no_column_takes_are_kept_only_with_cells_below() -> None:
    rows = [row(*PROGRESS, "督办人", "电话"), [*progress(1), "何静", None]]
    assert [header.text for header in read_as("ledger.weekly_progress", rows).unread] == ["督办人"]


FLEET = ("车牌", "购置日期", "驾驶员", "品牌", "里程", "颜色", "说明")
CARS = [
    row("云A1", "2018-01-02", "略", "略", 12, "黑", None),
    row("云A2", "2018-01-02", "略", "略", 9, "白", None),
]
CHECKS = ("自查单位", "清查轮次", "自查申报金额", "已清退金额", "自查问题项目", "备注")
BUDGET = ("预算科目", "年初预算数", "调整预算数", "预算年度")


def read_all(
    dataset: str, rows: list[list[str | None]], *merges: tuple[int, int, int, int]
) -> list[RawTable]:
    sheet = Sheet.of("Sheet1", rows, merges)
    match = next(match for match in find_headers(sheet, CONTRACTS) if match.contract.dataset == dataset)
    return list(TableReader(sheet, match).read())


@pytest.mark.parametrize("between", [[row(None)], [row("附：车辆情况")], [row(None), row("附：车辆情况")]])
def test_a_table_that_nobody_knows_ends_the_one_above_and_is_told(between: list[list[str | None]]) -> None:
    rows = [row(*PROGRESS), progress(1), progress(2), *between, row(*FLEET), *CARS]
    tables = read_all("ledger.weekly_progress", rows)
    assert [number for table in tables for number in table.rows] == [2, 3]
    (problem,) = (problem for table in tables for problem in table.problems)
    first = 5 if between[-1][0] is None else 3 + len(between)
    assert (problem.rule, problem.severity, problem.row) == ("unread_table", "reject", first)
    assert f"第 {first}–{len(rows)} 行" in problem.message.zh
    assert "车牌、购置日期" in problem.message.zh


@pytest.mark.parametrize(
    "below",
    [
        [row(None), progress(3, 追缴金额="无")],
        [row(None), row("2018-1", None, None, "已完成", "已办结", "待定", None), progress(4)],
        [row(None), row("填表人", "陶然", None, "审核人", None, "邵敏"), row("联系电话", "略")],
        [row(None), row("单位负责人", None, "审核人", None, None, "填表人")],
        [row("二、作风建设"), row("某轮", "无", "无", "已完成", "无", "无", None), progress(5)],
    ],
)
def test_rows_and_signatures_under_a_blank_row_are_no_other_table(below: list[list[str | None]]) -> None:
    tables = read_all("ledger.weekly_progress", [row(*PROGRESS), progress(1), *below])
    assert [problem for table in tables for problem in table.problems] == []


def test_the_tables_own_header_ends_another_table_below_it() -> None:
    rows = [
        row(*PROGRESS),
        progress(1),
        row(None),
        row(*FLEET),
        *CARS,
        row(None),
        row(*PROGRESS),
        progress(2),
    ]
    tables = read_all("ledger.weekly_progress", rows)
    assert [number for table in tables for number in table.rows] == [2, 9]
    assert [problem.message.zh[:8] for table in tables for problem in table.problems] == ["第 4–6 行看"]


@pytest.mark.parametrize("label", ["合计", "合 计", "总计：", "小计", "（共计）", "合计（元）"])
def test_a_total_in_the_only_column_of_required_words_is_a_total(label: str) -> None:
    rows = [row(*BUDGET), row("办公费", 10, 11, 2018), row(label, 10, 11, 2018)]
    table = read_as("audit.budget_lines", rows)
    assert (table.rows.to_list(), [total.row for total in table.totals]) == ([2], [3])


@pytest.mark.parametrize("name", ["合计核算费", "小计量器具", "共计划项目"])
def test_words_that_only_begin_like_a_total_are_data_there(name: str) -> None:
    rows = [row(*BUDGET), row("办公费", 10, 11, 2018), row(name, 10, 11, 2018)]
    assert read_as("audit.budget_lines", rows).rows.to_list() == [2, 3]


def test_a_note_that_speaks_of_a_total_makes_no_total() -> None:
    rows = [row(*CHECKS), row("甲局", "一", 10, 1), row(None, "一", 20, 22, "误餐补助", "合计3人")]
    table = read_as("subsidy.allowance_self_checks", rows)
    assert (table.rows.to_list(), table.totals) == ([2, 3], [])


def test_a_total_beside_words_that_it_does_not_sum_is_told() -> None:
    rows = [
        row(*PROGRESS),
        progress(1),
        row("合计", None, None, "已完成", None, 3),
        row("合计", None, "2项", None, None, 3),
    ]
    told = [(row.row, row.kind, row.is_told) for row in read_as("ledger.weekly_progress", rows).set_aside]
    assert told == [(3, "total", True), (4, "total", False)]


def test_words_alone_in_a_column_of_amounts_are_told() -> None:
    rows = [row(*PROGRESS), progress(1), row(*[None] * 5, "待补", None), progress(2)]
    table = read_as("ledger.weekly_progress", rows)
    assert [(row.row, row.is_told) for row in table.set_aside] == [(3, True)]


def test_a_label_with_its_answer_is_a_footer_and_what_stands_beside_them_is_told() -> None:
    rows = [row(*PROGRESS), progress(1), row("审核人", "邵敏"), row("说明：", None, None, "已约谈")]
    table = read_as("ledger.weekly_progress", rows)
    assert [(row.row, row.is_told) for row in table.set_aside] == [(3, False), (4, True)]


def test_a_required_amount_merged_over_rows_counts_once_and_keeps_its_rows() -> None:
    rows = [
        row(*BUDGET),
        row("办公费", 10, None, 2018),
        row("差旅费", None, None, 2018),
        row("会议费", None, None, 2018),
    ]
    table = read_as("audit.budget_lines", rows, (1, 1, 3, 1))
    amount = table.columns["amount_cny"]
    assert (amount.texts.to_list(), amount.inferred.to_list()) == (
        ["10", "0", "0"],
        [None, "merged", "merged"],
    )
    assert [(problem.rule, problem.severity, problem.cell) for problem in table.problems] == [
        ("merged_amount", "defect", "B2")
    ]
