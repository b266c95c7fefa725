"""`taizhang ingest`: recognise, check and land files."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from taizhang.output import err, out, print_json, progress
from taizhang.words import pick, say
from warehouse.settings import Site

if TYPE_CHECKING:
    from ingest.pipeline import FileReport


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(exists=True, help=say("ingest.paths"))],
    as_of: Annotated[datetime | None, typer.Option(help=say("ingest.as_of"))] = None,
    dataset: Annotated[str | None, typer.Option(help=say("ingest.dataset"))] = None,
    unit: Annotated[str | None, typer.Option(help=say("ingest.unit"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("app.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    reports = ingest_and_return(context.obj, paths, as_of, dataset, unit, dry_run, quiet=as_json)
    if as_json:
        print_json({"files": [report_to_json(report) for report in reports]})
    if any(problem.severity != "note" for report in reports for problem in report.problems):
        raise typer.Exit(3)


def ingest_and_return(
    site: Site,
    paths: list[Path],
    as_of: datetime | None = None,
    dataset: str | None = None,
    unit: str | None = None,
    dry_run: bool = False,
    quiet: bool = False,
) -> list[FileReport]:
    """Ingest, write the 退回修改单, and print the summary unless `quiet`."""
    from ingest.masking import scrub
    from ingest.pipeline import Options, ingest_paths
    from ingest.returns import write_returns

    options = Options(as_of, dataset, unit, dry_run, ask_password)
    reports = ingest_paths(
        site, paths, options, lambda path: progress(say("ingest.reading", path=scrub(str(path))))
    )
    if not quiet:
        for report in reports:
            print_report(report)
        print_summary(reports)
    if not dry_run:
        for path in write_returns(site, reports):
            err.print(say("ingest.returned", path=path), markup=False)
    return reports


def ask_password(path: Path) -> str | None:
    """Ask for a workbook's password where somebody can answer; it is used once and kept nowhere."""
    if not sys.stdin.isatty():
        return None
    from ingest.masking import scrub

    answer: str = typer.prompt(
        say("ingest.password", path=scrub(path.name)), hide_input=True, default="", err=True
    )
    return answer or None


def print_report(report: FileReport) -> None:
    """One line for the table, one line per problem: where, then what."""
    record = report.record
    parts = [report.file_name + (f" · {report.sheet}" if report.sheet else "")]
    if record:
        counts = {
            "read": record.rows_read,
            "accepted": record.rows_accepted,
            "rejected": record.rows_rejected,
        }
        parts += [record.dataset, f"{record.as_of:%Y-%m-%d}", say("ingest.counts", **counts)]
    if report.confidence is not None:
        parts.append(say("ingest.confidence", share=f"{report.confidence:.0%}"))
    out.print("  ".join([say(f"status.{report.status.replace(' ', '_')}"), *parts]), markup=False)
    for problem in report.problems:
        where = " / ".join(part for part in (report.file_name, problem.sheet, problem.cell) if part)
        out.print(
            f"    {say(f'severity.{problem.severity}')}  {where}：{pick(problem.message)}", markup=False
        )


def print_summary(reports: list[FileReport]) -> None:
    """The last line: how many tables, rows and problems."""
    records = [report.record for report in reports if report.record]
    statuses = Counter(report.status for report in reports)
    out.print(
        say(
            "ingest.summary",
            tables=len(reports),
            landed=statuses["landed"],
            known=statuses["already landed"],
            refused=statuses["rejected"] + statuses["unrecognised"],
            read=sum(record.rows_read for record in records),
            accepted=sum(record.rows_accepted for record in records),
            rejected=sum(record.rows_rejected for record in records),
        )
    )


def report_to_json(report: FileReport) -> dict[str, Any]:
    """Return the report in the shape that other programs rely on."""
    from ingest.masking import scrub

    record = report.record
    return {
        "path": scrub(str(report.path)),
        "sha256": report.sha256,
        "sheet": report.sheet,
        "dataset": record.dataset if record else None,
        "unit": record.unit if record else None,
        "as_of": record.as_of if record else None,
        "as_of_from": record.inferred.get("as_of") if record else None,
        "load_id": record.load_id if record else None,
        "confidence": report.confidence,
        "status": report.status,
        "rows_read": record.rows_read if record else 0,
        "rows_accepted": record.rows_accepted if record else 0,
        "rows_rejected": record.rows_rejected if record else 0,
        "problems": [
            {
                "sheet": problem.sheet,
                "cell": problem.cell,
                "column": problem.column,
                "rule": problem.rule,
                "severity": problem.severity,
                "message": pick(problem.message),
            }
            for problem in report.problems
        ],
    }
