"""The grammar of Chinese dates: one written point in time (an atom) and the days that it covers."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

Precision = Literal["day", "tenday", "half_month", "month", "quarter", "half", "year", "open", "immediate"]
COARSENESS: tuple[Precision, ...] = ("day", "tenday", "half_month", "month", "quarter", "half", "year")
Days = tuple[date, date]

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SP = r"[ \t]*"
_YEAR = (
    rf"(?:(?P<y>(?:19|20)[0-9]{{2}}|[一二][〇零一二三四五六七八九]{{3}}){_SP}年度?"
    rf"|(?P<rel>今年|本年度?|去年|上年|明年)){_SP}"
)
CN_MONTH = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
CN_DAY = r"(?:[0-9]{1,2}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH = rf"(?P<m>{CN_MONTH}){_SP}月{_SP}"
_DAY = rf"(?P<d>{CN_DAY}){_SP}[日号]"
_PARTS = r"上旬|中旬|下旬|上半月|下半月|底|末|初(?![级步中审核选评一])|中(?![\u4e00-\u9fff])|中(?=[前至到])"
_CLOCK = (
    r"(?:[ T]*(?:上午|下午|晚上?|中午)?[ ]*"
    r"[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?|[时点](?:[0-9]{1,2}分|半)?)"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?(?:\((?:星期|周)[一二三四五六日天]\))?"
)
_HOUR = re.compile(
    r"(?P<half_day>上午|下午|晚上?|中午)?\s*(?<![0-9:+])(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})|[时点](?:(?P<minute_cn>[0-9]{1,2})分|(?P<half>半))?)"
)
_YMD = r"(?P<y>(?:19|20)[0-9]{2})"

# name, precision, pattern, may it stand in running text (where a bare 2018.5 is a number, not a month)
_WRITTEN: tuple[tuple[str, Precision, str, bool], ...] = (
    ("day", "day", rf"(?:{_YEAR})?{_MONTH}{_DAY}{_CLOCK}", True),
    (
        "day_iso",
        "day",
        rf"{_YMD}(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})(?![0-9]){_CLOCK}",
        True,
    ),
    ("day_compact", "day", rf"{_YMD}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})(?![0-9])", False),
    ("month_part", "tenday", rf"(?:{_YEAR})?{_MONTH}份?(?P<part>{_PARTS})", True),
    ("this_month_part", "tenday", rf"(?P<this>[本当]月)(?P<part>{_PARTS})", True),
    ("bare_month_part", "tenday", rf"(?P<this>月)(?P<part>{_PARTS})", False),
    ("month", "month", rf"(?:{_YEAR})?{_MONTH}份?", True),
    ("month_iso", "month", rf"{_YMD}[-/.](?P<m>[0-9]{{1,2}})(?![0-9])", False),
    ("month_compact", "month", rf"{_YMD}(?P<m>[0-9]{{2}})(?![0-9])", False),
    (
        "quarter",
        "quarter",
        rf"(?:{_YEAR})?(?P<upto>前)?第?(?P<q>[一二三四1-4])季度(?P<part>末|底)?",
        True,
    ),
    ("quarter", "quarter", rf"(?:{_YEAR}|{_YMD.replace('<y>', '<y2>')})Q(?P<q>[1-4])", True),
    ("half_year", "half", rf"(?:{_YEAR})?(?P<h>[上下])半年", True),
    ("year_part", "month", rf"(?:{_YEAR}年?|年)(?P<part>底|末|初)", True),
    ("within_year", "year", rf"(?:{_YEAR}|年)内", True),
    ("year", "year", rf"{_YEAR}(?!代)", True),
    ("year_bare", "year", rf"{_YMD}(?![0-9])", False),
)
_RULES = tuple(
    (name, precision, re.compile(pattern), in_text) for name, precision, pattern, in_text in _WRITTEN
)
_PART_NAMES = {"底": "month_end", "末": "month_end", "初": "month_start", "中": "month_middle"}


@dataclass(frozen=True, slots=True)
class Atom:
    """One point in time as written: what is printed of year, month, day, and the part of it that is meant."""

    end: int
    rule: str
    precision: Precision
    year: int | None = None
    shift: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    this_month: bool = False
    quarter: int | None = None
    half: str | None = None


def read_small_numeral(text: str) -> int:
    """Return the value of 1-99 in Arabic or Chinese digits, or of a year written digit by digit."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in text))


def read_clock(text: str) -> time | None:
    """Return the last time of day in half-width `text`, such as 18时, 17:30 or 下午5点半; None where there is none.

    24时 is 23:59: a day that ends then must not become the next one.
    """
    clocks = list(_HOUR.finditer(text))
    if not clocks:
        return None
    found = clocks[-1]
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["minute_cn"] or 0)
    if found["half_day"] and found["half_day"][0] in "下晚" and hour < 12:
        hour += 12
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _shift_of(word: str | None) -> int | None:
    return None if word is None else {"去": -1, "上": -1, "明": 1}.get(word[0], 0)


def _build(name: str, precision: Precision, found: re.Match[str]) -> Atom:
    named = found.groupdict()
    part = named.get("part")
    rule = name
    if name.endswith("month_part") and part:
        rule = _PART_NAMES.get(part, "half_month" if "半月" in part else "tenday")
        precision = "half_month" if rule == "half_month" else "tenday"
    elif name == "year_part":
        rule = "year_start" if part == "初" else "year_end"
    elif name == "quarter" and (part or named.get("upto")):
        rule = "quarter_end" if part else "first_quarters"
    year = named.get("y") or named.get("y2")
    month, day, quarter = named.get("m"), named.get("d"), named.get("q")
    return Atom(
        end=found.end(),
        rule=rule,
        precision=precision,
        year=read_small_numeral(year) if year else None,
        shift=_shift_of(named.get("rel")),
        month=read_small_numeral(month) if month else None,
        day=read_small_numeral(day) if day else None,
        part=part,
        this_month=named.get("this") is not None,
        quarter=read_small_numeral(quarter) if quarter else None,
        half=named.get("h"),
    )


def match_atoms(text: str, at: int, *, cell: bool) -> list[Atom]:
    """Return every reading of a date that starts at `at` of folded `text`, longest first."""
    atoms = []
    for name, precision, pattern, in_text in _RULES:
        if (cell or in_text) and (found := pattern.match(text, at)):
            atoms.append(_build(name, precision, found))
    return sorted(atoms, key=lambda atom: -atom.end)


def place_atom(atom: Atom, base: date | None) -> tuple[Atom, tuple[str, ...]] | None:
    """Fill the year (and month) that the atom does not print from `base`; None without a base."""
    if atom.year is not None:
        return atom, ()
    if base is None:
        return None
    if atom.this_month:
        return replace(atom, year=base.year, month=base.month), ("year", "month")
    return replace(atom, year=base.year + (atom.shift or 0)), ("year",)


def _month_days(year: int, month: int, part: str | None) -> Days:
    last = monthrange(year, month)[1]
    first_day, last_day = {
        None: (1, last),
        "上旬": (1, 10),
        "初": (1, 10),
        "中旬": (11, 20),
        "中": (11, 20),
        "下旬": (21, last),
        "底": (25, last),
        "末": (25, last),
        "上半月": (1, 15),
        "下半月": (16, last),
    }[part]
    return date(year, month, first_day), date(year, month, last_day)


def resolve_atom(atom: Atom) -> Days | None:
    """Return first and last day of an atom whose year is known; None for a day that no calendar has."""
    year = atom.year
    if year is None or not 1 <= year <= 9998 or (atom.month is not None and not 1 <= atom.month <= 12):
        return None
    if atom.day is not None and atom.month is not None:
        if not 1 <= atom.day <= monthrange(year, atom.month)[1]:
            return None
        return date(year, atom.month, atom.day), date(year, atom.month, atom.day)
    if atom.month is not None:
        return _month_days(year, atom.month, atom.part)
    if atom.quarter is not None:
        last = _month_days(year, 3 * atom.quarter, "底" if atom.part else None)
        if atom.part:
            return last
        first_month = 1 if atom.rule == "first_quarters" else 3 * atom.quarter - 2
        return date(year, first_month, 1), last[1]
    if atom.half is not None:
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if atom.half == "上"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    if atom.rule in ("year_end", "year_start"):
        return _month_days(year, 12 if atom.rule == "year_end" else 1, None)
    return date(year, 1, 1), date(year, 12, 31)
