"""The claims of a notice: each number, date, coverage, list and set phrase, with the clause that states it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ingest.dates import Period
from ingest.notice_words import Worded, WordKind
from ingest.numerals import NUMERAL
from ingest.quantities import Quantity

Span = tuple[int, int]
Stated = Literal["tasks", "measures", "institutions"]

_COUNTED = r"(?:项|个|条|类|份|部|方面)"
_N = rf"(?P<number>{NUMERAL})[余多]?{_COUNTED}"
_GAP = r"[^,。;、:!?\n0-9《》\x00]{0,8}?"
_PATTERNS: tuple[tuple[Stated, re.Pattern[str]], ...] = (
    ("tasks", re.compile(rf"{_N}{_GAP}任务")),
    ("tasks", re.compile(rf"任务{_GAP}{_N}")),
    ("tasks", re.compile(rf"{_N}{_GAP}问题")),
    ("tasks", re.compile(rf"问题{_GAP}{_N}(?!方面)")),
    ("measures", re.compile(rf"{_N}{_GAP}(?:措施|举措)")),
    ("measures", re.compile(rf"(?:措施|举措){_GAP}{_N}")),
    ("institutions", re.compile(rf"{_N}{_GAP}(?:制度|规章|机制)")),
    ("institutions", re.compile(rf"(?:制度|规章|机制){_GAP}{_N}")),
)
# A part of the whole is not the whole.
_PARTIAL = re.compile(r"(?:完成|其中|剩余|尚有|还有|未|销号|办结|已整改)[^,。;、\n]{0,6}$")
_SENTENCE_END = re.compile(r"[。!?\r\n]")
_CLAUSE_END = re.compile(r"(?<![0-9]),|,(?![0-9]{3})|[。;!?、\r\n]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated number, date or coverage. `span` is the clause (of a list: the list), `sentence` the sentence around it.

    `stated` names the total where it is one of the notice's. `approximate`: the number is printed as about or more.
    """

    kind: Literal["count", "date", "total"] | WordKind
    stated: Stated | None
    value: Decimal | None
    unit: str | None
    start: date | None
    end: date | None
    item: int | None
    span: Span
    sentence: Span
    approximate: bool = False


def find_stated(masked: str, quantities: list[Quantity], outside: list[Span]) -> dict[Stated, Quantity]:
    """Return the totals that the notice states outside its items; the first of each kind, and 任务 before 问题."""
    stated: dict[Stated, Quantity] = {}
    for name, pattern in _PATTERNS:
        if name in stated:
            continue
        for start, end in outside:
            for found in pattern.finditer(masked, start, end):
                quantity = next((q for q in quantities if q.start <= found.start("number") < q.end), None)
                if quantity and not _PARTIAL.search(masked, start, found.start()):
                    stated.setdefault(name, quantity)
    return stated


class ClauseFinder:
    """Finds the clause around a piece of text. Titles are never cut, and a clause does not reach over `starts`."""

    def __init__(self, folded: str, titles: list[Span], starts: list[int]) -> None:
        self._length = len(folded)
        self._folded = folded
        covered = sorted(titles)
        first = [start for start, _ in covered]

        def is_free(at: int) -> bool:
            index = bisect_right(first, at) - 1
            return index < 0 or at >= covered[index][1]

        def cut_at(pattern: re.Pattern[str]) -> list[int]:
            ends = [found.end() for found in pattern.finditer(folded) if is_free(found.start())]
            return sorted({0, *ends, *starts, self._length})

        self._clauses, self._sentences = cut_at(_CLAUSE_END), cut_at(_SENTENCE_END)

    def clause(self, start: int, end: int) -> Span:
        """Return the clauses from `start` to `end` as one span, without blanks and closing punctuation."""
        return self._between(self._clauses, start, end)

    def sentence(self, start: int, end: int) -> Span:
        """Return the sentences from `start` to `end` as one span, without blanks and closing punctuation."""
        return self._between(self._sentences, start, end)

    def _between(self, cuts: list[int], start: int, end: int) -> Span:
        low = cuts[bisect_right(cuts, start) - 1]
        index = max(bisect_right(cuts, start), bisect_left(cuts, end))
        high = cuts[index] if index < len(cuts) else self._length
        piece = self._folded[low:high]
        high -= len(piece) - len(piece.rstrip(" \t\r\n,。;!?、"))
        low += len(piece) - len(piece.lstrip())
        return min(low, start), max(high, end)


def collect_claims(
    quantities: list[tuple[Quantity, int | None]],
    dates: list[tuple[int, int, Period, int | None]],
    worded: list[tuple[Worded, int | None]],
    stated: dict[Stated, Quantity],
    clauses: ClauseFinder,
) -> list[Claim]:
    """Return one claim per quantity, date, list and phrase, and one per covering clause, in order of print."""
    totals = {(quantity.start, quantity.end): name for name, quantity in stated.items()}
    claims: list[tuple[int, Claim]] = []
    for quantity, item in quantities:
        name = totals.get((quantity.start, quantity.end))
        place = (clauses.clause(quantity.start, quantity.end), clauses.sentence(quantity.start, quantity.end))
        kind: Literal["count", "total"] = "total" if name else "count"
        value, unit = quantity.value, quantity.unit
        claims.append(
            (quantity.start, Claim(kind, name, value, unit, None, None, item, *place, quantity.approximate))
        )
    for start, end, period, item in dates:
        place = (clauses.clause(start, end), clauses.sentence(start, end))
        claims.append((start, Claim("date", None, None, None, period.start, period.end, item, *place)))
    covered: set[Span] = set()
    for word, item in worded:
        clause, sentence = clauses.clause(word.start, word.end), clauses.sentence(word.start, word.end)
        span = (word.start, word.end) if word.kind == "list" else clause
        if word.kind == "coverage" and span in covered:
            continue
        if word.kind == "coverage":
            covered.add(span)
        measure = "%" if word.kind == "coverage" else None
        claims.append(
            (word.start, Claim(word.kind, None, word.value, measure, None, None, item, span, sentence))
        )
    return [claim for _, claim in sorted(claims, key=lambda pair: pair[0])]
