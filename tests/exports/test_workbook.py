from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import yaml

from exports.cells import cut_text, fit_height
from exports.snapshot import snapshot
from exports.words import LIGHT_SIGNS
from tests.dashboard.mart_codes import read_coded_columns
from tests.exports.published import FORMULA, publish_weeks
from warehouse.settings import MODELS, Site

SHEETS = ["总览", "单位排名", "任务台账", "本周变化", "说明"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("site"))
    publish_weeks(site)
    return snapshot(site, "2018-W23").folder / "整改周报-2018-W23.xlsx"


@pytest.fixture(scope="module")
def book(workbook: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(workbook)


def read_xml(workbook: Path, name: str) -> str:
    with zipfile.ZipFile(workbook) as file:
        return file.read(name).decode()


def test_the_headline_states_all_three_readings_with_both_denominators(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    rows = list(book["总览"].iter_rows(min_row=5, max_row=7, values_only=True))
    assert [row[:7] for row in rows] == [
        ("申报完成", 2, 4, 0.5, 2, 3, pytest.approx(2 / 3)),
        ("有佐证", 2, 4, 0.5, 2, 3, pytest.approx(2 / 3)),
        ("已核实", 2, 4, 0.5, 2, 3, pytest.approx(2 / 3)),
    ]
    shown = {row[0]: row[1:3] for row in book["总览"].iter_rows(min_row=11, max_row=17, values_only=True)}
    assert shown["指标overdue_tasks（项）"] == (1, 1)


def test_the_ledger_has_words_dates_and_the_place_each_row_came_from(book: openpyxl.Workbook) -> None:
    sheet = book["任务台账"]
    header = [cell.value for cell in sheet[1]]
    assert header[0] == "任务序号"
    assert header[-3:] == ["来源文件", "工作表", "行号"]
    first = dict(zip(header, (cell.value for cell in sheet[2]), strict=True))
    assert first["预警灯"] == "● 已完成"
    assert first["整改时限"] == datetime(2018, 5, 21)
    assert (first["来源文件"], first["工作表"], first["行号"]) == ("任务清单.xlsx", "清单", 4)
    assert first["rectification_type"] == "分阶段整改"
    assert first["days_left"] is None
    lights = [row[header.index("预警灯")].value for row in sheet.iter_rows(min_row=2)]
    assert lights == ["● 已完成", "● 已完成", "■ 逾期", "— 长期"]
    assert (first["state"], first["due_kind"]) == ("已核实销号", "有日期")


def test_a_change_is_told_in_the_same_words(book: openpyxl.Workbook) -> None:
    first = [cell.value for cell in book["本周变化"][2]]
    assert first[:2] == ["任务", "销号"]
    assert first[6:8] == ["正在推进", "已核实销号"]


def test_the_words_are_those_of_the_catalog(book: openpyxl.Workbook) -> None:
    known = {zh for coded in read_coded_columns() for zh, _ in coded.words.values()}
    signs = "".join(LIGHT_SIGNS.values())
    for name, headings in (
        ("任务台账", ("state", "预警灯", "due_kind")),
        ("本周变化", ("change", "before", "after")),
    ):
        rows = list(book[name].iter_rows(values_only=True))
        shown = {
            str(row[rows[0].index(heading)]).lstrip(signs + " ") for heading in headings for row in rows[1:]
        }
        assert shown <= known


def test_money_by_unit_is_headed_as_that_of_the_tasks_it_leads() -> None:
    models = yaml.safe_load((MODELS / "marts/rectification/fct_completion.yml").read_text(encoding="utf-8"))
    labels = {
        column["name"]: column["config"]["meta"]["label"]["zh"] for column in models["models"][0]["columns"]
    }
    assert labels["recovered_cny"] == "牵头任务追缴金额（元）"


@pytest.mark.parametrize(
    ("text", "lines"),
    [("一行", 1), ("一\n二\n三", 3), ("一\r\n二", 2), ("一" * 9, 2), ("一" * 9 + "\n\n" + "二", 4), ("", 1)],
)
def test_a_row_is_as_high_as_its_text_with_its_breaks(text: str, lines: int) -> None:
    assert fit_height([text, None, 5], [10, 5, 5]) == fit_height(["一"], [10]) + 14 * (lines - 1)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    assert cut_text("长" * 32_767) == "长" * 32_767
    assert cut_text("长" * 32_768) == "长" * (32_767 - 8) + "…（全文见来源）"
    # Excel counts a rare sign as two.
    assert len(cut_text("𠮷" * 20_000).encode("utf-16-le")) // 2 <= 32_767
    assert cut_text("𠮷" * 20_000).strip("𠮷") == "…（全文见来源）"


def test_each_table_can_be_filtered_and_printed(book: openpyxl.Workbook) -> None:
    for name in ("单位排名", "任务台账", "本周变化"):
        sheet = book[name]
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_each_sheet_says_which_page_of_how_many(workbook: Path) -> None:
    for number in range(1, len(SHEETS) + 1):
        sheet = read_xml(workbook, f"xl/worksheets/sheet{number}.xml")
        assert "<oddFooter>&amp;C第&amp;P页 共&amp;N页</oddFooter>" in sheet


def test_units_are_ranked_by_what_is_verified(book: openpyxl.Workbook) -> None:
    rows = list(book["单位排名"].iter_rows(values_only=True))
    assert rows[0][:3] == ("名次", "责任单位", "任务数")
    assert [row[1] for row in rows[1:]] == ["乙镇", "甲镇"]
    assert [row[0] for row in rows[1:]] == [1, 1]


def test_charts_are_native_and_read_the_cells(workbook: Path) -> None:
    kinds = {}
    with zipfile.ZipFile(workbook) as file:
        for name in file.namelist():
            if name.startswith("xl/charts/chart"):
                chart = ET.fromstring(file.read(name))
                space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
                kind = "line" if chart.find(".//c:lineChart", space) is not None else "bar"
                kinds[kind] = sorted(str(node.text) for node in chart.iterfind(".//c:val//c:f", space))
    assert kinds == {
        "line": ["总览!$B$22:$B$24", "总览!$C$22:$C$24", "总览!$D$22:$D$24"],
        "bar": ["单位排名!$G$2:$G$3"],
    }


def test_text_is_never_a_formula_or_a_link(workbook: Path, book: openpyxl.Workbook) -> None:
    with zipfile.ZipFile(workbook) as file:
        names = file.namelist()
        sheets = [file.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    cell = book["任务台账"]["D5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    assert book["任务台账"]["E2"].quotePrefix is True
    assert book["任务台账"]["H2"].quotePrefix is True
    assert book["任务台账"]["F2"].quotePrefix is False


def test_the_notes_say_as_of_when_by_which_formula_from_what(book: openpyxl.Workbook, workbook: Path) -> None:
    rows = [tuple(row) for row in book["说明"].iter_rows(values_only=True)]
    facts = {row[0]: row[1] for row in rows if row[0]}
    assert facts["周次"] == "2018年第23周（2018-W23）"
    assert facts["数据截至"] == "2018-06-08 17:00"
    assert len(str(facts["来源指纹"])) == 64
    assert facts["fct_task_week 行数"] == "4"
    assert ("指标completion_rate", 0.5, "甲 ÷ 乙") in [row[:3] for row in rows]
    assert "违规" not in str(rows)
    core = read_xml(workbook, "docProps/core.xml")
    assert "2018-06-08T00:00:00Z" in core
