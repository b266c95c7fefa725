"""Width folding that keeps every character at its place, so that spans found in folded text hold in the original."""

import re
import unicodedata
from functools import lru_cache

_SPACES_NOT_BETWEEN_DIGITS = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")


@lru_cache(maxsize=16_384)
def _fold_character(character: str) -> str:
    if character == "○":  # a circle is typed for the zero of a Chinese year
        return "〇"
    if unicodedata.category(character) in ("No", "So"):  # ① is a marker, not the digit 1
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def fold_width(text: str) -> str:
    """Return `text` with full-width forms as half-width ones, character for character: the length stays."""
    return "".join(_fold_character(c) if c > "\x7f" else c for c in text)


def fold_cell(text: str) -> str:
    """Return the NFKC form of a cell without spaces, but for those that keep two digits apart."""
    folded = unicodedata.normalize("NFKC", text.replace("○", "〇")).strip()
    return _SPACES_NOT_BETWEEN_DIGITS.sub("", folded)
