"""What each row below a header is: data, or a total, a footer, a section title, a repeated header, a loose row.

A row whose required cells are all filled is data whatever its words are, and a label ends where its words end:
审批服务管理办法 is a title, 审批：何静 is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from ingest.headers import HeaderMatch, fold_header
from ingest.numbers import parse_number
from ingest.sheets import Sheet

TOTAL = re.compile(r"(?:本\s*[页表]\s*|以上\s*)?[合总小共累]\s*计(?:$|[\s:(\d])")
GROUP_TOTAL = re.compile(r".{1,12}(?:小计|合计|总计)")
FOOTER = re.compile(
    r"注\d*[:.、]|[*※]|(?:注|附注|说明|备注"
    r"|(?:填表|填报|制表|报送|统计|编制|上报)(?:人|单位|部门|日期|时间|说明)?|(?:审核|复核|审批|审定|签发|校对|经办)人?"
    r"|(?:单位|部门|主要|分管|科室|党委|党组织)?(?:负责人|领导)(?:签字|签名|签章)?|联系人|(?:联系)?电话|联系方式|日期"
    r"|(?:单位)?(?:公章|盖章|签章)|签字|签名)(?:\([^()]*\))?(?:$|:)"
)
SIGNATURE = re.compile(
    r"\(?(?:单位|领导|加盖)?(?:公章|盖章|签章|签字|签名)处?\)?|.*\((?:公章|盖章|签章|签字|签名|章)\)"
    r"|[\d二〇○零一三四五六七八九十]{0,5}年[\d一二三四五六七八九十]{0,3}月[\d一二三四五六七八九十]{0,3}日"
    r"|20\d{2}[-./]\d{1,2}[-./]\d{1,2}"
)
ENUMERATED = re.compile(
    r"[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十\d]+[部章节类]"
)
SIGNATURE_ROWS = 3
DISTINCT_HEADINGS = 1000
NONE: frozenset[int] = frozenset()
NUMERIC = ("integer", "number", "amount")


@dataclass(frozen=True)
class RowKind:
    """`name` is data, header, total, footer, section, loose or struck; `label` the 0-based column of its label.

    `is_told` marks a row that is set aside although it holds something that a person should look at.
    """

    name: str
    label: int = 0
    is_told: bool = False


@dataclass(frozen=True)
class RowKinds:
    """The kinds of the rows of one stretch of a sheet: `data` by position (0-based row less `first`), others by row."""

    first: int
    data: pl.Series
    others: dict[int, RowKind]


class RowSorter:
    """Tells the rows below one header apart, stretch by stretch.

    Nearly every row is data by its filled cells alone: those are told in one pass over the columns, and only the rest
    is looked at row by row.
    """

    def __init__(self, sheet: Sheet, match: HeaderMatch) -> None:
        self.columns = {header.index: match.contract.column(name) for name, header in match.columns.items()}
        self.headers = {header.index: header for header in match.columns.values()}
        self.required = {index for index, column in self.columns.items() if column.required}
        self.own = sorted(index for index in self.required if self.columns[index].fill is None)
        self.header_rows = {
            tuple(fold_header(cell) for cell in sheet.row(row) if cell)
            for row in range(match.first_row, match.last_row + 1)
        }
        self.struck = sheet.struck_rows
        covered: dict[int, set[int]] = defaultdict(set)
        self.wide: set[int] = set()
        for first, left, last, right in sheet.merges:
            rows = range(max(first, match.last_row + 1), min(last, sheet.height - 1) + 1)
            if left < right:
                self.wide.update(rows)
            if first < last and sheet.cell(first, left):
                for row in rows:
                    covered[row].add(left)
        self.covered = {row: frozenset(columns) for row, columns in covered.items()}

    def sort(self, frame: pl.DataFrame, first: int, *, is_end: bool) -> RowKinds:
        """Return the kinds of the rows of `frame`, whose first row is row `first` (0-based) of the sheet.

        Args:
            frame: a String column per sheet column.
            first: where the stretch begins.
            is_end: nothing follows, so that the last rows can be signatures.
        """
        doubtful, blank = self._find_doubtful(frame, first)
        data = ~(doubtful | blank)
        others: dict[int, RowKind] = {}
        taken = []
        for position in doubtful.arg_true():
            kind = self._classify(first + position, _row_cells(frame, position))
            if kind.name == "data":
                taken.append(position)
            else:
                others[first + position] = kind
        data = data.scatter(taken, values=True) if taken else data
        if is_end:
            self._find_signatures(frame, first, data, others)
        struck = [row for row in self.struck if 0 <= row - first < len(data) and data[row - first]]
        data.scatter([row - first for row in struck], values=False)
        others |= dict.fromkeys(struck, RowKind("struck"))
        return RowKinds(first, data, others)

    def _find_doubtful(self, frame: pl.DataFrame, first: int) -> tuple[pl.Series, pl.Series]:
        """Return which rows have to be looked at, and which are blank."""
        present = [index for index in self.own if index < frame.width]
        filled = [pl.nth(index).is_not_null() for index in present]
        complete = (
            pl.all_horizontal(filled) if filled and len(present) == len(self.own) else pl.lit(value=False)
        )
        # A header that is repeated on each page fills the required cells, too: each with its own heading.
        words = self._heading_words(frame, present[0]) if present else []
        is_header = pl.nth(present[0]).is_in(words).fill_null(value=False) if words else pl.lit(value=False)
        merged = pl.Series(
            "merged", sorted(row - first for row in self.covered if row >= first), dtype=pl.Int64
        )
        marked = frame.select(
            (~complete | is_header | pl.int_range(pl.len()).is_in(merged.implode())).alias("doubtful"),
            pl.all_horizontal(pl.all().is_null()).alias("blank"),
        )
        blank = marked["blank"]
        return marked["doubtful"] & ~blank, blank

    def _heading_words(self, frame: pl.DataFrame, index: int) -> list[str]:
        """Return the texts of a column that fold to one of its own headings."""
        if index >= frame.width:
            return []
        names, longest = set(self.headers[index].names), 3 * max(map(len, self.headers[index].names)) + 8
        column = frame.to_series(index)
        short = column.filter(column.str.len_chars() <= longest).unique()
        if len(short) > DISTINCT_HEADINGS:
            short = short.filter(short.str.contains_any([name[0] for name in names if name]))
        return [text for text in short if text and fold_header(text) in names]

    def _find_signatures(
        self, frame: pl.DataFrame, first: int, data: pl.Series, others: dict[int, RowKind]
    ) -> None:
        """Take an office's name alone under the table for its signature; between two rows it is a broken row."""
        below = []
        for position in reversed(data.arg_true().tail(SIGNATURE_ROWS + 1).to_list()):
            if not self._is_alone(first + position, _row_cells(frame, position)):
                break
            below.append(position)
        if len(below) <= SIGNATURE_ROWS and len(below) < data.sum():
            data.scatter(below, values=False)
            for position in below:
                others[first + position] = RowKind("footer", is_told=True)

    def _classify(self, row: int, cells: dict[int, str]) -> RowKind:
        if self._is_header(cells):
            return RowKind("header")
        if self._is_complete(row, cells):
            return RowKind("data")
        filled = _normalise(cells)
        label = self._find_total(filled)
        if label is not None:
            return RowKind("total", label)
        first = min(filled)
        if FOOTER.match(_squeeze(filled[first])) and not self._has_most(filled, first):
            told = [
                index for index in filled.keys() & self.columns if not FOOTER.match(_squeeze(filled[index]))
            ]
            return RowKind("footer", first, len(told) > 1)
        if len(set(filled.values())) == 1 and not self.covered.get(row, NONE) & self.columns.keys():
            lone = self._classify_lone(row, first, filled[first])
            if lone:
                return RowKind(lone, first)
        if not (filled.keys() | self.covered.get(row, NONE)) & self.required:
            return RowKind("loose", first, bool(filled.keys() & self.columns))
        return RowKind("data")

    def _is_alone(self, row: int, cells: dict[int, str]) -> bool:
        """Tell whether the row is one cell that is neither complete nor the number of a row."""
        filled = _normalise(cells)
        if len(filled) != 1 or self.covered.get(row, NONE) or self._is_complete(row, filled):
            return False
        ((index, text),) = filled.items()
        return parse_number(text) is None and index in self.columns

    def _is_header(self, cells: dict[int, str]) -> bool:
        folded = {index: fold_header(cell) for index, cell in cells.items()}
        if tuple(folded.values()) in self.header_rows:
            return True
        known = [index for index in folded if index in self.headers]
        repeated = [index for index in known if folded[index] in self.headers[index].names]
        return len(repeated) >= max(2, len(known) // 2)

    def _is_complete(self, row: int, filled: dict[int, str]) -> bool:
        return bool(self.own) and set(self.own) <= filled.keys() | self.covered.get(row, NONE)

    def _has_most(self, filled: dict[int, str], label: int) -> bool:
        return 2 * len(self.required & filled.keys() - {label}) > len(self.required)

    def _find_total(self, filled: dict[int, str]) -> int | None:
        label = next((index for index, text in filled.items() if TOTAL.match(text)), None)
        if label is None:
            label = next((i for i, text in filled.items() if GROUP_TOTAL.fullmatch(_squeeze(text))), None)
            others = [text for index, text in filled.items() if index != label]
            if not others or any(parse_number(text) is None for text in others):
                return None
        return None if label is None or self._has_most(filled, label) else label

    def _classify_lone(self, row: int, index: int, text: str) -> str | None:
        if SIGNATURE.fullmatch(_squeeze(text)):
            return "footer"
        column = self.columns.get(index)
        is_number = parse_number(text) is not None
        if column and column.required and column.parse in NUMERIC and is_number:
            return None
        is_title = row in self.wide or ENUMERATED.match(_squeeze(text)) or column is None
        return "section" if is_title or (column and column.parse in NUMERIC and not is_number) else None


def _row_cells(frame: pl.DataFrame, position: int) -> dict[int, str]:
    return {index: cell for index, cell in enumerate(frame.row(position)) if cell}


def _normalise(cells: dict[int, str]) -> dict[int, str]:
    return {index: unicodedata.normalize("NFKC", cell).strip() for index, cell in cells.items()}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
