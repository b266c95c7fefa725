"""The folders of a site, and where the project itself stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MODELS = PROJECT / "dbt_project" / "models"


@dataclass(frozen=True)
class Site:
    """One installation's data: a root folder with a fixed folder per stage of the flow."""

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def keys(self) -> Path:
        """The key of the site's personal data; kept apart from everything else, backups included."""
        return self.root / "keys"

    @property
    def vault(self) -> Path:
        """The only place of raw personal values, each encrypted."""
        return self.root / "vault"

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def rejects(self) -> Path:
        return self.root / "rejects"

    @property
    def returns(self) -> Path:
        """退回修改单: the workbooks that go back to whoever sent a file."""
        return self.root / "returns"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def serving(self) -> Path:
        return self.root / "serving"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"


def open_site(path: Path | str | None = None) -> Site:
    """Return the site at `path`, else at `TAIZHANG_SITE`, else at `./data`; nothing is created."""
    return Site(Path(path or os.environ.get("TAIZHANG_SITE") or "data").resolve())
