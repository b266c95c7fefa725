"""From office files to landed loads: what is taken, what is refused, and the cell that is named."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import xlwt

from ingest import pipeline
from ingest.headers import HeaderMatch
from ingest.pipeline import FileReport, Options, ingest_paths
from ingest.sheets import Sheet
from ingest.table import TableReader
from tests.ingest.office import (
    PROGRESS_HEADINGS,
    TASK_HEADINGS,
    landed_files,
    task,
    write_register,
    write_tasks,
    write_workbook,
)
from warehouse import landing
from warehouse.contracts import Contract
from warehouse.errors import UsageError
from warehouse.settings import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def ingest_one(site: Site, path: Path, **options: object) -> FileReport:
    (report,) = ingest_paths(site, [path], Options(**options))  # type: ignore[arg-type]
    return report


def rows_of(site: Site, report: FileReport) -> pl.DataFrame:
    assert report.record is not None
    return pl.read_parquet(landing.load_path(site, report.record))


def found(report: FileReport) -> dict[str, str | None]:
    """Return rule → cell of the report's problems."""
    return {problem.rule: problem.cell for problem in report.problems}


def test_a_plain_list_lands_with_its_as_of_date_and_addresses(site: Site, tmp_path: Path) -> None:
    report = ingest_one(site, write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(2)]))
    assert (report.status, report.problems) == ("landed", [])
    record = report.record
    assert record is not None
    assert (record.dataset, record.as_of, record.sender) == ("ledger.tasks", datetime(2018, 6, 1), "整改办")
    rows = rows_of(site, report)
    assert rows["due_on"].to_list() == [date(2018, 8, 31)] * 2
    assert rows["_row_uid"].to_list() == [f"{record.load_id}-000004", f"{record.load_id}-000005"]
    # A cell that is what it seems is told by its heading's letter and its row; what it says stands beside the value.
    assert record.header_map["lead_unit"] == {"header": "责任单位", "letter": "D"}
    assert rows["_raw_due_on"].to_list() == ["2018年8月底"] * 2
    assert rows["_cells"].to_list() == [None, None]


def test_the_header_is_found_by_its_words_under_merged_groups_and_in_any_order(
    site: Site, tmp_path: Path
) -> None:
    rows = [
        ["临湖新区整改任务清单（2018年6月1日）"],
        ["责 任", None, None, "整改\n时限", "反馈问题", "问题类别", "序号"],
        ["责任领导", "责任单位", "责任人", None, None, None, None],
        ["何静", "新区财政局", "陶然", "2018.8", "第1个问题", "一、基层治理方面", 1],
        ["何静", "新区民政局", "陶然", "长期坚持", "第2个问题", None, 2],
    ]
    merges = ["A1:G1", "A2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "F4:F5"]
    report = ingest_one(site, write_workbook(tmp_path / "任务.xlsx", rows, merges))
    taken = rows_of(site, report)
    assert taken["lead_unit"].to_list() == ["新区财政局", "新区民政局"]
    assert taken["due_kind"].to_list() == ["dated", "open"]
    assert taken["section"].to_list() == ["一、基层治理方面"] * 2
    merged = next(cell for cell in taken["_cells"][1] if cell["column"] == "section")
    assert (merged["address"], merged["inferred"]) == ("F4", "merged")


def test_a_missing_required_heading_refuses_every_row_and_points_at_the_unknown_one(
    site: Site, tmp_path: Path
) -> None:
    headings = ["责任单住" if heading == "责任单位" else heading for heading in TASK_HEADINGS]
    rows = [["整改任务清单"], ["截至2018年6月1日"], headings, task(1), task(2)]
    report = ingest_one(site, write_workbook(tmp_path / "整改任务清单.xlsx", rows))
    assert report.status == "rejected"
    assert found(report) == {"missing_header": "D3"}
    assert "责任单位" in report.problems[0].message.zh and "责任单住" in report.problems[0].message.zh
    assert report.record is not None
    assert (report.record.rows_read, report.record.rows_accepted, report.record.rows_rejected) == (2, 0, 2)
    assert landed_files(site) == {}


def test_a_bad_date_refuses_its_row_and_the_others_are_taken(site: Site, tmp_path: Path) -> None:
    headings = ["任务序号", "办理环节", "办理日期", "审核人"]
    rows = [
        [1, "挂号", "2018年5月18日", None],
        [2, "销号", "2018年6月31日", "邵敏"],
        [3, "差不多", "2018-06-01", None],
    ]
    path = write_workbook(tmp_path / "销号台账20180601.xlsx", [["销号台账"], headings, *rows])
    report = ingest_one(site, path)
    assert found(report) == {"date": "C4", "code": "B5"}
    assert "2018年6月31日" in report.problems[0].message.zh
    assert report.record is not None
    assert (report.record.rows_read, report.record.rows_accepted, report.record.rows_rejected) == (3, 1, 2)
    assert landing.read_rejects(site, report.record)["cell"].to_list() == ["C4", "B5"]


def test_an_unreadable_deadline_is_taken_as_its_own_class(site: Site, tmp_path: Path) -> None:
    report = ingest_one(site, write_tasks(tmp_path / "整改任务清单.xlsx", [task(1, 整改时限="尽快完成")]))
    assert found(report) == {"deadline": "G4"}
    taken = rows_of(site, report)
    assert (taken["due_on"][0], taken["due_kind"][0]) == (None, "unreadable")
    assert taken["_defects"].to_list() == [["due_on:deadline"]]


def test_an_unknown_unit_is_named_whichever_file_comes_first(site: Site, tmp_path: Path) -> None:
    register = write_register(tmp_path / "机构名册.xlsx", ["新区财政局", "新区民政局"])
    tasks = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(2, 责任单位="新区财证局")])
    for order in ([register, tasks], [tasks, register]):
        here = Site(tmp_path / f"site-{order[0].stem}")
        report = next(r for r in ingest_paths(here, order) if r.record and r.record.dataset == "ledger.tasks")
        assert found(report) == {"unknown_unit": "D5"}
        assert "新区财政局" in report.problems[0].message.zh
        assert report.record is not None and report.record.rows_accepted == 2


def test_a_total_that_does_not_add_up_is_named_and_never_counted_as_a_row(site: Site, tmp_path: Path) -> None:
    rows = [
        ["整改进展周报"],
        ["填报单位：白鹭街道", None, None, "截至2018年6月1日"],
        PROGRESS_HEADINGS,
        [1, 1, "已整改到位", "已办结", 1.5, 1],
        [1, 2, "推进中", "正在办理", "０．５", 0],
        ["合计", None, None, None, 3, 1],
        ["注：金额为累计数。"],
        ["填表人：陶然"],
    ]
    report = ingest_one(site, write_workbook(tmp_path / "周报.xlsx", rows))
    assert found(report) == {"total": "E6"}
    assert "3" in report.problems[0].message.zh and "相加为 2" in report.problems[0].message.zh
    taken = rows_of(site, report)
    assert taken["status"].to_list() == ["completed", "in_progress"]
    assert [float(value) for value in taken["recovered_cny"]] == [15000.0, 5000.0]
    assert report.record is not None
    assert (report.record.unit, report.record.rows_read) == ("白鹭街道", 2)


def test_a_unit_in_the_cell_that_contradicts_the_heading_is_asked_about(site: Site, tmp_path: Path) -> None:
    titles = [["周报，截至2018年6月1日"], ["填报单位：白鹭街道"]]
    rows = [*titles, PROGRESS_HEADINGS, [1, 1, "完成", "已办结", "12.5元", 0]]
    report = ingest_one(site, write_workbook(tmp_path / "进展.xlsx", rows))
    assert found(report) == {"amount": "E4"}
    assert rows_of(site, report)["recovered_cny"].to_list() == [None]


def test_a_repeated_key_keeps_the_first_row(site: Site, tmp_path: Path) -> None:
    report = ingest_one(
        site, write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(1, 责任人="另一人")])
    )
    assert found(report) == {"key": "A5"}
    assert rows_of(site, report)["owner"].to_list() == ["陶然"]


def test_a_file_that_no_contract_recognises_names_the_closest_and_what_is_missing(
    site: Site, tmp_path: Path
) -> None:
    path = write_workbook(
        tmp_path / "值班表.xlsx", [["值班表"], ["日期", "值班人", "电话"], ["6月1日", "陶然", 1]]
    )
    report = ingest_one(site, path)
    assert (report.status, report.record) == ("unrecognised", None)
    assert "最接近" in report.problems[0].message.zh and "缺少列" in report.problems[0].message.zh


def test_a_file_without_a_date_asks_for_one_and_takes_it(site: Site, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "整改任务清单.xlsx", [["整改任务清单"], TASK_HEADINGS, task(1)])
    refused = ingest_one(site, path)
    assert (refused.status, found(refused)) == ("rejected", {"unknown_as_of": None})
    taken = ingest_one(site, path, as_of=datetime(2018, 6, 1))
    assert taken.status == "landed"


def test_a_date_in_the_future_has_to_be_said_twice(site: Site, tmp_path: Path) -> None:
    mistyped = write_workbook(
        tmp_path / "清单.xlsx", [["整改任务清单，截至2098年6月1日"], TASK_HEADINGS, task(1)]
    )
    assert found(ingest_one(site, mistyped)) == {"future_as_of": None}
    assert ingest_one(site, mistyped, as_of=datetime(2098, 6, 1)).status == "landed"


def test_the_same_file_twice_is_one_load(site: Site, tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1)])
    assert ingest_one(site, path).status == "landed"
    before = landed_files(site)
    copy = tmp_path / "另一个名字整改任务清单.xlsx"
    copy.write_bytes(path.read_bytes())
    assert ingest_one(site, copy).status == "already landed"
    assert landed_files(site) == before


def test_dry_run_writes_nothing(site: Site, tmp_path: Path) -> None:
    report = ingest_one(site, write_tasks(tmp_path / "整改任务清单.xlsx", [task(1)]), dry_run=True)
    assert report.status == "landed"
    assert not site.root.exists()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_every_encoding_that_offices_send(site: Site, tmp_path: Path, encoding: str) -> None:
    lines = [
        "整改任务清单,,,,,,,",
        "截至2018年6月1日,,,,,,,",
        ",".join(TASK_HEADINGS),
        ",".join(map(str, task(1, 责任人="䶮某"))),
    ]
    path = tmp_path / "任务清单.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    report = ingest_one(site, path)
    assert report.status == "landed"
    assert rows_of(site, report)["owner"].to_list() == ["䶮某"]


def test_an_old_workbook_with_the_wrong_ending_is_read_by_its_bytes(site: Site, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, cells in enumerate([["整改任务清单"], ["截至2018年6月1日"], TASK_HEADINGS, task(1)]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    path = tmp_path / "整改任务清单.xlsx"
    book.save(path)
    assert ingest_one(site, path).status == "landed"


def test_a_hidden_sheet_is_taken_and_said(site: Site, tmp_path: Path) -> None:
    rows = [["整改任务清单"], ["截至2018年6月1日"], TASK_HEADINGS, task(1)]
    report = ingest_one(site, write_workbook(tmp_path / "任务清单.xlsx", rows, hidden=True))
    assert report.status == "landed"
    assert found(report) == {"hidden_sheet": None}


def test_two_versions_of_one_delivery_are_told_unless_one_says_that_it_corrects(
    site: Site, tmp_path: Path
) -> None:
    first = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1)])
    second = write_tasks(tmp_path / "整改任务清单2.xlsx", [task(1, 责任人="另一人")])
    corrected = write_tasks(tmp_path / "整改任务清单（更正）.xlsx", [task(1, 责任人="第三人")])
    reports = ingest_paths(site, [first, second])
    assert [found(report) for report in reports] == [{"same_version": None}] * 2
    last = ingest_one(site, corrected)
    assert last.record is not None
    assert (last.problems, last.record.revision) == ([], 1)
    # What is corrected counts no longer, and nobody need tell it apart.
    assert [found(report) for report in ingest_paths(site, [first, second])] == [{}, {}]


def test_a_report_without_its_unit_asks_for_one_and_takes_it(site: Site, tmp_path: Path) -> None:
    rows = [["周报，截至2018年6月1日"], PROGRESS_HEADINGS, [1, 1, "完成", "已办结", None, None]]
    path = write_workbook(tmp_path / "进展.xlsx", rows)
    refused = ingest_one(site, path)
    assert (refused.status, found(refused)) == ("rejected", {"unknown_reporter": None})
    taken = ingest_one(site, path, unit="白鹭街道")
    assert taken.record is not None
    assert (taken.status, taken.record.unit) == ("landed", "白鹭街道")


def write_sheets(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_every_sheet_of_a_workbook_is_accounted_for(site: Site, tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "封面": [["整改资料"]],
        "任务": [["整改任务清单，截至2018年6月1日"], list(TASK_HEADINGS), task(1)],
        "没写日期": [["整改任务清单"], list(TASK_HEADINGS), task(2)],
    }
    reports = {r.sheet: r for r in ingest_paths(site, [write_sheets(tmp_path / "资料.xlsx", sheets)])}
    assert {name: report.status for name, report in reports.items()} == {
        "封面": "unrecognised",
        "任务": "landed",
        "没写日期": "rejected",
    }
    assert [problem.severity for problem in reports["封面"].problems] == ["note"]
    assert found(reports["没写日期"]) == {"unknown_as_of": None}


def test_two_sheets_of_one_dataset_are_one_delivery(site: Site, tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "党建": [["整改任务清单，截至2018年6月1日"], list(TASK_HEADINGS), task(1)],
        "财务": [["整改任务清单，截至2018年6月1日"], list(TASK_HEADINGS), task(2)],
    }
    reports = ingest_paths(site, [write_sheets(tmp_path / "资料.xlsx", sheets)])
    assert [(report.status, report.problems) for report in reports] == [("landed", [])] * 2
    assert len({report.record.load_id for report in reports if report.record}) == 2


def test_a_file_that_nobody_foresaw_costs_only_itself(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(sheet: Sheet, match: HeaderMatch) -> TableReader:
        if "坏" in sheet.name:
            raise IndexError("秘密")
        return TableReader(sheet, match)

    monkeypatch.setattr(pipeline, "TableReader", read)
    rows = [["整改任务清单，截至2018年6月1日"], TASK_HEADINGS, task(1)]
    bad = write_workbook(tmp_path / "甲.xlsx", rows, sheet="坏")
    good = write_workbook(tmp_path / "乙.xlsx", rows)
    reports = {report.path.name: report for report in ingest_paths(site, [bad, good])}
    assert found(reports["甲.xlsx"]) == {"unforeseen": None}
    assert "秘密" not in reports["甲.xlsx"].problems[0].message.zh
    assert reports["乙.xlsx"].status == "landed"


def test_an_error_on_a_later_sheet_leaves_what_was_told_of_those_before_it(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(sheet: Sheet, match: HeaderMatch) -> TableReader:
        if sheet.name == "坏":
            raise IndexError
        return TableReader(sheet, match)

    monkeypatch.setattr(pipeline, "TableReader", read)
    rows: list[list[object]] = [
        ["整改任务清单，截至2018年6月1日"],
        list(TASK_HEADINGS),
        task(1, 整改时限="尽快"),
    ]
    path = write_sheets(tmp_path / "清单.xlsx", {"好": rows, "坏": rows, "后": rows})
    first, error = ingest_paths(site, [path])
    assert (first.sheet, first.status, list(found(first))) == ("好", "landed", ["deadline"])
    assert [(problem.rule, problem.severity) for problem in error.problems] == [
        ("unforeseen", "reject"),
        ("partly_landed", "defect"),
    ]
    assert "“好”" in error.problems[1].message.zh


def test_a_path_that_cannot_be_read_costs_only_itself(site: Site, tmp_path: Path) -> None:
    inbox = tmp_path / "收件箱"
    write_tasks(inbox / "整改任务清单.xlsx", [task(1)])
    write_tasks(inbox / "子夹.csv" / "整改任务清单.xlsx", [task(2)])
    (inbox / "失效.xlsx").symlink_to(tmp_path / "没有")
    reports = {report.path.name: report for report in ingest_paths(site, [inbox])}
    assert sorted(reports) == sorted(["失效.xlsx", "整改任务清单.xlsx"])
    assert found(reports["失效.xlsx"]) == {"cannot_open": None}
    assert {report.status for name, report in reports.items() if name != "失效.xlsx"} == {"landed"}
    assert found(ingest_one(site, inbox / "失效.xlsx")) == {"cannot_open": None}


@pytest.mark.parametrize(
    ("name", "rows", "severity"),
    [
        ("车辆", [["车牌", "里程", "司机"], *[[f"云A{n}", n, "陶然"] for n in range(2)]], "reject"),
        ("两行", [["车牌", "里程", "司机"], ["云A1", 1, "陶然"]], "note"),
        ("代码", [["立行立改", "街道"], ["分阶段整改", "村"], ["长期坚持", "局"]], "note"),
    ],
)
def test_a_sheet_of_data_that_nobody_knows_is_no_cover(
    site: Site, tmp_path: Path, name: str, rows: list[list[object]], severity: str
) -> None:
    tasks: list[list[object]] = [["整改任务清单，截至2018年6月1日"], list(TASK_HEADINGS), task(1)]
    reports = ingest_paths(site, [write_sheets(tmp_path / "资料.xlsx", {"任务": tasks, name: rows})])
    assert [report.status for report in reports] == ["landed", "unrecognised"]
    assert [(p.rule, p.severity) for p in reports[1].problems] == [("unrecognised", severity)]


def test_a_file_that_has_landed_is_told_the_same_without_being_converted_again(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = write_register(tmp_path / "机构名册.xlsx", ["新区财政局", "新区民政局"])
    rows = [
        ["整改任务清单，截至2018年6月1日"],
        TASK_HEADINGS,
        task(1, 责任单位="新区财证局"),
        task(2, 责任单位=None, 整改时限="尽快"),
        task(3, 责任领导=None),
        task(4, 责任单位="新区民证局"),
    ]
    paths = [register, write_workbook(tmp_path / "清单.xlsx", rows, ["D3:D4"])]
    first = ingest_paths(site, paths)
    assert sorted(found(first[1])) == ["deadline", "required", "unknown_unit"]

    def convert(*_: object) -> None:
        raise AssertionError("converted again")

    monkeypatch.setattr("ingest.load.TableLoader.add", convert)
    again = ingest_paths(site, paths)
    assert [report.status for report in again] == ["already landed"] * 2
    assert [(report.record, report.problems, report.confidence) for report in again] == [
        (report.record, report.problems, report.confidence) for report in first
    ]


def test_a_grand_total_covers_the_sheets_before_it_that_have_landed_already(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [["周报，截至2018年6月1日"], ["填报单位：临湖街道"], list(PROGRESS_HEADINGS)]
    refused = [1, 2, "说不清", "正在办理", 0.5, 0]
    sheets: dict[str, list[list[object]]] = {
        "一": [*titles, [1, 1, "完成", "已办结", 1.5, 1], refused],
        "二": [
            *([1, number, "完成", "已办结", 1, 0] for number in (3, 4, 5)),
            ["合计", None, None, None, 5, 1],
        ],
    }
    path = write_sheets(tmp_path / "进展.xlsx", sheets)
    first = ingest_paths(site, [path])
    assert [report.status for report in first] == ["landed", "landed"]
    assert first[1].record is not None
    landing.load_path(site, first[1].record).unlink()
    again = ingest_paths(site, [path])
    assert [report.status for report in again] == ["already landed", "landed"]
    assert [list(found(report)) for report in again] == [["code"], ["continued_sheet"]]


def test_papers_in_a_folder_are_said_not_to_be_read(site: Site, tmp_path: Path) -> None:
    (tmp_path / "收件箱").mkdir()
    (tmp_path / "收件箱" / "说明.docx").write_bytes(b"PK")
    (report,) = ingest_paths(site, [tmp_path / "收件箱"])
    assert found(report) == {"not_read": None}


def test_an_unknown_dataset_is_a_fault_of_the_call(site: Site, tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1)])
    with pytest.raises(UsageError, match="整改任务清单"):
        ingest_one(site, path, dataset="ledger.nope")
    assert ingest_one(site, path, dataset="整改任务清单").status == "landed"


def test_under_a_changed_contract_a_file_is_read_anew_or_its_old_reading_stays(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(2, 责任领导=None)])
    first = ingest_one(site, path)
    assert first.record is not None
    contracts = pipeline.load_contracts()

    def change(digest: str, target: str, **rules: object) -> tuple[Contract, ...]:
        return tuple(
            replace(
                contract,
                digest=digest,
                columns=tuple(
                    replace(column, **rules) if column.name == target else column  # type: ignore[arg-type]
                    for column in contract.columns
                ),
            )
            for contract in contracts
        )

    monkeypatch.setattr(pipeline, "load_contracts", lambda: change("stricter", "task_no", minimum=100))
    refused = ingest_one(site, path)
    assert (refused.status, refused.problems[-1].rule) == ("rejected", "kept_reading")
    assert rows_of(site, first)["task_no"].to_list() == [1]
    monkeypatch.setattr(pipeline, "load_contracts", lambda: change("looser", "leader", required=False))
    again = ingest_one(site, path)
    assert again.status == "landed"
    assert rows_of(site, again)["task_no"].to_list() == [1, 2]
    assert len(landed_files(site)) == 1


def test_a_run_killed_while_it_reads_anew_leaves_the_old_reading_with_its_own_rejects(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(2, 责任领导=None)])
    first = ingest_one(site, path)
    before = landed_files(site), rejected_rules(site)
    contracts = pipeline.load_contracts()
    monkeypatch.setattr(
        pipeline, "load_contracts", lambda: tuple(replace(c, digest="new") for c in contracts)
    )

    def die(name: str) -> None:
        if name == "ingest:rejects-written":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ingest.commit.failpoint", die)
        with pytest.raises(KeyboardInterrupt):
            ingest_one(site, path)
    assert (landed_files(site), rejected_rules(site)) == before
    assert ingest_one(site, path).problems == first.problems
    assert len(list(site.rejects.glob("*/*/*.parquet"))) == 1
    # The contract goes back to what it was: the rejects of either reading never meet the rows of the other.
    monkeypatch.setattr(pipeline, "load_contracts", lambda: contracts)
    assert ingest_one(site, path).status == "landed"
    assert rejected_rules(site) == before[1]


def rejected_rules(site: Site) -> list[tuple[str, list[str]]]:
    listed = landing.list_rejects(site)
    return [(record.contract_hash, pl.read_parquet(path)["rule"].to_list()) for record, path in listed]


def test_what_a_killed_run_left_half_written_is_swept_up(site: Site, tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1)])
    record = ingest_one(site, path, dry_run=True).record
    assert record is not None
    folder = landing.load_path(site, record).parent
    folder.mkdir(parents=True)
    dead, alive, old = (
        f".{record.load_id}.parquet.4194999.part",
        f".other.parquet.{os.getpid()}.part",
        ".x.1.part",
    )
    for name in (dead, alive, old):
        (folder / name).write_bytes(b"half")
    os.utime(folder / old, (0, 0))
    assert ingest_one(site, path).status == "landed"
    assert [part.name for part in folder.glob(".*.part")] == [alive]
