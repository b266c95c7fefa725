from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.masking import find_secrets, is_card_number, mask, mask_series, scrub, scrub_series
from tests.ingest.test_personal import CLASSES, complete, ids
from warehouse.tokens import normalise

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
ID = "990101199001011230"
CARD = "6299000000000000010"
MASKED_ID, MASKED_CARD = "990101************", "***************0010"
GROUPED_ID, GROUPED_CARD = "990101**************", "*******************0010"


def complete_card(body: str) -> str:
    """The digits with the last one that satisfies Luhn, tried out."""
    return next(f"{body}{last}" for last in range(10) if is_luhn(f"{body}{last}"))


def is_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(digit * 2, 10)) for digit in digits[1::2])) % 10 == 0


cards = st.builds(
    lambda start, rest: complete_card(start + rest),
    st.sampled_from(["62", "4", "5"]),
    st.text("0123456789", min_size=14, max_size=16),
).filter(lambda number: 16 <= len(number) <= 19)

MASKS = [
    ("id_card", ID, MASKED_ID),
    ("id_card", "990101900101123", "990101*********"),
    ("id_card", "H10000000", "*********"),
    ("bank_account", CARD, MASKED_CARD),
    ("bank_account", "1234567", "*******"),
    ("phone", "19000000001", "190****0001"),
    ("phone", "8000001", "800****"),
    ("phone", "110", "***"),
    ("bank_account", ID, MASKED_ID),
    ("phone", ID, MASKED_ID),
    ("person_name", "张三", "张*"),
    ("person_name", "欧阳小明", "欧阳**"),
    ("person_name", "欧阳", "欧*"),
    ("person_name", "王", "王"),
    ("private_number", "苏A12345", "苏A*****"),
    ("private_number", "990101000123", "99**********"),
    ("private_number", "A123", "****"),
    ("party_name", "石大有", "石**"),
    ("party_name", "石大有、欧阳小明", "石**、欧阳**"),
    ("party_name", "云川市兴农农资有限公司", "云川市兴农农资有限公司"),
    ("address", "云川市临湖新区临湖街道柳溪村3组12号", "云川市临湖新区临湖街道柳溪村3组**"),
    ("address", "临湖街道幸福小区3号楼2单元501室", "临湖街道幸福小区**"),
    ("address", "中山路12号望江社区", "中山路**号望江社区"),
    ("address", "青石街道石桥村", "青石街道石桥村"),
    ("address", "桥头王五家", "**"),
    ("address", f"石桥村{ID}号3组", "石桥村**号3组"),
    ("address", "石桥村990101-19900101-1230李四3组", "石桥村**李四3组"),
]


@pytest.mark.parametrize(("personal", "value", "masked"), MASKS)
def test_a_mask_shows_what_tells_people_apart_and_no_more(personal: str, value: str, masked: str) -> None:
    assert mask_series(personal, pl.Series([value, None])).to_list() == [masked, None]
    assert mask(personal, value) == masked


def test_a_cell_is_masked_as_it_stands() -> None:
    assert mask("id_card", "990101 19900101 123０") == MASKED_ID
    assert mask("id_card", "9.90101199001011e+17") == "9.9010**************"
    assert mask("phone", "不详") == "**"
    assert mask("person_name", "张　三（户主）") == "张*****"


@given(ids)
def test_the_mask_of_an_id_number_tells_the_area_and_no_more(number: str) -> None:
    """Area, birth date and sex are landed beside it: no other digit may be."""
    for personal in ("id_card", "bank_account", "phone"):
        assert mask_series(personal, pl.Series([number])).to_list() == [number[:6] + "*" * 12]


@given(st.sampled_from(CLASSES), st.text("0123456789X张欧阳三村号楼组室-", min_size=1, max_size=30))
def test_columns_and_cells_are_masked_alike(personal: str, text: str) -> None:
    value = normalise(personal, pl.Series([text]))[0]
    assume(value)
    assert mask_series(personal, pl.Series([value])).to_list() == [mask(personal, value)]


@given(st.text("0123456789", min_size=1, max_size=18))
def test_luhn_is_luhn(number: str) -> None:
    assert pl.select(is_card_number(pl.lit(number))).item() == is_luhn(number)


TEXTS = [
    (f"低保对象张某（身份证号{ID}）", f"低保对象张某（身份证号{MASKED_ID}）"),
    (f"身份证{ID.translate(FULL_WIDTH)}。", f"身份证{MASKED_ID}。"),
    ("证号99010119900307602x，", "证号990101************，"),
    ("990101 19900101 1230", GROUPED_ID),
    ("990101-1990-0101-1230", f"{GROUPED_ID}*"),
    ("9901 0119 9001 0112 30", f"{GROUPED_ID}**"),
    ("99010119 9001011230", f"{MASKED_ID}*"),
    (f"电话19000000001 {ID} 金额5000", f"电话19000000001 {MASKED_ID} 金额5000"),
    (f"{ID}/{CARD}", f"{MASKED_ID}/{MASKED_CARD}"),
    ("卡号6299 0000 0000 0000 010已停用", f"卡号{GROUPED_CARD}已停用"),
    ("旧证 990101900101123，", "旧证 990101*********，"),
    ("旧证990101 900101 123，", "旧证990101***********，"),
    ("990101900101123.00", "990101*********.00"),
    ("9.90101199001011e+17", "990101**************"),
]
LEFT_ALONE = [
    "",
    "第12项措施，2018年6月1日完成，12500.00元",
    f"文号{ID}20180601",
    f"2018{ID}",
    "990101199001011235",
    "990101199002301236",
    "6299000000000000011",
    "发票123456789012345号",
    "X990101900101123",
    "990101900101123.005",
    "3.14159265358979e+17",
    "19000000001",
]


@pytest.mark.parametrize(("text", "clean"), TEXTS)
def test_numbers_of_papers_and_accounts_are_masked_in_a_text(text: str, clean: str) -> None:
    assert scrub(text) == clean
    assert scrub(clean) == clean


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_numbers_stay(text: str) -> None:
    assert scrub(text) == text


@given(
    st.text("身份证号，。a ：", max_size=8),
    ids | cards,
    st.text("身份证号，。a ：", max_size=8),
    st.booleans(),
)
def test_no_number_gets_through(before: str, number: str, after: str, is_wide: bool) -> None:
    text = before + (number.translate(FULL_WIDTH) if is_wide else number) + after
    clean = scrub(text)
    ((value, personal),) = find_secrets(pl.Series([text])).rows()
    shown = "".join(character for character in clean if character.isdigit())
    assert (value, shown) == (number, number[:6] if personal == "id_card" else number[-4:])
    assert clean.startswith(before) and clean.endswith(after) and len(clean) == len(text)


@given(st.text(max_size=60))
def test_a_text_without_long_numbers_stays_as_it_is(text: str) -> None:
    assume(sum(character.isdigit() for character in text) < 15)
    assert scrub(text) == text


def test_columns_are_scrubbed_like_cells_and_the_vault_gets_each_number_once() -> None:
    texts = [*(text for text, _ in TEXTS), None, *LEFT_ALONE, *(text for text, _ in TEXTS)]
    series = pl.Series("note", texts)
    assert scrub_series(series).to_list() == [text and scrub(text) for text in texts]
    assert scrub_series(series).name == "note"
    found = find_secrets(series)
    assert found.schema == {"raw_found": pl.String, "class": pl.String}
    assert dict(found.rows()) == {
        ID: "id_card",
        "99010119900307602X": "id_card",
        "990101900101123": "id_card",
        CARD: "bank_account",
    }
    assert len(found) == 4
    assert find_secrets(pl.Series([None, "无"], dtype=pl.String)).is_empty()


def test_the_invented_numbers_are_valid() -> None:
    assert complete(ID[:17]) == ID
    assert is_luhn(CARD)
