"""The definitions by which the indicators are judged, each on a handful of findings."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.tiny_findings import TinyFinding, write_findings
from warehouse.errors import UsageError
from warehouse.evaluation import TOP, Case, Evaluation, evaluate, read_truth


def case(case_id: str, *rows: int, kind: str = "real", indicator: str = "A05.1", amount: float = 0) -> Case:
    return Case(case_id, indicator, kind, amount, frozenset(("付款.xlsx", "付款", row) for row in rows))


def judge(cases: list[Case], findings: list[TinyFinding], leads: list[tuple[str, float]]) -> Evaluation:
    with duckdb.connect() as connection:
        write_findings(connection, findings, leads)
        return evaluate(connection, cases)


def test_a_case_is_found_by_any_of_its_rows_in_a_finding_of_its_own_indicator() -> None:
    judged = judge(
        [
            case("one_of_two_rows", 1, 2, amount=100),
            case("other_indicator", 3, amount=10),
            case("unseen", 9, amount=1),
            case("of_b", 8, indicator="B"),
        ],
        [
            TinyFinding("a", rows=[2, 7]),
            TinyFinding("b", indicator_id="B", rows=[3, 8]),
        ],
        [],
    )
    first, second = judged.indicators
    assert (first.indicator_id, first.real, first.found, first.recall) == (
        "A05.1",
        3,
        1,
        pytest.approx(1 / 3),
    )
    assert (first.amount_cny, first.amount_found_cny) == (111, 100)
    assert (second.indicator_id, second.real, second.found) == ("B", 1, 1)
    assert (judged.overall.real, judged.overall.found, judged.overall.amount_found_cny) == (4, 2, 100)


def test_a_finding_is_false_unless_it_meets_a_real_case() -> None:
    judged = judge(
        [case("real", 1), case("alike", 2, kind="innocent"), case("untouched", 3, kind="innocent")],
        [
            TinyFinding("true", rows=[1]),
            TinyFinding("true_and_alike", rows=[1, 2]),
            TinyFinding("innocent", rows=[2]),
            TinyFinding("nothing", rows=[7]),
            TinyFinding("no_rows"),
        ],
        [],
    )
    (score,) = judged.indicators
    assert (score.findings, score.false, score.innocent) == (5, 3, 1)
    assert score.precision == pytest.approx(2 / 5)
    assert (score.real, score.found) == (1, 1)


@pytest.mark.parametrize("status", ["cleared", "excepted"])
def test_what_no_longer_stands_neither_finds_nor_errs(status: str) -> None:
    judged = judge([case("real", 1)], [TinyFinding("a", rows=[1], status=status)], [])
    assert (judged.overall.found, judged.overall.findings) == (0, 0)
    assert judged.overall.precision is None


def test_precision_at_50_looks_at_the_first_50_leads_only() -> None:
    findings = [TinyFinding(f"f{n}", lead_id=f"L{n}", rows=[n]) for n in range(1, TOP + 2)]
    leads = [(finding.lead_id, 0.5) for finding in findings]
    cases = [case("first", 1), case("fiftieth", TOP), case("too_late", TOP + 1)]
    assert judge(cases, findings, leads).precision_at_50 == pytest.approx(2 / TOP)


def test_precision_of_fewer_leads_is_that_of_those_there_are() -> None:
    findings = [TinyFinding("a", lead_id="L1", rows=[1]), TinyFinding("b", lead_id="L2", rows=[2])]
    assert judge([case("real", 1)], findings, [("L1", 0.9), ("L2", 0.8)]).precision_at_50 == 0.5
    assert judge([case("real", 1)], [], []).precision_at_50 is None


def test_a_lead_is_true_when_one_of_its_findings_is() -> None:
    findings = [TinyFinding("a", rows=[7]), TinyFinding("b", rows=[1])]
    assert judge([case("real", 1)], findings, [("YD-1", 0.9)]).precision_at_50 == 1


def test_what_the_truth_does_not_speak_of_is_named_and_not_judged() -> None:
    findings = [
        TinyFinding("a", lead_id="L1", rows=[1]),
        TinyFinding("b", lead_id="L1", indicator_id="Z", rows=[5]),
        TinyFinding("c", lead_id="L2", indicator_id="Z", rows=[6]),
    ]
    judged = judge([case("real", 1)], findings, [("L2", 0.9), ("L1", 0.8)])
    assert judged.unlabelled == ["Z"]
    assert judged.overall.findings == 1
    assert judged.precision_at_50 == 1
    assert sum(band["n"] for band in judged.calibration) == 1


def test_calibration_compares_per_tenth_what_was_stated_with_what_was_so() -> None:
    findings = [TinyFinding(f"f{n}", lead_id=f"L{n}", rows=[n]) for n in range(1, 5)]
    leads = [("L1", 1.0), ("L2", 0.95), ("L3", 0.42), ("L4", 0.4)]
    judged = judge([case("one", 1), case("three", 3)], findings, leads)
    assert [band["n"] for band in judged.calibration] == [2, 2]
    low, high = judged.calibration
    assert (low["stated"], low["observed"]) == (pytest.approx(0.41), 0.5)
    assert (high["stated"], high["observed"]) == (pytest.approx(0.975), 0.5)


def test_the_json_has_the_shares() -> None:
    written = judge([case("real", 1)], [TinyFinding("a", rows=[1])], [("YD-1", 0.9)]).to_dict()
    assert (written["overall"]["recall"], written["overall"]["precision"]) == (1, 1)
    assert written["overall"]["precision_at_50"] == 1
    assert written["indicators"][0]["indicator_id"] == "A05.1"
    json.dumps(written)


def write_truth(folder: Path, *cases: dict[str, object]) -> Path:
    path = folder / "truth.jsonl"
    path.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), encoding="utf-8")
    return path


ROW = {"file": "2018-03-30/付款.xlsx", "sheet": "付款", "row": 4}
LINE = {"case_id": "c1", "indicator_id": "A05.1", "kind": "real", "amount_cny": None, "rows": [ROW]}


def test_the_truth_is_read_without_folders_and_faults(tmp_path: Path) -> None:
    path = write_truth(tmp_path, LINE, LINE | {"case_id": "c2", "kind": "fault"})
    assert read_truth(path) == [case("c1", 4)]


@pytest.mark.parametrize("broken", [{"rows": [{"file": "付款.xlsx"}]}, {"rows": None}])
def test_a_line_that_is_no_case_is_named(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"truth\.jsonl 第 2 行不是一个案例"):
        read_truth(write_truth(tmp_path, LINE, LINE | broken))


def test_a_truth_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"没有答案文件 .*truth\.jsonl"):
        read_truth(tmp_path / "truth.jsonl")
