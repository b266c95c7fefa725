"""Start Streamlit without its calls off the machine: `python -m dashboard.entry --server.port=8501 …`.

For a handshake from a foreign origin, Streamlit compares that origin with the machine's own addresses, and asks a
server on the internet for the external one. This machine is known by `127.0.0.1` alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit import net_util
from streamlit.web import cli

SCRIPT = Path(__file__).with_name("run.py")
LOOPBACK = "127.0.0.1"


def stay_at_home() -> None:
    """Give Streamlit the answers that it would look up outside."""
    vars(net_util).update(get_external_ip=_name_loopback, get_internal_ip=_name_loopback)


def _name_loopback() -> str:
    return LOOPBACK


def main() -> None:
    """Run the screens with the arguments of `streamlit run`."""
    stay_at_home()
    cli.main(["run", str(SCRIPT), *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()
