"""Text files: encodings that are certain, the separator of the table, every row kept, stray quotes refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import text_encoding, text_table
from ingest.grid import read_sheets
from ingest.problems import describe
from ingest.sheets import Cells, Sheet, UnreadableFile
from ingest.text_encoding import TextFile, decode_text

HEADER = "任务序号,措施序号,整改进展,备注"
REAL = Path(__file__).parents[3] / "shared/realdata/council_spend"


def read(data: bytes) -> Sheet:
    (sheet,) = read_sheets(data)
    sheet.read_all()
    return sheet


def cells_of(text: str) -> Cells:
    sheet = read(text.encode())
    return sheet.head(sheet.height)


def rows(*notes: str) -> str:
    lines = [f"{number},1,{note},无" for number, note in enumerate(notes, 1)]
    return "\r\n".join([HEADER, *lines]) + "\r\n"


def expected(table: list[list[str]]) -> Cells:
    """What a reader of CSV must return for `table`: padded, and nothing for cells that show nothing."""
    width = max(map(len, table))
    return [[cell if cell.strip() else None for cell in row] + [None] * (width - len(row)) for row in table]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rows("办理", '"办理', "办理", "办理"), id="never closed"),
        pytest.param(
            rows("办理", '"办理', "办理", '办理"', "办理"), id="closed three rows later, same column"
        ),
        pytest.param(rows("办理", '"办理', '办理"', "办理"), id="closed in the next row"),
        pytest.param(rows('"办理', "办理", '"办理"', "办理"), id="closed by another opening"),
        pytest.param(
            f'{HEADER}\n1,1,"办理,无\n2,1,办理,无\n3,1",办理,无\n4,1,办理,无\n',
            id="closed in an earlier column",
        ),
        pytest.param(rows('"办理"完毕', "办理"), id="text after the closing quote"),
    ],
)
def test_a_stray_quote_refuses_the_file_instead_of_swallowing_rows(text: str) -> None:
    with pytest.raises(UnreadableFile, match="csv_quote") as refused:
        cells_of(text)
    assert "双引号" in describe(str(refused.value)).zh


def test_quoted_notes_of_several_lines_are_kept_whole() -> None:
    note = "一是完成摸底；\n二是约谈3人,退款1,200元；\n三是建章立制。"
    cells = cells_of(rows(f'"{note}"', "办理", '"他说""好"""', '"a\nb"'))
    assert [row[2] for row in cells] == ["整改进展", note, "办理", '他说"好"', "a\nb"]


def test_inches_within_a_cell_are_kept() -> None:
    assert cells_of(rows('5" 钢管', "办理"))[1] == ["1", "1", '5" 钢管', "无"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_is_the_one_that_the_table_uses(delimiter: str) -> None:
    title = "周报,临湖街道;第1期;2018年6月1日;更正"
    lines = [delimiter.join(["序号", "措施", "进展", "备注"])] + [
        delimiter.join([str(number), "1", "办理", ""]) for number in range(8)
    ]
    cells = cells_of("\n".join([title, *lines]))
    assert cells[1][:4] == ["序号", "措施", "进展", "备注"]
    assert cells[-1][:4] == ["7", "1", "办理", None]


def test_blank_lines_spacer_columns_and_rows_of_any_length_stay_where_they_are() -> None:
    assert cells_of("\n\n,,标题\n\n序号,,金额\n1,,2,多\n , ,\n") == [
        [None, None, None, None],
        [None, None, None, None],
        [None, None, "标题", None],
        [None, None, None, None],
        ["序号", None, "金额", None],
        ["1", None, "2", "多"],
        [None, None, None, None],
    ]


@pytest.mark.parametrize(
    ("encode", "told"),
    [
        pytest.param(lambda text: text.encode(), (), id="utf-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), (), id="utf-8 with its mark"),
        pytest.param(lambda text: text.encode("gb18030"), (), id="gb18030"),
        pytest.param(lambda text: text.encode("utf-16"), (), id="utf-16 with its mark"),
        pytest.param(lambda text: text.encode("utf-16-le"), (), id="utf-16-le without"),
        pytest.param(lambda text: text.encode("utf-16-be"), (), id="utf-16-be without"),
    ],
)
def test_every_encoding_of_an_office_gives_the_same_rows(encode: object, told: tuple[str, ...]) -> None:
    text = "姓名,村一,金额\r\n䶮山,石桥村,１２．５\r\n李明,柳溪村,3\r\n"
    assert callable(encode)
    sheet = read(encode(text))
    assert sheet.head(9) == [
        ["姓名", "村一", "金额"],
        ["䶮山", "石桥村", "１２．５"],
        ["李明", "柳溪村", "3"],
    ]
    assert sheet.notes == told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Supplier,Net Amount(£)\nCafé Noir,£12\n", id="no GB18030"),
        pytest.param("Supplier,Amount\nCafés Ltd,12\nRené,3\n", id="GB18030 by accident"),
    ],
)
def test_western_text_is_read_as_such_and_said_to_be_inferred(text: str) -> None:
    sheet = read(text.encode("cp1252"))
    assert sheet.head(9) == expected(list(csv.reader(io.StringIO(text))))
    assert sheet.notes == ("encoding_inferred",)


def test_chinese_with_one_broken_byte_is_refused_not_read_as_western_signs() -> None:
    broken = rows("办理中", "已完成").encode("gb18030").replace("已".encode("gb18030"), b"\xd2\x20", 1)
    with pytest.raises(UnreadableFile, match="encoding"):
        read(broken)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff\0"), min_size=1))
def test_text_survives_encoding(text: str) -> None:
    assert decode_text(b"\xef\xbb\xbf" + text.encode()) == text
    assert decode_text(text.encode()) == text


CELL = st.text(st.sampled_from('ab1 ,;"\n\r\t£é村，　'), max_size=6)
TABLE = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)
)


@given(TABLE, st.sampled_from(["utf-8", "gb18030"]), st.sampled_from(["\r\n", "\n"]), st.integers(1, 40))
def test_any_table_comes_back_as_it_was_written(
    table: list[list[str]], encoding: str, line_end: str, block: int
) -> None:
    """Quoted wholly, the header names the separator often enough; blocks as small as a word must not matter."""
    header = [f"村{number}" for number in range(4 + max(map(len, table)))]
    if line_end == "\n":  # the writer does not quote the other kind of line end then
        table = [[cell.replace("\r", "") for cell in row] for row in table]
    written = io.StringIO()
    csv.writer(written, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([header] * 2)
    csv.writer(written, lineterminator=line_end).writerows(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_encoding, "BLOCK", block)
        patch.setattr(text_encoding, "HELD", 0)
        patch.setattr(text_table._Dialect, "_swallows_rows", lambda *_: False)
        sheet = read(written.getvalue().encode(encoding))
    assert sheet.head(sheet.height) == expected([header, header, *table])
    assert sheet.tail == sheet.head(sheet.height)[-text_table.TAIL_ROWS :]


def test_a_late_wide_row_widens_the_whole_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_encoding, "BLOCK", 64)
    sheet = read(("序号,金额\n" + "1,2\n" * 500 + "1,2,3,4\n" + "1,2\n" * 500).encode())
    assert sheet.frame.shape == (1002, 4)
    assert sheet.row(501) == ["1", "2", "3", "4"]
    assert sheet.tail == [["1", "2", None, None]] * 30


@pytest.mark.skipif(not REAL.is_dir(), reason="the published payment lists are not here")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.csv")), ids=lambda path: path.stem)
def test_published_payment_lists_lose_no_row(path: Path) -> None:
    table = list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252"), newline="")))
    sheet = read(path.read_bytes())
    assert sheet.head(sheet.height) == expected(table)
    assert sheet.notes == ("encoding_inferred",)


def test_a_large_text_is_decoded_again_instead_of_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_encoding, "HELD", 10)
    text = TextFile(io.BytesIO("序号,石桥村\n".encode("gb18030") * 10))
    assert b"".join(text.blocks()) == b"".join(text.blocks()) == "序号,石桥村\n".encode() * 10
