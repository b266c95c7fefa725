"""A council's monthly payment lists: one contract for thirty-five files, whatever their first lines look like."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from ingest.pipeline import FileReport, Options, ingest_paths
from tests.realdata.conftest import landed_rows
from warehouse.settings import Site

AS_OF = datetime(2020, 1, 31)
Rows = list[list[str]]

pytestmark = pytest.mark.usefixtures("public_contracts")


@pytest.fixture(scope="module")
def files(shared_dir: Path) -> list[Path]:
    return sorted((shared_dir / "realdata" / "council_spend").glob("*.csv"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("council"))


@pytest.fixture(scope="module")
def reports(site: Site, files: list[Path], public_contracts: None) -> dict[str, FileReport]:
    return {report.file_name: report for report in ingest_paths(site, files, Options(as_of=AS_OF))}


def read_rows(path: Path) -> Rows:
    """Read a list with the standard library alone."""
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        return list(csv.reader(file))


def read_amount(row: list[str]) -> Decimal | None:
    """Return the amount that a row ends with; None for a row that is no payment."""
    filled = [cell for cell in row if cell.strip()]
    try:
        return Decimal(filled[-1].replace(",", "").strip(" £"))
    except (IndexError, InvalidOperation):
        return None


def test_no_payment_of_any_list_is_lost(
    site: Site, files: list[Path], reports: dict[str, FileReport]
) -> None:
    assert len(files) == 35
    payments = 0
    for path in files:
        amounts = [amount for row in read_rows(path) if (amount := read_amount(row)) is not None]
        report = reports[path.name]
        assert report.record is not None, path.name
        assert (report.record.rows_read, report.record.rows_accepted) == (len(amounts), len(amounts))
        assert landed_rows(site, report)["amount"].sum() == sum(amounts), path.name
        payments += len(amounts)
    assert payments == 7052


def test_a_list_is_recognised_by_its_headings_alone(reports: dict[str, FileReport]) -> None:
    assert {report.confidence for report in reports.values()} == {1.0}


def without_header(rows: Rows) -> Rows:
    return rows[1:]


def under_blank_lines(rows: Rows) -> Rows:
    return [["", ""], [], *rows]


def under_a_title(rows: Rows) -> Rows:
    return [["Payments to suppliers"], [], *rows]


def with_spacers(rows: Rows) -> Rows:
    return [[*row[:2], "", *row[2:], "", ""] for row in rows]


def without_header_with_spacers_under_a_title(rows: Rows) -> Rows:
    return under_a_title(with_spacers(without_header(rows)))


LAYOUTS = [
    without_header,
    under_blank_lines,
    under_a_title,
    with_spacers,
    without_header_with_spacers_under_a_title,
]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_payments_whatever_the_first_lines_look_like(
    tmp_path: Path, files: list[Path], layout: Callable[[Rows], Rows], line_end: str, encoding: str
) -> None:
    (plain,) = ingest_list(tmp_path, files[0])
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=line_end).writerows(layout(read_rows(files[0])))
    path = tmp_path / files[0].name
    path.write_bytes(written.getvalue().encode(encoding))
    (report,) = ingest_list(tmp_path, path)
    assert plain.record is not None and report.record is not None
    assert report.record.rows_accepted == plain.record.rows_accepted == 180
    assert report.record.content == plain.record.content
    rules = {problem.rule for problem in report.problems} - {"encoding_inferred"}
    # A list that was sent before in another layout is the same list.
    assert rules == {"same_content"} | ({"no_header"} if "without_header" in layout.__name__ else set())


def test_every_cell_of_a_list_without_header_says_that_its_column_was_taken_by_position(
    tmp_path: Path, files: list[Path]
) -> None:
    path = tmp_path / "1701.csv"
    lines = files[0].read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(lines[1:]))
    (report,) = ingest_list(tmp_path, path)
    assert report.record is not None
    assert [heading["letter"] for heading in report.record.header_map.values()] == list("ABCDEFG")
    cells = landed_rows(Site(tmp_path / "site"), report)["_cells"]
    assert {(len(row), *{cell["inferred"] for cell in row}) for row in cells} == {(7, "position")}


def test_columns_in_another_order_are_not_taken_by_position(tmp_path: Path, files: list[Path]) -> None:
    path = tmp_path / "1701.csv"
    written = io.StringIO(newline="")
    csv.writer(written).writerows([row[::-1] for row in without_header(read_rows(files[0]))])
    path.write_bytes(written.getvalue().encode("cp1252"))
    (report,) = ingest_list(tmp_path, path)
    assert (report.status, report.record) == ("unrecognised", None)


def ingest_list(folder: Path, path: Path) -> list[FileReport]:
    return ingest_paths(Site(folder / "site"), [path], Options(as_of=AS_OF, dataset="realdata.payments"))
