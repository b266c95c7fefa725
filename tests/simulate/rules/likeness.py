"""When two texts are alike: by the pairs of signs that they share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def are_alike(one: str, other: str, least: float) -> bool:
    """Return whether two texts share at least this share of their pairs of neighbouring signs."""
    return _share(set(pairwise(one)), set(pairwise(other))) >= least


def find_copies(texts: Sequence[str], least: float) -> list[int]:
    """Return the positions of the texts that are like an earlier one."""
    pairs = [set(pairwise(text)) for text in texts]
    return [
        at for at, own in enumerate(pairs) if any(_share(own, pairs[before]) >= least for before in range(at))
    ]


def _share(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)
