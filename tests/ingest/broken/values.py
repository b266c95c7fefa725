"""Cases of values: digits, dates, deadlines, amounts, codes, identity numbers, pictures, errors of formulas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.ingest.broken.case import (
    BANK_ACCOUNT,
    ID_CARD,
    OLD_ID_CARD,
    WRONG_ID_CARD,
    Case,
    Rows,
    Table,
    benefit,
    benefits_sheet,
    events_sheet,
    expect,
    progress,
    progress_sheet,
    save,
    tasks_sheet,
)
from tests.ingest.office import PROGRESS_HEADINGS, TASK_HEADINGS, task

DEADLINES: tuple[tuple[Any, date | None, str], ...] = (
    ("2018年5月底", date(2018, 5, 31), "dated"),
    ("5月14日至28日", date(2018, 5, 28), "dated"),
    ("2018年上半年", date(2018, 6, 30), "dated"),
    ("上半年", date(2018, 6, 30), "dated"),
    ("2018.5", date(2018, 5, 31), "dated"),
    ("20180514", date(2018, 5, 14), "dated"),
    (43234, date(2018, 5, 14), "dated"),
    ("２０１８年８月１５日前", date(2018, 8, 15), "dated"),
    ("二〇一八年八月十五日", date(2018, 8, 15), "dated"),
    ("长期坚持", None, "open"),
    ("立行立改", None, "immediate"),
    (None, None, "missing"),
)
AMOUNT = "追缴金额（万元）"


def amount(cell: Any, heading: str = AMOUNT, title: str = "整改进展周报") -> Callable[[Path], Path]:
    """A progress report whose one amount stands in E4."""
    headings = [heading if known == AMOUNT else known for known in PROGRESS_HEADINGS]
    sheet = progress_sheet(progress(1, **{AMOUNT: cell}))
    return save([[title], sheet[1], headings, sheet[3]])


def paid(value: str) -> Table:
    return Table(values={"recovered_cny": [Decimal(value)]})


def event(day: Any) -> Callable[[Path], Path]:
    """A closure event whose day stands in C4."""
    return save(events_sheet([1, "挂号", day, "邵敏"]))


def on(day: date) -> Table:
    return Table(values={"event_on": [day]})


def one_task(**cells: Any) -> Callable[[Path], Path]:
    return save(tasks_sheet(task(1, **cells)))


def one_benefit(**cells: Any) -> Callable[[Path], Path]:
    return save(benefits_sheet(benefit(**cells)))


def marked(rule: str, cell: str, **values: Any) -> Table:
    """A row that is taken, with one problem."""
    return Table(problems=((rule, cell),), values={name: [value] for name, value in values.items()})


def rejected(rule: str, cell: str) -> Table:
    """A row that stays out for one problem."""
    return Table("rejected", (1, 0, 1), ((rule, cell),))


def formula(rows: Rows, cell: str, text: str, value: str) -> Callable[[Path], Path]:
    """Return a builder that writes `rows`, and into `cell` a formula with its last result."""

    def build(folder: Path) -> Path:
        path = folder / "资料.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.write_formula(cell, text, None, value)
        return path

    return build


def texts(rows: Rows) -> Callable[[Path], Path]:
    """Return a builder that writes every cell as a string, even what looks like a formula or a number."""

    def build(folder: Path) -> Path:
        path = folder / "资料.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write_string(number, column, str(value))
        return path

    return build


MEMBER_HEADINGS = ["姓名", "身份证号", "所在党支部"]
with_note = [*tasks_sheet()[:2], [*TASK_HEADINGS, "备注"], task(1)]
LONG = "问题" * 15_000

VALUES: dict[str, Case] = {
    "deadlines of every kind": expect(
        save(tasks_sheet(*(task(number, 整改时限=cell) for number, (cell, _, _) in enumerate(DEADLINES, 1)))),
        Table(
            rows=(len(DEADLINES), len(DEADLINES), 0),
            values={"due_on": [day for _, day, _ in DEADLINES], "due_kind": [kind for *_, kind in DEADLINES]},
        ),
    ),
    "deadline that says nothing": expect(
        one_task(整改时限="尽快完成"), marked("deadline", "G4", due_kind="unreadable")
    ),
    "deadline that has lost its nought": expect(
        one_task(整改时限=2018.1), marked("deadline", "G4", due_on=None)
    ),
    "full-width digits": expect(
        save(progress_sheet(progress(任务序号="１", **{AMOUNT: "０．５"}))),
        Table(values={"task_no": [1], "recovered_cny": [Decimal("5000.00")]}),
    ),
    "spaces that do not break": expect(
        one_task(序号="1\u00a0", 责任单位="\u00a0新区财政局\u3000"),
        Table(values={"task_no": [1], "lead_unit": ["新区财政局"]}),
    ),
    "invisible characters in a code": expect(
        one_task(整改类型="立行\u200b立改"), Table(values={"rectification_type": ["immediate"]})
    ),
    "thousands and currency signs": expect(amount("￥1,200.50", "追缴金额（元）"), paid("1200.50")),
    "amount in the heading's unit": expect(amount(12.5), paid("125000.00")),
    "amount in the title's unit": expect(
        amount(12.5, "追缴金额", "整改进展周报（单位：万元）"), paid("125000.00")
    ),
    "amount in the cell's unit": expect(amount("12.5万元", "追缴金额"), paid("125000.00")),
    "heading's unit against the title's": expect(
        amount(800, "追缴金额（元）", "整改进展周报（单位：万元）"), paid("800.00")
    ),
    "cell's unit against the heading's": expect(amount("12.5元"), marked("amount", "E4", recovered_cny=None)),
    "cell's unit against the title's": expect(
        amount("125000元", "追缴金额", "整改进展周报（单位：万元）"),
        marked("amount", "E4", recovered_cny=None),
    ),
    "a unit that nobody can convert": expect(
        amount(3, "追缴金额（万美元）"), marked("money_unit", "E3", recovered_cny=None)
    ),
    "amount in Chinese capitals": expect(amount("壹万贰仟叁佰元整", "追缴金额"), paid("12300.00")),
    "Chinese numeral": expect(
        save(progress_sheet(progress(问责人次="三人"))), Table(values={"people_held": [3]})
    ),
    "about": expect(amount("约3"), paid("30000.00")),
    "range of amounts": expect(amount("3-5"), marked("amount", "E4", recovered_cny=None)),
    "dash for nothing": expect(amount("——"), Table(values={"recovered_cny": [None]})),
    "negative amount": expect(amount(-3), Table(problems=(("minimum", "E4"),))),
    "percent for a count": expect(
        save(progress_sheet(progress(问责人次="50%"))), marked("integer", "F4", people_held=None)
    ),
    "percent for done": expect(
        save(progress_sheet(progress(完成情况="100%"))), Table(values={"status": ["completed"]})
    ),
    "number that is none": expect(one_task(序号="甲"), rejected("integer", "A4")),
    "half a task": expect(one_task(序号=1.5), rejected("integer", "A4")),
    "required cell left blank": expect(one_task(责任单位=None), rejected("required", "D4")),
    "unknown code": expect(one_task(整改类型="看情况"), marked("code", "H4", rectification_type=None)),
    "unknown required code": expect(
        save(events_sheet([1, "差不多", "2018-05-18", None])), rejected("code", "B4")
    ),
    "key repeated": expect(
        save(tasks_sheet(task(1), task(1, 责任人="另一人"))),
        Table(rows=(2, 1, 1), problems=(("key", "A5"),), values={"owner": ["陶然"]}),
    ),
    "date as a serial number": expect(event(43234), on(date(2018, 5, 14))),
    "date as a cell of its own": expect(event(date(2018, 5, 14)), on(date(2018, 5, 14))),
    "date with 号": expect(event("2018年5月14号"), on(date(2018, 5, 14))),
    "date without its year": expect(event("5月14号"), on(date(2018, 5, 14))),
    "date in points": expect(event("2018.5.14"), on(date(2018, 5, 14))),
    "date that no calendar has": expect(event("2018年6月31日"), rejected("date", "C4")),
    "date that is a month": expect(event("2018年5月"), rejected("date", "C4")),
    "identity number typed as a number": expect(
        one_benefit(户主身份证号=float(ID_CARD)), marked("lost_digits", "C4", id_card_token=None)
    ),
    "required identity number typed as a number": expect(
        save(
            [
                ["发展党员台账"],
                ["填报单位：临湖街道 截至2018年6月1日"],
                MEMBER_HEADINGS,
                ["刘守田", float(ID_CARD), "柳溪村党支部"],
            ]
        ),
        rejected("lost_digits", "B4"),
    ),
    "bank account typed as a number": expect(
        one_benefit(银行账号=float(BANK_ACCOUNT)), marked("lost_digits", "G4", bank_account_token=None)
    ),
    "identity number of 15 digits": expect(
        save(benefits_sheet(benefit(), benefit(户主身份证号=OLD_ID_CARD, 所属月份="2018年4月"))),
        Table(rows=(2, 2, 0), values={"id_card_valid": [True, True], "id_card_sex": ["male", "male"]}),
    ),
    "wrong check digit": expect(
        one_benefit(户主身份证号=WRONG_ID_CARD), marked("id_card", "C4", id_card_valid=False)
    ),
    "identity number with spaces and full width": expect(
        one_benefit(户主身份证号="９９０１０１ 19520318 0317"), Table(values={"id_card_valid": [True]})
    ),
    "name pulled apart": expect(
        one_benefit(户主姓名="刘\u3000守\u3000田"), Table(values={"person_name_masked": ["刘**"]})
    ),
    "picture in a cell": expect(
        formula(with_note, "I4", '=_xlfn.DISPIMG("ID_1F2E3D4C",1)', '=DISPIMG("ID_1F2E3D4C",1)'),
        Table(problems=(("picture", None),), values={"note": ["图片"]}),
    ),
    "formula of a broken reference, amount": expect(
        formula(progress_sheet(progress(1)), "E4", "=#REF!", "#REF!"),
        marked("formula_error", "E4", recovered_cny=None),
    ),
    "formula that found nothing, date": expect(
        formula(events_sheet([1, "挂号", None, None]), "C4", "=NA()", "#N/A"), rejected("formula_error", "C4")
    ),
    "formula of a broken reference, text": expect(
        formula(with_note, "I4", "=#REF!", "#REF!"), marked("formula_error", "I4", note=None)
    ),
    "formula that works": expect(
        formula(tasks_sheet(task(1)), "A4", "=ROW()-3", "1"), Table(values={"task_no": [1]})
    ),
    "text that looks like a formula": expect(
        texts(tasks_sheet(task(1, 反馈问题="=1+1"))), Table(values={"problem": ["=1+1"]})
    ),
    "everything typed as text": expect(texts(tasks_sheet(task(1))), Table(values={"task_no": [1]})),
    "very long text": expect(one_task(反馈问题=LONG), Table(values={"problem": [LONG]})),
}
