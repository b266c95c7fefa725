"""Start the screens as a process of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from warehouse.errors import EnvironmentUnfit, UsageError
from warehouse.settings import PROJECT, Site

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8501
LAST_PORT = 65_535


def free_port(first: int = FIRST_PORT, address: str = LOOPBACK, tries: int = 50) -> int:
    """Return the first port from `first` on that nothing listens on.

    Raises:
        EnvironmentUnfit: none of `tries` ports is free.
    """
    for port in range(first, min(first + tries, LAST_PORT + 1)):
        if _try_port(port, address) is None:
            return port
    raise EnvironmentUnfit(
        f"端口 {first}–{first + tries - 1} 都被占用；请用 --port 指定另一个端口",
        f"the ports {first}–{first + tries - 1} are all taken; name another with --port",
    )


def check_port(port: int, address: str = LOOPBACK) -> None:
    """Make sure that the screens can be served on `port`.

    Raises:
        UsageError: there is no such port.
        EnvironmentUnfit: something else listens there, or the system does not let this user have it.
    """
    if not 1 <= port <= LAST_PORT:
        raise UsageError(
            f"没有端口 {port}；--port 应在 1 到 {LAST_PORT} 之间",
            f"there is no port {port}; --port goes from 1 to {LAST_PORT}",
        )
    error = _try_port(port, address)
    if isinstance(error, PermissionError):
        raise EnvironmentUnfit(
            f"系统不允许使用端口 {port}；请用 --port 指定 1024 以上的端口",
            f"the system does not allow port {port}; name one above 1024 with --port",
        ) from error
    if error is not None:
        raise EnvironmentUnfit(
            f"端口 {port} 已被占用；请用 --port 指定另一个端口，或不写 --port，由程序自己找一个",
            f"port {port} is taken; name another with --port, or leave it out",
        ) from error


def _try_port(port: int, address: str) -> OSError | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # A port that a server has just left can be had again; on Windows the same option would share a busy one.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            return error
    return None


def serve(site: Site, port: int, address: str = LOOPBACK, *, quiet: bool = False) -> subprocess.Popen[bytes]:
    """Start the dashboard of `site` at http://address:port/ and return its process; the caller ends it.

    The settings stand in `.streamlit/config.toml` beside the script. `quiet` drops its warnings, too.
    """
    search_path = os.pathsep.join(entry for entry in (str(PROJECT), os.environ.get("PYTHONPATH")) if entry)
    # Without -P a folder `dashboard` in the place where the command was given would be run instead of ours.
    command = [
        sys.executable,
        "-P",
        "-m",
        "dashboard.entry",
        f"--server.port={port}",
        f"--server.address={address}",
    ]
    # Streamlit's greeting is English and says again what the caller says; its warnings go to stderr.
    return subprocess.Popen(
        command,
        env=os.environ | {"TAIZHANG_SITE": str(site.root), "PYTHONPATH": search_path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
    )
