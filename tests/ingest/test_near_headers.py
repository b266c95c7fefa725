"""Which headings are taken although mistyped, and which never: one sign can turn a heading into its opposite."""

from __future__ import annotations

import pytest

from ingest.headers import Header, HeaderMatch, fold_header
from ingest.near_headers import take_near
from warehouse.contracts import Contract, load_contracts

CONTRACTS = {contract.dataset: contract for contract in load_contracts()}
KNOWN = frozenset(
    fold_header(heading)
    for contract in CONTRACTS.values()
    for column in contract.read_columns
    for heading in column.headers
)
# Pairs of signs, one after the other.
OPPOSITES = (
    "已未前后应实收支收付初末上下本上预决借贷甲乙新旧是非有无增减起止出入原现总分买卖转受计实拟已年月月日"
    "村镇区县主副正副大小男女父母首末支付拨收内外左右多少高低"
)
PHRASES = (
    *(
        ("开始", "结束"),
        ("审计", "财政"),
        ("年初", "年末"),
        ("计划", "实际"),
        ("申请", "监护"),
        ("收款", "付款"),
    ),
    *(
        ("户主", "配偶"),
        ("转出", "转入"),
        ("出租", "承租"),
        ("委托", "受托"),
        ("发包", "承包"),
        ("省级", "区级"),
    ),
)


def taken(contract: Contract, heading: str) -> list[str]:
    """Return the columns that take `heading` where it is the only one on the sheet."""
    header = Header(0, heading, (fold_header(heading),), None, 0)
    return list(take_near(HeaderMatch(contract, 0, 0, {}, (header,), KNOWN)).columns)


@pytest.mark.parametrize(
    ("dataset", "column", "typed"),
    [
        ("audit.project_income", "voucher_no", "记帐凭证号"),
        ("audit.audit_findings", "recovered_cny", "已追激金额"),
        ("audit.audit_findings", "recovered_cny", "已追缴的金额"),
        ("audit.audit_findings", "unit", "被审计单住"),
    ],
)
def test_a_mistyped_sign_or_one_that_says_nothing_is_forgiven(dataset: str, column: str, typed: str) -> None:
    assert taken(CONTRACTS[dataset], typed) == [column]


@pytest.mark.parametrize("typed", ["未追缴金额", "己退还金额数", "已追偿金额", "已追缴全额", "应追激全额"])
def test_a_heading_that_may_say_something_else_is_nobodys(typed: str) -> None:
    assert taken(CONTRACTS["audit.audit_findings"], typed) == []


def test_a_heading_that_could_be_two_known_ones_mistyped_is_nobodys() -> None:
    header = Header(0, "己追缴金额", ("己追缴金额",), None, 0)
    contract = CONTRACTS["audit.audit_findings"]
    alone = HeaderMatch(contract, 0, 0, {}, (header,), KNOWN)
    rivalled = HeaderMatch(contract, 0, 0, {}, (header,), KNOWN | {"巳追缴金额"})
    assert (list(take_near(alone).columns), list(take_near(rivalled).columns)) == (["recovered_cny"], [])


def test_no_known_heading_is_taken_for_its_opposite() -> None:
    swaps = [*zip(OPPOSITES[::2], OPPOSITES[1::2], strict=True), *PHRASES]
    swaps += [(after, before) for before, after in swaps]
    tried = [
        (contract, heading.replace(before, after, 1))
        for contract in CONTRACTS.values()
        for column in contract.read_columns
        for heading in column.headers
        for before, after in swaps
        if before in heading and fold_header(heading.replace(before, after, 1)) not in KNOWN
    ]
    wrong = [(contract.dataset, heading) for contract, heading in tried if taken(contract, heading)]
    assert len(tried) > 1000
    assert wrong == []
