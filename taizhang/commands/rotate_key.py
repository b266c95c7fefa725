"""`taizhang rotate-key`: exchange the key of the site's personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say

if TYPE_CHECKING:
    from warehouse.rotation import Rotation


def rotate_key(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.rotation import rotate_keys

    result = rotate_keys(context.obj, dry_run=dry_run)
    print_json(result) if as_json else print_result(result)


def print_result(result: Rotation) -> None:
    """What came under the new key, what did not, and what to do next."""
    counts = {"values": f"{result.values:,}", "loads": result.loads}
    if result.new_key_id is None:
        out.print(say("rotate-key.planned", old=result.old_key_id, **counts))
        return
    if result.resumed:
        out.print(say("rotate-key.resumed"))
    out.print(say("rotate-key.done", old=result.old_key_id, new=result.new_key_id, **counts))
    if result.unknown_tokens:
        out.print(say("rotate-key.unknown", count=result.unknown_tokens))
    out.print(say("rotate-key.next", kept=result.kept_key), markup=False)
