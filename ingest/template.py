"""Blank workbooks for offices to fill in, one per contract: what they come back with is read by the same contract.

The same contract gives the same bytes, and a file that somebody has filled in is never overwritten.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

import xlsxwriter

from ingest.template_sheet import draw_template
from warehouse.contracts import Contract
from warehouse.errors import UsageError

SUGGESTED = 3
LIST = "docs/reference/datasets.md"


@dataclass(frozen=True)
class Template:
    """One template and what became of it: written, unchanged, or kept (a file of that name differs from it)."""

    dataset: str
    path: Path
    status: str


def select_contracts(contracts: Sequence[Contract], names: Iterable[str]) -> list[Contract]:
    """Return the contracts that `names` call by dataset or Chinese label, each once, in their order.

    Raises:
        UsageError: there is no such dataset; names the three most like it.
    """
    by_name = {name: contract for contract in contracts for name in (contract.label.zh, contract.dataset)}
    chosen: dict[str, Contract] = {}
    for name in names:
        if name not in by_name:
            raise _fail_unknown(name, contracts)
        chosen[by_name[name].dataset] = by_name[name]
    return list(chosen.values())


def _fail_unknown(name: str, contracts: Iterable[Contract]) -> UsageError:
    def likeness(contract: Contract) -> float:
        names = (contract.label.zh, contract.label.en, contract.dataset, contract.name)
        return max(SequenceMatcher(None, name.lower(), known.lower()).ratio() for known in names)

    nearest = sorted(contracts, key=likeness, reverse=True)[:SUGGESTED]
    zh = "、".join(f"{contract.dataset}（{contract.label.zh}）" for contract in nearest)
    en = ", ".join(f"{contract.dataset} ({contract.label.en})" for contract in nearest)
    return UsageError(
        f"没有数据集 {name}；相近的有：{zh}。全部表名见 {LIST}",
        f"no dataset {name}; most like it are {en}. All of them: {LIST}",
    )


def write_templates(contracts: Iterable[Contract], folder: Path, *, dry_run: bool = False) -> list[Template]:
    """Write a template per contract into `folder`, named by its Chinese label, and say what became of each."""
    written = []
    for contract in contracts:
        path = folder / name_file(contract)
        content = render_template(contract)
        status = "written"
        if path.exists():
            status = "unchanged" if path.read_bytes() == content else "kept"
        elif not dry_run:
            _write(path, content)
        written.append(Template(contract.dataset, path, status))
    return written


def write_template(contract: Contract, path: Path) -> None:
    """Write the blank template of `contract` to `path`, whatever stands there."""
    _write(path, render_template(contract))


def name_file(contract: Contract) -> str:
    """Return the file name of a contract's template."""
    return re.sub(r"[^\w（）()-]", "_", contract.label.zh) + ".xlsx"


def render_template(contract: Contract) -> bytes:
    """Return the bytes of the blank template of `contract`."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        # A fixed date: the contract, not the clock, makes the file.
        book.set_properties({"title": contract.label.zh, "author": "台账", "created": datetime(2000, 1, 1)})
        draw_template(book, contract)
    return content.getvalue()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
