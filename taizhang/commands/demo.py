"""`taizhang demo`: the sample district through the whole chain, then the dashboard."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from taizhang.commands.build import print_result as print_build
from taizhang.commands.dashboard import run_until_stopped
from taizhang.commands.ingest import ingest_and_return, print_summary
from taizhang.commands.snapshot import print_result as print_snapshot
from taizhang.output import out, progress
from taizhang.words import say
from warehouse.settings import PROJECT

SAMPLE = PROJECT / "data" / "sample"


def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=say("demo.serve"))] = True,
    port: Annotated[int | None, typer.Option(help=say("dashboard.port"))] = None,
) -> None:
    from exports.snapshot import snapshot
    from warehouse.build import build
    from warehouse.keys import ensure_keys

    site = context.obj
    ensure_keys(site)
    started = time.monotonic()
    out.print(say("demo.ingest", folder=SAMPLE.relative_to(PROJECT)), style="bold")
    folders = sorted(path for path in SAMPLE.iterdir() if path.is_dir() and path.name != "faulty")
    print_summary(ingest_and_return(site, folders, quiet=True))
    out.print(say("demo.build"), style="bold")
    result = build(site, progress=progress)
    print_build(result)
    if result.status != "published":
        raise typer.Exit(1)
    out.print(say("demo.snapshot"), style="bold")
    print_snapshot(snapshot(site))
    out.print(say("demo.done", seconds=f"{time.monotonic() - started:.1f}"))
    if serve and not os.environ.get("NO_SERVE"):
        run_until_stopped(site, port)
