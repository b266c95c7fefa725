"""A datasheet that is not whole is refused with its file and key, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.datasheets import DIMENSION, FAMILIES, FOLDER, load_datasheets, load_kinds
from warehouse.errors import UsageError
from warehouse.settings import MODELS

NAME = "ind_a05_1_undecided_large_payment"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A project with one indicator."""
    (tmp_path / FOLDER).mkdir(parents=True)
    for path in (DIMENSION, FOLDER / f"{NAME}.sql", FOLDER / f"{NAME}.yml"):
        shutil.copy(MODELS / path, tmp_path / path)
    return tmp_path


def change(models: Path, old: str, new: str, suffix: str = "yml") -> None:
    path = models / FOLDER / f"{NAME}.{suffix}"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(models: Path) -> UsageError:
    with pytest.raises(UsageError) as refused:
        load_datasheets(models)
    for told in (refused.value.zh, refused.value.en):
        assert told.startswith(f"{NAME}.yml")
    return refused.value


def test_a_whole_datasheet_is_read(models: Path) -> None:
    (sheet,) = load_datasheets(models)
    assert (sheet.id, sheet.family, sheet.subject_type, sheet.prior) == ("A05.1", "funds", "payment", (4, 1))
    assert sheet.requires["ledger.decision_items"] == ("item_no",)
    assert sheet.parameter_name("large_cny") == "large_payment_cny"


def test_families_stand_in_one_order() -> None:
    assert tuple(load_kinds().families) == FAMILIES


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('en: "Rules on collective decisions: large sums are decided', "en: Rules on large sums, decided", "basis[1]"),
        ("en: Large from (yuan)}", "en: Large, from}", "parameters.large_cny.label"),
        (", en: See the form and the minutes}", "}", "next_checks[1].en"),
        ("en: Large payment without form or decision}", 'en: ""}', "label.en"),
        ("zh: 逐笔看财政资金拨付台账", "zh: 逐笔\n            de: 逐笔看", "method"),
        ("family: funds", "family: money", "family"),
        ("subject_type: payment", "subject_type: cheque", "subject_type"),
        ("{confirmed: 4, refuted: 1}", "{confirmed: 4, refuted: 0}", "prior.refuted"),
        ("valid_from: 2010-06-05", "valid_from: once", "basis[1].valid_from"),
        ("confirmed: false", "confirmed: perhaps", "basis[1].confirmed"),
        ("default: 500000", "default: much", "parameters.large_cny.default"),
        ("default: 500000, ", "default: 500000, from: 1, ", "parameters.large_cny"),
        ("{unit}于{paid_on}付给", "{unit}于{paid_at}付给", "sentence.zh"),
        ("手续不全，列为疑点。", "手续不全，属于问题。", "sentence.zh"),
        ("not both on record. A lead to check.", "not both on record.", "sentence.en"),
        ("id: A05.1", "id: A05.2", "id"),
        ("name: ind_a05_1_undecided_large_payment", "name: ind_a05_1_undecided", "name"),
        ("description: One row per large payment", "description: Large payments", "description"),
        ("          why:\n", "          wy:\n", "why"),
        ("          prior:", "          priority: 1\n          prior:", "priority"),
        ("population: {dataset: audit.large_payments, subject", "population: {subject", "dataset"),
        ("ledger.decision_items: [item_no]", "ledger.decision_items: []", "requires.ledger.decision_items"),
        ("- {subject_id: P1}\n        - {subject_id: P2}", "[]", "unit_tests"),
        ("    model: ind_a05_1_undecided_large_payment", "    model: ind_a05_2_other", "unit_tests"),
        ("\nunit_tests:", "\nno_tests:", "unit_tests"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_with_its_key(models: Path, old: str, new: str, key: str) -> None:
    change(models, old, new)
    refused = refusal(models)
    assert f" {key} " in refused.zh and f": {key} of" in refused.en


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ parameter('large_cny') }}", "500000", "large_cny"),
        ("parameter('large_cny')", "parameter('big_cny')", "big_cny"),
        ("'paid_on': 'large.paid_on',", "'day': 'large.paid_on',", "paid_on"),
        ("'subject': 'large.payment_no',", "", "subject"),
    ],
)
def test_a_datasheet_that_its_sql_contradicts_is_refused(models: Path, old: str, new: str, told: str) -> None:
    change(models, old, new, "sql")
    assert told in refusal(models).en


def test_two_parameters_of_one_name_would_be_one_to_a_site(models: Path) -> None:
    change(
        models,
        "          parameters:\n",
        "          parameters:\n            low_cny: {label: {zh: 大额标准（元）, en: x}, default: 1}\n",
    )
    change(models, "amount_cny >=", "amount_cny >= {{ parameter('low_cny') }} and amount_cny >=", "sql")
    assert "parameters" in refusal(models).en


def test_a_datasheet_without_sql_and_one_that_is_no_yaml_are_refused(models: Path) -> None:
    path = models / FOLDER / f"{NAME}.sql"
    path.rename(path.with_name("elsewhere.sql"))
    assert f"{NAME}.sql" in refusal(models).en
    change(models, "version: 2", "version: [2")
    assert f"{NAME}.yml:" in refusal(models).en


def test_one_id_belongs_to_one_indicator(models: Path) -> None:
    other = NAME.replace("undecided", "decided")
    for suffix in ("sql", "yml"):
        text = (models / FOLDER / f"{NAME}.{suffix}").read_text(encoding="utf-8")
        (models / FOLDER / f"{other}.{suffix}").write_text(text.replace(NAME, other), encoding="utf-8")
    assert "A05.1" in refusal(models).en
