"""Contracts are read from the files that dbt reads, and a misspelt key is refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.contracts import Column, load_contracts
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


def rule_parameter(models: Path) -> Column:
    (found,) = [contract for contract in load_contracts(models) if contract.name == "rule_parameters"]
    return found.column("parameter")


def test_a_list_of_codes_from_elsewhere_is_read_where_it_stands(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(MODELS / "staging" / "reference", models / "staging" / "reference")
    before = rule_parameter(models)
    seed = tmp_path / "seeds" / "indicator_parameters.csv"
    seed.parent.mkdir()
    seed.write_text(
        "parameter,indicator_id,value,label_zh,label_en\nX9.1.days,X9.1,30,天数,Days\n", encoding="utf-8"
    )
    after = rule_parameter(models)
    assert [code.name for code in after.codes] == [*(code.name for code in before.codes), "X9.1.days"]
    assert after.codes[-1].label.zh == "X9.1 天数"


def test_a_longer_list_of_codes_does_not_make_what_was_read_look_outdated(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(MODELS / "staging" / "reference", models / "staging" / "reference")
    digests = {contract.dataset: contract.digest for contract in load_contracts()}
    assert {digests[contract.dataset] == contract.digest for contract in load_contracts(models)} == {True}
    path = models / "staging" / "reference" / "src_reference__rule_parameters.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("synonyms: [临期天数]", "synonyms: [临期日数]"), encoding="utf-8")
    changed = [c.name for c in load_contracts(models) if c.digest != digests[c.dataset]]
    assert changed == ["rule_parameters"]


def test_an_unknown_list_of_codes_is_refused(models: Path) -> None:
    path = models / "staging" / "reference" / "src_reference__rule_parameters.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("codes_from: indicator_", "codes_from: indicater_"), encoding="utf-8")
    with pytest.raises(ContractError, match="indicater_parameters"):
        load_contracts(models)
