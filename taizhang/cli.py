"""The `taizhang` command: one verb per module in `commands/`, and one place where errors become sentences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands import (
    build,
    claims,
    dashboard,
    demo,
    diff,
    evaluate,
    explain,
    findings,
    ingest,
    init,
    new,
    notice,
    project,
    rotate_key,
    simulate,
    snapshot,
    template,
)
from taizhang.output import print_error
from taizhang.words import Language, language, say
from warehouse.errors import TaizhangError
from warehouse.settings import open_site

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="taizhang",
    help=say("app.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=HELP_NAMES,
    rich_markup_mode="markdown",
)


@app.callback()
def configure(
    context: typer.Context,
    site: Annotated[Path | None, typer.Option("--site", help=say("app.site"))] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help=say("app.lang"))] = None,
    debug: Annotated[bool, typer.Option("--debug", help=say("app.debug"))] = False,
) -> None:
    context.obj = open_site(site)


VERBS: dict[str, Callable[..., None]] = {
    "demo": demo.demo,
    "init": init.init,
    "template": template.template,
    "ingest": ingest.ingest,
    "notice": notice.notice,
    "build": build.build,
    "publish": build.publish,
    "builds": build.builds,
    "claims": claims.claims,
    "findings": findings.findings,
    "leads": findings.leads,
    "mark": findings.mark,
    "evaluate": evaluate.evaluate,
    "explain": explain.explain,
    "snapshot": snapshot.snapshot,
    "verify": snapshot.verify,
    "diff": diff.diff,
    "dashboard": dashboard.dashboard,
    "rotate-key": rotate_key.rotate_key,
    "simulate": simulate.simulate,
    "new": new.new,
    "sync": project.sync,
}
for verb, command in VERBS.items():
    example_then_summary = say(f"{verb}.help")
    summary = example_then_summary.partition("\n\n")[2]
    app.command(verb, help=example_then_summary, short_help=summary, context_settings=HELP_NAMES)(command)


def main() -> None:
    """Run the command line; exit codes: 0 ok · 1 failure · 2 usage · 3 data problems · 4 unfit · 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in code page 936 cannot print every character of a ledger.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except TaizhangError as error:
        if "--debug" in sys.argv:
            raise
        print_error(error.zh if language() == "zh" else error.en)
        raise SystemExit(error.exit_code) from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        # The text of an unforeseen error may quote a cell: only its kind is shown.
        print_error(say("app.unforeseen", kind=type(error).__name__))
        raise SystemExit(1) from error
