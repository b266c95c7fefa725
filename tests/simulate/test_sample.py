"""The sample district: the same bytes every time, and what its story says when other programs read its files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from simulate.sample.delivery import SAMPLE, write_excerpt, write_sample
from simulate.sample.district import DEADLINES, load_institutions, load_organisations, load_tasks
from simulate.sample.story import WEEKS, event_instalments, evidence_instalments, weekly_reports
from simulate.sample.truth import expected_deadlines, expected_due, expected_evidenced, expected_states
from simulate.sample.weekly import report_path

# Written down here again on purpose: what each body's words stand for.
LETTERS = {
    "未启动": "n", "尚未启动": "n", "未开展": "n",
    "正在推进": "p", "推进中": "p", "整改中": "p", "正在整改": "p",
    "基本完成": "m", "取得阶段性成效": "m",
    "已完成": "d", "整改到位": "d", "√": "d", "已整改到位": "d", "１００％": "d",
    "已销号": "c", "长期坚持": "l", "退回重改": "r",
}  # fmt: skip
LAST = WEEKS[-1]


def list_files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def read_grid(path: Path) -> list[list[Any]]:
    """Rows of the first sheet; merged cells hold the top-left value throughout."""
    if path.suffix == ".csv":
        text = path.read_bytes().decode("utf-8-sig" if "参数" in path.name else "gb18030")
        return [[cell or None for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    if path.suffix == ".xls":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        grid = [
            [cell if cell != "" else None for cell in row] for row in sheet.to_python(skip_empty_area=False)
        ]
        for first, last in sheet.merged_cell_ranges or ():
            fill(grid, *first, *last)
        return grid
    page = openpyxl.load_workbook(path).worksheets[0]
    grid = [list(row) for row in page.iter_rows(values_only=True)]
    for merged in page.merged_cells.ranges:
        fill(grid, merged.min_row - 1, merged.min_col - 1, merged.max_row - 1, merged.max_col - 1)
    return grid


def fill(grid: list[list[Any]], first_row: int, first_column: int, last_row: int, last_column: int) -> None:
    for row in grid[first_row : last_row + 1]:
        for column in range(first_column, last_column + 1):
            row[column] = grid[first_row][first_column]


def read_table(path: Path, heading: str) -> list[dict[str, Any]]:
    """Rows below the header that holds `heading`, up to the first row without a number or code in the first column."""
    grid = read_grid(path)
    top = max(index for index, row in enumerate(grid[:5]) if heading in row)
    rows = []
    for row in grid[top + 1 :]:
        if row[0] is None or re.match(r"合|注|填表人", str(row[0])):
            break
        rows.append(dict(zip(grid[top], row, strict=True)))
    return rows


Find = Callable[[str], list[Path]]


@pytest.fixture(scope="module")
def find(story_folder: Path) -> Find:
    """Give the files of any day whose name matches, by name."""
    return lambda pattern: sorted(story_folder.glob(f"2018-*/{pattern}"), key=lambda path: path.name)


def read_day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    year, month, day = re.findall(r"\d+", str(value))
    return date(int(year), int(month), int(day))


def list_changed(here: Path, there: Path) -> list[str]:
    assert list_files(here) == list_files(there)
    return [name for name in list_files(here) if (here / name).read_bytes() != (there / name).read_bytes()]


def test_writing_again_gives_the_same_bytes(tmp_path: Path, story_folder: Path) -> None:
    write_sample(tmp_path)
    assert list_changed(tmp_path, story_folder) == []


def test_writing_over_an_older_sample_leaves_none_of_it(tmp_path: Path, story_folder: Path) -> None:
    write_sample(tmp_path)
    (tmp_path / "2018-06-01" / "旧文件.xlsx").write_bytes(b"old")
    write_sample(tmp_path)
    assert list_files(tmp_path) == list_files(story_folder)


def test_what_is_kept_is_an_excerpt_as_it_would_be_written_now(tmp_path: Path) -> None:
    write_excerpt(tmp_path)
    assert list_changed(tmp_path, SAMPLE) == []


def test_the_excerpt_stays_small(story_folder: Path) -> None:
    deliveries = list(SAMPLE.glob("2018-*/*"))
    assert 10 < len(deliveries) <= 20
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 400_000
    for path in deliveries:
        assert path.read_bytes() == (story_folder / path.relative_to(SAMPLE)).read_bytes()


def test_every_table_states_its_day_in_its_name_and_below_its_title(find: Find) -> None:
    tables = [path for path in find("*") if path.suffix in {".xlsx", ".xls", ".csv"}]
    assert len(tables) == 84
    for path in tables:
        day = datetime.strptime(re.findall(r"\d{8}", path.name)[0], "%Y%m%d").date()  # noqa: DTZ007
        second = " ".join(str(cell) for cell in read_grid(path)[1] if cell)
        stated = re.findall(r"(?:截至|填报日期：)(\d+年\d+月\d+日)", second)
        assert "参数" in path.name or [read_day(text) for text in stated] == [day], path.name


def test_the_register_holds_the_district(find: Find) -> None:
    rows = read_table(find("机构名册*")[0], "机构编码")
    kinds = Counter(row["机构类型"] for row in rows if row["停用日期"] is None)
    assert kinds == {"行政村": 34, "社区": 4, "街道": 3, "区直部门": 14, "党委机构": 4}
    names = [name for row in rows for name in [row["机构名称"], *row["简称及别名"].split("、")]]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    merged = [row for row in rows if row["并入机构编码"]]
    assert [(row["机构名称"], row["并入机构编码"]) for row in merged] == [("招商服务中心", "LH-D06")]


def test_three_task_lists_hold_the_33_tasks_and_two_deadlines_move(find: Find) -> None:
    written: list[dict[int, Any]] = []
    for path in find("整改任务清单*"):
        grid = read_grid(path)
        assert grid[2][5] == "责任"
        assert grid[3][5:9] == ["责任单位", "配合单位", "责任领导", "责任人"]
        rows = {row[0]: row for row in grid[4:37]}
        assert sorted(rows) == list(range(1, 34))
        assert [rows[task.task_no][3] for task in load_tasks()] == [task.problem for task in load_tasks()]
        assert grid[37][0].startswith("注")
        written.append({number: row[9] for number, row in rows.items()})
    assert len(written) == 3
    moved = {
        number: [row[number] for row in written]
        for number in written[0]
        if written[0][number] != written[2][number]
    }
    assert moved == {
        17: ["2018年7月底", "2018年9月底", "2018年9月底"],
        23: ["2018年7月底前", "2018年7月底前", "2018年8月底"],
    }
    assert written[0][3] == "长期坚持"
    assert written[0][21] == "尽快完成"
    assert isinstance(written[0][8], datetime)


def test_task_lists_name_units_as_the_register_does_in_full_or_short(find: Find) -> None:
    names = {name for org in load_organisations() for name in [org.name, *org.aliases.split("、")]}
    full = {org.name for org in load_organisations()}
    used = {row[5] for path in find("整改任务清单*") for row in read_grid(path)[4:37]}
    assert used <= names
    assert used - full


def test_the_measure_lists_hold_101_measures_and_none_for_task_26(find: Find) -> None:
    first, second = (read_table(path, "整改措施") for path in find("整改措施清单*"))
    for rows in (first, second):
        assert len({(row["任务序号"], row["措施序号"]) for row in rows}) == len(rows) == 101
        assert set(range(1, 34)) - {row["任务序号"] for row in rows} == {26}
    changed = [
        (a["任务序号"], a["措施序号"], a["责任人"], b["责任人"])
        for a, b in zip(first, second, strict=True)
        if a != b
    ]
    assert changed == [(14, 3, "汤若木", "宋知夏")]


@pytest.mark.parametrize(
    "report", weekly_reports(), ids=lambda report: f"{report.body}-{report.week}-{report.revision}"
)
def test_a_weekly_report_reads_back_as_the_story_tells_it(report: Any, story_folder: Path) -> None:
    path = report_path(report, story_folder / WEEKS[report.delivered_week - 1].isoformat())
    grid = read_grid(path)
    assert f"填报单位：{report.body}" in grid[1]
    status_at, money_at = {"党政办公室": (3, 5)}.get(report.body, (2, 4))
    money_head = str(grid[2][money_at])
    scale = 10_000 if "万元" in money_head else 1
    rows = grid[4 if report.body == "党政办公室" else 3 :][: len(report.rows)]
    read = [
        (
            int(row[0]),
            int(row[1]),
            LETTERS[row[status_at]],
            read_amount(row[money_at], scale),
            int(row[money_at + 1] or 0),
        )
        for row in rows
    ]
    told = [
        (row.measure.task_no, row.measure.measure_no, row.status, row.recovered, row.held)
        for row in report.rows
    ]
    assert read == told
    below = grid[4 if report.body == "党政办公室" else 3 :][len(report.rows) :]
    if path.suffix != ".csv":
        assert str(below[0][0]).replace("　", "") == "合计"
        assert read_amount(below[0][money_at], scale) == sum(row[3] for row in read)
        assert below[0][money_at + 1] == sum(row[4] for row in read)


def read_amount(cell: object, scale: int) -> int:
    text = str(cell or 0)
    return round(float(text.rstrip("万元")) * (10_000 if text.endswith("万元") else scale))


def test_the_reports_cover_each_measure_once_a_week() -> None:
    by_week: dict[int, list[tuple[int, int]]] = {}
    for report in weekly_reports():
        if not report.revision:
            by_week.setdefault(report.week, []).extend(
                (row.measure.task_no, row.measure.measure_no) for row in report.rows
            )
    sizes = {week: (len(found), len(set(found))) for week, found in by_week.items()}
    assert sizes == {week: (93, 93) if week == 11 else (101, 101) for week in range(1, 17)}


def test_one_report_is_late_one_is_missing_and_one_is_corrected(find: Find) -> None:
    bodies = ("党政办公室", "青石街道", "白鹭街道", "南塘街道")
    names = {path.name: path.parent.name for body in bodies for path in find(f"整改进展周报（{body}）*")}
    assert len(names) == 64
    late = {name: folder for name, folder in names.items() if folder.replace("-", "") not in name}
    assert late == {
        "整改进展周报（白鹭街道）20180720.xls": "2018-08-03",
        "整改进展周报（青石街道）20180706（更正）.xlsx": "2018-07-13",
    }
    assert "整改进展周报（南塘街道）20180810.csv" not in names
    wrong = read_table(find("整改进展周报（青石街道）20180706.xlsx")[0], "完成情况")
    right = read_table(find("整改进展周报（青石街道）20180706（更正）.xlsx")[0], "完成情况")
    changed = [(a["任务序号"], a["措施序号"]) for a, b in zip(wrong, right, strict=True) if a != b]
    assert changed == [("１６", 1), ("２８", 2)]


def test_nantang_sends_gb18030(find: Find) -> None:
    for path in find("整改进展周报（南塘街道）*"):
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")


def test_the_closure_ledger_registers_all_repeats_some_and_has_one_closing_without_a_verifier(
    find: Find,
) -> None:
    rows = [row for path in find("销号台账*") for row in read_table(path, "办理环节")]
    keys = [(row["任务序号"], row["办理环节"], read_day(row["办理日期"])) for row in rows]
    assert len(find("销号台账*")) == 6
    assert len(keys) > len(set(keys))
    counts = Counter(event for _, event, _ in set(keys))
    assert counts == {"挂号": 33, "申请销号": 26, "销号": 23, "退回": 1, "重新挂号": 2}
    assert {row["任务序号"] for row in rows if row["办理环节"] == "销号" and not row["审核人"]} == {8}
    told = {(e.task_no, e.event_on) for events in event_instalments().values() for e in events}
    assert {(task_no, day) for task_no, _, day in keys} == told


def test_the_evidence_index_counts_on_over_its_instalments(find: Find) -> None:
    rows = [row for path in find("佐证材料目录*") for row in read_table(path, "材料编号")]
    assert [int(row["材料编号"][-4:]) for row in rows] == list(range(1, len(rows) + 1))
    told = [piece for pieces in evidence_instalments().values() for piece in pieces]
    assert [(row["任务序号"], row["措施序号"], read_day(row["形成日期"])) for row in rows] == [
        (piece.task_no, piece.measure_no, piece.made_on) for piece in told
    ]


def test_the_institution_list_holds_38_and_one_withdrawn(find: Find) -> None:
    rows = read_table(find("制度建设清单*")[0], "制度名称")
    assert Counter(row["新建/修订"] for row in rows) == {"新建": 28, "修订": 10, "废止": 1}
    assert {row["制度名称"] for row in rows} == {document.title for document in load_institutions()}


def test_the_notice_states_the_totals_but_leaves_out_number_20_and_half_of_the_measures(find: Find) -> None:
    text = find("*通报*.txt")[0].read_text(encoding="utf-8")
    printed = [int(number) for number in re.findall(r"^（(\d+)）针对", text, re.MULTILINE)]
    assert printed == [number for number in range(1, 34) if number != 20]
    for stated in ("33项整改任务", "整改措施101条", "制度38项", "24项完成整改", "资金33.01万元"):
        assert stated in text
    assert 40 <= len(re.findall(r"[一二三四五六七八九]是", text)) <= 70
    titles = set(re.findall(r"《([^》]+)》", text))
    assert len(titles) == 17
    assert titles <= {document.title for document in load_institutions()}


def test_states_follow_events_reports_and_their_days_of_arrival() -> None:
    assert expected_states(date(2018, 5, 25)) == {}
    state = {
        (task_no, week): expected_states(day)[task_no]
        for week, day in enumerate(WEEKS, 1)
        for task_no in range(1, 34)
    }
    assert [state[13, week] for week in (1, 3, 5, 13, 14)] == [
        "in_progress",
        "declared",
        "verified",
        "verified",
        "reopened",
    ]
    assert [state[15, week] for week in (8, 10, 11, 16)] == ["declared", "declared", "returned", "returned"]
    assert [state[27, week] for week in (5, 11, 14)] == ["verified", "reopened", "verified"]
    assert [state[8, week] for week in (8, 11, 14, 16)] == ["mostly_done", "declared", "declared", "declared"]
    assert [state[29, week] for week in (1, 2, 13, 15)] == [
        "not_started",
        "in_progress",
        "mostly_done",
        "declared",
    ]
    assert {state[26, week] for week in range(1, 17)} == {"not_started"}
    assert [state[3, 16], state[11, 16], state[19, 12], state[19, 16]] == [
        "long_term",
        "long_term",
        "long_term",
        "verified",
    ]


def test_the_last_week_has_verified_60_percent_and_declared_72_percent() -> None:
    counts = Counter(expected_states(LAST).values())
    assert counts == {
        "verified": 20, "declared": 4, "long_term": 2, "reopened": 1,
        "returned": 1, "mostly_done": 1, "in_progress": 3, "not_started": 1,
    }  # fmt: skip
    declared = {
        task_no for task_no, state in expected_states(LAST).items() if state in {"verified", "declared"}
    }
    assert declared - expected_evidenced(LAST) == {5, 8, 25, 29, 31}
    assert expected_deadlines(LAST) == ({13, 15, 23, 26, 30}, {17})
    assert expected_due(2, LAST) == date(2018, 6, 17)
    assert expected_due(17, WEEKS[7]) == date(2018, 7, 31)
    assert expected_due(17, WEEKS[8]) == date(2018, 9, 30)


def test_truth_file_agrees_with_the_story(story_folder: Path) -> None:
    truth = json.loads((story_folder / "truth.json").read_text(encoding="utf-8"))
    assert (truth["tasks"], truth["measures"], truth["institutions"]) == (33, 101, 38)
    assert [week["week_id"] for week in truth["weeks"]] == [f"2018-W{number}" for number in range(22, 38)]
    for week, day in zip(truth["weeks"], WEEKS, strict=True):
        assert {int(task_no): state for task_no, state in week["states"].items()} == expected_states(day)


def test_every_written_deadline_has_a_meaning() -> None:
    written = {due for task in load_tasks() for due in task.due if isinstance(due, str)}
    assert written <= set(DEADLINES)
    assert len(written) >= 12
