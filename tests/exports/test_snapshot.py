from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from exports.manifest import hash_file, read_chain
from exports.snapshot import ChainBroken, SnapshotDiffers, snapshot
from exports.verify import verify
from tests.exports.published import WEEKS, publish_weeks
from warehouse.errors import UsageError
from warehouse.serving import NothingPublished
from warehouse.settings import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    publish_weeks(site)
    return site


def read_bytes(site: Site) -> dict[str, bytes]:
    files = (path for path in site.snapshots.rglob("*") if path.is_file())
    return {path.relative_to(site.snapshots).as_posix(): path.read_bytes() for path in files}


def test_a_week_is_frozen_with_its_rows_and_a_manifest_of_them(site: Site) -> None:
    result = snapshot(site, "2018-W22")
    assert (result.week, result.status) == ("2018-W22", "created")
    folder = site.snapshots / "2018-W22"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["week"], manifest["as_of"], manifest["previous"]) == ("2018-W22", "2018-06-01", None)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(entry["name"] for entry in manifest["files"]), "manifest.json"]
    )
    for entry in manifest["files"]:
        path = folder / entry["name"]
        assert (entry["sha256"], entry["bytes"]) == (hash_file(path), path.stat().st_size)
    tasks = pl.read_parquet(folder / "fct_task_week.parquet")
    assert tasks["week_id"].unique().to_list() == ["2018-W22"]
    assert tasks["task_no"].to_list() == [1, 2, 3, 4]
    assert {entry["name"]: entry["rows"] for entry in manifest["files"]}["fct_task_week.parquet"] == 4
    assert manifest["metrics"]["completion_rate"] == {"numerator": 0.0, "denominator": 4.0, "value": 0.0}
    assert len(manifest["fingerprint"]) == 64


def test_each_week_is_chained_to_the_one_before(site: Site) -> None:
    for week in WEEKS:
        snapshot(site, week)
    chain = read_chain(site.snapshots)
    assert list(chain) == list(WEEKS)
    for week, before in zip(list(WEEKS)[1:], WEEKS, strict=False):
        manifest = json.loads((site.snapshots / week / "manifest.json").read_bytes())
        assert manifest["previous"] == {"week": before, "manifest_sha256": chain[before]}
        assert hash_file(site.snapshots / before / "manifest.json") == chain[before]


def test_freezing_again_changes_no_byte_and_says_so(site: Site) -> None:
    snapshot(site)
    before = read_bytes(site)
    publish_weeks(site, generation=2)
    assert snapshot(site).status == "identical"
    assert read_bytes(site) == before


def test_another_machine_and_another_day_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    snapshot(site, "2018-W22")
    other = Site(tmp_path / "elsewhere" / "site")
    publish_weeks(other, generation=7)
    environment = {
        **os.environ,
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "POLARS_MAX_THREADS": "1",
    }
    script = "import sys, datetime; from pathlib import Path; from exports.snapshot import snapshot\n"
    script += "from warehouse.settings import Site; snapshot(Site(Path(sys.argv[1])), '2018-W22')"
    subprocess.run([sys.executable, "-c", script, str(other.root)], check=True, env=environment, timeout=60)
    assert read_bytes(other) == read_bytes(site)


def test_a_frozen_week_that_would_differ_is_refused_and_left_alone(site: Site) -> None:
    snapshot(site, "2018-W23")
    before = read_bytes(site)
    publish_weeks(site, generation=2, tasks=3)
    with pytest.raises(SnapshotDiffers, match=r"fct_task_week\.parquet.*整改周报-2018-W23\.xlsx") as caught:
        snapshot(site, "2018-W23")
    assert "fct_task_week.parquet" in (caught.value.en or "")
    assert read_bytes(site) == before


def test_a_later_delivery_leaves_an_older_week_as_it_was(site: Site) -> None:
    snapshot(site, "2018-W21")
    publish_weeks(site, generation=2, late_load=datetime(2018, 6, 7))
    assert snapshot(site, "2018-W21").status == "identical"
    publish_weeks(site, generation=3, late_load=datetime(2018, 5, 25, 16))
    with pytest.raises(SnapshotDiffers, match=r"manifest\.json"):
        snapshot(site, "2018-W21")


def test_by_default_the_last_week_that_is_over_is_frozen(site: Site) -> None:
    publish_weeks(site, generation=2, as_of=date(2018, 6, 6))
    assert snapshot(site).week == "2018-W22"
    with pytest.raises(UsageError, match="才截止"):
        snapshot(site, "2018-W23")
    with pytest.raises(UsageError, match="2018-W40"):
        snapshot(site, "2018-W40")


def test_a_week_before_the_newest_frozen_one_is_refused(site: Site) -> None:
    snapshot(site, "2018-W21")
    snapshot(site, "2018-W23")
    with pytest.raises(UsageError, match="不能补冻 2018-W22"):
        snapshot(site, "2018-W22")
    assert [status.status for status in verify(site)] == ["intact", "intact"]


def test_nothing_is_added_to_a_chain_that_does_not_verify(site: Site) -> None:
    snapshot(site, "2018-W21")
    (site.snapshots / "2018-W21" / "fct_metric.parquet").write_bytes(b"other")
    with pytest.raises(ChainBroken, match="2018-W21"):
        snapshot(site, "2018-W22")
    assert not (site.snapshots / "2018-W22").exists()


def test_a_dry_run_writes_nothing(site: Site) -> None:
    result = snapshot(site, dry_run=True)
    assert result.status == "planned"
    assert "manifest.json" in result.files
    assert read_bytes(site) == {}


def test_a_lost_week_comes_back_only_as_it_was(site: Site) -> None:
    for week in WEEKS:
        snapshot(site, week)
    before = read_bytes(site)
    for path in (site.snapshots / "2018-W22").iterdir():
        path.unlink()
    (site.snapshots / "2018-W22").rmdir()
    assert snapshot(site, "2018-W22").status == "created"
    assert read_bytes(site) == before
    (site.snapshots / "2018-W23").rename(site.root / "away")
    publish_weeks(site, generation=2, tasks=2)
    with pytest.raises(SnapshotDiffers, match="2018-W23"):
        snapshot(site, "2018-W23")


@pytest.mark.parametrize("point", ["snapshot:week-written", "snapshot:week-renamed"])
def test_a_snapshot_killed_half_way_is_finished_by_the_next(site: Site, point: str) -> None:
    snapshot(site, "2018-W21")
    kill_snapshot(site, "2018-W22", point)
    snapshot(site, "2018-W22")
    assert [(status.week, status.status) for status in verify(site)] == [
        ("2018-W21", "intact"),
        ("2018-W22", "intact"),
    ]
    assert not [path for path in site.snapshots.iterdir() if path.name.endswith(".part")]


def kill_snapshot(site: Site, week: str, point: str) -> None:
    script = "import sys; from pathlib import Path; from exports.snapshot import snapshot\n"
    script += "from warehouse.settings import Site; snapshot(Site(Path(sys.argv[1])), sys.argv[2])"
    killed = subprocess.run(
        [sys.executable, "-c", script, str(site.root), week],
        env={**os.environ, "TAIZHANG_FAILPOINT": point},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -9


@pytest.mark.parametrize("first", [True, False])
def test_a_snapshot_killed_before_its_line_leads_on_though_the_data_differ_now(
    site: Site, first: bool
) -> None:
    if not first:
        snapshot(site, "2018-W21")
    kill_snapshot(site, "2018-W22", "snapshot:week-renamed")
    publish_weeks(site, generation=2, tasks=3)
    assert snapshot(site, "2018-W23", dry_run=True).status == "planned"
    assert "2018-W22" not in read_chain(site.snapshots)
    with pytest.raises(SnapshotDiffers, match=r"仍以它为准.*下一周"):
        snapshot(site, "2018-W22")
    assert snapshot(site, "2018-W23").status == "created"
    assert {status.status for status in verify(site)} == {"intact"}
    assert pl.read_parquet(site.snapshots / "2018-W22" / "fct_task_week.parquet").height == 4


def edit_file(folder: Path) -> None:
    (folder / "fct_metric.parquet").write_bytes(b"other")


def edit_previous(folder: Path) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('"manifest_sha256": "', '"manifest_sha256": "0', 1))


def lose_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize("harm", [edit_file, edit_previous, lose_manifest])
def test_a_week_without_a_line_that_is_not_whole_gets_none(site: Site, harm: Callable[[Path], None]) -> None:
    snapshot(site, "2018-W21")
    kill_snapshot(site, "2018-W22", "snapshot:week-renamed")
    harm(site.snapshots / "2018-W22")
    with pytest.raises(ChainBroken, match="2018-W22"):
        snapshot(site, "2018-W23")
    assert list(read_chain(site.snapshots)) == ["2018-W21"]


def test_the_last_hash_of_the_chain_is_told(site: Site) -> None:
    first = snapshot(site, "2018-W21")
    assert first.chain_sha256 == hash_file(site.snapshots / "2018-W21" / "manifest.json")
    assert snapshot(site, "2018-W22", dry_run=True).chain_sha256 == first.chain_sha256
    second = snapshot(site, "2018-W22")
    assert second.chain_sha256 == hash_file(site.snapshots / "2018-W22" / "manifest.json")
    assert snapshot(site, "2018-W21").chain_sha256 == second.chain_sha256


def test_a_chain_saved_by_an_editor_goes_on(site: Site) -> None:
    snapshot(site, "2018-W21")
    path = site.snapshots / "chain.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [status.status for status in verify(site)] == ["intact"]
    snapshot(site, "2018-W22")
    assert list(read_chain(site.snapshots)) == ["2018-W21", "2018-W22"]


def test_nothing_is_frozen_where_the_chain_is_a_folder(site: Site) -> None:
    (site.snapshots / "chain.txt").mkdir(parents=True)
    with pytest.raises(ChainBroken, match=r"chain\.txt"):
        snapshot(site, "2018-W21")
    assert not (site.snapshots / "2018-W21").exists()


def test_a_site_without_a_build_has_nothing_to_freeze(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        snapshot(Site(tmp_path))
