"""Numbers as Chinese offices write them in a cell: grouped, in 万 or 亿, in Chinese or formal numerals, with a unit."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ingest.folding import fold_cell
from ingest.measure_words import CELL_UNITS, MONEY_UNITS, UNIT
from ingest.numerals import DIGITS, NUMERAL, read_numeral

__all__ = ["Number", "parse_number"]

_SPACED_THOUSANDS = re.compile(r"(?<![0-9])([0-9]{1,3})((?: [0-9]{3})+)(?![0-9 ])")
_SCIENTIFIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,2})")
_ABOUT_BEFORE = re.compile(r"(?:大约|约|将近|接近|近|超过|超|逾|不足)")
_ABOUT_AFTER = re.compile(r"(?:左右|上下)$")
_ABOUT_INSIDE = re.compile(rf"(?<=[0-9十百千万亿拾佰仟])[余多来几幾]+(?={UNIT}|[万亿]|$)")
_PER = re.compile(r"([十拾百佰千仟万亿]*[百佰千仟万亿])分之(.+)")
_POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "亿": 8}
_FRACTION = re.compile(r"(?:(?P<whole>.+)又)?(?P<below>[^又]+)分之(?P<above>.+)")
_TENTHS = re.compile(r"(?P<tenths>.+)成(?P<rest>[半一二三四五六七八九1-9])?")
_DISCOUNT = re.compile(rf"(?P<digits>[1-9{''.join(DIGITS)}]{{1,2}})折|(?P<points>.+)折")
_FORMAL_MONEY = re.compile(
    rf"(?:(?P<yuan>{NUMERAL})[元圆块])?(?:零?(?P<jiao>[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两])[角毛])?"
    r"(?:零?(?P<fen>[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两])分)?[整正]?"
)
_COUNTING = re.compile("[十百千万亿拾佰仟点廿卅]")
_SIMPLIFIED = str.maketrans("萬億個點餘對", "万亿个点余对")
_PERCENT_UNITS = ("%", "个百分点")
_MINUS = re.compile("-|−|负|負|零下")
_DOLLAR = re.compile(r"^(?:US)?\$")


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
    if minus := _MINUS.match(text):
        return text[minus.end() :], -1
    return text.removeprefix("+"), 1


def _read_points(text: str) -> Decimal | None:
    """Read 百分之十二, 千分之三, 十万分之二, 三成半 or 八五折 as points of a hundred."""
    if per := _PER.fullmatch(text):
        points = Decimal(100) if per[2] in ("百", "佰") else read_numeral(per[2])
        return None if points is None else points.scaleb(2 - sum(_POWERS[word] for word in per[1]))
    if found := _TENTHS.fullmatch(text):
        tenths, rest = _read_count(found["tenths"]), _read_rest(found["rest"])
        return None if tenths is None or tenths + rest > 10 else 10 * (tenths + rest)
    return _read_discount(text)


def _read_count(text: str) -> Decimal | None:
    return Decimal("0.5") if text == "半" else read_numeral(text)


def _read_rest(digit: str | None) -> Decimal:
    """Return what follows 成 or a unit, in tenths of it or as its half."""
    return Decimal("0.5") if digit == "半" else (read_numeral(digit or "零") or Decimal(0)) / 10


def _read_discount(text: str) -> Decimal | None:
    """Read 九折, 85折 and 八点五折: what is still to be paid."""
    found = _DISCOUNT.fullmatch("五折" if text in ("对折", "半折") else text)
    if found is None:
        return None
    if digits := found["digits"]:
        value = Decimal("".join(digit if digit.isascii() else str(DIGITS[digit]) for digit in digits))
        return value * 10 if len(digits) == 1 else value
    points = read_numeral(found["points"])
    return None if points is None or not 0 < points < 10 else points * 10


def _read_fraction(text: str) -> Decimal | None:
    """Read 三分之二 and 一又二分之一; 1/2 may be the second of January and is not read."""
    if not (found := _FRACTION.fullmatch(text)):
        return None
    whole = read_numeral(found["whole"] or "零")
    below, above = read_numeral(found["below"]), read_numeral(found["above"])
    return None if whole is None or above is None or not below else whole + above / below


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
    if (value := read_numeral(text)) is not None:
        return value, None
    half = Decimal("0.5") if text.endswith("半") else Decimal(0)
    body = text[:-1] if half else text
    for unit in CELL_UNITS:
        number = body.removesuffix(unit)
        if number == body or (value := _read_count(number)) is None:
            continue
        if not number[0].isascii() and len(number) > 1 and not _COUNTING.search(number):
            return None  # 三四个 is three or four
        return None if unit == "年" and value >= 1000 else (value + half, unit)
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
    body, named = re.subn(r"^(?:人民币|RMB|CNY)|人民币$", "", body)
    body, signed = re.subn(r"^([-−(]?)¥", r"\1", body)
    body, dollars = _DOLLAR.subn("", body)
    body, sign = _take_sign(body)
    if body[:1] in ("-", "−", "+", "负"):
        return None
    if scientific := _SCIENTIFIC.fullmatch(body):
        value = Decimal(scientific[1]).scaleb(int(scientific[2]))
        return Number(sign * value, None, False, approximate, text)
    if (points := _read_points(body)) is not None:
        return Number(sign * points, "%", True, approximate, text)
    if (fraction := _read_fraction(body)) is not None:
        return Number(sign * fraction, None, False, approximate, text)
    if (money := _read_money_words(body)) is not None:
        return Number(sign * money, "元", False, approximate, text)
    read = _read_with_unit(body)
    if read is None:
        return None
    value, unit = read
    if unit in MONEY_UNITS or (unit is None and (named or signed)):
        unit = "元"
    unit = "美元" if dollars and unit is None else unit
    return Number(sign * value, unit, unit in _PERCENT_UNITS, approximate, text)
