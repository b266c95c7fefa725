"""Office files read in a child process with limits, so that no file can take the caller down."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from ingest.sheets import Sheet, UnreadableFile
from warehouse.settings import PROJECT

SECONDS_PER_MESSAGE = 120
ARROW = b"\xff\xff\xff\xff"  # how every Arrow stream begins, and no pickle
Reply = Sheet | pl.DataFrame | str | None


@dataclass(frozen=True)
class Request:
    """A file to read; the password goes no other way than through the connection."""

    path: Path
    password: str | None = field(default=None, repr=False)


def send_reply(connection: Connection, reply: Reply) -> None:
    """Send rows as an Arrow stream, all else pickled; the first rows of a sheet follow it as rows."""
    if isinstance(reply, pl.DataFrame):
        written = io.BytesIO()
        reply.write_ipc_stream(written)
        connection.send_bytes(written.getbuffer())
    elif isinstance(reply, Sheet):
        connection.send(replace(reply, frame=reply.frame.clear(), rest=iter(())))
        send_reply(connection, reply.frame)
    else:
        connection.send(reply)


def receive_reply(connection: Connection) -> Reply:
    """Return what `send_reply` sent."""
    message = connection.recv_bytes()
    if message.startswith(ARROW):
        return pl.read_ipc_stream(message)
    reply: Reply = pickle.loads(message)  # noqa: S301 - the child is our own process
    if isinstance(reply, Sheet):
        reply.frame = pl.read_ipc_stream(connection.recv_bytes())
    return reply


class SheetReader:
    """Reads file after file through one child; a child that dies or hangs costs one file and is replaced.

    The child reads on while the caller works on what it has, by no more than one chunk.
    """

    def __init__(self, seconds_per_message: float = SECONDS_PER_MESSAGE) -> None:
        self._seconds = seconds_per_message
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._busy = False

    def __enter__(self) -> Self:
        self._start()  # the child starts up while the caller makes itself ready
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: Path, password: str | None = None) -> Iterator[Sheet]:
        """Yield the sheets of `path` in order; chunks that were not taken are skipped when the next is asked for.

        Raises:
            UnreadableFile: with the rule that says why; `reader_died` where the child did not survive the file.
        """
        if self._busy:  # the sheets of the file before were not all taken
            self._stop()
        connection = self._start()
        self._busy = True
        try:
            self._send(connection, Request(path.resolve(), password))
            reply = self._receive(connection)
            while isinstance(reply, Sheet):
                reply.rest = chunks = _Chunks(partial(self._receive, connection))
                yield reply
                reply = chunks.skip()
            self._busy = False
        finally:
            if self._busy and self._connection is connection:
                self._stop()
        if isinstance(reply, str):
            raise UnreadableFile(reply)

    def _start(self) -> Connection:
        if self._connection is None or self._child is None or self._child.poll() is not None:
            self._stop()
            self._connection, theirs = Pipe()
            with theirs:
                self._child = subprocess.Popen(
                    [sys.executable, "-m", "ingest", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": str(PROJECT)},
                )
        return self._connection

    def _stop(self) -> None:
        self._busy = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None

    def _send(self, connection: Connection, request: Request) -> None:
        try:
            connection.send(request)
        except OSError as error:
            self._stop()
            raise UnreadableFile("reader_died") from error

    def _receive(self, connection: Connection) -> Reply:
        try:
            if connection.poll(self._seconds):
                return receive_reply(connection)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._stop()
            raise UnreadableFile("reader_died") from error
        self._stop()
        raise UnreadableFile("reader_died")


class _Chunks(Iterator[pl.DataFrame]):
    """The chunks of one sheet; what comes after them is the next sheet, or the end."""

    def __init__(self, receive: Callable[[], Reply]) -> None:
        self._receive = receive
        self._following: list[Reply] = []

    def __next__(self) -> pl.DataFrame:
        if self._following:
            raise StopIteration
        reply = self._receive()
        if isinstance(reply, pl.DataFrame):
            return reply
        self._following.append(reply)
        if isinstance(reply, str):
            raise UnreadableFile(reply)
        raise StopIteration

    def skip(self) -> Reply:
        """Return what follows the chunks, after taking those that are left."""
        for _ in self:
            pass
        return self._following[0]
