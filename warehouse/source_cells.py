"""The cells of a source row: where each column was read, what stands there, and what became of it.

A row lands its texts as columns and only its odd cells one by one. Just the cells that are asked for are put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

# Parameter `$uids`: a list of source rows. In the order of the sheet; cells without a heading come last, as listed.
# A personal column is shown as its masked form: its own name stands for none of the stored columns.
CELLS = """
with
picked as (
    select row_uid, "row", row_values, stated, exceptions, header_map
    from marts.fct_source_row
    inner join marts.dim_load using (load_id)
    where row_uid in (select unnest($uids))
),
headed as (
    select
        row_uid,
        unnest(json_keys(header_map)) as "column",
        generate_subscripts(json_keys(header_map), 1) as place,
        header_map
    from picked
),
odd as (
    select row_uid, unnest(exceptions, recursive := true), generate_subscripts(exceptions, 1) as odd_place
    from picked
),
cells as (
    select row_uid, "column", headed.header_map ->> "column" as letter, place, odd_place, address, raw, inferred
    from headed
    full join odd using (row_uid, "column")
)
select
    row_uid,
    "column",
    coalesce(address, letter || "row") as address,
    coalesce(raw, stated ->> "column", row_values ->> "column", row_values ->> ("column" || '_masked')) as raw,
    coalesce(row_values ->> "column", row_values ->> ("column" || '_masked')) as value,
    inferred
from cells
inner join picked using (row_uid)
order by row_uid, place nulls last, odd_place
"""


@dataclass(frozen=True)
class Cell:
    """One cell of a source row: as written (`raw`), as read (`value`), and why it was inferred, if it was."""

    address: str | None
    raw: str | None
    value: str | None
    inferred: str | None


def read_cells(connection: duckdb.DuckDBPyConnection, row_uids: Iterable[str]) -> dict[str, dict[str, Cell]]:
    """Return source row → contract column → cell; a row that is no source row is left out."""
    rows: dict[str, dict[str, Cell]] = {}
    for row_uid, column, *cell in connection.execute(CELLS, {"uids": sorted(set(row_uids))}).fetchall():
        rows.setdefault(row_uid, {})[column] = Cell(*cell)
    return rows
