"""Waiting until what was written is on disk, so that a power cut cannot take back what was said to be done."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's content, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes) -> None:
    """Write `content` and wait until it is on disk."""
    path.write_bytes(content)
    sync(path)
