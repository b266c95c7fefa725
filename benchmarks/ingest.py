"""Reading and checking a large workbook: `ingest` beside what one would write with pandas and openpyxl.

pandas only reads the cells. Ours reads the same workbook in a child process, recognises the dataset, converts dates,
numbers and codes, checks every row against its contract, keeps each cell's address and text, and lands the rows.

    python benchmarks/ingest_ratio.py [ROWS] [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import xlsxwriter

from ingest.pipeline import ingest_paths
from warehouse.settings import Site

HEADERS = [
    *("巡察轮次", "任务序号", "问题类别", "问题小类", "反馈问题", "整改要求"),
    *("责任单位", "配合单位", "责任领导", "责任人", "整改时限", "整改类型"),
]
UNITS = [f"第{number}街道办事处" for number in range(1, 41)]
PREAMBLE = 2


def write_workbook(path: Path, rows: int) -> None:
    """Write a task list of `rows` × 12: two rows of title and as-of date, a header row, then the tasks."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("任务清单")
        as_date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write(0, 0, "巡察反馈问题整改任务清单")
        sheet.write(1, 0, "截至2018年6月1日")
        sheet.write_row(PREAMBLE, 0, HEADERS)
        for number in range(1, rows + 1):
            row, unit = PREAMBLE + number, UNITS[number % len(UNITS)]
            texts = ["2018-1", None, "党的建设", "组织生活", f"第{number}项问题", "按期整改到位"]
            sheet.write_row(row, 0, [*texts, unit, UNITS[number % 7], "李明", "王芳", None, "限期整改"])
            sheet.write_number(row, 1, number)
            sheet.write_datetime(row, 10, date(2018, 6, 30) + timedelta(days=number % 200), as_date)


def read_with_pandas(path: Path) -> int:
    """Return the rows that pandas reads through openpyxl."""
    return len(pd.read_excel(path, engine="openpyxl", header=PREAMBLE))


def read_with_ingest(path: Path) -> int:
    """Return the rows that a new, empty site accepts."""
    with tempfile.TemporaryDirectory() as folder:
        (report,) = ingest_paths(Site(Path(folder)), [path])
    if report.record is None:
        raise SystemExit(f"not recognised: {report.problems}")
    return report.record.rows_accepted


def measure(read: Callable[[Path], int], path: Path, expected: int) -> float:
    """Return the seconds that `read` takes; stops where it does not find every row."""
    started = time.perf_counter()
    found = read(path)
    seconds = time.perf_counter() - started
    if found != expected:
        raise SystemExit(f"{read.__name__} found {found} of {expected} rows")
    return seconds


def main(rows: int = 100_000, rounds: int = 3) -> None:
    """Print the median seconds of both and their ratio; the two take turns, so that a busy machine hits both."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "整改任务清单.xlsx"
        write_workbook(path, rows)
        print(f"{rows} rows x {len(HEADERS)} columns, {path.stat().st_size / 1e6:.1f} MB, {rounds} rounds")
        pairs = [
            (measure(read_with_pandas, path, rows), measure(read_with_ingest, path, rows))
            for _ in range(rounds)
        ]
    theirs, ours = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"pandas + openpyxl, read only       {theirs:6.1f} s")
    print(f"ingest: read, convert, check, land {ours:6.1f} s")
    print(f"ratio (ours / theirs)              {ours / theirs:6.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
