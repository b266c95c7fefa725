"""The domains, in the order in which they are made: what one puts into another's registers has to come first."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains import (
    benefits,
    matching,
    monitoring,
    poverty,
    reference,
    registers,
    reviews,
    welfare,
)
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    reference.make,
    benefits.make,
    reviews.make,
    matching.make,
    monitoring.make,
    poverty.make,
    welfare.make,
    registers.make,
)
