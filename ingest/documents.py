"""The documents that a text names in book-title marks 《》, nested titles included in the outer one."""

import unicodedata
from dataclasses import dataclass

_LONGEST_TITLE = 150
_QUOTES = str.maketrans(
    dict.fromkeys("“”‘’\"'「」『』 \t\u3000") | {"〈": "<", "〉": ">", "《": "<", "》": ">"}
)


@dataclass(frozen=True, slots=True)
class Title:
    """One printing of a document title: the words without the marks, and their span."""

    words: str
    start: int
    end: int


def find_titles(text: str) -> list[Title]:
    """Return every outermost 《…》 in order of print. A mark that is not closed on its line opens no title."""
    titles = []
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character == "\n" or (depth and at - start > _LONGEST_TITLE):
            depth = 0
        elif character == "《":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif character == "》" and depth:
            depth -= 1
            if depth == 0 and at > start:
                titles.append(Title(text[start:at], start, at))
    return titles


def fold_title(words: str) -> str:
    """Return what two spellings of one title share: NFKC, no blanks, no quotation marks."""
    return unicodedata.normalize("NFKC", words).translate(_QUOTES)
