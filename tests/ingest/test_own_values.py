"""A row's own names and numbers, repeated in its other cells."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.headers import find_headers
from ingest.load import Load, TableLoader, load_stretches
from ingest.own_values import hide_own, read_own
from ingest.protect import hide_row
from ingest.sheets import Sheet
from ingest.table import TableReader
from tests.ingest.test_masking import ID
from tests.ingest.test_personal import KEYS
from warehouse.contracts import load_contracts
from warehouse.landing import LoadRecord

CONTRACTS = {contract.dataset: contract for contract in load_contracts()}
CONTRACT = CONTRACTS["subsidy.benefit_payments"]
HEADINGS = (
    *("村（社区）", "户编号", "户主姓名", "户主身份证号", "救助类别", "所属月份", "发放金额", "银行账号"),
    *("发放日期", "备注"),
)
ACCOUNT = "90512010800123"


def load(*cells: tuple[str | None, ...]) -> Load:
    sheet = Sheet.of("表", [HEADINGS, *cells])
    match = next(match for match in find_headers(sheet, [CONTRACT]) if match.contract is CONTRACT)
    record = LoadRecord(
        dataset=CONTRACT.dataset,
        file_name="表.xlsx",
        file_sha256="0" * 64,
        sheet="表",
        table=0,
        as_of=datetime(2018, 6, 1),
        revision=0,
        unit=None,
        delivery=CONTRACT.delivery,
        scope=CONTRACT.scope,
        contract_hash=CONTRACT.digest,
    )
    return load_stretches(TableLoader(record, match, "元", lambda: KEYS), TableReader(sheet, match).read())


def land(*rows: tuple[str | None, str | None]) -> Load:
    """Payments to the given names with the given remarks."""
    cells = [
        ("柳溪村", f"LX-{at}", name, ID, "低保", "2018年5月", "620", ACCOUNT, "2018-05-16", note)
        for at, (name, note) in enumerate(rows)
    ]
    return load(*cells)


@pytest.mark.parametrize(
    ("name", "note", "landed"),
    [
        ("石大有", "付误工费 石大有", "付误工费 石**"),
        ("石大有", "石大有", "石**"),
        ("石大有", "代领：石　大 有，已核", "代领：石**，已核"),
        ("石　大有", "石大有之妻领取", "石**之妻领取"),
        ("石大有（已故）", "石大有家属领取", "石**家属领取"),
        ("欧阳小明", "欧阳小明本人", "欧阳**本人"),
        ("买买提·艾力", "买买提•艾力领取", "买*****领取"),
        ("高兴", "高兴地领取", "高*地领取"),
        ("石大有", f"转账至{ACCOUNT}", "转账至**********0123"),
        ("石大有", "转账至9051-2010 8001 23", "转账至**********0123"),
        ("石大有", "转账至９０５１２０１０８００１２３", "转账至**********0123"),
        ("石", "石桥村民", "石桥村民"),
        ("王五", "付误工费 石大有", "付误工费 石大有"),
        ("石大有", None, None),
    ],
)
def test_a_rows_own_names_and_numbers_are_masked_in_its_other_cells(
    name: str | None, note: str | None, landed: str | None
) -> None:
    rows = land((name, note), ("赵六", "按月发放")).rows
    assert rows["note"].to_list() == [landed, "按月发放"]
    told = [cell for cell in rows["_cells"].to_list()[0] or () if cell["column"] == "note"]
    assert [cell["inferred"] for cell in told] == (["masked"] if landed != note else [])
    assert all(cell["raw"] in (None, landed) for cell in told)
    assert rows["village"].to_list() == ["柳溪村"] * 2


def test_a_text_without_a_value_to_find_is_untouched_however_many_rows_there_are() -> None:
    rows = [(f"石大{chr(0x4E00 + at)}", f"付石大{chr(0x4E00 + at + at % 2)}") for at in range(200)]
    landed = land(*rows).rows["note"].to_list()
    assert [text == "付石**" for text in landed] == [at % 2 == 0 for at in range(200)]
    assert [text for text in landed if text != "付石**"] == [
        note for at, (_, note) in enumerate(rows) if at % 2
    ]


def test_an_official_and_an_organisation_stay_readable_and_a_number_beside_them_does_not() -> None:
    contract = CONTRACTS["audit.village_vouchers"]
    texts = {"village": "柳溪村", "payee_name": "柳溪", "handler": "柳溪", "summary": "付柳溪误工费"}
    assert hide_row(contract.columns, texts) == {
        "village": "柳溪村",
        "payee_name": "柳*",
        "handler": "柳溪",
        "summary": "付柳*误工费",
    }
    paid = {
        "person_name": "石大有",
        "bank_account": ACCOUNT,
        "village": f"柳溪村{ACCOUNT}",
        "note": f"{ACCOUNT}石大有",
    }
    shown = hide_row(CONTRACT.columns, paid)
    assert (shown["village"], shown["note"]) == ("柳溪村**********0123", "**********0123石**")


def test_what_is_told_of_a_refused_row_is_as_clean() -> None:
    cells = ("柳溪村", "LX-1", "石大有", ID, "低保", None, "石大有620元", ACCOUNT, "2018-05-16", "石大有领取")
    refused = load(cells)
    assert refused.record.rows_rejected == 1
    told = " ".join(f"{problem.raw} {problem.sent} {problem.message}" for problem in refused.problems)
    assert "石**领取" in told and "石**620元" in told and "大有" not in told


@given(st.text("石大有王五 、·-。付", min_size=2, max_size=12), st.text("石大有王五 ·-付", max_size=30))
def test_nothing_but_the_value_changes_and_no_value_is_left(name: str, text: str) -> None:
    owns = read_own("person_name", name)
    clean = hide_own(text, owns)
    assert all(own.value not in clean.translate({ord(sign): None for sign in " ·-"}) for own in owns)
    if not any(own.value in text.translate({ord(sign): None for sign in " ·-"}) for own in owns):
        assert clean == text
