"""Columns of raw text to typed values: once per distinct text, in the order of the rows."""

from __future__ import annotations

from dataclasses import replace
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
        ("12", "千元", "12000.00"),
        ("12.5千元", "千元", "12500.00"),
        ("1.2", "百万元", "1200000.00"),
        ("1.2百万元", "百万元", "1200000.00"),
        ("12.5千", "万元", None),
        ("12.5千", None, "12500.00"),
        ("两千元", "元", "2000.00"),
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
        ("推进\u200b中\ufeff", "in_progress"),
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


def test_a_month_that_the_spreadsheet_made_its_first_day_is_marked() -> None:
    column = CONTRACTS["ledger.tasks"].column("due_on")
    converted = convert(column, "2018-05-01", "2018-05-02", "2018年5月1日")
    assert converted["value"].to_list() == [date(2018, 5, 1), date(2018, 5, 2), date(2018, 5, 1)]
    assert converted["parsed_inferred"].to_list() == ["day", None, None]


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("2018.1", None),
        ("2018.01", date(2018, 1, 31)),
        ("2018.10", date(2018, 10, 31)),
        ("2018.5", date(2018, 5, 31)),
        ("2018.11", date(2018, 11, 30)),
    ],
)
def test_january_that_may_be_october_is_asked_about(text: str, due_on: date | None) -> None:
    converted = convert(CONTRACTS["ledger.tasks"].column("due_on"), text)
    assert (converted["value"][0], converted["readable"][0]) == (due_on, due_on is not None)


@pytest.mark.parametrize(
    ("as_of", "text", "expected"),
    [
        (date(2019, 1, 4), "12月20日", date(2018, 12, 20)),
        (date(2019, 1, 4), "1月4日", date(2019, 1, 4)),
        (date(2019, 1, 4), "1月3日", date(2019, 1, 3)),
        (date(2017, 1, 10), "2月29日", date(2016, 2, 29)),
        (date(2019, 1, 4), "2月29日", None),
        (date(2019, 1, 4), "今年12月20日", date(2019, 12, 20)),
        (date(2019, 1, 4), "去年12月20日", date(2018, 12, 20)),
    ],
)
def test_an_event_without_its_year_is_the_last_such_day(
    as_of: date, text: str, expected: date | None
) -> None:
    column = CONTRACTS["ledger.closure_events"].column("event_on")
    converted = convert_column(column, pl.Series("raw", [text]), base=as_of, money_unit=None)
    assert converted["value"].to_list() == [expected]
    assert converted["parsed_inferred"].to_list() == ["year" if expected else None]


@pytest.mark.parametrize(
    ("as_of", "text", "expected"),
    [
        (date(2018, 12, 28), "3月底前", date(2019, 3, 31)),
        (date(2018, 12, 28), "7月底前", date(2018, 7, 31)),
        (date(2018, 12, 28), "6月30日", date(2019, 6, 30)),
        (date(2018, 12, 28), "7月1日", date(2018, 7, 1)),
        (date(2018, 12, 28), "今年3月底前", date(2018, 3, 31)),
        (date(2019, 1, 4), "12月底前", date(2019, 12, 31)),
        (date(2018, 12, 28), "2月29日", None),
    ],
)
def test_a_deadline_without_its_year_is_not_long_past(as_of: date, text: str, expected: date | None) -> None:
    column = CONTRACTS["ledger.tasks"].column("due_on")
    converted = convert_column(column, pl.Series("raw", [text]), base=as_of, money_unit=None)
    assert converted["value"].to_list() == [expected]
    assert converted["parsed_inferred"].to_list() == ["year" if expected else None]


@pytest.mark.parametrize("text", ["—", "——", "-", "－", "/", "／", "无", " 无 "])
def test_a_dash_in_a_column_of_values_means_empty_where_the_column_may_be(text: str) -> None:
    for column in (
        CONTRACTS["ledger.weekly_progress"].column("recovered_cny"),
        CONTRACTS["ledger.weekly_progress"].column("people_held"),
        replace(CONTRACTS["ledger.evidence"].column("made_on"), required=False),
    ):
        converted = convert(column, text)
        assert converted.row(0)[:4] == (None, None, "dash", True)
    required = convert(CONTRACTS["ledger.tasks"].column("task_no"), text)
    assert required["readable"].to_list() == [False]


@pytest.mark.parametrize(
    ("text", "unit"), [("999999999999", "亿元"), ("100000000000000", "元"), ("123456789012", "百万元")]
)
def test_an_amount_that_nobody_has_is_unreadable_on_every_way(text: str, unit: str) -> None:
    column = CONTRACTS["ledger.weekly_progress"].column("recovered_cny")
    converted = convert(column, text, f" {text}", "1", money_unit=unit)
    assert converted["readable"].to_list() == [False, False, True]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([None, "元", "千元", "万元"]))
def test_a_plain_amount_is_what_the_slow_way_reads(amount: Decimal, unit: str | None) -> None:
    column = CONTRACTS["ledger.weekly_progress"].column("recovered_cny")
    plain, slow = convert(column, str(amount), f" {amount}", money_unit=unit)["value"]
    assert plain == slow


@pytest.mark.parametrize(
    ("text", "value", "inferred"),
    [
        ("12.345", "12.35", "rounded"),
        ("12.344999999999999", "12.35", "rounded"),
        ("0.30000000000000004", "0.30", None),
        ("0.005", "0.01", "rounded"),
        ("12.5", "12.50", None),
    ],
)
def test_half_a_cent_goes_up_and_what_is_lost_is_marked(text: str, value: str, inferred: str | None) -> None:
    column = CONTRACTS["subsidy.benefit_payments"].column("amount_cny")
    converted = convert(column, text)
    assert (converted["value"][0], converted["parsed_inferred"][0]) == (Decimal(value), inferred)


def test_a_money_unit_that_nobody_stated_is_marked_where_it_is_not_yuan() -> None:
    assumed = CONTRACTS["ledger.tenders"].column("budget_cny")
    plain = CONTRACTS["subsidy.benefit_payments"].column("amount_cny")
    assert convert(assumed, "30", "30万元")["parsed_inferred"].to_list() == ["unit", None]
    assert convert(assumed, "30", money_unit="万元")["parsed_inferred"].to_list() == [None]
    assert convert(plain, "30")["parsed_inferred"].to_list() == [None]


@pytest.mark.parametrize(
    ("text", "unit", "readable"), [("¥4", "万元", False), ("¥4", "元", True), ("4元人民币", None, True)]
)
def test_a_sign_of_currency_is_a_unit(text: str, unit: str | None, readable: bool) -> None:
    column = CONTRACTS["subsidy.benefit_payments"].column("amount_cny")
    assert convert(column, text, money_unit=unit)["readable"].to_list() == [readable]
