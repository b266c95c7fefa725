"""What a file is, is decided by its bytes; every format gives the same cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from ingest.cell_text import text_series, to_text
from ingest.grid import read_sheets
from ingest.sheets import Cells, Sheet, UnreadableFile

ROWS = [["村名", "金额", "日期"], ["石桥村", 12.5, date(2018, 5, 14)], ["河口村", 3, None]]
TEXTS = [["村名", "金额", "日期"], ["石桥村", "12.5", "2018-05-14"], ["河口村", "3", None]]
ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(ROWS):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime.combine(value, time()), day)
                elif value is not None:
                    sheet.write(number, column, value)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(
                    number, column, value, day if isinstance(value, date) else xlwt.Style.default_style
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: str | None = None) -> bytes:
    def cell(value: object) -> str:
        kind, attribute = ("float", "value") if isinstance(value, float | int) else ("string", "string-value")
        if isinstance(value, date):
            kind, attribute = "date", "date-value"
        filled = f' office:value-type="{kind}" office:{attribute}="{value}"' if value is not None else ""
        return f"<table:table-cell{filled}><text:p>{value}</text:p></table:table-cell>"

    rows = rows or "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    content = (
        f'<?xml version="1.0"?><office:document-content {ODS_NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="台账">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def encrypted(password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(xlsx())).encrypt(password, out)
    return out.getvalue()


def cells(sheet: Sheet) -> Cells:
    sheet.read_all()
    return sheet.head(sheet.height)


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_every_workbook_gives_its_cells_as_text(make: Callable[[], bytes]) -> None:
    (sheet,) = read_sheets(make())
    assert (sheet.name, sheet.hidden, sheet.notes) == ("台账", False, ())
    assert cells(sheet) == TEXTS


def test_a_workbook_protected_without_a_password_opens_by_itself() -> None:
    (sheet,) = read_sheets(encrypted("VelvetSweatshop"))
    assert cells(sheet) == TEXTS
    assert sheet.notes == ()


def test_a_workbook_under_a_password_opens_with_it_only() -> None:
    data = encrypted("临湖2018")
    (sheet,) = read_sheets(data, "临湖2018")
    assert cells(sheet) == TEXTS
    assert sheet.notes == ("decrypted",)
    with pytest.raises(UnreadableFile, match=r"^password$"):
        list(read_sheets(data))
    with pytest.raises(UnreadableFile, match=r"^wrong_password$"):
        list(read_sheets(data, "2018"))


def test_a_sheet_that_claims_to_end_at_a1_is_read_whole() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            assert name != "xl/worksheets/sheet1.xml" or b'<dimension ref="A1:C3"/>' in part
            target.writestr(name, part.replace(b'ref="A1:C3"', b'ref="A1"'))
    (sheet,) = read_sheets(out.getvalue())
    assert cells(sheet) == TEXTS


def test_leading_empty_rows_and_columns_keep_addresses_right() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(2, 3, "村名")
    (sheet,) = read_sheets(out.getvalue())
    assert cells(sheet) == [[None] * 4, [None] * 4, [None, None, None, "村名"]]


def test_hidden_sheets_are_told_charts_left_out_and_empty_ones_have_no_rows() -> None:
    book = openpyxl.Workbook()
    book.active.title = "空"
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_sheet("深藏").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    out = io.BytesIO()
    book.save(out)
    assert [(sheet.name, sheet.hidden, sheet.height) for sheet in read_sheets(out.getvalue())] == [
        ("空", False, 0),
        ("藏", True, 0),
        ("深藏", True, 0),
    ]


def test_merges_are_told_from_zero() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().merge_range("B2:C4", "责任")
    (sheet,) = read_sheets(out.getvalue())
    assert sheet.merges == ((1, 1, 3, 2),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (3.0, "3"),
        (-0.0, "0"),
        (12.5, "12.5"),
        (1e-5, "1e-05"),
        (999999999999999.0, "999999999999999"),
        (3.704021990010113e17, "3.704021990010113e+17"),
        (True, "TRUE"),
        (datetime(2018, 5, 14), "2018-05-14"),
        (datetime(2018, 5, 14, 8, 30), "2018-05-14 08:30:00"),
        (date(2018, 5, 14), "2018-05-14"),
        (time(8, 30), "08:30:00"),
        ("０１２", "０１２"),
    ],
)
def test_a_cell_becomes_the_text_that_it_shows(value: object, text: str | None) -> None:
    assert to_text(value) == text


@given(st.lists(st.none() | st.text() | st.booleans() | st.floats() | st.dates() | st.datetimes()))
def test_a_column_becomes_text_cell_by_cell(values: list[object]) -> None:
    assert text_series("0", values).to_list() == [to_text(value) for value in values]
