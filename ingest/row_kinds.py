"""What each row below a header is: data, or a total, a footer, a section title, a repeated header, a loose row.

A row whose required cells are all filled is data whatever its words are, and a label ends where its words end:
审批服务管理办法 is a title, 审批：何静 is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from ingest.grid import Sheet
from ingest.headers import HeaderMatch, fold_header, read_cell
from ingest.numbers import parse_number

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
NUMERIC = ("integer", "number", "amount")


@dataclass(frozen=True)
class RowKind:
    """`name` is data, blank, header, total, footer, section or loose; `label` the 0-based column of its label.

    `is_told` marks a row that is set aside although it holds something that a person should look at.
    """

    name: str
    label: int = 0
    is_told: bool = False


def classify_rows(sheet: Sheet, match: HeaderMatch) -> dict[int, RowKind]:
    """Return the kind of every row below the header, by 0-based row, in order."""
    sorter = _Sorter(sheet, match)
    kinds = {row: sorter.classify(row) for row in range(match.last_row + 1, len(sheet.cells))}
    # An office's name alone under the table is its signature; the same cell between two rows is a broken row.
    data = [row for row, kind in kinds.items() if kind.name == "data"]
    last = next((row for row in reversed(data) if not sorter.is_alone(row)), data[-1] if data else 0)
    below = [row for row in data if row > last]
    if len(below) <= SIGNATURE_ROWS:
        kinds |= {row: RowKind("footer", is_told=True) for row in below}
    return kinds


class _Sorter:
    def __init__(self, sheet: Sheet, match: HeaderMatch) -> None:
        self.sheet = sheet
        self.columns = {header.index: match.contract.column(name) for name, header in match.columns.items()}
        self.headers = {header.index: header for header in match.columns.values()}
        self.required = {index for index, column in self.columns.items() if column.required}
        self.header_rows = {
            tuple(fold_header(cell) for cell in sheet.cells[row] if cell)
            for row in range(match.first_row, match.last_row + 1)
        }
        self.covered: dict[int, set[int]] = defaultdict(set)
        self.wide: set[int] = set()
        for first, left, last, right in sheet.merges:
            rows = range(max(first, match.last_row + 1), min(last, len(sheet.cells) - 1) + 1)
            if left < right:
                self.wide.update(rows)
            if first < last and read_cell(sheet, first, left):
                for row in rows:
                    self.covered[row].add(left)

    def classify(self, row: int) -> RowKind:
        cells = {index: cell for index, cell in enumerate(self.sheet.cells[row]) if cell}
        if not cells:
            return RowKind("blank")
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
        if len(set(filled.values())) == 1 and not self.covered[row] & self.columns.keys():
            lone = self._classify_lone(row, first, filled[first])
            if lone:
                return RowKind(lone, first)
        if not (filled.keys() | self.covered[row]) & self.required:
            return RowKind("loose", first, bool(filled.keys() & self.columns))
        return RowKind("data")

    def is_alone(self, row: int) -> bool:
        """Tell whether the row is one cell that is neither complete nor the number of a row."""
        cells = {index: cell for index, cell in enumerate(self.sheet.cells[row]) if cell}
        filled = _normalise(cells)
        if len(filled) != 1 or self.covered[row] or self._is_complete(row, filled):
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
        own = {index for index in self.required if self.columns[index].fill is None}
        return bool(own) and own <= filled.keys() | self.covered[row]

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


def _normalise(cells: dict[int, str]) -> dict[int, str]:
    return {index: unicodedata.normalize("NFKC", cell).strip() for index, cell in cells.items()}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
