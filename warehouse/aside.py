"""The database that a build makes before anyone sees it, opened for a look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

# The models' SQL names the database that they were built in, so it is attached under that name wherever it is read.
ATTACHED_AS = "warehouse"


@contextmanager
def open_aside(aside: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file `aside` for reading; names without a database are looked up in it."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach {quote_path(aside)} as {ATTACHED_AS} (read_only)")
        connection.execute(f"use {ATTACHED_AS}")
        yield connection


def quote_path(path: Path) -> str:
    """Return `path` as a text of SQL; a path cannot be a parameter of `attach`."""
    return "'" + str(path).replace("'", "''") + "'"
