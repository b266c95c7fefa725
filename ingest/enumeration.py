"""What stands inside one item: its problem sentence, its enumerated measures, and the blocks of plain prose."""

import re
from dataclasses import dataclass

from ingest.block_labels import Label
from ingest.markers import ENUMERATION_KINDS, Marker, match_marker
from ingest.outline import Line, Node

Span = tuple[int, int]

_SENTENCE_END = "。;!?:】"
_INLINE_KINDS = ("first_is", "first_must", "ordinal", "circled", "arabic_paren", "arabic", "half_paren")
_FIRST_ORDINAL = re.compile(r"(?<=[。;,:!?])[ \t]*(?=一是|一要|第一,|\u2460|\(1\)|\u2474)")
_PROBLEM_SENTENCE = re.compile(r"(?:针对|关于|对于|反馈(?:意见)?指出|指出).{2,}?问题(?:[。:;](?=.)|,(?=.))")
_ENUMERABLE = (None, "measures", "progress")


@dataclass(frozen=True, slots=True)
class Piece:
    """A measure (with the ordinal as printed) or a block; `label` is the block's label, `span` excludes both."""

    ordinal: str | None
    number: int | None
    label: str | None
    span: Span


@dataclass(slots=True)
class _Block:
    label: Label | None
    ranges: list[Span]


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None


def find_problem(text: str, line: Line) -> Span | None:
    """Return the span of the problem in an item's heading: up to the first block, ordinal, or end of its sentence."""
    start, end = line.content_start, line.end
    for label in line.labels:
        if label.kind == "problem" and label.start == start:
            start = label.end
        elif label.start > start:
            end = min(end, label.start)
    if ordinal := _FIRST_ORDINAL.search(text, start, end):
        end = ordinal.start()
    elif (sentence := _PROBLEM_SENTENCE.match(text, start, end)) and not re.search(
        r"问题[。.]?\s*$", text[sentence.end() : end]
    ):
        end = sentence.end()
    span = _trim(text, start, end)
    return (span[0], span[1] - 1) if span and text[span[1] - 1] in ",:;" else span


def _cut_blocks(lines: list[tuple[int, Line]]) -> list[_Block]:
    """Cut the lines (each from the given place on) at their labels."""
    blocks = [_Block(None, [])]
    for start, line in lines:
        at = start
        for label in line.labels:
            if label.start < at:
                continue
            if label.start > at:
                blocks[-1].ranges.append((at, label.start))
            blocks.append(_Block(label, []))
            at = label.end
        if at < line.end:
            blocks[-1].ranges.append((at, line.end))
    return blocks


def _find_ordinals(text: str, span: Span, kinds: tuple[str, ...]) -> list[Marker]:
    """Return the ordinals of `kinds` that open the range or a sentence of it (a first one may follow a comma)."""
    found = []
    start, end = span
    inline = tuple(kind for kind in kinds if kind in _INLINE_KINDS)
    last = ""  # the last character that is not blank
    for at in range(start, end):
        opens = not last or last in _SENTENCE_END
        if opens or text[at - 1] == ",":
            marker = match_marker(text, at, end, inline if last else kinds)
            if marker and (opens or marker.number == 1):
                found.append(marker)
        last = last if text[at].isspace() else text[at]
    return found


def _find_run(text: str, ranges: list[Span]) -> list[Marker]:
    """Return the ascending run of ordinals, of the kind that counts 1 first; a lone number is a run only as 一是."""
    ordinals = [marker for span in ranges for marker in _find_ordinals(text, span, ENUMERATION_KINDS)]
    first = next((marker for marker in ordinals if marker.number == 1), None)
    if first is None:
        return []
    line_starts = {span[0] for span in ranges}
    run = [first]
    for marker in ordinals:
        if marker.kind != first.kind or marker.start <= run[-1].start:
            continue
        if run[-1].number < marker.number <= run[-1].number + 2 or (
            marker.number == 1 and marker.start in line_starts
        ):
            run.append(marker)
    return (
        run if len(run) > 1 or first.kind in ("first_is", "first_must") or first.start in line_starts else []
    )


def _split_block(text: str, block: _Block) -> tuple[list[Piece], list[Piece]]:
    words = block.label.words if block.label else None
    run = _find_run(text, block.ranges) if (block.label.kind if block.label else None) in _ENUMERABLE else []
    measures: list[Piece] = []
    if run:
        # a paragraph after the last measure is not part of it
        last = next(end for start, end in block.ranges if start <= run[-1].start < end)
        ends = [marker.start for marker in run[1:]] + [last]
        for marker, end in zip(run, ends, strict=True):
            if span := _trim(text, marker.end, end):
                printed = text[marker.start : marker.end].strip()
                measures.append(Piece(printed, marker.number, words, span))
    prose: list[Piece] = []
    low, high = (run[0].start, ends[-1]) if run else (0, 0)
    for start, end in block.ranges:
        pieces = ((start, min(end, low)), (max(start, high), end)) if run else ((start, end),)
        spans = [_trim(text, *piece) for piece in pieces if piece[0] < piece[1]]
        prose += [Piece(None, None, words, span) for span in spans if span]
    return measures, prose


def split_item(text: str, node: Node, *, has_problem: bool) -> tuple[Span | None, list[Piece], list[Piece]]:
    """Return (problem, measures, blocks) of an item, spans into folded `text`.

    Under 整改措施 the enumeration is the measures; enumerated progress counts as measures only where no measures are
    enumerated. Results, responsible units and deadlines stay blocks.
    """
    line = node.line
    if line is None:
        return None, [], []
    problem = find_problem(text, line)
    body_start = problem[1] if problem and has_problem else line.content_start if has_problem else line.end
    while body_start < line.end and text[body_start] in ",:;":
        body_start += 1
    blocks = _cut_blocks([(body_start, line), *((below.start, below) for below in node.lines())])
    parts = [(block, *_split_block(text, block)) for block in blocks]
    if any(block.label and block.label.kind == "measures" and measures for block, measures, _ in parts):
        parts = [
            (block, [], [p for s in block.ranges if (p := _as_prose(text, s, block))])
            if _is_progress(block)
            else (block, m, b)
            for block, m, b in parts
        ]
    measures = [piece for _, found, _ in parts for piece in found]
    prose = [piece for block, _, found in parts if not _is_problem_block(block, problem) for piece in found]
    return (problem if has_problem else None), measures, prose


def _is_progress(block: _Block) -> bool:
    return block.label is not None and block.label.kind == "progress"


def _is_problem_block(block: _Block, problem: Span | None) -> bool:
    return block.label is not None and any(
        span[0] == (problem[0] if problem else -1) for span in block.ranges
    )


def _as_prose(text: str, span: Span, block: _Block) -> Piece | None:
    trimmed = _trim(text, *span)
    return Piece(None, None, block.label.words if block.label else None, trimmed) if trimmed else None
