"""Party life: study, meetings, branches, elections, members, cadres, part-time posts."""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Cases
from simulate.domains.party import (
    archives,
    assessment,
    attendance,
    branches,
    elections,
    life,
    members,
    organisations,
    parttime,
    roster,
    staff,
    study,
)
from simulate.tables import Table
from simulate.world import World

# Organisations make branches, branches make everything that branches do; the roster is changed up to the end.
DOMAINS: tuple[Callable[[World, Cases], list[Table]], ...] = (
    organisations.make,
    branches.make,
    staff.make,
    life.make,
    elections.make,
    members.make,
    study.make,
    assessment.make,
    attendance.make,
    archives.make,
    parttime.make,
    roster.make,
)
