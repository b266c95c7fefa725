from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.pipeline import Options, ingest_paths
from tests.canaries import PAYMENT, payment
from tests.ingest.office import write_workbook
from warehouse import failpoints, keys, rotation
from warehouse.content import sum_hashes, write_content
from warehouse.errors import UsageError
from warehouse.keys import Keys, KeyUnfit, create_keys, derive_keys, key_path, load_keys, read_key_file
from warehouse.landing import LoadRecord, list_loads, load_path, read_record, write_load
from warehouse.publish import BuildBusy, hold_build_lock
from warehouse.rotation import Rotation, rotate_keys
from warehouse.settings import PROJECT, Site
from warehouse.tokens import compute_tokens, normalise
from warehouse.vault import VaultBusy, open_vault
from warehouse.vault_file import vault_path

# Two spellings of one number, a number of the 1900s and one of the same person, and what people call themselves.
PEOPLE: dict[str, list[str | None]] = {
    "id_card": ["990101199001011236", "99010119900101 1236", "990101500101123", None],
    "person_name": ["张　三", "张三（户主）", "欧阳修", "王五"],
    "party_name": ["张三（代领）", "云川市兴农农资有限公司", "石大有 石二有", "个人"],
}
MASKED: dict[str, list[str]] = {"party_name": ["张*****", "云川市兴农农资有限公司", "石**、石**", "个人"]}
FAILPOINTS = sorted(
    set(re.findall(r'failpoint\("(rotate:[a-z-]+)"\)', Path(rotation.__file__).read_text(encoding="utf-8")))
)


def make_record(name: str, rows: int) -> LoadRecord:
    return LoadRecord(
        dataset="household.welfare_households",
        file_name=f"{name}.xlsx",
        file_sha256=(name.encode().hex() * 64)[:64],
        sheet="花名册",
        table=0,
        as_of=datetime(2018, 6, 1),
        revision=0,
        unit="临湖街道",
        delivery="full",
        scope="unit",
        contract_hash="c" * 16,
        rows_read=rows,
        rows_accepted=rows,
        header_map={"id_card": {"header": "身份证号", "letter": "C"}},
    )


def land(site: Site, name: str, under: Keys) -> None:
    """Land the people as one load, and what stands behind their tokens in the vault."""
    columns: dict[str, pl.Series] = {}
    with open_vault(site, under) as vault:
        for personal, texts in PEOPLE.items():
            raw = pl.Series("raw", texts, dtype=pl.String)
            token = compute_tokens(personal, normalise(personal, raw), under)
            is_kept = [personal != "party_name" or "*" in masked for masked in MASKED["party_name"]]
            secrets = pl.DataFrame({"token": token, "class": personal, "raw": raw})
            vault.store(secrets.filter(pl.Series(is_kept)))
            shown = MASKED[personal] if personal in MASKED else raw.str.slice(0, 1)
            columns |= {f"{personal}_token": token, f"{personal}_masked": pl.Series(shown)}
        rows = pl.DataFrame(columns).with_columns(
            pl.Series("meeting_token", ["与个人无关"] * 4),
            pl.Series("amount_cny", ["1.50", None, "3.00", "4.25"]).cast(pl.Decimal(18, 2)),
            pl.Series("_as_of", [datetime(2018, 6, 1)] * 4),
            pl.Series("_defects", [["id_card"], None, [], None], dtype=pl.List(pl.String)),
            pl.Series("_cells", [[{"column": "id_card", "address": "C4"}], None, None, None]),
        )
        record = replace(make_record(name, len(rows)), content=write_content(sum_hashes(rows)))
        write_load(site, record, rows)


def read_rows(site: Site) -> dict[str, pl.DataFrame]:
    return {record.file_name: pl.read_parquet(load_path(site, record)) for record in list_loads(site)}


def check_renewed(site: Site, before: dict[str, pl.DataFrame], old: Keys) -> None:
    """Everything is under one new key, and nothing but the tokens has changed."""
    new = load_keys(site)
    assert new.key_id != old.key_id
    expected = {
        personal: compute_tokens(personal, normalise(personal, pl.Series("raw", texts, dtype=pl.String)), new)
        for personal, texts in PEOPLE.items()
    }
    after = read_rows(site)
    assert after.keys() == before.keys()
    for name, rows in after.items():
        renewed = before[name].with_columns(
            expected[personal].alias(f"{personal}_token") for personal in PEOPLE
        )
        assert rows.equals(renewed) and rows.schema == renewed.schema
        assert sum_hashes(rows) != sum_hashes(before[name])
    told = {record.content for record in list_loads(site)}
    assert told == {write_content(sum_hashes(rows)) for rows in after.values()}
    with open_vault(site, new) as vault:
        revealed = vault.reveal(expected["person_name"])
        assert revealed == dict(
            zip(expected["person_name"], ["张　三", "张　三", "欧阳修", "王五"], strict=True)
        )
        assert set(vault.reveal(expected["id_card"].drop_nulls()).values()) == {
            "990101199001011236",
            "990101500101123",
        }
    kept = key_path(site).with_name(f"personal.key.{old.key_id}")
    assert derive_keys(read_key_file(kept)) == old
    assert sorted(path.name for path in site.keys.iterdir()) == sorted([kept.name, "personal.key"])
    assert sorted(path.name for path in site.vault.iterdir()) == ["lock", "vault.sqlite"]
    assert not list(site.root.rglob("*.part"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv(keys.VARIABLE, raising=False)
    site = Site(tmp_path)
    old = create_keys(site)
    for name in ("一月", "二月", "三月"):
        land(site, name, old)
    return site


def test_every_token_and_value_comes_under_a_new_key(site: Site) -> None:
    old, before, records = load_keys(site), read_rows(site), list_loads(site)
    result = rotate_keys(site)
    assert (result.old_key_id, result.new_key_id) == (old.key_id, load_keys(site).key_id)
    assert (result.values, result.loads, result.unknown_tokens, result.resumed) == (6, 3, 0, False)
    assert result.kept_key.read_text(encoding="ascii") != key_path(site).read_text(encoding="ascii")
    assert [replace(record, content=None) for record in list_loads(site)] == [
        replace(record, content=None) for record in records
    ]
    check_renewed(site, before, old)
    with pytest.raises(KeyUnfit):
        open_vault(site, old)


def test_a_key_can_be_exchanged_twice(site: Site) -> None:
    before = read_rows(site)
    rotate_keys(site)
    second = load_keys(site)
    kept = rotate_keys(site).kept_key
    site.keys.joinpath(f"personal.key.{second.key_id}").rename(kept)
    for path in site.keys.glob("personal.key.*"):
        if path != kept:
            path.unlink()
    check_renewed(site, before, second)


def test_a_list_sent_again_is_known_by_its_content_under_the_new_key(tmp_path: Path) -> None:
    site, rows = Site(tmp_path / "site"), [payment(1), payment(2, 户主姓名="石大有", 备注="石大有之妻领取")]
    create_keys(site)
    contents = []
    for number in range(3):
        table = [["低保金发放明细表"], ["截至2018年5月28日"], PAYMENT, *(rows if number != 1 else rows[::-1])]
        path = write_workbook(tmp_path / f"低保金发放{number}.xlsx", table, sheet=f"表{number}")
        (report,) = ingest_paths(site, [path], Options(unit="临湖街道"))
        assert report.record is not None
        contents.append(report.record.content)
        if number == 1:
            assert rotate_keys(site).unknown_tokens == 0
    assert contents[0] == contents[1] != contents[2]
    assert {record.content for record in list_loads(site)} == {contents[2]}


def test_a_dry_run_counts_and_changes_nothing(site: Site) -> None:
    before = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    old = load_keys(site).key_id
    assert rotate_keys(site, dry_run=True) == Rotation(
        old, None, 6, 3, 0, resumed=False, kept_key=site.keys / f"personal.key.{old}"
    )
    assert {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()} == before


def test_a_token_without_a_value_stays_and_is_counted(site: Site) -> None:
    record = make_record("孤行", 1)
    lost = pl.DataFrame({"id_card_token": ["f" * 32], "id_card_masked": ["990101************"]})
    path = write_load(site, record, lost)
    changed = path.stat().st_mtime_ns
    assert rotate_keys(site).unknown_tokens == 1
    assert pl.read_parquet(path).equals(lost)
    assert (read_record(path), path.stat().st_mtime_ns) == (record, changed)


def test_a_site_without_a_vault_only_gets_another_key(tmp_path: Path) -> None:
    site = Site(tmp_path)
    old = create_keys(site)
    result = rotate_keys(site)
    assert (result.values, result.loads) == (0, 0)
    assert load_keys(site).key_id == result.new_key_id != old.key_id
    assert not vault_path(site).exists()


def test_it_waits_for_nobody(site: Site) -> None:
    before = load_keys(site)
    with open_vault(site, before), pytest.raises(VaultBusy):
        rotate_keys(site)
    with hold_build_lock(site), pytest.raises(BuildBusy):
        rotate_keys(site)
    assert load_keys(site) == before


def test_a_key_of_the_environment_is_not_exchanged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.VARIABLE, key_path(site).read_text(encoding="ascii"))
    with pytest.raises(UsageError, match=keys.VARIABLE):
        rotate_keys(site)


ROTATE = """
import sys
from pathlib import Path
from warehouse.rotation import rotate_keys
from warehouse.settings import Site
rotate_keys(Site(Path(sys.argv[1])))
"""


def kill_rotation(site: Site, failpoint: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROTATE, str(site.root)],
        cwd=PROJECT,
        env=os.environ | {failpoints.VARIABLE: failpoint},
        check=False,
    )
    assert done.returncode == -9


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_an_exchange_killed_at_any_point_is_finished_by_the_next(site: Site, failpoint: str) -> None:
    old, before = load_keys(site), read_rows(site)
    kill_rotation(site, failpoint)
    with pytest.raises(KeyUnfit, match="taizhang rotate-key"):
        load_keys(site)
    with pytest.raises(KeyUnfit, match="taizhang rotate-key"):
        open_vault(site, old)
    result = rotate_keys(site)
    assert (result.old_key_id, result.resumed, result.values, result.loads) == (old.key_id, True, 6, 3)
    check_renewed(site, before, old)


def test_an_exchange_killed_again_and_again_is_finished_all_the_same(site: Site) -> None:
    old, before = load_keys(site), read_rows(site)
    order = ["journal-written", "vault-written", "load-rewritten", "load-rewritten", "load-rewritten"]
    for name in [*order, "landing-rewritten", "key-kept", "key-moved", "vault-moved"]:
        kill_rotation(site, f"rotate:{name}")
    rotate_keys(site)
    check_renewed(site, before, old)


def test_an_interrupted_exchange_wants_both_its_keys(site: Site) -> None:
    kill_rotation(site, "rotate:load-rewritten")
    new = site.keys / "personal.key.new"
    content = new.read_bytes()
    new.write_text("0123456789abcdef" * 4, encoding="ascii")
    with pytest.raises(KeyUnfit, match=r"personal\.key\.new"):
        rotate_keys(site)
    new.write_bytes(content)
    rotate_keys(site)
    assert load_keys(site) == derive_keys(bytes.fromhex(content.decode()))
