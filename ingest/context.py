"""What a delivery says about itself outside its table: as-of date, reporting unit, correction, money unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from ingest.dates import find_periods
from ingest.grid import Sheet
from ingest.headers import fill_merges

STATED_AS_OF = re.compile(
    r"(截至|截止|数据日期|填报日期|填报时间|报送日期|报送时间|填表日期|制表日期|更新日期)(?:日期|时间)?[::]?"
)
HOUR = re.compile(r"^\s*(\d{1,2})[时:]")
STATED_UNIT = re.compile(r"(?:填报|报送|编制|上报|填表)单位[::]([^\s,,;;(((]+)")
MONEY_UNIT = re.compile(r"单位[::](亿元|万元|元)")
REVISION = re.compile(r"更正(?:版|稿|件)?(\d*)|修订(?:版|稿)(\d*)|订正(\d*)")
FILE_DATE = re.compile(r"(?<!\d)(20\d{2})[-_.年]?(\d{1,2})[-_.月]?(\d{1,2})(?!\d)")


@dataclass(frozen=True)
class Context:
    """`as_of_from` and `unit_from` say where a value was found; None where the file does not state it."""

    as_of: datetime | None
    as_of_from: str | None
    unit: str | None
    unit_from: str | None
    revision: int
    money_unit: str | None


def read_context(sheet: Sheet, first_header_row: int, path: Path) -> Context:
    """Read the context of the table whose header begins at `first_header_row` (0-based) of `sheet` in file `path`."""
    above = _texts(fill_merges(sheet, first_header_row))
    below = _texts([row for row in sheet.cells[-8:] if sum(cell is not None for cell in row) <= 4])
    titles = unicodedata.normalize("NFKC", "\n".join(above))
    as_of, as_of_from = _find_as_of(above, below, sheet, path)
    unit = STATED_UNIT.search(titles)
    revision = max(_revision(path.stem), _revision(titles))
    money = MONEY_UNIT.search(titles)
    return Context(
        as_of, as_of_from, unit[1] if unit else None, "title" if unit else None, revision, money and money[1]
    )


def find_file_date(path: Path) -> tuple[datetime | None, str | None]:
    """Return the date in the file's name, else in its folder's, and which of the two it was."""
    for text, where in ((path.stem, "file name"), (path.parent.name, "folder")):
        found = FILE_DATE.search(unicodedata.normalize("NFKC", text))
        if found:
            try:
                return datetime(int(found[1]), int(found[2]), int(found[3])), where
            except ValueError:
                continue
    return None, None


def _texts(rows: list[list[str | None]]) -> list[str]:
    return list(dict.fromkeys(cell for row in rows for cell in row if cell))


def _find_as_of(
    above: list[str], below: list[str], sheet: Sheet, path: Path
) -> tuple[datetime | None, str | None]:
    for texts, where in ((above, "title"), (below, "footer")):
        for text in texts:
            stated = STATED_AS_OF.search(unicodedata.normalize("NFKC", text))
            if stated and (as_of := _first_day(unicodedata.normalize("NFKC", text)[stated.end() :])):
                return as_of, where
    for texts, where in ((above, "title"), ([sheet.name], "sheet name")):
        for text in texts:
            if as_of := _first_day(unicodedata.normalize("NFKC", text)):
                return as_of, where
    return find_file_date(path)


def _first_day(text: str) -> datetime | None:
    for _, end, period in find_periods(text, base=None):
        if period.precision == "day" and period.end is not None and not period.inferred:
            hour = HOUR.match(text[end:])
            at = timedelta(hours=int(hour[1])) if hour and int(hour[1]) < 24 else timedelta()
            return datetime.combine(period.end, time()) + at
    return None


def _revision(text: str) -> int:
    found = REVISION.search(unicodedata.normalize("NFKC", text))
    if not found:
        return 0
    digits = next((group for group in found.groups() if group), "1")
    return int(digits)
