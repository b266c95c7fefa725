"""One recognised table → typed, checked rows in the shape of landing, with everything that was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from ingest.checks import (
    check_cells,
    check_headings,
    check_required_headings,
    check_set_aside,
    limit_problems,
)
from ingest.convert import convert_column
from ingest.headers import HeaderMatch
from ingest.problems import Problem
from ingest.table import RawTable, column_letter
from ingest.totals import check_totals, is_convertible
from warehouse.contracts import Column, Contract
from warehouse.landing import CELL, REJECTS, LoadRecord, landing_schema

NAMES = {"column": pl.String, "_row": pl.Int32, "address": pl.String, "raw": pl.String}


@dataclass(frozen=True)
class Load:
    """`rows` in the shape of landing; `record` has the counts; `problems` in the order of the sheet.

    `names` are the cells that name something in another dataset: `column`, `_row`, `address`, `raw`.
    """

    record: LoadRecord
    rows: pl.DataFrame
    problems: list[Problem]
    names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NAMES))


def load_table(record: LoadRecord, match: HeaderMatch, table: RawTable, money_unit: str | None) -> Load:
    """Convert and check `table`; a row that breaks a rejecting rule stays out, every other row is taken."""
    base = record.as_of.date()
    frame = _convert(match.contract, match, table, base, money_unit)
    missing = check_required_headings(match)
    if missing:
        return _finish(record, frame.clear(), len(frame), match, missing)
    problems, rejected, defects = check_cells(match, table, frame)
    told = [
        *check_headings(match, table, money_unit),
        *check_set_aside(table),
        *check_totals(match, table, frame, base, money_unit),
    ]
    kept = frame.with_columns(pl.Series("_defects", defects, dtype=pl.List(pl.String))).filter(
        ~pl.Series([position in rejected for position in range(len(frame))], dtype=pl.Boolean)
    )
    problems = sorted([*problems, *limit_problems(told)], key=lambda problem: problem.row or 0)
    return _finish(record, kept, len(frame), match, problems)


def rejects_frame(record: LoadRecord, problems: list[Problem]) -> pl.DataFrame:
    """Return `problems` in the shape of the rejects table."""
    rows = [
        {
            "reject_id": f"{record.load_id}-{number}",
            "load_id": record.load_id,
            "dataset": record.dataset,
            "file_name": record.file_name,
            "file_sha256": record.file_sha256,
            "sheet": problem.sheet,
            "row": problem.row,
            "cell": problem.cell,
            "column": problem.column,
            "rule": problem.rule,
            "severity": problem.severity,
            "message_zh": problem.message.zh,
            "message_en": problem.message.en,
            "raw": problem.raw,
        }
        for number, problem in enumerate(problems, 1)
    ]
    return pl.DataFrame(rows, schema=REJECTS)


def _convert(
    contract: Contract, match: HeaderMatch, table: RawTable, base: date, money_unit: str | None
) -> pl.DataFrame:
    """Return the typed columns, `<column>__raw`, `<column>__readable`, `_row` and `_cells`."""
    frame = pl.DataFrame({"_row": table.rows}, schema={"_row": pl.Int32})
    cells = []
    for column in contract.read_columns:
        raw = _raw_series(table, column)
        stated = match.columns[column.name].unit if column.name in match.columns else None
        unit = stated or money_unit
        # Amounts in a unit that we cannot convert stay raw: one problem at the heading tells, not one per cell.
        legible = (
            raw if is_convertible(column, unit) else pl.Series("raw", [None] * len(raw), dtype=pl.String)
        )
        parsed = convert_column(column, legible, base=base, money_unit=unit)
        frame = frame.with_columns(
            parsed["value"].alias(column.name),
            raw.alias(f"{column.name}__raw"),
            parsed["readable"].alias(f"{column.name}__readable"),
            *(
                parsed["kind"].alias(derived.name)
                for derived in contract.columns
                if derived.derived_from == column.name
            ),
        )
        if column.name in match.columns:
            cells.append(_cell_structs(column, match, table, raw, parsed))
    lists = pl.select(pl.concat_list(cells)).to_series() if cells else pl.Series([], dtype=pl.List(CELL))
    return frame.with_columns(lists.cast(pl.List(CELL)).alias("_cells"))


def _raw_series(table: RawTable, column: Column) -> pl.Series:
    texts = table.columns[column.name].texts if column.name in table.columns else [None] * len(table.rows)
    return pl.Series("raw", texts, dtype=pl.String)


def _cell_structs(
    column: Column, match: HeaderMatch, table: RawTable, raw: pl.Series, parsed: pl.DataFrame
) -> pl.Series:
    letter, source = column_letter(match.columns[column.name].index), table.columns[column.name]
    value = parsed["value"]
    fields = pl.DataFrame(
        {
            "column": pl.Series([column.name] * len(raw), dtype=pl.String),
            "address": pl.Series([f"{letter}{row}" for row in source.rows], dtype=pl.String),
            "raw": raw,
            "value": value.cast(pl.String),
            "inferred": pl.Series(source.inferred, dtype=pl.String),
            "parsed_inferred": parsed["parsed_inferred"],
        }
    )
    return fields.select(
        "column",
        "address",
        "raw",
        "value",
        pl.concat_str("inferred", "parsed_inferred", separator="、", ignore_nulls=True)
        .replace("", None)
        .alias("inferred"),
    ).to_struct(column.name)


def _finish(
    record: LoadRecord, rows: pl.DataFrame, rows_read: int, match: HeaderMatch, problems: list[Problem]
) -> Load:
    record = replace(
        record,
        rows_read=rows_read,
        rows_accepted=len(rows),
        rows_rejected=rows_read - len(rows),
        header_map={
            name: {"header": header.text, "letter": column_letter(header.index)}
            for name, header in match.columns.items()
        },
        totals=[{"cell": p.cell, "stated": p.raw} for p in problems if p.rule == "total"],
    )
    if "_defects" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, dtype=pl.List(pl.String)).alias("_defects"))
    told = [replace(problem, sheet=record.sheet) for problem in problems]
    return Load(record, stamp_rows(record, rows, match.contract), told, _find_names(rows, match))


def _find_names(rows: pl.DataFrame, match: HeaderMatch) -> pl.DataFrame:
    referring = [column.name for column in match.contract.read_columns if column.references]
    cells = rows.select("_row", "_cells").explode("_cells").unnest("_cells")
    return cells.filter(pl.col("column").is_in(referring) & pl.col("raw").is_not_null()).select(*NAMES)


def stamp_rows(record: LoadRecord, rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Add the technical columns that say which load each row came with; `_row`, `_cells`, `_defects` are there."""
    stamped = rows.with_columns(
        pl.format("{}-{}", pl.lit(record.load_id), pl.col("_row").cast(pl.String).str.zfill(6)).alias(
            "_row_uid"
        ),
        pl.lit(record.load_id).alias("_load_id"),
        pl.lit(record.sheet).alias("_sheet"),
        pl.lit(record.as_of, dtype=pl.Datetime("us")).alias("_as_of"),
        pl.lit(record.revision, dtype=pl.Int32).alias("_revision"),
        pl.lit(record.unit, dtype=pl.String).alias("_unit"),
    )
    return stamped.select(landing_schema(contract).keys()).cast(pl.Schema(landing_schema(contract)))
