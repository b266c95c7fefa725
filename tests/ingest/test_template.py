"""Blank templates: what they offer a clerk, and that a filled one comes back as one sound row of its dataset."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.pipeline import FileReport, ingest_paths
from ingest.template import name_file, render_template, select_contracts, write_template, write_templates
from ingest.template_sheet import GUIDE_SHEET, HEADER_ROW, LIST_SHEET
from ingest.template_words import list_columns, print_heading
from warehouse.contracts import Code, Column, Contract, Label, load_contracts
from warehouse.errors import UsageError
from warehouse.keys import create_keys
from warehouse.settings import Site

CONTRACTS = load_contracts()
BY_DATASET = {contract.dataset: contract for contract in CONTRACTS}
DATASETS = sorted(BY_DATASET)
UNIT, AS_OF = "临湖街道", datetime(2018, 6, 1)


@cache
def open_template(contract: Contract) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_template(contract)))


def as_typed(column: Column) -> Any:
    """Return the example as a spreadsheet stores what is typed into a cell of that format."""
    example = column.example
    if example is None or column.personal:
        return example
    if column.parse in ("amount", "integer", "number", "year") and re.fullmatch(r"-?\d+(\.\d+)?", example):
        return float(Decimal(example))
    if column.parse == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", example):
        return datetime.fromisoformat(example)
    return example


def fill_example(contract: Contract, path: Path) -> Path:
    """Write the template of `contract` to `path`, filled in as its page of explanations shows."""
    write_template(contract, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B2"], sheet["D2"] = UNIT, AS_OF
    for index, column in enumerate(list_columns(contract), 1):
        sheet.cell(HEADER_ROW + 2, index).value = as_typed(column)
    book.save(path)
    return path


def ingest_folder(site: Site, folder: Path) -> dict[str, list[FileReport]]:
    """Return the reports of every file in `folder` by the file's name."""
    reports: dict[str, list[FileReport]] = {}
    for report in ingest_paths(site, [folder]):
        reports.setdefault(report.path.name, []).append(report)
    return reports


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[FileReport]]:
    """What became of a filled template of every contract, all of them sent at once."""
    root = tmp_path_factory.mktemp("filled")
    site = Site(root / "site")
    create_keys(site)
    for contract in CONTRACTS:
        fill_example(contract, root / "inbox" / name_file(contract))
    return ingest_folder(site, root / "inbox")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[FileReport]]:
    """What became of templates that were sent back blank."""
    root = tmp_path_factory.mktemp("blank")
    write_templates(CONTRACTS, root / "inbox")
    return ingest_folder(Site(root / "site"), root / "inbox")


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_filled_template_is_one_sound_row_of_its_dataset(
    filled: dict[str, list[FileReport]], dataset: str
) -> None:
    contract = BY_DATASET[dataset]
    report, *others = filled[name_file(contract)]
    assert report.record is not None, report.problems
    record = report.record
    told = [
        (problem.rule, problem.cell, problem.raw)
        for problem in report.problems
        if problem.severity != "note" and problem.rule != "unknown_unit"
    ]
    assert (record.dataset, told) == (dataset, [])
    assert (report.status, record.rows_read, record.rows_accepted) == ("landed", 1, 1)
    assert (record.as_of, record.sender) == (AS_OF, UNIT)
    assert record.header_map.keys() == {column.name for column in list_columns(contract)}
    assert {problem.severity for other in others for problem in other.problems} <= {"note"}


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_blank_template_states_no_date_and_lands_nothing(
    blank: dict[str, list[FileReport]], dataset: str
) -> None:
    report, *others = blank[name_file(BY_DATASET[dataset])]
    assert (report.status, [problem.rule for problem in report.problems]) == ("rejected", ["unknown_as_of"])
    assert [other for other in others if other.record] == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_can_be_filled_in_without_asking(dataset: str) -> None:
    contract = BY_DATASET[dataset]
    sheet, guide = open_template(contract).worksheets[:2]
    columns = list_columns(contract)
    headings = [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert headings == [print_heading(column) for column in columns]
    assert [heading.endswith("*") for heading in headings] == [column.required for column in columns]
    for cell, column in zip(sheet[HEADER_ROW + 1], columns, strict=True):
        assert cell.comment is not None
        assert cell.comment.text.startswith("必填" if column.required else "选填")
        assert column.description_zh in cell.comment.text
    first = HEADER_ROW + 2
    explained = list(guide.iter_rows(first, first + len(columns) - 1, values_only=True))
    assert [row[0] for row in explained] == [column.headers[0] for column in columns]
    assert [row[4] for row in explained] == [column.example or None for column in columns]
    assert all(cell.value is None for row in sheet.iter_rows(first) for cell in row)


def validations(sheet: Any) -> dict[str, Any]:
    """Return the validation of each column of cells to fill in, by its letter."""
    return {
        match[1]: rule
        for rule in sheet.data_validations.dataValidation
        if (match := re.match(rf"([A-Z]+){HEADER_ROW + 2}:", str(rule.sqref)))
    }


def test_codes_and_booleans_are_chosen_from_a_list_and_dates_only_warn() -> None:
    contract = BY_DATASET["ledger.closure_events"]
    sheet = open_template(contract).worksheets[0]
    letters = {column.name: "ABCDEFGHIJ"[index] for index, column in enumerate(list_columns(contract))}
    rules = validations(sheet)
    assert rules[letters["event"]].formula1 == '"挂号,申请销号,销号,延期,退回,重新挂号"'
    assert rules[letters["event_on"]].type == "date"
    assert rules[letters["event_on"]].errorStyle == "warning"
    assert rules.keys() == set(letters.values())
    assert all(rule.prompt for rule in rules.values())


def test_a_long_list_stands_on_a_hidden_sheet() -> None:
    contract = BY_DATASET["ledger.closure_events"]
    labels = [f"第{number}种办理环节，名称很长" for number in range(40)]
    codes = tuple(Code(f"kind_{number}", Label(label, label), ()) for number, label in enumerate(labels))
    columns = tuple(
        replace(column, codes=codes) if column.name == "event" else column for column in contract.columns
    )
    book = open_template(replace(contract, columns=columns))
    lists = book[LIST_SHEET]
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in lists["A"]] == labels
    sources = {rule.formula1 for rule in validations(book.worksheets[0]).values()}
    assert f"'{LIST_SHEET}'!$A$1:$A$40" in sources


def test_what_a_spreadsheet_would_spoil_is_text() -> None:
    spoilt = 0
    for contract in CONTRACTS:
        sheet = open_template(contract).worksheets[0]
        for index, column in enumerate(list_columns(contract), 1):
            first, last = (sheet.cell(HEADER_ROW + row, index).number_format for row in (2, 201))
            assert first == last
            if column.personal or column.parse in ("text", "identifier", "deadline", "month", "period"):
                assert first == "@", (contract.dataset, column.name)
                spoilt += 1
            if column.parse == "date":
                assert first == "yyyy-mm-dd"
    assert spoilt > 100


def test_the_sheet_prints_on_a4_with_its_header_on_each_page() -> None:
    sheet = open_template(BY_DATASET["ledger.tasks"]).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")


def test_the_same_contract_gives_the_same_bytes() -> None:
    contract = BY_DATASET["ledger.weekly_progress"]
    assert render_template(contract) == render_template(contract)


def test_amounts_state_their_unit_in_the_heading_and_once_for_the_sheet() -> None:
    contract = BY_DATASET["ledger.weekly_progress"]
    sheet = open_template(contract).worksheets[0]
    assert "追缴金额（元）" in [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert sheet["E2"].value == "单位：元"
    mixed = tuple(
        replace(column, parse="amount", unit="万元") if column.name == "people_held" else column
        for column in contract.columns
    )
    sheet = open_template(replace(contract, columns=mixed)).worksheets[0]
    assert "问责人次（万元）" in [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert sheet["E2"].value is None


def test_a_filled_file_is_never_overwritten(tmp_path: Path) -> None:
    contract = BY_DATASET["ledger.tasks"]
    (planned,) = write_templates([contract], tmp_path / "模板", dry_run=True)
    assert (planned.status, planned.path.exists()) == ("written", False)
    (written,) = write_templates([contract], tmp_path / "模板")
    assert (written.status, written.path.name) == ("written", "整改任务清单.xlsx")
    assert [one.status for one in write_templates([contract], tmp_path / "模板")] == ["unchanged"]
    before = fill_example(contract, written.path).read_bytes()
    assert [one.status for one in write_templates([contract], tmp_path / "模板")] == ["kept"]
    assert written.path.read_bytes() == before


def test_every_template_has_a_file_and_sheets_of_its_own_name() -> None:
    names = [name_file(contract) for contract in CONTRACTS]
    assert len(set(names)) == len(names)
    book = open_template(BY_DATASET["ledger.tasks"])
    assert book.sheetnames == ["整改任务清单", GUIDE_SHEET]


def test_datasets_are_called_by_name_or_label_and_for_an_unknown_one_the_nearest_are_named() -> None:
    chosen = select_contracts(CONTRACTS, ["整改任务清单", "ledger.measures", "ledger.tasks"])
    assert [contract.dataset for contract in chosen] == ["ledger.tasks", "ledger.measures"]
    for misspelt in ("整改任务表", "ledger.task", "Tasks"):
        with pytest.raises(UsageError, match=r"ledger\.tasks（整改任务清单）") as refused:
            select_contracts(CONTRACTS, [misspelt])
        assert sum(contract.label.zh in str(refused.value) for contract in CONTRACTS) <= 4
