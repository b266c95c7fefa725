"""The command line as a person or a program meets it: exit codes, JSON on stdout, one sentence on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE
from tests.ingest.office import task, write_tasks
from warehouse.settings import PROJECT, Site

FAULTY = SAMPLE / "faulty"


def run(site: Path, *arguments: object, lang: str = "zh", **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "taizhang", "--lang", lang, "--site", str(site), *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def run_json(site: Path, *arguments: object) -> Any:
    done = run(site, *arguments, "--json")
    return json.loads(done.stdout)


def test_ingest_names_cells_and_exits_3_when_the_data_has_problems(tmp_path: Path) -> None:
    done = run(tmp_path, "ingest", FAULTY)
    assert done.returncode == 3
    for where in ("销号台账 / D4", "销号台账 / B6", "进展周报 / F8", "任务清单 / D3"):
        assert where in done.stdout
    assert "读 9 行 = 入库 5 + 未入库 4" in done.stdout
    assert any(tmp_path.glob("returns/退回修改单-*.xlsx"))


def test_ingest_json_keeps_its_shape(tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "整改任务清单.xlsx", [task(1), task(2, 整改时限="尽快")])
    (report,) = run_json(tmp_path / "site", "ingest", path)["files"]
    assert report.keys() >= {
        "path",
        "sha256",
        "dataset",
        "unit",
        "as_of",
        "status",
        "rows_read",
        "rows_accepted",
    }
    assert (report["dataset"], report["status"], report["rows_read"]) == ("ledger.tasks", "landed", 2)
    (problem,) = report["problems"]
    assert problem.keys() == {"sheet", "cell", "column", "rule", "severity", "message"}
    assert (problem["cell"], problem["severity"]) == ("G5", "defect")


def test_notice_json_keeps_its_shape(tmp_path: Path) -> None:
    (notice,) = SAMPLE.rglob("*.txt")
    parsed = run_json(tmp_path, "notice", notice)
    assert parsed.keys() >= {
        "title",
        "stated",
        "sections",
        "items",
        "missing_numbers",
        "documents",
        "quantities",
        "dates",
    }
    assert parsed["stated"] == {"tasks": 33, "measures": 101, "institutions": 38}
    assert parsed["missing_numbers"] == [20]


def test_explain_follows_a_figure_to_cells_and_a_row_to_its_file(sample_site: Site) -> None:
    metric = run_json(sample_site.root, "explain", "metric", "completion_rate")
    assert (metric["numerator"], metric["denominator"], len(metric["rows"])) == (20, 33, 33)
    row_uid = metric["rows"][0]["row_uid"]
    row = run_json(sample_site.root, "explain", "row", row_uid)
    assert row.keys() >= {"file", "sha256", "sheet", "row", "cells", "load_id", "as_of"}
    assert row["cells"]["task_no"].keys() == {"address", "raw", "value", "inferred"}
    text = run(sample_site.root, "explain", "metric", "completion_rate").stdout
    assert "20 / 33" in text and f"第 {row['row']} 行" in text


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("build",), 2, "taizhang ingest"),
        (("explain", "metric", "completion_rate"), 1, "taizhang build"),
        (("snapshot",), 1, "taizhang build"),
        (("publish", "--rollback"), 1, "taizhang build"),
        (("ingest", "没有这个文件.xlsx"), 2, "没有这个文件.xlsx"),
        (("explain", "row", "[/foo]"), 1, "taizhang build"),
    ],
)
def test_an_error_is_one_sentence_with_the_next_command(
    tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_has_help_that_starts_with_an_example(tmp_path: Path, lang: str) -> None:
    listed = run(tmp_path, "-h", lang=lang, COLUMNS="200").stdout
    for verb in ("demo", "ingest", "notice", "build", "explain", "snapshot", "verify", "dashboard"):
        assert verb in listed
    shown = run(tmp_path, "ingest", "-h", lang=lang, COLUMNS="200").stdout
    assert shown.index("taizhang ingest") < shown.index("--as-of")


def test_english_is_spoken_where_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path, "ingest", FAULTY, lang="en")
    assert "9 rows read = 5 accepted + 4 rejected" in done.stdout
    assert "is no valid day" in done.stdout
