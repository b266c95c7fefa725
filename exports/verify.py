"""Proving that the frozen weeks are what they were: files against their manifest, manifests against the chain.

Whatever is found in the folder is an answer, never an error: it is there because somebody may have changed it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from exports.manifest import CHAIN, MANIFEST, find_chain, hash_file, list_weeks, read_chain, read_manifest
from warehouse.errors import UsageError
from warehouse.settings import Site

Status = Literal["intact", "changed", "missing", "inserted"]
NOTED_HASH = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True)
class FileStatus:
    """One file of a week: intact, changed, missing, or inserted (no manifest knows it)."""

    name: str
    status: Status


@dataclass(frozen=True)
class WeekStatus:
    """One week: "missing" where it was frozen and is gone, "inserted" where it was never frozen in this place.

    `chain_sha256` is the hash that the chain holds for it: that of the newest week pins all the weeks.
    """

    week: str
    status: Status
    files: list[FileStatus]
    chain_sha256: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one entry of `verify --json`."""
        return asdict(self)


@dataclass(frozen=True)
class _Link:
    """What a week's manifest says about the week before it: its id, or None for the first one, and its hash."""

    week: str | None
    manifest_sha256: str | None


def verify(site: Site, week: str | None = None, *, expect: str | None = None) -> list[WeekStatus]:
    """Return the status of every frozen week, oldest first, or of `week` alone.

    `expect` is a hash that was noted when it was the chain's last one, or its first 16 digits or more. The week that
    the chain holds it for is among the answers; where there is none, the newest week is, and not intact: manifest and
    chain were changed together.

    Raises:
        UsageError: `week` was never frozen, or `expect` is no hash.
    """
    noted = None if expect is None else _read_noted(expect)
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
        status = replace(_check_week(site.snapshots, name, chain, witness), chain_sha256=chain.get(name))
        statuses[name] = status
        if status.status != "inserted":
            trusted = FileStatus(MANIFEST, "intact") in status.files
            witness = links[name] if trusted else None
    if week is not None and week not in statuses:
        raise UsageError(
            f"{week} 没有冻结过；已冻结的周：{'、'.join(known) or '无'}",
            f"{week} was never frozen; frozen weeks: {', '.join(known) or 'none'}",
        )
    asked = {name for name in known if week in (None, name)}
    if noted:
        holders = [name for name, digest in chain.items() if digest.startswith(noted)]
        if not holders:
            newest = known[-1] if known else "?"
            statuses[newest] = _contradict(statuses.get(newest, WeekStatus(newest, "missing", [])))
            holders = [newest]
        asked.update(holders)
    return [statuses[name] for name in sorted(asked)]


def _read_noted(expect: str) -> str:
    noted = expect.strip().lower()
    if not NOTED_HASH.fullmatch(noted):
        raise UsageError(
            f"--expect 应是记下的链末指纹（16 至 64 位十六进制数字），而不是 {expect}；taizhang verify 会印出现在的",
            f"--expect takes a noted hash (16 to 64 hex digits), not {expect}; taizhang verify prints the present one",
        )
    return noted


def _contradict(status: WeekStatus) -> WeekStatus:
    """Return a week's status now that the chain is known not to hold what was noted."""
    told = [] if any(file.name == CHAIN for file in status.files) else [FileStatus(CHAIN, "changed")]
    found: Status = "changed" if status.status == "intact" else status.status
    return replace(status, status=found, files=[*status.files, *told])


def _check_week(snapshots: Path, week: str, chain: dict[str, str], witness: _Link | None) -> WeekStatus:
    folder = snapshots / week
    if not folder.is_dir():
        return WeekStatus(week, "missing", [])
    found_chain = find_chain(snapshots)
    pins = _listed(chain, week)
    if (week not in chain and found_chain == "intact") or (witness is not None and witness.week != week):
        return WeekStatus(week, "inserted", _check_files(folder, pins))
    if witness is not None and witness.manifest_sha256:
        pins.add(witness.manifest_sha256)
    files = _check_files(folder, pins)
    if found_chain != "intact":
        files.append(FileStatus(CHAIN, found_chain))
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
        pinned = all(_check_file(path, pin) == "intact" for pin in pins)
        statuses = [FileStatus(MANIFEST, "intact" if manifest and pinned else "changed")]
    listed = {entry["name"]: entry["sha256"] for entry in (manifest or {"files": []})["files"]}
    for name, digest in sorted(listed.items()):
        statuses.append(FileStatus(name, _check_file(folder / name, digest)))
    present = sorted(entry.relative_to(folder).as_posix() for entry in folder.rglob("*"))
    statuses += [
        # A name that is no text on this machine must still be printable.
        FileStatus(name.encode("utf-8", "replace").decode("utf-8"), "inserted")
        for name in present
        if name not in {*listed, MANIFEST}
    ]
    return statuses


def _check_file(path: Path, digest: str) -> Status:
    try:
        if not path.is_file():
            return "missing"
        return "intact" if hash_file(path) == digest else "changed"
    except OSError:
        return "changed"


def _read_link(folder: Path) -> _Link | None:
    manifest = read_manifest(folder)
    if manifest is None or "previous" not in manifest:
        return None
    previous = manifest["previous"]
    if previous is None:
        return _Link(None, None)
    return _Link(previous["week"], previous["manifest_sha256"])
