"""What one build came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from warehouse.failed_tests import FailedTest


@dataclass(frozen=True)
class BuildError:
    """A model that did not build, or dbt itself (`name` "dbt"): the engine's message as it stands."""

    name: str
    message: str


@dataclass(frozen=True)
class BuildResult:
    """The outcome of one build. `seconds` is wall time; `models` and `tests_passed` are counts.

    Where the data are those of the current build, `unchanged` is true, `build_id` is that build's and nothing new is
    published. `late_loads` counts the loads after the current week's cut-off, `orphan_rows` the rows of the week that
    belong to no listed task or measure; None where the build did not come to say.
    """

    build_id: str
    as_of: date
    target: str
    status: Literal["published", "passed", "failed"]
    seconds: float
    models: int
    tests_passed: int
    tests_failed: list[FailedTest] = field(default_factory=list)
    errors: list[BuildError] = field(default_factory=list)
    unchanged: bool = False
    late_loads: int | None = None
    orphan_rows: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `build --json`."""
        return {
            "build_id": self.build_id,
            "as_of": self.as_of.isoformat(),
            "target": self.target,
            "status": self.status,
            "seconds": self.seconds,
            "models": self.models,
            "tests_passed": self.tests_passed,
            "tests_failed": [
                {"name": test.name, "rows": test.rows, "values": test.values}
                | {"sample": [_to_json(row) for row in test.sample]}
                for test in self.tests_failed
            ],
            "errors": [{"name": error.name, "message": error.message} for error in self.errors],
            "unchanged": self.unchanged,
            "late_loads": self.late_loads,
            "orphan_rows": self.orphan_rows,
        }


def _to_json(row: dict[str, Any]) -> dict[str, Any]:
    plain = (str, int, float, bool, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in row.items()}
