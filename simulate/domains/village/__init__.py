"""Villages: their books, disclosures, meetings, assets, projects and jobs."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains.village import assets, audits, duty, finance, jobs, lookback, shares
from simulate.tables import Table
from simulate.world import World

DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    lookback.make,
    finance.make,
    shares.make,
    jobs.make,
    duty.make,
    assets.make,
    audits.make,
)
