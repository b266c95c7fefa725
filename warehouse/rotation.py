"""Exchanging the site's key: every token of the landing and every value of the vault come under a new one.

A journal in `keys/` says how far it is, and nothing is tokenised while it is there. Whatever is killed, running the
exchange again finishes it: until every load is rewritten the old key and the old vault stay in place, a load is
rewritten by one rename, and one whose tokens are new already is passed over.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from warehouse.content import sum_hashes, write_content
from warehouse.durable import sync, write_durably
from warehouse.errors import UsageError
from warehouse.failpoints import failpoint
from warehouse.keys import (
    KEY_BYTES,
    VARIABLE,
    Keys,
    KeyUnfit,
    derive_keys,
    journal_path,
    key_path,
    load_keys,
    read_key_file,
    write_key_file,
)
from warehouse.landing import read_record
from warehouse.load_writer import LoadWriter
from warehouse.publish import hold_build_lock
from warehouse.settings import Site
from warehouse.tokens import compute_tokens, find_token_columns, list_token_files, normalise
from warehouse.vault import Vault, hold_vault
from warehouse.vault_file import create_vault_file, vault_path

BATCH_ROWS = 250_000


@dataclass(frozen=True)
class Rotation:
    """An exchange of keys: their ids, and what came under the new one.

    `values` are those of the vault, `loads` the landed files that hold tokens. `unknown_tokens` counts the tokens that
    the vault knows no value of: they stay under the old key. `kept_key` is the old key's file, there until someone
    deletes it.
    """

    old_key_id: str
    new_key_id: str | None
    values: int
    loads: int
    unknown_tokens: int
    resumed: bool
    kept_key: Path


@dataclass(frozen=True)
class Journal:
    """How far an exchange is: `rewriting` vault and landing aside the old key, or `switching` to the new one."""

    old_key_id: str
    new_key_id: str
    phase: str
    values: int = 0
    loads: int = 0
    unknown_tokens: int = 0


def rotate_keys(site: Site, *, dry_run: bool = False) -> Rotation:
    """Bring every token and every vaulted value of `site` under a new random key; finish an exchange begun before.

    Published builds and snapshots keep the old tokens; the next build has the new ones.

    Raises:
        KeyUnfit: the old key is missing, or is not that of the vault.
        UsageError: the key comes from the environment, which only its owner can change.
        BuildBusy: a build is running.
        VaultBusy: files are being ingested.
    """
    if os.environ.get(VARIABLE):
        raise UsageError(
            f"密钥来自环境变量 {VARIABLE}，程序换不了；请把它写入 {key_path(site)}（权限 600），"
            "去掉环境变量，再运行一次",
            f"the key comes from {VARIABLE}, which cannot be changed from here; write it to {key_path(site)}"
            " (mode 600), unset the variable and run again",
        )
    if dry_run:
        return _plan(site)
    with hold_build_lock(site), hold_vault(site):
        resumed = journal_path(site).exists()
        journal = _read_journal(site) if resumed else _begin(site)
        if journal.phase == "rewriting":
            journal = _rewrite(site, journal)
        _switch(site, journal.old_key_id)
    return Rotation(
        **{name: value for name, value in asdict(journal).items() if name != "phase"},
        resumed=resumed,
        kept_key=_kept_key(site, journal.old_key_id),
    )


def _plan(site: Site) -> Rotation:
    keys, path = load_keys(site), vault_path(site)
    values = sum(map(len, Vault(path, keys).read_all())) if path.exists() else 0
    kept = _kept_key(site, keys.key_id)
    return Rotation(keys.key_id, None, values, len(list_token_files(site)), 0, resumed=False, kept_key=kept)


def _begin(site: Site) -> Journal:
    keys = load_keys(site)
    master = secrets.token_bytes(KEY_BYTES)
    _new_key(site).unlink(missing_ok=True)  # of an exchange that was killed before its journal was there
    write_key_file(_new_key(site), master)
    journal = Journal(keys.key_id, derive_keys(master).key_id, "rewriting")
    _write_journal(site, journal)
    failpoint("rotate:journal-written")
    return journal


def _rewrite(site: Site, journal: Journal) -> Journal:
    old = _read_keys(key_path(site), journal.old_key_id)
    new = _read_keys(_new_key(site), journal.new_key_id)
    tokens = _rewrite_vault(site, old, new)
    failpoint("rotate:vault-written")
    paths = list_token_files(site)
    unknown = sum(_rewrite_load(site, path, tokens, _renew_readable(path, old, new)) for path in paths)
    done = Journal(old.key_id, new.key_id, "switching", len(tokens), len(paths), unknown)
    _write_journal(site, done)
    failpoint("rotate:landing-rewritten")
    return done


def _rewrite_vault(site: Site, old: Keys, new: Keys) -> pl.DataFrame:
    """Write every value under the new key into a vault aside, and return each `old` token with its `new` one."""
    tokens = [pl.DataFrame(schema={"old": pl.String, "new": pl.String})]
    if vault_path(site).exists():
        _new_vault(site).unlink(missing_ok=True)
        create_vault_file(_new_vault(site), new.key_id)
        aside = Vault(_new_vault(site), new)
        for values in Vault(vault_path(site), old).read_all():
            renewed = pl.concat(_compute_by_class(values, new))
            aside.store(renewed.select("token", "class", "raw"))
            tokens.append(renewed.select("old", new="token"))
    return pl.concat(tokens)


def _compute_by_class(values: pl.DataFrame, keys: Keys) -> Iterator[pl.DataFrame]:
    for (personal,), group in values.group_by("class", maintain_order=True):
        name = str(personal)
        token = compute_tokens(name, normalise(name, group["raw"]), keys)
        yield group.with_columns(pl.col("token").alias("old"), token.alias("token"))


def _renew_readable(path: Path, old: Keys, new: Keys) -> pl.DataFrame:
    """Return the `old` and `new` token of each text that a landed file shows: an organisation's is in no vault."""
    schema = pl.read_parquet_schema(path)
    names = [f"{name.removesuffix('_token')}_masked" for name in find_token_columns(schema)]
    shown = pl.concat([pl.read_parquet(path, columns=[name])[name].alias("old").unique() for name in names])
    values = shown.drop_nulls().unique()
    tokens = [compute_tokens("party_name", values, keys) for keys in (old, new)]
    return pl.DataFrame(tokens, schema=["old", "new"])


def _rewrite_load(site: Site, path: Path, vaulted: pl.DataFrame, readable: pl.DataFrame) -> int:
    """Put the new tokens into a landed file unless they are there; return how many tokens of it are unknown."""
    record = read_record(path)
    columns = find_token_columns(pl.read_parquet_schema(path))
    held = pl.concat([pl.read_parquet(path, columns=[name])[name].alias("token") for name in columns])
    distinct = held.drop_nulls().unique().to_frame()
    tokens = pl.concat([vaulted, readable.join(vaulted, on="old", how="anti")])
    outdated = distinct.join(tokens, left_on="token", right_on="old", how="semi")
    renewed = distinct.join(tokens, left_on="token", right_on="new", how="semi")
    if len(outdated):
        total = 0
        with LoadWriter(site, record) as writer:
            for batch in pq.ParquetFile(path).iter_batches(BATCH_ROWS):
                rows = pl.DataFrame(batch)
                rows = rows.with_columns(_renew(rows[name], tokens) for name in columns)
                writer.write(rows)
                total += sum_hashes(rows)
            # Tokens are part of what a load says: the same list sent again is known by it.
            writer.commit(replace(record, content=record.content and write_content(total)))
        failpoint("rotate:load-rewritten")
    return len(distinct) - len(outdated) - len(renewed)


def _renew(held: pl.Series, tokens: pl.DataFrame) -> pl.Series:
    joined = held.to_frame("old").join(tokens, on="old", how="left", maintain_order="left")
    return joined.select(pl.coalesce("new", "old").alias(held.name)).to_series()


def _switch(site: Site, old_key_id: str) -> None:
    """Put the new key and the new vault in place; each step that is done already is passed over."""
    if _new_key(site).exists():
        kept = _kept_key(site, old_key_id)
        if not kept.exists():
            kept.hardlink_to(key_path(site))
        failpoint("rotate:key-kept")
        _new_key(site).replace(key_path(site))
        sync(site.keys)
    failpoint("rotate:key-moved")
    if _new_vault(site).exists():
        _new_vault(site).replace(vault_path(site))
        sync(site.vault)
    failpoint("rotate:vault-moved")
    journal_path(site).unlink()
    sync(site.keys)


def _read_keys(path: Path, key_id: str) -> Keys:
    keys = derive_keys(read_key_file(path))
    if keys.key_id != key_id:
        raise KeyUnfit(
            f"密钥不对：{path} 应为编号 {key_id} 的密钥，实为 {keys.key_id}；请换回原来的文件，再运行一次",
            f"wrong key: {path} should hold key {key_id}, not {keys.key_id}; put the right file back and run again",
        )
    return keys


def _read_journal(site: Site) -> Journal:
    return Journal(**json.loads(journal_path(site).read_text(encoding="ascii")))


def _write_journal(site: Site, journal: Journal) -> None:
    part = journal_path(site).with_suffix(".part")
    write_durably(part, json.dumps(asdict(journal)).encode("ascii"))
    part.replace(journal_path(site))
    sync(site.keys)


def _new_key(site: Site) -> Path:
    return key_path(site).with_name("personal.key.new")


def _kept_key(site: Site, key_id: str) -> Path:
    return key_path(site).with_name(f"personal.key.{key_id}")


def _new_vault(site: Site) -> Path:
    return vault_path(site).with_name("vault.sqlite.new")
