"""The rows of one stretch of a sheet that hold anything, each with its own place, and the cells merged over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ingest.sheets import Merge, Sheet


@dataclass(frozen=True)
class Lines:
    """Rows without the blank ones; `rows` are their 0-based places on the sheet, rising, `frame` their cells."""

    rows: pl.Series
    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame, first: int) -> Lines:
        """Return the filled rows of `frame`, whose first row is row `first` of the sheet."""
        rows = pl.int_range(first, first + frame.height, dtype=pl.Int32, eager=True).alias("row")
        if frame.height and frame.width:
            filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
            if not filled.all():
                return cls(rows.filter(filled), frame.filter(filled))
        return cls(rows, frame)

    def __len__(self) -> int:
        return len(self.rows)

    def slice(self, start: int, end: int | None = None) -> Lines:
        """Return the lines from position `start` up to `end`."""
        length = None if end is None else end - start
        return Lines(self.rows.slice(start, length), self.frame.slice(start, length))

    def followed_by(self, other: Lines) -> Lines:
        if not len(self):
            return other
        return Lines(self.rows.append(other.rows), pl.concat([self.frame, other.frame]))

    def cells(self, position: int) -> dict[int, str]:
        """Return the filled cells of a line by column."""
        return {index: cell for index, cell in enumerate(self.frame.row(position)) if cell}

    @property
    def span(self) -> range:
        """The sheet's rows from the first line to the last, blank ones among them."""
        return range(self.rows[0], self.rows[-1] + 1) if len(self) else range(0)


class MergedCells:
    """The merged cells of a sheet; what stands in them is known once their first row has been read."""

    def __init__(self, sheet: Sheet, first: int) -> None:
        """Take what stands above row `first`, where the data begin; `learn` takes the rest."""
        self._merges = sorted(sheet.merges)
        self._texts: dict[tuple[int, int], str] = {}
        for merge in self._merges:
            if merge[0] < first:
                row = sheet.frame.row(merge[0]) if merge[0] < sheet.height else ()
                self._keep(merge, row)

    def learn(self, lines: Lines) -> None:
        """Take what stands in the merged cells that begin in `lines`."""
        for merge in self._merges:
            if merge[0] in lines.span and merge[0] < merge[2]:
                position = int(lines.rows.search_sorted(merge[0]))
                self._keep(merge, lines.frame.row(position) if lines.rows[position] == merge[0] else ())

    def over(self, lines: Lines) -> Iterator[tuple[Merge, range]]:
        """Yield the merged cells that reach into `lines`, and the sheet's rows that they have in common."""
        span = lines.span
        for merge in self._merges:
            rows = range(max(merge[0], span.start), min(merge[2] + 1, span.stop))
            if rows:
                yield merge, rows

    def text(self, row: int, column: int) -> str | None:
        """Return what stands in a cell of a merge's first row."""
        return self._texts.get((row, column))

    def _keep(self, merge: Merge, row: tuple[str | None, ...]) -> None:
        first, left, _, right = merge
        self._texts |= {
            (first, column): cell for column, cell in enumerate(row) if left <= column <= right and cell
        }


def column_letter(index: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
