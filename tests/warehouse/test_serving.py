from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.catalog import CatalogTable
from warehouse.publish import hold_build_lock, publish_build
from warehouse.serving import BuildDamaged, NothingPublished, current_build_id, holds_fingerprint, open_build
from warehouse.settings import Site

BUILD_ID = "20180525-20260101000001-00000001"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.build.mkdir(parents=True)
    aside = site.build / "warehouse.duckdb"
    with duckdb.connect(str(aside)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_a as select 1 as a")
    with hold_build_lock(site):
        publish_build(site, BUILD_ID, aside, [])
    return site


@pytest.mark.parametrize(
    "statement",
    [
        "create table marts.b as select 1",
        "delete from marts.fct_a",
        "drop table marts.fct_a",
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "select * from glob('/*')",
        "copy (select 1) to '{folder}/out.csv'",
        "export database '{folder}/out'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set autoload_known_extensions = true",
        "reset enable_external_access",
        "select * from frame",
    ],
)
def test_the_serving_connection_reads_its_own_tables_only(site: Site, statement: str) -> None:
    frame = pl.DataFrame({"a": [1]})
    with open_build(site) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(statement.format(folder=site.root)).fetchall()
        assert connection.execute("select a from marts.fct_a").fetchall() == frame.rows()
    assert not list(site.root.glob("o*"))


def test_many_connections_of_one_process_share_a_build(site: Site) -> None:
    with open_build(site) as first, open_build(site) as second, open_build(site, BUILD_ID) as third:
        assert {con.execute("select a from marts.fct_a").fetchall()[0] for con in (first, second, third)} == {
            (1,)
        }


def test_without_a_build_the_reader_is_told_what_to_do(tmp_path: Path) -> None:
    site = Site(tmp_path / "new")
    assert current_build_id(site) is None
    with pytest.raises(NothingPublished, match="taizhang build"):
        open_build(site)


@pytest.mark.parametrize("build_id", ["20180525-20260101000009-00000009", "../serving/" + BUILD_ID, "*"])
def test_an_unknown_build_is_refused(site: Site, build_id: str) -> None:
    with pytest.raises(NothingPublished, match="没有编号为"):
        open_build(site, build_id)


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 20_000])
def test_a_damaged_file_is_named_with_the_way_back(site: Site, content: bytes) -> None:
    path = site.serving / f"{BUILD_ID}.duckdb"
    path.write_bytes(content)
    with pytest.raises(BuildDamaged, match=rf"{BUILD_ID}\.duckdb.*taizhang publish --rollback"):
        open_build(site)
    assert not holds_fingerprint(site, "f" * 64)


def test_half_a_file_is_damaged(site: Site) -> None:
    path = site.serving / f"{BUILD_ID}.duckdb"
    path.write_bytes(path.read_bytes()[: 3 * 4096])
    with pytest.raises(BuildDamaged, match="taizhang build"):
        open_build(site)


def test_the_fingerprint_of_a_build_is_read_only_where_every_table_can_be(tmp_path: Path) -> None:
    site = Site(tmp_path / "new")
    site.build.mkdir(parents=True)
    aside = site.build / "warehouse.duckdb"
    with duckdb.connect(str(aside)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_a as select uuid() as a, [{'b': 1}] as c from range(50000)"
        )
    facts = CatalogTable("build", {"key": "varchar", "value": "varchar"}, [("fingerprint", "f" * 64)])
    with hold_build_lock(site):
        publish_build(site, BUILD_ID, aside, [facts])
    assert holds_fingerprint(site, "f" * 64)
    assert not holds_fingerprint(site, "0" * 64)
    path = site.serving / f"{BUILD_ID}.duckdb"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert not holds_fingerprint(site, "f" * 64)
