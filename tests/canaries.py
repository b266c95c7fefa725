"""Invented people's numbers, put wherever an office file can hold one.

Every number is valid by its check digit and belongs to nobody: the area 990101 and the cards 6299 do not exist.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from tests.canary_names import NAMES, PLACE, PLATES, write_csv, write_vehicles, write_vouchers
from tests.conftest import SAMPLE
from tests.ingest.office import write_register, write_workbook
from tests.ingest.test_masking import FULL_WIDTH, complete_card
from tests.ingest.test_personal import complete

NUMBERS = 500
PAYMENT = ("村（社区）", "户编号", "户主姓名", "户主身份证号", "救助类别", "所属月份", "应发金额", "发放金额")
PAYMENT += ("银行账号", "发放批次", "发放日期", "凭证号", "备注")
ROLL = (
    "所属村",
    "户编号",
    "户主姓名",
    "姓名",
    "身份证号",
    "保障类别",
    "起保年月",
    "银行账号",
    "监护人账号",
    "住址",
    "备注",
)
RESIDENT = ("姓名", "身份证号", "户口簿号", "所属村", "户籍地址", "户籍状态", "状态日期", "备注")
ALLOWANCE = (
    "单位",
    "姓名",
    "身份证号",
    "职务",
    "所属月份",
    "津贴补贴项目",
    "发放类型",
    "发放金额",
    "银行账号",
)
ALLOWANCE += ("发放日期", "凭证号", "备注")


@dataclass
class Canaries:
    """The numbers, handed out one by one; `kept` are those that the vault must give back, by class."""

    ids: Iterator[str] = field(default_factory=lambda: make_ids(random.Random(990101)))
    cards: Iterator[str] = field(default_factory=lambda: make_cards(random.Random(6299)))
    used: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def id(self, kept: str | None = "id_card") -> str:
        """The next ID number; `kept` is the class under which the vault has it, None where nothing of it is landed."""
        return self._use(next(self.ids), kept)

    def card(self, kept: str | None = "bank_account") -> str:
        return self._use(next(self.cards), kept)

    def rest(self) -> tuple[list[str], list[str]]:
        return [self._use(number, "id_card") for number in self.ids], [
            self._use(number, "bank_account") for number in self.cards
        ]

    def _use(self, number: str, kept: str | None) -> str:
        self.used.append(number)
        if kept:
            self.kept[number] = kept
        return number


def make_ids(chance: random.Random) -> Iterator[str]:
    """500 numbers of people born in the 1900s; every eleventh or so ends in X."""
    for number in range(NUMBERS):
        born = date(1930, 1, 1) + timedelta(days=49 * number + chance.randrange(40))
        yield complete(f"990101{born:%Y%m%d}{chance.randrange(100, 1000)}")


def make_cards(chance: random.Random) -> Iterator[str]:
    """500 cards, of 16 digits and of 19."""
    for number in range(NUMBERS):
        digits = 11 if number % 5 == 0 else 14
        yield complete_card(f"6299{chance.randrange(10**digits):0{digits}}")


def old(number: str) -> str:
    """The 15 digits that the number had before."""
    return number[:6] + number[8:17]


def write_forms(number: str) -> str | int:
    """One of the ways in which clerks write a number."""
    forms: list[str | int] = [
        *(number, number.lower(), number.translate(FULL_WIDTH), f"'{number}", f" {number}\u3000"),
        *(f"{number[:6]} {number[6:14]} {number[14:]}", f"{number[:6]}-{number[6:14]}-{number[14:]}"),
        *(old(number), int(old(number)), old(number).translate(FULL_WIDTH)),
    ]
    return forms[int(number[14:17]) % len(forms)]


def write_canaries(inbox: Path) -> Canaries:
    """Write the office files into `inbox` and return which numbers are in them."""
    canaries = Canaries()
    write_register(inbox / "机构名册.xlsx", ["临湖街道", "柳溪村", "石桥村"])
    write_wrong_columns(inbox, canaries)
    write_roll(inbox / "低保花名册.xls", canaries)
    write_residents(inbox / "户籍人口.csv", canaries)
    write_outside_of_tables(inbox, canaries)
    write_unreadable(inbox, canaries)
    write_notice(inbox, canaries)
    write_vouchers(inbox / "村级收支.xlsx", [canaries.card() for _ in NAMES])
    write_vehicles(inbox / "机动车登记.csv", [canaries.id() for _ in PLATES])
    write_payments(inbox / "低保金发放.xlsx", *canaries.rest())
    return canaries


def payment(number: int, **cells: Any) -> list[Any]:
    common = {"村（社区）": "柳溪村", "户编号": f"LX-{number:04}", "户主姓名": "张三", "救助类别": "低保"}
    common |= {
        "所属月份": "2018年5月",
        "发放批次": "2018-05-01",
        "发放日期": "2018-05-16",
        "凭证号": f"5-{number}",
    }
    row: dict[str, Any] = {**common, "应发金额": 620, "发放金额": 620, **cells}
    return [row.get(heading) for heading in PAYMENT]


def write_payments(path: Path, ids: Sequence[str], cards: Sequence[str]) -> None:
    """Numbers where they belong, in every form; every seventh row is refused, every eleventh repeats one."""
    rows = []
    for number, holder in enumerate(ids):
        account = cards[number] if number < len(cards) else None
        flaw = {"所属月份": None} if number % 7 == 0 else {"救助类别": "养老保险"} if number % 13 == 0 else {}
        cells = {"户主身份证号": write_forms(holder), "银行账号": account and f"{account[:4]} {account[4:]}"}
        rows.append(payment(number, **cells, **flaw))
        if number % 11 == 0:
            rows.append(rows[-1])
    rows += [payment(1000 + at, 银行账号=card) for at, card in enumerate(cards[len(ids) :])]
    write_workbook(path, [["低保金发放明细表"], [PLACE], PAYMENT, *rows, ["合计", *[None] * 6, 1]])


def write_wrong_columns(inbox: Path, canaries: Canaries) -> None:
    """A number in each column that is not meant for it: as text, among words, as a number, rounded."""
    rows = []
    personal = {"户主姓名": "person_name", "银行账号": "bank_account"}
    for heading in PAYMENT:
        if heading == "户主身份证号":
            continue
        kept = personal.get(heading, "id_card")
        written = [canaries.id(kept), f"身份证{canaries.id(kept)}，已核", int(old(canaries.id(kept)))]
        written += [old(canaries.id(kept)), canaries.id(kept).translate(FULL_WIDTH)]
        written.append(int(canaries.id(None)[:15] + "000") if heading != "户主姓名" else "张三")
        card = canaries.card(kept if heading in personal else "bank_account")
        written += [card, f"卡号{canaries.card(kept if heading in personal else 'bank_account')}"]
        rows += [payment(number, **{heading: text}) for number, text in enumerate(written, 100 * len(rows))]
    write_workbook(inbox / "惠民资金发放.xlsx", [["惠民资金发放表"], [PLACE], PAYMENT, *rows])
    allowances = []
    for number, heading in enumerate(ALLOWANCE):
        if heading in ("姓名", "身份证号", "银行账号"):
            continue
        row = ["临湖街道", "李四", canaries.id(), "办事员", "2018年5月", "公务交通补贴", "正常发放", "650"]
        row += [canaries.card(), "2018-05-16", f"6-{number}", "无"]
        at = ALLOWANCE.index(heading)
        texts = (canaries.id(), f"{old(canaries.id())}.00", f"卡{canaries.card()}")
        allowances += [[*row[:at], text, *row[at + 1 :]] for text in texts]
    write_csv(inbox / "津贴补贴发放.csv", [["津贴补贴发放表"], [PLACE], ALLOWANCE, *allowances])


def write_roll(path: Path, canaries: Canaries) -> None:
    """An old workbook: numbers of members and guardians, in addresses, in names, as cells of numbers."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(f"花名册{canaries.id(None)}")
    rows: list[Sequence[Any]] = [["低保对象花名册"], [PLACE], ROLL]
    for number in range(40):
        holder, account = canaries.id(), canaries.card()
        row: list[Any] = [
            "柳溪村",
            f"LX-{number:04}",
            "张三",
            "李四",
            write_forms(holder),
            "低保",
            "2015年3月",
            account,
        ]
        guardian = canaries.card()
        row += [f"{guardian[:4]}-{guardian[4:]}", "临湖街道柳溪村3组12号", f"户主证号{canaries.id().lower()}"]
        if number % 5 == 0:
            row[3], row[9] = f"王五{canaries.id('person_name')}", f"柳溪村{canaries.id('address')}李四3组"
        if number % 9 == 0:
            row[5] = canaries.id()
        rows.append(row)
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(at, column, value)
    book.save(path)


def write_residents(path: Path, canaries: Canaries) -> None:
    """A register as comma-separated text of a Chinese Windows; some rows lack what they must have."""
    rows: list[Sequence[Any]] = [["户籍人口信息"], [PLACE], RESIDENT]
    for number in range(60):
        row = [
            "王桂兰",
            write_forms(canaries.id()),
            f"99010100{number:04}",
            "石桥村",
            "青石街道石桥村5号",
            "在籍",
        ]
        row += ["1978-05-01", f"亲属{canaries.id()}，账户{canaries.card()}"]
        rows.append([None if number % 8 == 0 and at == 2 else cell for at, cell in enumerate(row)])
    write_csv(path, rows)


def write_outside_of_tables(inbox: Path, canaries: Canaries) -> None:
    """Numbers in titles, headings, unknown columns, rows that are set aside, names of sheets, files and folders."""
    nobody = lambda: canaries.id(None)  # noqa: E731 - as short as what it stands for
    folder = inbox / f"报送{nobody()}"
    folder.mkdir(parents=True)
    path = folder / f"救助资金发放（{nobody()}）.xlsx"
    headings = [*PAYMENT, "经办人证件", f"核对（{nobody()}）", nobody()]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(f"表{nobody()}")
        struck = book.add_format({"font_strikeout": True})
        rows = [
            *(
                ["救助资金发放明细表"],
                [f"填报单位：{nobody()}  截至2018年5月28日"],
                [f"经办人{nobody()}"],
                headings,
            ),
            *(
                [*payment(number, 户主身份证号=canaries.id()), *(nobody() for _ in range(3))]
                for number in range(5)
            ),
            *([*payment(9, 户主身份证号=nobody(), 备注=nobody()), nobody()], [f"二、{nobody()}"], headings),
            *([f"小计{nobody()}", *[None] * 6, int(old(nobody()))], [None, None, f"见{nobody()}"]),
            ["合计", *[None] * 5, nobody(), old(nobody())],
            *([f"注：代领人身份证号{nobody()}"], [f"审核人：{nobody()}", f"电话{nobody()}"]),
        ]
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, cells, struck if cells[1:2] == ["LX-0009"] else None)
    lacking = [nobody() if heading == "所属月份" else heading for heading in PAYMENT]
    rows = [["低保金发放"], [PLACE], lacking, payment(1, 户编号=nobody(), 备注=nobody())]
    write_workbook(inbox / "低保金发放缺列.xlsx", rows, sheet=nobody())


def write_unreadable(inbox: Path, canaries: Canaries) -> None:
    """Files that no contract takes, and files that are no tables."""
    nobody = lambda: canaries.id(None)  # noqa: E731 - as short as what it stands for
    rows = [[nobody(), nobody()], ["甲", nobody()], [int(old(nobody())), canaries.card(None)]]
    write_workbook(inbox / f"其他{nobody()}.xlsx", rows, sheet=nobody())
    write_csv(inbox / "未知.csv", rows)
    for name in ("损坏.xlsx", "说明.txt", f"照片{nobody()}.jpg", "材料.docx", "损坏.xls", "空白.ods"):
        (inbox / name).write_text(f"身份证号{nobody()}，卡号{canaries.card(None)}\n", encoding="gb18030")


def write_notice(inbox: Path, canaries: Canaries) -> None:
    """A published notice that names what it should not."""
    (sample,) = SAMPLE.rglob("*.txt")
    text = sample.read_text(encoding="utf-8")
    for _ in range(8):
        text = text.replace("。", f"（身份证号{canaries.id(None)}）。\u200b", 1)
    (inbox / f"整改情况通报20180525（{canaries.id(None)}）.txt").write_text(text, encoding="utf-8")
