"""`python -m simulate.sample [DIR]` writes the sample again from its story."""

from __future__ import annotations

import sys
from pathlib import Path

from simulate.sample.delivery import SAMPLE, write_sample

write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
