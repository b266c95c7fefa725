"""The numbers that head lines and sentences: 一、 （一） 1. （1） 1) ① 第一， 一是."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.numerals import read_numeral

_CN = "[一二三四五六七八九十]{1,3}"
_PATTERNS: dict[str, str] = {
    "part": rf"({_CN})[、.]",
    "cn_paren": rf"\(({_CN})\)[、.]?",
    "problem": rf"(?:反馈)?问题({_CN}|[0-9]{{1,2}})[:、.]",
    # "2.6月15日起" is number 2 before a date, "2.3名" number 2 before a count; "2.6万元" is a decimal
    "arabic": r"([0-9]{1,2})(?:、|\.(?![0-9])"
    r"|\.(?=[0-9]{4}年|[0-9]{1,2}月|[0-9]+(?:[名项户件人次条起]|个(?!月|百分))))",
    "arabic_paren": r"\(([0-9]{1,2})\)[、.]?",
    "half_paren": r"([0-9]{1,2})\)",
    "circled": r"([\u2460-\u2473\u2474-\u2487\u2488-\u249b\u2776-\u277f])[、.]?",
    "ordinal": rf"第({_CN}|[0-9]{{1,2}})[,、:]",
    "first_is": rf"({_CN})是(?!否|的)[,:]?",
    "first_must": rf"({_CN})要[,:]?(?!求|点|件|素)",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
# Usual order of depth, for a marker kind that comes up for the first time.
HEADING_KINDS = ("part", "cn_paren", "ordinal", "problem", "arabic", "arabic_paren", "half_paren", "circled")
ENUMERATION_KINDS = (
    "first_is",
    "first_must",
    "ordinal",
    "circled",
    "arabic_paren",
    "half_paren",
    "arabic",
    "cn_paren",
)
_BLANK = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number: its kind, its value, and its span [start, end) with punctuation and the blanks after it."""

    kind: str
    number: int
    start: int
    end: int


def _read_number(printed: str) -> int | None:
    if len(printed) == 1 and unicodedata.category(printed) == "No":
        return int(unicodedata.numeric(printed))
    value = read_numeral(printed)
    return None if value is None else int(value)


def match_marker(folded: str, at: int, end: int, kinds: tuple[str, ...]) -> Marker | None:
    """Return the marker of one of `kinds` that starts at `at` of folded text and stays before `end`."""
    for kind in kinds:
        found = _COMPILED[kind].match(folded, at, end)
        if found and (number := _read_number(found[1])):
            blank = _BLANK.match(folded, found.end(), end)
            return Marker(kind, number, at, blank.end() if blank else found.end())
    return None
