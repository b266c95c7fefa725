"""`taizhang findings`, `leads` and `mark`: what the indicators flag, where to look first, what a check came to."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json, print_table
from taizhang.words import language, say

if TYPE_CHECKING:
    from warehouse.findings import Finding, FindingOrigin
    from warehouse.words import Words

FIRST_LEADS = 50


def findings(
    context: typer.Context,
    indicator: Annotated[str | None, typer.Option(help=say("findings.indicator"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.findings import read_findings, read_indicators
    from warehouse.serving import open_build
    from warehouse.words import read_words

    with open_build(context.obj) as connection:
        found = read_findings(connection, language(), indicator_id=indicator)
        indicators = read_indicators(connection)
        words = read_words(connection, language())
    if as_json:
        print_json([asdict(finding) for finding in found])
    elif indicator is None:
        columns = ("id", "name", "count", "new", "amount", "examined", "hit_rate", "precision", "checked")
        print_table(
            [say(f"findings.{column}") for column in columns],
            [
                (
                    row.indicator_id,
                    row.label_zh if language() == "zh" else row.label_en,
                    row.findings if row.is_computable else say("findings.not_computable"),
                    row.findings_new or "",
                    f"{row.amount_cny:,.0f}" if row.amount_cny else "",
                    row.subjects_examined,
                    say_rate(row.hit_rate, row.is_too_broad),
                    f"{row.precision_expected:.0%}",
                    row.confirmed + row.refuted,
                )
                for row in indicators
            ],
        )
    else:
        print_findings(found, words)


def leads(
    context: typer.Context,
    first: Annotated[int, typer.Option(min=1, help=say("leads.first"))] = FIRST_LEADS,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.findings import read_leads
    from warehouse.serving import open_build
    from warehouse.words import read_words

    with open_build(context.obj) as connection:
        found = read_leads(connection, None if as_json else first)
        words = read_words(connection, language())
    if as_json:
        print_json([asdict(lead) for lead in found])
        return
    columns = ("place", "id", "subject", "kind", "score", "indicators", "families", "amount", "latest")
    print_table(
        [say(f"leads.{column}") for column in columns],
        [
            (
                lead.place,
                lead.lead_id,
                lead.subject_name,
                words.of("fct_lead", "subject_type", lead.subject_type),
                f"{lead.score:.2f}",
                lead.indicators,
                lead.families,
                f"{lead.amount_cny:,.0f}" if lead.amount_cny else "",
                lead.latest_on,
            )
            for lead in found
        ],
    )


def mark(
    context: typer.Context,
    lead: Annotated[str, typer.Argument(help=say("mark.lead"))],
    verdict: Annotated[str, typer.Option(help=say("mark.verdict"))],
    by: Annotated[str, typer.Option(help=say("mark.by"))],
    note: Annotated[str | None, typer.Option(help=say("mark.note"))] = None,
    reason: Annotated[str | None, typer.Option(help=say("mark.reason"))] = None,
    evidence: Annotated[str | None, typer.Option(help=say("mark.evidence"))] = None,
    amount: Annotated[float | None, typer.Option(min=0, help=say("mark.amount"))] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=say("mark.on"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
) -> None:
    from warehouse.errors import UsageError
    from warehouse.findings import find_marked, read_known_until
    from warehouse.marks import Mark, land_mark, read_reason, read_verdict
    from warehouse.serving import open_build

    with open_build(context.obj) as connection:
        marked = find_marked(connection, lead)
        # The office's own calendar: a verdict of a later day than the data would wait for the week it belongs to.
        known_until = read_known_until(connection)
    day = on.date() if on else known_until
    if day > known_until:
        raise UsageError(
            f"核查日期 {day} 晚于当前数据的日期 {known_until}；请先报送并构建较新的数据，或填写不晚于它的日期",
            f"the day {day} is later than the data ({known_until}); build newer data first, or give an earlier day",
        )
    given = Mark(
        lead_id=lead,
        verdict=read_verdict(verdict),
        marked_by=by,
        marked_on=day,
        reason=read_reason(reason) if reason else None,
        amount_cny=amount,
        evidence_no=evidence,
        note=note,
    )
    if not dry_run:
        land_mark(context.obj, given)
    key = "mark.planned" if dry_run else "mark.done"
    out.print(say(key, lead=lead, count=len(marked), verdict=verdict, day=day), markup=False)


def print_findings(found: list[Finding], words: Words) -> None:
    """A line per finding: its id, what became of it, and its sentence."""
    for finding in found:
        status = words.of("fct_finding", "status", finding.status)
        out.print(f"{finding.finding_id}  {status}", style="bold", markup=False)
        out.print(f"  {finding.sentence}", markup=False)


def print_finding(origin: FindingOrigin, words: Words) -> None:
    """The sentence, why it matters, what it may innocently be, what to check next."""
    sheet, finding = origin.datasheet, origin.finding
    print_findings([finding], words)
    for key in ("condition", "why"):
        out.print(f"{say(f'finding.{key}')}{sheet[key][language()]}", markup=False)
    for key in ("innocents", "next_checks"):
        out.print(say(f"finding.{key}"), style="bold")
        for text in sheet[key]:
            out.print(f"  · {text[language()]}", markup=False)


def say_rate(rate: float | None, is_too_broad: bool) -> str:
    """A hit rate, with a warning where the rule flags more than a fifth of what it examines."""
    if rate is None:
        return ""
    return f"{rate:.1%}" + (say("findings.too_broad") if is_too_broad else "")
