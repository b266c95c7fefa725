"""What a delivery is apart from its day and its revision, told by its file's name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

# Each group is the number of the correction; more digits than two are a date.
REVISION = re.compile(r"更正(?:版|稿|件)?(\d{1,2}(?!\d))?|修订(?:版|稿)(\d{1,2}(?!\d))?|订正(\d{1,2}(?!\d))?")
# What Windows, browsers and chat programs add to a name. Full-width brackets, which number parts, stay.
COPY = re.compile(r"(?:\s*\(\d{1,2}\)|\s*-?\s*副本)+$")
VERSION = re.compile(
    r"(?<![a-z])v\d+(?:\.\d+)*|第[\d一二三四五六七八九十]+[版稿]|(?:最终|终|定|正式|修改|修正)[版稿]",
    re.IGNORECASE,
)
# A whole day only: of 4月 and 5月 each is a list of its own.
DAY = re.compile(
    r"(?<!\d)20\d{2}(?:\d{4}(?!\d)|年\d{1,2}月\d{1,2}[日号](?:[-~—至到]+(?:\d{1,2}月)?\d{1,2}[日号])?"
    r"|[-_.]\d{1,2}[-_.]\d{1,2}(?!\d))"
)
SIGNS = re.compile(r"[\W_]+")


def find_series(file_name: str) -> str:
    """Return the file's stem without ending, days, marks of corrections, versions, brackets and signs."""
    return SIGNS.sub("", DAY.sub("", _without_revision(file_name)))


def find_original(file_name: str) -> str:
    """Return the series and the days of the name: what a correction has in common with the one file it corrects."""
    return SIGNS.sub("", _without_revision(file_name))


def _without_revision(file_name: str) -> str:
    stem = COPY.sub("", PurePath(file_name).stem)
    text = unicodedata.normalize("NFKC", stem).casefold()
    return VERSION.sub("", REVISION.sub("", text))
