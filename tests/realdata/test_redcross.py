"""Seven published donation notices: every row and every stated sum, and one notice that was issued twice."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import FileReport, Options, ingest_paths
from ingest.reader import SheetReader
from tests.ingest.office import write_workbook
from tests.realdata.conftest import landed_rows
from warehouse.settings import Site

FILES = [f"donate0{number}.xls" for number in range(1, 8)]
# No year stands anywhere in these two, so that whoever loads them has to say it.
UNDATED = {"donate01.xls": datetime(2020, 1, 25), "donate07.xls": datetime(2020, 1, 31, 23, 59)}
AMOUNT_COLUMN = 3

pytestmark = pytest.mark.usefixtures("public_contracts")


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "realdata" / "redcross_hubei"


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("redcross"))


@pytest.fixture(scope="module")
def reports(site: Site, folder: Path, public_contracts: None) -> dict[str, FileReport]:
    dated = [folder / name for name in FILES if name not in UNDATED]
    found = ingest_paths(site, dated)
    for name, as_of in UNDATED.items():
        found += ingest_paths(site, [folder / name], Options(as_of=as_of))
    return {report.file_name: report for report in found}


@pytest.mark.parametrize("name", FILES)
def test_every_row_and_the_stated_sum(
    site: Site, reports: dict[str, FileReport], truth: dict[str, dict[str, Any]], name: str
) -> None:
    report, known = reports[name], truth[name]
    record = report.record
    assert report.status == "landed" and record is not None
    assert (record.rows_read, record.rows_accepted) == (known["data_rows"], known["data_rows"])
    rows = landed_rows(site, report)
    assert float(rows["amount_cny"].sum()) == pytest.approx(known["sum"], abs=0.001)
    assert rows["serial_no"].to_list() == list(range(1, known["data_rows"] + 1))
    days = rows["donated_on"].unique().sort().dt.strftime("%Y.%m.%d").to_list()
    assert days == known["dates"]
    same = ["donated_on", "donor", "amount_cny"]
    assert len(rows) - len(rows.unique(same)) == known["dup_extra_rows"]


def test_the_stated_sums_are_checked_and_hold(reports: dict[str, FileReport]) -> None:
    assert [name for name in FILES for problem in reports[name].problems if problem.rule == "total"] == []


def test_a_day_without_a_year_is_put_into_the_year_of_the_title_and_told(
    reports: dict[str, FileReport],
) -> None:
    days = {name: report.record.as_of for name, report in reports.items() if report.record}
    assert days["donate02.xls"] == datetime(2020, 1, 26, 17, 22)
    assert days["donate05.xls"] == datetime(2020, 1, 29, 23, 59)
    told = {name for name in FILES for problem in reports[name].problems if problem.rule == "as_of_year"}
    assert told == set(FILES) - set(UNDATED)


def test_without_a_year_anywhere_the_file_asks_for_its_date(tmp_path: Path, folder: Path) -> None:
    for report in ingest_paths(Site(tmp_path), [folder / name for name in UNDATED]):
        assert (report.status, [problem.rule for problem in report.problems]) == (
            "rejected",
            ["unknown_as_of"],
        )


def test_the_notice_that_was_issued_twice_is_told_of_the_second_and_nothing_is_lost(
    site: Site, reports: dict[str, FileReport]
) -> None:
    told = {
        name: problem.message.zh
        for name in FILES
        for problem in reports[name].problems
        if problem.rule in ("same_content", "same_version")
    }
    assert set(told) == {"donate04.xls"}
    assert "donate03.xls" in told["donate04.xls"]
    first, second = (landed_rows(site, reports[name]) for name in ("donate03.xls", "donate04.xls"))
    assert len(first) == len(second) == 1995


def test_one_changed_amount_is_told_at_the_total(tmp_path: Path, folder: Path) -> None:
    with SheetReader() as reader:
        (sheet,) = reader.read(folder / "donate06.xls")
        sheet.read_all()
    rows = [list(row) for row in sheet.frame.rows()]
    whole = ingest_copy(tmp_path / "whole", rows)
    assert [problem.rule for problem in whole.problems] == ["as_of_year"]
    rows[9][AMOUNT_COLUMN] = str(float(rows[9][AMOUNT_COLUMN] or 0) + 100)
    (problem,) = [problem for problem in ingest_copy(tmp_path / "changed", rows).problems if problem.raw]
    total_row = max(number for number, row in enumerate(rows, 1) if any(row))
    assert (problem.rule, problem.cell) == ("total", f"D{total_row}")
    assert "53672628.38" in problem.message.zh


def ingest_copy(folder: Path, rows: list[list[str | None]]) -> FileReport:
    path = write_workbook(folder / "donate06.xlsx", rows)
    (report,) = ingest_paths(Site(folder / "site"), [path])
    assert report.status == "landed"
    return report
