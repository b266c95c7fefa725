"""What is stated beside what the registers come to: rules on invented sentences, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.scenario import PROGRESS, TASKS, Scenario, due

AS_OF, DAY = "2018-06-01", "2018-05-25"
Answers = Sequence[Sequence[tuple[Any, ...]]]


def stated(quote: str, value: float | None = None, kind: str = "count", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "quote": quote, "sentence": quote, "value": value} | more


def dated(quote: str, first: str, last: str) -> dict[str, Any]:
    return stated(quote, None, "date", start_on=first, end_on=last)


# What is stated, and its verdict, reason and difference.
CASES = (
    (stated("任务3项", 3, "tasks"), ("属实", "holds", 0)),
    (stated("措施5条", 5, "measures"), ("无法核实", "no_records", None)),
    (stated("制度2项", 2, "institutions"), ("属实", "holds", 0)),
    (stated("制度3项", 3, "institutions"), ("不符", "differs", -1)),
    (stated("近2项制度", 2, "institutions", is_approximate=True), ("属实", "holds", 0)),
    (stated("制度1余项", 1, "institutions", is_approximate=True), ("属实", "holds", 1)),
    (stated("制度4余项", 4, "institutions", is_approximate=True), ("不符", "differs", -2)),
    (stated("逐个问题挂号", 100, "coverage"), ("无法核实", "no_records", None)),
    (stated("接收新生9名", 9, unit="名"), ("无法核实", "no_rule", None)),
    (stated("获得一等奖", 1, "term"), ("无法核实", "no_record_kind", None)),
    (stated("观看警示教育片2次", 2, unit="次"), ("无法核实", "no_records", None)),
    (stated("印发办法等文件2个", 2, unit="个", item_no=2), ("属实", "holds", 0)),
    (stated("印发办法等文件3个", 3, unit="个", item_no=2), ("不符", "differs", -1)),
    (stated("印发细则等文件1个", 1, unit="个", item_no=3), ("不符", "not_found", -1)),
    (dated("5月7日至18日入户复核", "2018-05-07", "2018-05-18"), ("属实", "holds", 0)),
    (dated("5月7日至20日入户复核", "2018-05-07", "2018-05-20"), ("部分属实", "holds_in_part", 2)),
    (dated("5月20日至22日入户复核", "2018-05-20", "2018-05-22"), ("不符", "not_found", 2 + 4)),
    (dated("7月1日至5日入户复核", "2018-07-01", "2018-07-05"), ("不符", "not_found", None)),
    (dated("5月份入户复核", "2018-05-01", "2018-05-31"), ("属实", "holds", 6 + 13)),
    (dated("印发《水费公示办法2018年版》", "2018-01-01", "2018-12-31"), ("属实", "holds", None)),
    (dated("印发《水价公示办法2018年版》", "2018-01-01", "2018-12-31"), ("不符", "not_found", None)),
    (dated("5月2日会计培训", "2018-05-02", "2018-05-02"), ("无法核实", "no_records", None)),
)


SENTENCE = "问责5起，诫勉2人，警告1人"
CONTRADICTORY = (
    stated("问责5起", 5, unit="起", sentence=SENTENCE, item_no=1),
    stated("诫勉2人", 2, unit="人", sentence=SENTENCE, item_no=1),
    stated("警告1人", 1, unit="人", sentence=SENTENCE, item_no=1),
    stated("全镇12个村参加", 12, unit="个", item_no=2),
    stated("走遍全镇14个村", 14, unit="个", item_no=3),
    stated("全镇14个社区", 14, unit="个", item_no=3),
    dated("5月2日", "2018-05-02", "2018-05-02") | {"sentence": "巡察组反馈了意见"},
    dated("4月28日培训", "2018-04-28", "2018-04-28") | {"item_no": 2},
    dated("5月3日培训", "2018-05-03", "2018-05-03") | {"item_no": 2},
)
QUESTIONS = (
    "select claim_id, verdict, reason, difference from marts.fct_claim where source = 'notice'",
    "select org_id, stated, recomputed, verdict from marts.fct_claim where source = 'ledger' order by 1",
    (
        "select kind, quote, other_quote, difference from marts.fct_claim_contradiction"
        " where kind <> 'printed' order by span_start"
    ),
)


def land_registers(site: Scenario) -> None:
    """Three household checks, two documents of task 2, and two units that paid back."""
    days = ("2018-05-07", "2018-05-12", "2018-05-18")
    reviews = [
        {"village": "柳湾村", "household_no": f"户{day[-2:]}", "visited_on": day, "scheme": "urban"}
        for day in days
    ]
    site.land("household.household_reviews", DAY, reviews, unit="财政局")
    titles = ("水费公示办法（试行）", "仓库盘点细则")
    documents = [{"title": title, "issuer": "财政局", "change": "new", "task_no": 2} for title in titles]
    site.land("ledger.institutions", DAY, documents)
    paid = [
        {"unit": unit, "round_name": "一", "declared_on": "2018-05-02", "declared_cny": 9000}
        | {"refunded_cny": refunded, "refunded_on": "2018-05-10"}
        for unit, refunded in (("财政局", 8600), ("民政局", 5000))
    ]
    site.land("subsidy.allowance_self_checks", DAY, paid)
    told = [
        {"task_no": number, "measure_no": 1, "status": "done", "progress": "收回多领补贴0.86万元"}
        | {"lead_unit": unit}
        for number, unit in ((1, "财政局"), (2, "民政局"))
    ]
    site.land(PROGRESS, DAY, told)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, compiled: CompiledProject) -> Answers:
    site = Scenario(tmp_path_factory.mktemp("claims"), compiled)
    site.land(TASKS, "2018-05-18", [due(1), due(2, lead_unit="民政局"), due(3)])
    claims = (*(claim for claim, _ in CASES), *CONTRADICTORY)
    numbered = [
        claim | {"claim_id": f"C{number:03d}", "span_start": number} for number, claim in enumerate(claims)
    ]
    site.land("notice.claims", DAY, numbered, file="notice")
    land_registers(site)
    return site.ask(AS_OF, *QUESTIONS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[str(claim["quote"]) for claim, _ in CASES])
def test_a_claim_is_judged_by_its_rule(answers: Answers, number: int) -> None:
    judged = {claim_id: tuple(judgement) for claim_id, *judgement in answers[0]}
    assert judged[f"C{number:03d}"] == CASES[number][1]


def test_what_a_progress_report_states_is_compared_within_its_unit(answers: Answers) -> None:
    assert answers[1] == [("D01", 8600, 8600, "属实"), ("D02", 8600, 5000, "不符")]


def test_statements_that_cannot_both_hold_are_paired(answers: Answers) -> None:
    assert answers[2] == [
        ("parts", "问责5起", "诫勉2人", -2),
        ("same_subject", "走遍全镇14个村", "全镇12个村参加", -2),
        ("before_feedback", "4月28日培训", "5月2日", None),
    ]
