"""Proving that the frozen weeks are what they were: files against their manifest, manifests against the chain."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from exports.manifest import CHAIN, MANIFEST, hash_file, list_weeks, read_chain, read_manifest
from warehouse.errors import UsageError
from warehouse.settings import Site

Status = Literal["intact", "changed", "missing", "inserted"]


@dataclass(frozen=True)
class FileStatus:
    """One file of a week: intact, changed, missing, or inserted (no manifest knows it)."""

    name: str
    status: Status


@dataclass(frozen=True)
class WeekStatus:
    """One week: "missing" where it was frozen and is gone, "inserted" where it was never frozen in this place."""

    week: str
    status: Status
    files: list[FileStatus]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one entry of `verify --json`."""
        return asdict(self)


@dataclass(frozen=True)
class _Link:
    """What a week's manifest says about the week before it: its id, or None for the first one, and its hash."""

    week: str | None
    manifest_sha256: str | None


def verify(site: Site, week: str | None = None) -> list[WeekStatus]:
    """Return the status of every frozen week, oldest first, or of `week` alone.

    Raises:
        UsageError: `week` was never frozen.
    """
    folders = list_weeks(site.snapshots)
    chain = read_chain(site.snapshots)
    links = {name: _read_link(site.snapshots / name) for name in folders}
    before = {link.week for link in links.values() if link and link.week}
    known = sorted({*folders, *chain, *before})
    statuses: dict[str, WeekStatus] = {}
    # From the newest week back. `witness` is what the next week says; an inserted one says nothing, and behind a
    # missing or edited one nothing is known.
    witness: _Link | None = None
    for name in reversed(known):
        status = _check_week(site.snapshots, name, chain, witness)
        statuses[name] = status
        if status.status != "inserted":
            trusted = FileStatus(MANIFEST, "intact") in status.files
            witness = links[name] if trusted else None
    if week is not None and week not in statuses:
        raise UsageError(
            f"{week} 没有冻结过；已冻结的周：{'、'.join(known) or '无'}",
            f"{week} was never frozen; frozen weeks: {', '.join(known) or 'none'}",
        )
    return [statuses[name] for name in known if week in (None, name)]


def _check_week(snapshots: Path, week: str, chain: dict[str, str], witness: _Link | None) -> WeekStatus:
    folder = snapshots / week
    if not folder.is_dir():
        return WeekStatus(week, "missing", [])
    lost_chain = not (snapshots / CHAIN).exists()
    pins = _listed(chain, week)
    if (week not in chain and not lost_chain) or (witness is not None and witness.week != week):
        return WeekStatus(week, "inserted", _check_files(folder, pins))
    if witness is not None and witness.manifest_sha256:
        pins.add(witness.manifest_sha256)
    files = _check_files(folder, pins)
    if lost_chain:
        files.append(FileStatus(CHAIN, "missing"))
    whole = all(file.status == "intact" for file in files)
    return WeekStatus(week, "intact" if whole else "changed", files)


def _listed(chain: dict[str, str], week: str) -> set[str]:
    return {chain[week]} if week in chain else set()


def _check_files(folder: Path, pins: set[str]) -> list[FileStatus]:
    """Compare a week's files with its manifest, and the manifest with every hash that pins it."""
    path = folder / MANIFEST
    manifest = read_manifest(folder)
    if not path.is_file():
        statuses = [FileStatus(MANIFEST, "missing")]
    else:
        true = manifest is not None and pins <= {hash_file(path)}
        statuses = [FileStatus(MANIFEST, "intact" if true else "changed")]
    listed = {
        str(entry.get("name")): str(entry.get("sha256")) for entry in (manifest or {"files": []})["files"]
    }
    for name, digest in sorted(listed.items()):
        statuses.append(FileStatus(name, _check_file(folder / name, digest)))
    present = sorted(entry.relative_to(folder).as_posix() for entry in folder.rglob("*"))
    statuses += [FileStatus(name, "inserted") for name in present if name not in {*listed, MANIFEST}]
    return statuses


def _check_file(path: Path, digest: str) -> Status:
    if not path.is_file():
        return "missing"
    return "intact" if hash_file(path) == digest else "changed"


def _read_link(folder: Path) -> _Link | None:
    manifest = read_manifest(folder)
    if manifest is None or "previous" not in manifest:
        return None
    previous = manifest["previous"]
    if not isinstance(previous, dict):
        return _Link(None, None)
    return _Link(str(previous.get("week")), str(previous.get("manifest_sha256")))
