"""What a notice claims without a number of its own: coverage (全覆盖), lists, set phrases (四大工程) and ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.numerals import read_numeral

WordKind = Literal["coverage", "list", "term"]

_CN = "一二三四五六七八九十"
_COVERAGE = re.compile(
    r"全覆盖|全部|一律|凡.{1,4}必|逐[个条项户级]|层层|(?:均|都)已|同步|优先办理|限期(?:整改|办结|改正)|集中通报"
    r"|集体(?:研究|决策|讨论)|派员(?:参加|列席)|全程监督|全过程监督|(?:全[区县市镇乡]|辖区内?)各|对已完成|定期|每月|月(?:检查|通报|调度)"
)
_ELEMENT = r"[^,。;、:!?\n《》“”\x00]{1,24}?"
# A list counts as a claim where a verb opens it and at least three things, or a summing word, make it one.
_LIST = re.compile(
    rf"(?:明确|执行|坚持|采取|实行|[对从在]“?|完善了?|制定了?|(?<=,))(?P<list>{_ELEMENT}(?:、{_ELEMENT})+(?:[和与及]{_ELEMENT})?)"
    r"(?P<end>[,。;”\n]|相结合|等|进行|开展|层层|不严)"
)
_SEPARATOR = re.compile(r"[、和与]")
_SHORT = 6  # of two things before 等, which long phrases are seldom meant to list
_TITLES = re.compile(r"(?:观看|播放|放映)(?P<list>(?:《[^《》]{1,60}》[和、与]?){2,})")
_TERM = re.compile(
    rf"[“\"‘「](?P<quoted>[{_CN}两](?:个|类|项|种|大|本|资)?[^“”\"‘’「」]{{1,6}}|[{_CN}两][类资])[”\"’」]"
    rf"|三重一大|一案双[究查]|一岗双责|(?P<joined>[{_CN}])(?:务公开|联党建|资监管|道关口|大攻坚)"
    rf"|为期(?:半[月年]|[一二三两]?周)|第(?P<ordinal>[{_CN}0-9]{{1,3}})(?:卷|册|版|巡察组|督查组|检查组|督导组)|(?P<prize>[特{_CN}])等奖|(?<=[一-龥])(?P<edition>[0-9]{{1,2}})》"
)


@dataclass(frozen=True, slots=True)
class Worded:
    """A claim in words: its kind, the number that it comes to (None where none does) and its span [start, end)."""

    kind: WordKind
    value: Decimal | None
    start: int
    end: int


def find_worded(folded: str, masked: str) -> list[Worded]:
    """Return the claims without a number in folded text, in order of print. Coverage has the value 100, percent.

    `masked` is the same text with titles and dates blanked out, which cover and list nothing.
    """
    found = [Worded("coverage", Decimal(100), *hit.span()) for hit in _COVERAGE.finditer(masked)]
    for hit in _LIST.finditer(masked):
        parts = _SEPARATOR.split(hit["list"])
        if len(parts) >= 3 or hit["end"] == "不严" or (hit["end"] == "等" and max(map(len, parts)) <= _SHORT):
            found.append(Worded("list", Decimal(len(parts)), *hit.span("list")))
    found += [
        Worded("list", Decimal(hit[0].count("《")), *hit.span("list")) for hit in _TITLES.finditer(folded)
    ]
    found += [Worded("term", _read_term(hit), *hit.span()) for hit in _TERM.finditer(folded)]
    return sorted(found, key=lambda worded: (worded.start, worded.end, worded.kind))


def _read_term(hit: re.Match[str]) -> Decimal | None:
    """Return the number that a phrase opens with; 三重一大 has two of them, and so none."""
    groups = hit.groupdict()
    printed = groups["joined"] or groups["ordinal"] or groups["prize"] or groups["edition"]
    if groups["quoted"]:
        opening = re.match(rf"[{_CN}两]+", groups["quoted"])
        others = re.search(rf"[{_CN}](?!$)", groups["quoted"][opening.end() :]) if opening else None
        printed = opening[0] if opening and not others else None
    return read_numeral(printed) if printed and printed != "特" else None
