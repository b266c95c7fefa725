"""The child process that `ingest.reader` starts: `python -m ingest FD`, where FD is its end of the connection.

A hostile workbook can kill its reader, so this process limits its own memory, and nothing of it outlives the file.
"""

from __future__ import annotations

import gc
import resource
import sys
from multiprocessing.connection import Connection

from ingest.grid import read_sheets
from ingest.reader import Reply, Request, send_reply
from ingest.sheets import UnreadableFile

MEMORY_LIMIT = 3 * 1024**3


def answer(connection: Connection, request: Request) -> None:
    """Send every sheet as it is read, each followed by its chunks; then None, or the rule that refuses the file."""
    last: Reply = None
    try:
        with request.path.open("rb") as stream:
            for sheet in read_sheets(stream, request.password):
                send_reply(connection, sheet)
                for chunk in sheet.chunks():
                    send_reply(connection, chunk)
    except UnreadableFile as error:
        last = str(error)
    except MemoryError:
        last = "too_large"
    except ConnectionError:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged file makes a reader raise
        last = "damaged_file"
    send_reply(connection, last)


def main() -> None:
    """Answer requests until the parent hangs up."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    gc.disable()  # cells are no cycles, and looking for some among millions takes as long as reading them
    with Connection(int(sys.argv[1])) as connection:
        while True:
            try:
                request: Request = connection.recv()
            except EOFError:
                return
            answer(connection, request)


if __name__ == "__main__":
    main()
