"""Two public suites of Chinese numbers: as many cases pass as the reference page says, case for case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.realdata.documented import documented_counts
from tests.realdata.suites import Score, score_suites

MISREAD = {"an2cn_test": 1, "transform_test": 1, "NumberModel": 1}


@pytest.fixture(scope="module")
def scores(shared_dir: Path) -> dict[str, Score]:
    return score_suites(shared_dir / "realdata" / "parsers")


def test_every_suite_passes_as_often_as_the_reference_page_says(scores: dict[str, Score]) -> None:
    counted = {name: (score.passed, score.total, len(score.misread)) for name, score in scores.items()}
    documented = documented_counts()
    assert counted == {name: documented.get(name) for name in counted}


def test_hardly_anything_is_read_as_another_number(scores: dict[str, Score]) -> None:
    assert {name: len(score.misread) for name, score in scores.items() if score.misread} == MISREAD


@pytest.mark.parametrize(
    ("name", "share"),
    [("cn2an_test", 0.99), ("an2cn_test", 0.98), ("NumberModel", 0.9), ("PercentModel", 0.94)],
)
def test_what_offices_write_is_read(scores: dict[str, Score], name: str, share: float) -> None:
    assert scores[name].passed / scores[name].total >= share
