"""What changed between two weeks, row by row, each change with the row as it was and as it is.

Pure reads of one published build, whose default database holds the schemas `marts` and `catalog`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.errors import UsageError
from warehouse.lineage import RowOrigin, SqlStep, locate_rows, trace_model

MODEL = "fct_change"
# What nobody announces comes first.
ORDER = (
    *(
        "vanished",
        "removed",
        "reopened",
        "returned",
        "undeclared",
        "deadline_moved",
        "reassigned",
        "reworded",
    ),
    *("number_changed", "closed", "applied", "declared", "status_changed", "new"),
)
ENTITIES = ("task", "measure", "row")


@dataclass(frozen=True)
class Change:
    """One change: `before` and `after` are texts or codes, `row_uid_before` None for what is new.

    `origin_before` and `origin` are filled where the change is explained.
    """

    week: str
    change: str
    entity: str
    id: str
    field: str
    before: str | None
    after: str | None
    title: str | None
    lead_unit: str | None
    row_uid_before: str | None
    row_uid: str | None
    origin_before: RowOrigin | None = None
    origin: RowOrigin | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one change, without the origins that were not asked for."""
        told = {name: value for name, value in vars(self).items() if not name.startswith("origin")}
        if self.origin_before or self.origin:
            rows = (("row_before", self.origin_before), ("row", self.origin))
            told |= {name: origin.to_dict() if origin else None for name, origin in rows}
        return told


def read_changes(connection: duckdb.DuckDBPyConnection, first: str, last: str) -> list[Change]:
    """Return every change of the weeks after `first` up to `last`, by week, entity and kind.

    A change that was made and taken back in between is told twice, and so never hidden.

    Raises:
        UsageError: a week is not in the data, or `first` is not before `last`.
    """
    known = [
        week for (week,) in connection.execute("select week_id from marts.dim_week order by 1").fetchall()
    ]
    for week in (first, last):
        if week not in known:
            span = f"{known[0]} – {known[-1]}" if known else "—"
            raise UsageError(
                f"数据中没有 {week} 周；周次形如 2018-W22，现有 {span}",
                f"the data hold no week {week}; a week reads 2018-W22, there are {span}",
            )
    if first >= last:
        raise UsageError(f"{first} 周不早于 {last} 周", f"week {first} is not before {last}")
    return _read(connection, "week_id > $first and week_id <= $last", {"first": first, "last": last})


def explain_change(
    connection: duckdb.DuckDBPyConnection, subject: str, week: str | None = None
) -> tuple[list[Change], list[SqlStep]]:
    """Return the changes of a task, measure or row, of all weeks or one, with their rows, and the SQL behind them.

    Raises:
        UsageError: nothing of that name has changed.
    """
    condition = "entity_id = $subject and ($week is null or week_id = $week)"
    changes = _read(connection, condition, {"subject": subject, "week": week})
    if not changes:
        raise UsageError(
            f"{subject} 没有变化记录；编号形如 2018-1-007（任务）、2018-1-007-02（措施）",
            f"nothing of {subject} has changed; an id reads 2018-1-007 (task) or 2018-1-007-02 (measure)",
        )
    uids = {uid for change in changes for uid in (change.row_uid_before, change.row_uid) if uid}
    origins = locate_rows(connection, uids)
    told = [
        Change(
            **{
                **vars(change),
                "origin_before": origins.get(change.row_uid_before or ""),
                "origin": origins.get(change.row_uid or ""),
            }
        )
        for change in changes
    ]
    return told, trace_model(connection, MODEL)


def _read(connection: duckdb.DuckDBPyConnection, condition: str, values: dict[str, Any]) -> list[Change]:
    rows = connection.execute(
        "select week_id, change, entity, entity_id, field, before, after, title, lead_unit, row_uid_before, row_uid"
        f" from marts.{MODEL} where {condition}"
        f" order by week_id, list_position({list(ENTITIES)}, entity), list_position({list(ORDER)}, change),"
        " entity_id, field",
        values,
    ).fetchall()
    return [Change(*row) for row in rows]
