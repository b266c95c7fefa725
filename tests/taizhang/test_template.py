"""`taizhang template` as a person or a program meets it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.taizhang.test_cli import run
from warehouse.contracts import load_contracts


def test_all_templates_go_to_the_site_and_are_left_alone_afterwards(tmp_path: Path) -> None:
    labels = {contract.label.zh for contract in load_contracts()}
    first = run(tmp_path, "template", "--all")
    assert first.returncode == 0
    assert {path.stem for path in (tmp_path / "templates").iterdir()} == labels
    (tmp_path / "templates" / "整改任务清单.xlsx").write_bytes(b"filled in")
    again = run(tmp_path, "template", "整改任务清单", "整改措施清单")
    assert again.returncode == 1
    assert "没有覆盖" in again.stdout and "内容一致" in again.stdout
    assert (tmp_path / "templates" / "整改任务清单.xlsx").read_bytes() == b"filled in"


def test_json_keeps_its_shape_and_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "模板"
    done = run(tmp_path, "template", "ledger.tasks", "--out", folder, "--dry-run", "--json")
    (template,) = json.loads(done.stdout)["templates"]
    assert template == {
        "dataset": "ledger.tasks",
        "path": str(folder / "整改任务清单.xlsx"),
        "status": "written",
    }
    assert not folder.exists()


def test_an_unknown_dataset_or_none_is_a_fault_of_the_call(tmp_path: Path) -> None:
    unknown = run(tmp_path, "template", "整改任务表")
    assert unknown.returncode == 2
    assert "ledger.tasks（整改任务清单）" in unknown.stderr and unknown.stderr.count("（") <= 4
    nothing = run(tmp_path, "template", lang="en")
    assert nothing.returncode == 2
    assert "--all" in nothing.stderr
