"""Named points at which a fault test makes the process die.

`TAIZHANG_FAILPOINT=<name>` kills this process with SIGKILL when it reaches `failpoint("<name>")`: no handler, no
`finally` and no flush runs, as in a power cut. Unset, which is the only sane setting outside tests, a failpoint
does nothing. A name says what has just happened; those in use: `git grep 'failpoint("'`.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "TAIZHANG_FAILPOINT"


def failpoint(name: str) -> None:
    """Die here, at once and without clean-up, if a fault test asked for `name`."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
