"""What is landed of cells that hold a person's number where it does not belong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from ingest.convert import convert_column
from ingest.protect import ColumnProtector, Protected
from tests.ingest.test_masking import CARD, ID, MASKED_CARD, MASKED_ID
from tests.ingest.test_personal import KEYS
from warehouse.contracts import Column, load_contracts

CONTRACT = next(contract for contract in load_contracts() if contract.dataset == "subsidy.benefit_payments")
OLD_ID = ID[:6] + ID[8:17]


def protect(column: Column, *texts: str) -> Protected:
    raw = pl.Series("raw", texts, dtype=pl.String)
    parsed = convert_column(column, raw, base=date(2018, 6, 1), money_unit=None)
    frame = pl.DataFrame({column.name: parsed["value"], f"{column.name}__raw": raw})
    return ColumnProtector(column, lambda: KEYS).protect(frame)


def test_a_number_in_a_text_has_the_token_of_the_same_persons_column() -> None:
    own = protect(CONTRACT.column("id_card"), ID).stored[0].to_list()
    remark = CONTRACT.column("note")
    for written in (ID, OLD_ID, "990101 19900101 1230"):
        found = protect(remark, f"户主证号{written}，已核").secrets
        assert found.select("token", "class").rows() == [(own[0], "id_card")]
        assert found["raw"].to_list() == [written.replace(" ", "")]
    account = protect(CONTRACT.column("bank_account"), CARD).stored[0].to_list()
    assert protect(remark, "卡号6299-0000-0000-0000-010").secrets["token"].to_list() == account


@pytest.mark.parametrize(
    ("text", "shown", "is_kept"),
    [
        (OLD_ID, "990101*********", True),
        (f"{OLD_ID}.00", "990101*********.00", True),
        (ID, MASKED_ID, True),
        ("6299000000000015", "************0015", True),
        (CARD, MASKED_CARD, True),
        ("9.90101199001011e+17", "990101**************", False),
    ],
)
@pytest.mark.parametrize("name", ["amount_cny", "size", "month", "paid_on", "scheme"])
def test_a_number_in_the_wrong_column_is_no_value_of_it(
    name: str, text: str, shown: str, is_kept: bool
) -> None:
    protected = protect(CONTRACT.column(name), text)
    value, raw = protected.stored
    assert (value.to_list(), raw.to_list()) == ([None], [shown])
    assert len(protected.secrets) == is_kept


def test_large_amounts_are_read_up_to_what_a_county_can_have() -> None:
    value, _ = protect(CONTRACT.column("amount_cny"), "99999999999999.99", "100000000000000").stored
    assert value.to_list() == [Decimal("99999999999999.99"), None]


def test_a_rounded_number_is_hidden_in_a_text_though_nobody_can_be_told_by_it() -> None:
    protected = protect(CONTRACT.column("note"), "证号9.90101199001011e+17", "无")
    assert protected.stored[0].to_list() == ["证号990101**************", "无"]
    assert protected.secrets.is_empty()
