"""`taizhang diff`: what changed between two weeks, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import language, say

if TYPE_CHECKING:
    from warehouse.changes import Change
    from warehouse.words import Words


def diff(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="WEEK", help=say("diff.first"))],
    last: Annotated[str, typer.Argument(metavar="WEEK", help=say("diff.last"))],
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.changes import read_changes
    from warehouse.serving import open_build
    from warehouse.words import read_words

    with open_build(context.obj) as connection:
        changes = read_changes(connection, first, last)
        words = read_words(connection, language())
    print_json(changes) if as_json else print_changes(changes, words)


def print_changes(changes: list[Change], words: Words) -> None:
    """Week by week, a line per change."""
    week = ""
    for change in changes:
        if change.week != week:
            week = change.week
            count = sum(other.week == week for other in changes)
            out.print(say("diff.week", week=week, count=count), style="bold", markup=False)
        out.print(f"  {describe_change(change, words)}", markup=False)
    if not changes:
        out.print(say("diff.none"))


def describe_change(change: Change, words: Words) -> str:
    """Subject, kind of change, what it was and is, whose it is."""
    name, kind, field = (
        words.of("fct_change", column, value)
        for column, value in (("entity", change.entity), ("change", change.change), ("field", change.field))
    )
    if change.entity == "row":
        return f"{kind}  {words.dataset(change.before or '')}  {change.id}"
    values = " → ".join(_name_value(change, value, words) for value in (change.before, change.after))
    what = kind if kind == field else f"{kind}（{field}）"
    return f"{name} {change.id}  {what}  {values}  {change.lead_unit or ''}  {change.title or ''}".rstrip()


def _name_value(change: Change, value: str | None, words: Words) -> str:
    if value is None:
        return "—"
    for owner in (
        ("fct_task_week", "state"),
        ("ledger.weekly_progress", "status"),
        ("fct_task_week", "due_kind"),
    ):
        if change.field in {"state", "status", "deadline"} and words.of(*owner, value) != value:
            return words.of(*owner, value)
    return value
