"""stdout carries the result, stderr the progress; a terminal gets colour, a pipe plain text."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from taizhang.words import say

out = Console(highlight=False, soft_wrap=True)
# A pipe has no width of its own: what another program reads must not be folded.
FILE_WIDTH = 400
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Print `value` as the JSON that other programs rely on."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_to_json))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a plain table; on a terminal long cells wrap, elsewhere a row is a line."""
    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False, width=None if out.is_terminal else FILE_WIDTH).print(table)


def print_error(message: str) -> None:
    """Print one sentence on stderr. It may quote a path or an argument, so nothing in it is markup."""
    err.print(say("app.error"), style="red", end="")
    err.print(message, markup=False)


def progress(message: str) -> None:
    """Say on stderr what is being done, where somebody is watching."""
    if err.is_terminal:
        err.print(message, style="dim", markup=False)


def _to_json(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no JSON for {type(value)}")
