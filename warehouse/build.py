"""Building: dbt into a file aside, its tests as the gate, and only then a publish.

A build that breaks, fails a test or is killed changes nothing that anyone reads.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl

from warehouse.aside import ATTACHED_AS, open_aside
from warehouse.build_result import BuildError, BuildResult
from warehouse.catalog import read_catalog
from warehouse.contracts import load_contracts
from warehouse.dbt_runner import DbtFolders, DbtRun, Progress, read_manifest, run_dbt_build
from warehouse.errors import UsageError
from warehouse.failed_tests import FailedTest, read_failed_tests
from warehouse.failpoints import failpoint
from warehouse.keys import refuse_unfinished_rotation
from warehouse.landing import write_catalog, write_shapes
from warehouse.landing_shapes import OBSERVED
from warehouse.matching import link_people
from warehouse.observations import list_observed_weeks, record_observations
from warehouse.publish import BuildBusy, hold_build_lock, publish_build, remove_leftovers
from warehouse.serving import current_build_id, holds_fingerprint
from warehouse.settings import PROJECT, Site
from warehouse.vault_file import read_key_id, vault_path

__all__ = ["BuildBusy", "BuildError", "BuildResult", "FailedTest", "build"]

PROJECT_FILES = ("dbt_project.yml", "dbt_project/**/*.sql", "dbt_project/**/*.yml", "dbt_project/**/*.csv")
# What makes a serving file out of the models: published anew when the program changes, like what it is made from.
WRITERS = [Path(__file__).with_name(name) for name in ("catalog.py", "publish.py")]
LATE_LOADS = "from marts.dim_load where as_of > (select cutoff_at from marts.dim_week where is_current)"
ORPHAN_ROWS = "from marts.fct_orphan_row"


def build(
    site: Site,
    as_of: date | None = None,
    *,
    target: str = "duckdb",
    dry_run: bool = False,
    progress: Progress | None = None,
    project: Path = PROJECT,
) -> BuildResult:
    """Build the warehouse of `site` as of a day, test it, and publish it if every test passes and anything is new.

    `as_of` defaults to the day of the latest load. A dry run stops before publishing: its status is "passed" or
    "failed". `progress` receives one Chinese sentence per step.

    Raises:
        BuildBusy: another build of this site is running.
        KeyUnfit: an exchange of keys is not finished, so that tokens of two keys may have landed.
        UsageError: nothing has landed, or the target is unknown.
    """
    if target != "duckdb":
        raise UsageError(
            f"不支持的构建目标 {target}；目前只支持 duckdb",
            f"unknown build target {target}; there is duckdb",
        )
    report = progress or (lambda _: None)
    started = time.monotonic()
    with hold_build_lock(site):
        refuse_unfinished_rotation(site)
        folders = _prepare_folders(site, project)
        report("整理入库数据")
        contracts = load_contracts(project / "dbt_project" / "models")
        write_shapes(site, contracts)
        write_catalog(site)
        link_people(site, contracts, progress=report)
        loads = _freeze_landing(site, folders.landing)
        latest = _find_latest_day(loads)
        day = as_of or latest
        fingerprint = _compute_fingerprint(folders.landing, day, project, read_key_id(vault_path(site)))
        failpoint("build:landing-frozen")
        run = run_dbt_build(folders, day, target, report)
        failpoint("build:dbt-done")
        failed = read_failed_tests(folders.warehouse, run.nodes)
        passed = run.success and not failed
        late, orphans = _count_rows(folders.warehouse, LATE_LOADS, ORPHAN_ROWS)
        current = current_build_id(site)
        unchanged = passed and holds_fingerprint(site, fingerprint)
        build_id = current if current and unchanged else _name_build(site, day, fingerprint)
        if passed and not dry_run and not unchanged:
            report("发布")
            manifest = read_manifest(folders)
            facts = _collect_facts(run, build_id, day, fingerprint, target)
            catalog = read_catalog(manifest, facts, database=ATTACHED_AS, landing=folders.landing)
            publish_build(site, build_id, folders.warehouse, catalog)
        if passed and not dry_run:
            record_observations(site, folders.warehouse, _name_week(day))
        _remove_aside(folders)
    return BuildResult(
        build_id=build_id,
        as_of=day,
        target=target,
        status="failed" if not passed else "passed" if dry_run else "published",
        seconds=round(time.monotonic() - started, 3),
        models=_count(run, "model", "success"),
        tests_passed=_count(run, "test", "pass"),
        tests_failed=failed,
        errors=_collect_errors(run),
        unchanged=unchanged,
        late_loads=late,
        orphan_rows=orphans,
    )


def _prepare_folders(site: Site, project: Path) -> DbtFolders:
    folders = DbtFolders(
        project=project,
        landing=site.build / "landing",
        # Always the same name: dbt parses everything again (7 s) when a variable of its profile changes.
        warehouse=site.build / f"{ATTACHED_AS}.duckdb",
        target=site.build / "target",
        logs=site.build / "logs",
    )
    site.serving.mkdir(parents=True, exist_ok=True)
    remove_leftovers(site)
    _remove_aside(folders)
    return folders


def _remove_aside(folders: DbtFolders) -> None:
    for path in (folders.warehouse, folders.warehouse.with_name(f"{folders.warehouse.name}.wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(folders.warehouse.with_name(f"{folders.warehouse.name}.tmp"), ignore_errors=True)
    shutil.rmtree(folders.landing, ignore_errors=True)


def _freeze_landing(site: Site, frozen: Path) -> pl.DataFrame:
    """Link the catalogued loads into `frozen` and return the catalog's loads.

    A load that lands while dbt runs would be seen by the later models only; the frozen folder cannot change.
    """
    for folder in ("_catalog", OBSERVED):
        (frozen / folder).mkdir(parents=True)
        for path in sorted((site.landing / folder).glob("*.parquet")):
            _link(path, frozen / folder / path.name)
    loads = pl.read_parquet(frozen / "_catalog" / "loads.parquet")
    shapes = [path.relative_to(site.landing) for path in site.landing.glob("*/*/_empty.parquet")]
    landed = [
        Path(*dataset.split("."), f"{load}.parquet") for dataset, load in loads["dataset", "load_id"].rows()
    ]
    for name in [*shapes, *landed]:
        (frozen / name).parent.mkdir(parents=True, exist_ok=True)
        _link(site.landing / name, frozen / name)
    return loads


def _link(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError:
        # Not every file system has hard links.
        shutil.copyfile(source, destination)


def _find_latest_day(loads: pl.DataFrame) -> date:
    if loads.is_empty():
        raise UsageError(
            "还没有入库的文件，没有可以构建的数据；请先运行 taizhang ingest",
            "nothing has landed, so there is nothing to build; run taizhang ingest",
        )
    # What the site itself writes down, such as a verdict, moves no calendar.
    sent = loads.filter(pl.col("source") != "operations")
    latest: date = (loads if sent.is_empty() else sent).select(pl.col("as_of").max().dt.date()).item()
    return latest


def _compute_fingerprint(landing: Path, as_of: date, project: Path, key_id: str | None) -> str:
    """Return a SHA-256 over everything that decides a build's rows: loads, rejects, contracts, models, the as-of day.

    `key_id` is the key of the tokens: exchanging it changes them and nothing that the catalog lists.

    File names are left out: of two deliveries of the same bytes, whichever came first gives the name.
    """
    digest = hashlib.sha256(f"{as_of.isoformat()}\0{duckdb.__version__}\0{key_id}".encode())
    for name in ("loads", "rejects"):
        rows = pl.read_parquet(landing / "_catalog" / f"{name}.parquet").drop("file_name")
        for row in sorted(map(repr, rows.rows())):
            digest.update(f"{row}\0".encode())
    for week in list_observed_weeks(landing):
        # The week's own observation is what the build will write, not what it is made from.
        if week < _name_week(as_of):
            digest.update((landing / OBSERVED / f"{week}.parquet").read_bytes())
    digest.update((landing / "_catalog" / "person_links.parquet").read_bytes())
    for path in sorted(path for pattern in PROJECT_FILES for path in project.glob(pattern)):
        digest.update(path.relative_to(project).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for path in WRITERS:
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _count_rows(aside: Path, *queries: str) -> list[int | None]:
    """Return the number of rows of each of `queries` over the build aside, None where what it reads was not built."""
    if not aside.exists():
        return [None] * len(queries)
    counts: list[int | None] = []
    with open_aside(aside) as connection:
        for query in queries:
            try:
                ((count,),) = connection.execute(f"select count(*) {query}").fetchall()
            except (duckdb.CatalogException, duckdb.BinderException):
                count = None
            counts.append(count)
    return counts


def _name_build(site: Site, as_of: date, fingerprint: str) -> str:
    moment = datetime.now(UTC)
    while True:
        build_id = f"{as_of:%Y%m%d}-{moment:%Y%m%d%H%M%S}-{fingerprint[:8]}"
        # A published file is never replaced: someone may have it open.
        if not (site.serving / f"{build_id}.duckdb").exists():
            return build_id
        moment += timedelta(seconds=1)


def _collect_facts(run: DbtRun, build_id: str, as_of: date, fingerprint: str, target: str) -> dict[str, str]:
    return {
        "build_id": build_id,
        "as_of": as_of.isoformat(),
        "week_id": _name_week(as_of),
        "fingerprint": fingerprint,
        "target": target,
        "models": str(_count(run, "model", "success")),
        "tests_passed": str(_count(run, "test", "pass")),
    }


def _name_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _collect_errors(run: DbtRun) -> list[BuildError]:
    errors = [BuildError(node.name, node.message) for node in run.nodes if node.status == "error"]
    return errors if run.error is None else [BuildError("dbt", run.error), *errors]


def _count(run: DbtRun, kind: str, status: str) -> int:
    return sum(node.kind == kind and node.status == status for node in run.nodes)
