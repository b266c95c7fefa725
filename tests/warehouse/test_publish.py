from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest

from warehouse.catalog import CatalogTable
from warehouse.publish import (
    KEEP_BUILDS,
    BuildBusy,
    NothingToRollBackTo,
    hold_build_lock,
    list_builds,
    publish_build,
    read_pointer,
    rollback,
)
from warehouse.serving import NothingPublished, open_build
from warehouse.settings import Site

CATALOG = [
    CatalogTable("build", {"key": "varchar", "value": "varchar"}, [("as_of", "2018-05-25")]),
    CatalogTable(
        "model", {"name": "varchar", "depends_on": "varchar[]"}, [("fct", ["stg", "src"]), ("stg", [])]
    ),
    CatalogTable("code", {"code": "varchar"}, []),
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def write_aside(site: Site, generation: int) -> Path:
    """A build aside: two marts, one of them a view over another schema, all rows of one generation."""
    site.build.mkdir(parents=True, exist_ok=True)
    path = site.build / "warehouse.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema intermediate")
        connection.execute(f"create table intermediate.numbers as select {generation} as generation")
        connection.execute('create table marts.fct_a as from "warehouse"."intermediate"."numbers"')
        connection.execute('create view marts.met_b as from "warehouse"."intermediate"."numbers"')
    return path


def publish(site: Site, generation: int) -> str:
    build_id = f"20180525-202601010000{generation:02d}-{generation:08x}"
    with hold_build_lock(site):
        publish_build(site, build_id, write_aside(site, generation), CATALOG)
    return build_id


def read_generation(site: Site, build_id: str | None = None) -> list[int]:
    with open_build(site, build_id) as connection:
        rows = connection.execute("select generation from marts.fct_a union all from marts.met_b").fetchall()
    return [generation for (generation,) in rows]


def test_marts_and_catalog_are_served_and_nothing_else(site: Site) -> None:
    publish(site, 1)
    with open_build(site) as connection:
        tables = connection.execute(
            "select table_schema, table_name, table_type from information_schema.tables order by all"
        ).fetchall()
        models = connection.execute("select * from catalog.model order by name").fetchall()
    assert tables == [
        ("catalog", "build", "BASE TABLE"),
        ("catalog", "code", "BASE TABLE"),
        ("catalog", "model", "BASE TABLE"),
        ("marts", "fct_a", "BASE TABLE"),
        ("marts", "met_b", "BASE TABLE"),
    ]
    assert models == [("fct", ["stg", "src"]), ("stg", [])]
    assert sorted(path.suffix for path in site.serving.iterdir()) == ["", "", ".duckdb"]


def test_the_pointer_moves_to_the_new_build_and_back(site: Site) -> None:
    first, second = publish(site, 1), publish(site, 2)
    assert read_generation(site) == [2, 2]
    assert [(build.build_id, build.is_current) for build in list_builds(site)] == [
        (second, True),
        (first, False),
    ]
    assert rollback(site) == first
    assert read_generation(site) == [1, 1]
    assert read_generation(site, second) == [2, 2]
    with pytest.raises(NothingToRollBackTo):
        rollback(site)
    assert read_pointer(site) == first


def test_what_was_rolled_back_from_is_never_rolled_back_to(site: Site) -> None:
    first = publish(site, 1)
    publish(site, 2)
    assert rollback(site) == first
    third = publish(site, 3)
    assert read_pointer(site) == third
    assert rollback(site) == first
    with pytest.raises(NothingToRollBackTo):
        rollback(site)


def test_rollback_goes_back_step_by_step(site: Site) -> None:
    builds = [publish(site, generation) for generation in range(1, 5)]
    assert [rollback(site) for _ in range(3)] == builds[2::-1]
    newest = publish(site, 9)
    assert (site.serving / "history").read_text().split() == [builds[0], newest]


def test_a_site_without_a_history_rolls_back_by_the_time_of_building(site: Site) -> None:
    first, second, third = (publish(site, generation) for generation in (1, 2, 3))
    (site.serving / "history").write_bytes(b"\xff\xfe")
    assert rollback(site) == second
    (site.serving / "history").unlink()
    assert rollback(site) == first
    assert third in [build.build_id for build in list_builds(site)]


@pytest.mark.parametrize("harm", ["file gone", "pointer not ASCII", "pointer gone"])
def test_rollback_leads_out_of_a_pointer_that_leads_nowhere(site: Site, harm: str) -> None:
    first, second = publish(site, 1), publish(site, 2)
    pointer = site.serving / "current"
    if harm == "file gone":
        (site.serving / f"{second}.duckdb").unlink()
    elif harm == "pointer gone":
        pointer.unlink()
    else:
        pointer.write_bytes("当前".encode("gbk"))
    with pytest.raises(NothingPublished, match="taizhang publish --rollback"):
        open_build(site)
    assert rollback(site) == (first if harm == "file gone" else second)
    with open_build(site) as connection:
        assert connection.execute("select count(*) from marts.fct_a").fetchall() == [(1,)]


def test_only_the_newest_builds_are_kept(site: Site) -> None:
    builds = [publish(site, generation) for generation in range(1, KEEP_BUILDS + 3)]
    assert [build.build_id for build in list_builds(site)] == builds[:1:-1]
    assert read_pointer(site) == builds[-1]


def test_a_reader_that_holds_a_build_open_keeps_it_while_others_see_the_new_one(site: Site) -> None:
    first = publish(site, 1)
    with open_build(site) as held:
        publish(site, 2)
        assert read_generation(site) == [2, 2]
        assert held.execute("select generation from marts.fct_a").fetchall() == [(1,)]
    assert read_generation(site, first) == [1, 1]


def test_readers_during_publishes_see_one_whole_generation_and_never_go_back(site: Site) -> None:
    publish(site, 1)
    seen: list[list[int]] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(read_generation(site))
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
                faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for generation in range(2, 8):
        publish(site, generation)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seen) > 10
    assert all(len(set(generations)) == 1 for generations in seen)
    assert read_generation(site) == [7, 7]


def test_what_a_killed_publish_left_is_removed_by_the_next(site: Site) -> None:
    site.serving.mkdir(parents=True)
    for name in ("20180525-20260101000000-0000000a.duckdb.part", "x.duckdb.part.wal", "current.part"):
        (site.serving / name).write_bytes(b"half")
    publish(site, 1)
    assert not list(site.serving.glob("*part*"))


@pytest.mark.parametrize(
    "text", ["", "../../etc/passwd", "20180525-20260101000001-00000001.duckdb", "\x00", "当前"]
)
def test_a_pointer_that_is_no_build_id_is_no_path(site: Site, text: str) -> None:
    publish(site, 1)
    (site.serving / "current").write_text(text)
    assert read_pointer(site) is None
    with pytest.raises(NothingPublished):
        open_build(site)


def test_rollback_waits_for_nobody(site: Site) -> None:
    publish(site, 1)
    with hold_build_lock(site), pytest.raises(BuildBusy):
        rollback(site)
