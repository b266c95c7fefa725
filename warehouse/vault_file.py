"""The vault's file: one SQLite database that only its owner may open, and whose key it was made under.

What is in it is `warehouse.vault`'s affair; `warehouse.keys` asks only for the key id.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.durable import sync
from warehouse.errors import EnvironmentUnfit
from warehouse.settings import Site

VERSION = "1"
SCHEMA = """
    create table meta (key text primary key, value text not null) without rowid;
    create table secret (token text primary key, class text not null, sealed blob not null) without rowid;
"""
WAIT_SECONDS = 60.0


class DamagedVault(EnvironmentUnfit):
    """The vault cannot be read as one; the operator brings it back from a backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"保险库读不出来：{path}；请从备份恢复这个文件，再运行一次",
            f"the vault cannot be read: {path}; bring the file back from a backup, then run again",
        )


def vault_path(site: Site) -> Path:
    """Return where the vault lies, or would lie."""
    return site.vault / "vault.sqlite"


def read_key_id(path: Path) -> str | None:
    """Return the id of the key that the vault at `path` was made under; None where there is no vault yet.

    Raises:
        DamagedVault: it is no vault, or one that a newer version of this program made.
    """
    if not path.exists():
        return None
    with connect(path, "ro") as connection:
        meta = dict(connection.execute("select key, value from meta").fetchall())
    if meta.get("version") != VERSION or "key_id" not in meta:
        raise DamagedVault(path)
    return str(meta["key_id"])


def create_vault_file(path: Path, key_id: str) -> None:
    """Create an empty vault; a rename brings it there whole, so it is never without its key id."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with connect(part, "rw") as connection:
            connection.executescript(f"begin; {SCHEMA} commit;")
            connection.executemany(
                "insert into meta values (?, ?)", {"version": VERSION, "key_id": key_id}.items()
            )
        sync(part)
        # Unlike a rename, a link does not replace the vault that another process made meanwhile.
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    sync(path.parent)


@contextmanager
def connect(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """Open the file at `path` (mode `ro` or `rw`): every commit is durable, nothing that is deleted stays in it.

    Raises:
        DamagedVault: the file is no database, or is cut off.
        EnvironmentUnfit: the disk is full, rights are missing, or another process holds the file too long.
    """
    # Read-only it is by a pragma: whoever was killed while writing left a journal, which a reader has to roll back.
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=WAIT_SECONDS
    )
    try:
        connection.executescript(
            "pragma synchronous = extra; pragma secure_delete = on; pragma temp_store = memory;"
            f" pragma query_only = {mode == 'ro'};"
        )
        yield connection
    except sqlite3.OperationalError as error:
        raise EnvironmentUnfit(
            f"保险库现在不能读写：{path}（{error}）；请检查磁盘空间和文件权限，再试一次",
            f"the vault cannot be used now: {path} ({error}); check free space and rights, then try again",
        ) from error
    except sqlite3.DatabaseError as error:
        raise DamagedVault(path) from error
    finally:
        connection.close()
