"""The story, built once by dbt itself; what dbt compiled for it serves the other scenarios."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import finish, run_dbt
from tests.dbt.story import AS_OF, deliver_story
from tests.once import make_once
from warehouse.settings import Site

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """The site, the report that came late, the warehouse file, and the manifest as this build left it."""

    site: Site
    late_report: Path
    warehouse: Path
    manifest: Manifest


def build_story(root: Path) -> Story:
    site, warehouse = Site(root), root / "story.duckdb"
    late_report = deliver_story(site)
    finish(site)
    run_dbt(site, "build", warehouse, as_of=AS_OF)
    manifest = json.loads((root / "scratch" / "target" / "manifest.json").read_text(encoding="utf-8"))
    return Story(site, late_report, warehouse, manifest)


@pytest.fixture(scope="package")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return make_once(tmp_path_factory, "story", build_story)


@pytest.fixture(scope="package")
def site(story: Story) -> Site:
    return story.site


@pytest.fixture(scope="package")
def late_report(story: Story) -> Path:
    """In the story's own landing, which only the one module that takes it away reads."""
    return story.late_report


@pytest.fixture(scope="package")
def warehouse(story: Story) -> Path:
    return story.warehouse


@pytest.fixture(scope="package")
def manifest(story: Story) -> Manifest:
    return story.manifest


@pytest.fixture(scope="package")
def compiled(site: Site, warehouse: Path, manifest: Manifest) -> CompiledProject:
    return CompiledProject(manifest["nodes"], site.landing, AS_OF, warehouse.stem)
