"""`taizhang demo`: a simulated district through the whole chain, then the dashboard."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from taizhang.commands.build import print_result as print_build
from taizhang.commands.dashboard import run_until_stopped
from taizhang.commands.ingest import ingest_and_return
from taizhang.commands.ingest import print_summary as print_ingested
from taizhang.commands.simulate import Format, write_simulation
from taizhang.commands.simulate import print_summary as print_simulated
from taizhang.commands.snapshot import print_result as print_snapshot
from taizhang.output import out, progress
from taizhang.words import say

FOLDER = "demo"  # in the inbox, beside whatever else is there
SEED = 7
CASES = 9


def demo(
    context: typer.Context,
    scale: Annotated[int, typer.Option(min=1, help=say("simulate.scale"))] = 1,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=say("demo.serve"))] = True,
    port: Annotated[int | None, typer.Option(help=say("dashboard.port"))] = None,
) -> None:
    from exports.snapshot import snapshot
    from warehouse.build import build
    from warehouse.keys import ensure_keys

    site = context.obj
    ensure_keys(site)
    folder = site.inbox / FOLDER
    started = time.monotonic()
    with _step("simulate", scale=scale):
        print_simulated(write_simulation(folder, Format.office, scale=scale, seed=SEED, cases=CASES), folder)
    with _step("ingest"):
        print_ingested(ingest_and_return(site, [folder], quiet=True))
    with _step("build"):
        result = build(site, progress=progress)
        print_build(result)
    if result.status != "published":
        raise typer.Exit(1)
    with _step("snapshot"):
        print_snapshot(snapshot(site))
    out.print(say("demo.done", seconds=_seconds_since(started)))
    if serve and not os.environ.get("NO_SERVE"):
        run_until_stopped(site, port)


@contextmanager
def _step(name: str, **told: object) -> Iterator[None]:
    """Say what is done and, when it is done, how long it took."""
    out.print(say(f"demo.{name}", **told), style="bold")
    started = time.monotonic()
    yield
    out.print(say("demo.took", seconds=_seconds_since(started)), style="dim")


def _seconds_since(started: float) -> str:
    return f"{time.monotonic() - started:.1f}"
