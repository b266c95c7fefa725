"""The simulator's own word lists: one word a line, `#` begins a remark, a weight may follow a space."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parent


@cache
def read_words(name: str) -> tuple[str, ...]:
    """Return the words of `name`.txt in their order."""
    return tuple(word for word, _ in _read(name))


@cache
def read_weights(name: str) -> npt.NDArray[np.float64]:
    """Return how often each word of `name`.txt is met, adding up to 1; a word without a weight counts as 1."""
    weights = [weight for _, weight in _read(name)]
    return np.array(weights) / sum(weights)


def _read(name: str) -> list[tuple[str, float]]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return [(pair[0], float(pair[1]) if len(pair) > 1 else 1.0) for pair in pairs]
