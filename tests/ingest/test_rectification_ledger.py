"""The one-sheet 整改台账: how it is read, what it is told from, and what other lists say of columns they drop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.pipeline import FileReport, ingest_paths
from tests.ingest.office import PROGRESS_HEADINGS, TASK_HEADINGS, task, write_workbook
from warehouse import landing
from warehouse.keys import create_keys
from warehouse.settings import Site

HEADINGS = (
    *(
        "序号",
        "巡察轮次",
        "被巡察单位",
        "问题类别",
        "反馈问题",
        "具体表现",
        "整改目标",
        "整改措施",
        "责任单位",
    ),
    *(
        "配合单位",
        "责任领导",
        "责任人",
        "联系电话",
        "整改时限",
        "整改类型",
        "整改进展",
        "完成情况",
        "建章立制",
    ),
    *("追缴/退赔金额(万元)", "问责处理(人次)", "佐证材料", "销号时间", "销号审核人", "备注"),
)
FIRST = {
    "序号": 1,
    "巡察轮次": "2018-1",
    "被巡察单位": "临湖街道",
    "问题类别": "一、财务管理方面",
    "反馈问题": "补贴多发",
    "具体表现": "柳溪村多发两笔",
    "整改目标": "全部追回",
    "整改措施": "逐笔核对",
    "责任单位": "财政局",
    "配合单位": "青石街道",
    "责任领导": "陈志远",
    "责任人": "何雨晴",
    "联系电话": "19000000018",
    "整改时限": "2018年6月30日",
    "整改类型": "立行立改",
    "完成情况": "已完成",
    "追缴/退赔金额(万元)": 1.25,
    "问责处理(人次)": 2,
    "销号时间": "2018-05-30",
    "销号审核人": "徐立群",
}
SECOND = {"整改措施": "修订办法", "完成情况": "基本完成", "建章立制": "《补贴发放办法》"}
THIRD = {
    "序号": 2,
    "反馈问题": "会议记录不全",
    "责任单位": "民政局",
    "整改措施": "补记",
    "整改进展": "已补记",
    "完成情况": "正在推进",
    "追缴/退赔金额(万元)": 0.05,
    "问责处理(人次)": 0,
}
OF_TASK = [
    heading
    for heading in HEADINGS
    if heading in FIRST and heading not in ("整改措施", "完成情况", "巡察轮次", "被巡察单位", "问题类别")
]
BEGUN = ["序号", "问题类别", "反馈问题", "责任单位", "责任领导", "整改时限"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    create_keys(site)
    return site


def ingest(site: Site, path: Path) -> FileReport:
    (report,) = ingest_paths(site, [path])
    return report


def cells(row: dict[str, Any]) -> list[Any]:
    return [row.get(heading) for heading in HEADINGS]


def write_sheet(path: Path, title: str, headings: Sequence[str], *rows: Sequence[Any]) -> Path:
    return write_workbook(path, [[title], ["截至2018年6月1日"], headings, *rows])


def told(report: FileReport) -> list[tuple[str, str | None]]:
    return [(problem.rule, problem.raw) for problem in report.problems]


@pytest.mark.parametrize("is_merged", [True, False])
def test_one_row_per_measure_with_the_tasks_cells_merged_or_left_blank(
    site: Site, tmp_path: Path, is_merged: bool
) -> None:
    total = {"序号": "合计", "追缴/退赔金额(万元)": 1.3, "问责处理(人次)": 2}
    rows = [["临湖新区巡察整改台账"], ["截至2018年6月1日"], list(HEADINGS)]
    rows += [cells(row) for row in (FIRST, SECOND, THIRD, total)]
    letters = [chr(ord("A") + HEADINGS.index(heading)) for heading in OF_TASK]
    merges = ["A1:X1", *(f"{letter}4:{letter}5" for letter in letters)] if is_merged else []
    report = ingest(site, write_workbook(tmp_path / "台账.xlsx", rows, merges))
    assert report.record is not None and report.record.dataset == "ledger.rectification_ledger"
    assert (report.status, told(report), report.record.rows_accepted) == ("landed", [], 3)
    taken = pl.read_parquet(landing.load_path(site, report.record))
    group = taken.select("round_code", "inspected_unit", "task_no", "section", "problem", "lead_unit")
    same = ("2018-1", "临湖街道", 1, "一、财务管理方面", "补贴多发", "财政局")
    other = (*same[:2], 2, same[3], "会议记录不全", "民政局")
    assert group.rows() == [same, same, other]
    assert taken["status"].to_list() == ["completed", "mostly_done", "in_progress"]
    assert taken["recovered_cny"].to_list() == [Decimal(12500), None, Decimal(500)]
    assert taken["people_held"].to_list() == [2, None, 0]
    assert taken["institutions"].to_list() == [None, "《补贴发放办法》", None]
    # What only the first row states holds for the task; another task's blanks stay blank.
    below = {"leader": "陈志远", "due_on": date(2018, 6, 30), "closed_on": date(2018, 5, 30)}
    for column, value in below.items():
        assert taken[column].to_list() == [value, value if is_merged else None, None]
    assert taken["phone_masked"][0] != "19000000018" and taken["phone_token"][2] is None


def test_a_ledger_row_without_a_measure_is_refused_and_told(site: Site, tmp_path: Path) -> None:
    rows = [cells(row) for row in (FIRST, SECOND, THIRD | {"整改措施": None})]
    report = ingest(site, write_sheet(tmp_path / "整改台账.xlsx", "整改台账", HEADINGS, *rows))
    assert [(problem.rule, problem.cell) for problem in report.problems] == [("required", "H6")]


@pytest.mark.parametrize("title", ["整改台账", "整改任务清单", "挂号销号台账", "情况表"])
@pytest.mark.parametrize("extra", ["完成情况", "整改进展", "销号时间"])
def test_measures_with_their_state_make_a_task_list_a_ledger(
    site: Site, tmp_path: Path, title: str, extra: str
) -> None:
    state = {"完成情况": "已完成", "整改进展": "已核对", "销号时间": "2018-05-30"}[extra]
    headings, row = (
        [*BEGUN, "整改措施", extra],
        [1, "一", "问题", "财政局", "甲", "2018-06-30", "核对", state],
    )
    report = ingest(site, write_sheet(tmp_path / f"{title}.xlsx", title, headings, row))
    assert report.record is not None and report.record.dataset == "ledger.rectification_ledger"
    assert (report.status, told(report)) == ("landed", [])


@pytest.mark.parametrize("title", ["整改任务清单", "整改台账", "情况表"])
def test_a_plain_task_list_stays_one_under_any_title(site: Site, tmp_path: Path, title: str) -> None:
    report = ingest(site, write_sheet(tmp_path / f"{title}.xlsx", title, TASK_HEADINGS, task(1), task(2)))
    assert report.record is not None and report.record.dataset == "ledger.tasks"
    assert (report.status, told(report)) == ("landed", [])


def test_a_task_list_that_lacks_its_leaders_is_told_so(site: Site, tmp_path: Path) -> None:
    headings = [heading if heading != "责任领导" else "经办" for heading in TASK_HEADINGS]
    report = ingest(site, write_sheet(tmp_path / "整改任务清单.xlsx", "整改任务清单", headings, task(1)))
    assert [(p.rule, p.column) for p in report.problems] == [("missing_header", "leader")]


@pytest.mark.parametrize("title", ["整改任务清单", "整改台账", "情况表"])
def test_states_without_measures_make_a_task_list_that_tells_what_it_drops(
    site: Site, tmp_path: Path, title: str
) -> None:
    extra = {"完成情况": "已完成", "整改进展": "已核对", "销号时间": "2018-05-30", "追缴金额": 3}
    headings, row = [*TASK_HEADINGS, *extra], [*task(1), *extra.values()]
    report = ingest(site, write_sheet(tmp_path / f"{title}.xlsx", title, headings, row))
    assert report.record is not None and report.record.dataset == "ledger.tasks"
    dropped = [("other_dataset_column", heading) for heading in ("完成情况", "销号时间", "追缴金额")]
    assert (report.status, told(report)) == ("landed", dropped)
    assert "整改台账" in report.problems[0].message.zh and "整改任务清单" in report.problems[0].message.zh


def test_a_measure_list_tells_that_it_drops_the_states(site: Site, tmp_path: Path) -> None:
    headings = ["任务序号", "措施序号", "整改措施", "责任单位", "完成情况"]
    rows = [[1, 1, "核对", "财政局", "已完成"]]
    report = ingest(site, write_sheet(tmp_path / "整改措施清单.xlsx", "整改措施清单", headings, *rows))
    assert told(report) == [("other_dataset_column", "完成情况")]


def test_a_column_that_nobody_filled_in_is_not_told(site: Site, tmp_path: Path) -> None:
    headings = ["任务序号", "措施序号", "整改措施", "责任单位", "完成情况"]
    path = write_sheet(tmp_path / "整改措施清单.xlsx", "整改措施清单", headings, [1, 1, "核对", "财政局"])
    assert told(ingest(site, path)) == []


@pytest.mark.parametrize("title", ["整改进展周报（填报单位：财政局）", "周报（填报单位：财政局）"])
def test_a_progress_report_may_repeat_its_tasks_and_measures(site: Site, tmp_path: Path, title: str) -> None:
    repeated = {"问题类别": "一", "反馈问题": "问题", "整改措施": "核对", "成果形式": "检查督查"}
    repeated |= {"责任单位": "财政局", "责任领导": "甲", "完成时限": "2018-06-30", "整改类型": "立行立改"}
    headings, row = [*PROGRESS_HEADINGS, *repeated], [1, 1, "已完成", "已核对", 0, 0, *repeated.values()]
    report = ingest(site, write_sheet(tmp_path / "报表.xlsx", title, headings, row))
    assert report.record is not None and report.record.dataset == "ledger.weekly_progress"
    assert told(report) == []
