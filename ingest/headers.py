"""Where a table's header is, found by its words: one, two or three rows, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.masking import scrub
from ingest.sheets import Sheet
from warehouse.contracts import Column, Contract

HEADER_SEARCH_ROWS = 30
HEADER_HEIGHTS = (1, 2, 3)
LEAST_SHARE = 0.4
BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
MARKS = re.compile(r"[:*※]")
REMARKS = re.compile(rf"(?:{BRACKETED.pattern})+$")
MONEY = r"(?:人民币)?((?:千万|百万|亿|万|千|百)?[美欧港日澳]?元|[万亿](?=$|[,、;)\]】〕]))"
UNIT = re.compile(MONEY)
UNIT_CELL = re.compile(rf"[(\[【〔]?(?:单位:?)?(?:{MONEY}|人次|[人个件项次份名户天%])[)\]】〕]?")
NUMBERING = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "一二三四五六七八九")


@dataclass(frozen=True)
class Header:
    """One sheet column's heading: its words joined over the header rows, and the money unit they state.

    `text` is as it may be told: where a row of data is taken for a header, there are people's numbers in it.

    `names` are what it can be called, folded: the whole path of a grouped heading first, its last words last.
    `row` is the 0-based row of its lowest words.
    """

    index: int
    text: str
    names: tuple[str, ...]
    unit: str | None
    row: int


@dataclass(frozen=True)
class HeaderMatch:
    """How well a contract's columns were found in a sheet; rows are 0-based, `columns` by contract column name.

    `familiar` are the folded headings that any of `contracts` knows; `near` the columns whose heading only comes close;
    `is_positional` tells that there are no headings at all, and that the columns are taken in the contract's order;
    `beside` are the first and last column of a table on the right that is not read.
    """

    contract: Contract
    first_row: int
    last_row: int
    columns: dict[str, Header]
    unmatched: tuple[Header, ...]
    familiar: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    is_positional: bool = False
    contracts: tuple[Contract, ...] = ()
    beside: tuple[int, int] | None = None

    @property
    def missing(self) -> tuple[Column, ...]:
        """The required columns that no heading names."""
        return tuple(c for c in self.contract.read_columns if c.required and c.name not in self.columns)

    @property
    def required_share(self) -> float:
        required = [column for column in self.contract.read_columns if column.required]
        return 1 - len(self.missing) / len(required) if required else 1.0


def find_headers(sheet: Sheet, contracts: Iterable[Contract]) -> list[HeaderMatch]:
    """Return, per contract, the rows of `sheet` that name most of its columns: the fewest, the earliest with data.

    A row of column numbers or of units under the headings belongs to the header.
    """
    contracts = tuple(contracts)
    start = sheet.first
    top = fill_merges(sheet, start + HEADER_SEARCH_ROWS)
    candidates = [
        (_first_merged_row(sheet, first), first + height - 1, height)
        for first in range(start, len(top))
        for height in HEADER_HEIGHTS
        if first + height <= len(top)
    ]
    found = [
        (first, last, height, _read_headers(sheet, top, range(first, last + 1)))
        for first, last, height in candidates
    ]
    knowing = _index_names(contracts)
    named = [_count_named(headers, knowing) for *_, headers in found]
    familiar = frozenset(knowing)
    highest_count = max((count for counted in named for count in counted.values()), default=0)
    best = []
    for position, contract in enumerate(contracts):
        empty = HeaderMatch(contract, 0, 0, {}, (), familiar, contracts=contracts)
        if max((counted[position] for counted in named), default=0) < max(1, LEAST_SHARE * highest_count):
            best.append(empty)  # a contract that shares 序号 and 备注 is not worth the close look
            continue
        # How many of its names stand there bounds how many columns can match: few rows need the close look.
        most = sorted(range(len(found)), key=lambda row: -named[row][position])
        ranked: list[tuple[tuple[int, int], int, HeaderMatch]] = []
        for row in most:
            highest = max((rank for rank, *_ in ranked), default=(1, 0))
            if named[row][position] < highest[0]:
                break
            first, last, height, headers = found[row]
            match = _match(headers, empty, first, last)
            ranked.append(((len(match.columns), -height), row, match))
        highest = max((rank for rank, *_ in ranked), default=(0, 0))
        tied = [match for rank, row, match in sorted(ranked, key=lambda item: item[1]) if rank == highest]
        best.append(_take_earliest(sheet, top, tied) if highest[0] else empty)
    return best


@lru_cache(maxsize=65536)
def fold_header(text: str) -> str:
    """Return `text` without what offices vary: width, spaces, bracketed remarks at its end, colons and stars."""
    folded = MARKS.sub("", _fold(text))
    return REMARKS.sub("", folded)


@lru_cache(maxsize=512)
def known_names(contract: Contract) -> frozenset[str]:
    """Return every folded heading by which `contract` knows a column."""
    return frozenset(fold_header(alias) for column in contract.read_columns for alias in column.headers)


def read_unit(text: str) -> str | None:
    """Return the money unit that the brackets in `text` state: 元, 千元 …; （万） is 万元, 万美元 stays as it is."""
    for inside in BRACKETED.findall(_fold(text)):
        if found := UNIT.search(inside):
            return found[1] if found[1].endswith("元") else f"{found[1]}元"
    return None


def fill_merges(sheet: Sheet, rows: int) -> list[list[str | None]]:
    """Return the first `rows` rows with every merged range holding its top-left value throughout."""
    top = sheet.head(rows)
    for first_row, first_column, last_row, last_column in sheet.merges:
        if first_row >= len(top) or first_column >= len(top[first_row]):
            continue
        value = top[first_row][first_column]
        for row in top[first_row : last_row + 1]:
            width = min(last_column, len(row) - 1) - first_column + 1
            row[first_column : first_column + width] = [value] * width
    return top


@lru_cache(maxsize=8)
def _index_names(contracts: tuple[Contract, ...]) -> dict[str, tuple[int, ...]]:
    """Return, per folded heading, the positions of the contracts that know it."""
    index: dict[str, list[int]] = defaultdict(list)
    for position, contract in enumerate(contracts):
        for name in known_names(contract):
            index[name].append(position)
    return {name: tuple(positions) for name, positions in index.items()}


def _count_named(headers: Sequence[Header], knowing: dict[str, tuple[int, ...]]) -> Counter[int]:
    """Count, per contract, the headings that it knows by any of their names."""
    counted: Counter[int] = Counter()
    for header in headers:
        counted.update({position for name in header.names for position in knowing.get(name, ())})
    return counted


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _first_merged_row(sheet: Sheet, row: int) -> int:
    """Return the row in which the header that reaches `row` begins: a heading merged downwards reaches up with it."""
    reaching = [first for first, left, last, right in sheet.merges if first < row <= last and left == right]
    return min(reaching, default=row)


def _read_headers(sheet: Sheet, top: list[list[str | None]], rows: range) -> list[Header]:
    headers = []
    for index in range(max(len(top[row]) for row in rows)):
        cells = (top[row][index] for row in rows if index < len(top[row]))
        parts = list(dict.fromkeys(cell for cell in cells if cell))
        if not parts:
            continue
        words = [fold_header(part) for part in parts if fold_header(part)] or [_fold(parts[-1])]
        names = tuple("/".join(words[start:]) for start in range(len(words)))
        own = [row for row in rows if sheet.cell(row, index)]
        headers.append(
            Header(index, scrub("/".join(parts)), names, read_unit("".join(parts)), (own or rows)[-1])
        )
    return headers


def _match(headers: Sequence[Header], empty: HeaderMatch, first: int, last: int) -> HeaderMatch:
    """Match whole paths for every column before any last words: 配合/责任人 must not take 责任/责任人's column."""
    read_columns = empty.contract.read_columns
    columns: dict[str, Header] = {}
    taken: set[int] = set()
    for names in (slice(0, 1), slice(1, None)):
        by_name: dict[str, list[Header]] = defaultdict(list)
        for header in headers:
            for name in header.names[names]:
                by_name[name].append(header)
        for column in read_columns:
            if column.name in columns:
                continue
            named = (header for alias in column.headers for header in by_name.get(fold_header(alias), ()))
            found = next((header for header in named if header.index not in taken), None)
            if found:
                columns[column.name] = found
                taken.add(found.index)
    return replace(
        empty,
        first_row=first,
        last_row=last,
        columns={column.name: columns[column.name] for column in read_columns if column.name in columns},
        unmatched=tuple(header for header in headers if header.index not in taken),
    )


def _take_earliest(sheet: Sheet, top: list[list[str | None]], tied: list[HeaderMatch]) -> HeaderMatch:
    """Return the first of `tied` that has rows before the next: a header repeated on each page is one header."""
    for match in tied:
        whole = _reach_down(sheet, top, match)
        following = [other.first_row for other in tied if other.first_row > whole.last_row]
        between = range(whole.last_row + 1, min(following, default=0))
        indexes = [header.index for header in whole.columns.values()]
        if not following or any(sheet.cell(row, index) for row in between for index in indexes):
            return whole
    raise AssertionError("the last of the matches has none after it")


def _reach_down(sheet: Sheet, top: list[list[str | None]], match: HeaderMatch) -> HeaderMatch:
    """Return `match` with the rows below that belong to its header: merged headings, units, column numbers."""
    first, last = match.first_row, match.last_row
    ends = [end for start, _, end, _ in sheet.merges if first <= start <= last < end]
    reach = max((end for end in ends if end - first < max(HEADER_HEIGHTS) and end < len(top)), default=last)
    if reach > last:
        headers = _read_headers(sheet, top, range(first, reach + 1))
        deeper = _match(headers, match, first, reach)
        fits = len(deeper.columns) >= len(match.columns)
        match = deeper if fits else replace(match, last_row=reach)
    while match.last_row + 1 < sheet.height:
        below = sheet.row(match.last_row + 1)
        if _is_unit_row(below):
            match = _take_units(match, below)
        elif _is_number_row(below, len(match.columns) + len(match.unmatched)):
            match = replace(match, last_row=match.last_row + 1)
        else:
            break
    return match


def _is_unit_row(row: list[str | None]) -> bool:
    cells = [_fold(cell) for cell in row if cell]
    return bool(cells) and all(UNIT_CELL.fullmatch(cell) for cell in cells)


def _take_units(match: HeaderMatch, row: list[str | None]) -> HeaderMatch:
    def stated(header: Header) -> Header:
        cell = row[header.index] if header.index < len(row) else None
        return replace(header, unit=read_unit(f"({cell})") or header.unit) if cell else header

    return replace(
        match,
        last_row=match.last_row + 1,
        columns={name: stated(header) for name, header in match.columns.items()},
        unmatched=tuple(map(stated, match.unmatched)),
    )


def _is_number_row(row: list[str | None], headings: int) -> bool:
    """Tell whether `row` numbers the columns: 1 2 3, (1) (2) (3), 甲 乙 1 2, 1 2 3=1+2."""
    marks = [re.sub(r"[()\[\].、]|=.*", "", _fold(cell)) for cell in row if cell]
    marks = marks[1:] if marks[:1] in (["栏次"], ["列号"], ["行次"]) else marks
    digits = [mark for mark in marks if mark.isdecimal()]
    lead = marks[: len(marks) - len(digits)]
    numbered = lead + [str(number) for number in range(1, len(digits) + 1)]
    named = not lead or any("".join(lead) == series[: len(lead)] for series in NUMBERING)
    enough = len(marks) >= min(3, headings) and 2 * len(marks) > headings
    return enough and marks == numbered and named
