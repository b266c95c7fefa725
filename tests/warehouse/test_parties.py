"""Who is a person and who is an organisation, where offices write both into one column."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.masking import mask
from warehouse.parties import find_persons, normalise_party

ORGANISATIONS = (
    *(
        "云川市兴农农资有限公司",
        "石桥建材厂",
        "王五商店",
        "李家面店",
        "金湖超市",
        "兴农商行",
        "柳溪村经济合作社",
    ),
    *(
        "青石街道便民服务中心",
        "临湖新区财政局",
        "党工委",
        "文明办",
        "柳溪水站",
        "卫生所",
        "农科院",
        "石桥小学",
    ),
    *(
        "云川农商银行",
        "农村信用社",
        "石桥村委会",
        "临湖街道",
        "区政府",
        "柳溪村第三村民小组",
        "施工队",
        "老年协会",
    ),
    *("个人", "柳溪村", "现金", "村民", "农户", "单位", "代发工资专户", "中国石化集团", "临湖新区柳溪幼儿园"),
    *("云川市临湖新区2018年度路灯改造", "兴农（云川）农资有限公司", "和平饭店"),
    *("云川农商银行金湖支行", "云川市自来水公司江北所", "云川市财政局国库支付中心", "安康（集团）有限公司"),
)
PERSONS = {
    "石大有": "石**",
    "张三": "张*",
    "欧阳小明": "欧阳**",
    "买买提·艾力": "买*****",
    "张和平": "张**",
    "石　大 有": "石**",
    "石大有（低保户）": "石*******",
    "石大有等5人": "石*****",
    "石大有户": "石***",
    "石大有同志": "石****",
    "柳溪村石大有": "柳溪村石**",
    "临湖街道柳溪村3组石大有": "临湖街道柳溪村3组石**",
    "低保户石大有": "低保户石**",
    "石桥村委会石大有": "石桥村委会石**",
    "兴农农资有限公司张三": "兴农农资有限公司张*",
    "收款人：石大有": "收款人:石**",
    "石大有、石二有": "石**、石**",
    "石大有，石二有；王五": "石**、石**、王*",
    "石大有 石二有": "石**、石**",
    "欧阳 修远　王五": "欧阳**、王*",
    "石大有和石二有": "石**和石**",
    "石大有/兴农农资店": "石**、兴农农资店",
    "石大有 兴农店": "石**、兴农店",
    "兴农农资店（石大有）": "兴农农资店(石**)",
    "石\u200b大有": "石**",
    "兴农农资店13900000001": "兴" + "*" * 15,
    "石大有990101-1990-0101-1230": "石" + "*" * 23,
}


@pytest.mark.parametrize("text", ORGANISATIONS)
def test_what_reads_as_an_organisation_stays_readable(text: str) -> None:
    assert find_persons(normalise_party(text)) == []
    assert mask("party_name", text) == normalise_party(text)


@pytest.mark.parametrize(("text", "masked"), PERSONS.items())
def test_every_person_is_masked(text: str, masked: str) -> None:
    assert find_persons(normalise_party(text))
    assert mask("party_name", text) == masked


@given(st.text("石大有王张三欧阳小明公司店村、，/ ·（）(）1等户", max_size=20))
def test_a_party_has_one_normal_form_of_which_persons_are_parts_from_left_to_right(text: str) -> None:
    party = normalise_party(text)
    spans = [(person.start, person.end) for person in find_persons(party)]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(person.name in party[person.start : person.end] for person in find_persons(party))
    assert not any(sign.isspace() for sign in party)
