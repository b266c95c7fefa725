"""`taizhang simulate`: an invented district with known truth, as office files or straight into a site's landing."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json
from taizhang.words import say
from warehouse.errors import UsageError
from warehouse.settings import Site

if TYPE_CHECKING:
    from ingest.commit import Committer
    from simulate.office.page import Page
    from simulate.office.sink import Sink
    from simulate.run import Summary

RECEIPT = "simulated.json"
TRUTH = "truth.jsonl"


class Format(StrEnum):
    """What comes out: files for the inbox, or loads in the landing."""

    office = "office"
    landing = "landing"


def simulate(
    folder: Annotated[Path, typer.Option("--out", file_okay=False, help=say("simulate.out"))],
    scale: Annotated[int, typer.Option(min=1, help=say("simulate.scale"))] = 1,
    seed: Annotated[int, typer.Option(min=0, help=say("simulate.seed"))] = 7,
    truth: Annotated[Path | None, typer.Option(dir_okay=False, help=say("simulate.truth"))] = None,
    form: Annotated[Format, typer.Option("--format", help=say("simulate.format"))] = Format.office,
    cases: Annotated[int, typer.Option(min=0, help=say("simulate.cases"))] = 9,
    wrong_ids: Annotated[float, typer.Option(min=0, max=1, help=say("simulate.wrong_ids"))] = 0.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("simulate.dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    summary = write_simulation(
        folder, form, scale=scale, seed=seed, cases=cases, wrong_ids=wrong_ids, truth=truth, is_dry=dry_run
    )
    if as_json:
        print_json(summary)
        return
    print_summary(summary, folder)
    if not dry_run:
        out.print(say(f"simulate.next_{form.value}", path=folder), markup=False)


def write_simulation(
    folder: Path,
    form: Format,
    *,
    scale: int,
    seed: int,
    cases: int,
    wrong_ids: float = 0.0,
    truth: Path | None = None,
    is_dry: bool = False,
) -> Summary:
    """Simulate into `folder`, which takes the place of an earlier simulation in one step.

    Raises:
        UsageError: the folder holds other things.
    """
    from simulate.run import simulate as run

    refuse_foreign(folder)
    settings: dict[str, object] = {"scale": scale, "seed": seed, "cases": cases, "format": form.value}
    if wrong_ids:
        settings["wrong_ids"] = wrong_ids
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        with (
            (part / TRUTH).open("w", encoding="utf-8", newline="\n") as lines,
            open_sink(part, form, settings, is_dry=is_dry) as sink,
        ):
            summary = run(sink, lines, scale=scale, seed=seed, level=cases, wrong_ids=wrong_ids)
        if not is_dry:
            (part / RECEIPT).write_text(f"{json.dumps(settings)}\n", encoding="utf-8", newline="\n")
            if truth is not None:
                truth.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(part / TRUTH, truth)
            shutil.rmtree(folder, ignore_errors=True)
            part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return summary


def print_summary(summary: Summary, folder: Path) -> None:
    """One line: districts, files, rows, cases."""
    counts = {"blocks": summary.blocks, "files": summary.files, "rows": summary.rows}
    out.print(say("simulate.done", **counts, **summary.cases, path=folder), markup=False)


def refuse_foreign(folder: Path) -> None:
    """Raise where `folder` holds anything that no simulation has put there: it would be replaced.

    Raises:
        UsageError: names the folder.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / RECEIPT).exists():
        raise UsageError(
            f"{folder} 里已有别的内容，模拟数据会把它替换掉；请换一个空文件夹：taizhang simulate --out 新文件夹",
            f"{folder} holds other things, which simulated data would replace; name an empty folder with --out",
        )


@contextmanager
def open_sink(folder: Path, form: Format, settings: Mapping[str, object], *, is_dry: bool) -> Iterator[Sink]:
    """Give the sink that takes the pages: office files in `folder`, its landing, or nothing at all."""
    if is_dry:
        yield NoSink()
    elif form is Format.office:
        from simulate.office.sink import OfficeSink

        with OfficeSink(folder) as sink:
            yield sink
    else:
        from ingest.commit import Committer
        from warehouse.keys import ensure_keys

        site = Site(folder)
        ensure_keys(site)
        with Committer(site, dry_run=False) as committer:
            yield LandingSink(committer, json.dumps(settings, sort_keys=True))


class NoSink:
    """Takes pages and keeps none: what a dry run counts."""

    def put(self, page: Page) -> None: ...

    def finish(self) -> None: ...


class LandingSink:
    """Lands pages as if their files had been ingested; `run` tells this simulation's files from another's."""

    def __init__(self, committer: Committer, run: str) -> None:
        from warehouse.contracts import load_contracts

        self._committer = committer
        self._run = run
        self._tables: Counter[tuple[str, str]] = Counter()
        self._contracts = {contract.dataset: contract for contract in load_contracts()}

    def put(self, page: Page) -> None:
        from ingest.feed import FedPlace, land_frame

        place = FedPlace(
            file_name=Path(page.path).name,
            file_sha256=self.digest(page.path),
            sheet=page.sheet,
            as_of=datetime.combine(page.as_of, time()),
            sender=page.sender,
            revision=page.revision,
            headings={
                column.name: (at, column.heading, column.unit)
                for at, column in enumerate(page.columns, page.index)
            },
            first_row=page.first_row,
            money_unit=page.money_unit,
            table=self._tables[page.path, page.sheet],
        )
        self._tables[page.path, page.sheet] += 1
        land_frame(self._committer, self._contracts[page.dataset], page.texts, place)

    def digest(self, path: str) -> str:
        """Return what stands for the SHA-256 of the file `path`, which nobody writes."""
        return hashlib.sha256(f"{self._run}/{path}".encode()).hexdigest()

    def finish(self) -> None:
        """Nothing is left to do: every page is a commit of its own."""
