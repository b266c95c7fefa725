"""Pages and XML that web systems call .xls: their tables are read as the screen shows them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from ingest.grid import read_sheets
from ingest.sheets import Cells, Sheet, UnreadableFile

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><style>td {color: red}</style></head><body>
<table><tr><td>云川市临湖新区</td></tr><tr><td>
  <table><caption>发放明细</caption>
    <thead><tr><th rowspan=2>姓名</th><th colspan="2">金额</th></tr><tr><th>应发</th><th>实发</th></tr></thead>
    <tr><td>李<b>明</b></td><td>1,200</td><td> </td></tr>
    <tr style="DISPLAY: none"><td>王芳</td><td>3<br>（补）</td><td><p>4</p><p>5</p></td></tr>
  </table>
</td></tr></table>
<table><tr><td></td></tr></table></body></html>"""

BOOK = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="明细"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
 <Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">石桥村</Data></Cell>
  <Cell><Data ss:Type="Number">12</Data></Cell></Row>
 <Row ss:Hidden="1"><Cell ss:Index="3" ss:StyleID="s1"><Data ss:Type="DateTime">2018-05-14T00:00:00.000</Data></Cell>
  <Cell ss:StyleID="s1"><Data ss:Type="Boolean">1</Data></Cell><Cell/></Row></Table></Worksheet>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="Number">370402199001011234</Data></Cell></Row></Table>
 <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def cells(sheet: Sheet) -> Cells:
    return sheet.head(sheet.height)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_gives_every_table_that_holds_something(encoding: str) -> None:
    outer, inner = read_sheets(PAGE.encode(encoding))
    assert (outer.name, cells(outer)) == ("表1", [["云川市临湖新区"], [None]])
    assert (inner.name, inner.notes, inner.hidden) == ("发放明细", ("html_table",), False)
    assert cells(inner) == [
        ["姓名", "金额", None],
        [None, "应发", "实发"],
        ["李明", "1,200", None],
        ["王芳", "3\n（补）", "4\n5"],
    ]
    assert inner.merges == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert inner.hidden_rows == {3}


def test_an_archived_page_gives_its_tables() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("plain")
    message.add_related(PAGE.encode("gb18030"), maintype="text", subtype="html")
    del message["MIME-Version"]
    data = b"MIME-Version: 1.0\n" + message.as_bytes()
    assert [sheet.name for sheet in read_sheets(data)] == ["表1", "发放明细"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_xml_spreadsheet_is_read_with_its_leaps_and_marks(encoding: str) -> None:
    detail, old = read_sheets(BOOK.format(encoding=encoding).encode(encoding))
    assert (detail.name, detail.hidden, old.name, old.hidden) == ("明细", False, "旧", True)
    assert cells(detail) == [
        [None] * 5,
        ["石桥村", None, "12", None, None],
        [None, None, "2018-05-14", "TRUE", None],
    ]
    assert detail.merges == ((1, 0, 2, 1),)
    assert (detail.hidden_rows, detail.hidden_columns, detail.struck_rows) == ({2}, {1, 2}, {2})
    assert cells(old) == [["3.7040219900101126e+17"]], "a number of 18 digits has lost its last ones"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("<html><p>请重新登录</p></html>", "html_file"),
        ("<table><tr><td> </td></tr></table>", "html_file"),
        ("<!-- -->", "html_file"),
        ('<table><tr><td rowspan="65534" colspan="1000">1</td></tr></table>', "too_large"),
        (
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Work",
            "damaged_file",
        ),
        ("<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "no_table"),
        (BOOK.replace('ss:Index="2">', 'ss:Index="1048570">').format(encoding="utf-8"), None),
        (BOOK.replace('ss:Index="2">', 'ss:Index="9999999">').format(encoding="utf-8"), "too_large"),
    ],
)
def test_a_page_without_a_table_or_with_an_unreasonable_one_is_refused(text: str, rule: str | None) -> None:
    if rule is None:
        assert next(read_sheets(text.encode())).height == 1_048_571
        return
    with pytest.raises(UnreadableFile, match=f"^{rule}$"):
        list(read_sheets(text.encode()))
