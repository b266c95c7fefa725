"""Headings that are nearly what a contract calls a column: taken where hardly a sign differs, and always told."""

from __future__ import annotations

import difflib
from dataclasses import replace

from ingest.headers import Header, HeaderMatch, fold_header
from warehouse.contracts import Column

NEARLY = 0.8


def take_near(match: HeaderMatch) -> HeaderMatch:
    """Return `match` with headings that are nearly a missing column's name taken for it; `near` tells which.

    Nearly means one sign in five: 完成时间 is not 完成时限. A heading that some contract knows means what it says.
    """
    columns, unmatched, near = dict(match.columns), list(match.unmatched), set(match.near)
    for column in match.contract.read_columns:
        if column.name in columns:
            continue
        likely = [header for header in unmatched if header.names[0] not in match.familiar]
        best = max(likely, key=lambda header: likeness(header, column), default=None)
        if best and likeness(best, column) >= NEARLY:
            columns[column.name] = best
            unmatched.remove(best)
            near.add(column.name)
    ordered = {c.name: columns[c.name] for c in match.contract.read_columns if c.name in columns}
    return replace(match, columns=ordered, unmatched=tuple(unmatched), near=frozenset(near))


def likeness(header: Header, column: Column) -> float:
    """Return how like `header` is to the closest of the column's headings, 0 to 1."""
    return max(
        (
            difflib.SequenceMatcher(None, name, fold_header(alias)).ratio()
            for name in header.names
            for alias in column.headers
        ),
        default=0.0,
    )
