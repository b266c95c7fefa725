"""The labels: what they say is so, nothing else is, and it stands where they point."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from ingest.pipeline import FileReport
from tests.simulate.conftest import SEED, District
from tests.simulate.rules import PAIRED, RULES
from tests.simulate.worlds import make
from warehouse.landing import LoadRecord
from warehouse.settings import PROJECT

LEVEL = 9


@pytest.mark.parametrize("seed", [SEED, 11])
@pytest.mark.parametrize("rule", RULES)
def test_a_plain_reading_of_the_rule_finds_the_real_cases_and_no_others(rule: str, seed: int) -> None:
    tables, cases = make(seed, LEVEL)
    real = {case.subject_id for case in cases if case.indicator_id == rule and case.kind == "real"}
    assert RULES[rule](tables) == real


@pytest.mark.parametrize("rule", PAIRED)
def test_a_rule_about_two_rows_finds_the_real_cases_and_their_other_halves(rule: str) -> None:
    tables, cases = make(SEED, LEVEL)
    real = [case for case in cases if case.indicator_id == rule and case.kind == "real"]
    involved = {key for case in real for _, key in case.rows} | {case.subject_id for case in real}
    found = PAIRED[rule](tables)
    assert {case.subject_id for case in real} <= found
    if rule != "H02.4":
        assert all(any(key.startswith(subject) for key in involved) for subject in found)


@pytest.mark.parametrize("rule", [*RULES, *PAIRED])
def test_a_district_without_cases_is_clean(rule: str) -> None:
    tables, cases = make(3, 0)
    assert cases == []
    assert (RULES | PAIRED)[rule](tables) == set()


def test_every_rule_has_real_cases_and_look_alikes() -> None:
    """Six to twelve of each where there are enough subjects, two or three where there are few."""
    _, cases = make(SEED, LEVEL)
    counts = Counter((case.indicator_id, case.kind) for case in cases)
    assert {rule for rule, _ in counts} == {*RULES, *PAIRED}
    few = {key: count for key, count in counts.items() if not 2 <= count <= 2 * LEVEL}
    assert few == {}
    assert sum(count >= 6 for count in counts.values()) > len(counts) / 2


def test_every_labelled_rule_is_described() -> None:
    page = (PROJECT / "docs" / "reference" / "labelled-rules.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| ([A-Z][0-9][0-9.]*)", page, re.MULTILINE)
    assert sorted(described) == sorted([*RULES, *PAIRED])


def test_case_numbers_are_unique(district: District) -> None:
    assert len({case["case_id"] for case in district.truth}) == len(district.truth)


def read_column(district: District, file: str, sheet: str, name: str) -> pl.DataFrame:
    """Rows of a file as they were landed: `_row` and the column."""
    record = next(
        report.record
        for report in district.reports
        if report.path == district.files / file and report.record and report.sheet == sheet
    )
    return pl.read_parquet(load_path(district, record), columns=["_row", name])


def load_path(district: District, record: LoadRecord) -> Path:
    return district.ingested.landing.joinpath(*record.dataset.split(".")) / f"{record.load_id}.parquet"


@pytest.mark.parametrize("rule", ["S04.1", "S04.6", "H01.5", "H02.3", "H03.6", "H03.2"])
def test_the_truth_points_at_the_rows_of_its_subject(district: District, rule: str) -> None:
    name = "hit_no" if rule == "H03.2" else "household_no"
    checked = 0
    for case in district.truth:
        if case["indicator_id"] != rule:
            continue
        for place in case["rows"]:
            rows = read_column(district, place["file"], place["sheet"], name)
            assert rows.filter(_row=place["row"])[name].to_list() == [case["subject_id"]]
            checked += 1
    assert checked >= 10


def test_ingest_finds_each_clerks_error_and_nothing_else(district: District) -> None:
    faulty = {
        (place["file"], place["row"]): case["indicator_id"]
        for case in district.truth
        if case["kind"] == "fault" and case["indicator_id"] != "fault.late_record"
        for place in case["rows"]
    }
    told = {
        place: rules for report in district.reports for place, rules in told_rows(district, report).items()
    }
    assert len(faulty) > 20
    assert told.keys() == faulty.keys()
    expected = {
        "fault.wrong_digit": {"id_card"},
        "fault.lost_digits": {"lost_digits"},
        "fault.missing_cell": {"required"},
        "fault.unknown_code": {"code"},
    }
    assert {place: rules for place, rules in told.items() if rules != expected[faulty[place]]} == {}
    assert {report.status for report in district.reports} == {"landed"}


def told_rows(district: District, report: FileReport) -> dict[tuple[str, int], set[str]]:
    told: dict[tuple[str, int], set[str]] = {}
    for problem in report.problems:
        if problem.severity != "note":
            assert problem.row is not None, problem.message.zh
            file = report.path.relative_to(district.files).as_posix()
            told.setdefault((file, problem.row), set()).add(problem.rule)
    return told
