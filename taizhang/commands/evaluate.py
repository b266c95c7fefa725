"""`taizhang evaluate`: the indicators held against a truth file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json, print_table
from taizhang.words import say

if TYPE_CHECKING:
    from warehouse.evaluation import Evaluation


def evaluate(
    context: typer.Context,
    truth: Annotated[Path, typer.Option(help=say("evaluate.truth"))],
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.evaluation import evaluate as evaluate_build
    from warehouse.evaluation import read_truth
    from warehouse.serving import open_build

    cases = read_truth(truth)
    with open_build(context.obj) as connection:
        found = evaluate_build(connection, cases)
    if as_json:
        print_json(found.to_dict())
    else:
        print_evaluation(found)


def print_evaluation(found: Evaluation) -> None:
    """The whole in one line, then a line per indicator, then what was stated beside what was so."""
    overall = found.overall
    out.print(
        say(
            "evaluate.overall",
            real=overall.real,
            found=overall.found,
            recall=percent(overall.recall),
            precision=percent(overall.precision),
            top=percent(found.precision_at_50),
            amount=f"{overall.amount_found_cny:,.0f}",
            all_amount=f"{overall.amount_cny:,.0f}",
        ),
        style="bold",
        markup=False,
    )
    columns = ("id", "real", "found", "recall", "findings", "false", "innocent", "precision", "hit_rate")
    print_table(
        [say(f"evaluate.{column}") for column in columns],
        [
            (
                score.indicator_id,
                score.real,
                score.found,
                percent(score.recall),
                score.findings,
                score.false,
                score.innocent,
                percent(score.precision),
                percent(score.hit_rate),
            )
            for score in found.indicators
        ],
    )
    out.print(say("evaluate.calibration"), style="bold")
    for band in found.calibration:
        out.print(
            say(
                "evaluate.band",
                stated=percent(band["stated"]),
                observed=percent(band["observed"]),
                n=band["n"],
            ),
            markup=False,
        )
    if found.unlabelled:
        out.print(say("evaluate.unlabelled", ids=", ".join(found.unlabelled)), markup=False)


def percent(share: float | None) -> str:
    """A share as a percentage, a dash where there is none."""
    return "—" if share is None else f"{share:.1%}"
