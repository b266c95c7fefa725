"""`taizhang claims`: every stated number beside the recomputed one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.output import out, print_json, print_table
from taizhang.words import language, say

if TYPE_CHECKING:
    from warehouse.claims import CheckedClaim, ClaimOrigin, Contradiction
    from warehouse.words import Words

QUOTE_LENGTH = 28


def claims(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=say("app.json"))] = False,
) -> None:
    from warehouse.claims import read_claims, read_contradictions
    from warehouse.serving import open_build
    from warehouse.words import read_words

    with open_build(context.obj) as connection:
        found, contradictions = read_claims(connection), read_contradictions(connection)
        words = read_words(connection, language())
    if as_json:
        print_json([asdict(claim) for claim in found])
        return
    for source in ("notice", "ledger"):
        print_claims(source, [claim for claim in found if claim.source == source], words)
    out.print(say("claims.contradictions", count=len(contradictions)), style="bold")
    for contradiction in contradictions:
        out.print(f"  {describe_contradiction(contradiction, words)}", markup=False)


def print_claims(source: str, found: list[CheckedClaim], words: Words) -> None:
    """How many claims have each verdict and how many can be checked, then a line per claim."""
    from warehouse.claims import count_verdicts, share_checkable

    share = share_checkable(found)
    counts = "  ".join(
        f"{words.of('fct_claim', 'verdict', verdict)} {count}"
        for verdict, count in count_verdicts(found).items()
    )
    name = words.of("fct_claim", "source", source)
    out.print(say("claims.heading", source=name, count=len(found)), style="bold", markup=False)
    if share is None:
        return
    out.print(counts, markup=False)
    out.print(say("claims.checkable", share=f"{share:.1%}"), markup=False)
    columns = ("id", "item", "quote", "stated", "recomputed", "verdict", "reason")
    print_table(
        [say(f"claims.{column}") for column in columns],
        [
            (
                claim.claim_id,
                claim.item,
                shorten(claim.quote),
                write_side(claim.stated),
                write_side(claim.recomputed),
                words.of("fct_claim", "verdict", claim.verdict),
                words.of("fct_claim", "reason", claim.reason),
            )
            for claim in found
        ],
    )


def print_claim(origin: ClaimOrigin, words: Words) -> None:
    """The claim's place in the text, both sides, the rule, and what it contradicts."""
    claim = origin.claim
    out.print(claim.quote, style="bold", markup=False)
    if origin.place:
        where = f" {claim.span[0] + 1}-{claim.span[1]}" if claim.span else ""
        out.print(
            say("claims.place", file=origin.place.file, where=where, item=claim.item or "—"), markup=False
        )
    verdict = words.of("fct_claim", "verdict", claim.verdict)
    out.print(
        say(
            "claims.sides",
            stated=write_side(claim.stated) or "—",
            recomputed=write_side(claim.recomputed) or "—",
            verdict=verdict,
            reason=words.of("fct_claim", "reason", claim.reason),
        ),
        markup=False,
    )
    if origin.rule:
        target = claim.metric_id or claim.period_kind or "—"
        out.print(
            say("claims.rule", rule=claim.rule_id, comparison=claim.comparison, target=target), markup=False
        )
        out.print(f"  {origin.rule['pattern'] or ''}  {origin.rule['context'] or ''}", markup=False)
    for contradiction in origin.contradictions:
        out.print(f"  ≠ {describe_contradiction(contradiction, words)}", markup=False)


def describe_contradiction(found: Contradiction, words: Words) -> str:
    """Kind, both sides with their numbers."""
    kind = words.of("fct_claim_contradiction", "kind", found.kind)
    other = found.other_quote or say("claims.printed")
    numbers = ""
    if found.other_value is not None:
        numbers = f"  {write_side(found.value)} ≠ {write_side(found.other_value)}"
    return f"{kind}{numbers}  {found.claim_id} {shorten(found.quote)} | {found.other_claim_id or ''} {shorten(other)}"


def shorten(quote: str) -> str:
    """The beginning of a long quote."""
    return quote if len(quote) <= QUOTE_LENGTH else f"{quote[:QUOTE_LENGTH]}…"


def write_side(value: float | str | None) -> str:
    """A number without needless decimals, days as they are, nothing for nothing."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
