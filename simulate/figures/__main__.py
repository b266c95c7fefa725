"""`python -m simulate.figures [DIR]` draws the pictures of docs/reference/distributions.md again."""

from __future__ import annotations

import sys
from pathlib import Path

from simulate.figures.figures import draw_all

IMAGES = Path(__file__).parents[2] / "docs" / "images" / "simulation"

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
folder.mkdir(parents=True, exist_ok=True)
for name, picture in draw_all():
    path = folder / f"{name}.svg"
    if picture is None:
        path.unlink(missing_ok=True)
        sys.stderr.write(f"{name}: its table is not simulated\n")
    else:
        path.write_text(picture, encoding="utf-8", newline="\n")
