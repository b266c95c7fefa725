"""Contracts are read from the files that dbt reads, and a misspelt key is refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.contracts import load_contracts
from warehouse.errors import ContractError
from warehouse.settings import MODELS


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(MODELS / "staging", tmp_path / "staging")
    return tmp_path


def test_every_contract_has_a_key_headings_and_both_languages() -> None:
    contracts = load_contracts()
    assert {"ledger.tasks", "reference.organisations", "notice.claims"} <= {c.dataset for c in contracts}
    for contract in contracts:
        assert contract.description.startswith("One row per "), contract.dataset
        assert contract.key and contract.label.zh and contract.label.en
        for column in contract.columns:
            assert column.label.zh and column.label.en and column.description
            assert bool(column.headers) != bool(column.derived_from), (contract.dataset, column.name)


def test_no_two_columns_of_a_contract_share_a_synonym_of_a_code() -> None:
    for contract in load_contracts():
        for column in contract.columns:
            words = [word for code in column.codes for word in code.synonyms]
            assert len(words) == len(set(words)), (contract.dataset, column.name)


@pytest.mark.parametrize(
    ("old", "new", "line_of", "told"),
    [
        ("required: true", "requird: true", "requird", "requird"),
        ("delivery: full", "delivery: daily", "delivery: daily", "daily"),
        ("data_type: integer", "data_type: int64", "int64", "int64"),
        ("key: [round_code, task_no]", "key: [round_code, tsk_no]", "tsk_no", "tsk_no"),
        ("synonyms: [立行立改, 即知即改", "synonim: [立行立改, 即知即改", "synonim", "synonim"),
        ("derived: {from: due_on, take: kind}", "derived: {form: due_on}", "form", "form"),
        ("derived: {from: due_on, take: kind}", "derived: {from: due}", "key: [", "due_kind"),
        ("required: true, minimum: 1", 'required: "true", minimum: 1', 'required: "true"', "required"),
        ("headers: [备注]", "headers: 备注", "headers: 备注", "headers"),
        ("            key: [round_code, task_no]\n", "", "label: {zh: 整改任务清单", "key"),
        ("- name: note", "- name: owner", "key: [", "owner"),
        (
            "            scope: site\n",
            "            scope: site\n            scope: unit\n",
            "scope: site",
            "scope",
        ),
        ("label: {zh: 备注, en: Note}", "label: {zh: 备注}", "headers: [备注]", "label"),
    ],
)
def test_a_fault_is_refused_with_file_and_line(
    models: Path, old: str, new: str, line_of: str, told: str
) -> None:
    path = models / "staging" / "ledger" / "src_ledger__tasks.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    line = next(
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line_of in text
    )
    with pytest.raises(ContractError) as refused:
        load_contracts(models)
    assert f"{path}:{line}:" in str(refused.value)
    assert told in str(refused.value)
