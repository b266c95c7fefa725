from __future__ import annotations

import hmac
import os
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.masking import mask_series
from ingest.personal import parse_personal, secrets, tokenise
from warehouse.contracts import Column, Label
from warehouse.id_card import CHECK_DIGITS, WEIGHTS
from warehouse.keys import Keys, derive_keys
from warehouse.tokens import compute_tokens, find_token_columns, normalise

CLASSES = ("id_card", "bank_account", "phone", "person_name", "address", "private_number", "party_name")
KEYS = derive_keys(bytes(range(32)))


def make_column(personal: str | None, *, name: str | None = None, required: bool = False) -> Column:
    return Column(
        name=name or personal or "note",
        data_type="varchar",
        description="A column.",
        label=Label("列", "column"),
        headers=("列",),
        required=required,
        parse="text",
        unit=None,
        codes=(),
        references=None,
        minimum=None,
        fill=None,
        total=None,
        on_error="defect",
        derived_from=None,
        personal=personal,
    )


def complete(body: str) -> str:
    """The 17 digits with their check digit, computed the slow way."""
    return (
        body
        + CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    )


def parse(personal: str, *texts: str | None, required: bool = False) -> list[dict[str, object]]:
    return parse_personal(
        make_column(personal, required=required), pl.Series("raw", texts, dtype=pl.String)
    ).to_dicts()


id_bodies = st.builds(
    lambda area, day, serial: f"{area:06d}{day:%Y%m%d}{serial:03d}",
    st.integers(110000, 999999),
    st.dates(date(1900, 1, 1), date(2018, 12, 31)),
    st.integers(0, 999),
)
ids = id_bodies.map(complete)

VALUES = [
    ("id_card", "990101199001011230", "990101199001011230", None),
    ("id_card", " 990101 19900101 123０ ", "990101199001011230", None),
    ("id_card", "'990101199001011230", "990101199001011230", None),
    ("id_card", "99010119900307602х", "99010119900307602X", None),
    ("id_card", "990101900101123", "990101199001011230", None),
    ("id_card", "990101199001011235", "990101199001011235", "id_card"),
    ("id_card", "990101199002301236", "990101199002301236", "id_card"),
    ("id_card", "99010119900101123", "99010119900101123", "id_card"),
    ("id_card", "990101901301123", "990101901301123", "id_card"),
    ("id_card", "H10000000", "H10000000", "id_card"),
    ("bank_account", "6299 0000 0000 0000 010", "6299000000000000010", None),
    ("bank_account", "6299-0000-0000-0000-011", "6299000000000000011", "bank_account"),
    ("bank_account", "90512010800123", "90512010800123", None),
    ("bank_account", "1234567", "1234567", "bank_account"),
    ("bank_account", "9" * 26, "9" * 26, "bank_account"),
    ("phone", "190 0000 0001", "19000000001", None),
    ("phone", "+86 190-0000-0001", "19000000001", None),
    ("phone", "008619000000001", "19000000001", None),
    ("phone", "8619000000001", "19000000001", None),
    ("phone", "0546-8000001", "05468000001", None),
    ("phone", "12345", "12345", "phone"),
    ("phone", "19000000001、19000000002", "1900000000119000000002", "phone"),
    ("person_name", "张　三", "张三", None),
    ("person_name", "张三（已故）", "张三", None),
    ("person_name", "李 四(户主)", "李四", None),
    ("person_name", "王五（大）", "王五(大)", None),
    ("person_name", "买买提・艾力", "买买提·艾力", None),
    ("address", "临湖街道　柳溪村 １２号", "临湖街道柳溪村12号", None),
    ("private_number", "苏Ａ·1234 5", "苏A12345", None),
    ("private_number", "苏a•12345", "苏A12345", None),
    ("private_number", "云（2018）云川不动产权第0001号", "云(2018)云川不动产权第0001号", None),
    ("private_number", "苏AXXX12", "苏AXXX12", None),
    ("party_name", "云川市兴农（集团）　有限公司", "云川市兴农(集团)有限公司", None),
    ("party_name", "云川市兴农【集团】有限公司", "云川市兴农(集团)有限公司", None),
    ("party_name", "张　三（户主）", "张三", None),
    ("party_name", "石大有 石二有", "石大有、石二有", None),
    ("party_name", "石大有，石二有/欧阳 修", "石大有、石二有、欧阳修", None),
]


@pytest.mark.parametrize(("personal", "text", "value", "flaw"), VALUES)
def test_a_text_has_one_normal_form_and_what_is_wrong_with_it_is_said(
    personal: str, text: str, value: str, flaw: str | None
) -> None:
    (parsed,) = parse(personal, text)
    assert (parsed["value"], parsed["flaw"], parsed["readable"]) == (value, flaw, True)


@pytest.mark.parametrize("text", ["苏A****5", "9.90101199001011e+17"])
def test_a_plate_or_number_with_hidden_signs_is_not_made_up(text: str) -> None:
    (parsed,) = parse("private_number", text)
    assert parsed == {"value": None, "parsed_inferred": None, "readable": False, "flaw": "lost_digits"}


@pytest.mark.parametrize("personal", ["id_card", "bank_account", "phone"])
@pytest.mark.parametrize(
    "text",
    [
        "9.90101199001011e+17",
        "9.90101E+17",
        "1e+16",
        "6299000000000010.0",
        "9901**********1230",
        "990101************",
        "6299xxxx0010",
    ],
)
def test_digits_that_are_lost_are_not_made_up(personal: str, text: str) -> None:
    (parsed,) = parse(personal, text)
    assert parsed == {"value": None, "parsed_inferred": None, "readable": False, "flaw": "lost_digits"}


def test_a_dash_means_empty_unless_the_column_must_be_filled() -> None:
    empty, dash, nothing = parse("id_card", None, "——", "无")
    assert (empty["value"], empty["readable"], empty["flaw"], empty["parsed_inferred"]) == (
        None,
        True,
        None,
        None,
    )
    assert dash == nothing == {"value": None, "parsed_inferred": "dash", "readable": True, "flaw": None}
    assert parse("phone", "无", required=True)[0] == {
        "value": None,
        "parsed_inferred": None,
        "readable": False,
        "flaw": "phone",
    }


def test_what_was_changed_to_read_a_value_is_told() -> None:
    assert parse("id_card", "990101900101123")[0]["parsed_inferred"] == "id15"
    assert [row["parsed_inferred"] for row in parse("person_name", "张　三", " 张三 ", "张三（户主）")] == [
        "spaces",
        None,
        None,
    ]


@given(ids)
def test_a_number_of_15_digits_is_the_number_of_18_that_its_bearer_got(number: str) -> None:
    parsed, whole = parse("id_card", number[:6] + number[8:17], number)
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert whole == {"value": number, "parsed_inferred": None, "readable": True, "flaw": None}
    # Nobody born since 2000 has a number of 15 digits: one that looks so belongs to someone of the 1900s.
    if born.year < 2000:
        assert (parsed["value"], parsed["parsed_inferred"], parsed["flaw"]) == (number, "id15", None)


@given(ids, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number: str, place: int, shift: int) -> None:
    digit = str((int(number[place].replace("X", "0")) + shift) % 10)
    wrong = number[:place] + digit + number[place + 1 :]
    (parsed,) = parse("id_card", wrong)
    assert parsed["flaw"] == (None if wrong == number else "id_card")


@given(number=ids)
def test_an_id_number_yields_what_it_states(number: str) -> None:
    (row,) = tokenise(make_column("id_card"), pl.Series([number]), KEYS).to_dicts()
    assert row == {
        "id_card_token": row["id_card_token"],
        "id_card_masked": f"{number[:6]}************",
        "id_card_birth_date": date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        "id_card_sex": "male" if int(number[16]) % 2 else "female",
        "id_card_area": number[:6],
        "id_card_valid": True,
    }


def test_a_number_that_is_wrong_says_so_and_states_no_impossible_day() -> None:
    values = pl.Series(["990101199001011235", "990101199002301236", "H10000000", None])
    made = tokenise(make_column("id_card"), values, KEYS)
    assert made["id_card_valid"].to_list() == [False, False, False, None]
    assert made["id_card_birth_date"].to_list() == [date(1990, 1, 1), None, None, None]
    assert made["id_card_area"].to_list() == ["990101", "990101", None, None]
    assert made["id_card_token"].null_count() == 1


@pytest.mark.parametrize("personal", CLASSES)
@given(values=st.lists(st.none() | st.text("0123456789X张三柳溪村号", min_size=1, max_size=20), max_size=8))
@settings(max_examples=25)
def test_the_stored_columns_come_row_by_row_with_their_types(personal: str, values: list[str | None]) -> None:
    column = make_column(personal, name="holder")
    series = pl.Series("anything", values, dtype=pl.String)
    made = tokenise(column, series, KEYS)
    assert dict(made.schema) == {stored.name: stored.dtype for stored in column.stored}
    assert made["holder_token"].to_list() == compute_tokens(personal, series, KEYS).to_list()
    assert made["holder_token"].is_null().to_list() == series.is_null().to_list()


@given(st.sampled_from(CLASSES[:-1]), st.text(min_size=1, max_size=40), st.binary(min_size=32, max_size=32))
def test_a_token_is_a_plain_hmac(personal: str, value: str, master: bytes) -> None:
    keys = derive_keys(master)
    expected = hmac.digest(keys.token_key.encode(), f"v1|{personal}|{value}".encode(), "sha256").hex()[:32]
    assert compute_tokens(personal, pl.Series([value]), keys).to_list() == [expected]


def test_tokens_are_the_same_in_every_column_and_of_no_other_class_or_key() -> None:
    values = pl.Series([f"990101{year}01011236" for year in range(1900, 2000)])
    holder = tokenise(make_column("id_card", name="holder_id"), values, KEYS)["holder_id_token"]
    payee = tokenise(make_column("id_card", name="payee_id"), values, KEYS)["payee_id_token"]
    assert holder.to_list() == payee.to_list()
    others = [compute_tokens(personal, values, KEYS) for personal in CLASSES[:-1]]
    others += [compute_tokens("id_card", values, derive_keys(os.urandom(32))) for _ in range(3)]
    assert pl.concat(others).n_unique() == len(values) * len(others)


def test_a_person_among_the_parties_has_the_token_of_the_name_and_an_organisation_one_of_its_own() -> None:
    written = pl.Series(
        ["石大有", "石　大有", "云川市兴农（集团）有限公司", "云川市兴农(集团) 有限公司", None]
    )
    made = tokenise(make_column("party_name"), normalise("party_name", written), KEYS)
    name = tokenise(make_column("person_name"), normalise("person_name", written), KEYS)["person_name_token"]
    assert made["party_name_token"].to_list()[:2] == name.to_list()[:2]
    assert made["party_name_token"][2] == made["party_name_token"][3] != name[2]
    assert made["party_name_masked"].to_list() == ["石**"] * 2 + ["云川市兴农(集团)有限公司"] * 2 + [None]
    kept = secrets(make_column("party_name"), normalise("party_name", written), written, KEYS)
    assert kept.rows() == [(name[0], "party_name", "石大有")]


def test_the_key_is_in_no_text_of_the_expression_and_of_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(pl.exceptions.PolarsError) as failed:
        compute_tokens("id_card", pl.Series([[1]]), KEYS)
    printed = capfd.readouterr()
    told = f"{failed.value} {failed.value!r} {printed.out} {printed.err}"
    assert KEYS.token_key not in told


def test_the_vault_gets_each_value_once_as_it_was_written() -> None:
    column = make_column("id_card")
    raw = pl.Series("raw", ["990101900101123", "990101199001011230", None, "1e+17", "H10000000"])
    parsed = parse_personal(column, raw)
    kept = secrets(column, parsed["value"], raw, KEYS)
    assert kept.columns == ["token", "class", "raw"]
    assert kept["raw"].to_list() == ["990101900101123", "H10000000"]
    assert kept["class"].unique().to_list() == ["id_card"]
    assert (
        kept["token"].to_list()
        == tokenise(column, parsed["value"], KEYS)["id_card_token"].gather([0, 4]).to_list()
    )


@given(st.sampled_from(CLASSES), st.text(max_size=30))
def test_what_the_vault_holds_leads_to_the_same_token(personal: str, text: str) -> None:
    """The key can be exchanged only if a raw text alone gives the value that its token was computed from."""
    column, raw = make_column(personal), pl.Series("raw", [text], dtype=pl.String)
    value = parse_personal(column, raw)["value"]
    kept = secrets(column, value, raw, KEYS)
    again = compute_tokens(personal, normalise(personal, kept["raw"]), KEYS)
    tokens = compute_tokens(personal, value.drop_nulls(), KEYS)
    shown = mask_series(personal, value.drop_nulls())
    assert again.to_list() == kept["token"].to_list()
    # What the vault has not is the organisation that can be read.
    assert tokens.to_list() == (again.to_list() or compute_tokens(personal, shown, KEYS).to_list())
    assert len(kept) == len(tokens) or personal == "party_name"


def test_only_personal_columns_are_tokenised() -> None:
    with pytest.raises(ValueError, match="note"):
        tokenise(make_column(None), pl.Series(["x"]), Keys("", "", b""))
    assert find_token_columns(["id_card_token", "id_card_masked", "meeting_token", "note_masked"]) == [
        "id_card_token"
    ]
