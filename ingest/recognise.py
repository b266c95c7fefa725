"""Which dataset a sheet holds: by its headings first, then by the words of its title, file name and folder."""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.headers import HeaderMatch, fill_merges, find_headers
from ingest.headless import match_by_position
from ingest.near_headers import take_near
from ingest.sheets import Sheet
from warehouse.contracts import Contract

SMALLEST_SHARE = 0.6
TITLE_BONUS = 3
FILE_BONUS = 2
TITLE_ROWS = 3
CLEAR_MARGIN = 2


@dataclass(frozen=True)
class Recognition:
    """The contract's match, or None with the closest one; `rivals` are the contracts that fit equally well.

    `confidence` is 0 to 1: the share of the headings that the contract knows and of the required ones that are there,
    less where another contract comes near.
    """

    match: HeaderMatch | None
    closest: HeaderMatch
    rivals: tuple[Contract, ...] = ()
    confidence: float = 0.0


def recognise_sheet(
    sheet: Sheet, path: Path, contracts: Sequence[Contract], dataset: str | None = None
) -> Recognition:
    """Return the contract that `sheet` of file `path` keeps, or what comes closest.

    A contract is recognised when its required headings are there, or most of them and its words in title or file name:
    then the missing headings are the file's fault, to be told to whoever sent it. A rectification ledger without
    measures is a task list, and a progress report that repeats its whole task is still one. A sheet of the named
    `dataset` may do without headings.
    """
    matches = [
        match
        for match in find_headers(sheet, contracts)
        if dataset in (None, match.contract.dataset, match.contract.label.zh)
    ]
    hints = _Hints(sheet, path)
    scored = sorted(
        ((_score(match, hints), match) for match in matches),
        key=lambda pair: (-pair[0], len(pair[1].contract.key)),
    )
    best, closest = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if dataset:
        closest = take_near(closest)
        if closest.missing and (by_position := match_by_position(sheet, closest)):
            closest = by_position
        return Recognition(closest if closest.columns else None, closest, confidence=1.0)
    if kin := _find_kin([match for _, match in scored], hints):
        kin = take_near(kin)
        return Recognition(kin, kin, confidence=_confidence(kin, 0))
    if not (closest.columns and not closest.missing):
        # What title or file name say it is comes before what has more headings in common.
        closest = take_near(next((match for _, match in scored if hints.name(match)), closest))
        enough = closest.columns and closest.required_share >= SMALLEST_SHARE
        named = hints.name(closest)
        recognised = closest if enough and named else None
        return Recognition(recognised, closest, confidence=_confidence(closest, best - runner_up))
    rivals = tuple(match.contract for score, match in scored if score == best and not match.missing)
    if len(rivals) > 1:
        return Recognition(None, closest, rivals)
    closest = take_near(closest)
    return Recognition(closest, closest, confidence=_confidence(closest, best - runner_up))


def _find_kin(ranked: Sequence[HeaderMatch], hints: _Hints) -> HeaderMatch | None:
    """Return the whole match that comes before the closest one, of those that list the same things in more or less
    detail: the one that title or file name say, or one that does without the part of the key that is missing.
    """
    closest = ranked[0]
    whole = [m for m in ranked if m.columns and not m.missing and _is_kin(m.contract, closest.contract)]
    lacking = {column.name for column in take_near(closest).missing}
    if not lacking:
        return None if hints.name(closest) else next((match for match in whole if hints.name(match)), None)
    if not lacking <= set(closest.contract.key):
        return None
    return next((match for match in whole if _replaces(match.contract) == _replaces(closest.contract)), None)


def _is_kin(one: Contract, other: Contract) -> bool:
    shorter, longer = sorted((one.key, other.key), key=len)
    return one.source == other.source and longer[: len(shorter)] == shorter


def _replaces(contract: Contract) -> tuple[str, str]:
    return contract.scope, contract.delivery


def _confidence(match: HeaderMatch, margin: float) -> float:
    headings = len(match.columns) + len(match.unmatched)
    known = len(match.columns) / headings if headings else 0.0
    near = 1.0 if margin >= CLEAR_MARGIN else 0.8
    return round(match.required_share * (0.5 + 0.5 * known) * near, 2)


def _score(match: HeaderMatch, hints: _Hints) -> float:
    bonus = TITLE_BONUS * hints.title_names(match) + FILE_BONUS * hints.path_names(match)
    return len(match.columns) - 2 * len(match.missing) + bonus


class _Hints:
    """What the words around a table say it is: its title and the sheet's name, the names of file and folder."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        self._sheet = sheet
        self._names = (path.stem, path.resolve().parent.name)
        self._end = sheet.first + TITLE_ROWS
        self._titles: dict[int, str] = {}

    def name(self, match: HeaderMatch) -> bool:
        return self.title_names(match) or self.path_names(match)

    def title_names(self, match: HeaderMatch) -> bool:
        titles = self._read_titles(match.first_row if match.columns else self._end)
        return any(word in titles for word in match.contract.titles)

    def path_names(self, match: HeaderMatch) -> bool:
        return any(fnmatch.fnmatch(name, pattern) for name in self._names for pattern in match.contract.files)

    def _read_titles(self, end: int) -> str:
        if end not in self._titles:
            rows = fill_merges(self._sheet, end)
            above = "".join(cell or "" for row in rows for cell in dict.fromkeys(row))
            self._titles[end] = unicodedata.normalize("NFKC", above + self._sheet.name)
        return self._titles[end]
