"""Masks: what of a personal value may be seen, and free text without the numbers of people's papers and accounts."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from ingest.folding import fold_width
from warehouse.id_card import CHECK_DIGITS, FIRST_YEAR, WEIGHTS, is_valid
from warehouse.parties import SURNAMES_OF_TWO, find_persons, normalise_party

DOUBLE_SURNAME = f"^(?:{'|'.join(SURNAMES_OF_TWO)})."
# From how many characters on, how many are shown in front and at the end. Of an ID number no more than the area, which
# is landed beside it: area and birth date leave four digits, and those would make the number whole.
SHOWN: Mapping[str, tuple[tuple[int, int, int], ...]] = {
    "id_card": ((15, 6, 0), (0, 0, 0)),
    "bank_account": ((8, 0, 4), (0, 0, 0)),
    "phone": ((11, 3, 4), (7, 3, 0), (0, 0, 0)),
    "person_name": ((0, 1, 0),),
    "private_number": ((5, 2, 0), (0, 0, 0)),
}
NUMBERS = ("bank_account", "phone")
# An address is shown down to the village, the estate or the group; the number of a house on the way there is not.
PLACE = r"^.*(?:街道|社区|[省市县区镇乡村组])"
HOUSE = r"[0-9零〇一二三四五六七八九十百-]+(号楼?|[栋幢室弄座]|单元)"
LONG_NUMBER = r"[0-9][0-9–—-]{6,}[0-9Xx]"
HIDDEN = "**"
HIDDEN_HOUSE = r"**\1"
# A numeric cell writes an ID number so, and still shows fifteen or sixteen of its digits.
ROUNDED_ID = r"[1-9]\.[0-9]{13,16}[eE]\+?17"
ROUNDED = re.compile(rf"(?<![0-9.]){ROUNDED_ID}(?![0-9])")
# Fifteen digits or more, in whatever width and grouping: what has none of these needs no closer look.
LEAST_DIGITS = 15
CANDIDATE = re.compile(rf"\d(?:[\s\-－–—]?\d){{14}}|{ROUNDED_ID}")
GROUPS = re.compile(r"[0-9]+(?:[ –—-][0-9]+)*[Xx]?")
GROUP = re.compile(r"[0-9]+[Xx]?")
MOST_GROUPS = 5
OLD_ID_GROUPINGS = {(15,), (6, 6, 3)}
GLUED_BEFORE = re.compile(r"[0-9A-Za-z./-]$")
GLUED_BEHIND = re.compile(r"(?!\.0{1,2}(?![0-9]))[0-9A-Za-z./-]")
CARD = re.compile(r"(?:62|4|5)[0-9]+")


@dataclass(frozen=True)
class Secret:
    """A number inside a text: its class of personal data, its characters without separators, its span.

    `is_whole` is false where a numeric cell has rounded the number: it is hidden, but no one can be told by it.
    """

    personal: str
    value: str
    start: int
    end: int
    is_whole: bool = True


def mask(personal: str, text: str) -> str:
    """Return one cell's text, as it stands in the sheet, as it may be shown; see `mask_series`."""
    if personal == "party_name":
        return _mask_party(normalise_party(text))
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    if personal == "address":
        place = found[0] if (found := re.match(PLACE, bare)) else ""
        shown = re.sub(HOUSE, HIDDEN_HOUSE, re.sub(LONG_NUMBER, HIDDEN, place))
        return shown + HIDDEN * (len(place) < len(bare))
    if personal in NUMBERS and _is_id_number(bare.upper()):
        personal = "id_card"
    is_double = personal == "person_name" and re.match(DOUBLE_SURNAME, bare)
    first, last = (
        (2, 0) if is_double else next(kept for least, *kept in SHOWN[personal] if len(bare) >= least)
    )
    return bare[:first] + "*" * (len(bare) - first - last) + bare[len(bare) - last :]


def mask_series(personal: str, values: pl.Series) -> pl.Series:
    """Return each of `values` (normalised) as it may be shown; null stays null.

    A value too short for its class shows its length only: the last four digits of a number of five are the number.

    Args:
        personal: the class of personal data, as contracts name it.
        values: texts in their normal form.
    """
    value = pl.col(values.name)
    if personal == "party_name":
        return pl.Series(values.name, [party and _mask_party(party) for party in values], dtype=pl.String)
    masked = _mask_address(value) if personal == "address" else _mask_by_length(personal, value)
    if personal in NUMBERS:
        # An ID number in the wrong column is masked as one, or the two masks of a person make it whole.
        is_id = is_valid(value.str.to_uppercase()).fill_null(value=False)
        masked = pl.when(is_id).then(_mask_by_length("id_card", value)).otherwise(masked)
    return values.to_frame().select(masked.alias(values.name)).to_series()


def scrub(text: str) -> str:
    """Return `text` with every ID number and card number in it masked; nothing else changes, nor does its length.

    An ID number has a valid date and check digit (15 digits: a valid date and nothing glued to them), a card number
    begins with 62, 4 or 5 and satisfies Luhn. Both are seen in full width and in groups, and neither within a longer
    run of digits, such as a document's number. An ID number that a numeric cell has rounded (9.90101199001011e+17) is
    masked, too.
    """
    if not CANDIDATE.search(text):
        return text
    parts, at = [], 0
    for secret in _find(text):
        parts += [text[at : secret.start], _mask_one(secret)]
        at = secret.end
    return "".join([*parts, text[at:]])


def scrub_series(texts: pl.Series) -> pl.Series:
    """Return `texts` scrubbed. A column without a candidate is only searched through, once."""
    suspects = _find_suspects(texts)
    scrubbed = {text: clean for text in suspects if (clean := scrub(text)) != text}
    return texts.replace(scrubbed) if scrubbed else texts


def find_secrets(texts: pl.Series) -> pl.DataFrame:
    """Return the whole numbers that `scrub` masks in `texts`, each once: `raw_found` (no separators) and `class`."""
    suspects = _find_suspects(texts)
    secrets = (secret for text in suspects for secret in _find(text) if secret.is_whole)
    found = dict.fromkeys((secret.value, secret.personal) for secret in secrets)
    return pl.DataFrame(list(found), schema={"raw_found": pl.String, "class": pl.String}, orient="row")


def _find_suspects(texts: pl.Series) -> pl.Series:
    """Return the distinct texts that are worth the closer look; short ones, nearly all, cost one comparison."""
    long = texts.filter(texts.str.len_bytes() >= LEAST_DIGITS)
    return long.filter(long.str.contains(CANDIDATE.pattern)).unique(maintain_order=True)


def is_card_number(value: pl.Expr) -> pl.Expr:
    """Return whether the digits of `value`, 19 at most, satisfy Luhn."""
    number = value.cast(pl.Int64, strict=False)
    digits = [number // 10**place % 10 for place in range(19)]
    doubled = [
        digit * 2 - 9 * (digit > 4).cast(pl.Int64) if at % 2 else digit for at, digit in enumerate(digits)
    ]
    return pl.sum_horizontal(doubled, ignore_nulls=False) % 10 == 0


def _mask_by_length(personal: str, value: pl.Expr) -> pl.Expr:
    length = value.str.len_chars()
    is_double = value.str.contains(DOUBLE_SURNAME) if personal == "person_name" else pl.lit(False)
    by_length = [
        pl.when(length >= least).then(_hide(value, first, last)) for least, first, last in SHOWN[personal]
    ]
    return pl.coalesce(pl.when(is_double).then(_hide(value, 2, 0)), *by_length)


def _mask_party(party: str) -> str:
    """Return `party` with its persons masked as names are; an organisation stays as it is."""
    shown, at = "", 0
    for person in find_persons(party):
        shown += party[at : person.start] + mask("person_name", party[person.start : person.end])
        at = person.end
    return shown + party[at:]


def _mask_address(value: pl.Expr) -> pl.Expr:
    place = value.str.extract(f"({PLACE})", 1).fill_null("")
    has_more = place.str.len_chars() < value.str.len_chars()
    rest = pl.when(has_more).then(pl.lit(HIDDEN)).otherwise(pl.lit(""))
    shown = place.str.replace_all(LONG_NUMBER, HIDDEN).str.replace_all(HOUSE, r"**${1}")
    return pl.when(value.is_not_null()).then(shown + rest)


def _hide(value: pl.Expr, first: int, last: int) -> pl.Expr:
    """Return `value` with a star for each character but the `first` and the `last`."""
    length = value.str.len_chars().cast(pl.Int64)
    hidden = value.str.slice(first, pl.max_horizontal(length - first - last, 0)).str.replace_all("(?s).", "*")
    return value.str.slice(0, first) + hidden + (value.str.tail(last) if last else pl.lit(""))


def _mask_one(secret: Secret) -> str:
    _, first, last = SHOWN[secret.personal][0]
    # As long as what it stands for, so that the places of all other words hold in the original.
    hidden = "*" * (secret.end - secret.start - first - last)
    return secret.value[:first] + hidden + secret.value[len(secret.value) - last :]


def _find(text: str) -> Iterator[Secret]:
    """Yield the numbers of `text` from left to right, of several that begin at one place the longest."""
    folded = fold_width(text)
    yield from heapq.merge(_find_rounded(folded), _find_grouped(folded), key=lambda secret: secret.start)


def _find_rounded(folded: str) -> Iterator[Secret]:
    for found in ROUNDED.finditer(folded):
        value = found[0].replace(".", "")
        if _has_date(value[6:14]):
            yield Secret("id_card", value, found.start(), found.end(), is_whole=False)


def _find_grouped(folded: str) -> Iterator[Secret]:
    for run in GROUPS.finditer(folded):
        groups, end = list(GROUP.finditer(folded, run.start(), run.end())), 0
        for at, group in enumerate(groups):
            if group.start() < end:
                continue
            tried = (
                _classify(folded, groups[at:to]) for to in range(min(at + MOST_GROUPS, len(groups)), at, -1)
            )
            if secret := next(filter(None, tried), None):
                end = secret.end
                yield secret


def _classify(folded: str, groups: list[re.Match[str]]) -> Secret | None:
    """Return what number the neighbouring `groups` make together, None where they make none."""
    value = "".join(group[0] for group in groups).upper()
    lengths = tuple(map(len, (group[0] for group in groups)))
    start, end = groups[0].start(), groups[-1].end()
    if _is_id_number(value):
        return Secret("id_card", value, start, end)
    if lengths in OLD_ID_GROUPINGS and _has_date(f"19{value[6:12]}") and not _is_glued(folded, start, end):
        return Secret("id_card", value, start, end)
    is_grouped_by_four = all(length == 4 for length in lengths[:-1])
    if is_grouped_by_four and 16 <= len(value) <= 19 and CARD.fullmatch(value) and _is_luhn(value):
        return Secret("bank_account", value, start, end)
    return None


def _is_glued(folded: str, start: int, end: int) -> bool:
    return bool(GLUED_BEFORE.search(folded[:start][-1:]) or GLUED_BEHIND.match(folded[end : end + 4]))


def _is_id_number(value: str) -> bool:
    if not re.fullmatch("[0-9]{17}[0-9X]", value) or not _has_date(value[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11] == value[17]


def _has_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= FIRST_YEAR
    except ValueError:
        return False


def _is_luhn(value: str) -> bool:
    doubled = (int(digit) * 2 if at % 2 else int(digit) for at, digit in enumerate(reversed(value)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
