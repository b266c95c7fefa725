"""A table is the same however its sheet comes: whole, or in chunks that cut through merges, titles and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.headers import find_headers
from ingest.sheets import Merge, Sheet
from ingest.table import RawTable, TableReader
from warehouse.contracts import load_contracts

KNOWN = ("audit.village_vouchers", "audit.large_payments")
CONTRACTS = tuple(contract for contract in load_contracts() if contract.dataset in KNOWN)
VOUCHERS = ("村名称", "凭证字号", "记账日期", "收支方向", "发生额", "摘要")
PAYMENTS = ("支付编号", "支付日期", "用款单位", "收款单位", "拨付金额")
FLEET = ("车牌", "购置日期", "驾驶员", "品牌", "里程")
Rows = list[tuple[Any, ...]]


def voucher(
    number: int, village: str | None = None, amount: object = 33, note: str | None = None
) -> tuple[Any, ...]:
    return (village, f"记-{number}", "2018-03-01", "支出", amount, note)


def read(rows: Rows, merges: tuple[Merge, ...] = (), chunk: int = 0) -> list[RawTable]:
    """Read vouchers under a title and a header, after `chunk` rows of data the rest in chunks of as many."""
    cells = [
        None if cell is None else str(cell) for row in [("收支凭证",), VOUCHERS, *rows] for cell in pad(row)
    ]
    sheet = Sheet.of(
        "表", [cells[at : at + len(VOUCHERS)] for at in range(0, len(cells), len(VOUCHERS))], merges
    )
    match = next(m for m in find_headers(sheet, CONTRACTS) if m.contract.dataset == "audit.village_vouchers")
    if chunk:
        whole, first = sheet.frame, match.last_row + 1 + chunk
        sheet.frame = whole.head(first)
        sheet.rest = iter(whole.slice(at, chunk) for at in range(first, whole.height, chunk))
    return list(TableReader(sheet, match).read())


def pad(row: tuple[Any, ...]) -> Iterator[Any]:
    yield from (*row, *[None] * (len(VOUCHERS) - len(row)))


def outcome(tables: list[RawTable]) -> dict[str, object]:
    """Everything that a table says, whatever stretches it came in."""
    columns: dict[str, list[tuple[object, ...]]] = {name: [] for name in tables[0].columns}
    for table in tables:
        for name, column in table.columns.items():
            sources = table.rows if column.rows is None else column.rows
            why = [None] * len(table.rows) if column.inferred is None else column.inferred.to_list()
            columns[name] += zip(column.texts, sources, why, strict=True)
    return {
        "rows": [row for table in tables for row in table.rows],
        "columns": columns,
        "totals": [total for table in tables for total in table.totals],
        "set aside": [row for table in tables for row in table.set_aside],
        "unread": {header.text for table in tables for header in table.unread},
        "problems": [problem for table in tables for problem in table.problems],
    }


FILLED = [voucher(number, "柳溪村" if number == 1 else None) for number in range(1, 31)]
TOTAL = ("合计", None, None, None, 99)
SHEETS: dict[str, tuple[Rows, tuple[Merge, ...]]] = {
    "a value merged far below": (
        [*FILLED[:20], voucher(21, note="同一笔"), voucher(22), voucher(23)],
        ((22, 5, 24, 5),),
    ),
    "a village merged far below": (
        [*[voucher(n, "柳溪村") for n in range(20)], voucher(20, "石桥村"), voucher(21), voucher(22)],
        ((22, 0, 24, 0),),
    ),
    "an amount merged over rows": (
        [*FILLED[:9], voucher(10, amount=900), voucher(11, amount=None)],
        ((11, 4, 12, 4),),
    ),
    "signatures": ([*FILLED[:17], ("云川市临湖新区财政局",), ("国库股",)], ()),
    "signatures far below a table of a few rows": ([*FILLED[:2], *[()] * 30, ("云川市临湖新区财政局",)], ()),
    "a total that ends what is carried down": ([*FILLED[:7], TOTAL, voucher(8), voucher(9)], ()),
    "many blank rows between": ([*FILLED[:7], *[()] * 40, voucher(8), voucher(9)], ()),
    "a table that nobody knows": (
        [*FILLED[:15], (), ("附：车辆",), FLEET, ("云A1", "2018-01-02", "略", "略", 12)],
        (),
    ),
    "a table of another kind": (
        [*FILLED[:15], (), ("资金拨付",), PAYMENTS, ("Z-1", "2018-01-02", "甲", "乙", 5)],
        (),
    ),
    "the header on every page": ([*FILLED[:11], VOUCHERS, *FILLED[11:20], VOUCHERS, *FILLED[20:]], ()),
    "section titles": ([*FILLED[:5], ("二、支出",), *FILLED[5:13], ("三、其他",), *FILLED[13:]], ()),
}


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 8, 13, 20])
@pytest.mark.parametrize("name", SHEETS)
def test_an_awkward_sheet_reads_the_same_in_any_chunks(name: str, chunk: int) -> None:
    rows, merges = SHEETS[name]
    assert outcome(read(rows, merges, chunk)) == outcome(read(rows, merges))


LINES = st.one_of(
    st.builds(
        voucher, st.integers(1, 99), st.sampled_from([None, "柳溪村"]), st.sampled_from([None, 5, "无"])
    ),
    st.sampled_from(
        [
            (),
            TOTAL,
            VOUCHERS,
            FLEET,
            PAYMENTS,
            ("二、支出",),
            ("附：车辆",),
            ("财政局",),
            (None, None, None, None, "待补"),
        ]
    ),
    st.just(("填表人：陶然", None, "单位：万元")),
)


@given(
    rows=st.lists(LINES, min_size=1, max_size=40),
    merges=st.lists(st.tuples(st.integers(2, 41), st.integers(0, 5), st.integers(0, 4)), max_size=2),
    chunk=st.integers(1, 15),
)
@settings(max_examples=60, deadline=None)
def test_any_sheet_reads_the_same_in_any_chunks(
    rows: Rows, merges: list[tuple[int, int, int]], chunk: int
) -> None:
    found = tuple((top, column, top + more, column) for top, column, more in merges)
    assert outcome(read(rows, found, chunk)) == outcome(read(rows, found))


def test_no_row_is_lost_or_read_twice() -> None:
    tables = read(FILLED, chunk=4)
    assert len(tables) > 3
    assert pl.concat([table.rows for table in tables]).to_list() == list(range(3, 33))


def test_what_is_merged_below_the_first_chunk_is_known() -> None:
    rows, merges = SHEETS["a value merged far below"]
    assert outcome(read(rows, merges, 4))["columns"]["summary"][-3:] == [  # type: ignore[index]
        ("同一笔", 23, None),
        ("同一笔", 23, "merged"),
        ("同一笔", 23, "merged"),
    ]


def test_a_carried_value_outlives_a_stretch_of_blank_rows_and_ends_at_a_total() -> None:
    blank = outcome(read(SHEETS["many blank rows between"][0], chunk=8))["columns"]
    ended = outcome(read(SHEETS["a total that ends what is carried down"][0], chunk=8))["columns"]
    assert [text for text, *_ in blank["village"]] == ["柳溪村"] * 9  # type: ignore[index]
    assert [text for text, *_ in ended["village"]] == [*["柳溪村"] * 7, None, None]  # type: ignore[index]


def test_signatures_that_come_alone_in_the_last_chunk_are_no_rows() -> None:
    tables = read([*FILLED[:6], ("云川市临湖新区财政局",), ("国库股",)], chunk=6)
    assert [(row.row, row.kind, row.is_told) for table in tables for row in table.set_aside] == [
        (9, "footer", True),
        (10, "footer", True),
    ]
