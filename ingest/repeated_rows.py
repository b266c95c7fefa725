"""Rows that one file adds although another has added them already: most would count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ingest.problems import Problem, describe, join_labels
from warehouse.contracts import Contract, Label
from warehouse.landing import LoadRecord, load_path
from warehouse.settings import Site

# The models take one row of each key, the latest (`effective_rows`): an office may send the whole list each time.
COUNTED_ONCE = {
    "discipline.integrity_talks",
    "ledger.closure_events",
    "ledger.disclosures",
    "ledger.evidence",
    "ledger.institution_executions",
    "party.study_sessions",
}
SHOWN_ROWS = 10
ROW_KEYS = {"hash": pl.UInt64, "_row": pl.Int32, "load": pl.Int32, "file": pl.Int32}


def find_repeated_rows(
    site: Site,
    contracts: Sequence[Contract],
    others: Sequence[LoadRecord],
    told: Sequence[LoadRecord],
    same: Mapping[str, LoadRecord],
) -> Iterator[tuple[str, Problem]]:
    """Yield a problem per pair of files that share rows, with the id of the later one's load.

    It is a note where the models count each row once however often it is sent, else a defect.

    Args:
        site: whose landing holds the loads.
        contracts: what makes a row of each dataset the same row, its key.
        others: the loads that came before; none of them is told.
        told: the loads of this run in its order, each of which comes after those before it.
        same: the loads that hold nothing but another's rows, which is told already, by id.
    """
    for contract in contracts:
        later = [record for record in told if record.dataset == contract.dataset]
        if contract.delivery == "append" and contract.key and later:
            earlier = [record for record in others if record.dataset == contract.dataset]
            yield from _compare(
                site, contract, [*earlier, *later], {record.load_id for record in later}, same
            )


def _compare(
    site: Site, contract: Contract, loads: list[LoadRecord], told: set[str], same: Mapping[str, LoadRecord]
) -> Iterator[tuple[str, Problem]]:
    files = {sha256: number for number, sha256 in enumerate(dict.fromkeys(one.file_sha256 for one in loads))}
    if len(files) < 2:
        return
    firsts: dict[int, LoadRecord] = {}
    keys = [pl.DataFrame(schema=ROW_KEYS)]
    for number, record in enumerate(loads):
        firsts.setdefault(files[record.file_sha256], record)
        keys.append(_read_keys(site, contract, record, number, files[record.file_sha256]))
    first_file = pl.col("file").min().over("hash").alias("first")
    repeated = pl.concat(keys).with_columns(first_file).filter(pl.col("file") > pl.col("first"))
    found: dict[int, list[tuple[int, pl.Series]]] = defaultdict(list)
    grouped = repeated.group_by("load", "first", maintain_order=True).agg(pl.col("_row").sort())
    for number, first, rows in grouped.iter_rows():
        found[number].append((first, rows))
    for number, origins in found.items():
        record = loads[number]
        twin = same.get(record.load_id)
        for first, rows in origins if record.load_id in told else []:
            origin = firsts[first]
            if twin is None or twin.file_sha256 != origin.file_sha256:
                yield record.load_id, _tell(contract, origin, list(rows))


def _read_keys(site: Site, contract: Contract, record: LoadRecord, load: int, file: int) -> pl.DataFrame:
    """Return the hash of each row's key; none for a row that lacks a part which every row has to have.

    The key is taken as it is stored, personal columns as tokens; 64 bits per row are compared, not the keys.
    """
    stored = {name: contract.column(name).stored[0].name for name in contract.key}
    path = load_path(site, record)
    if not set(stored.values()) <= set(pl.read_parquet_schema(path)):
        return pl.DataFrame(schema=ROW_KEYS)  # landed under a contract with another key
    required = [pl.col(stored[name]).is_not_null() for name in stored if contract.column(name).required]
    anything = pl.any_horizontal(pl.col(*stored.values()).is_not_null())
    return (
        pl.read_parquet(path, columns=[*stored.values(), "_row"])
        .filter(anything, *required)
        .select(
            pl.struct(*stored.values()).hash(seed=0).alias("hash"),
            "_row",
            pl.lit(load, dtype=pl.Int32).alias("load"),
            pl.lit(file, dtype=pl.Int32).alias("file"),
        )
    )


def _tell(contract: Contract, origin: LoadRecord, rows: list[int]) -> Problem:
    key = join_labels(contract.column(name).label for name in contract.key)
    more = "…" if len(rows) > SHOWN_ROWS else ""
    listed = Label(
        "、".join(map(str, rows[:SHOWN_ROWS])) + more, ", ".join(map(str, rows[:SHOWN_ROWS])) + more
    )
    where = Label(
        f"有 {len(rows)} 行与“{origin.file_name}”的相同（第 {listed.zh} 行，按{key.zh}比对）",
        f"{len(rows)} rows (row {listed.en}) have the {key.en} of rows in “{origin.file_name}”",
    )
    if contract.dataset in COUNTED_ONCE:
        return Problem("repeated_rows", "note", describe("repeated_rows_once", raw=where))
    return Problem("repeated_rows", "defect", describe("repeated_rows", raw=where))
