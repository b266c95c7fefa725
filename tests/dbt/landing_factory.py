"""Hand-made landings for tests of the models, written by the landing's own writer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import polars as pl

from warehouse import landing
from warehouse.contracts import Contract, load_contracts
from warehouse.landing_shapes import RAW
from warehouse.settings import PROJECT, Site

Row = Mapping[str, Any]
CONTRACTS = {contract.dataset: contract for contract in load_contracts()}


def deliver(
    site: Site,
    dataset: str,
    as_of: str,
    rows: Sequence[Row],
    *,
    revision: int = 0,
    unit: str | None = None,
    file: str | None = None,
    sheet: str = "Sheet1",
    file_name: str | None = None,
    sender: str | None = None,
) -> Path:
    """Land one load of `rows` (missing columns are empty), as of midnight of the ISO date `as_of`.

    Loads of one `file` are one delivery; without it each dataset, date, revision and unit is a file of its own.
    """
    contract = CONTRACTS[dataset]
    record = landing.LoadRecord(
        dataset=dataset,
        file_name=file_name or f"{contract.label.zh}{as_of}.xlsx",
        file_sha256=file or f"{dataset}{as_of}{revision}{unit}",
        sheet=sheet,
        table=0,
        as_of=datetime.fromisoformat(as_of),
        revision=revision,
        unit=unit,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
        sender=sender,
        rows_read=len(rows),
        rows_accepted=len(rows),
        header_map=_place_headings(contract),
    )
    schema = landing.landing_schema(contract)
    full = [
        {name: _typed(row.get(name)) for name in schema} | _texts(contract, row) | _technical(record, at)
        for at, row in enumerate(rows, 5)
    ]
    return landing.write_load(site, record, pl.DataFrame(full, schema=schema))


def finish(site: Site, *, shuffle_seed: int | None = None) -> None:
    """Write the shapes and the catalog; with a seed the catalog lists the loads in another order."""
    landing.write_shapes(site, CONTRACTS.values())
    landing.write_catalog(site)
    if shuffle_seed is not None:
        path = site.landing / "_catalog" / "loads.parquet"
        pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=shuffle_seed).write_parquet(path)


def run_dbt(site: Site, command: str, warehouse: Path, *options: str, as_of: str) -> None:
    """Run `dbt build` or `dbt run` over the site into the file `warehouse`; its output is the failure's message."""
    scratch = site.root / "scratch"
    done = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "--warn-error",
            command,
            "--vars",
            f"{{as_of: '{as_of}'}}",
            *options,
        ],
        cwd=PROJECT,
        env=os.environ
        | {
            "TAIZHANG_LANDING": str(site.landing),
            "TAIZHANG_WAREHOUSE": str(warehouse),
            "DBT_PROFILES_DIR": "dbt_project",
            "DBT_TARGET_PATH": str(scratch / "target"),
            "DBT_LOG_PATH": str(scratch / "logs"),
            "NO_COLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stdout[-6000:] + done.stderr[-2000:])


def _typed(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return value


def _place_headings(contract: Contract) -> dict[str, dict[str, str]]:
    return {
        column.name: {"header": column.label.zh, "letter": letter}
        for column, letter in zip(contract.read_columns, ascii_uppercase, strict=False)
    }


def _texts(contract: Contract, row: Row) -> dict[str, str]:
    return {
        f"{RAW}{name}": str(row[name]) for name in landing.raw_columns(contract) if row.get(name) is not None
    }


def _technical(record: landing.LoadRecord, row_no: int) -> dict[str, Any]:
    return {
        "_row_uid": f"{record.load_id}-{row_no:06d}",
        "_load_id": record.load_id,
        "_sheet": record.sheet,
        "_row": row_no,
        "_as_of": record.as_of,
        "_revision": record.revision,
        "_unit": record.unit,
    }
