"""The child process that `ingest.reader` starts: `python -m ingest`."""

from ingest.grid import main

main()
