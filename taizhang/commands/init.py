"""`taizhang init`: a site that is ready for its first delivery."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say
from warehouse.settings import Site, open_site

CORE = (
    *("reference.organisations", "ledger.inspection_rounds", "ledger.tasks", "ledger.measures"),
    *("ledger.weekly_progress", "ledger.evidence", "ledger.closure_events", "ledger.institutions"),
)


@dataclass
class SetUp:
    """A site and what was made of it now, or would be. `key` is None where the key comes from the environment."""

    site: Path
    inbox: Path
    key: Path | None
    key_id: str | None = None
    made: list[Path] = field(default_factory=list)


def init(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help=say("init.folder"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    site = open_site(folder) if folder else context.obj
    result = set_up(site, dry_run=dry_run)
    print_json(result) if as_json else print_result(result, dry_run=dry_run)


def set_up(site: Site, *, dry_run: bool = False) -> SetUp:
    """Make what `site` lacks of key, inbox and core templates; what is there is left as it is.

    Raises:
        KeyUnfit: the key that is there is unfit, or is missing where there are data made under it; nothing is made.
    """
    from ingest.template import select_contracts, write_templates
    from warehouse.contracts import load_contracts
    from warehouse.keys import ensure_keys, has_key, key_path, load_keys, refuse_new_key

    result = SetUp(site.root, site.inbox, key_path(site))
    if has_key(site):
        result.key_id = load_keys(site).key_id
        result.key = key_path(site) if key_path(site).exists() else None
    else:
        refuse_new_key(site)
        result.made.append(key_path(site))
    result.made += [] if site.inbox.exists() else [site.inbox]
    if not dry_run:
        result.key_id = ensure_keys(site).key_id
        site.inbox.mkdir(parents=True, exist_ok=True)
    contracts = select_contracts(load_contracts(), CORE)
    templates = write_templates(contracts, site.root / "templates", dry_run=dry_run)
    result.made += [template.path for template in templates if template.status == "written"]
    return result


def print_result(result: SetUp, *, dry_run: bool) -> None:
    """What was made, a line each, and what to do next."""
    for path in result.made:
        out.print(say("init.planned" if dry_run else "init.written", path=path), markup=False)
    if not result.made:
        out.print(say("init.nothing", path=result.site), markup=False)
    if result.key_id:
        out.print(say("init.key", key_id=result.key_id))
    if result.key is None:
        out.print(say("init.next_from_environment"))
    if not dry_run:
        out.print(
            say("init.next", key_file=result.key or "TAIZHANG_KEY", inbox=result.inbox, site=result.site),
            markup=False,
        )
