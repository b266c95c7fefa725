"""One recognised table → typed, checked rows in the shape of landing, with everything that was wrong with it.

A table comes in stretches, so that a list of millions of rows needs the memory of one stretch: what has to be known
across stretches (keys, sums, set-aside rows) is kept as narrow columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from ingest.checks import (
    check_cells,
    check_headings,
    check_required_headings,
    check_set_aside,
    describe_repeats,
    limit_problems,
    reject_struck,
)
from ingest.convert import ColumnConverter
from ingest.headers import Header, HeaderMatch
from ingest.masking import scrub_series
from ingest.problems import Problem, describe
from ingest.protect import ColumnProtector, hide_repeats
from ingest.repeats import KeyMemory
from ingest.sheets import nothing
from ingest.stamp import stamp_rows, unusual_cells
from ingest.table import RawTable, SetAside, TotalRow, column_letter
from ingest.totals import check_assumed_units, check_totals, is_convertible
from warehouse.content import sum_hashes, write_content
from warehouse.contracts import Column
from warehouse.keys import Keys
from warehouse.landing import LoadRecord

NAMES = {"column": pl.String, "_row": pl.Int32, "address": pl.String, "raw": pl.String}
NAMES_SHOWN = 200
KeySource = Callable[[], Keys]


@dataclass(frozen=True)
class Load:
    """`rows` in the shape of landing; `record` has the counts; `problems` in the order of the sheet.

    `names` are the cells that name something in another dataset: `column`, `_row`, `address`, `raw`. `secrets` are the
    personal values that only the vault may hold: `token`, `class`, `raw`.
    """

    record: LoadRecord
    rows: pl.DataFrame
    problems: list[Problem]
    names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NAMES))
    secrets: pl.DataFrame | None = None


@dataclass(frozen=True)
class Stretch:
    """The accepted rows of one stretch in the shape of landing, and the personal values taken out of them."""

    rows: pl.DataFrame
    secrets: pl.DataFrame


class TableLoader:
    """Converts and checks one table, stretch by stretch; a row that breaks a rejecting rule stays out."""

    def __init__(
        self,
        record: LoadRecord,
        match: HeaderMatch,
        money_unit: str | None,
        find_keys: KeySource,
        carried: pl.DataFrame | None = None,
    ) -> None:
        self._record = replace(record, header_map=_map_headers(match))
        self._match = match
        self._money_unit = money_unit
        self._carried = carried
        base = record.as_of.date()
        self._converters = {
            column.name: ColumnConverter(column, base, _stated_unit(match, column.name) or money_unit)
            for column in match.contract.read_columns
        }
        self._protectors = [ColumnProtector(column, find_keys) for column in match.contract.columns]
        self._missing = check_required_headings(match)
        self._summed = [name for name in match.columns if match.contract.column(name).total]
        self._problems: list[Problem] = []
        self._totals: list[TotalRow] = []
        self._set_aside: list[SetAside] = []
        self._unread: dict[int, Header] = {}
        self._sums: list[pl.DataFrame] = []
        self._filled: set[str] = set()
        self._key_memory = KeyMemory(match.contract)
        self._names: list[pl.DataFrame] = []
        self._read = 0
        self._accepted = 0
        self._content = 0

    def add(self, table: RawTable) -> Stretch:
        """Return the rows of `table` that are taken; what is wrong with it is kept for `finish`."""
        frame = self._convert(table)
        struck = reject_struck(table.set_aside)
        self._read += len(frame) + len(struck)
        self._problems += [*struck, *table.problems]
        self._totals += table.totals
        self._set_aside += table.set_aside
        self._unread |= {header.index: header for header in table.unread}
        self._sums.append(frame.select("_row", *self._summed))
        self._filled |= {
            name for name in self._match.columns if frame[f"{name}__raw"].null_count() < len(frame)
        }
        if self._missing:
            return self._land(table, frame, [False] * len(frame), {})
        problems, rejected, defects = check_cells(self._match, table, frame)
        repeats = self._key_memory.find_repeats(frame, rejected)
        rejected.update(repeat.position for repeat in repeats)
        self._problems += [*problems, *describe_repeats(self._match, table, repeats)]
        kept = [position not in rejected for position in range(len(frame))] if rejected else None
        return self._land(table, frame, kept, defects)

    @property
    def sums(self) -> pl.DataFrame:
        """The columns that a total row may sum and `_row`, over every stretch so far."""
        return pl.concat(self._sums) if self._sums else pl.DataFrame(schema={"_row": pl.Int32})

    def finish(self) -> Load:
        """Return the counts and everything that was wrong; the rows themselves were given stretch by stretch."""
        base = self._record.as_of.date()
        told = [
            *([] if self._read else [Problem("no_rows", "reject", describe("no_rows"))]),
            *check_headings(self._match, self._unread.values(), self._money_unit),
            *check_assumed_units(self._match, self._money_unit, self._filled),
            *check_set_aside(self._set_aside),
            *check_totals(self._match, self._totals, self.sums, base, self._money_unit, self._carried),
        ]
        found = [*self._problems, *limit_problems(told)]
        problems = self._missing or sorted(found, key=lambda problem: problem.row or 0)
        record = replace(
            self._record,
            rows_read=self._read,
            rows_accepted=self._accepted,
            rows_rejected=self._read - self._accepted,
            content=write_content(self._content) if self._accepted else None,
            totals=[
                {"cell": problem.cell, "stated": problem.raw}
                for problem in problems
                if problem.rule == "total"
            ],
            sums={name: str(self.sums[name].sum()) for name in self._summed if self._sums},
        )
        told = [replace(problem, sheet=record.sheet) for problem in problems]
        empty = stamp_rows(record, pl.DataFrame(schema={"_row": pl.Int32}), self._match.contract)
        names = pl.concat(self._names) if self._names else pl.DataFrame(schema=NAMES)
        return Load(record, empty, told, names)

    def _convert(self, table: RawTable) -> pl.DataFrame:
        """Return per column its value, `__raw`, `__readable`, `__flaw` and `__inferred`, derived columns and `_row`."""
        contract = self._match.contract
        columns: list[pl.Series] = [table.rows.alias("_row")]
        for column in contract.read_columns:
            raw = _raw_series(table, column)
            converter = self._converters[column.name]
            # Amounts in a unit that we cannot convert stay raw: one problem at the heading tells, not one per cell.
            is_legible = is_convertible(column, converter.money_unit)
            parsed = converter.convert(raw if is_legible else nothing("raw", len(raw), pl.String()))
            columns += [
                parsed["value"].alias(column.name),
                raw.alias(f"{column.name}__raw"),
                *(parsed[part].alias(f"{column.name}__{part}") for part in ("readable", "flaw")),
                parsed["parsed_inferred"].alias(f"{column.name}__inferred"),
                *(
                    parsed[derived.derived_take or "kind"].alias(derived.name)
                    for derived in contract.columns
                    if derived.derived_from == column.name
                ),
            ]
        return pl.DataFrame(columns)

    def _land(
        self, table: RawTable, frame: pl.DataFrame, kept: list[bool] | None, defects: dict[int, list[str]]
    ) -> Stretch:
        contract = self._match.contract
        protected, frame = hide_repeats(
            contract.columns, frame, [protector.protect(frame) for protector in self._protectors]
        )
        shown = {
            column.name: item.shown
            for column, item in zip(contract.columns, protected, strict=True)
            if item.shown is not None
        }
        marks = [defects.get(position) for position in range(len(frame))] if defects else None
        rows = pl.DataFrame(
            [table.rows, *(series for item in protected for series in item.stored)]
        ).with_columns(
            pl.Series("_defects", marks, dtype=pl.List(pl.String))
            if marks
            else nothing("_defects", len(frame), pl.List(pl.String)),
            unusual_cells(self._match, table, frame, shown).alias("_cells"),
        )
        secrets = pl.concat([item.secrets for item in protected])
        if kept is not None:
            rows = rows.filter(pl.Series(kept, dtype=pl.Boolean))
        self._accepted += len(rows)
        self._names += _find_names(rows, self._match, table)
        landed = stamp_rows(self._record, rows, contract)
        self._content += sum_hashes(landed)
        return Stretch(landed, secrets)


def load_stretches(loader: TableLoader, tables: Iterable[RawTable]) -> Load:
    """Return the whole load of a table that fits into memory."""
    stretches = [loader.add(table) for table in tables]
    load = loader.finish()
    if not stretches:
        return load
    return replace(
        load,
        rows=pl.concat([stretch.rows for stretch in stretches]),
        secrets=pl.concat([stretch.secrets for stretch in stretches]).unique(maintain_order=True),
    )


def _stated_unit(match: HeaderMatch, name: str) -> str | None:
    return match.columns[name].unit if name in match.columns else None


def _map_headers(match: HeaderMatch) -> dict[str, dict[str, str]]:
    return {
        name: {"header": header.text, "letter": column_letter(header.index)}
        for name, header in match.columns.items()
    }


def _raw_series(table: RawTable, column: Column) -> pl.Series:
    if column.name in table.columns:
        return table.columns[column.name].texts
    return nothing("raw", len(table.rows), pl.String())


def _find_names(rows: pl.DataFrame, match: HeaderMatch, table: RawTable) -> list[pl.DataFrame]:
    """Return the cells that name organisations, of one name the first 200 in a column."""
    taken = table.rows.is_in(rows["_row"].implode())
    found = []
    for name, source in table.columns.items():
        if match.contract.column(name).references is None:
            continue
        letter = column_letter(match.columns[name].index)
        at = table.rows if source.rows is None else source.rows
        found.append(
            pl.DataFrame(
                {
                    "column": pl.Series([name] * len(at), dtype=pl.String),
                    "_row": table.rows,
                    "address": letter + at.cast(pl.String),
                    "raw": scrub_series(source.texts),
                }
            )
            .filter(taken & source.texts.is_not_null())
            .filter(pl.int_range(pl.len()).over("raw") < NAMES_SHOWN)
        )
    return found
