"""The reference of indicators: everything that a datasheet says is on its page, and readable."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from warehouse.contracts import load_contracts
from warehouse.datasheets import Datasheet, load_datasheets, load_kinds
from warehouse.errors import UsageError
from warehouse.indicators_doc import INDEX, PAGES, indicator_files
from warehouse.settings import PROJECT

CONTRACTS, SHEETS, KINDS = load_contracts(), load_datasheets(), load_kinds()
FILES = indicator_files(PROJECT, SHEETS, CONTRACTS, KINDS)
BY_ID = {sheet.id: sheet for sheet in SHEETS}


def page(sheet: Datasheet) -> str:
    return FILES[PROJECT / PAGES / f"{sheet.id}.md"]


def test_every_indicator_has_a_page_and_its_line_in_the_index_under_its_family() -> None:
    index = FILES[PROJECT / INDEX]
    assert len(FILES) == len(SHEETS) + 1
    parts = dict(zip(*[iter(re.split(r"^## (.+)（\d+）$", index, flags=re.MULTILINE)[1:])] * 2, strict=True))
    for sheet in SHEETS:
        family = KINDS.families[sheet.family]
        assert f"[{sheet.id}]({sheet.id}.md)" in parts[f"{family['zh']} {family['en']}"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_a_page_says_what_the_datasheet_says_in_both_languages(sheet: Datasheet) -> None:
    told = page(sheet).replace("\\", "").replace("&lt;", "<")
    texts = sheet.texts
    said = [sheet.label, *(texts[key] for key in ("condition", "method", "example", "why", "sentence"))]
    said += [
        *texts["basis"],
        *texts["innocents"],
        *texts["next_checks"],
        *([texts["note"]] if "note" in texts else []),
    ]
    said += [declared["label"] for declared in sheet.parameters.values()]
    for text in said:
        assert " ".join(text["zh"].split()) in told and " ".join(text["en"].split()) in told
    assert told.count("unconfirmed") == sum(not basis["confirmed"] for basis in texts["basis"])
    assert all(f"`{sheet.parameter_name(name)}`" in told for name in sheet.parameters)
    assert all(f"datasets.md#{dataset.replace('.', '-')})" in told for dataset in sheet.requires)
    assert f"/{sheet.model}.sql)" in told


def test_rows_of_tables_have_the_cells_of_their_head() -> None:
    for path, text in FILES.items():
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            assert len({len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, path.name


def test_a_page_shows_what_the_drop_down_of_the_parameters_offers() -> None:
    (listed,) = [contract for contract in CONTRACTS if contract.name == "rule_parameters"]
    offered = {code.name: code.label.zh for code in listed.column("parameter").codes}
    for sheet in SHEETS:
        for name in sheet.parameters:
            assert offered[sheet.parameter_name(name)] in page(sheet)


def test_signs_of_markdown_in_a_text_are_shown_as_they_are() -> None:
    sheet = replace(BY_ID["A05.1"], label={"zh": "大于*的<金额>", "en": "More"})
    (text, *_) = indicator_files(PROJECT, [sheet], CONTRACTS, KINDS).values()
    assert "大于\\*的&lt;金额>" in text


def test_an_unknown_dataset_or_shared_parameter_is_refused_with_the_file() -> None:
    sheet = BY_ID["A05.1"]
    declared = {"large_cny": {**sheet.parameters["large_cny"], "shared": "no_such_parameter"}}
    population = replace(sheet.population, dataset="audit.no_such_list")
    for wrong, told in (
        (replace(sheet, parameters=declared), "no_such_parameter"),
        (replace(sheet, population=population), "audit.no_such_list"),
        (replace(sheet, requires={"audit.no_such_list": ("x",)}), "audit.no_such_list"),
    ):
        with pytest.raises(UsageError, match=rf"{sheet.model}\.yml.*{told}"):
            indicator_files(PROJECT, [wrong], CONTRACTS, KINDS)
