"""Two files with the same rows, and two files that cannot be told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import FileReport, Options, ingest_paths
from ingest.repeated_rows import COUNTED_ONCE
from tests.ingest.broken.case import benefit, benefits_sheet
from tests.ingest.office import TASK_HEADINGS, task, write_tasks, write_workbook
from warehouse.contracts import load_contracts
from warehouse.keys import create_keys
from warehouse.settings import MODELS, Site

OTHER_ID_CARD = "990101196001011237"  # of nobody: no district has the code 990101
EVENTS = [[1, "挂号", "2018年5月18日", None], [2, "销号", "2018年5月31日", "邵敏"]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    create_keys(site)
    return site


def told(reports: list[FileReport]) -> dict[str, list[str]]:
    """Return the rules that were told, by file."""
    return {report.file_name: [problem.rule for problem in report.problems] for report in reports}


def severities(report: FileReport) -> dict[str, str]:
    """Return rule → severity of the report's problems."""
    return {problem.rule: problem.severity for problem in report.problems}


def write_payments(path: Path, *numbers: int, unit: str = "财政局") -> Path:
    """A list of payments with these numbers; its date is in the file's name."""
    headings = ["支付编号", "支付日期", "用款单位", "收款单位", "拨付金额", "拨款用途"]
    rows = [[f"ZF-{n:04}", "2018-03-20", "临湖街道", "石桥建材店", 100 + n, "工程款"] for n in numbers]
    titles = [["财政资金拨付审批台账（单位：元）"], [f"填报单位：{unit}"]]
    return write_workbook(path, [*titles, headings, *rows])


def write_events(path: Path, rows: list[list[Any]], unit: str = "整改办") -> Path:
    return write_workbook(
        path, [["销号台账"], [f"填报单位：{unit}"], ["任务序号", "办理环节", "办理日期", "审核人"], *rows]
    )


def test_the_second_of_two_files_with_the_same_rows_names_the_first(site: Site, tmp_path: Path) -> None:
    first = write_tasks(tmp_path / "甲整改任务清单.xlsx", [task(1), task(2)])
    second = write_tasks(tmp_path / "乙整改任务清单.xlsx", [task(2), task(1)])
    reports = ingest_paths(site, [first, second])
    assert told(reports) == {first.name: [], second.name: ["same_content"]}
    assert first.name in reports[1].problems[0].message.zh
    assert [report.status for report in reports] == ["landed", "landed"]
    # Sent once more, each is told what it was told before.
    assert told(ingest_paths(site, [first, second])) == told(reports)
    assert told(ingest_paths(site, [second])) == {second.name: ["same_content"]}


def test_other_rows_for_the_same_day_are_another_version(site: Site, tmp_path: Path) -> None:
    first = write_tasks(tmp_path / "甲整改任务清单.xlsx", [task(1), task(2)])
    second = write_tasks(tmp_path / "乙整改任务清单.xlsx", [task(1), task(2, 责任人="邵敏")])
    assert told(ingest_paths(site, [first, second])) == {
        first.name: ["same_version"],
        second.name: ["same_version"],
    }


def test_a_whole_list_may_stay_as_it_is_until_the_next_day(site: Site, tmp_path: Path) -> None:
    first = write_tasks(tmp_path / "甲整改任务清单.xlsx", [task(1)])
    second = write_tasks(tmp_path / "乙整改任务清单.xlsx", [task(1)], as_of="2018年6月8日")
    assert told(ingest_paths(site, [first, second])) == {first.name: [], second.name: []}


def test_the_same_list_twice_is_a_note_and_another_one_for_the_day_a_defect(
    site: Site, tmp_path: Path
) -> None:
    first = write_tasks(tmp_path / "甲整改任务清单.xlsx", [task(1), task(2)])
    second = write_tasks(tmp_path / "乙整改任务清单.xlsx", [task(2), task(1)])
    third = write_tasks(tmp_path / "丙整改任务清单.xlsx", [task(2)])
    reports = ingest_paths(site, [first, second, third])
    assert severities(reports[1]) == {"same_content": "note", "same_version": "defect"}
    assert severities(reports[2]) == {"same_version": "defect"}
    # A list for the whole site states no unit that two files could share.
    assert "同一填报单位" not in reports[2].problems[0].message.zh
    assert "更正" in reports[2].problems[0].message.zh


def test_lists_of_two_units_are_no_corrections_of_one_another(site: Site, tmp_path: Path) -> None:
    paths = []
    for unit, number in (("临湖街道", 1), ("望江街道", 2)):
        rows = [["整改任务清单"], [f"填报单位：{unit}  截至2018年6月1日"], TASK_HEADINGS, task(number)]
        paths.append(write_workbook(tmp_path / f"{unit}整改任务清单.xlsx", rows))
    reports = ingest_paths(site, paths)
    assert [severities(report) for report in reports] == [{"same_version": "defect"}] * 2
    message = reports[1].problems[0].message.zh
    assert "望江街道、临湖街道" in message and "合并" in message and "更正" not in message


def test_lists_of_two_rounds_stand_side_by_side(site: Site, tmp_path: Path) -> None:
    paths = []
    for code in ("2018-1", "2018-2"):
        titles = [["整改任务清单，截至2018年6月1日"], [*TASK_HEADINGS, "巡察轮次"]]
        paths.append(write_workbook(tmp_path / f"整改任务清单{code}.xlsx", [*titles, [*task(1), code]]))
    assert [report.problems for report in ingest_paths(site, paths)] == [[], []]


def test_rows_that_are_added_count_twice_whatever_the_day(site: Site, tmp_path: Path) -> None:
    first = write_payments(tmp_path / "财政资金拨付20180601.xlsx", 1, 2)
    second = write_payments(tmp_path / "财政资金拨付20180608.xlsx", 2, 1)
    reports = ingest_paths(site, [first, second])
    assert [severities(report) for report in reports] == [{}, {"same_content": "defect"}]
    assert "重复计入" in reports[1].problems[0].message.zh


def test_rows_that_another_file_has_added_are_named(site: Site, tmp_path: Path) -> None:
    first = write_payments(tmp_path / "财政资金拨付20180601.xlsx", 1, 2)
    second = write_payments(tmp_path / "财政资金拨付20180608.xlsx", 3, 1, 2)
    reports = ingest_paths(site, [first, second])
    assert [severities(report) for report in reports] == [{}, {"repeated_rows": "defect"}]
    message = reports[1].problems[0].message.zh
    assert message.startswith("有 2 行与“财政资金拨付20180601.xlsx”的相同（第 5、6 行，按支付编号")
    assert "会重复计入" in message
    # The later file is told whenever it is sent, the first one only if it comes again after it.
    assert told(ingest_paths(site, [first, second])) == told(reports)
    assert told(ingest_paths(site, [second])) == {second.name: ["repeated_rows"]}


def test_a_running_list_that_counts_each_row_once_may_repeat_them(site: Site, tmp_path: Path) -> None:
    first = write_events(tmp_path / "销号台账20180601.xlsx", EVENTS)
    same = write_events(tmp_path / "销号台账20180608.xlsx", EVENTS[::-1])
    more = write_events(tmp_path / "销号台账20180615.xlsx", [*EVENTS, [3, "挂号", "2018年5月18日", None]])
    reports = ingest_paths(site, [first, same, more])
    notes: list[dict[str, str]] = [{}, {"same_content": "note"}, {"repeated_rows": "note"}]
    assert [severities(report) for report in reports] == notes
    assert "只计一次" in reports[2].problems[0].message.zh


def test_what_is_said_to_count_once_is_what_the_models_count_once() -> None:
    models = [path.read_text(encoding="utf-8") for path in (MODELS / "intermediate").rglob("*.sql")]
    reduced = "".join(text for text in models if "effective_rows(" in text)
    added = [contract for contract in load_contracts() if contract.delivery == "append"]
    names = {contract.dataset for contract in added if f"stg_{contract.source}__{contract.name}'" in reduced}
    assert names == COUNTED_ONCE


def test_rows_sent_again_as_a_correction_repeat_nothing(site: Site, tmp_path: Path) -> None:
    first = write_payments(tmp_path / "财政资金拨付20180601.xlsx", 1, 2)
    second = write_payments(tmp_path / "财政资金拨付20180601（更正）.xlsx", 1, 2, 3)
    assert told(ingest_paths(site, [first, second])) == {first.name: [], second.name: []}


def test_personal_rows_are_compared_by_their_tokens(site: Site, tmp_path: Path) -> None:
    other = benefit(户主姓名="陶小满", 户主身份证号=OTHER_ID_CARD)
    first = write_workbook(tmp_path / "低保一.xlsx", benefits_sheet(benefit()))
    second = write_workbook(tmp_path / "低保二.xlsx", benefits_sheet(other, benefit()))
    reports = ingest_paths(site, [first, second], Options(unit="柳溪村"))
    assert "第 5 行" in next(p.message.zh for p in reports[1].problems if p.rule == "repeated_rows")
    assert "repeated_rows" not in severities(reports[0])


def test_a_correction_of_added_rows_has_to_find_its_original(site: Site, tmp_path: Path) -> None:
    first = write_payments(tmp_path / "财政资金拨付20180601.xlsx", 1, 2)
    astray = write_payments(tmp_path / "拨付财政资金20180601（更正）.xlsx", 7)
    elsewhere = write_payments(tmp_path / "财政资金拨付20180601更正.xlsx", 8, unit="民政局")
    right = write_payments(tmp_path / "财政资金拨付（更正）20180601 (1).xlsx", 2)
    reports = {report.file_name: report for report in ingest_paths(site, [first, astray, elsewhere, right])}
    assert [severities(reports[path.name]) for path in (astray, elsewhere)] == [
        {"replaces_nothing": "defect"}
    ] * 2
    assert "填报单位：民政局" in reports[elsewhere.name].problems[0].message.zh
    assert reports[right.name].problems == []


def test_a_correction_finds_its_original_under_any_name_of_its_unit(site: Site, tmp_path: Path) -> None:
    rows = [["B01", "区财政局", "财政局", "区直部门"]]
    titles = [["机构名册"], ["更新日期：2018年5月18日"], ["机构编码", "机构名称", "简称及别名", "机构类型"]]
    register = write_workbook(tmp_path / "机构名册.xlsx", [*titles, *rows])
    first = write_payments(tmp_path / "财政资金拨付20180601.xlsx", 1, unit="财政局")
    second = write_payments(tmp_path / "财政资金拨付20180601更正.xlsx", 1, unit="区财政局")
    reports = told(ingest_paths(site, [register, first, second]))
    assert "replaces_nothing" not in reports[second.name]


def test_a_correction_that_replaces_two_files_says_so(site: Site, tmp_path: Path) -> None:
    for number, folder in enumerate(("甲", "乙")):
        write_payments(tmp_path / folder / "财政资金拨付20180601.xlsx", number)
    fix = write_payments(tmp_path / "财政资金拨付20180601（更正）.xlsx", 1, 2)
    *_, report = ingest_paths(site, [tmp_path / "甲", tmp_path / "乙", fix])
    assert severities(report) == {"replaces_several": "defect"}
