"""Columns of raw text to typed values: once per distinct text, in the order of the rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.convert import convert_column
from warehouse.contracts import Column, load_contracts

CONTRACTS = {contract.dataset: contract for contract in load_contracts()}
BASE = date(2018, 6, 1)


def convert(column: Column, *texts: str | None, money_unit: str | None = None) -> pl.DataFrame:
    return convert_column(column, pl.Series("raw", texts, dtype=pl.String), base=BASE, money_unit=money_unit)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1.25", None, "1.25"),
        ("1.25", "万元", "12500.00"),
        ("1.25万元", "万元", "12500.00"),
        ("1.25万元", None, "12500.00"),
        ("１，２００", "元", "1200.00"),
        ("壹万贰仟元", None, "12000.00"),
        ("1.25元", "万元", None),
        ("1.25万", "万元", None),
        ("1.25万元", "元", None),
        ("若干", "元", None),
        ("50%", None, None),
    ],
)
def test_amounts(text: str, unit: str | None, expected: str | None) -> None:
    column = CONTRACTS["ledger.weekly_progress"].column("recovered_cny")
    converted = convert(column, text, money_unit=unit)
    assert converted["value"].to_list() == [None if expected is None else Decimal(expected)]
    assert converted["readable"].to_list() == [expected is not None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("推进中", "in_progress"),
        ("已 整改 到位。", "completed"),
        ("√", "completed"),
        ("１００％", "completed"),
        ("差不多", None),
    ],
)
def test_codes_by_their_synonyms_only(text: str, code: str | None) -> None:
    column = CONTRACTS["ledger.weekly_progress"].column("status")
    assert convert(column, text)["value"].to_list() == [code]


@pytest.mark.parametrize(
    ("text", "due_on", "kind"),
    [
        ("2018年8月底", date(2018, 8, 31), "dated"),
        ("8月底前", date(2018, 8, 31), "dated"),
        ("长期坚持", None, "open"),
        ("立行立改", None, "immediate"),
        ("尽快完成", None, "unreadable"),
        (None, None, "missing"),
    ],
)
def test_deadlines(text: str | None, due_on: date | None, kind: str) -> None:
    converted = convert(CONTRACTS["ledger.tasks"].column("due_on"), text)
    assert (converted["value"][0], converted["kind"][0]) == (due_on, kind)


def test_a_year_taken_from_the_as_of_date_is_marked() -> None:
    converted = convert(CONTRACTS["ledger.tasks"].column("due_on"), "8月15日")
    assert (converted["value"][0], converted["parsed_inferred"][0]) == (date(2018, 8, 15), "year")


def test_a_month_is_no_day() -> None:
    converted = convert(CONTRACTS["ledger.evidence"].column("made_on"), "2018年6月")
    assert converted["readable"].to_list() == [False]


@given(st.lists(st.none() | st.sampled_from(["1", "２", "三", "x", "4.5", ""]), max_size=30))
def test_rows_keep_their_order(texts: list[str | None]) -> None:
    column = CONTRACTS["ledger.tasks"].column("task_no")
    known = {"1": 1, "２": 2, "三": 3}
    assert convert(column, *texts)["value"].to_list() == [known.get(text or "") for text in texts]
