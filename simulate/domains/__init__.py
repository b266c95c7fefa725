"""The domains, in the order in which they are made: what one puts into another's tables has to come first."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains import (
    discipline,
    expenses,
    household,
    ledger,
    party,
    reference,
    register,
    subsidy,
    treasury,
    village,
)
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    *reference.DOMAINS,
    *subsidy.DOMAINS,
    *household.DOMAINS,
    *ledger.DOMAINS,
    *party.DOMAINS,
    *expenses.DOMAINS,
    *discipline.DOMAINS,
    *village.DOMAINS,
    *treasury.DOMAINS,
    *register.DOMAINS,
)
