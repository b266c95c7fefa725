"""Numerals in Chinese, Arabic or mixed digits, to a decimal. The public suites of cn2an and Recognizers-Text try it."""

import re
from decimal import Decimal

_ZEROS = "零〇"
DIGITS = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")},
    **{c: i + 1 for i, c in enumerate("壹贰叁肆伍陆柒捌玖")},
    "零": 0,
    "两": 2,
    "兩": 2,
    "貳": 2,
    "弍": 2,
    "叄": 3,
    "參": 3,
    "陸": 6,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_POINTS = "点點"
# Bounded: without bounds a page of digits would be tried from each of its digits to its end.
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,24})(?:\.[0-9]{1,24})?|\.[0-9]{1,24}"
_TOKEN = re.compile(rf"(?P<arabic>{_ARABIC})|(?P<word>[{''.join([*DIGITS, *_SMALL, *_BIG])}])")
_WORDS = "".join([*DIGITS, *_SMALL, *_BIG])
NUMERAL = (
    rf"(?:(?:{_ARABIC})[十百千万亿]{{0,4}}"
    rf"|[{''.join(DIGITS)}十拾廿][{_WORDS}]{{0,40}}(?:点[{''.join(DIGITS)}]{{1,24}}[十百千万亿]{{0,4}})?)"
)

Token = tuple[str, Decimal]  # kind: digit (Chinese), arabic, small, big; and its value


def _tokenise(text: str) -> list[Token] | None:
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        word = found["word"]
        if word is None:
            tokens.append(("arabic", Decimal(found["arabic"].replace(",", ""))))
        elif word in DIGITS:
            tokens.append(("digit", Decimal(DIGITS[word])))
        else:
            tokens.append(
                ("small", Decimal(_SMALL[word])) if word in _SMALL else ("big", Decimal(_BIG[word]))
            )
        at = found.end()
    return tokens


def _read_digit_run(text: str) -> Decimal | None:
    """Read 一七二〇 digit by digit. Two digits in a row such as 三四 or 三五 mean "three or four": refused."""
    if not text or any(c not in DIGITS or c in "两兩" for c in text):
        return None
    values = [DIGITS[c] for c in text]
    if len(values) == 2 and (0 < values[0] < values[1] <= values[0] + 2):
        return None
    return Decimal("".join(map(str, values)))


class _Reading:
    """What has been read so far: finished 万/亿 groups, the group being read, the digit waiting for its unit."""

    def __init__(self) -> None:
        self.groups: list[tuple[Decimal, Decimal]] = []  # (value, unit), units descending
        self.section = Decimal(0)
        self.waiting: Decimal | None = None
        self.smallest = Decimal(10**4)  # the last small unit of the group
        self.last_unit: Decimal | None = None  # the unit just before the waiting digit
        self.after_zero = False

    def take_number(self, value: Decimal, *, is_arabic: bool) -> bool:
        if self.waiting is not None:
            return False
        if value == 0 and not is_arabic:
            self.after_zero, self.last_unit = True, None
            return True
        self.waiting = value
        return True

    def take_small(self, unit: Decimal) -> bool:
        if unit in (20, 30):  # 廿, 卅
            if self.waiting is not None or self.smallest <= 10:
                return False
            self.section, self.smallest, self.last_unit = self.section + unit, Decimal(10), Decimal(10)
            return True
        if self.waiting is None and unit != 10 and not self.after_zero:
            return False
        if unit >= self.smallest:
            return False
        self.section += (Decimal(1) if self.waiting is None else self.waiting) * unit
        self.waiting, self.smallest, self.last_unit, self.after_zero = None, unit, unit, False
        return True

    def take_big(self, unit: Decimal) -> bool:
        value = self.section + (self.waiting or 0)
        while self.groups and self.groups[-1][1] < unit:
            value += self.groups.pop()[0]
        if value == 0 and self.groups and self.groups[-1][1] == unit:  # 万万
            value = self.groups.pop()[0]
        if value == 0 or (self.groups and self.groups[-1][1] <= unit):
            return False
        self.groups.append((value * unit, unit))
        self.section, self.waiting, self.smallest = Decimal(0), None, Decimal(10**4)
        self.last_unit, self.after_zero = unit, False
        return True

    def total(self, *, shorthand: bool) -> Decimal | None:
        rest = self.waiting or Decimal(0)
        if self.waiting is not None and self.last_unit is not None:
            if (
                shorthand and self.waiting < 10 and self.last_unit >= 100
            ):  # 三万五: the 5 counts tenths of the unit
                rest = self.waiting * self.last_unit / 10
            elif not shorthand and (
                (self.waiting < 10 and self.last_unit > 10) or self.waiting >= self.last_unit
            ):
                return None
        return sum((value for value, _ in self.groups), Decimal(0)) + self.section + rest


def _read_units(tokens: list[Token]) -> Decimal | None:
    reading = _Reading()
    for index, (kind, value) in enumerate(tokens):
        if (
            kind == "arabic"
            and value != int(value)
            and any(k in ("arabic", "digit") for k, _ in tokens[index + 1 :])
        ):
            return None  # 10.1万零100
        if kind in ("digit", "arabic"):
            accepted = reading.take_number(value, is_arabic=kind == "arabic")
        else:
            accepted = reading.take_small(value) if kind == "small" else reading.take_big(value)
        if not accepted:
            return None
    if tokens[-1] == ("digit", Decimal(0)) and len(tokens) > 1:
        return None
    return reading.total(shorthand=tokens[-1][0] == "digit")


def read_numeral(text: str) -> Decimal | None:
    """Return the value of a whole numeral (三万五, 1,234.5, 12.5万, 壹万贰仟, 一七二〇); None where it is none."""
    if (
        not text or len(text) > 64 or (len(text) > 1 and text[-1] in "两兩")
    ):  # a last 两 weighs, it does not count
        return None
    for point in _POINTS:
        if point in text:
            return _read_decimal(*text.split(point, 1))
    run = _read_digit_run(text)
    if run is not None:
        return run
    tokens = _tokenise(text)
    return _read_units(tokens) if tokens else None


def _read_decimal(whole: str, fraction: str) -> Decimal | None:
    scale = Decimal(1)
    while fraction and fraction[-1] in "十百千万亿萬億":
        scale *= _SMALL.get(fraction[-1]) or _BIG[fraction[-1]]
        fraction = fraction[:-1]
    integer = read_numeral(whole) if whole and not any(p in whole for p in _POINTS) else None
    digits = "".join(c if c in "0123456789" else str(DIGITS.get(c, "x")) for c in fraction)
    if integer is None or integer != int(integer) or not digits or "x" in digits:
        return None
    return (integer + Decimal(f"0.{digits}")) * scale
