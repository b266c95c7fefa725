"""What can be wrong with clues (D03.2, D03.5), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.domains.expenses.desk import Desk, Row, kinds

CLUES, CASES = "discipline.clues", "discipline.cases"
MOST_CLUSTERS = 9
CLUSTERED_FROM = date(2018, 2, 12)


def inject_d03_2_rural_harm_waits(desk: Desk) -> None:
    """A clue about harm to villagers waits longer than others do; the look-alike was prolonged, being complex."""
    first = (
        (pl.col("field") == "rural_harm")
        & pl.col("case_no").is_null()
        & (pl.col("received_on") < date(2018, 6, 1))
    )
    real, innocent = desk.take("clue", desk.tables[CLUES].filter(first)["_key"])
    changes: list[Row] = []
    for kind, number, key in kinds(real, innocent):
        row = desk.rows(CLUES, pl.col("_key") == key)[0]
        disposed = row["received_on"] + timedelta(days=38 + 2 * number)
        note = None if kind == "real" else "案情复杂，经批准延长核查期限"
        changes.append(
            {"_key": key, "disposed_on": disposed, "closed_on": None, "is_substantiated": None, "note": note}
        )
        reason = f"侵害群众利益线索{38 + 2 * number}天才处置" if kind == "real" else note or ""
        desk.record("D03.2", "discipline", ("clue", row["clue_no"]), kind, [(CLUES, key)], reason)
    desk.change(CLUES, changes)


def inject_d03_5_cluster_without_case(desk: Desk) -> None:
    """Clue after clue about one unit, and no case; the look-alike is one person's letter over and over."""
    with_cases = set(desk.tables[CASES]["unit"])
    units = [name for name in _all_units(desk) if name not in with_cases]
    real, innocent = desk.take("quiet unit", units, MOST_CLUSTERS)
    base = desk.rows(CLUES, pl.col("field") == "work_style")
    added = []
    for kind, number, unit in kinds(real, innocent):
        rows = []
        for turn in range(3 + number % 2):
            like = base[(number * 3 + turn) % len(base)]
            received = CLUSTERED_FROM + timedelta(days=23 * turn + 2 * number)
            gap = received - like["received_on"]
            moved = {
                name: like[name] + gap for name in ("received_on", "assigned_on", "disposed_on", "due_on")
            }
            row = like | moved | {
                "_key": f"cluster-{kind}-{number:02d}-{turn}",
                "clue_no": f"XS-2018-{desk.world.block:02d}{'89'[kind == 'real']}{number:02d}{turn}",
                "unit": unit,
                "source": "petition",
                "disposition": "concluded",
                "closed_on": moved["disposed_on"] + timedelta(days=20),
                "is_substantiated": False,
            }  # fmt: skip
            if kind == "innocent":
                row |= {"source_no": f"CF-2018-{number:03d}", "note": "同一信访人重复反映"}
            rows.append(row)
        added += rows
        keys = [(CLUES, row["_key"]) for row in rows]
        reason = f"半年内{len(rows)}件线索，没有立案" if kind == "real" else "同一信访人重复反映同一事项"
        desk.record("D03.5", "discipline", ("organisation", unit), kind, keys, reason)
    desk.add(CLUES, added)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_d03_2_rural_harm_waits,
    inject_d03_5_cluster_without_case,
)


def _all_units(desk: Desk) -> list[str]:
    kinds_of = pl.col("kind").is_in(["department", "subdistrict", "village", "community"])
    names: list[str] = desk.world.places.organisations.filter(kinds_of)["name"].to_list()
    return names
