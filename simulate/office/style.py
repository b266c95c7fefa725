"""An office's habits: how it heads its columns, writes its values and frames its table."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from warehouse.contracts import Column, Contract

DATES = ("native", "%Y-%m-%d", "%Y年{m}月{d}日", "%Y/{m}/{d}", "%Y.{m}.{d}")
MONTHS = ("%Y年{m}月", "%Y-%m", "%Y%m", "%Y年%m月")
YES_NO = (("是", "否"), ("是", "否"), ("√", "×"))
GROUPS = ("基本情况", "有关情况", "明细情况", "具体情况")
FOOTERS = (
    ("注：本表由各村（社区）报送后汇总。", "填表人：白舒扬"),
    ("填表人：高望舒",),
    ("填报人：许清和",),
    (),
)
LATER_FOOTERS = ("", "注：数据以系统导出时为准，如有出入请与经办人联系。")
LEAST_GROUPED = 3
SERIAL = "序号"
SHEET_FORMS = ("xlsx", "xls")
SUFFIXES = {"xlsx": ".xlsx", "xls": ".xls", "csv": ".csv", "html": ".xls"}
OLD_SHARE = 0.25
MOST_OLD_ROWS = 20_000  # the format takes 65,535; its writer holds them all in memory
WEB_EXPORTS = frozenset({"register.motor_vehicles"})


@dataclass(frozen=True)
class Style:
    """What one office does the same way in every delivery of one dataset.

    Attributes:
        headings: the heading of each column.
        synonyms: the word for each code of each column.
        group: the first and last column under a common heading and its words, None where no two columns share one.
        money: plain, heading (the unit stands in it), wan (the heading says 万元) or title (the line above the table
            says 万元).
        dates: one of `DATES`; native is a real date where the form has such cells.
        months: one of `MONTHS`.
        yes_no: the words for true and false.
        empty: what stands in an empty cell of numbers and dates.
        fill: full, blank or merge: how a value is written that the rows below share.
        has_serial: whether 序号 comes first; where a column of the contract goes by that name, none does.
        has_total: whether sums stand below.
        is_wide: whether numbers of people are typed in full width.
        spaces_names: whether names of two characters are pulled apart.
        footers: what stands below the table; an empty one is an empty row.
        form: xlsx, xls, csv or html (a table of a web page that is called .xls).
        types_numbers: whether numbers are stored as text.
        has_empty_sheet: whether the second sheet was never deleted.
        hides_row: whether a row of data was left hidden, and hides_column the last column.
    """

    headings: dict[str, str]
    synonyms: dict[str, dict[str, str]]
    group: tuple[str, str, str] | None
    money: str
    dates: str
    months: str
    yes_no: tuple[str, str]
    empty: str
    fill: str
    has_serial: bool
    has_total: bool
    is_wide: bool
    spaces_names: bool
    footers: tuple[str, ...]
    form: str
    types_numbers: bool
    has_empty_sheet: bool
    hides_row: bool
    hides_column: bool


def choose_form(draw: np.random.Generator, contract: Contract, form: str, rows: int) -> str:
    """Return the form in which an office sends a list that a table calls `form`.

    Args:
        draw: of the office; every list of one office asks with the same.
        contract: a list of the whole site is gathered into one file, which is never the old program's.
        form: xlsx or csv.
        rows: what has no room in the old format is sent in the new one.
    """
    if contract.dataset in WEB_EXPORTS:
        return "html"
    is_old = draw.random() < OLD_SHARE and contract.scope == "unit" and rows <= MOST_OLD_ROWS
    return "xls" if form == "xlsx" and is_old else form


def choose_style(draw: np.random.Generator, contract: Contract, names: Sequence[str], form: str) -> Style:
    """Return the habits of whoever fills in the columns `names` of `contract` as a file of `form`."""
    columns = [contract.column(name) for name in names]
    is_sheet = form in SHEET_FORMS
    headings = _choose_headings(draw, contract, columns)
    synonyms = {
        column.name: {
            code.name: str(draw.choice([code.label.zh, *code.synonyms[:3]])) for code in column.codes
        }
        for column in columns
        if column.codes
    }
    return Style(
        headings=headings,
        synonyms=synonyms,
        group=_choose_group(draw, columns) if is_sheet else None,
        money=str(draw.choice(["plain", "plain", "heading", "wan", "title"])),
        dates=str(draw.choice(DATES if is_sheet else DATES[1:])),
        months=str(draw.choice(MONTHS)),
        yes_no=YES_NO[draw.integers(len(YES_NO))],
        empty=str(draw.choice(["", "", "", "/"])),
        fill=str(draw.choice(["full", "blank", "merge"] if is_sheet else ["full"])),
        has_serial=bool(draw.random() < 0.5) and not any(SERIAL in column.headers for column in columns),
        has_total=is_sheet and bool(draw.random() < 0.7),
        is_wide=bool(draw.random() < 0.2),
        spaces_names=bool(draw.random() < 0.4),
        footers=(
            *FOOTERS[draw.integers(len(FOOTERS))],
            *(LATER_FOOTERS if draw.random() < 0.15 else ()),
        ) if is_sheet else (),
        form=form,
        types_numbers=is_sheet and bool(draw.random() < 0.15),
        has_empty_sheet=is_sheet and bool(draw.random() < 0.25),
        hides_row=is_sheet and bool(draw.random() < 0.08),
        hides_column=is_sheet and bool(draw.random() < 0.08),
    )  # fmt: skip


def _choose_headings(
    draw: np.random.Generator, contract: Contract, columns: Sequence[Column]
) -> dict[str, str]:
    """Return a heading per column by which the contract knows that column and no other."""
    known = Counter(fold for column in contract.read_columns for fold in {_fold(h) for h in column.headers})
    headings: dict[str, str] = {}
    for column in columns:
        own = [head for head in column.headers[:4] if "/" not in head and known[_fold(head)] == 1]
        usual = column.headers[0]
        headings[column.name] = str(draw.choice([usual, usual, *own])) if own else usual
    return headings


def _choose_group(draw: np.random.Generator, columns: Sequence[Column]) -> tuple[str, str, str] | None:
    """Return a run of neighbouring columns to put under one heading; every other office has none."""
    if len(columns) <= LEAST_GROUPED + 1 or draw.random() < 0.5:
        return None
    first = int(draw.integers(1, len(columns) - LEAST_GROUPED))
    last = min(first + int(draw.integers(LEAST_GROUPED - 1, LEAST_GROUPED + 3)), len(columns) - 1)
    return columns[first].name, columns[last].name, str(draw.choice(GROUPS))


def _fold(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).split("(")[0]
