"""Claims without a number of their own, in sentences that nobody published."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.notice import parse_notice
from ingest.notice_words import find_worded


def claims_of(text: str) -> list[tuple[str, float | None, str]]:
    claims = parse_notice(text).to_dict()["claims"]
    return [(claim["kind"], claim["value"], claim["quote"]) for claim in claims]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("今年以来，水费公示实现全覆盖。", ("coverage", 100, "水费公示实现全覆盖")),
        ("逾期三日的一律退回重报。", ("coverage", 100, "逾期三日的一律退回重报")),
        ("明确承办科室、承办人、办结时间。", ("list", 3, "承办科室、承办人、办结时间")),
        ("在端午、中秋等节前查访。", ("list", 2, "端午、中秋")),
        ("组织观看《迟到的账单》《空白收据》。", ("list", 2, "《迟到的账单》《空白收据》")),
        ("扎实推进“四大清单”建设。", ("term", 4, "扎实推进“四大清单”建设")),
        ("县委第三巡察组进驻。", ("term", 3, "县委第三巡察组进驻")),
        ("编印《办事指南汇编3》。", ("term", 3, "编印《办事指南汇编3》")),
        ("开展为期半月的清查。", ("term", None, "开展为期半月的清查")),
        ("健全“三重一大”台账。", ("term", None, "健全“三重一大”台账")),
    ],
)
def test_a_claim_in_words_is_found_with_what_it_comes_to(
    text: str, claim: tuple[str, float | None, str]
) -> None:
    assert claim in claims_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "水费、电费分开登记。",
        "印发《逐户走访、逐项登记、逐月通报制度》。",
        "由水利站、供电所等单位配合完成后续工作安排事宜。",
        "提高办事效率，改进服务态度。",
    ],
)
def test_what_only_sounds_like_a_claim_is_none(text: str) -> None:
    assert claims_of(text) == []


def test_a_clause_claims_coverage_once() -> None:
    assert [claim for claim in claims_of("全区各站均已逐户登记。") if claim[0] == "coverage"] == [
        ("coverage", 100, "全区各站均已逐户登记")
    ]


def test_a_claim_knows_its_sentence_and_whether_the_number_is_about() -> None:
    (claim,) = parse_notice("先行动员。汛前巡堤，近300户转移。随后复查。").claims
    assert (claim.value, claim.approximate) == (Decimal(300), True)
    text = "先行动员。汛前巡堤，近300户转移。随后复查。"
    assert (text[slice(*claim.span)], text[slice(*claim.sentence)]) == (
        "近300户转移",
        "汛前巡堤，近300户转移",
    )


def test_titles_cover_and_list_nothing() -> None:
    text = "印发《全覆盖办法》"
    assert find_worded(text, text.replace("《全覆盖办法》", "\0" * 7)) == []
