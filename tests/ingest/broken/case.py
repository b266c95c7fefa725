"""What a case of the corpus is, and the sound sheets that the cases spoil."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ingest.office import PROGRESS_HEADINGS, TASK_HEADINGS, write_workbook

Rows = list[list[Any]]
EVENT_HEADINGS = ["任务序号", "办理环节", "办理日期", "审核人"]
BENEFIT_HEADINGS = [
    *("村（社区）", "户主姓名", "户主身份证号", "救助类别"),
    *("所属月份", "发放金额（元）", "银行账号", "发放日期"),
]
AS_OF = "截至2018年6月1日"
# Of nobody: no district has the code 990101, no bank the digits 6299.
ID_CARD, OLD_ID_CARD, WRONG_ID_CARD = "990101195203180317", "990101520318031", "990101195203180318"
BANK_ACCOUNT = "6299000012345600016"


@dataclass(frozen=True)
class Table:
    """What has to become of one table.

    `rows` are read, accepted, rejected, None where no table was recognised; `problems` are (rule, cell);
    `values` are stored columns of the accepted rows.
    """

    status: str = "landed"
    rows: tuple[int, int, int] | None = (1, 1, 0)
    problems: tuple[tuple[str, str | None], ...] = ()
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """`build` writes files into an empty folder; `tables` are expected in the order of files, sheets and tables."""

    build: Callable[[Path], object]
    tables: tuple[Table, ...]


def expect(build: Callable[[Path], object], *tables: Table) -> Case:
    """Return a case; without `tables` it is one sound row that lands without a word."""
    return Case(build, tables or (Table(),))


def refuse(build: Callable[[Path], object], rule: str) -> Case:
    """Return a case whose file is refused as a whole."""
    return Case(build, (Table("unrecognised", None, ((rule, None),)),))


def tasks_sheet(*rows: list[Any]) -> Rows:
    """A task list: title in row 1, date in row 2, headings in row 3."""
    return [["临湖新区整改任务清单"], [AS_OF], list(TASK_HEADINGS), *rows]


def progress_sheet(*rows: list[Any]) -> Rows:
    """A progress report: title in row 1, unit and date in row 2, headings in row 3."""
    return [["整改进展周报"], ["填报单位：临湖街道", None, AS_OF], list(PROGRESS_HEADINGS), *rows]


def events_sheet(*rows: list[Any]) -> Rows:
    """A list of closure events: title in row 1, date in row 2, headings in row 3."""
    return [["销号台账"], [AS_OF], EVENT_HEADINGS, *rows]


def benefits_sheet(*rows: list[Any]) -> Rows:
    """A list of benefit payments: title in row 1, date in row 2, headings in row 3."""
    return [["低保金发放明细"], ["填报单位：临湖街道", None, AS_OF], BENEFIT_HEADINGS, *rows]


def benefit(**cells: Any) -> list[Any]:
    """One payment with every cell filled."""
    row = dict(
        zip(
            BENEFIT_HEADINGS,
            ["柳溪村", "刘守田", ID_CARD, "低保", "2018年5月", 620, BANK_ACCOUNT, "2018-05-16"],
            strict=True,
        )
    )
    return list((row | cells).values())


def progress(number: int = 1, **cells: Any) -> list[Any]:
    """One measure's progress with every cell filled."""
    row = dict(zip(PROGRESS_HEADINGS, [1, number, "已完成", "已办结", 1.5, 1], strict=True))
    return list((row | cells).values())


def save(rows: Rows, name: str = "资料.xlsx", **how: Any) -> Callable[[Path], Path]:
    """Return a builder that writes `rows` to a workbook of one sheet."""
    return lambda folder: write_workbook(folder / name, rows, **how)
