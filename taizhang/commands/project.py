"""`taizhang sync`: regenerate what can be derived, each in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.output import out
from taizhang.words import say
from warehouse.settings import PROJECT


def sync(check: Annotated[bool, typer.Option("--check", help=say("sync.check"))] = False) -> None:
    from warehouse.sync import sync as sync_files

    stale = sync_files(PROJECT, check=check)
    for path in stale:
        out.print(
            say("sync.stale" if check else "sync.written", path=path.relative_to(PROJECT)), markup=False
        )
    if not stale:
        out.print(say("sync.fresh"))
    if check and stale:
        raise typer.Exit(1)
