"""What landing adds to a table's values: where each row and each unusual cell came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ingest.headers import HeaderMatch
from ingest.sheets import nothing
from ingest.table import RawTable, column_letter
from warehouse.contracts import Contract
from warehouse.landing import LoadRecord, landing_schema
from warehouse.landing_shapes import CELL


def stamp_rows(record: LoadRecord, rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Return `rows` in the shape of landing: the columns that say which load each row came with are added.

    `rows` has the stored columns, `_row`, `_defects` and `_cells`; raw texts that it lacks are null.
    """
    schema = landing_schema(contract)
    stamped = rows.with_columns(
        (pl.lit(f"{record.load_id}-") + pl.col("_row").cast(pl.String).str.zfill(6)).alias("_row_uid"),
        pl.lit(record.load_id).alias("_load_id"),
        pl.lit(record.sheet).alias("_sheet"),
        pl.lit(record.as_of, dtype=pl.Datetime("us")).alias("_as_of"),
        pl.lit(record.revision, dtype=pl.Int32).alias("_revision"),
        pl.lit(record.unit, dtype=pl.String).alias("_unit"),
    )
    absent = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in stamped.columns
    ]
    return stamped.with_columns(absent).select(schema.keys()).cast(pl.Schema(schema))


def unusual_cells(
    match: HeaderMatch, table: RawTable, frame: pl.DataFrame, shown: Mapping[str, pl.Series]
) -> pl.Series:
    """Return per row the cells that are not what they seem (shape of `_cells`), null where all are.

    Args:
        match: the headings.
        table: the raw cells.
        frame: `<column>__inferred` per column, a row per data row.
        shown: per verbatim column the stored text, where it differs from the cell's (null elsewhere); `None` texts as
            they may be stored.
    """
    pieces = []
    for name, source in table.columns.items():
        letter = column_letter(match.columns[name].index)
        own = pl.lit(None, dtype=pl.String)
        moved = own
        if source.rows is not None:
            rows = source.rows.cast(pl.Int32)
            moved = pl.when(rows != table.rows).then(pl.lit(letter) + rows.cast(pl.String))
        inferred = pl.concat_str(
            *([source.inferred] if source.inferred is not None else []),
            frame[f"{name}__inferred"],
            *([pl.lit("heading")] if name in match.near else []),
            *([pl.lit("position")] if match.is_positional else []),
            separator="、",
            ignore_nulls=True,
        ).replace("", None)
        piece = pl.select(
            pl.int_range(len(table.rows), dtype=pl.UInt32).alias("position"),
            pl.lit(name).alias("column"),
            moved.alias("address"),
            shown.get(name, own).alias("raw"),
            inferred.alias("inferred"),
        )
        unusual = pl.any_horizontal(pl.col("address", "raw", "inferred").is_not_null())
        pieces.append(piece.filter(unusual))
    return _gather(pieces, len(table.rows))


def _gather(pieces: Sequence[pl.DataFrame], height: int) -> pl.Series:
    found = [piece for piece in pieces if piece.height]
    if not found:
        return nothing("_cells", height, pl.List(CELL))
    lists = (
        pl.concat(found)
        .select("position", pl.struct(*CELL.to_schema()).alias("_cells"))
        .group_by("position", maintain_order=True)
        .agg("_cells")
    )
    positions = pl.DataFrame({"position": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return positions.join(lists, on="position", how="left", maintain_order="left")["_cells"].cast(
        pl.List(CELL)
    )
