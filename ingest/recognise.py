"""Which dataset a sheet holds: by its headings first, then by the words of its title and file name."""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.grid import Sheet
from ingest.headers import HeaderMatch, fill_merges, find_headers
from warehouse.contracts import Contract

SMALLEST_SHARE = 0.6
TITLE_BONUS = 3
FILE_BONUS = 2
TITLE_ROWS = 3


@dataclass(frozen=True)
class Recognition:
    """The contract's match, or None with the closest one; `rivals` are the contracts that fit equally well."""

    match: HeaderMatch | None
    closest: HeaderMatch
    rivals: tuple[Contract, ...] = ()


def recognise_sheet(
    sheet: Sheet, path: Path, contracts: Sequence[Contract], dataset: str | None = None
) -> Recognition:
    """Return the contract that `sheet` of file `path` keeps, or what comes closest.

    A contract is recognised when its required headings are there, or most of them and its words in title or file name:
    then the missing headings are the file's fault, to be told to whoever sent it.
    """
    matches = [
        match
        for match in find_headers(sheet, contracts)
        if dataset in (None, match.contract.dataset, match.contract.label.zh)
    ]
    scored = sorted(((_score(match, sheet, path), match) for match in matches), key=lambda pair: -pair[0])
    best, closest = scored[0]
    if dataset:
        return Recognition(closest if closest.columns else None, closest)
    if not (closest.columns and not closest.missing):
        # What title or file name say it is comes before what has more headings in common.
        closest = next((match for _, match in scored if _is_named(match, sheet, path)), closest)
        enough = closest.columns and closest.required_share >= SMALLEST_SHARE
        named = _is_named(closest, sheet, path)
        return Recognition(closest if enough and named else None, closest)
    rivals = tuple(match.contract for score, match in scored if score == best and not match.missing)
    if len(rivals) > 1:
        return Recognition(None, closest, rivals)
    return Recognition(closest, closest)


def _score(match: HeaderMatch, sheet: Sheet, path: Path) -> float:
    in_title, in_file = _hints(match, sheet, path)
    return len(match.columns) - 2 * len(match.missing) + TITLE_BONUS * in_title + FILE_BONUS * in_file


def _is_named(match: HeaderMatch, sheet: Sheet, path: Path) -> bool:
    return any(_hints(match, sheet, path))


def _hints(match: HeaderMatch, sheet: Sheet, path: Path) -> tuple[bool, bool]:
    titles_end = match.first_row if match.columns else TITLE_ROWS
    above = "".join(cell or "" for row in fill_merges(sheet, titles_end) for cell in dict.fromkeys(row))
    titles = unicodedata.normalize("NFKC", above + sheet.name)
    in_title = any(word in titles for word in match.contract.titles)
    in_file = any(fnmatch.fnmatch(path.stem, pattern) for pattern in match.contract.files)
    return in_title, in_file
