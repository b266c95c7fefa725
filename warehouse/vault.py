"""The vault: the raw text behind each token, encrypted, and nowhere else.

AES-256-GCM per value under the vault's key, with the token as authenticated data: a value moved to another token, like
one that was changed, is noticed. Without the key the file tells how many values of which class there are, no more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from filelock import ReadWriteLock, Timeout

from warehouse.errors import EnvironmentUnfit
from warehouse.keys import Keys, check_keys, refuse_unfinished_rotation
from warehouse.settings import Site
from warehouse.vault_file import DamagedVault, connect, create_vault_file, vault_path

SECRETS = {"token": pl.String(), "class": pl.String(), "raw": pl.String()}
NONCE_BYTES = 12
WAIT_SECONDS = 5.0


class VaultBusy(EnvironmentUnfit):
    """Values are being stored while the key is to be exchanged, or the other way round; whoever came later waits."""


class Vault:
    """An open vault, closed at the end of its `with` block.

    While it is open the site's key cannot be exchanged, so it stays open until the tokens of what was stored are
    landed. Each call is a connection and a transaction of its own.
    """

    def __init__(self, path: Path, keys: Keys, close: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._cipher = AESGCM(keys.vault_key)
        self.close = close

    def store(self, secrets: pl.DataFrame) -> int:
        """Store each `raw` of `secrets` (shape of `SECRETS`) whose token is new, and return how many were.

        One transaction: when this returns all of them are on disk, and when it is killed none is there.
        """
        wanted = secrets.select(*SECRETS).drop_nulls().unique("token", keep="first", maintain_order=True)
        if wanted.is_empty():
            return 0
        with connect(self._path, "rw") as connection:
            connection.execute("begin immediate")
            known = connection.execute(
                "select token from secret where token in (select value from json_each(?))",
                [json.dumps(wanted["token"].to_list())],
            )
            new = wanted.filter(~pl.col("token").is_in({token for (token,) in known}))
            # In the order that the file has; any other touches each of its pages again and again.
            connection.executemany("insert into secret values (?, ?, ?)", self._seal_all(new.sort("token")))
            connection.execute("commit")
        return len(new)

    def reveal(self, tokens: Iterable[str]) -> dict[str, str]:
        """Return the raw text of each of `tokens` that is known. It is for memory only.

        Raises:
            DamagedVault: a value was changed on disk.
        """
        with connect(self._path, "ro") as connection:
            found = connection.execute(
                "select token, sealed from secret where token in (select value from json_each(?))",
                [json.dumps(list(tokens))],
            )
            return {token: self._unseal(token, sealed) for token, sealed in found}

    def read_all(self, chunk: int = 100_000) -> Iterator[pl.DataFrame]:
        """Yield every value, `chunk` rows at a time, in the shape of `SECRETS` and the order of the tokens."""
        with connect(self._path, "ro") as connection:
            found = connection.execute("select token, class, sealed from secret order by token")
            while rows := found.fetchmany(chunk):
                opened = [(token, personal, self._unseal(token, sealed)) for token, personal, sealed in rows]
                yield pl.DataFrame(opened, schema=SECRETS, orient="row")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _seal_all(self, secrets: pl.DataFrame) -> Iterator[tuple[str, str, bytes]]:
        # Random nonces of 96 bits are safe for 2^32 values under one key.
        nonces = os.urandom(NONCE_BYTES * len(secrets))
        for at, (token, personal, raw) in enumerate(secrets.iter_rows()):
            nonce = nonces[at * NONCE_BYTES : (at + 1) * NONCE_BYTES]
            yield token, personal, nonce + self._cipher.encrypt(nonce, raw.encode(), token.encode())

    def _unseal(self, token: str, sealed: bytes) -> str:
        try:
            raw = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], token.encode())
        except InvalidTag as error:
            raise DamagedVault(self._path) from error
        return raw.decode()


def open_vault(site: Site, keys: Keys) -> Vault:
    """Open the vault of `site`, a new one where there is none.

    Raises:
        KeyUnfit: `keys` are not those of the vault, or an exchange of keys has not been finished; nothing is written.
        VaultBusy: the key is being exchanged.
        DamagedVault: the file is no vault.
    """
    refuse_unfinished_rotation(site)
    check_keys(site, keys)
    lock = _open_lock(site)
    try:
        lock.acquire_read(WAIT_SECONDS)
    except Timeout as error:
        raise VaultBusy("正在更换密钥，请稍后再试", "the key is being exchanged; try again later") from error
    try:
        # Once more: the key may have been exchanged while we waited.
        refuse_unfinished_rotation(site)
        check_keys(site, keys)
        if not vault_path(site).exists():
            create_vault_file(vault_path(site), keys.key_id)
    except BaseException:
        lock.release()
        raise
    return Vault(vault_path(site), keys, lock.release)


@contextmanager
def hold_vault(site: Site) -> Iterator[None]:
    """Keep everyone from opening the vault of `site`.

    Raises:
        VaultBusy: at once, if someone has it open. Who was killed has nothing open.
    """
    lock = _open_lock(site)
    try:
        lock.acquire_write(blocking=False)
    except Timeout as error:
        raise VaultBusy(
            "有表格正在入库，请等它结束后再试", "files are being ingested; try again when that has ended"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _open_lock(site: Site) -> ReadWriteLock:
    site.vault.mkdir(parents=True, exist_ok=True)
    site.vault.chmod(0o700)
    return ReadWriteLock(site.vault / "lock", is_singleton=False)
