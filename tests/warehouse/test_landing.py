"""The landing: named by content, written by one rename, its record inside the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from warehouse import landing
from warehouse.contracts import Contract, load_contracts
from warehouse.landing_shapes import LOADS, REJECTS
from warehouse.settings import Site

CONTRACT: Contract = next(contract for contract in load_contracts() if contract.dataset == "ledger.tasks")
RECORD = landing.LoadRecord(
    dataset="ledger.tasks",
    file_name="整改任务清单.xlsx",
    file_sha256="ab" * 32,
    sheet="Sheet1",
    table=0,
    as_of=datetime(2018, 6, 1, 17),
    revision=0,
    unit=None,
    delivery="full",
    scope="site",
    contract_hash=CONTRACT.digest,
    header_map={"task_no": {"header": "序号", "letter": "A"}},
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def empty_rows() -> pl.DataFrame:
    return pl.DataFrame(schema=landing.landing_schema(CONTRACT))


def test_the_record_comes_back_out_of_the_file(site: Site) -> None:
    path = landing.write_load(site, RECORD, empty_rows())
    assert landing.read_record(path) == RECORD
    assert landing.find_load(site, RECORD) == RECORD
    assert landing.list_loads(site) == [RECORD]


@pytest.mark.parametrize(
    "other",
    [
        {"file_sha256": "cd" * 32},
        {"sheet": "Sheet2"},
        {"as_of": datetime(2018, 6, 8)},
        {"unit": "甲"},
        {"table": 1},
    ],
)
def test_another_delivery_is_another_load(other: dict[str, object]) -> None:
    assert replace(RECORD, **other).load_id != RECORD.load_id  # type: ignore[arg-type]


@pytest.mark.parametrize("same", [{"file_name": "副本.xlsx"}, {"rows_read": 7}, {"contract_hash": "other"}])
def test_the_same_delivery_under_another_name_is_the_same_load(same: dict[str, object]) -> None:
    assert replace(RECORD, **same).load_id == RECORD.load_id  # type: ignore[arg-type]


def test_a_write_that_fails_leaves_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
    with pytest.raises(OSError, match="disk full"):
        landing.write_load(site, RECORD, empty_rows())
    assert [path for path in site.landing.rglob("*") if path.is_file()] == []


def test_an_unsent_dataset_is_an_empty_typed_table_and_no_load(site: Site) -> None:
    landing.write_shapes(site, load_contracts())
    shape = site.landing / "ledger" / "tasks" / "_empty.parquet"
    assert pl.read_parquet(shape).schema == landing.landing_schema(CONTRACT)
    assert landing.list_loads(site) == []


def test_text_is_landed_beside_what_is_not_text_and_personal_values_only_as_their_parts() -> None:
    columns = {column.name: column for column in CONTRACT.columns}
    personal = replace(
        CONTRACT,
        columns=(columns["task_no"], columns["problem"], replace(columns["owner"], personal="id_card")),
    )
    names = list(landing.landing_schema(personal))
    assert names[: names.index("_row_uid")] == [
        "task_no",
        "problem",
        *("owner_token", "owner_masked", "owner_birth_date", "owner_sex", "owner_area", "owner_valid"),
        "_raw_task_no",
    ]


def test_the_catalog_lists_the_letters_of_a_load_in_the_order_of_the_sheet(site: Site) -> None:
    headings = {"due_on": "AB", "task_no": "A", "owner": "Z"}
    record = replace(
        RECORD, header_map={name: {"header": name, "letter": letter} for name, letter in headings.items()}
    )
    landing.write_load(site, record, empty_rows())
    landing.write_catalog(site)
    (letters,) = pl.read_parquet(site.landing / "_catalog" / "loads.parquet")["header_map"]
    assert letters == '{"task_no": "A", "owner": "Z", "due_on": "AB"}'


def test_the_catalog_is_derived_and_typed_even_when_empty(site: Site) -> None:
    landing.write_catalog(site)
    assert pl.read_parquet(site.landing / "_catalog" / "loads.parquet").schema == LOADS
    landing.write_load(site, RECORD, empty_rows())
    landing.write_catalog(site)
    loads = pl.read_parquet(site.landing / "_catalog" / "loads.parquet")
    assert loads["load_id"].to_list() == [RECORD.load_id]


def test_a_damaged_load_is_named(site: Site) -> None:
    path = landing.write_load(site, RECORD, empty_rows())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(landing.DamagedLoad, match=RECORD.load_id):
        landing.list_loads(site)


def reject(record: landing.LoadRecord, rule: str) -> pl.DataFrame:
    row = dict.fromkeys(REJECTS) | {"load_id": record.load_id, "rule": rule}
    return pl.DataFrame([row], schema=REJECTS)


def list_rules(site: Site) -> list[str]:
    landing.write_catalog(site)
    return pl.read_parquet(site.landing / "_catalog" / "rejects.parquet")["rule"].to_list()


def test_rejects_count_under_the_contract_that_the_rows_landed_under(site: Site) -> None:
    taken = replace(RECORD, rows_read=2, rows_accepted=1, rows_rejected=1)
    changed = replace(taken, contract_hash="changed")
    landing.write_rejects(site, taken, reject(taken, "date"))
    assert list_rules(site) == []  # the run was killed before its rows landed
    landing.write_load(site, taken, empty_rows())
    assert list_rules(site) == ["date"]
    landing.write_rejects(site, changed, reject(changed, "code"))
    assert list_rules(site) == ["date"]
    landing.write_load(site, changed, empty_rows())
    assert list_rules(site) == ["code"]
    landing.drop_old_rejects(site, changed)
    assert [path.name for path in site.rejects.glob("*/*/*")] == [f"{RECORD.load_id}-changed.parquet"]


def test_the_rejects_of_a_table_that_was_wholly_refused_count(site: Site) -> None:
    refused = replace(RECORD, rows_read=1, rows_rejected=1)
    landing.write_rejects(site, refused, reject(refused, "date"))
    landing.write_rejects(site, replace(refused, contract_hash="changed"), reject(refused, "code"))
    assert len(list_rules(site)) == 1


def test_the_catalog_says_who_sent_a_load_and_in_which_series(site: Site) -> None:
    landing.write_load(
        site, replace(RECORD, sender="临湖街道", file_name="拨付20180601（更正）.xlsx"), empty_rows()
    )
    landing.write_catalog(site)
    loads = pl.read_parquet(site.landing / "_catalog" / "loads.parquet")
    assert loads.select("sender", "series").rows() == [("临湖街道", "拨付")]
