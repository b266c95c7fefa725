"""The list of rule parameters: a site sets every parameter of an indicator, by name or as the template offers it."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

from ingest.cell_values import fold_code
from ingest.pipeline import FileReport, ingest_paths
from ingest.template import render_template
from ingest.template_sheet import HEADER_ROW, LIST_SHEET
from ingest.template_words import list_accepted
from warehouse.contracts import load_contracts
from warehouse.settings import Site

(CONTRACT,) = [contract for contract in load_contracts() if contract.name == "rule_parameters"]
PARAMETER = CONTRACT.column("parameter")


BY_NAME, BY_LABEL = "A05.3.window_days", "A07.3.factor"


def label_of(parameter: str) -> str:
    (label,) = [code.label.zh for code in PARAMETER.codes if code.name == parameter]
    return label


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("parameters") / "site")


@pytest.fixture(scope="module")
def report(site: Site) -> FileReport:
    """What became of a filled template: a parameter by name, one by label, a name that no rule reads, a common one."""
    book = openpyxl.load_workbook(io.BytesIO(render_template(CONTRACT)))
    sheet = book.worksheets[0]
    sheet["D2"] = "2018年6月1日"
    filled = (BY_NAME, label_of(BY_LABEL), "A05.3.no_such_thing", "临期天数")
    for row, parameter in enumerate(filled, HEADER_ROW + 2):
        for column, value in enumerate((parameter, 20, "2018-05-18", None, "陈志远"), 1):
            sheet.cell(row, column).value = value
    path = site.root.parent / "规则参数表.xlsx"
    book.save(path)
    (read,) = ingest_paths(site, [path])
    return read


def test_a_parameter_of_an_indicator_lands_by_name_and_by_what_the_template_calls_it(
    site: Site, report: FileReport
) -> None:
    assert report.is_landed and label_of(BY_LABEL).startswith("A07.3 ")
    (path,) = (site.landing / "reference" / "rule_parameters").rglob("*.parquet")
    rows = pl.read_parquet(path).sort("_row")
    assert rows["parameter"].to_list() == [BY_NAME, BY_LABEL, "due_soon_days"]


def test_a_name_that_no_rule_reads_is_refused_and_told_in_a_sentence_not_a_list(report: FileReport) -> None:
    (problem,) = [problem for problem in report.problems if problem.rule == "code"]
    assert (problem.severity, problem.raw) == ("reject", "A05.3.no_such_thing")
    assert "指标的每一个参数" in problem.message.zh
    assert len(problem.message.zh) < 300 and len(problem.message.en) < 600


def test_the_blank_template_offers_every_parameter_without_explaining_each() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_template(CONTRACT)))
    offered = [cell.value for cell in book[LIST_SHEET]["A"]]
    assert offered == [code.label.zh for code in PARAMETER.codes] and len(offered) > 200
    assert book[LIST_SHEET].sheet_state == "hidden"
    assert "指标的每一个参数" in list_accepted(PARAMETER) and len(list_accepted(PARAMETER)) < 200


def test_no_two_parameters_are_called_alike() -> None:
    words = [
        fold_code(word) for code in PARAMETER.codes for word in {code.name, code.label.zh, *code.synonyms}
    ]
    assert len(words) == len(set(words))
