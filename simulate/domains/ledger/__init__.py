"""The rectification ledger: tasks, measures, reports, supervision, look-back, institutions, letters."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains.ledger import institutions, letters, lookbacks, rectification, supervision
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    rectification.make,
    lookbacks.make,
    supervision.make,
    institutions.make,
    letters.make,
)
