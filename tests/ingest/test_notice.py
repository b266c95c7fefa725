"""Notices in several styles, each against the outline that a reader of it would write down."""

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.notice import Notice, notice_tables, parse_notice

NOTICES = Path(__file__).parent / "notices"


def read(name: str) -> str:
    return (NOTICES / f"{name}.txt").read_bytes().decode("utf-8")


@dataclass(frozen=True)
class Outline:
    """What a reader sees: item = (number, section, problem, measures, labels of the blocks)."""

    title: str | None
    stated: tuple[int | None, int | None, int | None]
    sections: list[tuple[int, str]]
    items: list[tuple[int, int | None, str, int, list[str | None]]]
    missing: list[int] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


OUTLINES = {
    "parts_as_sections": Outline(
        title="中共青禾县柳湾镇委员会关于巡察整改进展情况的通报",
        stated=(5, 12, 6),
        sections=[(1, "关于学习贯彻方面"), (2, "关于作风建设方面")],
        items=[
            (1, 1, "关于理论学习走过场的问题。", 3, ["责任单位", "完成时限"]),
            (2, 1, "关于政策落实打折扣的问题。", 2, ["责任单位"]),
            (1, 2, "关于接待费管理不严的问题。", 4, ["责任单位"]),
            (2, 2, "关于值班脱岗的问题。", 1, ["责任单位"]),
            (4, 2, "关于文件流转慢的问题。", 0, ["整改情况"]),
        ],
        missing=[3],
        documents=["柳湾镇理论学习制度", "柳湾镇公务接待办法（试行）"],
    ),
    "one_paragraph_per_item": Outline(
        title="东渠市水文站党支部关于巡察整改情况的公示",
        stated=(12, 30, None),
        sections=[(2, "逐项整改情况")],
        items=[
            (1, 2, "针对“三会一课”记录不全的问题", 3, []),
            (2, 2, "针对测站仪器台账缺失的问题", 2, []),
            (3, 2, "针对差旅费报销不规范的问题", 4, []),
            (4, 2, "针对水费收缴率偏低的问题", 0, [None]),
            (6, 2, "针对公车使用登记不严的问题", 2, []),
        ],
        missing=[5],
        documents=["东渠市水文站仪器管理办法", "差旅费报销细则"],
    ),
    "labels_inline": Outline(
        title="北坪区供销联社关于巡察反馈意见整改落实情况的通报",
        stated=(6, 10, None),
        sections=[(1, "为农服务主责弱化"), (2, "资产管理粗放")],
        items=[
            (1, 1, "基层网点布局不合理，有7个村没有服务点。", 3, ["整改成效", "责任单位"]),
            (2, 1, "农资储备不足。", 2, ["整改成效", "责任单位"]),
            (3, 1, "对合作社指导少。", 0, ["整改情况", "责任单位"]),
            (4, 2, "部分门店租金长期拖欠。", 3, ["责任单位"]),
            (6, 2, "闲置仓库未盘活。", 2, ["责任单位"]),
        ],
        missing=[5],
    ),
    "boxed_labels": Outline(
        title="石桥县卫生院巡察整改进展情况公告",
        stated=(None, None, None),
        sections=[(1, "党建责任方面"), (2, "药品管理方面"), (3, "收费管理方面")],
        items=[
            (1, 1, "党支部换届超期。", 2, ["整改进展", "责任人"]),
            (2, 1, "发展党员程序不全。", 3, ["整改进展"]),
            (3, 2, "过期药品处置不及时。", 2, ["整改进展"]),
            (4, 3, "重复收费。", 2, ["整改进展"]),
        ],
        documents=["药品效期管理规定"],
    ),
    "alike_numbers": Outline(
        title="云岭街道办事处关于巡察整改的报告",
        stated=(None, None, None),
        sections=[(1, "党的领导方面"), (2, "基层治理方面")],
        items=[
            (1, 1, "民主决策不充分", 2, ["整改成效"]),
            (2, 1, "督促落实不够", 3, ["整改成效"]),
            (3, 2, "网格力量薄弱", 2, []),
            (4, 2, "信访积案化解慢", 0, ["整改情况"]),
        ],
    ),
    "three_levels": Outline(
        title="关于巡察整改情况的通报",
        stated=(None, 9, None),
        sections=[(1, "聚焦主责主业方面"), (2, "聚焦队伍建设方面")],
        items=[
            (1, 1, "关于项目推进迟缓的问题", 2, []),
            (2, 1, "关于企业诉求办理拖延的问题", 3, []),
            (3, 2, "关于干部培训少的问题", 2, []),
        ],
    ),
    "unnumbered": Outline(
        title="南浦林场整改公开",
        stated=(None, None, None),
        sections=[],
        items=[
            (1, None, "针对护林员考勤不严的问题。", 0, ["整改情况", "责任单位"]),
            (2, None, "针对林木采伐审批材料缺失的问题。", 2, ["责任单位"]),
            (3, None, "针对食堂账目不公开的问题。", 0, ["整改情况"]),
        ],
    ),
    "numbered_blocks": Outline(
        title="关于巡察整改情况的说明",
        stated=(None, None, None),
        sections=[(2, "整改情况")],
        items=[
            (1, 2, "关于主责主业不聚焦的问题", 2, ["整改成效"]),
            (2, 2, "关于监督缺位的问题", 1, ["整改成效"]),
            (3, 2, "关于公示不及时的问题", 2, ["整改成效"]),
        ],
    ),
    "plain_headings": Outline(
        title="巡察整改公示",
        stated=(8, None, None),
        sections=[(1, "党的领导方面"), (2, "作风方面")],
        items=[
            (1, 1, "理论学习不深入", 2, []),
            (2, 1, "调研不够", 2, []),
            (3, 2, "会风不正", 3, []),
        ],
        documents=["会议审批办法"],
    ),
}


def outline_of(notice: Notice) -> Outline:
    parsed = notice.to_dict()
    return Outline(
        title=parsed["title"],
        stated=(parsed["stated"]["tasks"], parsed["stated"]["measures"], parsed["stated"]["institutions"]),
        sections=[(section["number"], section["title"]) for section in parsed["sections"]],
        items=[
            (
                item["number"],
                item["section"],
                item["problem"],
                len(item["measures"]),
                [block["label"] for block in item["blocks"]],
            )
            for item in parsed["items"]
        ],
        missing=parsed["missing_numbers"],
        documents=[document["title"] for document in parsed["documents"]],
    )


def test_every_notice_has_an_expected_outline() -> None:
    assert {path.stem for path in NOTICES.glob("*.txt")} == set(OUTLINES)


@pytest.mark.parametrize("name", OUTLINES)
def test_outline(name: str) -> None:
    assert outline_of(parse_notice(read(name))) == OUTLINES[name]


def spans_of(text: str, parsed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (what the span holds, what the JSON says) of every piece."""
    pieces: list[tuple[list[int], str]] = [
        (section["span"], section["title"]) for section in parsed["sections"]
    ]
    for item in parsed["items"]:
        pieces += [(piece["span"], piece["text"]) for piece in (*item["measures"], *item["blocks"])]
        if item["problem"]:
            pieces.append(([item["span"][0], item["span"][0] + len(item["printed"])], item["printed"]))
            assert item["printed"].endswith(item["problem"])
    pieces += [(piece["span"], piece["text"]) for piece in (*parsed["quantities"], *parsed["dates"])]
    pieces += [(document["span"], document["title"]) for document in parsed["documents"]]
    pieces += [(claim["span"], claim["quote"]) for claim in parsed["claims"]]
    return [(text[start:end], words) for (start, end), words in pieces]


@pytest.mark.parametrize("name", OUTLINES)
def test_every_span_holds_its_piece(name: str) -> None:
    text = read(name)
    spans = spans_of(text, parse_notice(text).to_dict())
    assert len(spans) > 10
    assert [(found, said) for found, said in spans if found != said] == []
    assert [said for _, said in spans if said != said.strip()] == []


@given(
    st.text(
        alphabet="一二三四（）()1２.、①②是\n\r　。；：《》问题整改措施关于针对年月日个项%“” ", max_size=120
    )
)
def test_any_arrangement_of_markers_is_read_with_true_spans(text: str) -> None:
    notice = parse_notice(text)
    assert [pair for pair in spans_of(text, notice.to_dict()) if pair[0] != pair[1]] == []
    tables = notice_tables(notice)
    keys = [row["item_no"] for row in tables["items"]]
    assert len(set(keys)) == len(keys)


def test_windows_line_ends_indentation_and_full_width_digits_do_not_change_what_is_read() -> None:
    text = read("one_paragraph_per_item")
    assert text.count("\r\n") > 10
    assert "２０２２" in text
    plain = text.replace("\r\n", "\n").replace("　", "").translate({ord("０") + n: str(n) for n in range(10)})
    first, second = parse_notice(text).to_dict(), parse_notice(plain).to_dict()
    for part in ("measures", "blocks"):
        counts = [[len(item[part]) for item in parsed["items"]] for parsed in (first, second)]
        assert counts[0] == counts[1]
    assert [(q["value"], q["unit"], q["item"]) for q in first["quantities"]] == [
        (q["value"], q["unit"], q["item"]) for q in second["quantities"]
    ]
    assert [d["end"] for d in first["dates"]] == [d["end"] for d in second["dates"]]


def test_measures_keep_their_words_ordinals_and_label() -> None:
    item = parse_notice(read("parts_as_sections")).to_dict()["items"][0]
    assert [(m["ordinal"], m["label"], m["text"]) for m in item["measures"]] == [
        (1, "整改措施", "修订《柳湾镇理论学习制度》，每月25日集中学习。"),
        (2, "整改措施", "6月15日起，由3名班子成员轮流领学。"),
        (3, "整改措施", "对12个村党支部开展抽查。"),
    ]
    assert [(b["label"], b["text"]) for b in item["blocks"]] == [
        ("责任单位", "镇党建办"),
        ("完成时限", "长期坚持"),
    ]


def test_a_missing_number_is_given_to_the_heading_that_stands_in_its_place() -> None:
    text = (
        "一、整改情况\n（一）组织方面\n1.关于换届的问题\n（1）针对换届超期的问题。\n一是完成换届。\n"
        "2.关于党费的问题\n一是核对缴费。二是补交180元。\n3.关于台账的问题\n（3）针对台账不全的问题。\n已补齐。\n"
    )
    parsed = parse_notice(text).to_dict()
    assert parsed["missing_numbers"] == [2]
    assert [(i["number"], i["problem"], i["inferred"], i["subsection"]) for i in parsed["items"]] == [
        (1, "针对换届超期的问题。", False, "1.关于换届的问题"),
        (2, None, True, "2.关于党费的问题"),
        (3, "针对台账不全的问题。", False, "3.关于台账的问题"),
    ]
    assert [(m["text"], m["inferred"]) for m in parsed["items"][1]["measures"]] == [
        ("核对缴费。", True),
        ("补交180元。", True),
    ]
    assert [q["item"] for q in parsed["quantities"]] == [2]


@pytest.mark.parametrize("text", ["", "\n\n", "没有编号的一段话。", "一、\n二、\n1.\n"])
def test_a_text_without_items_has_none(text: str) -> None:
    parsed = parse_notice(text).to_dict()
    assert (parsed["items"], parsed["sections"], parsed["missing_numbers"]) == ([], [], [])


def test_tables_have_unique_keys_where_numbers_start_again() -> None:
    notice = parse_notice(read("parts_as_sections"))
    tables = notice_tables(notice)
    assert [row["item_no"] for row in tables["items"]] == [1, 2, 3, 4, 5]
    assert [row["measures_printed"] for row in tables["items"]] == [3, 2, 4, 1, 0]
    keys = [(row["item_no"], row["measure_no"]) for row in tables["measures"]]
    assert len(set(keys)) == len(keys) == 16
    assert [row["label"] for row in tables["measures"][:5]] == ["1.", "2.", "3.", "责任单位", "完成时限"]
    totals = {row["kind"]: row["value"] for row in tables["claims"]}
    assert totals.items() >= {"tasks": 5, "measures": 12, "institutions": 6}.items()
    feedback = next(row for row in tables["claims"] if row["quote"] == "6月2日")
    assert (feedback["kind"], feedback["start_on"], feedback["item_no"]) == ("date", date(2021, 6, 2), None)
    assert [(row["document_no"], row["item_nos"]) for row in tables["documents"]] == [(1, "1"), (2, "3")]


@pytest.mark.parametrize("table", ["items", "measures", "claims", "documents"])
def test_tables_have_the_columns_of_their_contract(table: str) -> None:
    contract = Path(__file__).parents[2] / f"dbt_project/models/staging/notice/src_notice__{table}.yml"
    columns = re.findall(r"^          - name: (\w+)$", contract.read_text(encoding="utf-8"), re.MULTILINE)
    rows = notice_tables(parse_notice(read("boxed_labels")))[table]
    assert columns
    assert {tuple(row) for row in rows} == {tuple(columns)}


# The one real notice, against what people read out of it: only the shared folder holds it.
@pytest.fixture(scope="module")
def notices(shared_dir: Path) -> Path:
    return shared_dir / "notices"


@pytest.fixture(scope="module")
def published(notices: Path) -> str:
    return (notices / "zaozhuang-2018.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def parsed(published: str) -> dict[str, Any]:
    return parse_notice(published).to_dict()


@pytest.fixture(scope="module")
def expected(notices: Path) -> list[dict[str, str]]:
    with (notices / "zaozhuang-2018.items.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_published_notice_counts(parsed: dict[str, Any]) -> None:
    items = parsed["items"]
    assert parsed["stated"] == {"tasks": 33, "measures": 101, "institutions": 38}
    assert [section["number"] for section in parsed["sections"]] == [1, 2, 3, 4]
    assert [item["number"] for item in items] == list(range(1, 34))
    assert [item["number"] for item in items if item["problem"] is None] == parsed["missing_numbers"] == [18]
    assert sum(len(item["measures"]) for item in items) == 78
    assert sum(bool(item["measures"]) for item in items) == 21
    assert [item["number"] for item in items for _ in item["blocks"]] == [24, 26, 27, 31]
    assert len({document["title"] for document in parsed["documents"]}) == len(parsed["documents"]) == 49


def test_published_notice_every_problem_and_measure(
    parsed: dict[str, Any], expected: list[dict[str, str]]
) -> None:
    numerals = "一二三四"
    for item, row in zip(parsed["items"], expected, strict=True):
        printed = item["printed"] or "[ABSENT from the text]"
        assert printed == row["problem_text"]
        assert (str(item["number"]), numerals[item["section"] - 1]) == (row["item_no"], row["section"])
        assert item["subsection"] == row["subsection"]
        pieces = [piece["text"][:25] for piece in item["measures"]]
        pieces += [f"[prose] {piece['text'][:25]}" for piece in item["blocks"]]
        assert pieces == [words for words in row["measures_first25"].split(" | ") if words]
        assert item["inferred"] == (row["item_no"] == "18")


def test_published_notice_every_span_holds_its_piece(published: str, parsed: dict[str, Any]) -> None:
    assert [pair for pair in spans_of(published, parsed) if pair[0] != pair[1]] == []


def test_published_notice_every_claim_with_a_digit_is_found(
    notices: Path, published: str, parsed: dict[str, Any]
) -> None:
    with (notices / "zaozhuang-2018.claims.csv").open(encoding="utf-8") as lines:
        quotes = [
            row["quote"]
            for row in csv.DictReader(lines)
            if row["claim_type"] in ("count", "date", "deadline") and re.search(r"\d", row["quote"])
        ]
    found = [piece["span"] for piece in (*parsed["quantities"], *parsed["dates"])]
    starts = {quote: published.index(quote) for quote in quotes}
    missed = [
        quote
        for quote, at in starts.items()
        if not any(at <= start and end <= at + len(quote) for start, end in found)
    ]
    assert len(quotes) == 60
    assert missed == []
