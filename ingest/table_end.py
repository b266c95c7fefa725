"""Where the rows below a header stop being its own: another table's header, whether or not a contract knows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from ingest.context import Context, read_context
from ingest.convert import convert_column
from ingest.headers import HeaderMatch, fold_header, known_names, read_unit
from ingest.lines import Lines, column_letter
from ingest.masking import scrub
from ingest.problems import Problem, describe
from ingest.row_kinds import ENUMERATED, FOOTER, TOTAL
from ingest.sheets import Sheet
from warehouse.contracts import Column

TITLE_ROWS = 6
TITLE_CELLS = 2
FAMILIAR_CELLS = 3
HEADING_LENGTH = 30
HAN = "[\u4e00-\u9fff]"
FIRST_CHARACTER = "一"
TYPED = ("integer", "number", "percent", "amount", "date", "month", "year", "moment")
NOWHERE = Path("-")


def states_another(current: Context, context: Context) -> bool:
    """Tell whether a repeated header has a title of its own: another unit's table, another day's, other money."""
    states_unit = context.unit_from == "title" and context.unit != current.unit
    states_day = context.as_of_from == "title" and context.as_of != current.as_of
    return states_unit or states_day or context.money_unit not in (None, current.money_unit or "元")


def count_familiar(frame: pl.DataFrame, familiar: frozenset[str]) -> pl.Series:
    """Return how many cells of each row are words known as headings."""
    counts = [
        column.is_in([text for text in _short_texts(column) if fold_header(text) in familiar])
        for column in frame.iter_columns()
    ]
    if not counts:
        return pl.Series([], dtype=pl.UInt32)
    return pl.select(pl.sum_horizontal(column.fill_null(value=False) for column in counts)).to_series()


@dataclass
class OtherTable:
    """Another table under the one that is read.

    Attributes:
        start: its position among the lines in which it was found.
        headings: its headings as they may be told.
        may_end: whether our own header can follow it; another header of our own contract looks the same again.
        first, last: its first and last row so far, 0-based.
    """

    start: int
    headings: str
    may_end: bool
    first: int = -1
    last: int = -1

    def pass_over(self, lines: Lines) -> None:
        """Take `lines` for rows of this table."""
        if len(lines):
            self.first = lines.rows[0] if self.first < 0 else self.first
            self.last = lines.rows[-1]

    def tell(self) -> Problem:
        """Return which rows were not read, and what seems to head them."""
        message = describe("unread_table", raw=f"{self.first + 1}–{self.last + 1}", expected=self.headings)
        return Problem("unread_table", "reject", message, None, f"A{self.first + 1}", self.first + 1)


def tell_beside(match: HeaderMatch) -> list[Problem]:
    """Return that a table stands beside the one that was recognised."""
    if not match.beside:
        return []
    left, right = (column_letter(index) for index in match.beside)
    message = describe("side_by_side", raw=f"{left}–{right}")
    return [Problem("side_by_side", "reject", message, None, f"{left}{match.first_row + 1}")]


class TableEnd:
    """Finds the first row that another table begins with, its title among it, and the table's own header coming back.

    A header is known by its words alone, or, where no contract knows them, by words that stand in columns of dates and
    amounts under a blank row or a title, with rows of their own below.
    """

    def __init__(self, sheet: Sheet, match: HeaderMatch) -> None:
        self._sheet = sheet
        self._match = match
        headers = (*match.columns.values(), *match.unmatched)
        self._words = {header.index: {*header.names, *header.names[0].split("/")} for header in headers}
        self._own = known_names(match.contract).union(*self._words.values())
        self._units = {header.index: header.unit for header in headers}
        columns = {header.index: match.contract.column(name) for name, header in match.columns.items()}
        self._columns = {i: c for i, c in columns.items() if not c.is_verbatim and c.personal is None}
        self._typed = [index for index, column in self._columns.items() if column.parse in TYPED]

    @cached_property
    def _context(self) -> Context:
        above = self._sheet.only(0, self._match.last_row)  # a foot below may not be here yet
        return read_context(above, self._match.first_row, NOWHERE)

    def find(self, lines: Lines, *, is_below: bool) -> OtherTable | None:
        """Return the first table in `lines` that is another; `is_below` tells that rows of ours stand above them."""
        filled, positions, familiar = self._find_headings(lines)
        for position in positions:
            start = _find_title(lines, filled, position)
            if not start and not is_below:
                continue
            cells = lines.cells(position)
            is_own = self._is_own(cells)
            if is_own:
                ends = self._differs(cells, lines.slice(start, position))
            else:
                known = 2 * familiar[position] >= len(cells) and familiar[position] >= FAMILIAR_CELLS
                ends = known or self._heads_unknown(lines, filled, start, position)
            if ends and not self._reads_as_data(cells):
                return OtherTable(
                    start, "、".join(scrub(cell) for cell in cells.values()), may_end=not is_own
                )
        return None

    def find_return(self, lines: Lines) -> int | None:
        """Return the position at which the table's own header stands again."""
        filled, positions, _ = self._find_headings(lines)
        for position in positions:
            cells = lines.cells(position)
            title = lines.slice(_find_title(lines, filled, position), position)
            if self._is_own(cells) and not self._differs(cells, title):
                return position
        return None

    def _find_headings(self, lines: Lines) -> tuple[list[int], list[int], dict[int, int]]:
        """Return how many cells each line has, the lines that may be headers, and how many headings these hold.

        Words stand there for every value, under a blank row or a title unless they are known as headings.
        """
        frame = lines.frame
        typed = [pl.nth(index) for index in self._typed if index < frame.width]
        # What begins with a digit is smaller than any Chinese character: that settles nearly every line at once.
        worded = [cell >= FIRST_CHARACTER for cell in typed]
        looked = frame.select(
            filled=pl.sum_horizontal(pl.all().is_not_null()),
            is_worded=pl.any_horizontal(worded) if worded else pl.lit(value=True),
            is_valued=pl.any_horizontal(~word for word in worded) if worded else pl.lit(value=False),
        )
        filled = looked["filled"]
        is_parted = ((filled.shift(1) <= TITLE_CELLS) | (lines.rows.diff() > 1)).fill_null(value=False)
        chosen = (filled >= FAMILIAR_CELLS) & looked["is_worded"].fill_null(value=False)
        chosen &= ~looked["is_valued"].fill_null(value=False)
        if not typed:
            chosen &= is_parted
        positions = chosen.arg_true()
        if not len(positions):
            return [], [], {}
        known = count_familiar(frame[positions], self._match.familiar | self._own)
        kept = (known >= 2) | is_parted.gather(positions)
        return (
            filled.to_list(),
            positions.filter(kept).to_list(),
            dict(zip(positions.filter(kept), known.filter(kept), strict=True)),
        )

    def _is_own(self, cells: dict[int, str]) -> bool:
        known = sum(fold_header(cell) in self._own for cell in cells.values())
        return known >= 2 and 2 * known >= len(cells)

    def _differs(self, cells: dict[int, str], title: Lines) -> bool:
        """Tell whether a header of the same contract has its columns or units elsewhere, or another title."""
        for index, cell in cells.items():
            folded, unit = fold_header(cell), read_unit(cell)
            if folded in self._own and folded not in self._words.get(index, ()):
                return True
            if unit and unit != (self._units.get(index) or self._context.money_unit or "元"):
                return True
        if not len(title):
            return False
        above = Sheet.of("", [list(row) for row in title.frame.rows()])
        return states_another(self._context, read_context(above, above.height, NOWHERE))

    def _heads_unknown(self, lines: Lines, filled: list[int], start: int, position: int) -> bool:
        """Tell whether a line looks like a header that no contract knows: apart, of words, over rows."""
        if position + 1 == len(lines) or filled[position + 1] < TITLE_CELLS:
            return False
        is_parted = start > 0 and lines.rows[start] - lines.rows[start - 1] > 1
        is_titled = start < position and not any(
            ENUMERATED.match(text) for row in range(start, position) for text in lines.cells(row).values()
        )
        texts = [fold_header(cell) for cell in lines.cells(position).values()]
        labels = sum(FOOTER.match(text) is not None for text in texts)
        return (
            (is_parted or is_titled)
            and len(set(texts)) == len(texts) > 2 * labels
            and all(re.search(HAN, text) and len(text) <= HEADING_LENGTH for text in texts)
            and 3 * sum(bool(re.search("[0-9]", text)) for text in texts) <= len(texts)
            and self._is_unreadable(lines.cells(position))
        )

    def _is_unreadable(self, cells: dict[int, str]) -> bool:
        """Tell whether what must be read stands there as words: one required value, or any two."""
        columns = [self._columns[index] for index in cells.keys() & self._columns.keys()]
        return len(columns) > 1 or any(column.required for column in columns)

    def _reads_as_data(self, cells: dict[int, str]) -> bool:
        return any(
            _is_readable(self._columns[index], cells[index]) for index in cells.keys() & self._columns.keys()
        )


def _find_title(lines: Lines, filled: list[int], header: int) -> int:
    """Return the first line of the title above a header: the lines of one or two cells that stand together."""
    start = header
    for position in range(header - 1, max(header - 1 - TITLE_ROWS, -1), -1):
        is_apart = start < header and lines.rows[start] - lines.rows[position] > 1
        if filled[position] > TITLE_CELLS or is_apart or states_total(lines.cells(position).values()):
            break  # what stands above a blank row is the footer of the table before
        start = position
    return start


def states_total(cells: Iterable[str]) -> bool:
    """Tell whether a line begins as a total row does."""
    return TOTAL.match(next(iter(cells), "").strip()) is not None


def _is_readable(column: Column, text: str) -> bool:
    raw = pl.Series("raw", [text])
    base = datetime.now(UTC).date()
    return bool(convert_column(column, raw, base=base, money_unit=None)["readable"][0])


def _short_texts(column: pl.Series) -> pl.Series:
    """Return the distinct texts that are no longer than headings are and that hold a Chinese character."""
    distinct = column.drop_nulls().unique()
    return distinct.filter((distinct.str.len_chars() <= HEADING_LENGTH) & distinct.str.contains(HAN))
