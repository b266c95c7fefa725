"""Which files there are to read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from warehouse.errors import UsageError

SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"}
UNREAD_SUFFIXES = {".doc", ".docx", ".wps", ".pdf", ".ofd", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png"}


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, each once: named ones whatever their ending, folders' office files by name.

    Papers and pictures in a folder are returned too, so that it is said that they were not read; so are a folder that
    may not be opened and a link that leads nowhere.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(_search(path)))
        elif path.exists() or path.is_symlink():
            found[path] = None
        else:
            raise UsageError(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}")
    return list(found)


def read_digest(path: Path) -> str:
    """Return the SHA-256 of a file, hex.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    if not path.is_file():
        raise OSError(f"no file: {path}")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _search(folder: Path) -> Iterator[Path]:
    refused: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: refused.append(Path(error.filename)))
    for inside, _, names in walk:
        for name in names:
            known = Path(name).suffix.lower() in SUFFIXES | UNREAD_SUFFIXES
            if known and not name.startswith(("~$", ".")):
                yield Path(inside) / name
    yield from refused
