"""Text files: the separator that the whole table uses, and a stray quote that would swallow rows."""

from __future__ import annotations

import pytest

from ingest.grid import UnreadableFile, read_sheets
from ingest.problems import describe

HEADER = "任务序号,措施序号,整改进展,备注"


def cells_of(text: str) -> list[list[str | None]]:
    (sheet,) = read_sheets(text.encode())
    return sheet.cells


def rows(*notes: str) -> str:
    lines = [f"{number},1,{note},无" for number, note in enumerate(notes, 1)]
    return "\r\n".join([HEADER, *lines]) + "\r\n"


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
        read_sheets(text.encode())
    assert "双引号" in describe(str(refused.value)).zh


def test_quoted_notes_of_several_lines_are_kept_whole() -> None:
    note = "一是完成摸底；\n二是约谈3人,退款1,200元；\n三是建章立制。"
    cells = cells_of(rows(f'"{note}"', "办理", '"他说""好"""', '"a\nb"'))
    assert [row[2] for row in cells] == ["整改进展", note, "办理", '他说"好"', "a\nb"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_is_the_one_that_the_table_uses(delimiter: str) -> None:
    title = "周报,南塘街道;第1期;2018年6月1日;更正"
    lines = [delimiter.join(["序号", "措施", "进展", "备注"])] + [
        delimiter.join([str(number), "1", "办理", ""]) for number in range(8)
    ]
    cells = cells_of("\n".join([title, *lines]))
    assert cells[1] == ["序号", "措施", "进展", "备注"]
    assert cells[-1] == ["7", "1", "办理", None]
