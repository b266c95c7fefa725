"""Landing: one Parquet file per load, whose key-value metadata is the load record.

One rename is one commit. A load is named after what it is (file bytes, sheet, table, dataset, as-of, unit, revision),
so the same delivery lands once however often it arrives; under a changed contract it is read anew into the same place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.contracts import Contract
from warehouse.durable import sync
from warehouse.errors import TaizhangError
from warehouse.landing_shapes import (
    LOADS,
    OBSERVATIONS,
    OBSERVED,
    PERSON_LINKS,
    RAW,
    REJECTS,
    TECHNICAL,
)
from warehouse.parts import part_path
from warehouse.series import find_series
from warehouse.settings import Site

RECORD_KEY = "taizhang.load"


class DamagedLoad(TaizhangError):
    """A landed file cannot be read; the operator removes it and lands its source again."""


@dataclass(frozen=True)
class LoadRecord:
    """What a load is and what became of its rows; stored inside the load's own file.

    `unit` is whose rows the load replaces (None for a dataset of the whole site), `sender` who the file says sent it.
    `content` is the same for two loads of one dataset whose rows hold the same values in any order; it can be compared
    only among loads that one version of the software has read, and is None where no row was taken. `sums` is, as text,
    what each column that a total row may state adds up to over every row read, taken or not.
    """

    dataset: str
    file_name: str
    file_sha256: str
    sheet: str
    table: int
    as_of: datetime
    revision: int
    unit: str | None
    delivery: str
    scope: str
    contract_hash: str
    sender: str | None = None
    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    header_map: dict[str, dict[str, str]] = field(default_factory=dict)
    totals: list[dict[str, Any]] = field(default_factory=list)
    inferred: dict[str, str] = field(default_factory=dict)
    content: str | None = None
    sums: dict[str, str] = field(default_factory=dict)

    @property
    def series(self) -> str:
        """What the delivery is apart from its revision: a correction of added rows replaces only its own series."""
        return find_series(self.file_name)

    @property
    def source(self) -> str:
        return self.dataset.split(".", 1)[0]

    @property
    def load_id(self) -> str:
        """16 hex digits over everything that tells one delivery from another."""
        moment = self.as_of.isoformat()
        what = (self.file_sha256, self.sheet, self.table, self.dataset, moment, self.unit, self.revision)
        return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()[:16]


def landing_schema(contract: Contract) -> dict[str, pl.DataType]:
    """Return the typed columns of a load of `contract`: what is stored, then the raw texts, then the technical ones."""
    stored = {column.name: column.dtype for column in contract.stored}
    return stored | {f"{RAW}{name}": pl.String() for name in raw_columns(contract)} | TECHNICAL


def raw_columns(contract: Contract) -> list[str]:
    """Return the columns whose own text is landed beside the value, as `_raw_<column>`.

    Text that is taken over as it stands needs no second copy, and a personal value is landed masked only.
    """
    return [
        column.name for column in contract.read_columns if not column.is_verbatim and column.personal is None
    ]


def load_path(site: Site, record: LoadRecord) -> Path:
    """Return where the load lies, or would lie."""
    return _dataset_folder(site.landing, record.dataset) / f"{record.load_id}.parquet"


def find_load(site: Site, record: LoadRecord) -> LoadRecord | None:
    """Return the landed load that `record` would be, if it is there already."""
    path = load_path(site, record)
    return read_record(path) if path.exists() else None


def write_load(site: Site, record: LoadRecord, rows: pl.DataFrame) -> Path:
    """Land `rows` (shape of `landing_schema`) with one atomic rename and return the file."""
    path = load_path(site, record)
    write_parquet(rows, path, {RECORD_KEY: record_to_json(record)})
    return path


def write_rejects(site: Site, record: LoadRecord, rejects: pl.DataFrame) -> None:
    """Replace the rejects of a load under its contract by `rejects` (shape of `REJECTS`); none leaves no file.

    The file is named after load and contract, so that it counts as soon as the load of that contract has landed.
    """
    path = _rejects_path(site, record)
    if rejects.is_empty():
        path.unlink(missing_ok=True)
    else:
        write_parquet(rejects, path, {RECORD_KEY: record_to_json(record)})


def drop_old_rejects(site: Site, record: LoadRecord) -> None:
    """Remove the rejects of the load under any other contract than that of `record`."""
    current = _rejects_path(site, record)
    for path in current.parent.glob(f"{record.load_id}*.parquet"):
        if path != current:
            path.unlink(missing_ok=True)


def read_rejects(site: Site, record: LoadRecord) -> pl.DataFrame:
    """Return the rejects of a landed load (shape of `REJECTS`)."""
    path = _rejects_path(site, record)
    return pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=REJECTS)


def list_rejects(site: Site) -> list[tuple[LoadRecord, Path]]:
    """Return, per load with rejects, its record and the file that holds them.

    Those of a landed load count under the contract it landed under; where none has landed, those of a reading that
    took no row. What a run that was killed before it landed its rows has left counts for nothing.
    """
    landed = {record.load_id: record.contract_hash for record in list_loads(site)}
    found: dict[str, tuple[LoadRecord, Path]] = {}
    for path in sorted(site.rejects.glob("*/*/*.parquet")):
        record = read_record(path)
        contract = landed.get(record.load_id)
        if record.contract_hash == contract if contract else not record.rows_accepted:
            found[record.load_id] = record, path
    return list(found.values())


def _rejects_path(site: Site, record: LoadRecord) -> Path:
    folder = _dataset_folder(site.rejects, record.dataset)
    return folder / f"{record.load_id}-{record.contract_hash}.parquet"


def read_record(path: Path) -> LoadRecord:
    """Return the load record inside a landed file.

    Raises:
        DamagedLoad: the file is cut off or no load.
    """
    try:
        return record_from_json(pl.read_parquet_metadata(path)[RECORD_KEY])
    except (pl.exceptions.PolarsError, OSError, KeyError, ValueError) as error:
        raise DamagedLoad(
            f"入库文件已损坏：{path}；请删掉它，再把原来的表格重新入库一次：taizhang ingest",
            f"damaged load: {path}; delete it and ingest its office file again: taizhang ingest",
        ) from error


def list_loads(site: Site) -> list[LoadRecord]:
    """Return the record of every landed load, ordered by dataset and load id."""
    paths = sorted(path for path in site.landing.glob("*/*/*.parquet") if not path.name.startswith("_"))
    return [read_record(path) for path in paths]


def write_shapes(site: Site, contracts: Iterable[Contract]) -> None:
    """Write each contract's zero-row file, so that a dataset nobody has sent is an empty typed table."""
    for contract in contracts:
        path = _dataset_folder(site.landing, contract.dataset) / "_empty.parquet"
        if not path.exists() or pl.read_parquet_schema(path) != landing_schema(contract):
            write_parquet(pl.DataFrame(schema=landing_schema(contract)), path)


def write_catalog(site: Site) -> None:
    """Derive `landing/_catalog/loads.parquet` and `rejects.parquet` from the loads and rejects as they stand."""
    loads = [
        {name: getattr(record, name) for name in LOADS} | {"header_map": _letters(record)}
        for record in list_loads(site)
    ]
    rejects = [pl.read_parquet(path) for _, path in list_rejects(site)]
    catalog = site.landing / "_catalog"
    write_parquet(pl.DataFrame(loads, schema=LOADS), catalog / "loads.parquet")
    write_parquet(pl.concat([pl.DataFrame(schema=REJECTS), *rejects]), catalog / "rejects.parquet")
    if not (catalog / "person_links.parquet").exists():
        write_person_links(site, pl.DataFrame(schema=PERSON_LINKS))
    if not (observed := site.landing / OBSERVED / "_empty.parquet").exists():
        write_parquet(pl.DataFrame(schema=OBSERVATIONS), observed)


def write_person_links(site: Site, links: pl.DataFrame, metadata: dict[str, str] | None = None) -> None:
    """Replace `landing/_catalog/person_links.parquet`: which person a row means where its number does not say."""
    path = site.landing / "_catalog" / "person_links.parquet"
    write_parquet(links.match_to_schema(PERSON_LINKS), path, metadata)


def _dataset_folder(root: Path, dataset: str) -> Path:
    return root.joinpath(*dataset.split("."))


def _letters(record: LoadRecord) -> str:
    """Return the JSON of column → letter in the order of the sheet, which is the order in which people read a row."""
    letters = {column: heading["letter"] for column, heading in record.header_map.items()}
    return json.dumps(dict(sorted(letters.items(), key=lambda item: (len(item[1]), item[1]))))


def record_from_json(text: str) -> LoadRecord:
    """Return the record that `record_to_json` wrote."""
    values = json.loads(text)
    return LoadRecord(**(values | {"as_of": datetime.fromisoformat(values["as_of"])}))


def record_to_json(record: LoadRecord) -> str:
    """Return a record as text, as it is kept inside a load."""
    return json.dumps(
        asdict(record) | {"as_of": record.as_of.isoformat()}, ensure_ascii=False, sort_keys=True
    )


def write_parquet(frame: pl.DataFrame, path: Path, metadata: dict[str, str] | None = None) -> None:
    """Write `frame` aside and move it to `path`, so that a reader sees the old file or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_path(path)
    try:
        frame.write_parquet(part, metadata=metadata)
        sync(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync(path.parent)
