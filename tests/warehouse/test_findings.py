from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from tests.warehouse.tiny_findings import TinyFinding, write_findings
from warehouse.errors import UsageError
from warehouse.findings import (
    STANDING,
    explain_finding,
    find_marked,
    read_findings,
    read_indicators,
    read_known_until,
    read_leads,
)

DETAIL = {"unit": "甲街道", "payee": "青禾商贸", "paid_on": "2018-03-20", "amount": 500000, "form_no": None}
FINDINGS = [
    TinyFinding("A05.1-a", rows=[4, 9], detail=DETAIL, amount_cny=500000),
    TinyFinding("A05.1-b", lead_id="YD-2", rows=[5], status="open", detail=DETAIL, org_id="V0"),
    TinyFinding("B01.1-c", indicator_id="B01.1", rows=[4], status="returned", detail=DETAIL),
    TinyFinding("A05.1-d", rows=[6], status="cleared", detail=DETAIL),
    TinyFinding("A05.1-e", rows=[6], status="excepted", detail=DETAIL),
]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        write_findings(connection, FINDINGS, [("YD-2", 0.9), ("YD-1", 0.4)])
        yield connection


def ids(connection: duckdb.DuckDBPyConnection, **where: str) -> list[str]:
    return [finding.finding_id for finding in read_findings(connection, "zh", **where)]  # type: ignore[arg-type]


def test_what_stands_is_listed_by_indicator_and_organisation(connection: duckdb.DuckDBPyConnection) -> None:
    assert ids(connection) == ["A05.1-b", "A05.1-a", "B01.1-c"]
    assert ids(connection, indicator_id="B01.1") == ["B01.1-c"]
    assert ids(connection, lead_id="YD-1") == ["A05.1-a", "B01.1-c"]


def test_what_has_gone_is_listed_when_asked_for(connection: duckdb.DuckDBPyConnection) -> None:
    found = read_findings(connection, "zh", indicator_id="A05.1", statuses=("cleared", "excepted"))
    assert [(finding.finding_id, finding.status) for finding in found] == [
        ("A05.1-d", "cleared"),
        ("A05.1-e", "excepted"),
    ]
    assert not {finding.status for finding in found} & set(STANDING)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "甲街道于2018年3月20日付给青禾商贸 500,000.00元，审批表（空），列为疑点。"),
        (
            "en",
            "甲街道 paid 青禾商贸 500,000.00 yuan on 2018-03-20; form (missing). A lead to check.",
        ),
    ],
)
def test_a_finding_says_its_sentence_in_the_readers_language(
    connection: duckdb.DuckDBPyConnection, language: str, sentence: str
) -> None:
    finding = read_findings(connection, language, lead_id="YD-2")[0]
    assert finding.sentence == sentence
    assert finding.label == {"zh": "未经决策的大额拨款", "en": "Undecided large payment"}[language]


def test_an_unknown_indicator_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match="没有编号为 A99 的指标"):
        read_findings(connection, "zh", indicator_id="A99")


def test_a_finding_of_a_rule_that_has_gone_still_has_a_name(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from catalog.indicator where indicator_id = 'B01.1'")
    (finding,) = [found for found in read_findings(connection, "zh") if found.finding_id == "B01.1-c"]
    assert (finding.label, finding.sentence) == ("B01.1", "B01.1")


def test_leads_come_in_the_order_in_which_to_look(connection: duckdb.DuckDBPyConnection) -> None:
    assert [(lead.place, lead.lead_id, lead.score) for lead in read_leads(connection)] == [
        (1, "YD-2", 0.9),
        (2, "YD-1", 0.4),
    ]
    assert [lead.lead_id for lead in read_leads(connection, 1)] == ["YD-2"]
    assert isinstance(read_leads(connection)[0].amount_cny, float)


def test_a_finding_leads_to_its_rows_and_through_its_models(connection: duckdb.DuckDBPyConnection) -> None:
    origin = explain_finding(connection, "A05.1-a", "zh")
    assert [(row.file, row.sheet, row.row) for row in origin.rows] == [
        ("付款.xlsx", "付款", 4),
        ("付款.xlsx", "付款", 9),
    ]
    assert [step.name for step in origin.path] == ["stg_payments", "ind_a05_1"]
    written = origin.to_dict()
    assert written["finding_id"] == "A05.1-a"
    assert written["datasheet"]["model"] == "ind_a05_1"
    assert [row["cells"]["payment_no"]["address"] for row in written["rows"]] == ["A4", "A9"]


def test_rows_that_are_no_longer_there_are_left_out(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute('delete from marts.fct_source_row where "row" = 4')
    origin = explain_finding(connection, "A05.1-a", "zh")
    assert [row.row for row in origin.rows] == [9]
    assert len(origin.finding.evidence) == 2


def test_an_unknown_finding_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match=r"没有编号为 A05\.1-x 的疑点"):
        explain_finding(connection, "A05.1-x", "zh")


def test_a_verdict_speaks_of_one_finding_or_of_all_of_a_lead(connection: duckdb.DuckDBPyConnection) -> None:
    assert find_marked(connection, "A05.1-b") == ["A05.1-b"]
    assert find_marked(connection, "YD-1") == ["A05.1-a", "A05.1-d", "A05.1-e", "B01.1-c"]
    with pytest.raises(UsageError, match="没有编号为 YD-9 的线索或疑点"):
        find_marked(connection, "YD-9")


def test_how_each_indicator_ran_comes_by_id(connection: duckdb.DuckDBPyConnection) -> None:
    for indicator, computable in (("B01.1", False), ("A05.1", True)):
        connection.execute(
            "insert into marts.fct_indicator values"
            " (?, 'funds', '甲', 'A', ?, 0.5, 10, 2, 3, 1, 500000.25, 0.2, false, 1, 0, 0.8)",
            [indicator, computable],
        )
    first, second = read_indicators(connection)
    assert (first.indicator_id, first.is_computable, first.amount_cny) == ("A05.1", True, 500000.25)
    assert (second.indicator_id, second.is_computable) == ("B01.1", False)


def test_the_last_known_day_is_that_of_the_current_week(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("insert into marts.dim_week values ('2018-W12', '2018-03-23', false)")
    assert read_known_until(connection) == date(2018, 3, 30)
