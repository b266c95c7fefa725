"""The site's one key, out of which come the key of the tokens and the key of the vault.

The key is 32 random bytes, written as 64 hex digits, in `keys/personal.key` or in `TAIZHANG_KEY`. Its id is a hash that
may be shown: by it a wrong key is known before anything is computed under it, for tokens under two keys would
make one person two.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warehouse.durable import sync
from warehouse.errors import EnvironmentUnfit
from warehouse.settings import Site
from warehouse.tokens import list_token_files
from warehouse.vault_file import read_key_id, vault_path

VARIABLE = "TAIZHANG_KEY"
KEY_BYTES = 32
LEAST_DIGITS = 8  # of the 16 hex digits, 64 random ones show fewer than 8 once in 10^15 keys


class KeyUnfit(EnvironmentUnfit):
    """The key is missing, open to others, no key, or not the one of this site; the operator acts."""


@dataclass(frozen=True)
class Keys:
    """What is computed under the site's key. `key_id` (16 hex digits) may be shown, the keys never."""

    key_id: str
    token_key: str = field(repr=False)
    vault_key: bytes = field(repr=False)


def key_path(site: Site) -> Path:
    """Return where the key lies, or would lie."""
    return site.keys / "personal.key"


def journal_path(site: Site) -> Path:
    """Return the file that is there while the key is being exchanged (`warehouse.rotation`)."""
    return site.keys / "rotation.json"


def load_keys(site: Site) -> Keys:
    """Return the keys of `site`, from `TAIZHANG_KEY` or else from its key file.

    Raises:
        KeyUnfit: there is no key, others may read it, it is no key, it is not the one of the site's vault, or an
            exchange of keys has not been finished.
    """
    refuse_unfinished_rotation(site)
    stated = os.environ.get(VARIABLE)
    master = parse_key(stated, VARIABLE) if stated else read_key_file(key_path(site))
    keys = derive_keys(master)
    check_keys(site, keys)
    return keys


def create_keys(site: Site) -> Keys:
    """Write a new random key for `site` and return what comes out of it; nothing is ever overwritten.

    Raises:
        KeyUnfit: there is a key already, or there are data that were made under another one.
    """
    refuse_new_key(site)
    master = secrets.token_bytes(KEY_BYTES)
    write_key_file(key_path(site), master)
    return derive_keys(master)


def ensure_keys(site: Site) -> Keys:
    """Return the keys of `site`; a site that has neither a key nor data made under one gets a new key."""
    return load_keys(site) if has_key(site) else create_keys(site)


def has_key(site: Site) -> bool:
    """Return whether a key is given, however unfit, or is just being exchanged."""
    return bool(os.environ.get(VARIABLE)) or key_path(site).exists() or journal_path(site).exists()


def refuse_new_key(site: Site) -> None:
    """Raise KeyUnfit where `site` holds personal data, which a new key would never match."""
    made_under_another = [vault_path(site)] if vault_path(site).exists() else list_token_files(site)[:1]
    if made_under_another:
        raise KeyUnfit(
            f"这个站点已有按原密钥处理过的个人信息（{made_under_another[0]}），不能另建密钥；"
            f"请把备份的密钥放回 {key_path(site)}",
            f"the site holds personal data made under its earlier key ({made_under_another[0]});"
            f" put the key from the backup back to {key_path(site)} instead of making another",
        )


def check_keys(site: Site, keys: Keys) -> None:
    """Raise KeyUnfit unless `keys` are those that the vault of `site` was made under; nothing is written."""
    expected = read_key_id(vault_path(site))
    if expected not in (None, keys.key_id):
        raise KeyUnfit(
            f"密钥不对：保险库用的是编号 {expected} 的密钥，现在给的是 {keys.key_id}；请换回原来的密钥"
            f"（{key_path(site)} 或环境变量 {VARIABLE}）",
            f"wrong key: the vault was made under key {expected}, given is {keys.key_id}; put the right one back"
            f" ({key_path(site)} or {VARIABLE})",
        )


def refuse_unfinished_rotation(site: Site) -> None:
    """Raise KeyUnfit while the tokens of `site` may be of two keys."""
    if journal_path(site).exists():
        raise KeyUnfit(
            "更换密钥还没有完成；请运行 taizhang rotate-key，它会接着做完",
            "an exchange of keys is not finished; run taizhang rotate-key, which goes on where it stopped",
        )


def derive_keys(master: bytes) -> Keys:
    """Return what is computed under `master`; none of it leads back to `master` or to the rest."""
    return Keys(
        key_id=hmac.digest(master, b"taizhang key id", "sha256").hex()[:16],
        token_key=_derive(master, b"taizhang token key v1").hex(),
        vault_key=_derive(master, b"taizhang vault key v1"),
    )


def read_key_file(path: Path) -> bytes:
    """Return the key in the file at `path`.

    Raises:
        KeyUnfit: the file is missing, others than its owner may open it, or it holds no key.
    """
    if not path.exists():
        raise KeyUnfit(
            f"找不到密钥：{path}；新站点请运行 taizhang init，已有数据的站点请把备份的密钥放回这里",
            f"there is no key: {path}; run taizhang init for a new site, else put the key from the backup there",
        )
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyUnfit(
            f"密钥文件别人也能打开：{path}；请运行 chmod 600 {path}，并考虑更换密钥（taizhang rotate-key）",
            f"others may open the key file {path}; run chmod 600 {path}, and consider taizhang rotate-key",
        )
    return parse_key(path.read_text(encoding="ascii", errors="replace"), str(path))


def parse_key(text: str, where: str) -> bytes:
    """Return the key that `text` writes in hex digits; `where` is named in the error, the text never is."""
    digits = text.strip().lower()
    if not re.fullmatch(f"[0-9a-f]{{{2 * KEY_BYTES}}}", digits) or len(set(digits)) < LEAST_DIGITS:
        raise KeyUnfit(
            f"{where} 里不是密钥：应为 {2 * KEY_BYTES} 位随机的十六进制数字",
            f"{where} holds no key: {2 * KEY_BYTES} random hex digits are expected",
        )
    return bytes.fromhex(digits)


def write_key_file(path: Path, master: bytes) -> None:
    """Write a key so that it is there whole, on disk and its owner's alone, or not at all.

    Raises:
        KeyUnfit: there is a file of that name; it is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{master.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(part)  # unlike a rename, refuses to replace
    except FileExistsError as error:
        raise KeyUnfit(f"密钥已经有了，不会覆盖：{path}", f"there is a key, which stays: {path}") from error
    finally:
        part.unlink()
    sync(path.parent)


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(master)
