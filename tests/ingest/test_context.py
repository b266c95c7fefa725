"""What a delivery says about itself: its date, its sender and the unit of its money, and what only looks like one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ingest.context import Context, find_file_date, read_context
from ingest.sheets import Sheet

HEADER: list[str | None] = ["任务序号", "措施序号", "整改进展"]
DATA: list[str | None] = ["1", "1", "正在办理"]
Row = list[str | None]


def context_of(
    titles: list[Row], *, footers: list[Row] | None = None, file: str = "周报.xlsx", sheet: str = "Sheet1"
) -> Context:
    """Read the context of a small table that stands between `titles` and `footers`."""
    cells = [*titles, HEADER, DATA, *(footers or [])]
    return read_context(Sheet.of(sheet, cells), len(titles), Path("/inbox") / file)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位： 万元", "万元"),
        ("单 位：万 元", "万元"),
        ("单位：千元", "千元"),
        ("单位：百万元", "百万元"),
        ("单位：千万元", "千万元"),
        ("单位：亿", "亿元"),
        ("（万元）", "万元"),
        ("资金台账（单位：人民币万元）", "万元"),
        ("金额单位：人民币万元", "万元"),
        ("金额单位为万元。", "万元"),
        ("单位：户、万元", "万元"),
        ("单位：元 截至2018年6月1日", "元"),
        ("填报单位：万山镇", None),
        ("填报单位：元和街道", None),
        ("（万元以上项目）", None),
        ("单位：户、人", None),
    ],
)
def test_the_money_unit_of_a_title(title: str, unit: str | None) -> None:
    assert context_of([["资金台账"], [title]]).money_unit == unit


def test_the_money_unit_below_the_table_and_beside_its_label() -> None:
    assert context_of([["资金台账"]], footers=[["金额单位：万元"]]).money_unit == "万元"
    assert context_of([["资金台账"], ["单位：", None, "千元"]]).money_unit == "千元"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("整改任务清单20180601", datetime(2018, 6, 1)),
        ("整改任务清单2018年6月1日", datetime(2018, 6, 1)),
        ("整改任务清单2018.6.1", datetime(2018, 6, 1)),
        ("整改任务清单_2018_06_01", datetime(2018, 6, 1)),
        ("周报2018-06-01-2", datetime(2018, 6, 1)),
        ("周报2018.6.1—6.8", datetime(2018, 6, 8)),
        ("周报2018年6月1日至8日", datetime(2018, 6, 8)),
        ("2018年6月31日周报20180629", datetime(2018, 6, 29)),
        ("20180101号文任务清单20180601", datetime(2018, 6, 1)),
        ("任务清单20180601（2018年12月31日前完成）", datetime(2018, 6, 1)),
        ("周报2018.12.28-1.4", datetime(2019, 1, 4)),
        ("周报2018-06-01-1.2", datetime(2018, 6, 1)),
        ("周报2018.6.1-1.2", datetime(2018, 6, 1)),
        ("整改任务清单2018年12月", None),
        ("整改任务清单201812", None),
        ("2018-12", None),
        ("2018.11", None),
        ("2018-123号", None),
        ("20181301", None),
    ],
)
def test_only_a_full_date_in_a_name_counts(name: str, expected: datetime | None) -> None:
    assert find_file_date(Path(f"/inbox/{name}.xlsx"))[0] == expected
    assert find_file_date(Path(f"/inbox/{name}/周报.xlsx"))[0] == expected


def test_the_folder_does_not_depend_on_how_the_path_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2018-06-01"
    folder.mkdir()
    monkeypatch.chdir(folder)
    expected = (datetime(2018, 6, 1), "folder")
    for typed in (Path("周报.xlsx"), Path("./周报.xlsx"), folder / ".." / "2018-06-01" / "周报.xlsx"):
        assert find_file_date(typed) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("截至2018年6月1日", datetime(2018, 6, 1)),
        ("数据截至：2018-06-01", datetime(2018, 6, 1)),
        ("填 报 日 期： 2018.6.1", datetime(2018, 6, 1)),
        ("报送日期：20180601", datetime(2018, 6, 1)),
        ("制表日期：二〇一八年六月一日", datetime(2018, 6, 1)),
        ("二〇一八年六月一日", datetime(2018, 6, 1)),
        ("截至2018年6月1日18时", datetime(2018, 6, 1, 18)),
        ("截至2018年6月1日 18:00", datetime(2018, 6, 1, 18)),
        ("截至2018年6月1日17时30分", datetime(2018, 6, 1, 17, 30)),
        ("截至2018年6月1日下午5点半", datetime(2018, 6, 1, 17, 30)),
        ("截至2018年6月1日24时", datetime(2018, 6, 1, 23, 59)),
        ("更新时间：2018-06-01 09:05:00", datetime(2018, 6, 1, 9, 5)),
        ("截至本周五（2018年6月1日）", datetime(2018, 6, 1)),
        ("截至2018年5月25日8时至6月1日18时", datetime(2018, 6, 1, 18)),
        ("2018.6.1—6.8", datetime(2018, 6, 8)),
        ("2018.6.1-8", datetime(2018, 6, 8)),
        ("（2018年6月4日—6月8日）", datetime(2018, 6, 8)),
        ("截至2018年6月1日完成情况", datetime(2018, 6, 1)),
        ("反馈意见清单2018年6月1日", datetime(2018, 6, 1)),
        ("2018年2月30日，2018年6月1日", datetime(2018, 6, 1)),
    ],
)
def test_a_title_states_the_day_and_hour(title: str, expected: datetime) -> None:
    context = context_of([["整改进展周报"], [title]], file="周报20180301.xlsx")
    assert (context.as_of, context.as_of_from) == (expected, "title")


@pytest.mark.parametrize(
    "title",
    [
        "（2018年12月31日前完成）",
        "整改期限截止2018年12月31日",
        "整改期限：2018年12月31日",
        "完成时限截止：2018年12月31日",
        "截止2018年12月31日前完成",
        "2018年3月12日巡察反馈意见整改任务清单",
        "反馈时间：2018年3月12日",
        "填报日期：    反馈时间：2018年3月12日",
        "2018年1月5日印发",
        "2018年1月5日区委常委会议通过",
        "2018年1月5日起执行",
        "2018年11月",
    ],
)
def test_a_deadline_or_another_event_in_a_title_does_not_beat_the_file_name(title: str) -> None:
    context = context_of([["整改任务清单"], [title]], file="整改任务清单20180601.xlsx")
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 1), "file name")


def test_a_label_and_its_date_may_be_neighbours() -> None:
    context = context_of([["整改任务清单"], ["填报日期", None, "2018-06-01"]])
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 1), "title")


def test_stated_words_come_before_a_bare_date_and_a_bare_date_before_the_sheet_name() -> None:
    stated = [["2018年5月18日", "截至2018年6月1日"]]
    assert context_of(list(stated), sheet="2018.6.8").as_of == datetime(2018, 6, 1)
    assert context_of([["2018年5月18日"]], sheet="2018.6.8").as_of == datetime(2018, 5, 18)
    context = context_of([["整改任务清单"]], sheet="20180608", file="周报20180601.xlsx")
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 8), "sheet name")


@pytest.mark.parametrize(
    "rows",
    [
        [["2", "1", "截至2018年6月15日仍未完成"]],
        [["2", "1", "截至2018年6月15日已办结"], ["注：金额为累计数。"]],
        [["2", None, "截至2018年6月15日仍未完成"]],
    ],
)
def test_a_note_in_a_data_row_states_no_date(rows: list[Row]) -> None:
    context = context_of([["整改进展周报"]], footers=rows, file="周报20180601.xlsx")
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 1), "file name")


def test_a_merged_cell_counts_as_filled_in_every_row_that_it_covers() -> None:
    cells: list[Row] = [["整改进展周报"], HEADER, DATA, [None, None, "截至2018年6月15日，尚在办理"]]
    sheet = Sheet.of("Sheet1", cells, merges=((2, 0, 3, 0), (2, 1, 3, 1)))
    assert read_context(sheet, 1, Path("/inbox/周报20180601.xlsx")).as_of_from == "file name"


@pytest.mark.parametrize(
    "footers",
    [
        [["填报日期：2018年6月15日"]],
        [["注：1.金额为累计数。"], [None], ["填表人：陶然", "填报日期：2018年6月15日"]],
        [["填表人：陶然", "审核人：邵敏", "填报日期：2018年6月15日"]],
    ],
)
def test_a_footer_states_the_date(footers: list[Row]) -> None:
    context = context_of([["整改进展周报"]], footers=footers, file="周报20180601.xlsx")
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 15), "footer")


@pytest.mark.parametrize(
    "row",
    [
        ["填报单位：白鹭街道"],
        ["填报单位： 白鹭街道"],
        ["填 报 单 位：白鹭街道"],
        ["填报单位（盖章）：白鹭街道"],
        ["填报单位：白鹭街道（盖章）"],
        ["填报单位：", None, "白鹭街道"],
        ["填报单位", "白鹭街道"],
        ["填报单位：白鹭街道填报日期：2018年6月1日"],
        ["填报单位：白鹭街道截至2018年6月1日"],
        ["填报单位：白鹭街道单位：万元"],
        ["报送单位：白鹭街道  联系人：陶然"],
        ["填报单位：白鹭街道单位负责人：陶然"],
        ["填报单位：白鹭街道2018年6月1日"],
        ["填报单位：白鹭街道第12期"],
    ],
)
def test_the_reporting_unit(row: Row) -> None:
    above = context_of([["整改进展周报"], row], file="周报（青石街道）20180601.xlsx")
    assert (above.unit, above.unit_from) == ("白鹭街道", "title")
    below = context_of([["整改进展周报"]], footers=[row])
    assert (below.unit, below.unit_from) == ("白鹭街道", "footer")


@pytest.mark.parametrize(
    "row", [["填报单位："], ["填报单位：", "填报日期：2018年6月1日"], ["填报单位负责人：陶然"]]
)
def test_a_label_without_a_name_is_no_unit(row: Row) -> None:
    context = context_of([["整改进展周报"], row])
    assert (context.unit, context.unit_from) == (None, None)


@pytest.mark.parametrize(
    ("file", "unit"),
    [
        ("整改进展周报（白鹭街道）20180601.xlsx", "白鹭街道"),
        ("整改进展周报(财政局)（更正）20180601.xlsx", "财政局"),
        ("整改进展周报（更正）20180601.xlsx", None),
        ("整改进展周报（全部）20180601.xlsx", None),
        ("整改进展周报（内部）20180601.xlsx", None),
        ("整改进展周报（乡镇）20180601.xlsx", None),
        ("整改进展周报（34个村）20180601.xlsx", None),
    ],
)
def test_the_unit_in_brackets_of_the_file_name(file: str, unit: str | None) -> None:
    context = context_of([["整改进展周报"]], file=file)
    assert (context.unit, context.unit_from) == (unit, "file name" if unit else None)


@pytest.mark.parametrize(
    ("title", "as_of"),
    [
        ("2018年救灾款物信息（截至6月1日18时）", datetime(2018, 6, 1, 18)),
        ("截止至6月1日 2018年救灾款物信息", datetime(2018, 6, 1)),
        ("2018年度救灾款物信息（截至1月5日）", None),  # of 2018 as a whole: the fifth is that of 2019
        ("2017年、2018年救灾款物信息（截至6月1日）", None),
        ("2018年5月救灾款物信息（截至6月1日）", None),
        ("2018年救灾款物信息（6月1日前完成）", None),
        ("救灾款物信息（截至6月1日）", None),
    ],
)
def test_a_day_without_a_year_is_put_into_the_only_year_that_the_title_names(
    title: str, as_of: datetime | None
) -> None:
    context = context_of([[title]], file="救灾款物.xlsx")
    assert (context.as_of, context.as_of_from) == (as_of, "title year" if as_of else None)


def test_a_full_date_in_the_file_name_comes_before_the_year_of_the_title() -> None:
    context = context_of([["2018年救灾款物信息（截至6月1日）"]], file="救灾款物20180602.xlsx")
    assert (context.as_of, context.as_of_from) == (datetime(2018, 6, 2), "file name")
