"""Codes of a contract's column, and the lists of codes that are written elsewhere so that nothing is listed twice."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.contract_files import Label

# Name of the seed → what a page calls its entries.
CODE_LISTS = {"indicator_parameters": Label("指标的每一个参数", "every parameter of an indicator")}


@dataclass(frozen=True)
class Code:
    """One allowed value: its canonical name, its label, and every way offices write it.

    `origin` is the list that it was taken from, None for a code that the contract itself names.
    """

    name: str
    label: Label
    synonyms: tuple[str, ...]
    origin: str | None = field(default=None, repr=False)


def read_codes(project: Path, name: str) -> list[Code]:
    """Return the codes that the generated seed `name` of the dbt project lists; none before it has been written.

    The label of a parameter begins with its indicator, since many indicators have one of the same name.
    """
    path = project / "seeds" / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Code(
                row["parameter"],
                Label(f"{row['indicator_id']} {row['label_zh']}", f"{row['indicator_id']} {row['label_en']}"),
                (),
                origin=name,
            )
            for row in csv.DictReader(lines)
        ]


def tell_codes(codes: Iterable[Code], codes_from: str | None) -> list[Label]:
    """Return what a sentence says that a column may hold: its own codes, and of a list the name, not each entry."""
    own = [code.label for code in codes if code.origin is None]
    return [*own, CODE_LISTS[codes_from]] if codes_from else own
