"""`python -m simulate.sample [DIR]` writes the excerpt in data/sample again, or the whole story into DIR."""

from __future__ import annotations

import sys
from pathlib import Path

from simulate.sample.delivery import SAMPLE, write_excerpt, write_sample

if len(sys.argv) > 1:
    write_sample(Path(sys.argv[1]))
else:
    write_excerpt(SAMPLE)
