"""Cases of files: wrong endings, old and foreign formats, passwords, encodings, damage."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import msoffcrypto.format.ooxml
import xlsxwriter
import xlwt

from tests.ingest.broken.case import Case, Rows, Table, expect, refuse, save, tasks_sheet
from tests.ingest.office import TASK_HEADINGS, task, write_tasks, write_workbook

PLAIN = tasks_sheet(task(1))
TAKEN = Table(values={"task_no": [1], "lead_unit": ["新区财政局"]})


def binary(name: str) -> Callable[[Path], Path]:
    """Return a builder that writes the old binary format under `name`."""

    def build(folder: Path) -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet1")
        for row, cells in enumerate(PLAIN):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
        book.save(folder / name)
        return folder / name

    return build


def bytes_of(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def comma_lines(separator: str = ",", rows: Rows = PLAIN) -> str:
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return "\r\n".join(separator.join(map(str, row)) for row in padded) + "\r\n"


def text(encoding: str, separator: str = ",", name: str = "任务清单.csv") -> Callable[[Path], object]:
    return bytes_of(name, comma_lines(separator).encode(encoding))


def web_page(folder: Path) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in PLAIN
    )
    page = f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table></body></html>"
    (folder / "整改任务清单.xls").write_text(page, encoding="utf-8")


def locked(password: str) -> Callable[[Path], None]:
    """Return a builder that writes a workbook which opens with `password`."""

    def build(folder: Path) -> None:
        plain = write_tasks(folder / "整改任务清单.xlsx", [task(1)])
        sealed = io.BytesIO()
        with plain.open("rb") as content:
            msoffcrypto.format.ooxml.OOXMLFile(content).encrypt(password, sealed)
        plain.write_bytes(sealed.getvalue())

    return build


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return a builder that writes a workbook and changes the XML of its sheet."""

    def build(folder: Path) -> None:
        path = write_tasks(folder / "整改任务清单.xlsx", [task(1)])
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return build


def claim_one_cell(sheet: bytes) -> bytes:
    return re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', sheet)


def far_cell(folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "整改任务清单.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(PLAIN):
            sheet.write_row(number, 0, row)
        sheet.write_string(1_048_575, 16_383, "误填")


def cut_short(folder: Path) -> None:
    path = write_tasks(folder / "整改任务清单.xlsx", [task(number) for number in range(1, 50)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def corrected(folder: Path) -> None:
    write_tasks(folder / "整改任务清单.xlsx", [task(1)])
    write_tasks(folder / "整改任务清单（更正）.xlsx", [task(1, 责任人="另一人")])


def sent_twice(folder: Path) -> None:
    path = write_tasks(folder / "整改任务清单.xlsx", [task(1)])
    (folder / "整改任务清单副本.xlsx").write_bytes(path.read_bytes())


def two_versions(folder: Path) -> None:
    write_tasks(folder / "整改任务清单.xlsx", [task(1)])
    write_tasks(folder / "整改任务清单新.xlsx", [task(1, 责任人="另一人")])


def dated_name(folder: Path) -> None:
    write_workbook(folder / "整改任务清单20180601.xlsx", [["整改任务清单"], list(TASK_HEADINGS), task(1)])


def left_open(folder: Path) -> None:
    write_tasks(folder / "整改任务清单.xlsx", [task(1)])
    (folder / "~$整改任务清单.xlsx").write_bytes(b"\x05 lock of an open workbook")


UNCLOSED = comma_lines().replace("第1个问题", '"第1个问题') + comma_lines(rows=[task(2), task(3)])
SEVERAL_LINES = comma_lines().replace("第1个问题", '"一是账目；\r\n二是""白条""，1,200元"')

FILES: dict[str, Case] = {
    "old binary workbook": expect(binary("整改任务清单.xls"), TAKEN),
    "old workbook called xlsx": expect(binary("整改任务清单.xlsx"), TAKEN),
    "WPS workbook": expect(binary("整改任务清单.et"), TAKEN),
    "new workbook called xls": expect(save(PLAIN, "整改任务清单.xls"), TAKEN),
    "workbook called csv": expect(save(PLAIN, "整改任务清单.csv"), TAKEN),
    "text called xlsx": expect(text("gb18030", name="任务清单.xlsx"), TAKEN),
    "web page called xls": expect(web_page, Table(problems=(("html_table", None),), values={"task_no": [1]})),
    "password": refuse(locked("临湖2018"), "password"),
    "write protection that encrypts": expect(locked("VelvetSweatshop"), Table(values={"task_no": [1]})),
    "text in GB18030": expect(text("gb18030"), TAKEN),
    "text in UTF-8 with its mark": expect(text("utf-8-sig"), TAKEN),
    "text in UTF-16 with its mark": expect(text("utf-16"), TAKEN),
    "text in UTF-16 without its mark": expect(text("utf-16-le"), TAKEN),
    "text parted by tabs": expect(text("gb18030", "\t"), TAKEN),
    "text parted by semicolons": expect(text("utf-8", ";"), TAKEN),
    "text in no encoding": refuse(bytes_of("任务.csv", b"\xff\x81\x8d\x8f\x90\x9d" * 20), "encoding"),
    "quote that is never closed": refuse(bytes_of("任务.csv", UNCLOSED.encode()), "csv_quote"),
    "cells of several lines": expect(
        bytes_of("任务.csv", SEVERAL_LINES.encode("gb18030")),
        Table(values={"problem": ['一是账目；\r\n二是"白条"，1,200元']}),
    ),
    "sheet that claims one cell": expect(rewritten(claim_one_cell), TAKEN),
    "stray cell in the far corner": refuse(far_cell, "too_large"),
    "file cut short": refuse(cut_short, "damaged_file"),
    "picture called xlsx": refuse(
        bytes_of("照片.xlsx", b"PK\x03\x04" + bytes(range(256)) * 8), "damaged_file"
    ),
    "empty file": refuse(bytes_of("空.xlsx", b""), "empty_file"),
    "letter beside the tables": expect(
        bytes_of("说明.docx", b"PK"), Table("unrecognised", None, (("not_read", None),))
    ),
    "lock file of an open workbook": expect(left_open, TAKEN),
    "date in the file's name": expect(dated_name, TAKEN),
    "correction": expect(corrected, Table(), Table(values={"owner": ["另一人"]})),
    "the same file sent twice": expect(sent_twice, Table(), Table("already landed")),
    "two versions of one delivery": expect(two_versions, *[Table(problems=(("same_version", None),))] * 2),
}
