"""One cell's text → a typed value: what it is, what was inferred, and whether it could be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ingest.date_grammar import read_clock
from ingest.dates import Period, find_periods, parse_period
from ingest.numbers import parse_number
from warehouse.contracts import Column

SCALES = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
CURRENCY = {"¥", "人民币", "RMB", "CNY"}
CELL_UNIT = re.compile(r"亿元?|万元?|(?<=[0-9])[百千](?![万元])|元|¥|人民币|RMB|CNY")
DASH = re.compile(r"[-‐-―─/]{1,4}|无")
VALUES = {"integer", "number", "percent", "amount", "date", "month", "year", "period", "moment"}
STATED_YEAR = re.compile(r"[今本去上明]年")
FIRST_OF_MONTH = re.compile(r"[0-9]{4}([-/])0?[0-9]{1,2}\1(?:01|1)")
JANUARY_OR_OCTOBER = re.compile(r"(?:19|20)[0-9]{2}\.1")
PAST_DEADLINE = timedelta(days=180)
MOST = Decimal(10) ** 14  # more yuan than a county will ever see; ID and card numbers have that many digits
YES = {"是", "√", "有", "true", "1", "y", "yes"}
NO = {"否", "×", "无", "false", "0", "n", "no"}
FLOAT_NOISE = Decimal("1e-8")
LOST_DIGITS = re.compile(r"[0-9]\.[0-9]+[eE]\+?(?:1[5-9]|[2-9][0-9])|[0-9][eE]\+?(?:1[5-9]|[2-9][0-9])")
FORMULA_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
Value = str | int | Decimal | date | datetime | bool


@dataclass(frozen=True)
class Parsed:
    """A text's value (None where empty or unreadable), its kind for deadlines, and what was inferred.

    `flaw` is the rule in `problems.toml` that says what is wrong where the column's own rule does not; `end` the last
    day of a period.
    """

    value: Value | None
    kind: str | None = None
    inferred: str | None = None
    readable: bool = True
    flaw: str | None = None
    end: date | None = None


UNREADABLE = Parsed(None, readable=False)


def fold_code(text: str) -> str:
    """Return a code's text without width, spaces, invisible characters, full stops and case."""
    folded = re.sub(r"[\s。.;;]+", "", unicodedata.normalize("NFKC", text)).lower()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


def parse_cell(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read `text`, which is not empty, as a cell of `column`.

    A dash, a slash or 无 in a column of values means empty ("dash"), unless the column must not be empty.
    """
    if FORMULA_ERROR.fullmatch(text):
        return Parsed(
            None, "unreadable" if column.parse == "deadline" else None, None, False, "formula_error"
        )
    if column.parse in VALUES and not column.required and DASH.fullmatch(unicodedata.normalize("NFKC", text)):
        return Parsed(None, inferred="dash")
    return _PARSERS[column.parse](text, column, base, money_unit)


def _parse_text(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    return Parsed(text)


def _parse_identifier(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a number that names something. As a numeric cell it keeps 15 digits: the rest is lost, not to be guessed."""
    if LOST_DIGITS.fullmatch(text):
        return Parsed(None, readable=False, flaw="lost_digits")
    return Parsed(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))


def _parse_code(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    folded = fold_code(text)
    for code in column.codes:
        if folded in {fold_code(word) for word in (code.name, code.label.zh, *code.synonyms)}:
            return Parsed(code.name)
    return UNREADABLE


def _parse_integer(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    if (
        number is None
        or number.is_percent
        or number.value != int(number.value)
        or abs(number.value) > 2**31 - 1
    ):
        return UNREADABLE
    return Parsed(int(number.value), inferred="approximate" if number.approximate else None)


def _parse_decimal(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    if number is None or abs(number.value) >= MOST:
        return UNREADABLE
    places = 4 if column.data_type == "decimal(18,4)" else 2
    return _rounded(number.value, places, *(["approximate"] if number.approximate else []))


def _rounded(value: Decimal, places: int, *inferred: str) -> Parsed:
    """Return `value` as it is stored; half a unit goes up, as offices round, and a loss beyond noise is marked."""
    # A numeric cell that shows 12.345 holds 12.344999999999999.
    meant = value.quantize(FLOAT_NOISE, ROUND_HALF_UP)
    kept = meant.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    marks = inferred if kept == meant else (*inferred, "rounded")
    return Parsed(kept, inferred="、".join(marks) or None)


def _parse_percent(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a share: 98.5% is 0.985; a bare number up to 1 is the share that Excel shows as per cent."""
    number = parse_number(text)
    if number is None or not -MOST < number.value < MOST or (not number.is_percent and abs(number.value) > 1):
        return UNREADABLE
    value = number.value / 100 if number.is_percent else number.value
    return _rounded(value, 4, *(["approximate"] if number.approximate else []))


def _parse_amount(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    number = parse_number(text)
    if number is None or number.is_percent or number.unit not in (None, "元"):
        return UNREADABLE
    folded = unicodedata.normalize("NFKC", text)
    found = CELL_UNIT.search(folded)
    own = found and ("元" if found[0] in CURRENCY else found[0])
    agrees = own is None or money_unit in (None, own) or re.search(rf"[0-9]{money_unit}$", folded)
    if not agrees:
        return UNREADABLE  # 12.5元 or 12.5万 under a heading in 万元: a person has to say which is meant
    amount = number.value * (Decimal(1) if own else SCALES[money_unit or column.unit or "元"])
    if abs(amount) >= MOST:
        return UNREADABLE
    is_assumed = not own and assumes_unit(column, money_unit)
    marks = (("approximate", number.approximate), ("unit", is_assumed))
    return _rounded(amount, 2, *(mark for mark, applies in marks if applies))


def assumes_unit(column: Column, money_unit: str | None) -> bool:
    """Tell whether an amount without a unit of its own is read in one that nobody stated, and that is not 元."""
    return column.parse == "amount" and money_unit is None and column.unit not in (None, "元")


def _parse_date(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    period = parse_period(text, base=base)
    is_ahead = period and period.end and period.end > base and _lacks_year(period)
    if (period is None or is_ahead) and not STATED_YEAR.search(text):
        earlier = parse_period(text, base=date(base.year - 1, 12, 31))
        period = earlier if earlier and _lacks_year(earlier) else period
    if period is None or period.precision != "day" or period.start != period.end:
        return UNREADABLE
    return Parsed(period.end, inferred="、".join(period.inferred) or None)


def _parse_month(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a month as its first day; a bare 2018.1 may be October and is refused, as for deadlines."""
    if compact := re.fullmatch(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])", text):
        return Parsed(date(int(compact[1]), int(compact[2]), 1))
    period = None if JANUARY_OR_OCTOBER.fullmatch(text) else parse_period(text, base=base)
    if period is None or period.start is None or period.precision not in ("month", "day"):
        return UNREADABLE
    if period.end is None or (period.start.year, period.start.month) != (period.end.year, period.end.month):
        return UNREADABLE
    return Parsed(period.start.replace(day=1), inferred="、".join(period.inferred) or None)


def _parse_year(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if found := YEAR.fullmatch(folded):
        return Parsed(int(found[1]))
    period = parse_period(folded, base=base)
    if period is None or period.start is None or period.end is None or period.inferred:
        return UNREADABLE
    if period.precision != "year" or period.start.year != period.end.year:
        return UNREADABLE
    return Parsed(period.start.year)


def _parse_period(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a stretch of time: its first day is the value, its last day the end."""
    period = parse_period(text, base=base)
    if period is None or period.start is None or period.end is None:
        return UNREADABLE
    return Parsed(period.start, inferred="、".join(period.inferred) or None, end=period.end)


def _parse_moment(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a day with its clock; a day alone is its beginning."""
    folded = unicodedata.normalize("NFKC", text).strip()
    try:
        return Parsed(datetime.fromisoformat(folded.replace("/", "-")))
    except ValueError:
        pass
    days = [period for _, _, period in find_periods(folded, base=base) if period.precision == "day"]
    if len(days) != 1 or days[0].end is None or days[0].start != days[0].end:
        return UNREADABLE
    inferred = "、".join(days[0].inferred) or None
    return Parsed(datetime.combine(days[0].end, read_clock(folded) or time()), inferred=inferred)


def _parse_deadline(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    """Read a deadline.

    A bare 2018.1 is refused: a numeric cell (or a text file that a spreadsheet wrote) has lost the nought of
    2018.10, and nine months are too much to guess. The first of a month in figures is kept and marked "day",
    because a spreadsheet makes it out of 2018年5月, whose end was meant.
    """
    period = None if JANUARY_OR_OCTOBER.fullmatch(text) else parse_period(text, base=base)
    is_long_past = period and period.end and period.end < base - PAST_DEADLINE
    if period and is_long_past and _lacks_year(period) and not STATED_YEAR.search(text):
        period = parse_period(text, base=date(base.year + 1, 1, 1))
    if period is None or (period.end is None and period.precision not in ("open", "immediate")):
        return Parsed(None, "unreadable", readable=False)
    kind = period.precision if period.precision in ("open", "immediate") else "dated"
    inferred = ("day",) if FIRST_OF_MONTH.fullmatch(text) else period.inferred
    return Parsed(period.end, kind, "、".join(inferred) or None)


def _lacks_year(period: Period) -> bool:
    return period.inferred == ("year",)


def _parse_boolean(text: str, column: Column, base: date, money_unit: str | None) -> Parsed:
    folded = fold_code(text)
    return Parsed(folded in YES) if folded in YES | NO else UNREADABLE


_PARSERS: dict[str, Callable[..., Parsed]] = {
    "text": _parse_text,
    "identifier": _parse_identifier,
    "code": _parse_code,
    "integer": _parse_integer,
    "number": _parse_decimal,
    "percent": _parse_percent,
    "amount": _parse_amount,
    "date": _parse_date,
    "month": _parse_month,
    "year": _parse_year,
    "period": _parse_period,
    "moment": _parse_moment,
    "deadline": _parse_deadline,
    "boolean": _parse_boolean,
}
