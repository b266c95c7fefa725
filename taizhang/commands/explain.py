"""`taizhang explain`: a figure, a claim or a row back to file, sheet, row and cell, with the SQL on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.commands.claims import print_claim
from taizhang.commands.diff import describe_change
from taizhang.commands.findings import print_finding
from taizhang.output import out, print_json
from taizhang.words import language, say

if TYPE_CHECKING:
    from warehouse.changes import Change
    from warehouse.claims import ClaimOrigin
    from warehouse.findings import FindingOrigin
    from warehouse.lineage import MetricOrigin, RowOrigin, SqlStep
    from warehouse.words import Words


class What(StrEnum):
    """What can be explained."""

    metric = "metric"
    change = "change"
    claim = "claim"
    finding = "finding"
    row = "row"


def explain(
    context: typer.Context,
    what: Annotated[What, typer.Argument(help=say("explain.what"))],
    name: Annotated[str, typer.Argument(help=say("explain.name"))],
    week: Annotated[str | None, typer.Option(help=say("explain.week"))] = None,
    org: Annotated[str, typer.Option(help=say("explain.org"))] = "all",
    sql: Annotated[bool, typer.Option("--sql", help=say("explain.sql"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.changes import explain_change
    from warehouse.claims import explain_claim
    from warehouse.findings import explain_finding
    from warehouse.lineage import explain_metric, explain_row
    from warehouse.serving import open_build
    from warehouse.words import read_words

    with open_build(context.obj) as connection:
        if what is What.row:
            row = explain_row(connection, name)
            print_json(row.to_dict()) if as_json else print_row(row)
        elif what is What.change:
            changes, path = explain_change(connection, name, week)
            words = read_words(connection, language())
            print_json(changes) if as_json else print_change(changes, path, words, sql)
        elif what is What.finding:
            finding = explain_finding(connection, name, language())
            words = read_words(connection, language())
            print_json(finding.to_dict()) if as_json else print_finding_origin(finding, words, sql)
        elif what is What.claim:
            claim = explain_claim(connection, name)
            words = read_words(connection, language())
            print_json(claim.to_dict()) if as_json else print_claim_origin(claim, words, sql)
        else:
            metric = explain_metric(connection, name, week, org)
            print_json(metric.to_dict()) if as_json else print_metric(metric, sql)


def print_row(row: RowOrigin) -> None:
    """File, sheet and row, then a line per cell: address, what it holds, what it was read as."""
    out.print(say("explain.row", file=row.file, sheet=row.sheet, row=row.row), style="bold", markup=False)
    out.print(
        say("explain.load", dataset=row.dataset, load_id=row.load_id, as_of=f"{row.as_of:%Y-%m-%d}"),
        markup=False,
    )
    out.print(f"sha256 {row.sha256}")
    for column, cell in row.cells.items():
        read = "" if cell.value == cell.raw else f" → {cell.value}"
        inferred = say("explain.inferred", why=cell.inferred) if cell.inferred else ""
        out.print(f"  {cell.address or '—':<10}{column:<20}{cell.raw or '—'}{read}{inferred}", markup=False)


def print_metric(metric: MetricOrigin, with_sql: bool) -> None:
    """The value and its formula, the models it comes through, and every row that it counts with its cells."""
    sheet = metric.datasheet
    unit = sheet["unit"]
    out.print(
        f"{sheet[f'label_{language()}']}  {format_figure(metric.value, unit)}", style="bold", markup=False
    )
    out.print(
        say("explain.scope", metric=metric.metric_id, week=metric.week_id, org=metric.org_id), markup=False
    )
    if metric.denominator is not None:
        out.print(f"{metric.numerator:,.0f} / {metric.denominator:,.0f}")
    out.print(sheet[f"formula_{language()}"], markup=False)
    out.print(sheet[f"counts_{language()}"], markup=False)
    print_path(metric.path, with_sql)
    out.print(say("explain.rows", count=len(metric.rows)), style="bold")
    for row in metric.rows:
        mark = "✓" if row.in_numerator else "·"
        amount = "" if row.amount is None else f"{format_figure(row.amount, unit)}  "
        out.print(f"  {mark} {row.subject_id}  {amount}{describe_place(row.origin)}", markup=False)
        if row.proof and row.proof != row.origin:
            out.print(f"      ← {describe_place(row.proof)}", markup=False)


def print_claim_origin(claim: ClaimOrigin, words: Words, with_sql: bool) -> None:
    """The claim, then the recomputed side: the metric with its rows, or the recorded days with theirs."""
    print_claim(claim, words)
    if claim.metric:
        print_metric(claim.metric, with_sql)
    elif claim.periods:
        print_path(claim.path, with_sql)
        out.print(say("explain.periods", count=len(claim.periods)), style="bold")
    for period in claim.periods:
        days = f"{period.first_on} — {period.last_on}"
        out.print(
            f"  {days}  {period.name or ''}  ×{period.occurrences}  {describe_place(period.origin)}",
            markup=False,
        )


def print_finding_origin(origin: FindingOrigin, words: Words, with_sql: bool) -> None:
    """The finding, where each row of its evidence stands, and the models that it came through."""
    print_finding(origin, words)
    out.print(say("finding.rows", count=len(origin.rows)), style="bold")
    for row in origin.rows:
        out.print(f"  {describe_place(row)}", markup=False)
    print_path(origin.path, with_sql)


def print_path(path: list[SqlStep], with_sql: bool) -> None:
    """The models on the way, each after what it reads."""
    out.print(say("explain.path"), style="bold")
    for step in path:
        out.print(f"  {step.name}  {step.path}", markup=False)
        if with_sql:
            out.print(step.sql, markup=False, style="dim")


def print_change(changes: list[Change], path: list[SqlStep], words: Words, with_sql: bool) -> None:
    """Each change of a subject with the row as it was and as it is, and the models that compare them."""
    for change in changes:
        out.print(f"{change.week}  {describe_change(change, words)}", style="bold", markup=False)
        out.print(say("explain.row_before", place=describe_place(change.origin_before)), markup=False)
        gone = change.change in ("removed", "vanished")
        out.print(say("explain.row_now", place=describe_place(None if gone else change.origin)), markup=False)
    print_path(path, with_sql)


def format_figure(value: float | None, unit: str) -> str:
    """A share in percent, money to the cent, a count as it is; a dash where there is nothing to divide by."""
    if value is None:
        return "—"
    return f"{value:.2%}" if unit == "percent" else f"{value:,.2f} 元" if unit == "cny" else f"{value:,.0f}"


def describe_place(origin: RowOrigin | None) -> str:
    """File, sheet, row, range of cells and the row's id."""
    if origin is None:
        return "—"
    return f"{origin.file} / {origin.sheet} / {say('explain.at_row', row=origin.row)} / {origin.span}  {origin.row_uid}"
