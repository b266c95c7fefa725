"""A load written stretch by stretch into a file aside, landed by one rename when its record is complete."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq

from warehouse.durable import sync
from warehouse.landing import RECORD_KEY, LoadRecord, load_path, record_to_json
from warehouse.parts import part_path, sweep_parts
from warehouse.settings import Site


class LoadWriter:
    """Writes the rows of one load; without `commit` nothing remains of it."""

    def __init__(self, site: Site, record: LoadRecord) -> None:
        self._path = load_path(site, record)
        self._part = part_path(self._path)
        self._file: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        self._part.unlink(missing_ok=True)

    def write(self, rows: pl.DataFrame) -> None:
        """Add `rows` (shape of `landing_schema`)."""
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            sweep_parts(self._path)
            self._file = pq.ParquetWriter(self._part, table.schema, compression="zstd", compression_level=1)
        if table.num_rows:
            self._file.write_table(table)

    def commit(self, record: LoadRecord) -> None:
        """Land what was written together with its record."""
        if self._file is None:
            raise ValueError("nothing was written")
        self._file.add_key_value_metadata({RECORD_KEY: record_to_json(record)})
        self._file.close()
        self._file = None
        sync(self._part)
        self._part.replace(self._path)
        sync(self._path.parent)
