from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.manifest import hash_file
from exports.snapshot import snapshot
from exports.verify import verify
from tests.exports.published import WEEKS, publish_weeks
from warehouse.errors import UsageError
from warehouse.settings import Site


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("frozen"))
    publish_weeks(site)
    for week in WEEKS:
        snapshot(site, week)
    return site


@pytest.fixture
def site(frozen: Site, tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    shutil.copytree(frozen.snapshots, site.snapshots)
    return site


def statuses(site: Site) -> dict[str, str]:
    return {status.week: status.status for status in verify(site)}


def test_what_was_frozen_is_intact_down_to_each_file(site: Site) -> None:
    assert statuses(site) == dict.fromkeys(WEEKS, "intact")
    (week,) = verify(site, "2018-W22")
    assert {file.status for file in week.files} == {"intact"}
    assert len(week.files) == 7
    assert set(week.to_dict()) == {"week", "status", "files", "chain_sha256"}
    assert set(week.to_dict()["files"][0]) == {"name", "status"}


def test_any_changed_byte_is_found_in_its_file_and_no_other(site: Site) -> None:
    chance = random.Random(20180525)
    files = [path for path in site.snapshots.rglob("*") if path.is_file() and path.name != "chain.txt"]
    assert len(files) == 21
    for path in files:
        for _ in range(5):
            original = path.read_bytes()
            place = chance.randrange(len(original))
            changed = bytes([original[place] ^ (1 << chance.randrange(8))])
            path.write_bytes(original[:place] + changed + original[place + 1 :])
            found = {
                (status.week, file.name)
                for status in verify(site)
                for file in status.files
                # What a broken manifest no longer lists is unknown to it.
                if file.status != "intact" and (path.name != "manifest.json" or file.name == "manifest.json")
            }
            path.write_bytes(original)
            assert found == {(path.parent.name, path.name)}, f"byte {place} of {path.name}"
    assert statuses(site) == dict.fromkeys(WEEKS, "intact")


def remove_file(snapshots: Path) -> None:
    (snapshots / "2018-W22" / "fct_completion.parquet").unlink()


def add_file(snapshots: Path) -> None:
    (snapshots / "2018-W22" / "补充说明.txt").write_text("后加的")


def take_file_of_another_week(snapshots: Path) -> None:
    shutil.copy(
        snapshots / "2018-W21" / "fct_task_week.parquet", snapshots / "2018-W22" / "fct_task_week.parquet"
    )


def edit_number(snapshots: Path) -> None:
    path = snapshots / "2018-W22" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["metrics"]["completion_rate"]["value"] = 1.0
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def edit_file_and_its_manifest(snapshots: Path) -> None:
    folder = snapshots / "2018-W22"
    (folder / "fct_metric.parquet").write_bytes(b"other")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        if entry["name"] == "fct_metric.parquet":
            entry["sha256"] = hash_file(folder / "fct_metric.parquet")
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def edit_all_but_the_next_week(snapshots: Path) -> None:
    edit_file_and_its_manifest(snapshots)
    lines = (snapshots / "chain.txt").read_text().splitlines()
    lines[1] = f"2018-W22 {hash_file(snapshots / '2018-W22' / 'manifest.json')}"
    (snapshots / "chain.txt").write_text("\n".join(lines) + "\n")


def remove_manifest(snapshots: Path) -> None:
    (snapshots / "2018-W22" / "manifest.json").unlink()


def remove_week(snapshots: Path) -> None:
    shutil.rmtree(snapshots / "2018-W22")


def remove_week_and_its_line(snapshots: Path) -> None:
    remove_week(snapshots)
    lines = (snapshots / "chain.txt").read_text().splitlines()
    (snapshots / "chain.txt").write_text("\n".join([lines[0], lines[2]]) + "\n")


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (remove_file, "changed"),
        (add_file, "changed"),
        (take_file_of_another_week, "changed"),
        (edit_number, "changed"),
        (edit_file_and_its_manifest, "changed"),
        (edit_all_but_the_next_week, "changed"),
        (remove_manifest, "changed"),
        (remove_week, "missing"),
        (remove_week_and_its_line, "missing"),
    ],
)
def test_what_was_done_to_one_week_shows_in_that_week_alone(
    site: Site, tamper: Callable[[Path], None], expected: str
) -> None:
    tamper(site.snapshots)
    assert statuses(site) == {"2018-W21": "intact", "2018-W22": expected, "2018-W23": "intact"}


def test_the_newest_week_is_pinned_too(site: Site) -> None:
    shutil.rmtree(site.snapshots / "2018-W23")
    assert statuses(site)["2018-W23"] == "missing"


@pytest.mark.parametrize(
    ("week", "line_too"),
    [("2018-W20", False), ("2018-W20", True), ("2018-W22", False), ("2018-W22", True), ("2018-W23", False)],
)
def test_a_week_that_was_never_frozen_here_is_inserted(
    frozen: Site, tmp_path: Path, week: str, line_too: bool
) -> None:
    site = Site(tmp_path / "site")
    publish_weeks(site)
    kept = ["2018-W21", "2018-W23"] if week != "2018-W23" else ["2018-W21", "2018-W22"]
    for name in kept:
        snapshot(site, name)
    donor = "2018-W21" if week == "2018-W20" else week
    shutil.copytree(frozen.snapshots / donor, site.snapshots / week)
    if line_too:
        # A line in the chain does not help where the week after names another one.
        with (site.snapshots / "chain.txt").open("a") as file:
            file.write(f"{week} {hash_file(site.snapshots / week / 'manifest.json')}\n")
    assert statuses(site)[week] == "inserted"
    assert {name: statuses(site)[name] for name in kept} == dict.fromkeys(kept, "intact")


def test_a_lost_chain_is_reported_on_every_week(site: Site) -> None:
    (site.snapshots / "chain.txt").unlink()
    assert statuses(site) == dict.fromkeys(WEEKS, "changed")
    assert all(
        ("chain.txt", "missing") in [(file.name, file.status) for file in week.files] for week in verify(site)
    )


def test_an_unknown_week_is_refused_and_no_weeks_are_no_weeks(site: Site, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2018-W21"):
        verify(site, "2018-W40")
    assert verify(Site(tmp_path / "empty")) == []


HOSTILE = {
    "a number": b"7",
    "numbers for files": b'{"files": [1], "previous": null}',
    "no hash": b'{"files": [{"name": "fct_metric.parquet"}], "previous": null}',
    "a way out": b'{"files": [{"name": "../../x", "sha256": "%s"}], "previous": null}' % (b"a" * 64),
    "half a character": b'{"files": [{"name": "\\ud800", "sha256": "%s"}], "previous": null}' % (b"a" * 64),
    "brackets": b"[" * 200_000,
    "long number": b"1" * 200_000,
    "a week that is none": b'{"files": [], "previous": {"week": "../..", "manifest_sha256": "%s"}}'
    % (b"a" * 64),
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("week", ["2018-W22", "2018-W23"])
def test_whatever_stands_in_a_manifest_is_a_change_and_no_crash(
    site: Site, content: bytes, week: str
) -> None:
    (site.snapshots / week / "manifest.json").write_bytes(content)
    assert statuses(site) == dict.fromkeys(WEEKS, "intact") | {week: "changed"}


def test_a_folder_in_the_place_of_a_file_is_no_crash(site: Site) -> None:
    for name in ("fct_metric.parquet", "manifest.json"):
        path = site.snapshots / "2018-W22" / name
        path.unlink()
        path.mkdir()
    assert statuses(site)["2018-W22"] == "changed"


def test_a_name_that_is_no_text_can_be_printed(site: Site) -> None:
    (site.snapshots / "2018-W22" / os.fsdecode(b"\xff.txt")).write_text("x")
    (week,) = verify(site, "2018-W22")
    assert json.dumps(week.to_dict(), ensure_ascii=False).encode()
    assert week.status == "changed"


def test_a_chain_that_is_a_folder_is_a_change_of_every_week(site: Site) -> None:
    (site.snapshots / "chain.txt").unlink()
    (site.snapshots / "chain.txt").mkdir()
    assert statuses(site) == dict.fromkeys(WEEKS, "changed")
    assert all(week.files[-1].name == "chain.txt" for week in verify(site))


def rewrite_newest(snapshots: Path, chain: Callable[[str, str], str]) -> str:
    """Edit the newest week with its manifest, let `chain` write its line out of old and new, return the old hash."""
    folder = snapshots / "2018-W23"
    old = hash_file(folder / "manifest.json")
    (folder / "fct_metric.parquet").write_bytes(b"other")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        entry["sha256"] = hash_file(folder / entry["name"])
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    path = snapshots / "chain.txt"
    line = chain(old, hash_file(folder / "manifest.json"))
    path.write_text(path.read_text().replace(f"2018-W23 {old}\n", line))
    return old


@pytest.mark.parametrize("length", [16, 64])
@pytest.mark.parametrize(
    "line",
    [
        lambda _, new: f"2018-W23 {new}\n",
        lambda old, new: f"2018-W23 {old}\n2018-W23 {new}\n",
        lambda old, new: f"2018-W20 {old}\n2018-W23 {new}\n",
        lambda old, new: f"#2018-W23 {old}\n2018-W23 {new}\n",
    ],
)
def test_a_noted_hash_shows_that_manifest_and_chain_were_changed_together(
    site: Site, line: Callable[[str, str], str], length: int
) -> None:
    old = rewrite_newest(site.snapshots, line)
    assert any(status.status != "intact" for status in verify(site, expect=old[:length]))
    assert any(status.status != "intact" for status in verify(site, "2018-W21", expect=old))


def test_without_a_noted_hash_such_a_change_is_not_seen(site: Site) -> None:
    rewrite_newest(site.snapshots, lambda _, new: f"2018-W23 {new}\n")
    assert statuses(site) == dict.fromkeys(WEEKS, "intact")


def test_a_hash_noted_in_any_week_still_holds(site: Site) -> None:
    noted = [status.chain_sha256 or "" for status in verify(site)]
    assert noted == [hash_file(site.snapshots / week / "manifest.json") for week in WEEKS]
    for digest in noted:
        assert {status.status for status in verify(site, expect=digest[:16].upper())} == {"intact"}


def test_a_noted_hash_shows_that_the_newest_week_was_taken_away_with_its_line(
    site: Site, tmp_path: Path
) -> None:
    noted = verify(site)[-1].chain_sha256
    shutil.rmtree(site.snapshots / "2018-W23")
    path = site.snapshots / "chain.txt"
    path.write_text("\n".join(path.read_text().splitlines()[:2]) + "\n")
    assert statuses(site) == dict.fromkeys(list(WEEKS)[:2], "intact")
    *_, newest = verify(site, expect=noted)
    assert (newest.week, newest.status, newest.files[-1].name) == ("2018-W22", "changed", "chain.txt")
    (nothing,) = verify(Site(tmp_path / "empty"), expect=noted)
    assert nothing.status == "missing"


@pytest.mark.parametrize("noted", ["", "abc", "x" * 16, "a" * 65])
def test_what_is_no_hash_is_refused(site: Site, noted: str) -> None:
    with pytest.raises(UsageError, match="--expect"):
        verify(site, expect=noted)
