"""The body of a recognised table: raw cells by contract column, each with the address it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.grid import Sheet
from ingest.headers import HeaderMatch, fold_header

TOTAL_ROW = re.compile(r"^(合计|总计|小计|累计|本页合计)")
FOOTER_ROW = re.compile(
    r"^(注\d*[::.]|注$|说明[::]|备注[::]|填表|填报|制表|审核人?[::]|审批|负责人|单位负责人|联系人|联系电话|经办人[::]|\*|※)"
)
FOOTER_CELLS = 4
LABEL_COLUMNS = 4


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
class RawTable:
    """The data rows (1-based sheet rows) of one table and the rows that were set aside with their reason."""

    rows: list[int]
    columns: dict[str, RawColumn]
    totals: list[TotalRow]
    set_aside: dict[int, str]


def read_table(sheet: Sheet, match: HeaderMatch) -> RawTable:
    """Split the rows below the header into data, totals and notes; fill what merged cells and blanks stand for."""
    kinds = {row: _classify(sheet.cells[row], match) for row in range(match.last_row + 1, len(sheet.cells))}
    data = [row for row, kind in kinds.items() if kind == "data"]
    columns = {name: _read_column(sheet, match, name, data) for name in match.columns}
    totals = [_read_total(sheet, match, row) for row, kind in kinds.items() if kind == "total"]
    set_aside = {row + 1: kind for row, kind in kinds.items() if kind not in ("data", "blank")}
    return RawTable([row + 1 for row in data], columns, totals, set_aside)


def column_letter(index: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _classify(row: list[str | None], match: HeaderMatch) -> str:
    filled = [(index, cell) for index, cell in enumerate(row) if cell is not None]
    if not filled:
        return "blank"
    first, text = filled[0][0], re.sub(r"\s+", "", unicodedata.normalize("NFKC", filled[0][1] or ""))
    if TOTAL_ROW.match(text) and first < LABEL_COLUMNS:
        return "total"
    if FOOTER_ROW.match(text) and len(filled) <= FOOTER_CELLS:
        return "footer"
    known = {header.index for header in match.columns.values()}
    if not any(index in known for index, _ in filled):
        return "footer"
    headings = [h for h in match.columns.values() if h.index < len(row) and row[h.index]]
    repeated = [h for h in headings if fold_header(row[h.index] or "") in h.names]
    return "header" if len(repeated) >= max(2, len(headings) // 2) else "data"


def _read_column(sheet: Sheet, match: HeaderMatch, name: str, data: list[int]) -> RawColumn:
    index = match.columns[name].index
    merged = {
        row: first
        for first, left, last, right in sheet.merges
        if left <= index <= right and first < last
        for row in range(first + 1, last + 1)
    }
    carries_down = match.contract.column(name).fill == "down"
    texts: list[str | None] = []
    rows: list[int] = []
    inferred: list[str | None] = []
    for row in data:
        source, why = (merged[row], "merged") if row in merged else (row, None)
        text = _cell(sheet, source, index)
        if text is None and carries_down and texts and row - 1 in data:
            text, source, why = texts[-1], rows[-1] - 1, "above" if texts[-1] is not None else None
        texts.append(text)
        rows.append(source + 1)
        inferred.append(why if text is not None else None)
    return RawColumn(texts, rows, inferred)


def _read_total(sheet: Sheet, match: HeaderMatch, row: int) -> TotalRow:
    summed = [name for name in match.columns if match.contract.column(name).total]
    cells = {name: _cell(sheet, row, match.columns[name].index) for name in summed}
    label = next(cell for cell in sheet.cells[row] if cell)
    return TotalRow(row + 1, "小计" in label, {name: text for name, text in cells.items() if text})


def _cell(sheet: Sheet, row: int, index: int) -> str | None:
    cells = sheet.cells[row]
    return cells[index] if index < len(cells) else None
