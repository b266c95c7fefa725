from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.publish import hold_build_lock, publish_build
from warehouse.serving import NothingPublished, current_build_id, open_build
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
