"""The parameters that the district has set for itself, with what other domains have set for it."""

from __future__ import annotations

from datetime import date

from simulate.cases import Cases
from simulate.domains.treasury.desk import Row, frame_of, leaders
from simulate.tables import Table
from simulate.timeline import ONCE
from simulate.world import World

PARAMETERS = "reference.rule_parameters"
VALUES = (("due_soon_days", 20.0), ("yellow_days", 10.0), ("immediate_days", 30.0))
VALID_FROM = date(2018, 4, 16)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the list of parameters, one for all districts."""
    if world.block:
        return []
    rows: list[Row] = [
        {
            "_key": name,
            "parameter": name,
            "value": value,
            "valid_from": VALID_FROM,
            "approved_by": leaders(world)[0],
            "note": "整改工作领导小组第一次会议",
        }
        for name, value in VALUES
    ]
    rows += world.registers.get(PARAMETERS, [])
    return [Table(PARAMETERS, frame_of(rows), world.places.department("党政办公室"), days=ONCE)]
