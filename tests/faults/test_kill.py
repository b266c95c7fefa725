"""Real processes, killed with SIGKILL at named points and at random moments.

`TAIZHANG_FAULT_ROUNDS` sets how many random kills each test makes (default 3); a few hundred make a night's run.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.ingest.office import write_workbook
from tests.warehouse.tiny_project import land_tasks, write_project
from warehouse import keys
from warehouse.build import build
from warehouse.failpoints import VARIABLE
from warehouse.landing import list_loads
from warehouse.publish import BUILD_ID, rollback
from warehouse.serving import current_build_id, open_build
from warehouse.settings import PROJECT, Site
from warehouse.tokens import find_token_columns, list_token_files
from warehouse.vault import open_vault
from warehouse.vault_file import vault_path

ROUNDS = int(os.environ.get("TAIZHANG_FAULT_ROUNDS", "3"))
SAMPLE = PROJECT / "data" / "sample"
PAYMENT_HEADINGS = [
    "村（社区）",
    "户主姓名",
    "户主身份证号",
    "救助类别",
    "所属月份",
    "发放金额",
    "银行账号",
    "备注",
]
# The same key in every site, so that the same file lands as the same bytes.
KEY = bytes(range(32))
CALLED = re.compile(r'failpoint\("(?P<name>[a-z:-]+)"\)')
BUILD_SCRIPT = """
import sys
from pathlib import Path
from warehouse.build import build
from warehouse.settings import Site
print("ready", flush=True)
build(Site(Path(sys.argv[1])), project=Path(sys.argv[2]))
"""


def list_failpoints(stage: str) -> list[str]:
    """Every failpoint of the source text, so that a new one is tested without being listed here."""
    files = [
        path for package in ("warehouse", "ingest", "exports") for path in (PROJECT / package).glob("*.py")
    ]
    names = {match["name"] for path in files for match in CALLED.finditer(path.read_text(encoding="utf-8"))}
    return sorted(name for name in names if name.startswith(f"{stage}:"))


def start(arguments: list[str], failpoint: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**os.environ, VARIABLE: failpoint, keys.VARIABLE: KEY.hex(), "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=120)
    return process.returncode


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    time.sleep(seconds)
    process.kill()
    finish(process)


def read_landing(site: Site) -> dict[str, bytes]:
    """What landed, by name; reading each file's rows and record proves it whole."""
    loads = [path for path in site.landing.glob("*/*/*.parquet") if not path.name.startswith("_")]
    for record in list_loads(site):
        path = site.landing.joinpath(*record.dataset.split("."), f"{record.load_id}.parquet")
        assert pl.read_parquet(path).height == record.rows_accepted
        assert record.rows_read == record.rows_accepted + record.rows_rejected
    return {path.relative_to(site.landing).as_posix(): path.read_bytes() for path in loads}


def read_vault(site: Site) -> dict[str, str]:
    """What the vault holds, by token; every token that has landed must be in it."""
    kept: dict[str, str] = {}
    if vault_path(site).exists():
        with open_vault(site, keys.derive_keys(KEY)) as vault:
            kept = {token: raw for values in vault.read_all() for token, _, raw in values.rows()}
    for path in list_token_files(site):
        for column in find_token_columns(pl.read_parquet_schema(path)):
            assert set(pl.read_parquet(path, columns=[column])[column].drop_nulls()) <= kept.keys()
    return kept


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two weeks of the sample and between them two lists of payments to invented people, whose sums are wrong."""
    lists = tmp_path_factory.mktemp("payments")
    for month, bearer in ((4, "990101199001011230"), (5, "990101199001010019")):
        people = [
            [
                *(
                    "柳溪村",
                    f"张{number}",
                    f"9901011960{number:04}1{month}0",
                    "低保",
                    f"2018年{month}月",
                    620,
                ),
                *(f"62990000{month}{number:07}", f"代领人身份证号{bearer}"),
            ]
            for number in range(101, 129)
        ]
        titles = [
            ["低保金发放明细表"],
            ["填报单位：湖滨区民政局", f"截至2018年{month}月28日"],
            PAYMENT_HEADINGS,
        ]
        write_workbook(
            lists / f"低保金发放{month}月.xlsx", [*titles, *people, ["合计", None, None, None, None, 1]]
        )
    return [SAMPLE / "2018-05-18", lists, SAMPLE / "2018-06-01"]


Ingest = Callable[[Site], list[str]]


@pytest.fixture(scope="module")
def ingest(deliveries: list[Path]) -> Ingest:
    return lambda site: ["-m", "taizhang", "--site", str(site.root), "ingest", *map(str, deliveries)]


@dataclass(frozen=True)
class Whole:
    """The landing and the vault that an ingest leaves which nobody interrupts, and its seconds."""

    landing: dict[str, bytes]
    vault: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, ingest: Ingest) -> Whole:
    site = Site(tmp_path_factory.mktemp("whole"))
    started = time.monotonic()
    assert finish(start(ingest(site))) in (0, 3)
    seconds = time.monotonic() - started
    landed, kept = read_landing(site), read_vault(site)
    assert len(landed) >= 10
    assert len(list_token_files(site)) == 2
    assert "990101199001011230" in kept.values()
    return Whole(landed, kept, seconds)


@pytest.mark.parametrize("failpoint", list_failpoints("ingest"))
def test_an_ingest_killed_at_a_named_point_lands_whole_files_and_the_next_run_the_rest(
    tmp_path: Path, whole: Whole, ingest: Ingest, failpoint: str
) -> None:
    site = Site(tmp_path)
    assert finish(start(ingest(site), failpoint)) == -9
    assert read_landing(site).items() < whole.landing.items()
    assert read_vault(site).items() < whole.vault.items()
    assert finish(start(ingest(site))) in (0, 3)
    assert (read_landing(site), read_vault(site)) == (whole.landing, whole.vault)


def test_an_ingest_killed_at_random_lands_whole_files_and_the_next_run_the_rest(
    tmp_path: Path, whole: Whole, ingest: Ingest
) -> None:
    chance = random.Random(20180525)
    site = Site(tmp_path)
    for _ in range(ROUNDS):
        kill_after(start(ingest(site)), chance.uniform(0.2, 1.0) * whole.seconds)
        assert read_landing(site).items() <= whole.landing.items()
        assert read_vault(site).items() <= whole.vault.items()
    assert finish(start(ingest(site))) in (0, 3)
    assert (read_landing(site), read_vault(site)) == (whole.landing, whole.vault)


class Generations:
    """A site whose every delivery makes a new generation of the one task, and what its readers may see."""

    def __init__(self, root: Path) -> None:
        self.site = Site(root / "site")
        self.project = write_project(root / "project")
        self.number = 0
        self.deliver()
        assert build(self.site, project=self.project).status == "published"

    def deliver(self) -> None:
        self.number += 1
        land_tasks(self.site, f"{self.number}.xlsx", datetime(2018, 5, 25), {self.number: "open"})

    def arguments(self) -> list[str]:
        return ["-c", BUILD_SCRIPT, str(self.site.root), str(self.project)]

    def read(self) -> int:
        """Open what is published and return its generation; every table must be of the same one."""
        assert BUILD_ID.fullmatch(current_build_id(self.site) or "")
        with open_build(self.site) as connection:
            counts = [
                connection.execute(f"select count(*) from {table}").fetchall()[0][0]
                for table in ("marts.fct_task_week", "marts.fct_source_row", "marts.dim_load")
            ]
            stated = connection.execute("select denominator from marts.fct_metric").fetchall()[0][0]
            facts = connection.execute("select count(*) from catalog.build").fetchall()[0][0]
        assert facts == 7
        assert {*counts, int(stated)} == {counts[0]}
        return int(counts[0])

    def check_rerun(self) -> None:
        """The next build gets the lock, publishes the newest generation and clears what the dead one left."""
        assert build(self.site, project=self.project).status == "published"
        assert self.read() == self.number
        assert not [path for path in self.site.serving.iterdir() if "part" in path.name]
        assert sorted(path.name for path in self.site.build.iterdir()) == ["lock", "logs", "target"]


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> Generations:
    return Generations(tmp_path_factory.mktemp("generations"))


@pytest.mark.parametrize("failpoint", [*list_failpoints("build"), *list_failpoints("publish")])
def test_a_build_killed_at_a_named_point_leaves_the_old_build_or_the_new_one(
    generations: Generations, failpoint: str
) -> None:
    before = generations.read()
    generations.deliver()
    assert finish(start(generations.arguments(), failpoint)) == -9
    moved = failpoint == "publish:pointer-moved"
    assert generations.read() == (generations.number if moved else before)
    generations.check_rerun()


ROLLBACK_SCRIPT = """
import sys
from pathlib import Path
from warehouse.publish import rollback
from warehouse.settings import Site
rollback(Site(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("failpoint", ["publish:pointer-written", *list_failpoints("rollback")])
def test_a_rollback_killed_at_a_named_point_never_leads_to_what_it_left(
    tmp_path: Path, failpoint: str
) -> None:
    generations = Generations(tmp_path)
    generations.deliver()
    generations.check_rerun()
    assert finish(start(["-c", ROLLBACK_SCRIPT, str(generations.site.root)], failpoint)) == -9
    moved = failpoint.startswith("rollback:")
    assert generations.read() == (1 if moved else 2)
    if not moved:
        assert rollback(generations.site)
    generations.deliver()
    generations.check_rerun()
    rollback(generations.site)
    assert generations.read() == 1


def test_builds_killed_at_random_leave_a_whole_build_and_never_go_back(generations: Generations) -> None:
    started = time.monotonic()
    assert finish(start(generations.arguments())) == 0
    seconds = time.monotonic() - started
    chance = random.Random(20180601)
    for _ in range(ROUNDS):
        before = generations.read()
        generations.deliver()
        process = start(generations.arguments())
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        kill_after(process, chance.uniform(0.0, 1.0) * seconds)
        assert generations.read() in (before, generations.number)
    generations.check_rerun()
