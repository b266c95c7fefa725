"""Quantities in running text: a number with its measure word, unit or percent sign."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.measure_words import SET_PHRASES, UNIT
from ingest.numerals import NUMERAL, read_numeral

MASK = "\x00"
_CN = r"一二三四五六七八九十百千万亿零〇两"
_QUANTITY = re.compile(
    r"(?P<about>大约|约|将近|接近|(?<![最附])近|超过|逾|超|不少于|至少|不足)?"
    rf"(?P<range>{NUMERAL}(?P<range_scale>[万亿%]?)(?:-|~|—|至))?(?P<number>{NUMERAL})"
    rf"(?P<more>[余多来])?(?P<scale>[万亿]{{1,2}})?余?(?P<unit>{UNIT}|日(?=[内之]))(?![A-Za-z之]|(?<=年)[级代度])(?P<tail>[余多](?![少]))?"
)
_PERCENT = re.compile(rf"(?P<about>约|近|超过|超)?百分之(?P<number>{NUMERAL}|百)(?P<unit>)")
_SHORT_QUOTE = re.compile(r"“[^“”]{1,12}”|‘[^‘’]{1,12}’|「[^「」]{1,12}」|\"[^\"\n]{1,12}\"")
_CN_NUMERAL = re.compile(rf"[{_CN}]+")
# 一个, 二级 and 十分 count nothing as a rule; "一名" does.
_UNCOUNTED_ONE = re.compile(r"[一二]")
_MONEY = {"元", "圆"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: its value in the base unit (None where a range is printed), its unit, and its span [start, end)."""

    value: Decimal | None
    unit: str
    approximate: bool
    start: int
    end: int


def mask_spans(folded: str, spans: list[tuple[int, int]]) -> str:
    """Blank out spans that hold no quantities (dates, titles, printed numbers); the length stays."""
    characters = list(folded)
    for start, end in spans:
        characters[start:end] = MASK * (end - start)
    return "".join(characters)


def _mask_phrases(folded: str) -> str:
    """Blank out set phrases, and the Chinese numerals of short quotations, which are names, not counts."""
    spans = [found.span() for found in SET_PHRASES.finditer(folded)]
    for quote in _SHORT_QUOTE.finditer(folded):
        spans += [found.span() for found in _CN_NUMERAL.finditer(folded, *quote.span())]
    return mask_spans(folded, spans)


def _counts(text: str, found: re.Match[str]) -> bool:
    number, unit = found["number"], found["unit"]
    before = text[found.start("number") - 1] if found.start("number") else ""
    if found["range"]:
        before = text[found.start("range") - 1] if found.start("range") else ""
    if before and (before in "第.初" or (before.isascii() and before.isalnum())):
        return False
    if number[0].isascii():
        return not (unit == "分" and before in "时点:")
    if before in _CN or (unit == "分" and "分钟" not in unit):
        return False
    return not _UNCOUNTED_ONE.fullmatch(number) or (number == "一" and unit == "名")


def _build(found: re.Match[str]) -> Quantity | None:
    groups = found.groupdict()
    scale = groups.get("scale") or ""
    value = Decimal(100) if found["number"] == "百" else read_numeral(found["number"])
    if value is None:
        return None
    for unit in scale:
        value *= 10**4 if unit == "万" else 10**8
    is_approximate = any(groups.get(name) for name in ("about", "more", "tail"))
    is_range = bool(groups.get("range"))
    unit = found["unit"] or "%"
    return Quantity(
        None if is_range else value,
        "元" if unit in _MONEY else unit,
        is_approximate or is_range,
        *found.span(),
    )


def find_quantities(folded: str) -> list[Quantity]:
    """Return the quantities of folded text in order of print; blank out with `mask_spans` what must not be counted."""
    text = _mask_phrases(folded)
    found: list[Quantity] = []
    at = 0
    next_hits = {pattern: pattern.search(text) for pattern in (_QUANTITY, _PERCENT)}
    while True:
        for pattern, known in next_hits.items():
            if known and known.start() < at:  # searched again only when passed: a search may run to the end
                next_hits[pattern] = pattern.search(text, at)
        hits = [known for known in next_hits.values() if known]
        if not hits:
            return found
        hit = min(hits, key=lambda match: match.start())
        quantity = _build(hit) if hit.re is _PERCENT or _counts(text, hit) else None
        if quantity:
            found.append(quantity)
        at = hit.end() if quantity else hit.start("number") + 1
