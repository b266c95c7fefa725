"""Which headings of an outline are the items, which group them, and which numbers are missing between them."""

from collections import Counter
from dataclasses import dataclass, field, replace

from ingest.outline import Node

_PLAUSIBLE_GAP = 20


@dataclass(slots=True, eq=False)
class FoundItem:
    """An item: its node, its number, and whether the number (and so the item) was told from its position."""

    node: Node
    number: int | None
    inferred: bool = False
    ancestors: list[Node] = field(default_factory=list)


def _mark_enumerated(nodes: list[Node]) -> None:
    """Where no heading says that it is a problem, take those right above an enumeration, in the part that has most."""
    by_part: dict[int, list[Node]] = {}
    for node in nodes:
        if node.body and node.body[0].opens_enumeration:
            top = _ancestors(node)[:1] or [node]
            by_part.setdefault(id(top[0]), []).append(node)
    for node in max(by_part.values(), key=len, default=[]):
        if node.line:
            node.line = replace(node.line, is_problem=True)


def _is_leaf_problem(node: Node) -> bool:
    return node.is_problem and not any(below.is_problem for below in node.descendants())


def _ancestors(node: Node) -> list[Node]:
    chain = []
    while (parent := node.parent) is not None and parent.line is not None:
        chain.append(parent)
        node = parent
    return chain[::-1]


def _start(node: Node) -> int:
    return node.line.start if node.line else 0


def find_items(root: Node) -> tuple[list[FoundItem], list[int]]:
    """Return the items in order of print, and the numbers missing in their runs.

    The items are the deepest headings that read as problems; of several marker kinds, the most frequent one. A heading
    one level up that has measures but no item under it takes the missing number of the gap where it stands.
    """
    nodes = root.descendants()
    if not any(node.is_problem for node in nodes):
        _mark_enumerated(nodes)
    leaves = [node for node in nodes if _is_leaf_problem(node)]
    if not leaves:
        return [], []
    kind = Counter(node.kind for node in leaves).most_common(1)[0][0]
    printed = [node for node in nodes if node.kind == kind and _is_in_item_group(node)]
    within = {id(below) for node in printed for below in node.descendants()}
    over = {id(above) for node in printed for above in _ancestors(node)}
    orphans = [
        node
        for node in leaves
        if node not in printed and id(node) not in within | over and (node.body or node.children)
    ]
    items, missing = _fill_gaps(printed, orphans)
    for item in items:
        item.ancestors = _ancestors(item.node)
    return items, missing


def _is_in_item_group(node: Node) -> bool:
    if any(below.is_problem and below.kind == node.kind for below in _ancestors(node)):
        return False
    siblings = [s for s in (node.parent.children if node.parent else []) if s.kind == node.kind]
    return 2 * sum(_is_leaf_problem(sibling) for sibling in siblings) >= len(siblings)


def _fill_gaps(printed: list[Node], orphans: list[Node]) -> tuple[list[FoundItem], list[int]]:
    items: list[FoundItem] = []
    missing: list[int] = []
    previous: Node | None = None
    for node in [*printed, None]:
        low = _start(previous) if previous else -1
        high = _start(node) if node else float("inf")
        between = [orphan for orphan in orphans if low < _start(orphan) < high]
        gap = _gap(previous, node) if node else []
        missing += gap
        numbers: list[int | None] = (
            [*gap] if gap and len(gap) == len(between) else [o.number for o in between]
        )
        items += [
            FoundItem(orphan, number, inferred=bool(gap) and len(gap) == len(between))
            for orphan, number in zip(between, numbers, strict=True)
        ]
        if node:
            items.append(FoundItem(node, node.number))
        previous = node
    return _number_bare(items), missing


def _gap(previous: Node | None, node: Node) -> list[int]:
    """Return the numbers left out before `node`: since the item before it, or since 1 where the count starts again."""
    number = node.number
    if number is None:
        return []
    before = previous.number if previous and previous.number is not None else 0
    same_parent = previous is not None and previous.parent is node.parent
    if number <= before:
        before = number - 1 if same_parent else 0
    gap = list(range(before + 1, number))
    return gap if len(gap) <= _PLAUSIBLE_GAP else []


def _number_bare(items: list[FoundItem]) -> list[FoundItem]:
    """Count the items where none is numbered in print."""
    if all(item.number is None for item in items):
        for position, item in enumerate(items, start=1):
            item.number, item.inferred = position, True
    return items


def split_ancestors(items: list[FoundItem]) -> list[tuple[Node | None, Node | None]]:
    """Return (section, subsection) of each item: the section is the highest level that tells items apart.

    Where only one part holds items, its own headings are the sections; the heading between a section and its items is
    the subsection.
    """
    depth = min((len(item.ancestors) for item in items), default=0)
    level = next(
        (d for d in range(depth) if len({id(item.ancestors[d]) for item in items}) > 1), max(depth - 1, 0)
    )
    split: list[tuple[Node | None, Node | None]] = []
    for item in items:
        chain = item.ancestors
        section = chain[level] if level < len(chain) else None
        subsection = item.node if item.inferred and item.node.number is not None else None
        if subsection is None and len(chain) > level + 1:
            subsection = chain[-1]
        split.append((section, subsection))
    return split
