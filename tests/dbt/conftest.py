"""The story, built once by dbt itself; what dbt compiled for it serves the other scenarios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import finish, run_dbt
from tests.dbt.story import AS_OF, deliver_story
from warehouse.settings import Site

Manifest = dict[str, Any]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="package")
def late_report(site: Site) -> Path:
    return deliver_story(site)


@pytest.fixture(scope="package")
def built(site: Site, late_report: Path) -> tuple[Path, Manifest]:
    """The warehouse file, and the manifest as this build left it: later builds of the site write over the file."""
    finish(site)
    warehouse = site.root / "story.duckdb"
    run_dbt(site, "build", warehouse, as_of=AS_OF)
    path = site.root / "scratch" / "target" / "manifest.json"
    return warehouse, json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="package")
def warehouse(built: tuple[Path, Manifest]) -> Path:
    return built[0]


@pytest.fixture(scope="package")
def manifest(built: tuple[Path, Manifest]) -> Manifest:
    return built[1]


@pytest.fixture(scope="package")
def compiled(site: Site, warehouse: Path, manifest: Manifest) -> CompiledProject:
    return CompiledProject(manifest["nodes"], site.landing, AS_OF, warehouse.stem)
