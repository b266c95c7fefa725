"""Starting the screens."""

from __future__ import annotations

import socket
import tomllib

import pytest

from dashboard.serve import SCRIPT, free_port


def test_free_port_passes_over_a_busy_one() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert free_port(port) > port
        with pytest.raises(OSError, match=str(port)):
            free_port(port, tries=1)


def test_settings_keep_the_app_at_home() -> None:
    settings = tomllib.loads((SCRIPT.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["disableDataExport"] is True
    assert settings["client"]["showErrorDetails"] == "none"
