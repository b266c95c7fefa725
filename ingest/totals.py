"""Sums that a table states, held against the rows that they cover."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

import polars as pl

from ingest.cell_values import SCALES, assumes_unit
from ingest.convert import convert_column
from ingest.headers import HeaderMatch
from ingest.problems import Problem, describe
from ingest.table import TotalRow, column_letter
from warehouse.contracts import Column

EMPTY = re.compile(r"[\s\-—–/\\]*")


def check_totals(
    match: HeaderMatch,
    totals: list[TotalRow],
    frame: pl.DataFrame,
    base: date,
    money_unit: str | None,
    carried: pl.DataFrame | None = None,
) -> list[Problem]:
    """Return a defect for each stated sum that differs from its rows, compared as the column's own values (元, cents).

    Args:
        match: the headings.
        totals: the rows that state sums, in order.
        frame: the converted columns that are summed and `_row`, a row per data row.
        base: the as-of date.
        money_unit: the unit that the title states for amounts whose heading states none.
        carried: the same columns of the sheets that this one continues, which a grand total may cover, too.
    """
    problems = []
    for total, spans in _find_spans(totals, frame["_row"]):
        for name, text in total.stated.items():
            header, column = match.columns[name], match.contract.column(name)
            unit = header.unit or money_unit
            if EMPTY.fullmatch(text) or not is_convertible(column, unit):
                continue
            stated = convert_column(column, pl.Series("raw", [text]), base=base, money_unit=unit)["value"][0]
            sums = [_add(frame, name, *span) for span in spans]
            if carried is not None and name in carried.columns and not total.is_subtotal:
                sums.append(sums[0] + Decimal(str(carried[name].sum() or 0)))
            if stated is None or Decimal(str(stated)) not in sums:
                scale = SCALES[unit or column.unit or "元"] if column.parse == "amount" else Decimal(1)
                message = describe("total", column.label, text, f"{(sums[0] / scale).normalize():f}")
                cell = f"{column_letter(header.index)}{total.row}"
                problems.append(Problem("total", "defect", message, None, cell, total.row, name, text))
    return problems


def check_assumed_units(match: HeaderMatch, money_unit: str | None, filled: Collection[str]) -> list[Problem]:
    """Return a defect per heading over amounts (the columns `filled`) whose unit neither it nor the title states.

    They are read in the unit in which such columns are usual, 万元, which may be ten thousand times too much.
    """
    problems = []
    for name, header in match.columns.items():
        column = match.contract.column(name)
        if name in filled and assumes_unit(column, header.unit or money_unit):
            message = describe("assumed_unit", column.label, column.unit)
            cell = f"{column_letter(header.index)}{header.row + 1}"
            problems.append(Problem("assumed_unit", "defect", message, None, cell, None, name, header.text))
    return problems


def is_convertible(column: Column, unit: str | None) -> bool:
    """Tell whether amounts of `column` can be read under `unit`; a heading in 千万元 means nothing we know."""
    return column.parse != "amount" or unit is None or unit in SCALES


def _find_spans(totals: list[TotalRow], rows: pl.Series) -> list[tuple[TotalRow, list[tuple[int, int]]]]:
    """Return each total with the sheet rows that it may cover, the likeliest first.

    Totals stand under their rows, unless the table begins with one: then they stand above. A grand total may cover
    the whole table so far or, where one table follows another, what came since the last.
    """
    first, end = (rows[0], rows[-1]) if len(rows) else (0, 0)
    stops = [total.row for total in totals]
    subtotals = [total.row for total in totals if total.is_subtotal]
    is_leading = bool(subtotals) and subtotals[0] < first
    spans = []
    last_grand = 0
    for position, total in enumerate(totals):
        if total.is_subtotal and is_leading:
            covered = [(total.row, stops[position + 1] if position + 1 < len(stops) else end)]
        elif total.is_subtotal:
            covered = [(stops[position - 1] if position else 0, total.row)]
        elif total.row < first:
            covered = [(total.row, end)]
        else:
            covered = [(0, total.row), (last_grand, total.row)]
        if not total.is_subtotal:
            last_grand = total.row
        spans.append((total, covered))
    return spans


def _add(frame: pl.DataFrame, name: str, first: int, last: int) -> Decimal:
    rows = frame.filter(pl.col("_row").is_between(first, last))
    return Decimal(str(rows[name].sum() or 0))
