"""What is dear to make and only read is made once per run, also where several workers share the run."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

Made = TypeVar("Made")


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """Return what `make` returned for the folder `name`, by whichever worker came first; the others wait for it.

    Args:
        factory: pytest's own, whose folders end with the run.
        name: of the folder, one per thing made.
        make: fills an empty folder and returns what can be pickled.
    """
    base = factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"
    root.mkdir(parents=True, exist_ok=True)
    made = root / f"{name}.made"
    with FileLock(root / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(root / name, ignore_errors=True)  # what a worker left that failed
            (root / name).mkdir()
            made.write_bytes(pickle.dumps(make(root / name)))
    result: Made = pickle.loads(made.read_bytes())
    return result
