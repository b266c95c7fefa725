"""A contract compiled to dataframely schemas: one whose rules keep a row out, one whose rules mark it.

The frame that is checked holds each column's value beside `<column>__raw`, `<column>__readable` and `<column>__flaw`,
so that a rule can tell an empty cell from one that could not be read, and either from one read with a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import dataframely as dy
import polars as pl

from warehouse.contracts import Column, Contract

# dataframely takes names that begin with an underscore for private ones.
POSITION = "row__position"


@dataclass(frozen=True)
class Breach:
    """A row (position in the frame) that breaks `rule` in `column`."""

    position: int
    column: str
    rule: str


def find_breaches(contract: Contract, frame: pl.DataFrame, severity: str) -> list[Breach]:
    """Return what `frame` breaks of the contract's rules of `severity` (reject or defect), ordered by row."""
    schema = _compile(contract, severity)
    _, failure = schema.filter(frame.with_row_index(POSITION))
    details = failure.details()
    rules = [name for name in failure.counts() if name in details.columns]
    breaches = []
    for name in rules:
        column, _, rule = name.rpartition("__")
        for position in details.filter(pl.col(name) == "invalid")[POSITION]:
            # A parser that knows better than "not a date" what is wrong has said so.
            flaw = frame[f"{column}__flaw"][position] if rule not in ("required", "minimum") else None
            breaches.append(Breach(position, column, flaw or rule))
    return sorted(breaches, key=lambda breach: (breach.position, breach.column, breach.rule))


@cache
def _compile(contract: Contract, severity: str) -> type[dy.Schema]:
    """Return the schema whose rules, named `<column>__<rule>`, are those of `severity`."""
    rules = dict(_column_rules(contract, severity))
    members: dict[str, object] = {POSITION: dy.UInt32(nullable=False)}
    for column in contract.columns:
        members[column.name] = _declare(column)
    for column in contract.read_columns:
        members[f"{column.name}__raw"] = dy.String(nullable=True)
        members[f"{column.name}__readable"] = dy.Bool(nullable=False)
        members[f"{column.name}__flaw"] = dy.String(nullable=True)
    for name, expression in rules.items():
        members[name] = dy.rule()(partial(_evaluate, expression))
    return type(f"{contract.source}_{contract.name}_{severity}", (dy.Schema,), members)


def _evaluate(expression: pl.Expr, schema: type[dy.Schema]) -> pl.Expr:
    """A rule is a function of its schema; ours are ready-made."""
    return expression


def _declare(column: Column) -> dy.Column:
    dtype = column.dtype
    if isinstance(dtype, pl.Decimal):
        return dy.Decimal(dtype.precision, dtype.scale, nullable=True)
    return _DECLARED[dtype](nullable=True)


def _column_rules(contract: Contract, severity: str) -> Iterator[tuple[str, pl.Expr]]:
    for column in contract.read_columns:
        value = pl.col(column.name)
        if column.required and severity == "reject":
            yield f"{column.name}__required", pl.col(f"{column.name}__raw").is_not_null()
        # A value that has to be there keeps its row out when it cannot be read, whatever the column's severity.
        own_severity = "reject" if column.required else column.on_error
        if own_severity == severity:
            yield f"{column.name}__{column.parse}", pl.col(f"{column.name}__readable")
            if column.minimum is not None:
                yield f"{column.name}__minimum", value.is_null() | (value >= column.minimum)
        if severity == "defect" and column.personal:
            # Read, but with a doubt that a person should know of: the row is taken and marked.
            readable, flaw = pl.col(f"{column.name}__readable"), pl.col(f"{column.name}__flaw")
            yield f"{column.name}__doubt", ~readable | flaw.is_null()


_DECLARED: dict[pl.DataType, Callable[..., dy.Column]] = {
    pl.String(): dy.String,
    pl.Int32(): dy.Int32,
    pl.Boolean(): dy.Bool,
    pl.Date(): dy.Date,
    pl.Datetime("us"): dy.Datetime,
}
