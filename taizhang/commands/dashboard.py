"""`taizhang dashboard`: the screens, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.output import out
from taizhang.words import say
from warehouse.settings import Site


def dashboard(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(help=say("dashboard.port"))] = None,
) -> None:
    run_until_stopped(context.obj, port)


def run_until_stopped(site: Site, port: int | None) -> None:
    """Serve the screens, print their address, and wait."""
    from dashboard.serve import free_port, serve

    port = port or free_port()
    server = serve(site, port)
    out.print(say("dashboard.address", url=f"http://127.0.0.1:{port}"))
    try:
        raise typer.Exit(server.wait())
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    finally:
        server.terminate()
