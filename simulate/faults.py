"""Cells and rows that clerks get wrong, put into any table out of its contract alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.tables import KEY, ON, Spoiled, Table
from simulate.world import World
from warehouse.contracts import Column, Contract

SPARED = ("register", "reference")  # what a number is held against
UNKNOWN_CODE = "另行研究"
LOST = "{}.{}e+17"
# What ingest has to do about each: keep the row out, or take and mark it.
FAULTS = ("wrong_digit", "lost_digits", "missing_cell", "unknown_code")
REASONS = {
    "wrong_digit": "身份证号错一位",
    "lost_digits": "身份证号存成数值，末几位丢失",
    "missing_cell": "必填单元格空着",
    "unknown_code": "代码列写了规定以外的词",
    "late_record": "当月的记录晚一期才报",
}


def spoil(world: World, cases: Cases, tables: Sequence[Table], contracts: Mapping[str, Contract]) -> None:
    """Spoil a few cells of rows that no case names, and record them; a late row is only put off.

    What all else refers to, such as the register of organisations, stays whole: one cell there is felt everywhere.
    """
    named = cases.keys()
    tables = [table for table in tables if not table.dataset.startswith("reference.")]
    for rule in FAULTS:
        draw = world.stream("faults", rule)
        fitting = [
            (table, columns)
            for table in tables
            if (columns := _find_columns(contracts[table.dataset], table, rule))
        ]
        for _ in range(cases.count(draw) if fitting else 0):
            table, columns = fitting[draw.integers(len(fitting))]
            column = columns[draw.integers(len(columns))]
            _spoil_cell(cases, table, column, rule, named, draw)
    draw = world.stream("faults", "late_record")
    instalments = [table for table in tables if ON in table.frame.columns and len(table.days) > 1]
    for _ in range(cases.count(draw) if instalments else 0):
        _put_off(cases, instalments[draw.integers(len(instalments))], named, draw)


def mistype(world: World, tables: Sequence[Table], contracts: Mapping[str, Contract], share: float) -> None:
    """Give `share` of the identity numbers outside the registers one wrong digit of the first 17.

    Unlike a fault, this is not put right when a list is sent again, and no case tells of it: it is noise, under which
    the same truth has to be found. A row has the same wrong number in whatever delivery it stands.
    """
    for table in tables:
        contract = contracts[table.dataset]
        if not share or contract.source in SPARED:
            continue
        for column in _find_columns(contract, table, "wrong_digit"):
            draw = world.stream("mistyped", table.dataset, column.name)
            keys = table.frame[KEY].unique(maintain_order=True)
            places, steps = draw.integers(0, 17, len(keys)), draw.integers(1, 10, len(keys))
            wrong = (
                keys.to_frame().with_columns(place=places, step=steps).filter(draw.random(len(keys)) < share)
            )
            table.frame = _turn_digits(table.frame, column.name, wrong)


def _turn_digits(frame: pl.DataFrame, column: str, wrong: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with the digit at `place` of the number in each row that `wrong` names turned on by `step`."""
    number, place = pl.col(column), pl.col("place")
    digit = number.str.slice(place, 1).cast(pl.Int64, strict=False)
    turned = pl.concat_str(
        number.str.slice(0, place),
        ((digit + pl.col("step")) % 10).cast(pl.String),
        number.str.slice(place + 1),
    )
    joined = frame.join(wrong, on=KEY, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(turned, number).alias(column)).drop("place", "step")


def _find_columns(contract: Contract, table: Table, rule: str) -> list[Column]:
    """Return the columns of `table` in which `rule` can be broken."""
    own = [column for column in contract.read_columns if column.name in table.frame.columns]
    if rule in ("wrong_digit", "lost_digits"):
        return [column for column in own if column.personal == "id_card"]
    if rule == "unknown_code":
        return [column for column in own if column.codes and column.required and not column.fill]
    required = [column for column in own if column.required and not column.fill]
    # A row that has nothing else to show for itself would be taken for a footer.
    return required if len(required) > 2 else []


def _spoil_cell(
    cases: Cases,
    table: Table,
    column: Column,
    rule: str,
    named: dict[str, set[str]],
    draw: np.random.Generator,
) -> None:
    row = _choose(table, named, draw, pl.col(column.name).is_not_null())
    if row is None:
        return
    text = _write_wrongly(rule, str(row[column.name]))
    table.spoiled.append(Spoiled(row[KEY], column.name, text))
    _record(cases, table, rule, row[KEY])


def _write_wrongly(rule: str, right: str) -> str | None:
    if rule == "wrong_digit":
        return f"{right[:16]}{(int(right[16]) + 1) % 10}{right[17:]}"
    if rule == "lost_digits":
        return LOST.format(right[0], right[1:15])
    return UNKNOWN_CODE if rule == "unknown_code" else None


def _put_off(cases: Cases, table: Table, named: dict[str, set[str]], draw: np.random.Generator) -> None:
    """Let a row come with the delivery after its own."""
    early = pl.col(ON) <= table.days[-2]
    row = _choose(table, named, draw, early)
    if row is None:
        return
    own = next(number for number, day in enumerate(table.days) if day >= row[ON])
    day = table.days[own] + timedelta(days=1)
    late = pl.when(pl.col(KEY) == row[KEY]).then(pl.lit(day)).otherwise(ON).alias(ON)
    table.frame = table.frame.with_columns(late)
    _record(cases, table, "late_record", row[KEY])


def _choose(
    table: Table, named: dict[str, set[str]], draw: np.random.Generator, condition: pl.Expr
) -> dict[str, Any] | None:
    """Return a row that no case names, and name it."""
    taken = named.setdefault(table.dataset, set())
    free = table.frame.filter(condition, ~pl.col(KEY).is_in(list(taken)))
    if free.is_empty():
        return None
    row = free.row(int(draw.integers(len(free))), named=True)
    taken.add(row[KEY])
    return row


def _record(cases: Cases, table: Table, rule: str, key: str) -> None:
    subject = ("row", f"{table.dataset}/{key}")
    cases.add(f"fault.{rule}", "fault", subject, "fault", [(table.dataset, key)], REASONS[rule])
