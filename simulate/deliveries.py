"""Which rows go into which delivery: a folder per as-of date, a file per dataset and reporting unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from simulate.tables import FROM, KEY, ON, REVISION, TECHNICAL, TO, UNIT, Spoiled, Table
from warehouse.contracts import Contract


@dataclass(frozen=True)
class Delivery:
    """One table of one file.

    `path` is relative to the folder of all deliveries, `sender` who fills it in, `unit` whose rows it replaces (None
    for a dataset of the whole site). `spoiled` are the cells that are written wrongly.
    """

    path: str
    as_of: date
    sender: str
    unit: str | None
    frame: pl.DataFrame
    spoiled: Sequence[Spoiled] = ()
    revision: int = 0


def plan_deliveries(contract: Contract, table: Table) -> Iterator[Delivery]:
    """Yield the deliveries of `table`, of each unit in the order in which they arrive; without rows there is none."""
    for unit, frame in _split_units(contract, table):
        unsent = list(table.spoiled)
        for arrives_on, number, revision in _plan_sendings(table, unit):
            as_of = table.days[number]
            rows = _select(contract, table, frame, number, revision)
            if rows.is_empty():
                continue
            if table.snapshot_days is not None:
                rows = rows.with_columns(snapshot_on=pl.lit(as_of - timedelta(days=table.snapshot_days)))
            spoiled = [cell for cell in unsent if cell.key in set(rows[KEY])] if unsent else []
            unsent = [cell for cell in unsent if cell not in spoiled]
            sender = unit or table.sender
            path = f"{arrives_on}/{name_file(contract, as_of, unit, table.form, revision)}"
            sent = rows.drop([name for name in TECHNICAL if name != KEY], strict=False)
            yield Delivery(path, as_of, sender, unit, sent, spoiled, revision)


def name_file(contract: Contract, day: date, unit: str | None, form: str, revision: int = 0) -> str:
    """Return the file's name: what it is, of which unit, as of when, and whether it corrects an earlier one."""
    whose = f"（{unit}）" if unit else ""
    corrects = f"（更正{revision if revision > 1 else ''}）" if revision else ""
    return f"{name_list(contract)}{whose}{day:%Y%m%d}{corrects}.{form}"


def name_list(contract: Contract) -> str:
    """Return what an office calls the list: its label, with a word by which the contract is recognised."""
    label = contract.label.zh
    if not contract.titles or any(title in label for title in contract.titles):
        return label
    return f"{label}（{contract.titles[0]}）"


def _split_units(contract: Contract, table: Table) -> Iterator[tuple[str | None, pl.DataFrame]]:
    if contract.scope != "unit" or UNIT not in table.frame.columns:
        yield (table.sender if contract.scope == "unit" else None), table.frame
        return
    for (unit,), frame in sorted(table.frame.partition_by(UNIT, as_dict=True).items()):
        yield str(unit), frame


def _plan_sendings(table: Table, unit: str | None) -> list[tuple[date, int, int]]:
    """Return each sending of `unit` as its day of arrival, the number of its as-of date and its revision, in order."""
    return sorted(
        (arrives_on, number, revision)
        for number, day in enumerate(table.days)
        for revision, arrives_on in enumerate(table.sendings.get((unit, day), (day,)))
    )


def _select(
    contract: Contract, table: Table, frame: pl.DataFrame, number: int, revision: int
) -> pl.DataFrame:
    """Return what the delivery of day `number` holds: of instalments the new rows, of a whole list its present ones."""
    day = table.days[number]
    if REVISION in frame.columns:
        frame = frame.filter(pl.col(REVISION).is_null() | (pl.col(REVISION) == revision))
    if contract.delivery == "append":
        on = pl.col(ON).fill_null(date.min) if ON in frame.columns else pl.lit(date.min)
        before = table.days[number - 1] if number else None
        return frame.filter(on <= day, on > before if before else pl.lit(value=True))
    wanted = []
    if FROM in frame.columns:
        wanted.append(pl.col(FROM).is_null() | (pl.col(FROM) <= day))
    if TO in frame.columns:
        wanted.append(pl.col(TO).is_null() | (pl.col(TO) > day))
    return frame.filter(*wanted) if wanted else frame
