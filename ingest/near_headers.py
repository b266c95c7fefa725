"""Headings that are nearly what a contract calls a column: taken where only a sign is mistyped, and always told.

One sign can turn a heading into its opposite (已追缴, 未追缴; 年初, 年末), so that likeness alone proves nothing: only
signs that are mixed up when typed, and signs that say nothing, may differ.
"""

from __future__ import annotations

import difflib
from dataclasses import replace

from ingest.headers import Header, HeaderMatch, fold_header
from warehouse.contracts import Column

NEARLY = 0.8
FILLERS = frozenset("的之等各其该所")
# Look or sound alike, and never mean the other of the two.
MIXED_UP = frozenset(
    map(
        frozenset,
        (
            *("住位", "己已", "已巳", "己巳", "贴帖", "帐账", "份分", "象像", "人入", "末未", "土士", "日曰"),
            *("即既", "在再", "做作", "座坐", "措错", "款歀", "拔拨", "缴激", "缴徼", "补朴", "销消", "记计"),
            *("形型", "址扯", "准淮", "间问", "门问", "姓性", "号呺", "级极", "责贵", "复覆", "须需", "限线"),
            *("它他", "以已", "连联", "券卷", "陪赔", "折拆", "籍藉", "候侯", "编偏", "题提", "决诀", "报抱"),
        ),
    )
)


def take_near(match: HeaderMatch) -> HeaderMatch:
    """Return `match` with mistyped headings taken for the missing columns they name; `near` tells which.

    A heading that some contract knows means what it says, and one that could be another known heading mistyped is
    nobody's.
    """
    columns, unmatched, near = dict(match.columns), list(match.unmatched), set(match.near)
    for column in match.contract.read_columns:
        if column.name in columns:
            continue
        likely = [header for header in unmatched if _is_mistyped(header, column, match.familiar)]
        best = max(likely, key=lambda header: likeness(header, column), default=None)
        if best:
            columns[column.name] = best
            unmatched.remove(best)
            near.add(column.name)
    ordered = {c.name: columns[c.name] for c in match.contract.read_columns if c.name in columns}
    return replace(match, columns=ordered, unmatched=tuple(unmatched), near=frozenset(near))


def likeness(header: Header, column: Column) -> float:
    """Return how like `header` is to the closest of the column's headings, 0 to 1."""
    return max(
        (_ratio(name, fold_header(alias)) for name in header.names for alias in column.headers),
        default=0.0,
    )


def _is_mistyped(header: Header, column: Column, familiar: frozenset[str]) -> bool:
    """Tell whether `header` is one of the column's headings mistyped, and no closer to any other heading."""
    if header.names[0] in familiar:
        return False
    aliases = {fold_header(alias) for alias in column.headers}
    close = max(
        (_ratio(name, alias) for name in header.names for alias in aliases if _is_slip(name, alias)),
        default=0.0,
    )
    others = (
        other for other in familiar - aliases if any(_may_be(name, other, close) for name in header.names)
    )
    return close >= NEARLY and next(others, None) is None


def _may_be(name: str, other: str, close: float) -> bool:
    longest = max(len(name), len(other))
    if abs(len(name) - len(other)) * 2 > longest or not set(name) & set(other):
        return False
    return _is_slip(name, other) or _ratio(name, other) > close


def _is_slip(name: str, alias: str) -> bool:
    """Tell whether nothing differs but one mistyped sign, or signs that say nothing."""
    slips = 0
    for kind, start, end, first, last in difflib.SequenceMatcher(None, name, alias).get_opcodes():
        dropped, put = name[start:end], alias[first:last]
        if kind == "replace":
            slips += 1
            if frozenset(dropped + put) not in MIXED_UP or len(dropped) != len(put):
                return False
        elif kind != "equal" and not FILLERS.issuperset(dropped + put):
            return False
    return slips <= 1


def _ratio(name: str, alias: str) -> float:
    return difflib.SequenceMatcher(None, name, alias).ratio()
