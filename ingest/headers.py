"""Where a table's header is, found by its words: one, two or three rows, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.grid import Sheet
from warehouse.contracts import Column, Contract

HEADER_SEARCH_ROWS = 30
HEADER_HEIGHTS = (1, 2, 3)
UNIT = re.compile(r"\((?:单位[::])?(亿元|万元|元)\)")


@dataclass(frozen=True)
class Header:
    """One sheet column's heading: its words, joined over the header rows, and the money unit they state."""

    index: int
    text: str
    names: tuple[str, ...]
    unit: str | None


@dataclass(frozen=True)
class HeaderMatch:
    """How well a contract's columns were found in a sheet; rows are 0-based, `columns` by contract column name."""

    contract: Contract
    first_row: int
    last_row: int
    columns: dict[str, Header]
    unmatched: tuple[Header, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """The required columns that no heading names."""
        return tuple(c for c in self.contract.read_columns if c.required and c.name not in self.columns)

    @property
    def required_share(self) -> float:
        required = [column for column in self.contract.read_columns if column.required]
        return 1 - len(self.missing) / len(required) if required else 1.0


def find_headers(sheet: Sheet, contracts: Iterable[Contract]) -> list[HeaderMatch]:
    """Return, per contract, the rows of `sheet` that name most of its columns: the fewest, the nearest to the data."""
    top = fill_merges(sheet, HEADER_SEARCH_ROWS)
    candidates = [
        (_first_merged_row(sheet, first), first + height - 1, height)
        for first in range(len(top))
        for height in HEADER_HEIGHTS
        if first + height <= len(top)
    ]
    headers = [
        (first, last, height, _read_headers(top[first : last + 1])) for first, last, height in candidates
    ]
    best = []
    for contract in contracts:
        matches = [(_match(found, contract, first, last), height) for first, last, height, found in headers]
        matches.append((HeaderMatch(contract, 0, 0, {}, ()), 1))
        best.append(max(matches, key=lambda match: (len(match[0].columns), -match[1], match[0].last_row))[0])
    return best


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """Return `text` without what offices vary: width, spaces, bracketed remarks, colons and stars."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\([^()]*\)$|[::*※]", "", folded)


def fill_merges(sheet: Sheet, rows: int) -> list[list[str | None]]:
    """Return the first `rows` rows with every merged range holding its top-left value throughout."""
    top = [list(row) for row in sheet.cells[:rows]]
    for first_row, first_column, last_row, last_column in sheet.merges:
        for row in top[first_row : last_row + 1]:
            value = top[first_row][first_column]
            row[first_column : last_column + 1] = [value] * (
                min(last_column, len(row) - 1) - first_column + 1
            )
    return top


def _first_merged_row(sheet: Sheet, row: int) -> int:
    """Return the row in which the header that reaches `row` begins: a heading merged downwards reaches up with it."""
    reaching = [first for first, left, last, right in sheet.merges if first < row <= last and left == right]
    return min(reaching, default=row)


def _read_headers(rows: list[list[str | None]]) -> list[Header]:
    headers = []
    for index in range(max(len(row) for row in rows)):
        cells = (row[index] for row in rows if index < len(row))
        parts = list(dict.fromkeys(cell for cell in cells if cell))
        if parts:
            unit = UNIT.search(re.sub(r"\s+", "", unicodedata.normalize("NFKC", "".join(parts))))
            folded = [fold_header(part) for part in parts]
            names = ("/".join(folded), folded[-1])
            headers.append(Header(index, "/".join(parts), names, unit[1] if unit else None))
    return headers


def _match(headers: list[Header], contract: Contract, first: int, last: int) -> HeaderMatch:
    by_name: dict[str, list[Header]] = defaultdict(list)
    for header in headers:
        for name in dict.fromkeys(header.names):
            by_name[name].append(header)
    columns: dict[str, Header] = {}
    taken: set[int] = set()
    for column in contract.read_columns:
        named = (header for alias in column.headers for header in by_name.get(fold_header(alias), ()))
        found = next((header for header in named if header.index not in taken), None)
        if found:
            columns[column.name] = found
            taken.add(found.index)
    unmatched = tuple(header for header in headers if header.index not in taken)
    return HeaderMatch(contract, first, last, columns, unmatched)
