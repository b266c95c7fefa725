"""A dataset's rows as its office keeps them, before any of them is written into a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from simulate.timeline import MONTHLY
from warehouse.contracts import Contract

# What a frame may hold beside the contract's own columns.
KEY, ON, FROM, TO, UNIT = "_key", "_on", "_from", "_to", "_unit"
REVISION = "_revision"
TECHNICAL = (KEY, ON, FROM, TO, UNIT, REVISION)
SNAPSHOT = "snapshot_on"  # filled in for each delivery


@dataclass(frozen=True)
class Spoiled:
    """A cell that its clerk got wrong: `text` stands there instead of the value, None leaves it empty."""

    key: str
    column: str
    text: str | None


@dataclass
class Table:
    """One dataset of one block.

    Attributes:
        dataset: the contract's, such as subsidy.benefit_payments.
        frame: the contract's own column names, in any order, absent ones empty. Values are typed as the contract
            says: days as Date (months as their first day), amounts as numbers in yuan, codes by their name; a String
            in any other column is written as it stands. `_key` names a row and is unique at any one time. In a list
            that is sent whole again, a row stands in every delivery from `_from` to before `_to` (dates, null: open);
            of a dataset of instalments each row comes once, on the first day from `_on` on. `_unit` is the office
            that reports the row, where units each send their own list; a dataset of the whole site takes no notice.
            `_revision` is the only sending of a corrected delivery that holds the row (0 the first, 1 its correction;
            null: all of them).
        sender: the office that fills it in, where there is no `_unit`.
        days: the as-of dates of its deliveries.
        form: xlsx or csv; a big list is better a csv.
        snapshot_days: how many days before its delivery the data were exported, for a dataset with `snapshot_on`.
        sendings: deliveries that do not come once and on their day. By reporting unit (None where there are none) and
            as-of date, the days on which the list arrives: none at all, a later one, or several, of which each is
            the correction of the one before it.
        spoiled: cells written wrongly the first time that their row is sent; a list that is sent again has them right.
    """

    dataset: str
    frame: pl.DataFrame
    sender: str
    days: Sequence[date] = MONTHLY
    form: str = "xlsx"
    snapshot_days: int | None = None
    sendings: Mapping[tuple[str | None, date], Sequence[date]] = field(default_factory=dict)
    spoiled: list[Spoiled] = field(default_factory=list)

    def check(self, contract: Contract) -> None:
        """Raise ValueError where the frame has a column that the contract has not, or no key.

        In a column that is filled downwards an empty cell would be read as the one above it.
        """
        known = {column.name for column in contract.read_columns}.union(TECHNICAL)
        unknown = set(self.frame.columns) - known
        if unknown or KEY not in self.frame.columns:
            raise ValueError(f"{self.dataset}: {sorted(unknown)}, _key is required")
        holes = [
            column.name
            for column in contract.read_columns
            if column.fill and column.name in self.frame.columns and column.name != SNAPSHOT
            if self.frame[column.name].null_count()
        ]
        if holes:
            raise ValueError(f"{self.dataset}: empty cells in {holes}, which are filled downwards")


def amend(frame: pl.DataFrame, changes: Sequence[dict[str, object]]) -> pl.DataFrame:
    """Return `frame` with the rows that `changes` name by `_key` changed; None empties a cell.

    Every change has to name the same columns.
    """
    if not changes:
        return frame
    schema = {name: frame.schema[name] for name in changes[0]}
    return frame.update(pl.DataFrame(changes, schema=schema), on=KEY, include_nulls=True)


def add_rows(frame: pl.DataFrame, rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """Return `frame` with `rows` after its own; columns that they lack are empty."""
    if not rows:
        return frame
    schema = {name: frame.schema[name] for name in frame.columns if any(name in row for row in rows)}
    return pl.concat([frame, pl.DataFrame(rows, schema=schema)], how="diagonal_relaxed")


def known_on(
    frame: pl.DataFrame, days: Sequence[date], born: str, later: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """Return a version of each row per delivery: what its office could know on that day.

    Args:
        frame: the rows as they are in the end.
        days: of the deliveries.
        born: the day column from which a row is on the list; where it is empty the row always is.
        later: per day column the columns that are filled in with it; before that day they are all empty.
    """
    pieces = []
    for number, day in enumerate(days):
        rows = frame.filter(pl.col(born).is_null() | (pl.col(born) <= day))
        hidden = {
            name: pl.when(pl.col(on).is_null() | (pl.col(on) <= day)).then(pl.col(name)).alias(name)
            for on, names in later.items()
            for name in (on, *names)
        }
        until = days[number + 1] if number + 1 < len(days) else None
        pieces.append(
            rows.with_columns(
                *hidden.values(),
                pl.lit(day).alias(FROM),
                pl.lit(until, dtype=pl.Date).alias(TO),
            )
        )
    return pl.concat(pieces)
