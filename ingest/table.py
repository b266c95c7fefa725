"""The body of a recognised table: raw cells by contract column, each with the address it came from."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.grid import Sheet
from ingest.headers import Header, HeaderMatch, read_cell
from ingest.row_kinds import RowKind, classify_rows


@dataclass(frozen=True)
class RawColumn:
    """A column's cells, row by row: text, the 1-based row each came from, and why where it is not the cell itself."""

    texts: list[str | None]
    rows: list[int]
    inferred: list[str | None]


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
    """The data rows (1-based sheet rows) of one table and the rows that were set aside with their reason.

    `unread` are the headings over cells of data rows that no column of the contract takes.
    """

    rows: list[int]
    columns: dict[str, RawColumn]
    totals: list[TotalRow]
    set_aside: list[SetAside]
    unread: tuple[Header, ...] = ()


def read_table(sheet: Sheet, match: HeaderMatch) -> RawTable:
    """Split the rows below the header into data, totals and notes; fill what merged cells and blanks stand for."""
    kinds = classify_rows(sheet, match)
    data = [row for row, kind in kinds.items() if kind.name == "data"]
    return RawTable(
        rows=[row + 1 for row in data],
        columns={name: _read_column(sheet, match, name, kinds) for name in match.columns},
        totals=[_read_total(sheet, match, row, kind) for row, kind in kinds.items() if kind.name == "total"],
        set_aside=[
            _set_aside(sheet, row, kind) for row, kind in kinds.items() if kind.name not in ("data", "blank")
        ],
        unread=tuple(h for h in match.unmatched if any(read_cell(sheet, row, h.index) for row in data)),
    )


def column_letter(index: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_column(sheet: Sheet, match: HeaderMatch, name: str, kinds: dict[int, RowKind]) -> RawColumn:
    """Read one column; a merged cell of a summed column counts once, in the first of its rows that is data."""
    index, column = match.columns[name].index, match.contract.column(name)
    merged = {
        row: first
        for first, left, last, right in sheet.merges
        if left <= index <= right and first < last
        for row in range(first, min(last, len(sheet.cells) - 1) + 1)
    }
    counted: set[int] = set()
    carried: tuple[str, int] | None = None
    cells: list[tuple[str | None, int, str | None]] = []
    for row, kind in kinds.items():
        if kind.name == "total":
            carried = None
        if kind.name != "data":
            continue
        source = merged.get(row, row)
        text, why = read_cell(sheet, source, index), None if source == row else "merged"
        if column.total and row in merged and source in counted:
            cells.append((None, source, "merged" if text is not None else None))
            continue
        counted.add(source)
        if text is None and column.fill == "down" and carried:
            (text, source), why = carried, "above"
        carried = (text, source) if text is not None else None
        cells.append((text, source, why if text is not None else None))
    return RawColumn(
        [text for text, _, _ in cells], [source + 1 for _, source, _ in cells], [why for _, _, why in cells]
    )


def _read_total(sheet: Sheet, match: HeaderMatch, row: int, kind: RowKind) -> TotalRow:
    stated = {
        name: text
        for name, header in match.columns.items()
        if match.contract.column(name).total and header.index != kind.label
        if (text := read_cell(sheet, row, header.index))
    }
    label = read_cell(sheet, row, kind.label) or ""
    return TotalRow(row + 1, "小" in label or "本" in label, stated)


def _set_aside(sheet: Sheet, row: int, kind: RowKind) -> SetAside:
    cells = [(index, cell) for index, cell in enumerate(sheet.cells[row]) if cell]
    text = " ".join(dict.fromkeys(cell.strip() for _, cell in cells))
    return SetAside(row + 1, kind.name, f"{column_letter(cells[0][0])}{row + 1}", text, kind.is_told)
