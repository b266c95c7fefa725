"""A sheet as the readers give it: text by column from A1, the first rows at hand and the others on their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest

import polars as pl

# Of a text file, which is read faster than converted; of a workbook fewer, so that both go on at once.
CHUNK_ROWS, SHEET_CHUNK_ROWS = 100_000, 50_000
Cells = list[list[str | None]]
Merge = tuple[int, int, int, int]


class UnreadableFile(Exception):
    """The file is no table that we can read; the argument is the rule in `problems.toml` that says why."""


@dataclass(eq=False)
class Sheet:
    """One sheet; `frame` holds the rows read so far, row i of it is row i + 1 of the sheet.

    Attributes:
        frame: a String column "0", "1", … for every sheet column, from A; None = empty.
        merges: 0-based (first row, first column, last row, last column).
        hidden_rows: 0-based, as are hidden_columns and struck_rows (every filled cell is struck through).
        pictures: the SHA-256 of the picture that fills a cell, by 0-based (row, column); "" where it is missing.
        notes: rules of `problems.toml` to tell about how the sheet was read.
        tail: the last rows (30 at most) where they are known before the rest is read, else None.
        rest: the chunks that follow `frame`; `chunks` and `read_all` take from it.
    """

    name: str
    hidden: bool
    frame: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    pictures: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tail: Cells | None = None
    rest: Iterator[pl.DataFrame] = field(default_factory=lambda: iter(()), repr=False)

    @classmethod
    def of(
        cls,
        name: str,
        cells: Sequence[Sequence[str | None]],
        merges: Sequence[Merge] = (),
        hidden: bool = False,  # noqa: FBT001, FBT002 - as the field
    ) -> Sheet:
        """Return a whole sheet of these cells; short rows are padded."""
        return cls(name, hidden, frame_of_rows(cells), tuple(merges))

    @property
    def height(self) -> int:
        """The rows in `frame`."""
        return self.frame.height

    def chunks(self) -> Iterator[pl.DataFrame]:
        """Yield the rows after `frame`, with its columns; each chunk comes once, none where the sheet is whole."""
        yield from self.rest

    def read_all(self) -> None:
        """Take every chunk into `frame`."""
        self.frame = pl.concat([self.frame, *self.rest])

    @property
    def first(self) -> int:
        """The first row of `frame` that holds anything; 0 where none does."""
        filled = self.frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        return filled.arg_max() or 0 if len(filled) else 0

    @property
    def is_whole(self) -> bool:
        """Whether no chunk follows `frame`."""
        following = next(self.rest, None)
        if following is not None:
            self.rest = chain([following], self.rest)
        return following is None

    def only(self, first: int, last: int) -> Sheet:
        """Return the sheet with nothing but the rows from `first` to `last`, at their own places."""
        kept = pl.int_range(pl.len()).is_between(first, last)
        frame = self.frame.head(last + 1).with_columns(pl.when(kept).then(pl.all()))
        merges = tuple(merge for merge in self.merges if first <= merge[0] <= last)
        return replace(self, frame=frame, merges=merges, tail=None, rest=iter(()))

    def row(self, index: int) -> list[str | None]:
        return list(self.frame.row(index))

    def cell(self, row: int, column: int) -> str | None:
        """Return the text of a cell; None beyond the rows and columns that were read."""
        inside = row < self.frame.height and column < self.frame.width
        return self.frame.to_series(column)[row] if inside else None

    def head(self, rows: int) -> Cells:
        return [list(row) for row in self.frame.head(rows).rows()]


def column_schema(width: int) -> dict[str, type[pl.String]]:
    """Return the schema of a sheet of `width` columns."""
    return {str(column): pl.String for column in range(width)}


def frame_of_rows(rows: Sequence[Sequence[str | None]], width: int = 0) -> pl.DataFrame:
    """Return rows of texts as a frame; it is as wide as the longest of them, and `width` at least."""
    columns = list(zip_longest(*rows))
    columns += [(None,) * len(rows)] * (max(width, 1 if rows else 0) - len(columns))
    return pl.DataFrame(
        [pl.Series(str(number), column, dtype=pl.String) for number, column in enumerate(columns)],
        schema=column_schema(len(columns)),
    )


def nothing(name: str, rows: int, dtype: pl.DataType) -> pl.Series:
    """Return a column without a value; many times as fast as out of a list of None."""
    return pl.repeat(None, rows, dtype=dtype, eager=True).alias(name)


def blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with None for cells that hold nothing but white space."""
    return frame.with_columns(pl.when(pl.all().str.contains(r"\S")).then(pl.all()))


def in_chunks(sheet: Sheet, frames: Iterator[pl.DataFrame]) -> Sheet:
    """Return `sheet` with the first of `frames` as its rows at hand and the others to follow."""
    pieces = (piece for frame in frames for piece in frame.iter_slices(CHUNK_ROWS))
    first = next(pieces, None)
    if first is not None:
        sheet.frame, sheet.rest = first, pieces
    return sheet
