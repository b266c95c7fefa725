"""The manifest of a frozen week and the chain that ties the weeks together.

A manifest lists each file's SHA-256 and the hash of the manifest before it; `chain.txt` beside the weeks keeps one
line per week, `<week> <sha256 of its manifest>`, so that the newest week is pinned too and its loss is seen. Whoever
can rewrite every file can also rewrite the chain: copy its last line somewhere else to rule that out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
CHAIN = "chain.txt"
WEEK_ID = re.compile(r"\d{4}-W\d{2}")


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
    """Return the manifest of a week's folder, or None where it is missing or no longer a manifest."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    whole = isinstance(content, dict) and isinstance(content.get("files"), list)
    return content if whole else None


def list_weeks(snapshots: Path) -> list[str]:
    """Return the weeks that have a folder, oldest first."""
    if not snapshots.is_dir():
        return []
    return sorted(path.name for path in snapshots.iterdir() if path.is_dir() and WEEK_ID.fullmatch(path.name))


def read_chain(snapshots: Path) -> dict[str, str]:
    """Return the SHA-256 of each week's manifest as it was frozen; a line that is no entry is passed over."""
    try:
        lines = (snapshots / CHAIN).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    entries = (line.split(" ") for line in lines)
    return {entry[0]: entry[1] for entry in entries if len(entry) == 2 and WEEK_ID.fullmatch(entry[0])}


def extend_chain(snapshots: Path, week: str, manifest_sha256: str) -> None:
    """Add a week's line to the chain, atomically and on disk when this returns."""
    chain = read_chain(snapshots) | {week: manifest_sha256}
    part = snapshots / f".{CHAIN}.part"
    write_durably(part, "".join(f"{name} {digest}\n" for name, digest in sorted(chain.items())).encode())
    part.replace(snapshots / CHAIN)
    sync_folder(snapshots)


def write_durably(path: Path, content: bytes) -> None:
    """Write `content` and wait until it is on disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
