"""`taizhang notice`: a published notice as an outline with spans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say


def notice(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=say("notice.file"))],
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from ingest.masking import scrub
    from ingest.notice import parse_notice
    from ingest.text_encoding import decode_text

    parsed = parse_notice(scrub(decode_text(file.read_bytes()))).to_dict()
    if as_json:
        print_json(parsed)
        return
    stated, items = parsed["stated"], parsed["items"]
    printed = [item for item in items if item["problem"]]
    enumerated = [item for item in items if item["measures"]]
    blocks = sum(len(item["blocks"]) for item in items)
    out.print(parsed["title"] or scrub(file.name), style="bold")
    out.print(say("notice.sections", count=len(parsed["sections"])))
    out.print(
        say("notice.problems", count=len(printed), missing=parsed["missing_numbers"] or say("notice.none"))
    )
    measures = sum(len(item["measures"]) for item in items)
    out.print(say("notice.measures", count=measures, items=len(enumerated), blocks=blocks))
    out.print(say("notice.documents", count=len(parsed["documents"])))
    out.print(say("notice.numbers", quantities=len(parsed["quantities"]), dates=len(parsed["dates"])))
    unstated = say("notice.unstated")
    out.print(
        say("notice.stated", **{key: unstated if value is None else value for key, value in stated.items()})
    )
    for item in items:
        mark = say("notice.inferred") if item.get("inferred") else ""
        problem = item["problem"] or say("notice.absent")
        out.print(f"  ({item['number']}){mark} {problem}  ×{len(item['measures'])}", markup=False)
