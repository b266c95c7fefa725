"""A published rectification notice, read into items, measures, quantities, dates, documents and claims. Pure."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.claims import Claim, ClauseFinder, Stated, collect_claims, find_stated
from ingest.dates import Period, find_periods
from ingest.documents import Title, find_titles, fold_title
from ingest.enumeration import Piece, Span, split_item
from ingest.folding import fold_width
from ingest.item_level import FoundItem, find_items, split_ancestors
from ingest.notice_records import notice_tables, notice_to_dict
from ingest.notice_words import find_worded
from ingest.outline import Line, Node, build_tree, read_lines
from ingest.quantities import Quantity, find_quantities, mask_spans

__all__ = ["Document", "Item", "Notice", "Section", "notice_tables", "parse_notice"]

_LONGEST_TITLE = 60
_ENDS_SENTENCE = re.compile(r"[。;:!?]$|,")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that groups items: its printed number and its words."""

    number: int | None
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """One problem with what was done about it.

    `number` is the printed one, or the one missing in print that the place stands for (`inferred`, `problem` None).
    `position` counts from 1 through the whole notice and is unique where numbers start again in every section.
    """

    number: int | None
    position: int
    section: Section | None
    subsection: str | None
    problem: str | None
    problem_span: Span | None
    printed: str | None
    inferred: bool
    measures: tuple[Piece, ...]
    blocks: tuple[Piece, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A distinct title: the items that name it (None = outside the items), and the earlier title that it equals."""

    title: str
    items: tuple[int, ...]
    same_as: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. Every span is [start, end) in characters of `text`; `text[start:end]` is the piece."""

    text: str
    title: str | None
    stated: dict[Stated, Quantity]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    missing_numbers: tuple[int, ...]
    documents: tuple[Document, ...]
    quantities: tuple[tuple[Quantity, int | None], ...]
    dates: tuple[tuple[int, int, Period, int | None], ...]
    claims: tuple[Claim, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the document that `taizhang notice FILE --json` prints."""
        return notice_to_dict(self)


def _find_title(folded: str, text: str, lines: list[Line]) -> str | None:
    """Return the lines before the first sentence or number, where they read as a heading."""
    heading = []
    for line in lines:
        words = folded[line.start : line.end]
        if line.marker or len(words) > _LONGEST_TITLE or _ENDS_SENTENCE.search(words) or line.labels:
            break
        if not words.startswith("("):  # a date or issuing office in brackets under the title
            heading.append(text[line.start : line.end])
    return "".join(heading[:3]) or None


def _section_of(node: Node | None, text: str) -> Section | None:
    if node is None or node.line is None:
        return None
    span = (node.line.content_start, node.line.end)
    return Section(node.number, text[slice(*span)], span)


def _build_items(text: str, folded: str, found: list[FoundItem]) -> tuple[Item, ...]:
    items = []
    sections: dict[int, Section | None] = {}
    for position, (item, (section, subsection)) in enumerate(
        zip(found, split_ancestors(found), strict=True), start=1
    ):
        node = item.node
        if node.line is None:
            continue
        has_problem = not item.inferred or node.number is None
        problem, measures, blocks = split_item(folded, node, has_problem=has_problem)
        below = node.lines()
        sections.setdefault(id(section), _section_of(section, text))
        items.append(
            Item(
                number=item.number,
                position=position,
                section=sections[id(section)],
                subsection=_line_text(subsection, text),
                problem=text[slice(*problem)] if problem else None,
                problem_span=problem,
                printed=text[node.line.start : problem[1]] if problem else None,
                inferred=item.inferred,
                measures=tuple(measures),
                blocks=tuple(blocks),
                span=(node.line.start, below[-1].end if below else node.line.end),
            )
        )
    return tuple(items)


def _line_text(node: Node | None, text: str) -> str | None:
    return text[node.line.start : node.line.end] if node and node.line else None


class _ItemAt:
    """Tells which item a character stands in."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = sorted(items, key=lambda item: item.span)
        self._starts = [item.span[0] for item in self._items]

    def position(self, at: int) -> int | None:
        index = bisect_right(self._starts, at) - 1
        return self._items[index].position if index >= 0 and at < self._items[index].span[1] else None


def _find_documents(titles: list[Title], item_at: _ItemAt) -> tuple[Document, ...]:
    first: dict[str, Title] = {}
    places: dict[str, list[int]] = {}
    for title in titles:
        first.setdefault(title.words, title)
        position = item_at.position(title.start)
        if position is not None:
            places.setdefault(title.words, []).append(position)
    documents = []
    by_folded: dict[str, str] = {}
    for words, title in first.items():
        same = by_folded.setdefault(fold_title(words), words)
        positions = tuple(sorted(set(places.get(words, []))))
        documents.append(
            Document(words, positions, same if same != words else None, (title.start, title.end))
        )
    return tuple(documents)


def _find_dates(folded: str, item_at: _ItemAt) -> list[tuple[int, int, Period, int | None]]:
    """Find the dates; one without a year takes that of the latest complete date before it, else of the first one.

    Where no date is complete, the first month printed with its year lends it.
    """
    explicit = [
        p for _, _, p in find_periods(folded, base=None) if p.precision != "year" and (p.start or p.end)
    ]
    first = next((p for p in explicit if p.precision == "day"), explicit[0] if explicit else None)
    base: date | None = (first.start or first.end) if first else None
    return [
        (s, e, period, item_at.position(s)) for s, e, period in find_periods(folded, base=base, carry=True)
    ]


def _outside_items(items: tuple[Item, ...], length: int) -> list[Span]:
    spans, at = [], 0
    for start, end in sorted(item.span for item in items):
        spans.append((at, start))
        at = max(at, end)
    return [span for span in [*spans, (at, length)] if span[0] < span[1]]


def _enumeration_markers(items: tuple[Item, ...], lines: list[Line]) -> list[Span]:
    """Return the printed numbers, which count nothing: those of lines, and the ordinals before measures."""
    spans = [(line.marker.start, line.marker.end) for line in lines if line.marker]
    return spans + [
        (piece.span[0] - len(piece.ordinal), piece.span[0])
        for item in items
        for piece in item.measures
        if piece.ordinal
    ]


def parse_notice(text: str) -> Notice:
    """Read the text of a published notice. Nothing is looked up by name: the outline is told from the numbering.

    Args:
        text: the plain text, paragraphs on lines of their own, in any of the usual ways of numbering.

    Returns:
        The notice; where the text holds no items, only title, quantities, dates and documents are filled.
    """
    folded = fold_width(text)
    lines = read_lines(folded)
    found, missing = find_items(build_tree(lines, folded))
    if not found:
        found, missing = find_items(build_tree(lines, folded, bare_headings=True))
    items = _build_items(text, folded, found)
    item_at = _ItemAt(items)
    titles = find_titles(text)
    title_spans = [(title.start - 1, title.end + 1) for title in titles]
    unnumbered = mask_spans(folded, _enumeration_markers(items, lines))
    dates = _find_dates(unnumbered, item_at)
    masked = mask_spans(unnumbered, [*title_spans, *((s, e) for s, e, _, _ in dates)])
    quantities = [(quantity, item_at.position(quantity.start)) for quantity in find_quantities(masked)]
    stated = find_stated(masked, [quantity for quantity, _ in quantities], _outside_items(items, len(text)))
    worded = [(word, item_at.position(word.start)) for word in find_worded(unnumbered, masked)]
    starts = [p.span[0] for item in items for p in (*item.measures, *item.blocks)]
    clauses = ClauseFinder(folded, title_spans, [*starts, *(line.content_start for line in lines)])
    return Notice(
        text=text,
        title=_find_title(folded, text, lines),
        stated=stated,
        sections=tuple(dict.fromkeys(item.section for item in items if item.section)),
        items=items,
        missing_numbers=tuple(missing),
        documents=_find_documents(titles, item_at),
        quantities=tuple(quantities),
        dates=tuple(dates),
        claims=tuple(collect_claims(quantities, dates, worded, stated, clauses)),
    )
