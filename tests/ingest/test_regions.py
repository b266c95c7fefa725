"""Several tables on one sheet: under one another, side by side, and going on where the sheet before ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from ingest import pipeline
from ingest.pipeline import FileReport, ingest_paths
from ingest.reader import SheetReader
from ingest.recognise import recognise_sheet
from ingest.regions import find_regions
from ingest.sheet_load import Stated, place_region
from ingest.sheets import Sheet
from ingest.table import TableReader
from tests.ingest.broken.case import EVENT_HEADINGS, events_sheet, progress, progress_sheet, tasks_sheet
from tests.ingest.office import PROGRESS_HEADINGS, task, write_workbook
from warehouse import landing
from warehouse.settings import Site

CONTRACTS = pipeline.load_contracts()
TITLE = [["整改进展周报"], ["填报单位：临湖街道", None, "截至2018年6月1日"]]
BARE = ["任务序号", "措施序号", "完成情况", "整改进展", "追缴金额", "问责人次"]
SWAPPED = ["任务序号", "措施序号", "完成情况", "整改进展", "问责人次", "追缴金额（万元）"]
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def reader() -> Iterator[SheetReader]:
    with SheetReader() as reader:
        yield reader


@pytest.fixture(autouse=True)
def _one_reader(reader: SheetReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process and read no contract anew for each test."""
    monkeypatch.setattr(pipeline, "SheetReader", lambda: nullcontext(reader))
    monkeypatch.setattr(pipeline, "load_contracts", lambda: CONTRACTS)


def ingest(path: Path) -> list[FileReport]:
    return ingest_paths(Site(path.parent / "site"), [path])


def landed(path: Path, *columns: str) -> list[list[tuple[object, ...]]]:
    """Return these columns of every table that lands, table by table."""
    site = Site(path.parent / "site")
    records = [report.record for report in ingest(path) if report.record and report.record.rows_accepted]
    return [
        pl.read_parquet(landing.load_path(site, record)).sort("_row").select(columns).rows()
        for record in records
    ]


def rules(reports: list[FileReport]) -> list[list[str]]:
    return [[problem.rule for problem in report.problems] for report in reports]


def cells(rows: Rows) -> list[list[str | None]]:
    return [[None if cell is None else str(cell) for cell in row] for row in rows]


def read_in_chunks(rows: Rows, dataset: str, chunk: int) -> list[tuple[str, str, int | None]]:
    """Return what is told of the rows of a list that is still being read: rule, severity, row."""
    sheet = Sheet.of("表", cells(rows))
    whole, sheet.frame = sheet.frame, sheet.frame.head(chunk)
    sheet.rest = iter(whole.slice(at, chunk) for at in range(chunk, whole.height, chunk))
    recognise = partial(recognise_sheet, path=Path("表.xlsx"), contracts=CONTRACTS)
    (region,) = find_regions(sheet, recognise, Path("表.xlsx"))
    match = region.recognition.match
    assert match is not None
    assert match.contract.dataset == dataset
    found = [problem for table in TableReader(sheet, match).read() for problem in table.problems]
    return [(problem.rule, problem.severity, problem.row) for problem in found]


def test_a_repeated_header_whose_columns_stand_elsewhere_heads_a_table_of_its_own(tmp_path: Path) -> None:
    second = [[], SWAPPED, [1, 2, "已完成", "已办结", 7, 2.5]]
    path = write_workbook(tmp_path / "周报.xlsx", [*progress_sheet(progress(1)), *second])
    assert landed(path, "measure_no", "recovered_cny", "people_held") == [
        [(1, Decimal("15000.00"), 1)],
        [(2, Decimal("25000.00"), 7)],
    ]


@pytest.mark.parametrize(
    ("title", "headings", "amount"),
    [
        ([], PROGRESS_HEADINGS, "20000.00"),
        ([["二、续 单位：万元"]], BARE, "20000.00"),
        ([], BARE, "2.00"),
        ([["二、续 单位：元"]], BARE, "2.00"),
    ],
)
def test_a_repeated_header_that_states_another_money_unit_is_read_in_its_own(
    tmp_path: Path, title: Rows, headings: list[str], amount: str
) -> None:
    first = [["整改进展周报 单位：元"], TITLE[1], BARE, progress(1, **{PROGRESS_HEADINGS[4]: 3})]
    second = [[], *title, headings, progress(2, **{PROGRESS_HEADINGS[4]: 2})]
    found = landed(write_workbook(tmp_path / "周报.xlsx", [*first, *second]), "recovered_cny")
    assert [row for table in found for row in table] == [(Decimal("3.00"),), (Decimal(amount),)]


def test_a_date_under_the_last_of_several_tables_holds_for_all_of_one_kind(tmp_path: Path) -> None:
    rows = [["整改进展周报"], ["填报单位：临湖街道"], PROGRESS_HEADINGS, progress(1), [], SWAPPED]
    rows += [[1, 2, "已完成", "已办结", 7, 2.5], ["填报日期：2018年6月1日"]]
    reports = ingest(write_workbook(tmp_path / "周报.xlsx", rows))
    assert [
        (r.status, r.record and str(r.record.as_of.date()), r.record and r.record.unit) for r in reports
    ] == [("landed", "2018-06-01", "临湖街道")] * 2


def test_a_header_repeated_as_it_was_begins_nothing_new(tmp_path: Path) -> None:
    rows = [*progress_sheet(progress(1)), PROGRESS_HEADINGS, progress(2)]
    assert landed(write_workbook(tmp_path / "周报.xlsx", rows), "measure_no") == [[(1,), (2,)]]


def test_a_total_right_above_a_repeated_header_stays_with_its_rows(tmp_path: Path) -> None:
    rows = [
        *progress_sheet(progress(1)),
        ["合计", None, None, None, 9],
        SWAPPED,
        [1, 2, "已完成", "已办结", 7, 2.5],
    ]
    assert rules(ingest(write_workbook(tmp_path / "周报.xlsx", rows))) == [["total"], []]


@pytest.mark.parametrize("gap", [[None], []])
def test_tables_side_by_side_are_read_each_by_itself(tmp_path: Path, gap: list[None]) -> None:
    left, right = [progress(1), progress(2)], [progress(3), progress(4)]
    rows = [
        *TITLE,
        [*PROGRESS_HEADINGS, *gap, *PROGRESS_HEADINGS],
        *([*one, *gap, *other] for one, other in zip(left, right, strict=True)),
    ]
    assert landed(write_workbook(tmp_path / "周报.xlsx", rows), "measure_no") == [[(1,), (2,)], [(3,), (4,)]]


def test_a_table_of_another_kind_beside_the_first_keeps_its_own_title(tmp_path: Path) -> None:
    width = len(tasks_sheet()[2])
    left, right = tasks_sheet(task(1)), events_sheet([1, "销号", "2018-05-31", "邵敏"])
    right[1] = ["截至2018年6月8日"]
    rows = [[*one, *[None] * (width + 1 - len(one)), *other] for one, other in zip(left, right, strict=True)]
    reports = ingest(write_workbook(tmp_path / "台账.xlsx", rows))
    assert [(r.record and (r.record.dataset, str(r.record.as_of.date()))) for r in reports] == [
        ("ledger.tasks", "2018-06-01"),
        ("ledger.closure_events", "2018-06-08"),
    ]


def test_columns_of_another_contract_within_one_table_are_no_table(tmp_path: Path) -> None:
    rows = [
        *TITLE,
        [*PROGRESS_HEADINGS, "整改措施", "责任单位", "责任人"],
        [*progress(1), "措施", "财政局", "陶然"],
    ]
    assert len(ingest(write_workbook(tmp_path / "周报.xlsx", rows))) == 1


def test_a_table_beside_a_list_that_is_still_being_read_is_told() -> None:
    rows = [*TITLE, [*PROGRESS_HEADINGS, None, *PROGRESS_HEADINGS]]
    rows += [[*progress(n), None, *progress(n + 50)] for n in range(1, 20)]
    assert read_in_chunks(rows, "ledger.weekly_progress", 8) == [("side_by_side", "reject", None)]


@pytest.mark.parametrize("headings", [SWAPPED, EVENT_HEADINGS, [*BARE[:4], "追缴金额（元）", "问责人次"]])
def test_another_table_under_a_list_that_is_still_being_read_is_told_and_not_landed(
    headings: list[str],
) -> None:
    rows = [*progress_sheet(*(progress(n) for n in range(1, 20))), [], headings, [1, "二", "三", "四", 5, 6]]
    assert read_in_chunks(rows, "ledger.weekly_progress", 8) == [("unread_table", "reject", 24)]


def write_sheets(path: Path, *sheets: Rows) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_sheet_that_leaves_its_last_columns_empty_continues_the_one_before(tmp_path: Path) -> None:
    more = [progress(2)[:4], progress(3)[:4]]
    reports = ingest(write_sheets(tmp_path / "周报.xlsx", progress_sheet(progress(1)), more))
    assert rules(reports) == [[], ["continued_sheet"]]
    assert [report.record and report.record.rows_accepted for report in reports] == [1, 2]


def test_a_continued_sheet_may_end_with_a_total(tmp_path: Path) -> None:
    more = [progress(2), ["合计", None, None, None, 3, 2]]
    reports = ingest(write_sheets(tmp_path / "周报.xlsx", progress_sheet(progress(1)), more))
    assert rules(reports) == [[], ["continued_sheet"]]


def test_a_sheet_wider_than_the_header_continues_nothing(tmp_path: Path) -> None:
    more = [[*progress(2), "另记"], [*progress(3), "另记"]]
    reports = ingest(write_sheets(tmp_path / "周报.xlsx", progress_sheet(progress(1)), more))
    assert [report.status for report in reports] == ["landed", "unrecognised"]


@pytest.mark.parametrize(("headings", "is_whole"), [(PROGRESS_HEADINGS, False), (BARE, True)])
def test_a_list_is_read_to_its_end_only_where_its_foot_could_still_state_the_unit_of_money(
    headings: list[str], *, is_whole: bool
) -> None:
    sheet = Sheet.of("表", cells([*TITLE, headings, progress(1)]))
    sheet.rest = iter([Sheet.of("", cells([progress(2)])).frame])
    recognise = partial(recognise_sheet, path=Path("表.xlsx"), contracts=CONTRACTS)
    (region,) = find_regions(sheet, recognise, Path("表.xlsx"))
    assert place_region(region, Path("表.xlsx"), Stated()) is not None
    assert (sheet.height == 5) is is_whole
