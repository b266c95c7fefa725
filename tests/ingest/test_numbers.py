import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbers import parse_number
from ingest.numerals import read_numeral

CELLS = [
    ("12.5万", "125000", None, False),
    ("12.5万元", "125000", "元", False),
    ("12.5 万元", "125000", "元", False),
    ("3.5亿元", "350000000", "元", False),
    ("1,234.50", "1234.50", None, False),
    ("１，２３４．５０", "1234.50", None, False),
    ("1 234 567", "1234567", None, False),
    ("¥1,200", "1200", "元", False),
    ("人民币2000元", "2000", "元", False),
    ("（1,234.50）", "-1234.50", None, False),
    ("-5", "-5", None, False),
    ("负三", "-3", None, False),
    ("约12万元", "120000", "元", True),
    ("600余条", "600", "条", True),
    ("近2000户", "2000", "户", True),
    ("十余万", "100000", None, True),
    ("3000元左右", "3000", "元", True),
    ("三万五", "35000", None, False),
    ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67", "元", False),
    ("伍佰元整", "500", "元", False),
    ("12元5角", "12.5", "元", False),
    ("十二", "12", None, False),
    ("一百零三", "103", None, False),
    ("两千", "2000", None, False),
    ("二〇一八", "2018", None, False),
    ("12名", "12", "名", False),
    ("1.2E+05", "120000", None, False),
    ("100分", "100", "分", False),
    ("8亿元人民币", "800000000", "元", False),
    ("人民币2000", "2000", "元", False),
    ("$20", "20", "美元", False),
    ("五分之二", "0.4", None, False),
    ("一又四分之一", "1.25", None, False),
    ("12千米", "12", "千米", False),
    ("3千克", "3", "千克", False),
    ("七斤半", "7.5", "斤", False),
    ("半亩", "0.5", "亩", False),
    ("三十两", "30", "两", False),
    ("二十几户", "20", "户", True),
    ("零下4℃", "-4", "°C", False),
]


@pytest.mark.parametrize(("text", "value", "unit", "approximate"), CELLS)
def test_cells(text: str, value: str, unit: str | None, approximate: bool) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.unit, number.approximate) == (Decimal(value), unit, approximate)
    assert (number.is_percent, number.raw) == (False, text)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("12%", "12"),
        ("12.5％", "12.5"),
        ("百分之十二", "12"),
        ("-3.2%", "-3.2"),
        ("千分之三", "0.3"),
        ("百分之百", "100"),
        ("5个百分点", "5"),
        ("三成", "30"),
        ("三成半", "35"),
        ("半成", "5"),
        ("十万分之二", "0.002"),
        ("九折", "90"),
        ("八五折", "85"),
        ("七点五折", "75"),
    ],
)
def test_percentages_keep_their_points(text: str, points: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.is_percent) == (Decimal(points), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "/",
        "无",
        "两三个",
        "三四十",
        "三五",
        "三四个",
        "3/5",
        "零分之一",
        "完成",
        "打折",
        "3-5",
        "3至5个",
        "几十",
        "数百",
        "1,23",
        "12,34,567",
        "10..1万",
        "2018年",
        "5月",
        "2018-05-14",
        "5月14日",
        "一人一策",
        "34个村",
        "--5",
        "万",
        "百",
        "元",
        "约",
        "%",
        "1.2.3",
        "3万4",
    ],
)
def test_what_is_no_number_or_may_be_several_is_refused(text: str) -> None:
    assert parse_number(text) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_grouped_decimals_are_read_back(value: Decimal) -> None:
    for text in (f"{value}", f"{value:,}", f"{value:,}元"):
        number = parse_number(text)
        assert number is not None
        assert number.value == value


def spell(value: int) -> str:
    """Spell 1-99,999,999 in full, the way it is taught."""
    if value >= 10_000:
        rest = value % 10_000
        zero = "零" if 0 < rest < 1000 else ""
        return spell(value // 10_000) + "万" + zero + (spell(rest) if rest else "")
    text, is_gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if is_gap and text else "") + "零一二三四五六七八九"[digit] + word
        is_gap = digit == 0
    return text


@given(st.integers(min_value=1, max_value=99_999_999))
def test_spelled_numerals_are_read_back(value: int) -> None:
    assert read_numeral(spell(value)) == value


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.value.is_finite()


@given(st.text(alphabet="零一二两三十百千万亿点0123456789.,%元角分约余个()-", max_size=12))
def test_no_numeral_like_text_raises(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.value.is_finite()


def agreement_with_cn2an(path: Path) -> tuple[int, int, list[str]]:
    """Return (agreed, tried, texts read with a wrong value)."""
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    expected: list[tuple[str, float | None]] = [
        (text, value)
        for name in ("strict_data_dict", "normal_data_dict", "smart_data_dict")
        for text, value in cases[name]
    ]
    # its strict errors 一一 and 壹壹 are good numbers in its normal mode
    readable = {text for text, _ in expected}
    names = ("error_smart_datas", "error_normal_datas", "error_strict_datas")
    expected += [(text, None) for name in names for text in cases[name] if text not in readable]
    agreed, wrong = 0, []
    for text, value in expected:
        number = parse_number(text)
        got = None if number is None else float(number.value)
        agreed += got == value
        if got is not None and got != value:
            wrong.append(text)
    return agreed, len(expected), wrong


def test_agreement_with_a_public_suite_of_chinese_numerals(shared_dir: Path) -> None:
    agreed, tried, wrong = agreement_with_cn2an(shared_dir / "realdata/parsers/cn2an/cn2an_test.json")
    assert tried == 149
    assert wrong == []
    assert agreed / tried >= 0.99


@pytest.mark.parametrize(
    ("model", "tried", "share"), [("NumberModel", 245, 0.74), ("PercentModel", 98, 0.75)]
)
def test_no_whole_string_of_the_recognizers_suite_is_misread(
    shared_dir: Path, model: str, tried: int, share: float
) -> None:
    """Fractions, powers, dozens, discounts and 几 are refused: they are the rest of the share."""
    path = shared_dir / f"realdata/parsers/recognizers_text_zh/Number/Chinese/{model}.json"
    cases = [
        (case["Input"], float(result[0]["Resolution"]["value"].rstrip("%")))
        for case in json.loads(path.read_text(encoding="utf-8-sig"))
        if len(result := case["Results"]) == 1
        and result[0]["Text"] == case["Input"].strip()
        and result[0]["Resolution"].get("value")
    ]
    read = {text: number for text, _ in cases if (number := parse_number(text))}
    misread = [
        text for text, value in cases if text in read and float(read[text].value) != pytest.approx(value)
    ]
    assert len(cases) == tried
    assert misread == []
    assert len([text for text, _ in cases if text in read]) / tried >= share
