"""`taizhang snapshot` and `verify`: freeze a week, prove it unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say

if TYPE_CHECKING:
    from exports.snapshot import SnapshotResult
    from exports.verify import WeekStatus


def snapshot(
    context: typer.Context,
    week: Annotated[str | None, typer.Option(help=say("snapshot.week"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from exports.snapshot import snapshot as write_snapshot

    result = write_snapshot(context.obj, week, dry_run=dry_run)
    print_json(result) if as_json else print_result(result)


def print_result(result: SnapshotResult) -> None:
    """The folder and its files."""
    out.print(say(f"snapshot.{result.status}", week=result.week, folder=result.folder), markup=False)
    for name in result.files:
        out.print(f"  {name}", markup=False)
    print_last_hash(result.chain_sha256)


def print_last_hash(digest: str | None) -> None:
    """The first digits of the chain's last hash, to be noted where nobody can change it."""
    if digest:
        out.print(say("verify.last_hash", digest=digest[:16]), markup=False)


def verify(
    context: typer.Context,
    week: Annotated[str | None, typer.Argument(help=say("snapshot.week"))] = None,
    expect: Annotated[str | None, typer.Option(help=say("verify.expect"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from exports.verify import verify as verify_snapshots

    statuses = verify_snapshots(context.obj, week, expect=expect)
    if as_json:
        print_json(statuses)
    else:
        print_statuses(statuses)
        if expect is None and week is None:
            print_last_hash(statuses[-1].chain_sha256 if statuses else None)
    if any(status.status != "intact" for status in statuses):
        raise typer.Exit(1)


def print_statuses(statuses: list[WeekStatus]) -> None:
    """One line per week, and under it each file that is not as it was."""
    for status in statuses:
        out.print(f"{status.week}  {say(f'verify.{status.status}')}")
        for file in status.files:
            if file.status != "intact":
                out.print(f"    {file.name}  {say(f'verify.{file.status}')}", markup=False)
    if not statuses:
        out.print(say("verify.none"))
