"""The body of a recognised table: raw cells by contract column, each with the address it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from ingest.headers import Header, HeaderMatch
from ingest.masking import scrub
from ingest.row_kinds import RowKind, RowKinds, RowSorter
from ingest.sheets import Sheet, nothing
from warehouse.contracts import Column


@dataclass(frozen=True)
class RawColumn:
    """A column's cells, row by row: text, the 1-based row each came from, and why where it is not the cell itself.

    `rows` and `inferred` are None where every cell is the row's own, which is nearly always.
    """

    texts: pl.Series
    rows: pl.Series | None = None
    inferred: pl.Series | None = None


@dataclass(frozen=True)
class TotalRow:
    """A row that states sums; `stated` maps contract columns to what the cell holds."""

    row: int
    is_subtotal: bool
    stated: dict[str, str]


@dataclass(frozen=True)
class SetAside:
    """A row (1-based) that is no data: its kind, where its words begin, and what it says.

    `is_told`: it holds more than a label, so that whoever sent it should know that it was not taken.
    """

    row: int
    kind: str
    cell: str
    text: str
    is_told: bool


@dataclass(frozen=True)
class RawTable:
    """The data rows (1-based sheet rows) of a stretch of a table, and the rows set aside with their reason.

    `unread` are the headings over cells of data rows that no column of the contract takes.
    """

    rows: pl.Series
    columns: dict[str, RawColumn]
    totals: list[TotalRow]
    set_aside: list[SetAside]
    unread: tuple[Header, ...] = ()


@dataclass
class _Carry:
    """What a stretch hands to the next: the last text and row of each filled-down column, the merges counted."""

    last: dict[str, tuple[str, int]] = field(default_factory=dict)
    counted: set[tuple[str, int]] = field(default_factory=set)


class TableReader:
    """Reads the rows below one header, stretch by stretch, in order."""

    def __init__(self, sheet: Sheet, match: HeaderMatch) -> None:
        self._sheet = sheet
        self._match = match
        self._sorter = RowSorter(sheet, match)
        self._carry = _Carry()

    def read(self) -> Iterator[RawTable]:
        """Yield the table in stretches; fill what merged cells and blanks stand for."""
        first = self._match.last_row + 1
        frame = self._sheet.frame.slice(first)
        for following in self._sheet.chunks():
            yield self._read_stretch(frame, first, is_end=False)
            first += frame.height
            frame = following
        yield self._read_stretch(frame, first, is_end=True)

    def _read_stretch(self, frame: pl.DataFrame, first: int, *, is_end: bool) -> RawTable:
        kinds = self._sorter.sort(frame, first, is_end=is_end)
        rows = (kinds.data.arg_true().cast(pl.Int32) + (first + 1)).rename("_row")
        taken = frame if kinds.data.all() else frame.filter(kinds.data)
        totals = [row for row, kind in sorted(kinds.others.items()) if kind.name == "total"]
        unread = (header for header in self._match.unmatched if header.index < taken.width)
        return RawTable(
            rows=rows,
            columns={
                name: self._read_column(name, taken, frame, kinds, rows, totals)
                for name in self._match.columns
            },
            totals=[self._read_total(frame.row(row - first), row, kinds.others[row]) for row in totals],
            set_aside=[
                self._set_aside(frame.row(row - first), row, kind)
                for row, kind in sorted(kinds.others.items())
            ],
            unread=tuple(h for h in unread if taken.to_series(h.index).is_not_null().any()),
        )

    def _read_column(
        self,
        name: str,
        taken: pl.DataFrame,
        frame: pl.DataFrame,
        kinds: RowKinds,
        rows: pl.Series,
        totals: list[int],
    ) -> RawColumn:
        index, column = self._match.columns[name].index, self._match.contract.column(name)
        if index >= taken.width:
            return RawColumn(nothing("raw", len(rows), pl.String()))
        read = RawColumn(taken.to_series(index).alias("raw"))
        merged = self._merged_rows(index, kinds.first, frame.height)
        if merged:
            read = self._fill_merged(read, name, column, merged, rows)
        if column.fill == "down" and read.texts.null_count():
            read = self._fill_down(read, name, rows, totals)
        elif column.fill == "down":
            self._remember(name, read, rows)
        return read

    def _merged_rows(self, index: int, first: int, height: int) -> dict[int, int]:
        """Return, per row of the stretch that a merged cell covers in this column, the row that holds its value."""
        return {
            row: top
            for top, left, last, right in self._sheet.merges
            if left <= index <= right and top < last
            for row in range(max(top, first), min(last, first + height - 1) + 1)
        }

    def _fill_merged(
        self, read: RawColumn, name: str, column: Column, merged: dict[int, int], rows: pl.Series
    ) -> RawColumn:
        """Put the merged value into every row it covers; in a summed column it counts once, in its first data row."""
        index = self._match.columns[name].index
        texts, sources = read.texts.to_list(), rows.to_list()
        why: list[str | None] = [None] * len(sources)
        for position, row in enumerate(rows.to_list()):
            top = merged.get(row - 1)
            if top is None:
                continue
            value = self._sheet.cell(top, index)
            is_repeated = column.total is not None and (name, top) in self._carry.counted
            self._carry.counted.add((name, top))
            texts[position] = None if is_repeated else value
            sources[position] = top + 1
            if value is not None and (is_repeated or sources[position] != row):
                why[position] = "merged"
        return RawColumn(
            pl.Series("raw", texts, dtype=pl.String),
            pl.Series(sources, dtype=pl.Int32),
            pl.Series(why, dtype=pl.String),
        )

    def _fill_down(self, read: RawColumn, name: str, rows: pl.Series, totals: list[int]) -> RawColumn:
        """Fill blanks from the row above; a total row ends what stands above it."""
        ends = pl.Series([row + 1 for row in totals], dtype=pl.Int32)
        last = self._carry.last.get(name)
        frame = pl.DataFrame(
            {
                "text": read.texts,
                "row": rows,
                "source": rows if read.rows is None else read.rows,
                "why": nothing("why", len(rows), pl.String()) if read.inferred is None else read.inferred,
            }
        ).with_columns(
            segment=pl.Series(ends.search_sorted(rows), dtype=pl.Int64) if len(ends) else pl.lit(0)
        )
        held = pl.when(pl.col("text").is_not_null())
        filled = frame.select(
            "row",
            "segment",
            pl.col("text").forward_fill().over("segment"),
            held.then("source").forward_fill().over("segment").alias("source"),
            held.then("why").otherwise(pl.lit("above")).alias("why"),
        )
        if last:  # blanks at the beginning of a later stretch belong to the row before it
            is_open = pl.col("text").is_null() & (pl.col("segment") == 0)
            filled = filled.with_columns(
                pl.when(is_open).then(pl.lit(last[0])).otherwise("text").alias("text"),
                pl.when(is_open).then(pl.lit(last[1], dtype=pl.Int32)).otherwise("source").alias("source"),
            )
        filled = filled.with_columns(
            pl.when(pl.col("text").is_null()).then("row").otherwise("source").cast(pl.Int32).alias("source"),
            pl.when(pl.col("text").is_null()).then(None).otherwise("why").alias("why"),
        )
        read = RawColumn(filled["text"].alias("raw"), filled["source"], filled["why"])
        self._remember(name, read, rows)
        return read

    def _remember(self, name: str, read: RawColumn, rows: pl.Series) -> None:
        if len(rows) and (text := read.texts[-1]) is not None:
            self._carry.last[name] = (text, (rows if read.rows is None else read.rows)[-1])
        else:
            self._carry.last.pop(name, None)

    def _read_total(self, cells: tuple[str | None, ...], row: int, kind: RowKind) -> TotalRow:
        stated = {
            name: scrub(text)
            for name, header in self._match.columns.items()
            if self._match.contract.column(name).total and header.index != kind.label
            if header.index < len(cells) and (text := cells[header.index])
        }
        label = cells[kind.label] or ""
        return TotalRow(row + 1, "小" in label or "本" in label, stated)

    def _set_aside(self, cells: tuple[str | None, ...], row: int, kind: RowKind) -> SetAside:
        filled = [(index, cell) for index, cell in enumerate(cells) if cell]
        text = " ".join(dict.fromkeys(cell.strip() for _, cell in filled))
        number = row + 1
        return SetAside(number, kind.name, f"{column_letter(filled[0][0])}{number}", text, kind.is_told)


def column_letter(index: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
