"""One recognised table → typed, checked rows in the shape of landing, with everything that was wrong with it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import polars as pl

from ingest.convert import SCALES, convert_column
from ingest.headers import HeaderMatch
from ingest.numbers import parse_number
from ingest.problems import Problem, describe, describe_cell
from ingest.table import RawTable, column_letter
from ingest.validate import find_breaches
from warehouse.contracts import Column, Contract, Label
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
    contract = match.contract
    frame = _convert(contract, match, table, record.as_of.date(), money_unit)
    missing = _missing_headers(match)
    if missing:
        problems = [replace(problem, sheet=record.sheet) for problem in missing]
        return _finish(record, frame.clear(), len(frame), match, problems)
    problems, rejected, defects = _check(contract, match, table, frame)
    totals = _check_totals(match, table, frame, money_unit)
    kept = frame.with_columns(pl.Series("_defects", defects, dtype=pl.List(pl.String))).filter(
        ~pl.Series([position in rejected for position in range(len(frame))], dtype=pl.Boolean)
    )
    problems = sorted([*problems, *totals], key=lambda problem: problem.row or 0)
    return _finish(record, kept, len(frame), match, [replace(p, sheet=record.sheet) for p in problems])


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
        unit = match.columns[column.name].unit if column.name in match.columns else None
        parsed = convert_column(column, raw, base=base, money_unit=unit or money_unit)
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


def _missing_headers(match: HeaderMatch) -> list[Problem]:
    """Return a problem per required column that no heading names, at the unmatched heading most like it."""
    row = match.last_row + 1
    headings = {header.text: f"{column_letter(header.index)}{row}" for header in match.unmatched}
    listed = "、".join(f"{cell}“{text}”" for text, cell in headings.items())
    hint = Label(
        f"未对上的表头有：{listed}。" if listed else "", f"Headings not matched: {listed}." if listed else ""
    )
    problems = []
    for column in match.missing:
        known = Label("、".join(column.headers), ", ".join(column.headers))
        message = describe("missing_header", column.label, hint, known)
        likeness = {text: max(_likeness(text, alias) for alias in column.headers) for text in headings}
        nearest = max(likeness, key=likeness.__getitem__, default=None)
        cell = headings[nearest] if nearest and likeness[nearest] > 0 else None
        problems.append(Problem("missing_header", "reject", message, cell=cell, column=column.name))
    return problems


def _likeness(heading: str, alias: str) -> float:
    return difflib.SequenceMatcher(None, heading, alias).ratio()


def _check(
    contract: Contract, match: HeaderMatch, table: RawTable, frame: pl.DataFrame
) -> tuple[list[Problem], set[int], list[list[str]]]:
    """Return the problems, the positions to reject, and per row the `column:rule` marks of its defects."""
    problems: list[Problem] = []
    rejected: set[int] = set()
    defects: list[list[str]] = [[] for _ in table.rows]
    for severity in ("reject", "defect"):
        for breach in find_breaches(contract, frame, severity):
            column = contract.column(breach.column or contract.key[-1])
            source = table.columns.get(column.name)
            raw = source.texts[breach.position] if source else None
            row = source.rows[breach.position] if source else table.rows[breach.position]
            cell = f"{column_letter(match.columns[column.name].index)}{row}" if source else None
            if breach.column is None:
                names = [contract.column(name).label for name in contract.key if name in match.columns]
                label = Label("、".join(n.zh for n in names), ", ".join(n.en for n in names))
                message = describe("key", label)
            else:
                message = describe_cell(breach.rule, column, raw)
            problems.append(
                Problem(
                    breach.rule, severity, message, None, cell, table.rows[breach.position], column.name, raw
                )
            )
            if severity == "reject":
                rejected.add(breach.position)
            else:
                defects[breach.position].append(f"{column.name}:{breach.rule}")
    return problems, rejected, defects


def _check_totals(
    match: HeaderMatch, table: RawTable, frame: pl.DataFrame, money_unit: str | None
) -> list[Problem]:
    """Return a defect for each stated sum that the rows above it do not add up to."""
    problems = []
    since = 0
    for total in table.totals:
        rows = frame.filter(pl.col("_row").is_between(since if total.is_subtotal else 0, total.row))
        for name, text in total.stated.items():
            header, column = match.columns[name], match.contract.column(name)
            unit = header.unit or money_unit or column.unit or "元"
            scale = SCALES[unit] if column.parse == "amount" else Decimal(1)
            added = Decimal(str(rows[name].sum() or 0)) / scale
            stated = parse_number(text)
            if stated is None or stated.value != added:
                message = describe("total", column.label, text, f"{added.normalize():f}")
                cell = f"{column_letter(header.index)}{total.row}"
                problems.append(Problem("total", "defect", message, None, cell, total.row, name, text))
        since = total.row if total.is_subtotal else since
    return problems


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
    return Load(record, stamp_rows(record, rows, match.contract), problems, _find_names(rows, match))


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
