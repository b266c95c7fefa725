"""The rectification ledger: tasks, measures, reports, supervision, look-back, institutions, letters."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = ()
