from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from warehouse.errors import EnvironmentUnfit
from warehouse.keys import (
    VARIABLE,
    KeyUnfit,
    check_keys,
    create_keys,
    derive_keys,
    ensure_keys,
    key_path,
    load_keys,
)
from warehouse.settings import Site
from warehouse.vault import open_vault

ANOTHER = "0123456789abcdef" * 4


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv(VARIABLE, raising=False)
    return Site(tmp_path)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def land_token(site: Site, name: str = "a") -> None:
    """A landed file of a dataset with personal data, as far as its columns go."""
    folder = site.landing / "household" / "welfare_households"
    folder.mkdir(parents=True, exist_ok=True)
    columns = {"id_card_token": ["0" * 32], "id_card_masked": ["990101************"]}
    pl.DataFrame(columns).write_parquet(folder / f"{name}.parquet")


def test_a_new_key_is_random_whole_and_its_owners_alone(site: Site, tmp_path: Path) -> None:
    keys = create_keys(site)
    text = key_path(site).read_text(encoding="ascii")
    assert len(bytes.fromhex(text)) == 32
    assert (mode(site.keys), mode(key_path(site))) == (0o700, 0o600)
    assert [path.name for path in site.keys.iterdir()] == ["personal.key"]
    assert load_keys(site) == keys
    assert create_keys(Site(tmp_path / "other")) != keys


def test_a_key_is_never_overwritten(site: Site) -> None:
    keys = create_keys(site)
    with pytest.raises(KeyUnfit, match="不会覆盖"):
        create_keys(site)
    assert load_keys(site) == keys == ensure_keys(site)


def test_keys_for_tokens_and_vault_have_nothing_in_common_and_are_not_shown(site: Site) -> None:
    keys = create_keys(site)
    master = key_path(site).read_text(encoding="ascii").strip()
    values = (master, keys.token_key, keys.vault_key.hex())
    assert len(set(values)) == 3
    assert [len(value) for value in values] == [64, 64, 64]
    shown = f"{keys} {keys!r}"
    assert keys.key_id in shown
    assert not [value for value in (*values, repr(keys.vault_key)) if value in shown]
    assert len(keys.key_id) == 16 and keys.key_id not in master


def test_the_environment_wins_over_the_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    in_file = create_keys(site)
    monkeypatch.setenv(VARIABLE, f" {ANOTHER.upper()}\n")
    assert load_keys(site) == derive_keys(bytes.fromhex(ANOTHER)) != in_file


@pytest.mark.parametrize(
    "text", ["", "abc", ANOTHER[:-1], ANOTHER + "0", "g" * 64, "0" * 64, "deadbeef" * 8, "钥" * 64]
)
def test_what_is_no_key_is_refused_and_not_repeated(site: Site, text: str) -> None:
    create_keys(site)
    key_path(site).write_text(text, encoding="utf-8")
    with pytest.raises(KeyUnfit) as refused:
        load_keys(site)
    assert str(key_path(site)) in refused.value.en
    assert not text or text not in refused.value.zh + refused.value.en


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660, 0o620])
def test_a_key_file_that_others_may_open_is_refused(site: Site, bits: int) -> None:
    create_keys(site)
    key_path(site).chmod(bits)
    with pytest.raises(KeyUnfit, match="chmod 600"):
        load_keys(site)


def test_a_refused_key_ends_a_command_with_exit_code_4() -> None:
    assert issubclass(KeyUnfit, EnvironmentUnfit)
    assert KeyUnfit.exit_code == 4


def lose_key(site: Site) -> None:
    with open_vault(site, create_keys(site)):
        key_path(site).unlink()


@pytest.mark.parametrize("leave_data", [lose_key, land_token])
def test_a_lost_key_is_asked_for_and_never_made_anew(site: Site, leave_data: Callable[[Site], None]) -> None:
    leave_data(site)
    for get in (load_keys, ensure_keys, create_keys):
        with pytest.raises(KeyUnfit, match="备份"):
            get(site)
    assert not key_path(site).exists()


def test_a_site_without_personal_data_gets_its_key_when_it_is_asked_for(site: Site) -> None:
    folder = site.landing / "ledger" / "tasks"
    folder.mkdir(parents=True)
    pl.DataFrame({"task_no": [1]}).write_parquet(folder / "a.parquet")
    land_token(site, "_empty")
    assert ensure_keys(site) == load_keys(site)


def test_a_wrong_key_is_known_by_the_vaults_key_id_and_nothing_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = create_keys(site)
    open_vault(site, keys).close()
    before = snapshot(site.root)
    wrong = derive_keys(os.urandom(32))
    for refuse in (check_keys, open_vault):
        with pytest.raises(KeyUnfit) as refused:
            refuse(site, wrong)
        assert keys.key_id in refused.value.en and wrong.key_id in refused.value.en
    monkeypatch.setenv(VARIABLE, ANOTHER)
    with pytest.raises(KeyUnfit, match=keys.key_id):
        load_keys(site)
    assert snapshot(site.root) == before


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
