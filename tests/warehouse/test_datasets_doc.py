"""The reference of datasets: everything a contract says is on the page, once, and readable."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from warehouse.contracts import Contract, load_contracts
from warehouse.datasets_doc import FAMILIES, render_datasets
from warehouse.settings import PROJECT

CONTRACTS = load_contracts()
PAGE = render_datasets(CONTRACTS)


def section(contract: Contract, page: str = PAGE) -> str:
    """Return what the page says about one dataset."""
    start = page.index(f'<a id="{contract.dataset.replace(".", "-")}"></a>')
    end = re.search(r"^(<a id=|## )", page[start + 1 :], re.MULTILINE)
    return page[start : start + 1 + end.start()] if end else page[start:]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.dataset)
def test_a_dataset_has_its_place_in_the_index_and_a_line_per_column(contract: Contract) -> None:
    assert f"](#{contract.dataset.replace('.', '-')})" in PAGE
    told = section(contract)
    assert contract.label.zh in told and contract.label.en in told
    assert contract.description in told and contract.description_zh in told
    lines = [line for line in told.splitlines() if line.startswith("| ")]
    assert len(lines) == len(contract.columns) + 1
    for column, line in zip(contract.columns, lines[1:], strict=True):
        assert f"`{column.name}`" in line and column.description_zh in line
        assert all(heading.replace("|", "\\|") in line for heading in column.headers)
        assert all((f"`{code.name}`" in line) == (code.origin is None) for code in column.codes)
        assert not column.codes_from or "every parameter of an indicator" in line
        assert ("\\*" in line) == column.required
        if column.personal:
            assert all(f"`{stored.name}`" in line for stored in column.stored)


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    assert "||" not in PAGE
    tables = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)
    assert len(tables) == len(CONTRACTS) + len({contract.source for contract in CONTRACTS})
    for table in tables:
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert widths == {7}


def test_every_folder_of_contracts_is_a_named_family() -> None:
    assert {contract.source for contract in CONTRACTS} <= FAMILIES.keys()


def test_a_bar_in_a_word_does_not_end_the_cell() -> None:
    (tasks,) = [contract for contract in CONTRACTS if contract.dataset == "ledger.tasks"]
    barred = replace(tasks, columns=(replace(tasks.columns[0], description_zh="甲|乙\n丙"),), key=())
    assert "甲\\|乙 丙" in section(barred, render_datasets([barred]))


def test_the_page_in_the_repository_is_the_one_that_the_contracts_give() -> None:
    page = PROJECT / "docs" / "reference" / "datasets.md"
    assert page.read_text(encoding="utf-8") == PAGE
