"""Numbers as Chinese offices write them in a cell: grouped, in 万 or 亿, in Chinese or formal numerals, with a unit."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ingest.folding import fold_cell
from ingest.measure_words import MONEY_UNITS, UNIT
from ingest.numerals import NUMERAL, read_numeral

__all__ = ["Number", "parse_number"]

_SPACED_THOUSANDS = re.compile(r"(?<![0-9])([0-9]{1,3})((?: [0-9]{3})+)(?![0-9 ])")
_SCIENTIFIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,2})")
_ABOUT_BEFORE = re.compile(r"(?:大约|约|将近|接近|近|超过|超|逾|不足)")
_ABOUT_AFTER = re.compile(r"(?:左右|上下)$")
_ABOUT_INSIDE = re.compile(rf"(?<=[0-9十百千万亿拾佰仟])[余多来]+(?={UNIT}|[万亿]|$)")
_PER = re.compile(r"(百|佰|千|仟|万)分之(.+)")
_FORMAL_MONEY = re.compile(
    rf"(?:(?P<yuan>{NUMERAL})[元圆块])?(?:零?(?P<jiao>[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两])[角毛])?"
    r"(?:零?(?P<fen>[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两])分)?[整正]?"
)
_WITH_UNIT = re.compile(rf"(?P<number>{NUMERAL})(?P<unit>{UNIT})?")
_SIMPLIFIED = str.maketrans("萬億個點餘", "万亿个点余")
_PERCENT_UNITS = ("%", "个百分点", "成")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written.

    `value` is in the base unit (12.5万元 is 125000, unit 元); a percentage keeps its points (12% is 12, unit %).
    `approximate` is set by 约, 近, 余, 多 and the like. `unit` is None where none is printed.
    """

    value: Decimal
    unit: str | None
    is_percent: bool
    approximate: bool
    raw: str


def _take_sign(text: str) -> tuple[str, int]:
    """Return the text without its sign, and the sign; brackets around a number mean negative, as in accounts."""
    if (
        (text[:1], text[-1:]) == ("(", ")")
        and text[1:2].isascii()
        and re.fullmatch(r"[0-9,.]+[^()]*", text[1:-1])
    ):
        return text[1:-1], -1
    if text[:1] in ("-", "−", "负", "負"):
        return text[1:], -1
    return (text[1:], 1) if text[:1] == "+" else (text, 1)


def _read_per(text: str) -> Decimal | None:
    if not (per := _PER.fullmatch(text)):
        return None
    points = Decimal(100) if per[2] in ("百", "佰") else read_numeral(per[2])
    divisor = {"百": 1, "佰": 1, "千": 10, "仟": 10, "万": 100}[per[1]]
    return None if points is None else points / divisor


def _read_money_words(text: str) -> Decimal | None:
    """Read 12元5角, 陆角柒分 or 壹佰元整; a lone "100分" may be points and is not money."""
    found = _FORMAL_MONEY.fullmatch(text)
    if not found or not (found["yuan"] or found["jiao"]):
        return None
    total = Decimal(0)
    for name, share in (("yuan", Decimal(1)), ("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
        if found[name]:
            value = read_numeral(found[name])
            if value is None:
                return None
            total += value * share
    return total


def _read_with_unit(text: str) -> tuple[Decimal, str | None] | None:
    if text.endswith("成") and (tenths := read_numeral(text[:-1])) is not None and tenths <= 10:
        return tenths * 10, "成"
    if (value := read_numeral(text)) is not None:
        return value, None
    for found in (_WITH_UNIT.fullmatch(text), re.fullmatch(rf"(?P<number>{NUMERAL}?)(?P<unit>{UNIT})", text)):
        value = read_numeral(found["number"]) if found else None
        if found and value is not None:
            unit: str = found["unit"]
            is_digit_run = not found["number"][:1].isascii() and len(found["number"]) > 1
            if is_digit_run and not re.search("[十百千万亿拾佰仟点廿卅]", found["number"]):
                return None  # 三四个 is three or four
            return None if unit == "年" and value >= 1000 else (value, unit)
    return None


def parse_number(text: str) -> Number | None:
    """Read a whole cell as one number; None for anything else, and for what may mean several (两三个, 3-5, 几十)."""
    folded = unicodedata.normalize("NFKC", text).strip().translate(_SIMPLIFIED)
    folded = _SPACED_THOUSANDS.sub(lambda found: found[0].replace(" ", ""), folded)
    body = fold_cell(folded)
    body, about_before = _ABOUT_BEFORE.subn("", body, count=1) if _ABOUT_BEFORE.match(body) else (body, 0)
    body, about_after = _ABOUT_AFTER.subn("", body)
    body, about_inside = _ABOUT_INSIDE.subn("", body)
    approximate = bool(about_before + about_after + about_inside)
    body = re.sub(r"^(?:人民币|RMB|CNY)", "", body)
    body, currency_signs = re.subn(r"^([-−(]?)¥", r"\1", body)
    body, sign = _take_sign(body)
    if body[:1] in ("-", "−", "+", "负"):
        return None
    if scientific := _SCIENTIFIC.fullmatch(body):
        value = Decimal(scientific[1]).scaleb(int(scientific[2]))
        return Number(sign * value, None, False, approximate, text)
    if (points := _read_per(body)) is not None:
        return Number(sign * points, "%", True, approximate, text)
    if (money := _read_money_words(body)) is not None:
        return Number(sign * money, "元", False, approximate, text)
    read = _read_with_unit(body)
    if read is None:
        return None
    value, unit = read
    unit = "元" if unit in MONEY_UNITS or (currency_signs and unit is None) else unit
    is_percent = unit in _PERCENT_UNITS
    return Number(sign * value, "%" if unit == "成" else unit, is_percent, approximate, text)
