"""The outline of a notice: lines with their printed numbers, and the tree that those numbers make."""

import re
from dataclasses import dataclass, field, replace

from ingest.block_labels import Label, find_labels
from ingest.markers import HEADING_KINDS, Marker, match_marker

_LINE = re.compile(r"[^\r\n]+")
_PROBLEM_START = re.compile(r"(?:针对|关于|对于|反馈(?:意见)?(?:指出)?|指出|就).{2,}?(?:问题|方面)")
_PROBLEM_END = re.compile(r"问题[。.;:]?$")
_BARE_PROBLEM = re.compile(r"(?:针对|关于|对于|反馈(?:意见)?指出)[^。]{2,150}问题[。:]?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its blanks: span [start, end) with the marker, labels in it, whether it reads as a
    problem, and whether it begins with 一是.
    """

    start: int
    end: int
    marker: Marker | None
    labels: tuple[Label, ...]
    is_problem: bool = False
    opens_enumeration: bool = False

    @property
    def content_start(self) -> int:
        """First character after the marker."""
        return self.marker.end if self.marker else self.start


@dataclass(slots=True, eq=False)
class Node:
    """A heading with what stands under it. The root has no line."""

    line: Line | None
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    next_measure: int = 1  # the number that an enumeration in the body would go on with

    @property
    def kind(self) -> str:
        """Marker kind of the heading ("" for the root, "bare" for a heading without a number)."""
        return "" if self.line is None else self.line.marker.kind if self.line.marker else "bare"

    @property
    def number(self) -> int | None:
        """Printed number of the heading."""
        return self.line.marker.number if self.line and self.line.marker else None

    @property
    def heads_measures(self) -> bool:
        """Whether a label on the heading or right under it announces measures or progress."""
        lines = [self.line, *self.body] if self.line else self.body
        return any(label.kind in ("measures", "progress") for line in lines for label in line.labels)

    @property
    def is_problem(self) -> bool:
        """Whether the heading reads as a problem, or measures are announced under it."""
        return self.line is not None and (self.line.is_problem or self.heads_measures)

    def descendants(self) -> list["Node"]:
        """Every node below, in order of print."""
        return [node for child in self.children for node in (child, *child.descendants())]

    def lines(self) -> list[Line]:
        """Every line below the heading, in order of print."""
        below = [*self.body]
        for node in self.descendants():
            below += [node.line, *node.body] if node.line else node.body
        return sorted(below, key=lambda line: line.start)


def _reads_as_problem(content: str, labels: tuple[Label, ...]) -> bool:
    first_sentence = re.split(r"(?<=。)", content, maxsplit=1)[0]
    if labels and labels[0].kind == "problem":
        return True
    return bool(_PROBLEM_START.match(first_sentence) or _PROBLEM_END.search(first_sentence.rstrip()))


def read_lines(folded: str) -> list[Line]:
    """Cut folded text into lines; blank ones are left out. Spans count characters of the whole text."""
    lines = []
    for found in _LINE.finditer(folded):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        end = start + len(found[0].strip())
        if start >= end:
            continue
        marker = match_marker(folded, start, end, HEADING_KINDS)
        content = marker.end if marker else start
        labels = tuple(find_labels(folded, content, end))
        is_problem = _reads_as_problem(folded[content:end], labels) or (
            marker is not None and marker.kind == "problem"
        )
        opens = match_marker(folded, start, end, ("first_is", "first_must")) is not None
        lines.append(Line(start, end, marker, labels, marker is not None and is_problem, opens))
    return _unmark_labels(lines, folded)


def _unmark_labels(lines: list[Line], folded: str) -> list[Line]:
    """Take the number off a line that only numbers a block of its item ("2.整改措施：…"): it heads no item."""
    result = []
    for index, line in enumerate(lines):
        label = line.labels[0] if line.labels and line.labels[0].start == line.content_start else None
        is_block = label is not None and label.kind != "problem"
        if label and label.kind == "problem":
            following = next((later for later in lines[index + 1 :] if later.marker), None)
            is_block = bool(
                following
                and following.marker
                and line.marker
                and (following.marker.kind, following.marker.number)
                == (line.marker.kind, line.marker.number + 1)
                and following.labels
                and following.labels[0].start == following.content_start
                and following.labels[0].kind != "problem"
            )
        # "二、整改落实情况" without a colon is the title of a part, not a block
        if (
            label
            and line.marker
            and line.marker.kind in ("part", "cn_paren")
            and ":" not in folded[label.start : label.end]
        ):
            is_block = False
            line = replace(line, labels=(), is_problem=False)  # noqa: PLW2901 — the corrected line goes on
        result.append(
            replace(line, start=line.content_start, marker=None, is_problem=False) if is_block else line
        )
    return result


def _is_measure_line(line: Line, marker: Marker, ancestor: Node) -> bool:
    """Tell a measure from the next item where both are numbered alike: by wording, then by which count goes on."""
    if line.is_problem or not (ancestor.is_problem or ancestor.heads_measures):
        return False
    return marker.number == ancestor.next_measure and (marker.number > 1 or ancestor.number is not None)


def _parent_for(line: Line, marker: Marker, stack: list[Node], seen: set[str]) -> Node | None:
    """Return the node that a marked line hangs under; None where it is a measure in the body of the last node."""
    same = next((node for node in reversed(stack) if node.kind == marker.kind), None)
    if same is not None:
        return None if _is_measure_line(line, marker, same) else same.parent
    rank = HEADING_KINDS.index(marker.kind)
    higher = [node for node in stack if node.line is None or _rank(node) < rank]
    is_new_top = marker.kind == "part" or (marker.kind in seen and (marker.number > 1 or line.is_problem))
    if stack[-1].heads_measures and not is_new_top:
        return None
    if len(higher) < len(stack) and is_new_top:
        return higher[-1]
    return stack[-1]


def _rank(node: Node) -> int:
    return HEADING_KINDS.index(node.kind) if node.kind in HEADING_KINDS else len(HEADING_KINDS)


def build_tree(lines: list[Line], folded: str, *, bare_headings: bool = False) -> Node:
    """Hang the lines under one another by their markers.

    With `bare_headings` an unnumbered line that is nothing but a problem ("针对……的问题。") heads a node too.
    """
    root = Node(None)
    stack = [root]
    seen: set[str] = set()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if line.marker is not None:
            is_problem = line.is_problem or _announces_block(line, following)
            _hang_marked(replace(line, is_problem=is_problem), line.marker, stack, seen)
        elif bare_headings and _BARE_PROBLEM.fullmatch(folded, line.start, line.end):
            while stack[-1].kind == "bare":
                stack.pop()
            _push(replace(line, is_problem=True), stack[-1], stack)
        else:
            stack[-1].body.append(line)
    return root


def _push(line: Line, parent: Node, stack: list[Node]) -> None:
    node = Node(line, parent=parent)
    parent.children.append(node)
    stack.append(node)


def _hang_marked(line: Line, marker: Marker, stack: list[Node], seen: set[str]) -> None:
    parent = _parent_for(line, marker, stack, seen)
    if parent is None:
        owner = next((node for node in reversed(stack) if node.kind == marker.kind), stack[-1])
        owner.next_measure = marker.number + 1
        stack[-1].body.append(line)
        return
    seen.add(marker.kind)
    while stack[-1] is not parent:
        stack.pop()
    _push(line, parent, stack)


def _announces_block(line: Line, following: Line | None) -> bool:
    wanted = ("measures", "progress", "problem")
    if any(label.kind in wanted for label in line.labels):
        return True
    return bool(
        following
        and not following.marker
        and following.labels
        and following.labels[0].start == following.start
        and following.labels[0].kind in wanted
    )
