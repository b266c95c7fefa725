"""Files that are being written: under another name beside their place, until one rename puts them there.

A run that is killed leaves its part behind; nothing reads it, and a later run sweeps it up.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

OLD_SECONDS = 24 * 60 * 60
OWNER = re.compile(r"\.(\d+)\.part$")


def part_path(path: Path) -> Path:
    """Return where this process writes what will be `path`.

    The dot and the ending keep a half-written file out of every glob that reads the folder.
    """
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def sweep_parts(path: Path) -> None:
    """Remove the parts of `path` whose writers are no more."""
    for part in path.parent.glob(".*.part"):
        owner = OWNER.search(part.name)
        if part.name.startswith(f".{path.name}.") and owner and not _is_running(int(owner[1])):
            part.unlink(missing_ok=True)


def sweep_old_parts(folder: Path) -> None:
    """Remove every part under `folder` that nobody has written to for a day."""
    for part in folder.rglob(".*.part"):
        if part.stat().st_mtime < time.time() - OLD_SECONDS:
            part.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's
    return True
