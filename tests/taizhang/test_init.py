"""Setting up a site and exchanging its key, as the operator meets them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.taizhang.test_cli import run
from warehouse.keys import VARIABLE, create_keys, key_path, load_keys
from warehouse.settings import Site
from warehouse.vault import open_vault

KEY = "0123456789abcdef" * 4


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "云川市")


def call(site: Site, *arguments: object, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
    done = run(site.root, *arguments, **{VARIABLE: "", **env})
    assert done.returncode == code, done.stderr
    return done


def list_files(site: Site) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in site.root.rglob("*") if path.is_file()}


def test_a_new_site_is_ready_for_its_first_delivery(site: Site) -> None:
    told = call(site, "init").stdout
    assert site.inbox.is_dir()
    assert key_path(site).stat().st_mode & 0o777 == 0o600
    templates = {path.stem for path in (site.root / "templates").iterdir()}
    assert templates >= {"机构名册", "巡察轮次登记表", "整改任务清单", "整改措施清单", "整改进展周报"}
    assert templates >= {"佐证材料目录", "销号台账", "制度建设清单"}
    key_id = load_keys(site).key_id
    assert key_id in told and str(key_path(site)) in told and "taizhang --site" in told
    assert key_path(site).read_text(encoding="ascii").strip() not in told


def test_the_folder_can_be_named_behind_the_verb(site: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "另一处")
    call(site, "init", other.root)
    assert key_path(other).exists() and not site.root.exists()


def test_a_second_time_changes_nothing(site: Site) -> None:
    call(site, "init")
    template = site.root / "templates" / "整改任务清单.xlsx"
    template.write_bytes(b"filled in")
    before = list_files(site)
    result = json.loads(call(site, "init", "--json").stdout)
    assert result["made"] == []
    assert result["key_id"] == load_keys(site).key_id
    assert list_files(site) == before


def test_a_dry_run_says_what_it_would_make_and_makes_nothing(site: Site) -> None:
    planned = json.loads(call(site, "init", "--dry-run", "--json").stdout)
    assert not site.root.exists()
    assert planned["key_id"] is None
    made = json.loads(call(site, "init", "--json").stdout)
    assert made["made"] == planned["made"]
    assert all(Path(path).exists() for path in made["made"])


def test_a_key_from_the_environment_is_not_written_down(site: Site) -> None:
    told = call(site, "init", **{VARIABLE: KEY}).stdout
    assert VARIABLE in told and KEY not in told
    assert not key_path(site).exists() and site.inbox.is_dir()
    assert json.loads(call(site, "init", "--json", **{VARIABLE: KEY}).stdout)["key"] is None


def test_a_lost_key_stops_it_with_exit_code_4(site: Site) -> None:
    open_vault(site, create_keys(site)).close()
    key_path(site).unlink()
    before = list_files(site)
    told = call(site, "init", code=4).stderr
    assert "备份" in told and "Traceback" not in told
    assert list_files(site) == before and not site.inbox.exists()


def test_a_key_is_exchanged_and_the_next_steps_are_told(site: Site) -> None:
    call(site, "init")
    old = load_keys(site).key_id
    assert old in call(site, "rotate-key", "--dry-run").stdout
    assert load_keys(site).key_id == old
    told = call(site, "rotate-key").stdout
    new = load_keys(site).key_id
    assert old in told and new in told and "taizhang build" in told
    result = json.loads(call(site, "rotate-key", "--json").stdout)
    assert (result["old_key_id"], result["new_key_id"]) == (new, load_keys(site).key_id)
    call(site, "rotate-key", code=2, **{VARIABLE: KEY})
