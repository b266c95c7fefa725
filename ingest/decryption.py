"""A workbook under a password → its bytes, in memory only."""

from __future__ import annotations

import io

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from ingest.sheets import UnreadableFile

READ_ONLY = "VelvetSweatshop"  # what Excel itself uses where a workbook is protected without a password


def decrypt(data: bytes, password: str | None) -> tuple[bytes, tuple[str, ...]]:
    """Return the workbook in a compound file, `data` itself where nothing is encrypted, and notes for its sheets.

    Raises:
        UnreadableFile: `password` where one is needed, `wrong_password`, or `damaged_file`.
    """
    if not _is_encrypted(data):
        return data, ()
    for attempt in (READ_ONLY, password):
        if not attempt:
            raise UnreadableFile("password")
        try:
            return _decrypt_with(attempt, data), () if attempt == READ_ONLY else ("decrypted",)
        except InvalidKeyError:
            continue
        except DecryptionError as error:
            raise UnreadableFile("damaged_file") from error
    raise UnreadableFile("wrong_password")


def _is_encrypted(data: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # noqa: BLE001 - whatever it is, calamine judges the file
        return False


def _decrypt_with(password: str, data: bytes) -> bytes:
    plain = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    office.load_key(password=password)
    office.decrypt(plain)
    return plain.getvalue()
