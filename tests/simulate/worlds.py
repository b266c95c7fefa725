"""Districts as they are before any of it is written into a file."""

from __future__ import annotations

from functools import cache

from simulate.cases import Case, Cases
from simulate.domains import DOMAINS
from simulate.world import World
from tests.simulate.rules.reading import Tables


@cache
def make(seed: int, level: int) -> tuple[Tables, list[Case]]:
    """Return a district's tables by dataset, and its cases."""
    world, cases = World(seed, 0, level), Cases(0, level)
    tables = {table.dataset: table.frame for domain in DOMAINS for table in domain(world, cases)}
    return tables, cases.found
