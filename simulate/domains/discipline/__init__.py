"""The discipline office: talks, education, clues, cases, visits, coverage."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = ()
