"""What each row below a header is: data, or a total, a footer, a section title, a repeated header, a loose row.

A row whose required cells are filled is data, and a label ends where its words end: 审批服务管理办法 is a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace

import polars as pl

from ingest.headers import HeaderMatch, fold_header
from ingest.lines import Lines, MergedCells
from ingest.numbers import parse_number
from ingest.sheets import Sheet

TOTAL = re.compile(r"(?:本\s*[页表年月季期]\s*|以上\s*)?[合总小共累]\s*计(?:$|[\s:(\d])")
# A label that can be nothing else, whatever the other cells hold.
TOTAL_ALONE = r"^[\s(（\[【]*[合总小共]\s*计\s*(?:[(（][^()（）]{1,6}[)）])?[\s:：)）\]】]*$"
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
NOTE = "note"
HAN = re.compile("[\u4e00-\u9fff]")
NONE: frozenset[int] = frozenset()
NUMERIC = ("integer", "number", "amount")
WORDS = ("text", "identifier", "code")


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
    """Which of `lines` are data, and the kinds of the others by position."""

    lines: Lines
    data: pl.Series
    others: dict[int, RowKind]

    @classmethod
    def none(cls, lines: Lines) -> RowKinds:
        """Return the kinds of no rows of a sheet as wide as `lines`."""
        return cls(lines.slice(0, 0), pl.Series("data", [], dtype=pl.Boolean), {})

    def head(self, length: int) -> RowKinds:
        others = {position: kind for position, kind in self.others.items() if position < length}
        return RowKinds(self.lines.slice(0, length), self.data.head(length), others)

    def set_aside(self) -> list[tuple[int, int, RowKind]]:
        """Return row, position and kind of what is no data, in order."""
        return [(self.lines.rows[position], position, kind) for position, kind in sorted(self.others.items())]


class RowSorter:
    """Tells the rows below one header apart, stretch by stretch.

    Nearly every row is data by its filled cells alone: those are told in one pass over the columns, and only the rest
    is looked at row by row.
    """

    def __init__(self, sheet: Sheet, match: HeaderMatch, merged: MergedCells) -> None:
        self.columns = {header.index: match.contract.column(name) for name, header in match.columns.items()}
        self.headers = {header.index: header for header in match.columns.values()}
        self.required = {index for index, column in self.columns.items() if column.required}
        self.own = sorted(index for index in self.required if self.columns[index].fill is None)
        self.labels = {
            i for i, column in self.columns.items() if column.parse in WORDS and column.name != NOTE
        }
        self.labels |= set(range(min(self.columns, default=0)))
        self.header_rows = {
            tuple(fold_header(cell) for cell in sheet.row(row) if cell)
            for row in range(match.first_row, match.last_row + 1)
        }
        self.struck = sheet.struck_rows
        self.merged = merged
        self.wide: set[int] = set()
        self.covered: dict[int, frozenset[int]] = {}

    def sort(self, lines: Lines, *, before: int, is_end: bool) -> RowKinds:
        """Return the kinds of `lines`.

        Args:
            lines: the rows, in order.
            before: how many rows of data stand above them.
            is_end: nothing follows, so that the last rows can be signatures.
        """
        self._see_merged(lines)
        doubtful = self._find_doubtful(lines)
        data = ~doubtful
        others: dict[int, RowKind] = {}
        taken = []
        for position in doubtful.arg_true():
            kind = self._classify(lines.rows[position], lines.cells(position))
            if kind.name == "data":
                taken.append(position)
            else:
                others[position] = kind
        data = data.scatter(taken, values=True) if taken else data
        _silence_titles(others)
        if is_end:
            self._find_signatures(lines, before, data, others)
        struck = (lines.rows.is_in(sorted(self.struck)) & data).arg_true().to_list() if self.struck else []
        data.scatter(struck, values=False)
        others |= dict.fromkeys(struck, RowKind("struck"))
        return RowKinds(lines, data, others)

    def _see_merged(self, lines: Lines) -> None:
        """Learn which of `lines` are merged sidewards, and which columns of theirs a filled cell above covers."""
        covered: dict[int, set[int]] = defaultdict(set)
        self.wide = set()
        for (first, left, last, right), rows in self.merged.over(lines):
            if left < right:
                self.wide.update(rows)
            if first < last and self.merged.text(first, left):
                for row in rows:
                    covered[row].add(left)
        self.covered = {row: frozenset(columns) for row, columns in covered.items()}

    def _find_doubtful(self, lines: Lines) -> pl.Series:
        """Return which rows have to be looked at."""
        frame = lines.frame
        present = [index for index in self.own if index < frame.width]
        filled = [pl.nth(index).is_not_null() for index in present]
        complete = (
            pl.all_horizontal(filled) if filled and len(present) == len(self.own) else pl.lit(value=False)
        )
        # A header that is repeated on each page fills the required cells, too: each with its own heading.
        words = self._heading_words(frame, present[0]) if present else []
        is_header = pl.nth(present[0]).is_in(words).fill_null(value=False) if words else pl.lit(value=False)
        labels = [
            pl.nth(index).str.contains(TOTAL_ALONE).fill_null(value=False)
            for index in sorted(self.labels)
            if index < frame.width
        ]
        is_total = pl.any_horizontal(labels) if labels else pl.lit(value=False)
        is_covered = lines.rows.is_in(pl.Series(sorted(self.covered), dtype=pl.Int32).implode())
        looked = frame.select(place=pl.int_range(pl.len()), is_doubtful=~complete | is_header | is_total)
        return looked["is_doubtful"] | is_covered

    def _heading_words(self, frame: pl.DataFrame, index: int) -> list[str]:
        """Return the texts of a column that fold to one of its own headings."""
        names, longest = set(self.headers[index].names), 3 * max(map(len, self.headers[index].names)) + 8
        column = frame.to_series(index)
        short = column.filter(column.str.len_chars() <= longest).unique()
        if len(short) > DISTINCT_HEADINGS:
            short = short.filter(short.str.contains_any([name[0] for name in names if name]))
        return [text for text in short if text and fold_header(text) in names]

    def _find_signatures(
        self, lines: Lines, before: int, data: pl.Series, others: dict[int, RowKind]
    ) -> None:
        """Take an office's name alone under the table for its signature; between two rows it is a broken row."""
        below = []
        for position in reversed(data.arg_true().tail(SIGNATURE_ROWS + 1).to_list()):
            if not self._is_alone(lines.rows[position], lines.cells(position)):
                break
            below.append(position)
        if len(below) <= SIGNATURE_ROWS and len(below) < before + data.sum():
            data.scatter(below, values=False)
            for position in below:
                others[position] = RowKind("footer", is_told=True)

    def _classify(self, row: int, cells: dict[int, str]) -> RowKind:
        if self._is_header(cells):
            return RowKind("header")
        filled = _normalise(cells)
        label = self._find_total(filled, is_complete=self._is_complete(row, cells))
        if label is not None:
            return RowKind("total", label, self._says_more(filled, label))
        if self._is_complete(row, cells):
            return RowKind("data")
        first = min(filled)
        if FOOTER.match(_squeeze(filled[first])) and not self._has_most(filled, first):
            return RowKind("footer", first, self._is_more_than_labels(filled))
        if len(set(filled.values())) == 1 and not self.covered.get(row, NONE) & self.columns.keys():
            lone = self._classify_lone(row, first, filled[first])
            if lone:
                return lone
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

    def _find_total(self, filled: dict[int, str], *, is_complete: bool) -> int | None:
        """Return the column of a total's label: the first cell of the row, or one of words that is no note."""
        first = min(filled)
        for index, text in filled.items():
            if index in self.labels and re.match(TOTAL_ALONE, text):
                return index
        if is_complete:
            return None
        may_label = self.labels | {first}
        label = next((i for i, text in filled.items() if i in may_label and TOTAL.match(text)), None)
        if label is None:
            label = next((i for i, text in filled.items() if GROUP_TOTAL.fullmatch(_squeeze(text))), None)
            others = [text for index, text in filled.items() if index != label]
            if not others or any(parse_number(text) is None for text in others):
                return None
        return None if label is None or self._has_most(filled, label) else label

    def _says_more(self, filled: dict[int, str], label: int) -> bool:
        """Tell whether a total row has words in a column that is not summed: it may be a row of data after all."""
        others = (
            (self.columns[index], filled[index]) for index in self.columns.keys() & filled.keys() - {label}
        )
        return any(
            column.total is None and HAN.search(text) and not re.search(r"\d", text)
            for column, text in others
        )

    def _is_more_than_labels(self, filled: dict[int, str]) -> bool:
        """Tell whether a footer holds a contract's cell that is neither a label nor the answer right beside one."""
        asked = -1
        for index, text in filled.items():
            found = FOOTER.match(_squeeze(text))
            if found is None and index in self.columns and index != asked:
                return True
            is_open = found is not None and found.end() == len(_squeeze(text))
            asked = index + 1 if is_open else -1
        return False

    def _classify_lone(self, row: int, index: int, text: str) -> RowKind | None:
        if SIGNATURE.fullmatch(_squeeze(text)):
            return RowKind("footer", index)
        column = self.columns.get(index)
        is_number = parse_number(text) is not None
        is_numeric = column is not None and column.parse in NUMERIC
        if column and column.required and is_numeric and is_number:
            return None
        if row in self.wide or ENUMERATED.match(_squeeze(text)) or column is None:
            return RowKind("section", index)
        # Words where an amount belongs are a title under the first heading, under others perhaps a row's own.
        return RowKind("section", index, index > min(self.columns)) if is_numeric and not is_number else None


def _silence_titles(others: dict[int, RowKind]) -> None:
    """Tell nothing about the title above a header that is repeated on each page."""
    for header in [position for position, kind in others.items() if kind.name == "header"]:
        position = header - 1
        while position in others and others[position].name == "section":
            others[position] = replace(others[position], is_told=False)
            position -= 1


def _normalise(cells: dict[int, str]) -> dict[int, str]:
    return {index: unicodedata.normalize("NFKC", cell).strip() for index, cell in cells.items()}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
