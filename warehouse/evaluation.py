"""How often the indicators are right, held against a truth file: precision, recall, money found, the order of leads.

A case is found when a finding of its indicator has one of the case's rows among its evidence. A finding is true when it
finds a real case so; a finding that meets only a look-alike, or nothing labelled, is false.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from warehouse.errors import UsageError
from warehouse.findings import STANDING

TOP = 50
BINS = 10
Place = tuple[str, str, int]


@dataclass(frozen=True)
class Case:
    """One labelled case of the truth; `places` are file, sheet and row of what shows it."""

    case_id: str
    indicator_id: str
    kind: str
    amount_cny: float
    places: frozenset[Place]


@dataclass(frozen=True)
class Score:
    """How one indicator, or all together (`indicator_id` "all"), did.

    `real` cases, how many were `found`; `findings`, how many of them `false`, and how many of these met an innocent
    look-alike. Amounts in yuan. Shares are None where there is nothing to divide by.
    """

    indicator_id: str
    real: int
    found: int
    findings: int
    false: int
    innocent: int
    amount_cny: float
    amount_found_cny: float
    hit_rate: float | None = None

    @property
    def recall(self) -> float | None:
        return self.found / self.real if self.real else None

    @property
    def precision(self) -> float | None:
        return 1 - self.false / self.findings if self.findings else None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"recall": self.recall, "precision": self.precision}


@dataclass(frozen=True)
class Evaluation:
    """`calibration` compares, per band of the leads' score, what was stated with what was so.

    `unlabelled` are indicators of which the truth knows no case: their findings, and leads that have no others, are not
    judged.
    """

    overall: Score
    precision_at_50: float | None
    indicators: list[Score]
    calibration: list[dict[str, float]]
    unlabelled: list[str]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `evaluate --json`."""
        return {
            "overall": self.overall.to_dict() | {"precision_at_50": self.precision_at_50},
            "indicators": [score.to_dict() for score in self.indicators],
            "calibration": self.calibration,
            "unlabelled": self.unlabelled,
        }


def read_truth(path: Path) -> list[Case]:
    """Return the cases of a truth file, faults left out.

    Raises:
        UsageError: the file is not there, or a line of it is not a case.
    """
    if not path.is_file():
        raise UsageError(f"没有答案文件 {path}", f"no truth file {path}")
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = json.loads(line)
            # File names are unique within a district; the folder only says on which day a file was sent.
            places = frozenset(
                (PurePosixPath(row["file"]).name, str(row["sheet"]), int(row["row"])) for row in case["rows"]
            )
            cases.append(
                Case(case["case_id"], case["indicator_id"], case["kind"], case["amount_cny"] or 0.0, places)
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path} 第 {number} 行不是一个案例：{error}", f"{path} line {number} is no case: {error}"
            ) from error
    return [case for case in cases if case.kind != "fault"]


def evaluate(connection: duckdb.DuckDBPyConnection, cases: Iterable[Case]) -> Evaluation:
    """Hold the standing findings and the leads of a build against the truth."""
    cases = list(cases)
    findings, evidence, hit_rates = _read_findings(connection)
    labelled = {case.indicator_id for case in cases}
    by_place: dict[tuple[str, Place], list[Case]] = defaultdict(list)
    for case in cases:
        for place in case.places:
            by_place[case.indicator_id, place].append(case)
    met = {
        finding_id: [case for place in evidence[finding_id] for case in by_place.get((indicator, place), ())]
        for finding_id, (indicator, _) in findings.items()
    }
    true = {finding_id for finding_id, found in met.items() if any(case.kind == "real" for case in found)}
    scores = [
        _score(indicator, cases, findings, met, true, hit_rates.get(indicator))
        for indicator in sorted(labelled)
    ]
    judged = {lead for indicator, lead in findings.values() if indicator in labelled}
    ordered = connection.execute("select lead_id, score from marts.fct_lead order by place").fetchall()
    leads = [(lead, score) for lead, score in ordered if lead in judged]
    true_leads = {findings[finding_id][1] for finding_id in true}
    return Evaluation(
        overall=_total(scores),
        precision_at_50=_share([lead in true_leads for lead, _ in leads[:TOP]]),
        indicators=scores,
        calibration=_calibrate([(score, lead in true_leads) for lead, score in leads]),
        unlabelled=sorted({indicator for indicator, _ in findings.values()} - labelled),
    )


def _read_findings(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, tuple[str, str]], dict[str, list[Place]], dict[str, float | None]]:
    """Return indicator and lead per finding, the places of its rows, and the hit rate per indicator."""
    standing = f"status in {STANDING}"
    findings = connection.execute(
        f"select finding_id, indicator_id, lead_id from marts.fct_finding where {standing}"
    ).fetchall()
    rows = connection.execute(
        f"""
        with shown as (select finding_id, unnest(evidence) as row_uid from marts.fct_finding where {standing})
        select shown.finding_id, dim_load.file_name, fct_source_row.sheet, fct_source_row.row
        from shown
        inner join marts.fct_source_row using (row_uid)
        inner join marts.dim_load using (load_id)
        """
    ).fetchall()
    evidence: dict[str, list[Place]] = defaultdict(list)
    for finding_id, file, sheet, row in rows:
        evidence[finding_id].append((file, sheet, row))
    rates = connection.execute("select indicator_id, hit_rate from marts.fct_indicator").fetchall()
    return {finding: (indicator, lead) for finding, indicator, lead in findings}, evidence, dict(rates)


def _score(
    indicator: str,
    cases: list[Case],
    findings: dict[str, tuple[str, str]],
    met: dict[str, list[Case]],
    true: set[str],
    hit_rate: float | None,
) -> Score:
    own = [finding_id for finding_id, (name, _) in findings.items() if name == indicator]
    real = [case for case in cases if case.indicator_id == indicator and case.kind == "real"]
    found = {case.case_id for finding_id in own for case in met[finding_id]}
    false = [finding_id for finding_id in own if finding_id not in true]
    return Score(
        indicator_id=indicator,
        real=len(real),
        found=sum(case.case_id in found for case in real),
        findings=len(own),
        false=len(false),
        innocent=sum(bool(met[finding_id]) for finding_id in false),
        amount_cny=sum(case.amount_cny for case in real),
        amount_found_cny=sum(case.amount_cny for case in real if case.case_id in found),
        hit_rate=hit_rate,
    )


def _total(scores: list[Score]) -> Score:
    counted = ("real", "found", "findings", "false", "innocent", "amount_cny", "amount_found_cny")
    return Score("all", **{name: sum(getattr(score, name) for score in scores) for name in counted})


def _calibrate(stated: list[tuple[float, bool]]) -> list[dict[str, float]]:
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, is_true in stated:
        bands[min(int(score * BINS), BINS - 1)].append((score, is_true))
    return [
        {
            "stated": sum(score for score, _ in band) / len(band),
            "observed": sum(is_true for _, is_true in band) / len(band),
            "n": len(band),
        }
        for _, band in sorted(bands.items())
    ]


def _share(answers: list[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None
