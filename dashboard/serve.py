"""Start the screens as a process of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from warehouse.settings import PROJECT, Site

SCRIPT = Path(__file__).parent / "entry" / "run.py"
FIRST_PORT = 8501


def free_port(first: int = FIRST_PORT, address: str = "127.0.0.1", tries: int = 50) -> int:
    """Return the first port from `first` on that nothing listens on.

    Raises:
        OSError: none of `tries` ports is free.
    """
    for port in range(first, first + tries):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise OSError(f"端口 {first}–{first + tries - 1} 都被占用；请用 --port 指定另一个端口")


def serve(
    site: Site, port: int, address: str = "127.0.0.1", *, quiet: bool = False
) -> subprocess.Popen[bytes]:
    """Start the dashboard of `site` at http://address:port/ and return its process; the caller ends it.

    The settings stand in `.streamlit/config.toml` beside the script. `quiet` drops its warnings, too.
    """
    search_path = os.pathsep.join(entry for entry in (str(PROJECT), os.environ.get("PYTHONPATH")) if entry)
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(SCRIPT),
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
