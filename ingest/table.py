"""The body of a recognised table: raw cells by contract column, each with the address it came from."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import polars as pl

from ingest.headers import Header, HeaderMatch
from ingest.lines import Lines, MergedCells, column_letter
from ingest.masking import scrub
from ingest.problems import Problem, describe
from ingest.row_kinds import RowKind, RowKinds, RowSorter
from ingest.sheets import Merge, Sheet, nothing
from ingest.table_end import OtherTable, TableEnd, tell_beside
from warehouse.contracts import Column

__all__ = ["RawColumn", "RawTable", "SetAside", "TableReader", "TotalRow", "column_letter"]

# What follows a stretch can tell a signature, a title or a header in its last rows: they are read with the next one.
HELD_ROWS = 12


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

    `unread` are the headings over cells of data rows that no column of the contract takes; `problems` what the cells
    alone would not tell: another table beside or below, an amount merged over rows.
    """

    rows: pl.Series
    columns: dict[str, RawColumn]
    totals: list[TotalRow]
    set_aside: list[SetAside]
    unread: tuple[Header, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Carry:
    """What a stretch hands to the next: the last text and row of each filled-down column, the merges counted, told."""

    last: dict[str, tuple[str, int]] = field(default_factory=dict)
    counted: set[tuple[str, int]] = field(default_factory=set)
    told: set[tuple[str, int]] = field(default_factory=set)


class TableReader:
    """Reads the rows below one header, stretch by stretch, in order."""

    def __init__(self, sheet: Sheet, match: HeaderMatch) -> None:
        self._sheet = sheet
        self._match = match
        self._merged = MergedCells(sheet, match.last_row + 1)
        self._sorter = RowSorter(sheet, match, self._merged)
        self._end = TableEnd(sheet, match)
        self._carry = _Carry()
        self._other: OtherTable | None = None
        self._read = 0
        self._merges: list[tuple[Merge, range]] = []
        self._told = tell_beside(match)

    def read(self) -> Iterator[RawTable]:
        """Yield the table in stretches, the same rows however the sheet comes; fill what merges and blanks mean."""
        first, end = self._match.last_row + 1, self._sheet.height
        lines = self._see(self._sheet.frame.slice(first), first)
        for frame in self._sheet.chunks():
            held = yield from self._read_lines(lines, is_end=False)
            lines = held.followed_by(self._see(frame, end))
            end += frame.height
        yield from self._read_lines(lines, is_end=True)
        if self._other:
            yield self._read_stretch(RowKinds.none(lines), self._other.tell())

    def _see(self, frame: pl.DataFrame, first: int) -> Lines:
        lines = Lines.of(frame, first)
        self._merged.learn(lines)
        return lines

    def _read_lines(self, lines: Lines, *, is_end: bool) -> Generator[RawTable, None, Lines]:
        """Yield what no later row can change, and return the lines that have to be read with those that follow."""
        while True:
            if self._other:
                back = self._end.find_return(lines) if self._other.may_end else None
                passed = max(0, len(lines) - (0 if is_end else HELD_ROWS)) if back is None else back
                self._other.pass_over(lines.slice(0, passed))
                lines = lines.slice(passed)
                if back is None:
                    return lines
                yield self._read_stretch(RowKinds.none(lines), self._other.tell())
                self._other = None
            other = self._end.find(lines, is_below=self._read > 0)
            if other is None:
                break
            above = lines.slice(0, other.start)
            yield self._read_stretch(self._sorter.sort(above, before=self._read, is_end=True))
            self._other, lines = other, lines.slice(other.start)
            self._carry.last.clear()
        kinds = self._sorter.sort(lines, before=self._read, is_end=is_end)
        held = kinds.data.arg_true().tail(HELD_ROWS)
        settled = len(lines) if is_end else held[0] if len(held) == HELD_ROWS else 0
        if settled or is_end:
            yield self._read_stretch(kinds.head(settled))
        return lines.slice(settled)

    def _read_stretch(self, kinds: RowKinds, *problems: Problem) -> RawTable:
        lines, frame = kinds.lines, kinds.lines.frame
        taken = Lines(lines.rows.filter(kinds.data), frame if kinds.data.all() else frame.filter(kinds.data))
        others = [(row, position, kind) for row, position, kind in kinds.set_aside()]
        totals = [row for row, _, kind in others if kind.name == "total"]
        unread = (header for header in self._match.unmatched if header.index < frame.width)
        self._merges = list(self._merged.over(lines))
        self._read += len(taken)
        columns = {name: self._read_column(name, taken, totals) for name in self._match.columns}
        told, self._told = (*self._told, *problems), []
        return RawTable(
            rows=(taken.rows + 1).cast(pl.Int32).rename("_row"),
            columns=columns,
            totals=[
                self._read_total(frame.row(position), row, kind)
                for row, position, kind in others
                if kind.name == "total"
            ],
            set_aside=[self._set_aside(frame.row(position), row, kind) for row, position, kind in others],
            unread=tuple(h for h in unread if taken.frame.to_series(h.index).is_not_null().any()),
            problems=told,
        )

    def _read_column(self, name: str, taken: Lines, totals: list[int]) -> RawColumn:
        index, column = self._match.columns[name].index, self._match.contract.column(name)
        if index >= taken.frame.width:
            return RawColumn(nothing("raw", len(taken), pl.String()))
        rows = (taken.rows + 1).cast(pl.Int32)
        read = RawColumn(taken.frame.to_series(index).alias("raw"))
        merged = {
            row: merge
            for merge, covered in self._merges
            if merge[1] <= index <= merge[3] and merge[0] < merge[2]
            for row in covered
        }
        if merged:
            read = self._fill_merged(read, name, column, merged, rows)
        if column.fill == "down":
            if read.texts.null_count():
                read = self._fill_down(read, name, rows, totals)
            self._remember(name, read, rows, totals)
        return read

    def _fill_merged(
        self, read: RawColumn, name: str, column: Column, merged: dict[int, Merge], rows: pl.Series
    ) -> RawColumn:
        """Put the merged value into every row it covers; in a summed column it counts once, in its first data row.

        The rows below it hold nothing then, or 0 where something has to stand.
        """
        index = self._match.columns[name].index
        texts, sources = read.texts.to_list(), rows.to_list()
        why: list[str | None] = [None] * len(sources)
        for position, row in enumerate(rows.to_list()):
            if row - 1 not in merged:
                continue
            top, _, last, _ = merged[row - 1]
            value = self._merged.text(top, index)
            is_repeated = column.total is not None and (name, top) in self._carry.counted
            self._carry.counted.add((name, top))
            texts[position] = None if is_repeated else value
            sources[position] = top + 1
            if value is not None and (is_repeated or sources[position] != row):
                why[position] = "merged"
            if value is not None and is_repeated and column.required:
                texts[position] = "0"
                self._tell_merged(name, column, index, top, last)
        return RawColumn(
            pl.Series("raw", texts, dtype=pl.String),
            pl.Series(sources, dtype=pl.Int32),
            pl.Series(why, dtype=pl.String),
        )

    def _tell_merged(self, name: str, column: Column, index: int, top: int, last: int) -> None:
        if (name, top) in self._carry.told:
            return
        self._carry.told.add((name, top))
        letter = column_letter(index)
        message = describe("merged_amount", column.label, f"{letter}{top + 1}:{letter}{last + 1}")
        cell = f"{letter}{top + 1}"
        self._told.append(Problem("merged_amount", "defect", message, None, cell, top + 1, name))

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
        return RawColumn(filled["text"].alias("raw"), filled["source"], filled["why"])

    def _remember(self, name: str, read: RawColumn, rows: pl.Series, totals: list[int]) -> None:
        """Keep the last text for the next stretch: a total below it ends it, a stretch without rows does not."""
        if totals and (not len(rows) or totals[-1] + 1 > rows[-1]):
            self._carry.last.pop(name, None)
        elif len(rows) and (text := read.texts[-1]) is not None:
            self._carry.last[name] = (text, (rows if read.rows is None else read.rows)[-1])

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
