"""What a delivery says about itself outside its table: as-of date, reporting unit, correction, money unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from ingest.date_grammar import read_clock
from ingest.dates import find_periods
from ingest.headers import fill_merges
from ingest.masking import scrub
from ingest.sheets import Sheet
from warehouse.series import REVISION

FOOTER_ROWS = 30
DATA_CELLS = 3


def _spaced(*words: str) -> str:
    """Return a pattern for `words`, whose characters offices pull apart with spaces to fill a line."""
    return "(?:" + "|".join(r"\s*".join(word) for word in words) + ")"


_REPORTS = _spaced(
    "填报", "报送", "上报", "填表", "制表", "编制", "统计", "数据", "更新", "汇总", "报告", "提交"
)
_AS_OF_LABEL = rf"(?:{_spaced('截至', '截止')}|{_REPORTS}\s*{_spaced('日期', '时间')})"
_PERSONS = _spaced(
    "单位负责人", "负责人", "填报人", "填表人", "制表人", "审核人", "经办人", "联系人", "联系电话", "电话"
)
_NEXT_LABEL = rf"{_AS_OF_LABEL}|(?:{_PERSONS}|金额单位|单\s*位|日\s*期)\s*:|第\s*\d+\s*期|20\d{{2}}[年.-]"
STATED_AS_OF = re.compile(rf"{_AS_OF_LABEL}\s*(?:日期|时间)?[\s:为]*(?:\([^)\d]*\))?[\s:(]*")
STATED_UNIT = re.compile(
    rf"{_spaced('填报单位', '报送单位', '编制单位', '上报单位', '填表单位')}\s*(?:\([^)]*章\))?\s*"
    rf"(?P<sign>[:\t\n])\s*(?!{_NEXT_LABEL})(?P<name>[^\s,;(:]+?)(?=[\s,;(:]|$|{_NEXT_LABEL})"
)
ORGANISATION = re.compile(
    r"(?!全|各|本|我|内部|局部|外部|农村)[\u4e00-\u9fff]{2,24}"
    r"(?:街道|镇|乡|[^全内外局]部|局|委|办|办公室|小组|组|中心|村|社区|党委|工委|公司|集团|院|校|站|所|大队|支队|协会)"
)
_MONEY = r"(?P<money>(?:(?:百\s*万|千\s*万|百|千|万|亿)\s*)?元|万|亿)"
_CURRENCY = rf"(?:{_spaced('人民币')}\s*)?"
MONEY_UNIT = re.compile(
    rf"单\s*位\s*[:(为]*\s*(?:[\u4e00-\u9fff]{{1,3}}\s*[、,/]\s*)*{_CURRENCY}{_MONEY}(?![\u4e00-\u9fff])"
)
BRACKETED_MONEY = re.compile(rf"\(\s*{_CURRENCY}{_MONEY}\s*\)")
SIGNATURE = re.compile(rf"[\u4e00-\u9fff\s()]{{1,12}}:|\s*{_REPORTS}\s*(?:单位|人|日期|时间)")
# A deadline and another event are dates, too; only these words around them tell.
DEADLINE_BEFORE = re.compile(r"(?:期限|时限)[^,。;、()]{0,6}$")
CUT_OFF_BEFORE = re.compile(r"(?:完成|整改|办结|办理|销号)$")
DEADLINE_AFTER = re.compile(r"\s*(?:[之以]?前|(?:完成|办结|整改到位)(?!情况|率|数|进度|的))")
ONE_MATTER_AFTER = re.compile(r"\s*,?\s*[仍尚未已]")
EVENT_BEFORE = re.compile(r"(?:反馈|印发|召开)(?:日期|时间|于|[\s:])*$")
EVENT_AFTER = re.compile(
    r"\s*(?:起|以来|通过|截止|制定|发布|下发|[^\s,。;:()、]{0,8}(?:反馈|印发|召开|会议))"
)
TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?!\s*[度初中底末内]|\s*[\d一二三四五六七八九十]+\s*月)")
NAMED_DATE = re.compile(
    r"(?<!\d)(?P<year>20\d{2})(?:"
    r"(?P<month>\d{2})(?P<day>\d{2})(?!\d)"
    r"|年(?P<month_cn>\d{1,2})月(?P<day_cn>\d{1,2})[日号]"
    r"(?:[-~—至到]+(?:(?P<last_month_cn>\d{1,2})月)?(?P<last_cn>\d{1,2})[日号])?"
    r"|(?P<sign>[-_.])(?P<month_in>\d{1,2})(?P=sign)(?P<day_in>\d{1,2})(?!\d)"
    r"(?:[-~—至到]+(?P<last_month_in>\d{1,2})\.(?P<last_in>\d{1,2})(?![\d.]))?"
    r")(?!\s*[之以]?前)"
)


@dataclass(frozen=True)
class Context:
    """`as_of_from` and `unit_from` say where a value was found; None where the file does not state it.

    `as_of_from` is title, footer, sheet name, file name, folder, or title year where a day without a year has been put
    into the year that the title names; `unit_from` title, footer or file name. `money_unit`
    is a key of `ingest.convert.SCALES`.
    """

    as_of: datetime | None
    as_of_from: str | None
    unit: str | None
    unit_from: str | None
    revision: int
    money_unit: str | None


def read_context(sheet: Sheet, first_header_row: int, path: Path) -> Context:
    """Read the context of the table whose header begins at `first_header_row` (0-based) of `sheet` in file `path`."""
    above = _lines(fill_merges(sheet, first_header_row))
    below = _lines(_footer_rows(sheet, first_header_row))
    as_of, as_of_from = _find_as_of(above, below, sheet, path)
    unit, unit_from = _find_unit(above, below, path)
    unit = unit and scrub(unit)
    revision = max(_revision(path.stem), *map(_revision, above), 0)
    return Context(as_of, as_of_from, unit, unit_from, revision, _find_money_unit(above, below))


def find_file_date(path: Path) -> tuple[datetime | None, str | None]:
    """Return the date in the file's name, else in its folder's, and which of the two it was.

    Only a full date counts (20180601, 2018年6月1日, 2018-6-1), of a range its end, of several the last valid one.
    """
    for text, where in ((path.stem, "file name"), (path.resolve().parent.name, "folder")):
        if day := _last_named_date(text):
            return datetime.combine(day, time()), where
    return None, None


def _lines(rows: list[list[str | None]]) -> list[str]:
    """Return each row as one half-width line, its cells set apart by tabs: a label and its value may be neighbours."""
    lines = ("\t".join(dict.fromkeys(cell for cell in row if cell)) for row in rows)
    return [unicodedata.normalize("NFKC", line) for line in lines if line]


def _footer_rows(sheet: Sheet, first_header_row: int) -> list[list[str | None]]:
    """Return the rows below the data: a row of three cells is data, unless it is a line of labels to sign under."""
    first = max(first_header_row, sheet.height - 1 - FOOTER_ROWS) + 1
    rows = sheet.tail or [sheet.row(row) for row in range(first, sheet.height)]
    above = sheet.height - len(rows) if sheet.tail is None else first
    for position in range(len(rows) - 1, -1, -1):
        row, filled = above + position, [cell for cell in rows[position] if cell]
        merged = sum(top < row <= bottom for top, _, bottom, _ in sheet.merges)
        labelled = filled and SIGNATURE.match(unicodedata.normalize("NFKC", filled[0]))
        if len(filled) + merged >= DATA_CELLS and not labelled:
            return rows[position + 1 :]
    return rows


def _find_as_of(
    above: list[str], below: list[str], sheet: Sheet, path: Path
) -> tuple[datetime | None, str | None]:
    for lines, where in ((above, "title"), (below, "footer")):
        for line in lines:
            if as_of := _stated_as_of(line):
                return as_of, where
    for line in above:
        if as_of := next(_bare_dates(line), None):
            return as_of, "title"
    if day := _last_named_date(sheet.name):
        return datetime.combine(day, time()), "sheet name"
    in_name = find_file_date(path)
    return in_name if in_name[0] else _with_year_of_title(above)


def _with_year_of_title(above: list[str]) -> tuple[datetime | None, str | None]:
    """Return the stated day that prints no year in the only year that the title names; better than none, and told."""
    years = {int(found[1]) for line in above for found in TITLE_YEAR.finditer(line)}
    if len(years) == 1:
        base = date(years.pop(), 1, 1)
        for line in above:
            if as_of := _stated_as_of(line, base):
                return as_of, "title year"
    return None, None


def _stated_as_of(line: str, base: date | None = None) -> datetime | None:
    for label in STATED_AS_OF.finditer(line):
        before, text = line[: label.start()], line[label.end() :]
        if ("止" in label[0] and CUT_OFF_BEFORE.search(before)) or DEADLINE_BEFORE.search(before):
            continue
        compact = re.match(r"20\d{6}(?!\d)", text)
        if compact and (day := _last_named_date(compact[0])):
            return datetime.combine(day, time())
        for start, end, as_of in _dates(text, base):
            if re.fullmatch(r"[^:,;。]{0,8}", text[:start]) and not (
                EVENT_BEFORE.search(text[:start]) or ONE_MATTER_AFTER.match(text[end:])
            ):
                return as_of
            break
    return None


def _bare_dates(line: str) -> Iterator[datetime]:
    for start, end, as_of in _dates(line):
        before, after = line[:start], line[end:]
        if not (
            DEADLINE_BEFORE.search(before)
            or EVENT_BEFORE.search(before)
            or re.search(r"截\s*止\W*$", before)
            or EVENT_AFTER.match(after)
        ):
            yield as_of


def _dates(text: str, base: date | None = None) -> Iterator[tuple[int, int, datetime]]:
    """Yield the full days in half-width `text`, with their clock; of a range its end; deadlines left out.

    A day without a year is full only where `base` lends it one.
    """
    for start, end, period in find_periods(text, base=base):
        if period.precision != "day" or period.end is None or set(period.inferred) - {"year"}:
            continue
        if period.rule.endswith("_before") or DEADLINE_AFTER.match(text[end:]):
            continue
        yield start, end, datetime.combine(period.end, read_clock(text[start:end]) or time())


def _last_named_date(text: str) -> date | None:
    days = [_named_date(found) for found in NAMED_DATE.finditer(unicodedata.normalize("NFKC", text))]
    return next((day for day in reversed(days) if day), None)


def _named_date(found: re.Match[str]) -> date | None:
    """Return the day that a name states, or of a range its last; None for a day that no calendar has."""
    part = found.groupdict()
    year = int(part["year"])
    month = part["month"] or part["month_cn"] or part["month_in"]
    day = part["day"] or part["day_cn"] or part["day_in"]
    last_month, last = part["last_month_cn"], part["last_cn"]
    if part["sign"] == ".":  # in 2018-6-1-1.2 the rest is a version
        last_month, last = part["last_month_in"], part["last_in"]
    try:
        first = date(year, int(month), int(day))
        end = date(year, int(last_month or month), int(last)) if last else first
    except ValueError:
        return None
    if end < first:
        return end.replace(year=year + 1) if (first.month, end.month) == (12, 1) else first
    return end


def _find_unit(above: list[str], below: list[str], path: Path) -> tuple[str | None, str | None]:
    for lines, where in ((above, "title"), (below, "footer")):
        for line in lines:
            for stated in STATED_UNIT.finditer(line):
                # Without a colon the neighbour may be the next label, so it has to look like an organisation.
                if stated["sign"] == ":" or ORGANISATION.fullmatch(stated["name"]):
                    return stated["name"], where
    bracketed = re.findall(r"\(([^()]+)\)", unicodedata.normalize("NFKC", path.stem))
    named = next((text.strip() for text in bracketed if ORGANISATION.fullmatch(text.strip())), None)
    return named, named and "file name"


def _find_money_unit(above: list[str], below: list[str]) -> str | None:
    for line in (*above, *below):
        if found := MONEY_UNIT.search(line):
            return _money_unit(found["money"])
    for line in above:
        if found := BRACKETED_MONEY.search(line):
            return _money_unit(found["money"])
    return None


def _money_unit(text: str) -> str:
    unit = re.sub(r"\s+", "", text)
    return unit if unit.endswith("元") else f"{unit}元"


def _revision(text: str) -> int:
    found = REVISION.search(unicodedata.normalize("NFKC", text))
    if not found:
        return 0
    digits = next((group for group in found.groups() if group), "1")
    return int(digits)
