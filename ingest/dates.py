"""Dates and periods as Chinese offices write them, in a cell or in running text. The reference date is an argument."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.date_grammar import (
    CN_DAY,
    CN_MONTH,
    COARSENESS,
    Atom,
    Precision,
    match_atoms,
    place_atom,
    read_small_numeral,
    resolve_atom,
)
from ingest.folding import fold_cell, fold_width

__all__ = ["Period", "Precision", "find_periods", "parse_period"]

_OPEN = "长期坚持|长期整改|长期推进|长期任务|长期|持续整改|持续推进|持续坚持|持续|常态化|常态化推进|常抓不懈"
_OPEN_ONLY = re.compile(
    rf"(?:(?:立行立改|即知即改|立即整改|立改)[、,;并且]*)?(?:{_OPEN})(?:[、,;并且]*(?:{_OPEN}))*"
)
_IMMEDIATE_ONLY = re.compile(r"(?:立行立改|即知即改|立即整改|立知立改|即行即改|立即)(?:完成)?")
_CELL_HEAD = re.compile(r"^(?:已于|拟于|于|在)")
_CELL_TAIL = re.compile(
    rf"(?:(?:全部|基本)?(?:完成|整改|落实|到位|完毕|办结|销号|达标){{1,3}})?(?:[、,;]?并?且?(?:{_OPEN}))?[。.]?$"
)
_SERIAL = re.compile(r"([2-5][0-9]{4}|60000)(?:\.[0-9]+)?")
_SEPARATOR = re.compile(r"[ \t]*(?:至|到|-+|~+|—+|–|―)[ \t]*")
_NUMERIC_SEPARATOR = r"[ \t]*(?:至|到|-+|~+|—+|–|―)[ \t]*"
_YEAR_HEAD = r"(?P<head>(?:(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})年|今年|去年|明年)?"
_YEARS = re.compile(rf"((?:19|20)[0-9]{{2}})年?度?{_NUMERIC_SEPARATOR}((?:19|20)[0-9]{{2}})(?![0-9])(年度?)?")
_MONTHS = re.compile(
    rf"{_YEAR_HEAD}(?P<first>{CN_MONTH}){_NUMERIC_SEPARATOR}(?P<last>{CN_MONTH})月份?(?![0-9])"
)
_DAYS = re.compile(
    rf"{_YEAR_HEAD}(?P<month>{CN_MONTH})月(?P<first>{CN_DAY})[日号]?"
    rf"(?:{_NUMERIC_SEPARATOR}|(?P<list>(?:、{CN_DAY}[日号]?)*[、和及]))(?P<last>{CN_DAY})[日号]"
)
_SHORT_END = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    rf"{_NUMERIC_SEPARATOR}(?:(?P<m2>[0-9]{{1,2}})(?P=s))?(?P<d2>[0-9]{{1,2}})(?![0-9.%/])"
)
_MONTHLY = re.compile(rf"每(?:个)?月(?:{CN_DAY}[日号]|底|末|初|上旬|中旬|下旬)(?:之?以?前)?")
_DAY_ONLY = re.compile(r"([0-9]{1,2})日(?![内游后程常间报之以])前?")
_SUFFIX = re.compile(
    r"(?P<before>[之以]?前(?![期后述往来列款]))|(?P<since>起(?![草来义到用诉点步码动]|伏)|以来|开始|至今)|(?P<until>止|为止)|内"
)
_HEAD = re.compile(r"(?P<until>截至|截止到?|到)|(?P<since>自从|自|从)")
_STARTS = re.compile(r"[0-9一二三四五六七八九十今本当去上下明每自从截到第前年]")
_NUMERALS = frozenset("0123456789零〇一二三四五六七八九十百千万亿两几多")
# A day that is not later than a month or a year is not told by 前: "2020年前" may exclude or include 2020.
_BEFORE_PRECISIONS = ("day", "tenday", "half_month")
_BEFORE_RULES = ("year_end", "year_start", "quarter_end")


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written: first and last day (both inclusive; None = not limited or not stated), its precision,
    the rule that read it, the piece of text, and which parts (`year`, `month`) came from the reference date.
    """

    start: date | None
    end: date | None
    precision: Precision
    rule: str
    raw: str
    inferred: tuple[str, ...] = ()


def _coarser(first: Precision, second: Precision) -> Precision:
    return max(first, second, key=COARSENESS.index)


def _join(first: Atom, last: Atom, base: date | None, raw: str) -> Period | None:
    """Build the period from `first` to `last`, each lending the other its year; None when it ends before it starts."""
    if first.year is None and first.shift is None and last.year is not None:
        first = replace(first, year=last.year)
    placed = place_atom(first, base)
    precision = _coarser(first.precision, last.precision)
    rule = f"{precision}_range"
    if placed is None:
        return Period(None, None, precision, rule, raw)
    first, inferred = placed
    rolls = last.year is None
    last = replace(last, year=first.year) if rolls else last
    begin, finish = resolve_atom(first), resolve_atom(last)
    if begin and rolls and last.year is not None and (finish is None or finish[1] < begin[0]):
        finish = resolve_atom(replace(last, year=last.year + 1))
    if begin is None or finish is None or finish[1] < begin[0]:
        return None
    return Period(begin[0], finish[1], precision, rule, raw, inferred)


def _single(atom: Atom, base: date | None, raw: str) -> Period | None:
    placed = place_atom(atom, base)
    if placed is None:
        return Period(None, None, atom.precision, atom.rule, raw)
    days = resolve_atom(placed[0])
    return None if days is None else Period(days[0], days[1], atom.precision, atom.rule, raw, placed[1])


def _head_atom(found: re.Match[str], month: str, day: str | None) -> Atom:
    head = found["head"]
    precision: Precision = "month" if day is None else "day"
    atom = Atom(found.end(), precision, precision, month=read_small_numeral(month))
    atom = replace(atom, day=read_small_numeral(day)) if day else atom
    if head and head[0] in "今去明":
        return replace(atom, shift={"去": -1, "明": 1}.get(head[0], 0))
    return replace(atom, year=read_small_numeral(head.rstrip("年"))) if head else atom


def _join_short(found: re.Match[str], base: date | None) -> Period | None:
    """Read 2018.6.1-6.8 and 2018.6.1-8; None where what follows the dash is no later day, so that the first stands."""
    end, day = found.end(), int(found["d"])
    first = Atom(end, "day", "day", year=int(found["y"]), month=int(found["m"]), day=day)
    if not found["m2"] and int(found["d2"]) <= day:
        return None
    last = Atom(end, "day", "day", month=int(found["m2"] or found["m"]), day=int(found["d2"]))
    return _join(first, last, base, found[0])


def _ranges(text: str, at: int, base: date | None, *, cell: bool) -> list[tuple[int, Period | None]]:
    """Return every range that starts at `at` as (end, period); a None period is a range that no calendar has."""
    found: list[tuple[int, Period | None]] = []
    if (years := _YEARS.match(text, at)) and (cell or years[3]):
        first, last = (Atom(years.end(), "year", "year", year=int(years[g])) for g in (1, 2))
        found.append((years.end(), _join(first, last, base, years[0])))
    if months := _MONTHS.match(text, at):
        first, last = _head_atom(months, months["first"], None), _head_atom(months, months["last"], None)
        found.append((months.end(), _join(first, replace(last, year=None, shift=None), base, months[0])))
    if days := _DAYS.match(text, at):
        first, last = (_head_atom(days, days["month"], days[g]) for g in ("first", "last"))
        period = _join(first, replace(last, year=None, shift=None), base, days[0])
        if period and period.start and period.end and period.start.year != period.end.year:
            period = None  # both days are in one printed month: the year cannot turn between them
        found.append((days.end(), replace(period, rule="day_list") if period and days["list"] else period))
    if (short := _SHORT_END.match(text, at)) and (period := _join_short(short, base)):
        found.append((short.end(), period))
    for first in match_atoms(text, at, cell=cell):
        if separator := _SEPARATOR.match(text, first.end):
            lasts = match_atoms(text, separator.end(), cell=cell)
            found += [(last.end, _join(first, last, base, text[at : last.end])) for last in lasts]
    return found


def _limit(
    period: Period, text: str, at: int, end: int, head: re.Match[str] | None
) -> tuple[int, Period] | None:
    """Apply 前 / 起 / 截至 around a period; None when the head needs what does not follow."""
    suffix = _SUFFIX.match(text, end)
    kind = suffix.lastgroup if suffix else None
    if kind == "before" and period.precision not in _BEFORE_PRECISIONS and period.rule not in _BEFORE_RULES:
        suffix = kind = None
    if suffix and kind is None and period.precision == "day":  # "14日内" is a length of time
        suffix = None
    stop = suffix.end() if suffix else end
    raw = text[at:stop]
    if kind == "before" or (kind == "until" or (head and head["until"] and head["until"] != "到")):
        rule = f"{period.rule}_{'before' if kind == 'before' else 'until'}"
        return stop, replace(period, start=None, rule=rule, raw=raw)
    if kind == "since":
        return stop, replace(period, end=None, rule=f"{period.rule}_since", raw=raw)
    if head is not None:
        return None
    return stop, replace(period, raw=raw)


def _match_period(text: str, at: int, base: date | None, *, cell: bool) -> tuple[int, Period | None] | None:
    """Return (end, period) of the longest date at `at`; the period is None where it reads as a date but is none."""
    head = _HEAD.match(text, at)
    start = head.end() if head else at
    candidates: list[tuple[int, Period | None]] = [
        (atom.end, _single(atom, base, text[start : atom.end]))
        for atom in match_atoms(text, start, cell=cell)
    ]
    candidates += _ranges(text, start, base, cell=cell)
    if not candidates:
        return None
    end, period = max(candidates, key=lambda candidate: candidate[0])
    if period is None:
        return end, None
    return _limit(period, text, at, end, head)


def parse_period(text: str, *, base: date | None) -> Period | None:
    """Read a whole cell as a date, a period, a deadline or one of the words for open-ended and immediate work.

    Args:
        text: the cell as it stands; width and spaces do not matter. Numeric text 20000-60000 is a 1900-system serial.
        base: lends the year (or month) that the cell does not print; without it such a cell is not read.

    Returns:
        The period, or None for anything that is not exactly one valid date expression.
    """
    folded = fold_cell(text)
    if _OPEN_ONLY.fullmatch(folded):
        return Period(None, None, "open", "open", text)
    if _IMMEDIATE_ONLY.fullmatch(folded):
        return Period(None, None, "immediate", "immediate", text)
    if serial := _SERIAL.fullmatch(folded):
        day = date(1899, 12, 30) + timedelta(days=int(serial[1]))
        return Period(day, day, "day", "excel_serial", text)
    folded = _CELL_HEAD.sub("", folded)
    if monthly := _MONTHLY.match(folded):
        period, end = Period(None, None, "day", "monthly", text), monthly.end()
    else:
        matched = _match_period(folded, 0, base, cell=True)
        if matched is None or matched[1] is None or (matched[1].start is None and matched[1].end is None):
            return None
        end, period = matched[0], replace(matched[1], raw=text)
    return period if _CELL_TAIL.fullmatch(folded, end) else None


def _may_start(text: str, at: int) -> bool:
    before = text[at - 1] if at else ""
    here = text[at]
    if here.isascii():
        return not (before in _NUMERALS or before == "." or (before.isascii() and before.isalpha()))
    if here in "一二三四五六七八九十":
        return before not in _NUMERALS and (not before or before not in "第周期半每个")
    if here == "年":
        return before not in _NUMERALS and (not before or before not in "每半近往历全当青少老成中")
    return True


def find_periods(text: str, *, base: date | None, carry: bool = False) -> list[tuple[int, int, Period]]:
    """Find the dates in running text.

    Args:
        text: any text; width does not matter.
        base: lends the year that a date does not print. Without it such a date is returned with no days.
        carry: let each complete date in the text lend its year to those after it.

    Returns:
        (start, end, period) in order of the text, not overlapping, the longest reading at each place;
        `text[start:end] == period.raw`.
    """
    folded = fold_width(text)
    found: list[tuple[int, int, Period]] = []
    at = 0
    while start := _STARTS.search(folded, at):
        at = start.start()
        if not _may_start(folded, at):
            at += 1
            continue
        end, period = _find_at(folded, at, base)
        if period is not None:
            found.append((at, end, replace(period, raw=text[at:end])))
            if carry and period.precision == "day" and "year" not in period.inferred:
                base = period.end or period.start or base
        at = end
    return found


def _find_at(folded: str, at: int, base: date | None) -> tuple[int, Period | None]:
    if monthly := _MONTHLY.match(folded, at):
        return monthly.end(), Period(None, None, "day", "monthly", monthly[0])
    if matched := _match_period(folded, at, base, cell=False):
        # "18年5月": a two-digit year is not read, and no other year may be put in its place
        return matched if at == 0 or folded[at - 1] != "年" else (matched[0], None)
    if day := _DAY_ONLY.match(folded, at):
        return day.end(), Period(None, None, "day", "day_only", day[0]) if 1 <= int(day[1]) <= 31 else None
    return at + 1, None
