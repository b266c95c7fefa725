"""The manifest of a frozen week and the chain that ties the weeks together.

A manifest lists each file's SHA-256 and the hash of the manifest before it; `chain.txt` beside the weeks keeps one
line per week, `<week> <sha256 of its manifest>`, so that the newest week is pinned too and its loss is seen. Whoever
can rewrite every file can also rewrite the chain: note its last hash somewhere else and give it to `verify --expect`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from warehouse.durable import sync, write_durably

MANIFEST = "manifest.json"
CHAIN = "chain.txt"
WEEK_ID = re.compile(r"[0-9]{4}-W[0-9]{2}")
SHA256 = re.compile(r"[0-9a-f]{64}")
# A name leads nowhere else and can be printed: no separator, no control character, no half of a surrogate pair.
FILE_NAME = re.compile(r"(?!\.)[^/\\\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True)
class FrozenFile:
    """One file of a week: `size` in bytes, `rows` of the table that it holds."""

    name: str
    sha256: str
    size: int
    rows: int


def describe_file(path: Path, rows: int) -> FrozenFile:
    """Return the manifest's entry for `path`."""
    return FrozenFile(path.name, hash_file(path), path.stat().st_size, rows)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def render_manifest(
    *,
    week: str,
    as_of: str,
    fingerprint: str,
    files: list[FrozenFile],
    previous: tuple[str, str] | None,
    metrics: dict[str, dict[str, float | None]],
) -> bytes:
    """Return the bytes of a manifest; `previous` is the week before and the SHA-256 of its manifest."""
    content = {
        "week": week,
        "as_of": as_of,
        "fingerprint": fingerprint,
        "files": [
            {"name": file.name, "sha256": file.sha256, "bytes": file.size, "rows": file.rows}
            for file in files
        ],
        "previous": None if previous is None else {"week": previous[0], "manifest_sha256": previous[1]},
        "metrics": metrics,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a week's folder, or None where it is missing or no longer a manifest.

    What is returned has a list `files` of names (of files in the folder itself) with their `sha256`, and a `previous`
    that is None or names a week and its `manifest_sha256`.
    """
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        # Ten thousand opening brackets are no manifest either.
        return None
    if not isinstance(content, dict) or not isinstance(content.get("files"), list):
        return None
    whole = all(map(_is_entry, content["files"])) and _is_link(content.get("previous"))
    return content if whole else None


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    name = entry.get("name")
    return isinstance(name, str) and bool(FILE_NAME.fullmatch(name)) and _is_digest(entry.get("sha256"))


def _is_link(previous: object) -> bool:
    if not isinstance(previous, dict):
        return previous is None
    week = previous.get("week")
    return (
        isinstance(week, str)
        and bool(WEEK_ID.fullmatch(week))
        and _is_digest(previous.get("manifest_sha256"))
    )


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and bool(SHA256.fullmatch(value))


def list_weeks(snapshots: Path) -> list[str]:
    """Return the weeks that have a folder, oldest first."""
    if not snapshots.is_dir():
        return []
    return sorted(path.name for path in snapshots.iterdir() if path.is_dir() and WEEK_ID.fullmatch(path.name))


def read_chain(snapshots: Path) -> dict[str, str]:
    """Return the SHA-256 of each week's manifest as it was frozen; a line that is no entry is passed over.

    A chain that was opened and saved by an editor (with a byte order mark, or CR LF) still reads. One that is not
    there or cannot be read has no entries: `find_chain` tells which.
    """
    try:
        lines = (snapshots / CHAIN).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return {}
    entries = (line.split() for line in lines)
    return {entry[0]: entry[1] for entry in entries if len(entry) == 2 and WEEK_ID.fullmatch(entry[0])}


def find_chain(snapshots: Path) -> Literal["intact", "missing", "changed"]:
    """Say whether the chain is a file ("intact"), something else ("changed"), or not there."""
    path = snapshots / CHAIN
    return "intact" if path.is_file() else "changed" if path.exists() else "missing"


def find_last_hash(snapshots: Path) -> str | None:
    """Return the hash of the chain's newest week, on which all the weeks before it hang; None before the first."""
    chain = read_chain(snapshots)
    return chain[max(chain)] if chain else None


def extend_chain(snapshots: Path, week: str, manifest_sha256: str) -> None:
    """Add a week's line to the chain, atomically and on disk when this returns."""
    chain = read_chain(snapshots) | {week: manifest_sha256}
    part = snapshots / f".{CHAIN}.part"
    write_durably(part, "".join(f"{name} {digest}\n" for name, digest in sorted(chain.items())).encode())
    part.replace(snapshots / CHAIN)
    sync(snapshots)
