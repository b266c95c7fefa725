"""Opening what is published: read-only, and with every door of the engine closed.

The settings are given while connecting and are the same for every reader of the process, since DuckDB shares one
instance per path and refuses a second connection with other settings.
"""

from __future__ import annotations

import duckdb

from warehouse.errors import TaizhangError
from warehouse.publish import BUILD_ID, read_pointer
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


def current_build_id(site: Site) -> str | None:
    """Return the id of the build that readers see, or None before the first publish."""
    return read_pointer(site)


def open_build(site: Site, build_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the current build, or the kept build `build_id`, for reading only. The caller closes it.

    The connection can read its own file and nothing else: no other file, no extension, no setting changes.

    Raises:
        NothingPublished: nothing is published, or that build is not kept.
    """
    wanted = build_id or current_build_id(site)
    if wanted is None:
        raise NothingPublished(
            f"站点还没有发布任何数据（{site.root}）；请先运行 taizhang ingest 和 taizhang build",
            f"nothing is published in {site.root}; run taizhang ingest, then taizhang build",
        )
    path = site.serving / f"{wanted}.duckdb"
    if not BUILD_ID.fullmatch(wanted) or not path.is_file():
        raise NothingPublished(
            f"没有编号为 {wanted} 的构建（{site.serving}）；现有构建见：taizhang builds",
            f"no build {wanted} is kept in {site.serving}; the kept ones: taizhang builds",
        )
    return duckdb.connect(str(path), read_only=True, config=LOCKED_DOWN)
