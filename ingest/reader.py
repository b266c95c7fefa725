"""Office files read in a child process with limits, so that no file can take the caller down."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ingest.grid import Sheet, UnreadableFile
from warehouse.settings import PROJECT

SECONDS_PER_FILE = 120


class SheetReader:
    """Reads file after file through one child; a child that dies or hangs costs one file and is replaced."""

    def __init__(self, seconds_per_file: float = SECONDS_PER_FILE) -> None:
        self._seconds = seconds_per_file
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: Path) -> list[Sheet]:
        """Return the sheets of `path`.

        Raises:
            UnreadableFile: with the rule that says why; `reader_died` where the child did not survive the file.
        """
        child = self._start()
        alarm = threading.Timer(self._seconds, child.kill)
        alarm.start()
        try:
            reply = _ask(child.stdin, child.stdout, path.resolve())
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            self._stop()
            raise UnreadableFile("reader_died") from error
        finally:
            alarm.cancel()
        if isinstance(reply, str):
            raise UnreadableFile(reply)
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ingest"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": str(PROJECT)},
            )
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _ask(requests: IO[bytes] | None, replies: IO[bytes] | None, path: Path) -> list[Sheet] | str:
    if requests is None or replies is None:
        raise EOFError
    pickle.dump(path, requests)
    requests.flush()
    reply: list[Sheet] | str = pickle.load(replies)  # noqa: S301 - the child is our own process
    return reply
