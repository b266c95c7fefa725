from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.tiny_project import land_tasks, write_project
from warehouse.build import BuildBusy, build
from warehouse.errors import UsageError
from warehouse.keys import KeyUnfit, create_keys, journal_path
from warehouse.landing import write_rejects
from warehouse.landing_shapes import REJECTS
from warehouse.publish import NothingToRollBackTo, hold_build_lock, list_builds, rollback
from warehouse.rotation import rotate_keys
from warehouse.serving import current_build_id, open_build
from warehouse.settings import Site
from warehouse.vault import open_vault

MAY = datetime(2018, 5, 25)
JUNE = datetime(2018, 6, 1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def read_tasks(site: Site) -> list[tuple[int, str]]:
    with open_build(site) as connection:
        return connection.execute("select task_no, status from marts.fct_task_week order by 1").fetchall()


def test_a_build_publishes_what_landed_and_says_so(
    site: Site, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "closed", 2: "open"})
    land_tasks(site, "清单2.xlsx", JUNE, {3: "open"})
    steps: list[str] = []
    result = build(site, project=project, progress=steps.append)
    assert (result.status, result.as_of, result.models, result.tests_passed) == (
        "published",
        date(2018, 6, 1),
        7,
        1,
    )
    assert read_tasks(site) == [(1, "closed"), (2, "open"), (3, "open")]
    assert current_build_id(site) == result.build_id
    # dbt is silent, its log is kept, and nothing of the work remains beside it.
    assert capfd.readouterr() == ("", "")
    assert any("fct_task_week" in step for step in steps)
    assert sorted(path.name for path in site.build.iterdir()) == ["lock", "logs", "target"]
    assert (site.build / "logs" / "dbt.log").stat().st_size > 0
    assert sorted(path.name for path in site.serving.iterdir()) == [
        f"{result.build_id}.duckdb",
        "current",
        "history",
    ]


def test_a_failing_test_publishes_nothing_and_shows_the_rows_with_their_cells(
    site: Site, project: Path
) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "closed", 2: "open"})
    good = build(site, project=project)
    second = land_tasks(site, "重复.xlsx", JUNE, {2: "closed"})
    result = build(site, project=project)
    assert result.status == "failed"
    (failed,) = result.tests_failed
    assert (failed.name, failed.values, failed.rows) == ("unique_fct_task_week_task_no", 1, 2)
    assert {(row["file"], row["sheet"], row["row"]) for row in failed.sample} == {
        ("清单.xlsx", "清单", 5),
        ("重复.xlsx", "清单", 4),
    }
    assert {row["row_uid"] for row in failed.sample} >= {f"{second.load_id}-000004"}
    told = result.to_dict()
    assert (told["tests_failed"][0]["values"], told["tests_failed"][0]["rows"]) == (1, 2)
    assert (told["unchanged"], told["late_loads"], told["orphan_rows"]) == (False, 0, None)
    assert current_build_id(site) == good.build_id
    assert [path.name for path in site.serving.glob("*.duckdb")] == [f"{good.build_id}.duckdb"]
    assert not list(site.build.glob("*.duckdb*"))
    assert read_tasks(site) == [(1, "closed"), (2, "open")]


def test_a_broken_model_publishes_nothing_and_names_the_model(site: Site, tmp_path: Path) -> None:
    broken = write_project(tmp_path / "broken")
    (broken / "dbt_project/models/marts/core/dim_load.sql").write_text("select no_such_column\n")
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    result = build(site, project=broken)
    assert result.status == "failed"
    assert [error.name for error in result.errors] == ["dim_load"]
    assert "no_such_column" in result.errors[0].message
    assert current_build_id(site) is None


def test_a_project_that_cannot_be_parsed_is_an_error_of_dbt(site: Site, tmp_path: Path) -> None:
    broken = write_project(tmp_path / "broken")
    (broken / "dbt_project/models/marts/core/dim_load.sql").write_text("select * from {{ ref('nowhere') }}\n")
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    result = build(site, project=broken)
    assert (result.status, result.models) == ("failed", 0)
    assert result.errors[0].name == "dbt"
    assert "nowhere" in result.errors[0].message


def test_the_fingerprint_follows_the_data_and_not_the_moment(
    site: Site, project: Path, tmp_path: Path
) -> None:
    def land_and_build(place: Site, order: list[datetime]) -> str:
        for moment in order:
            land_tasks(place, f"{moment:%m%d}.xlsx", moment, {moment.month: "open"})
        return build(place, date(2018, 6, 1), project=project).build_id.rsplit("-", 1)[1]

    forwards = land_and_build(site, [MAY, JUNE])
    backwards = land_and_build(Site(tmp_path / "other"), [JUNE, MAY])
    assert forwards == backwards
    land_tasks(site, "new.xlsx", JUNE, {9: "open"})
    assert build(site, date(2018, 6, 1), project=project).build_id.rsplit("-", 1)[1] != forwards


def test_two_builds_in_one_second_are_two_files(
    site: Site, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("warehouse.build.datetime", Stopped)
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, date(2018, 5, 25), project=project).build_id
    land_tasks(site, "清单2.xlsx", MAY, {2: "open"})
    second = build(site, date(2018, 5, 25), project=project).build_id
    assert first != second
    assert [item.build_id for item in list_builds(site)] == [second, first]


def test_a_second_build_is_refused_at_once_while_one_runs(site: Site, project: Path) -> None:
    script = "from tests.warehouse.tiny_project import *; from warehouse.build import build\n"
    script += "import sys; build(Site(Path(sys.argv[1])), project=Path(sys.argv[2]))"
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    with hold_build_lock(site):
        with pytest.raises(BuildBusy):
            build(site, project=project)
        other = subprocess.run(
            [sys.executable, "-c", script, str(site.root), str(project)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert other.returncode != 0
    assert "BuildBusy" in other.stderr
    assert build(site, project=project).status == "published"


def test_without_a_load_the_day_must_be_given(site: Site, project: Path) -> None:
    with pytest.raises(UsageError, match="还没有入库的文件"):
        build(site, project=project)
    with pytest.raises(UsageError, match="mysql"):
        build(site, date(2018, 6, 1), target="mysql", project=project)


def test_an_empty_landing_is_never_published(site: Site, project: Path) -> None:
    with pytest.raises(UsageError, match="taizhang ingest"):
        build(site, date(2018, 6, 1), project=project)
    assert current_build_id(site) is None


def test_building_unchanged_data_publishes_nothing_new(site: Site, project: Path) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, project=project)
    again = build(site, project=project)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert (again.status, again.build_id, again.tests_passed) == ("published", first.build_id, 1)
    assert [item.build_id for item in list_builds(site)] == [first.build_id]
    with pytest.raises(NothingToRollBackTo):
        rollback(site)


def test_an_exchanged_key_is_a_new_build(site: Site, project: Path) -> None:
    with open_vault(site, create_keys(site)):
        land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, project=project)
    assert build(site, project=project).unchanged
    rotate_keys(site)
    second = build(site, project=project)
    assert (second.unchanged, second.build_id == first.build_id) == (False, False)


def test_nothing_is_built_while_tokens_may_be_of_two_keys(site: Site, project: Path) -> None:
    create_keys(site)
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    journal_path(site).write_text("{}")
    with pytest.raises(KeyUnfit, match="rotate-key"):
        build(site, project=project)
    assert current_build_id(site) is None
    journal_path(site).unlink()
    assert build(site, project=project).status == "published"


def test_what_was_only_refused_is_published_too(site: Site, project: Path) -> None:
    record = land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, project=project)
    refused = dict.fromkeys(REJECTS) | {
        "reject_id": f"{record.load_id}-1",
        "load_id": record.load_id,
        "row": 9,
    }
    write_rejects(site, record, pl.DataFrame([refused], schema=REJECTS))
    second = build(site, project=project)
    assert (second.unchanged, second.build_id == first.build_id) == (False, False)


def test_a_damaged_build_is_published_anew_from_the_same_data(site: Site, project: Path) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, project=project)
    (site.serving / f"{first.build_id}.duckdb").write_bytes(b"gone")
    second = build(site, project=project)
    assert (second.status, second.unchanged) == ("published", False)
    assert read_tasks(site) == [(1, "open")]


def test_the_build_that_was_rolled_back_from_can_be_built_again(site: Site, project: Path) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    first = build(site, project=project).build_id
    land_tasks(site, "清单2.xlsx", MAY, {2: "open"})
    second = build(site, project=project).build_id
    assert rollback(site) == first
    third = build(site, project=project)
    assert (third.unchanged, third.build_id in (first, second)) == (False, False)
    assert rollback(site) == first


def test_what_does_not_count_in_the_week_is_counted_for_people(site: Site, tmp_path: Path) -> None:
    strays = write_project(tmp_path / "strays")
    (strays / "dbt_project/models/marts/core/fct_orphan_row.sql").write_text(
        "select row_uid from {{ ref('fct_source_row') }} where \"row\" > 4\n"
    )
    land_tasks(site, "清单.xlsx", datetime(2018, 5, 25, 17), {1: "open", 2: "open", 3: "open"})
    land_tasks(site, "迟到.xlsx", datetime(2018, 5, 25, 17, 1), {4: "open"})
    result = build(site, date(2018, 5, 25), project=strays)
    assert (result.late_loads, result.orphan_rows) == (1, 2)
    assert result.to_dict().items() >= {"late_loads": 1, "orphan_rows": 2}.items()


def test_a_load_that_lands_during_the_build_waits_for_the_next_one(site: Site, project: Path) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})

    def deliver(step: str) -> None:
        if "stg_ledger__tasks" in step:
            land_tasks(site, "迟到.xlsx", JUNE, {2: "open"})

    build(site, project=project, progress=deliver)
    with open_build(site) as connection:
        assert connection.execute("select count(*) from marts.fct_source_row").fetchall() == [(1,)]
        assert connection.execute("select count(*) from marts.dim_load").fetchall() == [(1,)]
    build(site, project=project)
    assert len(read_tasks(site)) == 2


def test_a_dry_run_tests_and_publishes_nothing(site: Site, project: Path) -> None:
    land_tasks(site, "清单.xlsx", MAY, {1: "open"})
    result = build(site, date(2018, 5, 25), project=project, dry_run=True)
    assert (result.status, result.tests_failed) == ("passed", [])
    assert current_build_id(site) is None
