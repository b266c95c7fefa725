from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.keys import Keys, KeyUnfit, create_keys, derive_keys
from warehouse.settings import PROJECT, Site
from warehouse.tokens import compute_tokens
from warehouse.vault import SECRETS, VaultBusy, hold_vault, open_vault
from warehouse.vault_file import DamagedVault, read_key_id, vault_path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def keys(site: Site) -> Keys:
    return create_keys(site)


def frame(**raw_of_token: str | None) -> pl.DataFrame:
    rows = [(token.rjust(32, "0"), "id_card", raw) for token, raw in raw_of_token.items()]
    return pl.DataFrame(rows, schema=SECRETS, orient="row")


def read(site: Site, keys: Keys) -> dict[str, str]:
    with open_vault(site, keys) as vault:
        return {token: raw for rows in vault.read_all() for token, _, raw in rows.rows()}


def test_what_is_stored_is_revealed_and_what_is_unknown_is_not(site: Site, keys: Keys) -> None:
    secrets = frame(a="990101199001011234", b="张三", c=None)
    with open_vault(site, keys) as vault:
        assert vault.store(secrets) == 2
        assert vault.reveal([*secrets["token"], "0" * 32]) == dict(
            secrets.drop_nulls().select("token", "raw").rows()
        )
        assert vault.reveal([]) == {}


def test_storing_again_changes_nothing(site: Site, keys: Keys) -> None:
    with open_vault(site, keys) as vault:
        vault.store(frame(a="第一种写法"))
        before = vault_path(site).read_bytes()
        assert vault.store(frame(a="第二种写法")) == 0
        assert vault.store(frame()) == 0
        assert vault_path(site).read_bytes() == before
        assert vault.store(pl.concat([frame(a="第三种写法"), frame(b="一"), frame(b="二")])) == 1
    assert read(site, keys) == {"a".rjust(32, "0"): "第一种写法", "b".rjust(32, "0"): "一"}


def test_the_vault_is_its_owners_alone(site: Site, keys: Keys) -> None:
    open_vault(site, keys).close()
    assert site.vault.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in site.vault.iterdir()} == {0o600}


@given(raws=st.lists(st.text("张王李赵欧阳柳溪村0123456789X", min_size=10, max_size=40), max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_raw_value_is_in_the_files_of_the_vault(
    tmp_path_factory: pytest.TempPathFactory, raws: list[str]
) -> None:
    site = Site(tmp_path_factory.mktemp("vault"))
    keys = create_keys(site)
    values = pl.Series("raw", [*raws, "990101199001011234", "6299000000000000016"], dtype=pl.String)
    tokens = compute_tokens("id_card", values, keys)
    with open_vault(site, keys) as vault:
        vault.store(pl.DataFrame({"token": tokens, "class": ["id_card"] * len(values), "raw": values}))
    content = b"".join(path.read_bytes() for path in site.vault.iterdir())
    assert not [raw for raw in values if raw.encode() in content or raw.encode("utf-16-le") in content]
    assert set(read(site, keys).values()) == set(values)


def test_one_value_is_sealed_differently_each_time(site: Site, keys: Keys) -> None:
    with open_vault(site, keys) as vault:
        vault.store(frame(a="同一个值", b="同一个值"))
    with sqlite3.connect(vault_path(site)) as connection:
        (one,), (other,) = connection.execute("select sealed from secret").fetchall()
    connection.close()
    assert one[:12] != other[:12] and one[12:] != other[12:]


@pytest.mark.parametrize(
    "change",
    [
        "update secret set sealed = zeroblob(length(sealed))",
        "update secret set sealed = substr(sealed, 1, 20)",
        # Two people's values exchanged: each is whole, but does not belong to its token.
        "update secret set sealed = (select other.sealed from secret as other where other.token <> secret.token)",
    ],
)
def test_a_value_that_was_changed_on_disk_is_noticed(site: Site, keys: Keys, change: str) -> None:
    secrets = frame(a="990101199001011234", b="990101199001015678")
    with open_vault(site, keys) as vault:
        vault.store(secrets)
        with sqlite3.connect(vault_path(site)) as connection:
            connection.execute(change)
        connection.close()
        with pytest.raises(DamagedVault, match="备份"):
            vault.reveal(secrets["token"])


def test_what_is_no_vault_is_refused_and_left_as_it_is(site: Site, keys: Keys) -> None:
    site.vault.mkdir()
    vault_path(site).write_bytes(b"no database" * 100)
    with pytest.raises(DamagedVault):
        open_vault(site, keys)
    assert vault_path(site).read_bytes() == b"no database" * 100


def test_a_newer_vault_is_refused(site: Site, keys: Keys) -> None:
    open_vault(site, keys).close()
    with sqlite3.connect(vault_path(site)) as connection:
        connection.execute("update meta set value = '2' where key = 'version'")
    connection.close()
    with pytest.raises(DamagedVault):
        read_key_id(vault_path(site))


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import polars as pl
from warehouse.errors import EnvironmentUnfit
from warehouse.keys import load_keys
from warehouse.settings import Site
from warehouse.vault import open_vault
site = Site(Path(sys.argv[1]))
numbers = [f"990101199001{number:06d}" for number in range(5000)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_vault(site, load_keys(site)) as vault:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        vault.store(pl.DataFrame({"token": numbers, "class": "id_card", "raw": numbers}))
    except EnvironmentUnfit as error:
        print(error.zh, error.en, sep="\\n")
"""


def test_a_full_disk_is_told_without_a_value_and_harms_nothing(site: Site, keys: Keys) -> None:
    with open_vault(site, keys) as vault:
        vault.store(frame(a="990101199001011234"))
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(site.root)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "请检查磁盘空间" in done.stdout and "check free space" in done.stdout
    assert "990101199001" not in done.stdout + done.stderr
    assert read(site, keys) == {"a".rjust(32, "0"): "990101199001011234"}


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from warehouse.vault_file import connect
with connect(Path(sys.argv[1]), "rw") as connection:
    connection.execute("pragma cache_size = 10")  # so that pages reach the file before the end
    connection.execute("begin immediate")
    many = ((f"{number:032d}", "id_card", bytes(100)) for number in range(50_000))
    connection.executemany("insert into secret values (?, ?, ?)", many)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_reader_undoes_what_someone_was_killed_at(site: Site, keys: Keys) -> None:
    with open_vault(site, keys) as vault:
        vault.store(frame(a="一"))
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, str(vault_path(site))]
    assert subprocess.run(command, cwd=PROJECT, check=False).returncode == -9
    assert [path.name for path in site.vault.glob("*-journal")] == ["vault.sqlite-journal"]
    assert read_key_id(vault_path(site)) == keys.key_id
    assert read(site, keys) == {"a".rjust(32, "0"): "一"}


def test_many_may_store_at_once_but_none_while_the_key_is_exchanged(
    site: Site, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.vault.WAIT_SECONDS", 0.1)
    with open_vault(site, keys) as one, open_vault(site, keys) as other:
        assert one.store(frame(a="一")) + other.store(frame(a="一", b="二")) == 2
        with pytest.raises(VaultBusy, match="入库"), hold_vault(site):
            pass
    with hold_vault(site), pytest.raises(VaultBusy, match="密钥"):
        open_vault(site, keys)
    assert len(read(site, keys)) == 2


STORE = """
import sys
from pathlib import Path
import polars as pl
from warehouse.keys import load_keys
from warehouse.settings import Site
from warehouse.vault import open_vault
site = Site(Path(sys.argv[1]))
numbers = [f"{sys.argv[2]}-{number:06d}" for number in range(2000)]
rows = pl.DataFrame({"token": numbers, "class": "id_card", "raw": numbers})
with open_vault(site, load_keys(site)) as vault:
    for part in rows.iter_slices(200):
        vault.store(part)
"""


def test_processes_that_store_at_once_lose_nothing(site: Site, keys: Keys) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", STORE, str(site.root), name], cwd=PROJECT)
        for name in ("a", "b", "a")
    ]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    assert len(read(site, keys)) == 4000


def test_another_key_opens_nothing(site: Site, keys: Keys) -> None:
    with open_vault(site, keys) as vault:
        vault.store(frame(a="990101199001011234"))
    with pytest.raises(KeyUnfit):
        open_vault(site, derive_keys(os.urandom(32)))
