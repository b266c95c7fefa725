import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import find_titles, fold_title
from ingest.folding import fold_width
from ingest.notice import parse_notice


@given(st.text(max_size=200))
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(fold_width(text)) == len(text)


def counted(text: str) -> list[tuple[str, float | None, str, bool]]:
    quantities = parse_notice(text).to_dict()["quantities"]
    return [(q["text"], q["value"], q["unit"], q["approximate"]) for q in quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对3个街道34个村进行审计", [("3个", 3, "个", False), ("34个", 34, "个", False)]),
        ("编发短信600余条", [("600余条", 600, "条", True)]),
        ("走访近2000户", [("近2000户", 2000, "户", True)]),
        ("追回资金12.5万元", [("12.5万元", 125000, "元", False)]),
        ("退还5，216．4元", [("5，216．4元", 5216.4, "元", False)]),
        ("投入３０００余万元", [("３０００余万元", 30000000, "元", True)]),
        ("办结率９６．５％", [("９６．５％", 96.5, "%", False)]),
        ("办结率达百分之九十二", [("百分之九十二", 92, "%", False)]),
        ("提高3个百分点", [("3个百分点", 3, "个百分点", False)]),
        ("分三批次参加", [("三批次", 3, "批次", False)]),
        ("把好九道关口", [("九道", 9, "道", False)]),
        ("培训二百一十五人次", [("二百一十五人次", 215, "人次", False)]),
        ("15日内办结", [("15日", 15, "日", False)]),
        ("每周2次", [("2次", 2, "次", False)]),
        ("抽查3-5个村", [("3-5个", None, "个", True)]),
        ("提拔一名干部", [("一名", 1, "名", False)]),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, float | None, str, bool]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导。二是压实责任。",
        "第一个阶段和第3次会议",
        "十九大精神、三会一课、中央八项规定精神",
        "“三个代表”“四类”人员",
        "牢记四个意识，做到两个维护",
        "印发《三年行动5个专项方案》",
        "一个时期以来，一次机遇，十分重要",
        "五一、二级、两委",
        "上午9点30分",
        "有的村居两三个人",
        "2018年5月14日至28日",
        "20世纪90年代",
    ],
)
def test_ordinals_slogans_titles_and_dates_are_not_counted(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("形成任务清单，分解为33项具体整改任务，制定措施101条，新建制度38项。", (33, 101, 38)),
        ("梳理问题二十七个，制定五十二条整改措施。", (27, 52, None)),
        ("反馈的12个问题，已完成10项整改任务。", (12, None, None)),
        ("完善规章制度6项。共有3个方面。", (None, None, 6)),
        ("一切顺利。", (None, None, None)),
    ],
)
def test_stated_totals(text: str, stated: tuple[int | None, ...]) -> None:
    found = parse_notice(text).to_dict()["stated"]
    assert (found["tasks"], found["measures"], found["institutions"]) == stated


def test_totals_inside_an_item_are_not_the_notice_s() -> None:
    text = "一、关于制度缺失的问题\n整改措施：完善制度4项，整改任务3项。\n"
    assert parse_notice(text).to_dict()["stated"] == {"tasks": None, "measures": None, "institutions": None}


def test_titles_nest_and_must_be_closed_on_their_line() -> None:
    text = "印发《关于转发〈管理办法〉的通知》《办法《甲》细则》，《未完\n《乙》"
    assert [title.words for title in find_titles(text)] == [
        "关于转发〈管理办法〉的通知",
        "办法《甲》细则",
        "乙",
    ]


def test_equal_titles_are_told_by_folding_and_different_ones_are_not() -> None:
    text = "《“三资”管理办法(试行)》和《三资管理办法（试行）》，还有《三资管理办法》。再看《三资管理办法》。"
    documents = parse_notice(text).to_dict()["documents"]
    assert [(d["title"], d["same_as"]) for d in documents] == [
        ("“三资”管理办法(试行)", None),
        ("三资管理办法（试行）", "“三资”管理办法(试行)"),
        ("三资管理办法", None),
    ]
    assert fold_title("Ａ〈甲〉 办法") == fold_title("A《甲》办法")


def test_claims_quote_their_clause_without_cutting_titles() -> None:
    text = "2020年1月5日，印发《甲、乙2019年方案》等3个文件；约谈5人，涉及资金1,200元。"
    claims = parse_notice(text).to_dict()["claims"]
    assert [(c["claim_id"], c["kind"], c["value"], c["start"], c["quote"]) for c in claims] == [
        ("C001", "date", None, "2020-01-05", "2020年1月5日"),
        ("C002", "date", None, "2019-01-01", "印发《甲、乙2019年方案》等3个文件"),
        ("C003", "count", 3, None, "印发《甲、乙2019年方案》等3个文件"),
        ("C004", "count", 5, None, "约谈5人"),
        ("C005", "count", 1200, None, "涉及资金1,200元"),
    ]


def test_dates_without_a_year_take_that_of_the_latest_complete_date() -> None:
    text = "3月1日动员。2020年12月20日反馈。1月8日部署。力争到2025年见效。5月2日复查。2022年3月4日评估，6月完成。"
    dates = parse_notice(text).to_dict()["dates"]
    assert [(d["text"], d["start"], d["inferred"]) for d in dates] == [
        ("3月1日", "2020-03-01", ["year"]),
        ("2020年12月20日", "2020-12-20", []),
        ("1月8日", "2020-01-08", ["year"]),
        ("2025年", "2025-01-01", []),
        ("5月2日", "2020-05-02", ["year"]),
        ("2022年3月4日", "2022-03-04", []),
        ("6月", "2022-06-01", ["year"]),
    ]
