"""Two files with the same rows, and two files that cannot be told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import FileReport, ingest_paths
from tests.ingest.office import task, write_tasks, write_workbook
from warehouse.settings import Site

EVENTS = [[1, "挂号", "2018年5月18日", None], [2, "销号", "2018年5月31日", "邵敏"]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def told(reports: list[FileReport]) -> dict[str, list[str]]:
    """Return the rules that were told, by file."""
    return {report.file_name: [problem.rule for problem in report.problems] for report in reports}


def write_events(path: Path, rows: list[list[Any]]) -> Path:
    return write_workbook(path, [["销号台账"], ["任务序号", "办理环节", "办理日期", "审核人"], *rows])


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


def test_rows_that_are_added_count_twice_whatever_the_day(site: Site, tmp_path: Path) -> None:
    first = write_events(tmp_path / "销号台账20180601.xlsx", EVENTS)
    second = write_events(tmp_path / "销号台账20180608.xlsx", EVENTS[::-1])
    assert told(ingest_paths(site, [first, second])) == {first.name: [], second.name: ["same_content"]}
