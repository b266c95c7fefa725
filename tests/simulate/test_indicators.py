"""The indicators over a whole district, through the office's own files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.simulate.conftest import District
from warehouse.evaluation import Evaluation, evaluate, read_truth
from warehouse.findings import read_findings, read_indicators, read_leads
from warehouse.lineage import locate_rows
from warehouse.serving import open_build


@pytest.fixture(scope="module")
def evaluation(published: District, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    truth = Path(tmp_path_factory.mktemp("truth")) / "truth.jsonl"
    lines = (json.dumps(case, ensure_ascii=False) for case in published.truth)
    truth.write_text("\n".join(lines), encoding="utf-8")
    with open_build(published.ingested) as connection:
        return evaluate(connection, read_truth(truth))


def test_nearly_all_real_cases_are_found_and_nearly_nothing_else(evaluation: Evaluation) -> None:
    overall = evaluation.overall
    assert overall.real > 1500
    assert overall.recall is not None and overall.recall >= 0.95
    assert overall.precision is not None and overall.precision >= 0.85
    assert evaluation.precision_at_50 is not None and evaluation.precision_at_50 >= 0.95


def test_every_labelled_rule_has_an_indicator_that_finds_its_cases(evaluation: Evaluation) -> None:
    missed = {score.indicator_id: score.recall for score in evaluation.indicators if score.recall != 1.0}
    assert missed == {}
    assert len(evaluation.indicators) > 200


def test_every_finding_says_its_sentence_and_leads_to_its_rows(published: District) -> None:
    with open_build(published.ingested) as connection:
        for language, ending in (("zh", "列为疑点。"), ("en", "A lead to check.")):
            findings = read_findings(connection, language)
            assert len(findings) > 1000
            assert [each.finding_id for each in findings if not each.sentence.endswith(ending)] == []
        wanted = {row_uid for finding in findings for row_uid in finding.evidence}
        assert set(locate_rows(connection, wanted)) == wanted


def test_every_indicator_could_run_and_says_on_how_much(published: District) -> None:
    with open_build(published.ingested) as connection:
        runs = read_indicators(connection)
    assert [run.indicator_id for run in runs if not run.is_computable or run.share_complete <= 0] == []
    assert [run.indicator_id for run in runs if run.findings and not run.subjects_examined] == []


def test_leads_stand_in_the_order_of_their_probability(published: District) -> None:
    with open_build(published.ingested) as connection:
        leads = read_leads(connection)
    assert [lead.place for lead in leads] == list(range(1, len(leads) + 1))
    scores = [lead.score for lead in leads]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
