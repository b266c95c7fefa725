"""Large lists of payments to people: `ingest` beside a bare read of the same file, and beside pandas.

The bare reads and pandas only take the cells over. Ours recognises the dataset, converts months, dates, amounts and
codes, replaces names, ID and account numbers by tokens and keeps them in the vault, checks every row against its
contract, and lands the rows with their texts and addresses. Every reader runs in a process of its own, which tells
its peak memory.

    python benchmarks/ingest_speed.py [XLSX_ROWS] [CSV_ROWS] [ROUNDS]
"""

from __future__ import annotations

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

HEADERS = (
    *("村（社区）", "户编号", "户主姓名", "户主身份证号", "救助类别", "所属月份"),
    *("保障人数", "发放金额", "银行账号", "发放批次", "发放日期", "备注"),
)
HOUSEHOLDS = 20_000
VILLAGES = tuple(f"第{number}村" for number in range(1, 35))
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜秀英敏静强磊军洋勇艳杰娟涛明超霞平刚"
WEIGHTS, CHECK_DIGITS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
AS_OF = datetime(2018, 6, 1)


@dataclass(frozen=True)
class Measured:
    """What one reader took: seconds, and the most memory of its process and of its children, in MB."""

    seconds: float
    memory: float


def payments(rows: int) -> Iterator[tuple[str, ...]]:
    """Yield `rows` payments: 20,000 households, month after month."""
    households = [_household(number) for number in range(HOUSEHOLDS)]
    for number in range(rows):
        month, household = divmod(number, HOUSEHOLDS)
        year, index = 2010 + month // 12, month % 12 + 1
        village, no, name, id_card, scheme, account = households[household]
        amount = f"{200 + number * 7919 % 90000 / 100:.2f}"
        paid = f"{year}-{index:02d}-{10 + household % 15}"
        yield (
            *(village, no, name, id_card, scheme, f"{year}年{index}月"),
            *(str(1 + household % 5), amount, account, f"{year}-{index:02d}-01", paid, ""),
        )


def read_calamine(path: Path) -> int:
    """Return the rows of the first sheet as lists of Python values, its header left out."""
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)) - 1


def read_polars(path: Path) -> int:
    """Return the rows of a text file as columns of text."""
    import polars as pl

    encoding = "gb18030" if "gb18030" in path.parent.name else "utf8"
    return pl.read_csv(path, infer_schema=False, encoding=encoding).height


def read_pandas(path: Path) -> int:
    """Return the rows that pandas reads, a workbook through openpyxl."""
    import pandas as pd

    if path.suffix == ".xlsx":
        return len(pd.read_excel(path, engine="openpyxl"))
    return len(pd.read_csv(path, dtype=str, encoding="gb18030" if "gb18030" in path.parent.name else "utf-8"))


def read_ingest(path: Path) -> int:
    """Return the rows that a new, empty site accepts."""
    from ingest.pipeline import Options, ingest_paths
    from warehouse.keys import ensure_keys
    from warehouse.settings import Site

    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        ensure_keys(site)
        (report,) = ingest_paths(site, [path], Options(as_of=AS_OF, unit="民政局"))
    if report.record is None or report.status != "landed":
        raise SystemExit(f"not landed: {report.problems[:3]}")
    return report.record.rows_accepted


READERS: dict[str, Callable[[Path], int]] = {
    "calamine": read_calamine,
    "polars": read_polars,
    "pandas": read_pandas,
    "ingest": read_ingest,
}


def main(xlsx_rows: int = 100_000, csv_rows: int = 1_000_000, rounds: int = 3) -> None:
    """Print seconds, rows a second and peak memory per file and reader, and ours as a ratio to the bare read."""
    with tempfile.TemporaryDirectory() as folder:
        _compare(_write_xlsx(Path(folder), xlsx_rows), xlsx_rows, rounds, "calamine", "pandas + openpyxl")
        for encoding in ("utf-8", "gb18030"):
            _compare(_write_csv(Path(folder), csv_rows, encoding), csv_rows, rounds, "polars", "pandas")


def _compare(path: Path, rows: int, rounds: int, bare: str, pandas: str) -> None:
    size = f"{rows:,} rows x {len(HEADERS)} columns, {path.stat().st_size / 1e6:.0f} MB"
    print(f"{path.parent.name}: {size}, {rounds} rounds")
    names = {bare: f"bare {bare}", "pandas": pandas, "ingest": "ingest"}
    # The readers take turns, so that a busy machine hits all of them.
    measured = {reader: [_measure(reader, path, rows)] for reader in names}
    for _ in range(rounds - 1):
        for reader, found in measured.items():
            found.append(_measure(reader, path, rows))
    seconds = {reader: statistics.median(one.seconds for one in found) for reader, found in measured.items()}
    for reader, name in names.items():
        memory = max(one.memory for one in measured[reader])
        print(
            f"  {name:18} {seconds[reader]:6.2f} s {rows / seconds[reader]:12,.0f} rows/s {memory:7,.0f} MB"
        )
    print(f"  ratio ours / bare   {seconds['ingest'] / seconds[bare]:6.2f}")
    print(f"  ratio ours / pandas {seconds['ingest'] / seconds['pandas']:6.2f}")


def _measure(reader: str, path: Path, rows: int) -> Measured:
    """Run one reader in a new process; its imports count, since whoever reads a file pays for them."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--read", reader, str(path)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr)
    found, memory = done.stdout.split()
    if int(found) != rows:
        raise SystemExit(f"{reader} found {found} of {rows} rows")
    return Measured(seconds, float(memory))


def _read(reader: str, path: Path) -> None:
    rows = READERS[reader](path)
    own, children = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(rows, (own + children) / 1024)


def _write_xlsx(folder: Path, rows: int) -> Path:
    path = folder / "xlsx" / "救助资金发放明细.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("发放明细")
        as_date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADERS)
        for row, cells in enumerate(payments(rows), 1):
            sheet.write_row(row, 0, cells[:6])
            sheet.write_number(row, 6, int(cells[6]))
            sheet.write_number(row, 7, float(cells[7]))
            sheet.write_row(row, 8, cells[8:10])
            sheet.write_datetime(row, 10, datetime.fromisoformat(cells[10]), as_date)
    return path


def _write_csv(folder: Path, rows: int, encoding: str) -> Path:
    path = folder / f"csv {encoding}" / "救助资金发放明细.csv"
    path.parent.mkdir()
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(payments(rows))
    return path


def _household(number: int) -> tuple[str, str, str, str, str, str]:
    name = SURNAMES[number % 10] + GIVEN[number // 10 % 20] + GIVEN[number // 200 % 20]
    body = f"990101{1930 + number % 60}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    check = CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    account = f"1010{number:08d}"
    return VILLAGES[number % 34], f"H-{number:05d}", name, body + check, ("低保", "特困")[number % 2], account


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        _read(sys.argv[2], Path(sys.argv[3]))
    else:
        main(*(int(argument) for argument in sys.argv[1:4]))
