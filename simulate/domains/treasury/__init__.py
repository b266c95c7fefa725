"""Money and its decisions: meetings, tenders, large payments, funds, revenue, land."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains.treasury import parameters, reports
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    reports.make_investments,
    reports.make_land,
    reports.make_funds,
    reports.make_purchases,
    reports.make_payments,
    reports.make_tenders,
    reports.make_decisions,
    parameters.make,
)
