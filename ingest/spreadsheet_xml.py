"""SpreadsheetML 2003 (“XML 表格 2003”) → sheets: rows and cells may leap, merges are stated by their first cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.cell_text import to_text
from ingest.sheets import Merge, Sheet, UnreadableFile, blank_to_null, frame_of_rows

CELL_LIMIT = 20_000_000
WIDEST, TALLEST = 16_384, 1_048_576
SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")


def read_spreadsheet_xml(text: bytes) -> Iterator[Sheet]:
    """Yield the worksheets of a workbook in `text`, which is UTF-8 whatever it declares.

    Raises:
        UnreadableFile: `damaged_file`, `too_large`, or `no_table`.
    """
    try:
        workbook = etree.fromstring(text, PARSER)
        styles = {style.get(f"{SS}ID") for style in workbook.iter(f"{SS}Style") if _strikes(style)}
        sheets = [_read_sheet(worksheet, styles) for worksheet in workbook.iter(f"{SS}Worksheet")]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("damaged_file") from error
    if not sheets:
        raise UnreadableFile("no_table")
    yield from sheets


def _strikes(style: etree._Element) -> bool:
    return any(font.get(f"{SS}StrikeThrough") == "1" for font in style.iter(f"{SS}Font"))


@dataclass
class _Grid:
    struck_styles: set[str | None]
    rows: list[list[str | None]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)

    def add_row(self, row: etree._Element) -> None:
        place = _index(row, len(self.rows), TALLEST)
        self.rows += [[] for _ in range(place - len(self.rows))]
        if row.get(f"{SS}Hidden") == "1":
            self.hidden.update(range(place, place + 1 + _number(row, "Span", TALLEST)))
        self.rows.append(self._cells(row, place))
        self.rows += [[] for _ in range(_number(row, "Span", TALLEST))]

    def _cells(self, row: etree._Element, place: int) -> list[str | None]:
        texts: list[str | None] = []
        styles = set()
        for cell in row.iterfind(f"{SS}Cell"):
            column = _index(cell, len(texts), WIDEST)
            text = _text(cell)
            across, down = _number(cell, "MergeAcross", WIDEST), _number(cell, "MergeDown", TALLEST)
            if across or down:
                self.merges.append((place, column, place + down, column + across))
            texts += [None] * (column - len(texts)) + [text] + [None] * across
            if text:
                styles.add(cell.get(f"{SS}StyleID", row.get(f"{SS}StyleID")))
        if styles and styles <= self.struck_styles:
            self.struck.add(place)
        return texts


def _read_sheet(worksheet: etree._Element, struck_styles: set[str | None]) -> Sheet:
    grid = _Grid(struck_styles)
    for row in worksheet.iterfind(f"{SS}Table/{SS}Row"):
        grid.add_row(row)
    if len(grid.rows) * max(map(len, grid.rows), default=0) > CELL_LIMIT:
        raise UnreadableFile("too_large")
    visible = worksheet.findtext("{*}WorksheetOptions/{*}Visible", "").strip()
    return Sheet(
        worksheet.get(f"{SS}Name", ""),
        visible in {"SheetHidden", "SheetVeryHidden"},
        blank_to_null(frame_of_rows(grid.rows)),
        tuple(grid.merges),
        frozenset(grid.hidden),
        frozenset(_hidden_columns(worksheet)),
        frozenset(grid.struck),
    )


def _hidden_columns(worksheet: etree._Element) -> Iterator[int]:
    next_place = 0
    for column in worksheet.iterfind(f"{SS}Table/{SS}Column"):
        place = _index(column, next_place, WIDEST)
        next_place = place + 1 + _number(column, "Span", WIDEST)
        if column.get(f"{SS}Hidden") == "1":
            yield from range(place, next_place)


def _index(element: etree._Element, following: int, most: int) -> int:
    """Return the 0-based place of a row, cell or column: the one it states, else the one that follows."""
    stated = _number(element, "Index", most)
    return max(stated - 1, following) if stated else following


def _number(element: etree._Element, name: str, most: int) -> int:
    value = int(element.get(f"{SS}{name}", "0"))
    if not 0 <= value <= most:
        raise UnreadableFile("too_large")
    return value


def _text(cell: etree._Element) -> str | None:
    data = cell.find(f"{SS}Data")
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{SS}Type")
    if kind == "Number":
        return to_text(float(text))
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    return text
