"""Starting the screens, and ending them."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

from dashboard.entry import __main__ as entry
from dashboard.serve import check_port, free_port, serve
from warehouse.errors import EnvironmentUnfit, UsageError
from warehouse.settings import PROJECT, Site

PATIENCE = 40.0


@contextmanager
def listen() -> Iterator[tuple[socket.socket, int]]:
    """Something that listens on a port of this machine."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy, busy.getsockname()[1]


def wait_until_open(port: int) -> None:
    """Wait until something answers at the port."""
    deadline = time.monotonic() + PATIENCE
    while not is_open(port):
        assert time.monotonic() < deadline, f"nothing answers at {port}"
        time.sleep(0.1)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_free_port_passes_over_a_busy_one() -> None:
    with listen() as (_, port):
        assert free_port(port) > port
        with pytest.raises(EnvironmentUnfit, match=str(port)):
            free_port(port, tries=1)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_port_that_does_not_exist_is_a_wrong_call(port: int) -> None:
    with pytest.raises(UsageError, match=str(port)) as told:
        check_port(port)
    assert str(port) in told.value.en != told.value.zh


def test_a_busy_port_is_told_before_an_address_is(tmp_path: Path) -> None:
    with listen() as (_, port):
        command = [sys.executable, "-m", "taizhang", "--lang", "zh", "--site", str(tmp_path), "dashboard"]
        done = subprocess.run(
            [*command, "--port", str(port)], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False
        )
    assert done.returncode == 4
    assert f"端口 {port} 已被占用" in done.stderr
    assert "127.0.0.1" not in done.stdout


def test_the_screens_end_with_the_command_that_started_them(tmp_path: Path) -> None:
    port = free_port(8601)
    command = [sys.executable, "-m", "taizhang", "--site", str(tmp_path), "dashboard", "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        wait_until_open(port)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert str(port) in out.decode()
    assert not is_open(port)


def test_a_foreign_origin_is_refused_without_a_lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, getattr(net_util, name))
    monkeypatch.setattr(net_util, "_external_ip", None)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    assert not server_util.is_url_from_allowed_origins("http://elsewhere.example")
    assert asked, "Streamlit looks nothing up any more: the entry module can go"
    asked.clear()
    entry.stay_at_home()
    assert not server_util.is_url_from_allowed_origins("http://elsewhere.example")
    assert server_util.is_url_from_allowed_origins("http://127.0.0.1:8501")
    assert asked == []


def test_a_handshake_from_a_foreign_origin_makes_the_server_ask_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listen() as (proxy, proxy_port):
        for scheme in ("http", "https"):
            monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{proxy_port}")
        port = free_port(8651)
        process = serve(Site(tmp_path), port, quiet=True)
        try:
            wait_until_open(port)
            answer = shake_hands(port, "http://elsewhere.example")
            proxy.settimeout(0.5)
            with pytest.raises(TimeoutError):
                proxy.accept()
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert b" 403 " in answer.splitlines()[0]


def shake_hands(port: int, origin: str) -> bytes:
    """Return what the server answers to a browser page of `origin` that asks for a websocket."""
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: {origin}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "",
        "",
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096)


def test_a_folder_of_the_same_name_is_not_run_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard" / "__init__.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    port = free_port(8671)
    process = serve(Site(tmp_path), port, quiet=True)
    try:
        wait_until_open(port)
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_settings_keep_the_app_at_home() -> None:
    settings = tomllib.loads((entry.SCRIPT.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["disableDataExport"] is True
    assert settings["client"]["showErrorDetails"] == "none"
