"""Shares, months, years, stretches of time, moments and numbers that name something, one cell at a time."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cell_values import Parsed, parse_cell
from warehouse.contracts import Column, Contract, load_contracts

BASE = date(2018, 6, 1)
CONTRACTS = load_contracts()
FULL_WIDTH = str.maketrans("0123456789%.-/", "０１２３４５６７８９％．－／")


def column_of(parse: str) -> Column:
    """Return some column that is read this way and may be empty."""
    columns = (column for contract in CONTRACTS for column in contract.read_columns)
    return next(column for column in columns if column.parse == parse and not column.personal)


def read(parse: str, text: str) -> Parsed:
    return parse_cell(text, column_of(parse), BASE, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98.5%", "0.985"),
        ("９８．５％", "0.985"),
        ("百分之三十", "0.3"),
        ("0.985", "0.985"),
        ("1", "1"),
        ("三成", "0.3"),
    ],
)
def test_a_share_is_a_part_of_one(text: str, value: str) -> None:
    assert read("percent", text).value == Decimal(value)


@pytest.mark.parametrize("text", ["98.5", "大部分", "50%-60%", "3人"])
def test_what_is_no_share_is_not_made_one(text: str) -> None:
    assert not read("percent", text).readable


@given(st.integers(0, 10_000))
def test_a_share_is_read_back_in_any_width(points: int) -> None:
    text = f"{points / 100:.2f}%"
    expected = (Decimal(points) / 10_000).quantize(Decimal("0.0001"))
    assert read("percent", text).value == read("percent", text.translate(FULL_WIDTH)).value == expected


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["{y}年{m}月", "{y}-{m:02d}", "{y}/{m}", "{y}{m:02d}"]),
)
def test_a_month_is_its_first_day(day: date, form: str) -> None:
    text = form.format(y=day.year, m=day.month)
    assert read("month", text).value == day.replace(day=1)


@pytest.mark.parametrize("text", ["2018.1", "2018年上半年", "2018年5月至6月", "201813", "下个月左右"])
def test_what_is_no_single_month_is_refused(text: str) -> None:
    assert not read("month", text).readable


@pytest.mark.parametrize(("text", "inferred"), [("5月", "year"), ("2018年5月", None)])
def test_a_month_without_its_year_is_marked(text: str, inferred: str | None) -> None:
    assert read("month", text) == Parsed(date(2018, 5, 1), inferred=inferred)


@given(st.integers(1950, 2049), st.sampled_from(["{}", "{}年", "{}年度", " {} 年"]))
def test_a_year_is_a_number(year: int, form: str) -> None:
    assert read("year", form.format(year)).value == year


@pytest.mark.parametrize("text", ["18年", "2018年5月", "20180", "去年", "2017-2018年"])
def test_what_is_no_single_year_is_refused(text: str) -> None:
    assert not read("year", text).readable


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2013年-2017年", date(2013, 1, 1), date(2017, 12, 31)),
        ("2018年1月至6月", date(2018, 1, 1), date(2018, 6, 30)),
        ("2018年5月14日至28日", date(2018, 5, 14), date(2018, 5, 28)),
        ("5月14日至28日", date(2018, 5, 14), date(2018, 5, 28)),
        ("2018年上半年", date(2018, 1, 1), date(2018, 6, 30)),
        ("2018年第二季度", date(2018, 4, 1), date(2018, 6, 30)),
        ("2018年", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_a_stretch_of_time_has_a_first_and_a_last_day(text: str, start: date, end: date) -> None:
    parsed = read("period", text)
    assert (parsed.value, parsed.end) == (start, end)


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.dates(date(1990, 1, 1), date(2049, 12, 31)))
def test_a_stretch_between_two_days_is_read_back_or_refused(first: date, last: date) -> None:
    parsed = read(
        "period", f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    )
    assert ((parsed.value, parsed.end) == (first, last)) if first <= last else not parsed.readable


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-05-14 09:30:00", datetime(2018, 5, 14, 9, 30)),
        ("2018-05-14", datetime(2018, 5, 14)),
        ("2018/05/14 09:30", datetime(2018, 5, 14, 9, 30)),
        ("2018年5月14日9时30分", datetime(2018, 5, 14, 9, 30)),
        ("２０１８年５月１４日", datetime(2018, 5, 14)),
    ],
)
def test_a_moment_is_a_day_with_its_clock(text: str, moment: datetime) -> None:
    assert read("moment", text).value == moment


@pytest.mark.parametrize("text", ["09:30", "2018年5月", "5月14日至28日", "上午"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert not read("moment", text).readable


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    )
)
def test_a_moment_of_a_date_cell_is_read_back(moment: datetime) -> None:
    assert read("moment", moment.isoformat(sep=" ")).value == moment


@given(st.from_regex(r"[A-Z]{2}-20[0-9]{2}-[0-9]{3,6}", fullmatch=True), st.booleans())
def test_a_number_that_names_something_loses_width_and_spaces_only(number: str, is_wide: bool) -> None:
    text = f" {number[:4]} {number[4:]} "
    text = text.translate(FULL_WIDTH) if is_wide else text
    assert read("identifier", text.strip()).value == number


@given(st.integers(10**15, 10**20 - 1))
def test_a_long_number_of_a_numeric_cell_has_lost_digits(number: int) -> None:
    as_cell = repr(float(number))
    parsed = read("identifier", as_cell)
    assert "e+" in as_cell or number < 10**16
    if "e+" in as_cell:
        assert (parsed.value, parsed.readable, parsed.flaw) == (None, False, "lost_digits")


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!", "#name?"])
def test_a_formula_that_failed_is_no_value_in_any_column(text: str) -> None:
    kinds = {
        column.parse for contract in CONTRACTS for column in contract.read_columns if not column.personal
    }
    for parse in kinds:
        parsed = read(parse, text)
        assert (parsed.value, parsed.readable, parsed.flaw) == (None, False, "formula_error"), parse


@given(st.text(min_size=1, max_size=30).map(str.strip).filter(bool))
def test_no_text_makes_a_parser_fall_over(text: str) -> None:
    for contract in _some_of_each_kind():
        for column in contract.read_columns:
            if not column.personal:
                parsed = parse_cell(text, column, BASE, None)
                assert parsed.readable or parsed.value is None


def _some_of_each_kind() -> list[Contract]:
    names = ("audit.audit_engagements", "ledger.vehicle_trips", "subsidy.benefit_payments", "ledger.tasks")
    return [contract for contract in CONTRACTS if contract.dataset in names]
