"""Hidden rows and columns, struck-through rows, pictures in cells: told, whatever wrote the workbook."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
import xlsxwriter
import xlwt

from ingest import archive
from ingest.grid import read_sheets
from ingest.sheets import Sheet

PHOTO = b"\x89PNG of a repaired road"
PICTURE_NAME = "ID_0A1B2C"
CELL_IMAGES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{PICTURE_NAME}"/></xdr:nvPicPr>
 <xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="image" Target="media/image1.png"/></Relationships>"""


@pytest.fixture(params=["searched whole", "searched in blocks"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sheets are looked at whole; large ones only where a block of them, or a seam, holds a telling word."""
    if request.param == "searched in blocks":
        monkeypatch.setattr(archive, "SEARCHED_FOR_EXTENT", 0)
        monkeypatch.setattr(archive, "BLOCK", 7)


def xlsx(*, marked: bool) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("封面").write(0, 0, "台账")
        sheet = book.add_worksheet("明细")
        plain, struck = book.add_format({"bold": True}), book.add_format({"font_strikeout": True})
        for row, name in enumerate(["柳溪村", "石桥村", "河口村", "望江村"]):
            sheet.write(row, 0, name, struck if marked and row in {1, 2} else plain)
            sheet.write(row, 1, row, struck if marked and row == 1 else plain)
            sheet.write_blank(row, 2, None, plain)
        if marked:
            sheet.set_row(3, None, None, {"hidden": True})
            sheet.set_column("B:C", None, None, {"hidden": True})
            sheet.set_column("E:E", 30)
    return out.getvalue()


def detail(data: bytes) -> Sheet:
    _, sheet = read_sheets(data)
    return sheet


@pytest.mark.usefixtures("size")
def test_hidden_rows_and_columns_and_struck_rows_are_told_of_their_sheet_only() -> None:
    cover, sheet = read_sheets(xlsx(marked=True))
    assert (cover.hidden_rows, cover.hidden_columns, cover.struck_rows) == (set(), set(), set())
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {1, 2}
    assert sheet.struck_rows == {1}, "row 3 is struck in one of its two cells only"
    assert sheet.frame["0"].to_list() == ["柳溪村", "石桥村", "河口村", "望江村"]


@pytest.mark.usefixtures("size")
def test_a_plain_sheet_has_no_marks() -> None:
    sheet = detail(xlsx(marked=False))
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.struck_rows, sheet.pictures) == (
        set(),
        set(),
        set(),
        {},
    )


def with_pictures(*names: str) -> bytes:
    """Return a workbook as WPS writes it: the picture is a formula, its file hangs on a part of its own."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet()
        sheet.write(0, 0, "现场照片")
        for row, name in enumerate(names, 1):
            sheet.write_formula(row, 1, f'=_xlfn.DISPIMG("{name}",1)', None, f'=DISPIMG("{name}",1)')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.getvalue())) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
        target.writestr("xl/cellimages.xml", CELL_IMAGES)
        target.writestr("xl/_rels/cellimages.xml.rels", RELATIONS)
        target.writestr("xl/media/image1.png", PHOTO)
    return out.getvalue()


@pytest.mark.usefixtures("size")
def test_a_picture_in_a_cell_is_told_by_its_digest_and_its_formula_is_no_text() -> None:
    (sheet,) = read_sheets(with_pictures(PICTURE_NAME, "ID_GONE"))
    assert sheet.pictures == {(1, 1): hashlib.sha256(PHOTO).hexdigest(), (2, 1): ""}
    assert sheet.head(9) == [["现场照片", None], [None, None], [None, None]]


@pytest.mark.usefixtures("size")
def test_a_formula_that_failed_shows_its_error() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(1, 0, "=#REF!", None, "#REF!")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 2, "=1+1", None, 2)
    (read,) = read_sheets(out.getvalue())
    assert read.head(9) == [[None] * 3, ["#REF!", None, None], [None, "#DIV/0!", "2"]]


def test_marks_of_an_xls() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    struck = xlwt.easyxf("font: struck_out on")
    for row, style in enumerate([xlwt.Style.default_style, struck, xlwt.Style.default_style]):
        sheet.write(row, 0, f"第{row}项", style)
        sheet.write(row, 1, row, style)
    sheet.row(3).set_cell_error(0, 0x2A)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    out = io.BytesIO()
    book.save(out)
    (read,) = read_sheets(out.getvalue())
    assert (read.hidden_rows, read.hidden_columns, read.struck_rows) == ({2}, {1}, {1})
    assert read.row(3) == ["#N/A", None]


def test_an_entity_bomb_in_a_small_part_is_not_expanded() -> None:
    bomb = '<!DOCTYPE s [<!ENTITY a "{}">]><styleSheet>&a;</styleSheet>'.format("x" * 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(marked=False))) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            target.writestr(part, bomb if part == "xl/cellimages.xml" else source.read(part))
        target.writestr("xl/cellimages.xml", bomb)
    assert detail(out.getvalue()).pictures == {}
