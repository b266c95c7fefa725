"""Publishing: a build that passed its tests becomes a file of its own, then one pointer moves.

Readers open `serving/<build_id>.duckdb`, never a fixed name: replacing a path that is open serves stale reads, and
on some systems cannot be done at all. Whatever is killed, `serving/current` names a whole, fsynced file.

`serving/history` keeps what was published and not rolled back from, a build id per line, oldest first. It is written
before the pointer moves, so a build after the current one is one whose publish was killed. Without a history, a second
rollback would lead to the very build that the first one left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.aside import ATTACHED_AS, open_aside, quote_path
from warehouse.catalog import CatalogTable
from warehouse.durable import sync, write_durably
from warehouse.errors import TaizhangError
from warehouse.failpoints import failpoint
from warehouse.settings import Site

KEEP_BUILDS = 10
# Marts are many small tables, and each takes whole blocks: the smallest block makes a site's file nine times smaller
# (10.8 to 1.2 MB on the sample), and a table of a million rows a third larger.
BLOCK_BYTES = 16_384
BUILD_ID = re.compile(r"(?P<as_of>\d{8})-(?P<built_at>\d{14})-(?P<fingerprint>[0-9a-f]{8})")


class BuildBusy(TaizhangError):
    """Another build or publish of the same site is running; whoever started this one waits."""


class NothingToRollBackTo(TaizhangError):
    """No older build is kept; the operator builds again instead."""


@dataclass(frozen=True)
class PublishedBuild:
    """One kept build: `as_of` and `built_at` are the digits of its id (yyyymmdd, UTC yyyymmddHHMMSS)."""

    build_id: str
    as_of: str
    built_at: str
    size_bytes: int
    is_current: bool


@contextmanager
def hold_build_lock(site: Site) -> Iterator[None]:
    """Hold the one lock under which a site is built, published and rolled back.

    Raises:
        BuildBusy: at once, if another process or thread holds it. A holder that was killed holds nothing.
    """
    site.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.build / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BuildBusy(
            f"另一次构建正在进行，请等它结束后再试（锁文件：{lock.lock_file}）",
            f"another build is running; try again when it has ended (lock: {lock.lock_file})",
        ) from error
    try:
        yield
    finally:
        lock.release()


def publish_build(site: Site, build_id: str, aside: Path, catalog: list[CatalogTable]) -> Path:
    """Copy the marts of `aside` and the catalog into a new serving file, point to it, and return it.

    The caller holds the build lock. Builds beyond the newest `KEEP_BUILDS` are removed, never the current one.
    """
    site.serving.mkdir(parents=True, exist_ok=True)
    remove_leftovers(site)
    final = site.serving / f"{build_id}.duckdb"
    history = [earlier for earlier in _read_history(site) if earlier != build_id]
    part = site.serving / f"{build_id}.duckdb.part"
    failpoint("publish:started")
    _write_serving_file(aside, part, catalog)
    sync(part)
    failpoint("publish:file-written")
    part.replace(final)
    sync(site.serving)
    failpoint("publish:file-renamed")
    _write_history(site, [*history, build_id])
    failpoint("publish:history-written")
    _point_to(site, build_id)
    failpoint("publish:pointer-moved")
    _prune(site)
    return final


def read_pointer(site: Site) -> str | None:
    """Return the build id that `serving/current` names; None before the first publish, or where it names none."""
    try:
        build_id = (site.serving / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, IsADirectoryError, UnicodeError):
        return None
    # The id becomes a path, so whatever else stands in the file is refused.
    return build_id if BUILD_ID.fullmatch(build_id) else None


def list_builds(site: Site) -> list[PublishedBuild]:
    """Return the kept builds, the one built last first."""
    current = read_pointer(site)
    # Two builds of one second are told apart by when their files were written.
    found = sorted(
        (
            (match["built_at"], path.stat().st_mtime_ns, path, match)
            for path in site.serving.glob("*.duckdb")
            if (match := BUILD_ID.fullmatch(path.stem))
        ),
        key=lambda build: build[:2],
    )
    return [
        PublishedBuild(
            path.stem, match["as_of"], match["built_at"], path.stat().st_size, path.stem == current
        )
        for _, _, path, match in reversed(found)
    ]


def rollback(site: Site) -> str:
    """Move the pointer to the build published before the current one and return its id.

    What is rolled back from leaves the history, so that no later rollback leads there. A pointer that names no kept
    build is moved to the last one that was published.

    Raises:
        NothingToRollBackTo: no build that was published before is kept.
        BuildBusy: a build is running.
    """
    with hold_build_lock(site):
        kept = {build.build_id for build in list_builds(site)}
        current = read_pointer(site)
        earlier = [build_id for build_id in _read_history(site) if build_id in kept and build_id != current]
        if not earlier:
            raise NothingToRollBackTo(
                f"没有更早的构建可以回退（{site.serving}）；请重新构建：taizhang build",
                f"no older build is kept in {site.serving}; build again: taizhang build",
            )
        _point_to(site, earlier[-1])
        failpoint("rollback:pointer-moved")
        _write_history(site, earlier)
        return earlier[-1]


def _read_history(site: Site) -> list[str]:
    """Return what was published, oldest first, up to and with the current build."""
    current = read_pointer(site)
    kept = [build.build_id for build in reversed(list_builds(site))]
    try:
        lines = (site.serving / "history").read_text(encoding="ascii", errors="replace").split()
    except (FileNotFoundError, IsADirectoryError):
        lines = []
    # A history that does not know the current build is none: the time of building takes its place.
    known = [line for line in lines if line == current or line in kept]
    known = known if known and current in (*known, None) else kept
    return known[: known.index(current) + 1] if current in known else known


def remove_leftovers(site: Site) -> None:
    """Remove what a killed publish left behind; the caller holds the build lock."""
    for path in [*site.serving.glob("*.part"), *site.serving.glob("*.part.wal")]:
        path.unlink(missing_ok=True)


def _write_serving_file(aside: Path, part: Path, catalog: list[CatalogTable]) -> None:
    with open_aside(aside) as connection:
        connection.execute(f"attach {quote_path(part)} as serving (block_size {BLOCK_BYTES})")
        connection.execute("create schema serving.marts")
        connection.execute("create schema serving.catalog")
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_catalog = ? and table_schema = 'marts' order by table_name",
            [ATTACHED_AS],
        ).fetchall()
        for (name,) in tables:
            connection.execute(f'create table serving.marts."{name}" as from {ATTACHED_AS}.marts."{name}"')
        for table in catalog:
            columns = ", ".join(f'"{name}" {data_type}' for name, data_type in table.columns.items())
            connection.execute(f'create table serving.catalog."{table.name}" ({columns})')
            if table.rows:
                # Column by column: thousands of rows one by one take seconds.
                marks = ", ".join("unnest(?)" for _ in table.columns)
                columns_of_rows = [list(values) for values in zip(*table.rows, strict=True)]
                connection.execute(
                    f'insert into serving.catalog."{table.name}" select {marks}', columns_of_rows
                )
        connection.execute("checkpoint serving")
        connection.execute("detach serving")
    if part.with_name(f"{part.name}.wal").exists():
        raise RuntimeError(f"{part}: a write-ahead log is left after the checkpoint")


def _point_to(site: Site, build_id: str) -> None:
    part = _write_part(site, "current", [build_id])
    failpoint("publish:pointer-written")
    part.replace(site.serving / "current")
    sync(site.serving)


def _write_history(site: Site, builds: list[str]) -> None:
    _write_part(site, "history", builds).replace(site.serving / "history")
    sync(site.serving)


def _write_part(site: Site, name: str, lines: list[str]) -> Path:
    part = site.serving / f"{name}.part"
    write_durably(part, "".join(f"{line}\n" for line in lines).encode("ascii"))
    return part


def _prune(site: Site) -> None:
    for build in list_builds(site)[KEEP_BUILDS:]:
        if not build.is_current:
            (site.serving / f"{build.build_id}.duckdb").unlink(missing_ok=True)
