"""`taizhang template`: blank workbooks for the offices to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from ingest.template import Template


def template(
    context: typer.Context,
    datasets: Annotated[list[str] | None, typer.Argument(help=say("template.datasets"))] = None,
    every: Annotated[bool, typer.Option("--all", help=say("template.all"))] = False,
    folder: Annotated[Path | None, typer.Option("--out", help=say("template.out"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from ingest.template import select_contracts, write_templates
    from warehouse.contracts import load_contracts

    contracts = load_contracts()
    if not datasets and not every:
        raise UsageError(
            "请写出数据集，如 taizhang template 整改任务清单；要全部模板，用 --all",
            "name a dataset, as in taizhang template ledger.tasks, or ask for --all",
        )
    chosen = contracts if every else select_contracts(contracts, datasets or ())
    templates = write_templates(chosen, folder or context.obj.root / "templates", dry_run=dry_run)
    print_json({"templates": templates}) if as_json else print_templates(templates, dry_run=dry_run)
    if any(one.status == "kept" for one in templates):
        raise typer.Exit(1)


def print_templates(templates: list[Template], *, dry_run: bool) -> None:
    """One line per template: what became of it, and where it is."""
    for one in templates:
        status = "planned" if dry_run and one.status == "written" else one.status
        out.print(say(f"template.{status}", path=one.path), markup=False)
