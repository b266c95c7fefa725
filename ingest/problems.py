"""What was wrong with a delivery, where, and in words that the clerk who sent it can act on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.code_lists import tell_codes
from warehouse.contracts import Column, Label


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `severity` is reject (the row stays out), defect (taken, marked) or note.

    `cell` is an address such as C7, None for a whole table; `row` is 1-based as the sheet shows it. `raw` is what the
    cell holds and `sent` the whole row, both with personal data masked.
    """

    rule: str
    severity: str
    message: Label
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    raw: str | None = None
    sent: str | None = None


@cache
def _templates() -> dict[str, Label]:
    text = Path(__file__).with_name("problems.toml").read_text(encoding="utf-8")
    return {rule: Label(words["zh"], words["en"]) for rule, words in tomllib.loads(text).items()}


def describe(
    rule: str, label: Label | None = None, raw: str | Label | None = None, expected: str | Label | None = None
) -> Label:
    """Return the sentence for `rule` in both languages; what fills it may differ between them."""
    template = _templates()[rule]
    fill = {"label": _both(label), "raw": _both(raw), "expected": _both(expected)}
    return Label(
        template.zh.format(**{name: words.zh for name, words in fill.items()}),
        template.en.format(**{name: words.en for name, words in fill.items()}),
    )


def join_labels(labels: Iterable[Label]) -> Label:
    """Return the labels as one list of words in either language."""
    listed = list(labels)
    return Label("、".join(label.zh for label in listed), ", ".join(label.en for label in listed))


def _both(words: str | Label | None) -> Label:
    return words if isinstance(words, Label) else Label(words or "", words or "")


def describe_cell(rule: str, column: Column, raw: str | None) -> Label:
    """Return the sentence for a cell of `column` that breaks `rule`."""
    if rule == "code":
        return describe(rule, column.label, raw, join_labels(tell_codes(column.codes, column.codes_from)))
    if rule == "minimum":
        return describe(rule, column.label, raw, f"{column.minimum:g}")
    return describe(rule, column.label, raw)
