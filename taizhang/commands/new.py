"""`taizhang new`: the files of a dataset, an indicator or a metric, ready to be rewritten."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say
from warehouse.contracts import Label
from warehouse.errors import UsageError
from warehouse.settings import PROJECT


class Kind(StrEnum):
    """What can be added to the project by writing its files."""

    dataset = "dataset"
    indicator = "indicator"
    metric = "metric"


def new(
    kind: Annotated[Kind, typer.Argument(help=say("new.kind"))],
    name: Annotated[str, typer.Argument(help=say("new.name"))],
    slug: Annotated[str, typer.Argument(help=say("new.slug"))] = "",
    dataset: Annotated[str, typer.Option("--dataset", help=say("new.dataset"))] = "",
    family: Annotated[str | None, typer.Option("--family", help=say("new.family"))] = None,
    zh: Annotated[str | None, typer.Option("--zh", help=say("new.zh"))] = None,
    en: Annotated[str | None, typer.Option("--en", help=say("new.en"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.scaffold import write_scaffold

    files = _compose(kind, name, slug, dataset, family, _read_label(zh, en))
    if not dry_run:
        write_scaffold(files)
    paths = [path.relative_to(PROJECT) for path in files]
    if as_json:
        print_json({"files": paths})
        return
    for path in paths:
        out.print(say("new.planned" if dry_run else "new.written", path=path), markup=False)
    if not dry_run:
        out.print(say("new.next"), markup=False)


def _compose(
    kind: Kind, name: str, slug: str, dataset: str, family: str | None, label: Label | None
) -> dict[Path, str]:
    from warehouse.scaffold import new_dataset, new_indicator, new_metric

    if kind is Kind.indicator:
        return new_indicator(PROJECT, name, slug, dataset=dataset, family=family, label=label)
    if slug or dataset or family:
        raise UsageError(
            "英文短名、--dataset 和 --family 只用于 taizhang new indicator",
            "a second name, --dataset and --family belong to taizhang new indicator only",
        )
    return (new_dataset if kind is Kind.dataset else new_metric)(PROJECT, name, label=label)


def _read_label(zh: str | None, en: str | None) -> Label | None:
    if bool(zh) != bool(en):
        raise UsageError("--zh 和 --en 要一起写", "--zh and --en go together")
    return Label(zh, en) if zh and en else None
