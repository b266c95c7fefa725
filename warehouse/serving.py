"""Opening what is published: read-only, and with every door of the engine closed.

The settings are given while connecting and are the same for every reader of the process, since DuckDB shares one
instance per path and refuses a second connection with other settings.
"""

from __future__ import annotations

import duckdb

from warehouse.errors import TaizhangError
from warehouse.publish import BUILD_ID, list_builds, read_pointer
from warehouse.settings import Site

LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


class NothingPublished(TaizhangError):
    """The site has no such build to read; the operator builds one."""


class BuildDamaged(TaizhangError):
    """The file of a build is no database any more; the operator goes back to the build before, or builds again."""


def current_build_id(site: Site) -> str | None:
    """Return the id of the build that readers see, or None before the first publish."""
    return read_pointer(site)


def open_build(site: Site, build_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the current build, or the kept build `build_id`, for reading only. The caller closes it.

    The connection can read its own file and nothing else: no other file, no extension, no setting changes.

    Raises:
        NothingPublished: nothing is published, or that build is not kept.
        BuildDamaged: its file cannot be opened.
    """
    wanted = build_id or current_build_id(site)
    if build_id is None and not _is_kept(site, wanted) and list_builds(site):
        pointer = site.serving / "current"
        raise NothingPublished(
            f"发布指针没有指向任何现有的构建（{pointer}）；请运行 taizhang publish --rollback 或 taizhang build",
            f"{pointer} names no build that is kept; run taizhang publish --rollback, or taizhang build",
        )
    if wanted is None:
        raise NothingPublished(
            f"站点还没有发布任何数据（{site.root}）；请先运行 taizhang ingest 和 taizhang build",
            f"nothing is published in {site.root}; run taizhang ingest, then taizhang build",
        )
    if not _is_kept(site, wanted):
        raise NothingPublished(
            f"没有编号为 {wanted} 的构建（{site.serving}）；现有构建见：taizhang builds",
            f"no build {wanted} is kept in {site.serving}; the kept ones: taizhang builds",
        )
    path = site.serving / f"{wanted}.duckdb"
    try:
        return duckdb.connect(str(path), read_only=True, config=LOCKED_DOWN)
    except duckdb.ConnectionException:
        # Opened elsewhere in this process with other settings: a fault of ours, not of the file.
        raise
    except duckdb.Error as error:
        raise BuildDamaged(
            f"构建文件已损坏，打不开（{path}）；请运行 taizhang publish --rollback 退回上一个构建，"
            "或重新构建：taizhang build",
            f"the file of a build is damaged and cannot be opened ({path}); go back with taizhang publish --rollback,"
            " or build again: taizhang build",
        ) from error


def holds_fingerprint(site: Site, fingerprint: str) -> bool:
    """Tell whether the current build is one of `fingerprint` and whole.

    Every value of every table is read then: a build that was damaged on disk must not pass for what it was.
    """
    try:
        with open_build(site) as connection:
            row = connection.execute("select value from catalog.build where key = 'fingerprint'").fetchone()
            if row is None or row[0] != fingerprint:
                return False
            tables = connection.execute(
                "select table_schema, table_name from information_schema.tables order by all"
            ).fetchall()
            for schema, table in tables:
                connection.execute(
                    f'select bit_xor(hash(found)) from "{schema}"."{table}" as found'
                ).fetchall()
    except (NothingPublished, BuildDamaged, duckdb.Error):
        return False
    return True


def _is_kept(site: Site, build_id: str | None) -> bool:
    # The id becomes a path, so whatever else was asked for is refused.
    known = build_id is not None and BUILD_ID.fullmatch(build_id) is not None
    return known and (site.serving / f"{build_id}.duckdb").is_file()
