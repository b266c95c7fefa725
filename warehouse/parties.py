"""Parties: whom money went to or came from, where offices write persons and organisations into one column.

Chinese writes both alike, so words and length decide: what reads as an organisation stays readable, every other text
of two to four characters behind a common surname is a person's name. The decision is part of a token's meaning, as
persons and organisations have tokens of different domains (`warehouse.tokens`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

SURNAMES_OF_TWO = (
    *("欧阳", "司马", "诸葛", "上官", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空"),
    *("端木", "东方", "独孤", "南宫", "闻人", "呼延", "轩辕", "宇文", "长孙", "澹台", "赫连", "申屠"),
)
# The common ones, but for those that a payee's text more often begins with as a word (农户, 商户, 党费, 全体, 路灯).
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康"
    "施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "曲盛冉翁蓝游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆司卓古吉缪简项连芦麦褚娄窦戚岑景宫费卜冷晏席米柏宗瞿"
    "桂佟臧闵苟邬边卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查苑迟邝代"
)
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
NAME = (
    rf"(?:(?:{'|'.join(SURNAMES_OF_TWO)}){HAN}{{1,2}}|[{SURNAMES}]{HAN}{{1,3}}"
    rf"|{HAN}{{1,10}}(?:[·•・‧.]{HAN}{{1,10}})+)"
)
# What stands before a name (柳溪村石大有, 低保户石大有, 村委会石大有) and behind it (石大有等5人).
BEFORE = (
    r"(?:.*(?:街道|社区|公司|委会|中心|合作社|[省市县区镇乡村组队户店局站所:]|村民|居民|群众|职工|工人))?"
)
BEHIND = r"(?:(?:[(][^()]*[)]?)+|等.*|同志|先生|女士|师傅|老师|本人|[户家代收])?"
SPACE_IN_NAME = re.compile(rf"({'|'.join(SURNAMES_OF_TWO)})\s+")
PERSON = re.compile(f"{BEFORE}(?P<name>{NAME}){BEHIND}")
PAIR = re.compile(f"(?P<name>{NAME})[和及与](?P<other>{NAME})")
ORGANISATION = re.compile(
    "公司|企业|工厂|超市|商[行店场会]|市场|门市|经营|小卖部|合作社|供销社|信用社|农信社|旅行社|中心|银行|[分支]行|保险|基金"
    "|委员会|[村居]委|[村居]民小组|街道$|社区$|政府|人大|政协|妇联|工会|学会|协会|集团|支部|办事处|项目|工程|工作室|电视台|报社"
    "|[大中小]学|幼儿园|敬老院|卫生|文化|金融|财政|税务|国库|专户|账户|单位|个人|代[发付扣缴]|饭馆|宾馆|酒店|[农山]庄|[农牧林]场"
    "|..[厂店铺局委办站所院校队村]$"
)
# The digits of a phone, an account or an ID number: whoever they belong to, they are not shown.
NUMBER = re.compile(r"(?:[0-9][–—.·-]?){7}")
PART = re.compile("[^、,;/]+")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
BRACKETS = str.maketrans("[]{}〔〕【】〖〗〈〉", "()()()()()()")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Person:
    """A person in a party's text: the name alone, and the span that is hidden with it (remarks included)."""

    name: str
    start: int
    end: int


def find_persons(party: str) -> list[Person]:
    """Return the persons that `party` (in its normal form) names, from left to right; none in an organisation's."""
    return [person for part in PART.finditer(party) for person in _find_in_part(part[0], part.start())]


def are_persons(parties: pl.Series) -> pl.Series:
    """Return whether each of `parties` names a person; null stays null."""
    found = [party if party is None else bool(find_persons(party)) for party in parties]
    return pl.Series(parties.name, found, dtype=pl.Boolean)


def normalise_party(text: str) -> str:
    """Return a party's text in one form: NFKC, no spaces, one kind of brackets, a list of names with 、 between them.

    Where one of several words is a name the words are a list; 张　三 is one name, for no name has one character.
    """
    folded = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(BRACKETS)
    words = SPACE_IN_NAME.sub(r"\1", folded).split()
    is_list = all(len(word) > 1 for word in words) and any(re.fullmatch(NAME, word) for word in words)
    party = ("、" if is_list else "").join(words)
    return re.sub("[,;/]", "、", party) if find_persons(party) else party


def _find_in_part(part: str, start: int) -> list[Person]:
    if NUMBER.search(part):
        return [Person("", start, start + len(part))]
    if (found := PERSON.fullmatch(part)) and not ORGANISATION.search(found["name"]):
        return [Person(found["name"], start + found.start("name"), start + len(part))]
    inside = [(found, 1) for found in IN_BRACKETS.finditer(part) if re.fullmatch(NAME, found[1])]
    if not ORGANISATION.search(IN_BRACKETS.sub("", part)) and (pair := PAIR.fullmatch(part)):
        inside = [(pair, 1), (pair, 2)]
    return [
        Person(found[group], start + found.start(group), start + found.end(group))
        for found, group in inside
        if not ORGANISATION.search(found[group])
    ]
