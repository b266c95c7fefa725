"""The tables of docs/reference/parsing.md, so that what it says is what is counted."""

from __future__ import annotations

import re

from warehouse.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "parsing.md"


def documented_counts() -> dict[str, tuple[int, ...]]:
    """Return the numbers of each row whose first or second cell is a name in code marks, by that name."""
    row = re.compile(r"^\|(?:[^|`]*\|)?\s*`(\w+)`\s*\|((?:\s*\d+\s*\|)+)$", re.MULTILINE)
    return {
        name: tuple(map(int, re.findall(r"\d+", numbers)))
        for name, numbers in row.findall(PAGE.read_text(encoding="utf-8"))
    }


def documented_shares() -> tuple[float, float]:
    """Return the precision and the recall of header cells that the page states, in per cent."""
    found = re.search(r"precision ([0-9.]+)%, recall ([0-9.]+)%", PAGE.read_text(encoding="utf-8"))
    assert found is not None
    return float(found[1]), float(found[2])
