"""Tables without a header row, taken by position where the caller names the dataset."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.pipeline import FileReport, Options, ingest_paths
from tests.ingest.office import write_workbook
from warehouse import landing
from warehouse.contracts import load_contracts
from warehouse.settings import Site

AS_OF = datetime(2018, 6, 1)
DATASET = "ledger.closure_events"
(CONTRACT,) = (contract for contract in load_contracts() if contract.dataset == DATASET)
GIVEN = {"task_no": 7, "event": "销号", "event_on": "2018-05-31"}


def row(**cells: Any) -> list[Any]:
    """One row with every column of the contract in its declared order; what is not given is empty."""
    return [(GIVEN | cells).get(column.name) for column in CONTRACT.read_columns]


def ingest(path: Path, dataset: str | None = DATASET) -> FileReport:
    (report,) = ingest_paths(Site(path.parent / "site"), [path], Options(as_of=AS_OF, dataset=dataset))
    return report


def test_the_columns_are_taken_in_the_order_of_the_contract_and_every_cell_says_so(tmp_path: Path) -> None:
    last = len(CONTRACT.read_columns) - 1
    filled = [row(), row(task_no=8)]
    for cells in filled:
        cells[last] = "已核"
    report = ingest(write_workbook(tmp_path / "一.xlsx", [["销号情况"], *filled]))
    assert (report.status, [problem.rule for problem in report.problems]) == ("landed", ["no_header"])
    assert "任务序号" in report.problems[0].message.zh
    assert report.record is not None
    rows = pl.read_parquet(landing.load_path(Site(tmp_path / "site"), report.record))
    assert (rows["task_no"].to_list(), rows["_row"].to_list()) == ([7, 8], [2, 3])
    assert {cell["inferred"] for cells in rows["_cells"] for cell in cells} == {"position"}


@pytest.mark.parametrize(
    ("rows", "dataset"),
    [
        ([row()], None),  # nobody says what it is
        ([row()[:-2]], DATASET),  # too narrow
        ([[*row(), "甲", "乙"]], DATASET),  # too wide
        ([row(), row(event_on="五月")], DATASET),  # a required cell that cannot be read
        ([row(), row(task_no=None)], DATASET),  # or is empty
    ],
)
def test_where_something_does_not_fit_nothing_is_taken(
    tmp_path: Path, rows: list[list[Any]], dataset: str | None
) -> None:
    for cells in rows:
        cells[-1] = cells[-1] or "已核"
    report = ingest(write_workbook(tmp_path / "一.xlsx", rows), dataset)
    assert (report.status, report.record) == ("unrecognised", None)


def test_a_header_that_lacks_a_required_column_is_told_as_before(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "一.xlsx", [["任务序号", "办理环节", "审核人"], [7, "销号", "邵敏"]])
    report = ingest(path)
    assert (report.status, report.problems[0].rule) == ("rejected", "missing_header")
