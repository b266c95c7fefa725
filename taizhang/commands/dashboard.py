"""`taizhang dashboard`: the screens, on this machine only."""

from __future__ import annotations

import signal
import subprocess
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
    """Serve the screens, print their address, and wait until Ctrl+C, a signal to end, or the screens' own end.

    Raises:
        UsageError: there is no such port.
        EnvironmentUnfit: the port cannot be had.
    """
    from dashboard.serve import check_port, free_port, serve

    if port is None:
        port = free_port()
    check_port(port)
    # A service manager ends this process alone; as an interrupt, that ends the screens, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = serve(site, port)
    try:
        out.print(say("dashboard.address", url=f"http://127.0.0.1:{port}"))
        raise typer.Exit(server.wait())
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
