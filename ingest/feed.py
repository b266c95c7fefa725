"""Rows that come as texts by column, not out of a file: through the same contract, checks and protection as any other.

Whoever has the texts in hand, such as the simulator, lands in one step what an office file would land in five.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from ingest.commit import Committer
from ingest.headers import Header, HeaderMatch
from ingest.load import Load, TableLoader
from ingest.sheets import CHUNK_ROWS
from ingest.table import RawColumn, RawTable
from warehouse.contracts import Contract
from warehouse.landing import LoadRecord


@dataclass(frozen=True)
class FedPlace:
    """Where the rows would stand in a file, and what it would say about itself.

    Attributes:
        headings: per column of the contract its 0-based index on the sheet, its heading and the money unit that the
            heading states.
        first_row: the row (1-based) of the first row of data.
        money_unit: what the title states for all amounts.
        table: tells tables of one sheet apart.
    """

    file_name: str
    file_sha256: str
    sheet: str
    as_of: datetime
    sender: str | None
    revision: int
    headings: Mapping[str, tuple[int, str, str | None]]
    first_row: int
    money_unit: str | None = None
    table: int = 0


def land_frame(
    committer: Committer, contract: Contract, texts: pl.DataFrame, place: FedPlace
) -> tuple[str, Load]:
    """Land `texts` and return what became of them (landed, already landed, rejected) and the load without its rows.

    Args:
        committer: of the run.
        contract: of the dataset.
        texts: a String column per column of `place.headings`, blanks as null or "".
        place: where they stand.
    """
    is_unit = contract.scope == "unit"
    record = LoadRecord(
        dataset=contract.dataset,
        file_name=place.file_name,
        file_sha256=place.file_sha256,
        sheet=place.sheet,
        table=place.table,
        as_of=place.as_of,
        revision=place.revision,
        unit=place.sender if is_unit else None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        sender=place.sender,
        inferred={"as_of": "title"},
    )
    loader = TableLoader(record, _match(contract, place), place.money_unit, committer.find_keys)
    stretches = (loader.add(table) for table in _tables(texts, place))
    return committer.land(record, stretches, loader.finish)


def _match(contract: Contract, place: FedPlace) -> HeaderMatch:
    """Return the headings as if they had been found on a sheet."""
    above = place.first_row - 2
    columns = {
        name: Header(index, heading, (heading,), unit, above)
        for name, (index, heading, unit) in place.headings.items()
    }
    ordered = {
        column.name: columns[column.name] for column in contract.read_columns if column.name in columns
    }
    return HeaderMatch(contract, above, above, ordered, ())


def _tables(texts: pl.DataFrame, place: FedPlace) -> Iterator[RawTable]:
    """Yield the rows in stretches."""
    blank = texts.with_columns(pl.when(pl.all().str.contains(r"\S")).then(pl.all()))
    first = place.first_row
    for piece in blank.iter_slices(CHUNK_ROWS):
        rows = pl.int_range(first, first + len(piece), dtype=pl.Int32, eager=True).alias("_row")
        columns = {name: RawColumn(piece[name].alias("raw")) for name in place.headings}
        yield RawTable(rows, columns, [], [])
        first += len(piece)
