"""`taizhang build`, `publish`, `builds`: make the warehouse aside, test it, point to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json, print_table, progress
from taizhang.words import say
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.build import BuildResult

SHOWN_ROWS = 5


def build(
    context: typer.Context,
    as_of: Annotated[datetime | None, typer.Option(help=say("build.as_of"))] = None,
    target: Annotated[str, typer.Option(help=say("build.target"))] = "duckdb",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("build.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.build import build as build_warehouse

    day = as_of.date() if as_of else None
    result = build_warehouse(context.obj, day, target=target, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(result.to_dict())
    else:
        print_result(result)
    if result.status == "failed":
        raise typer.Exit(1)


def print_result(result: BuildResult) -> None:
    """One line for the build, then which tests failed, on which rows, from which cells."""
    counts = {"models": result.models, "passed": result.tests_passed, "seconds": f"{result.seconds:.1f}"}
    outcome = "unchanged" if result.unchanged else result.status
    out.print(say(f"build.{outcome}", build_id=result.build_id, as_of=result.as_of, **counts))
    for key, count in (("late_loads", result.late_loads), ("orphan_rows", result.orphan_rows)):
        if count:
            out.print(say(f"build.{key}", count=count), markup=False)
    for error in result.errors:
        out.print(f"  {error.name}: {error.message}", markup=False)
    for test in result.tests_failed:
        key = "build.test_failed" if test.values is None else "build.test_failed_on_values"
        out.print(say(key, name=test.name, rows=test.rows, values=test.values), markup=False)
        for row in test.sample[:SHOWN_ROWS]:
            out.print("    " + "  ".join(f"{key}={value}" for key, value in row.items()), markup=False)


def publish(
    context: typer.Context,
    rollback: Annotated[bool, typer.Option("--rollback", help=say("publish.rollback"))] = False,
) -> None:
    from warehouse import publish as publishing

    if not rollback:
        raise UsageError(say("publish.only_rollback"))
    out.print(say("publish.rolled_back", build_id=publishing.rollback(context.obj)))


def builds(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.publish import list_builds

    listed = list_builds(context.obj)
    if as_json:
        print_json(listed)
    elif not listed:
        out.print(say("builds.none"))
    else:
        marks = ("✓" if item.is_current else "" for item in listed)
        headings = (say("builds.current"), say("builds.id"), say("builds.as_of"), say("builds.size"))
        print_table(
            headings,
            [(mark, b.build_id, b.as_of, f"{b.size_bytes:,}") for mark, b in zip(marks, listed, strict=True)],
        )
