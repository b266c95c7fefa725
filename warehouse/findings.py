"""What the indicators flag, in sentences with their rows, and the leads that gather it. Pure reads of one build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb

from warehouse.errors import UsageError
from warehouse.lineage import RowOrigin, SqlStep, locate_rows, trace_model
from warehouse.sentences import say_finding
from warehouse.words import Words, read_words

STANDING = ("new", "open", "returned")
_FINDINGS = """
    select
        finding_id, lead_id, indicator_id, family, subject_type, subject_id, subject_name, org_id, period_start,
        period_end, cast(amount_cny as double) as amount_cny, score, evidence, detail, status, first_seen_week,
        last_seen_week, verdict, exception_reason
    from marts.fct_finding
"""
_LEADS = """
    select
        lead_id, place, subject_type, subject_id, subject_name, org_id, findings, indicators, families, score,
        cast(amount_cny as double) as amount_cny, expected_cny, latest_on, first_seen_week, verdict
    from marts.fct_lead
"""


@dataclass(frozen=True)
class Finding:
    """One finding; `sentence` says it in the reader's language, `amount_cny` in yuan is what is at stake."""

    finding_id: str
    lead_id: str
    indicator_id: str
    family: str
    subject_type: str
    subject_id: str
    subject_name: str
    org_id: str | None
    period_start: date | None
    period_end: date | None
    amount_cny: float | None
    score: float | None
    evidence: list[str]
    status: str
    first_seen_week: str
    last_seen_week: str
    verdict: str | None
    exception_reason: str | None
    label: str
    sentence: str


@dataclass(frozen=True)
class Lead:
    """The findings of one subject; `score` is the probability that at least one of them is true, 0 to 1."""

    lead_id: str
    place: int
    subject_type: str
    subject_id: str
    subject_name: str
    org_id: str | None
    findings: int
    indicators: int
    families: int
    score: float
    amount_cny: float | None
    expected_cny: float | None
    latest_on: date | None
    first_seen_week: str
    verdict: str | None


@dataclass(frozen=True)
class IndicatorRun:
    """How far an indicator could run, how much it flags, and how often it is expected to be right (0 to 1)."""

    indicator_id: str
    family: str
    label_zh: str
    label_en: str
    is_computable: bool
    share_complete: float
    subjects_examined: int
    subjects_flagged: int
    findings: int
    findings_new: int
    amount_cny: float | None
    hit_rate: float | None
    is_too_broad: bool
    confirmed: int
    refuted: int
    precision_expected: float


@dataclass(frozen=True)
class FindingOrigin:
    """A finding with its datasheet, the models that it came through and every row behind it."""

    finding: Finding
    datasheet: dict[str, Any]
    path: list[SqlStep]
    rows: list[RowOrigin]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `explain finding --json`."""
        return asdict(self.finding) | {
            "datasheet": self.datasheet,
            "path": [asdict(step) for step in self.path],
            "rows": [row.to_dict() for row in self.rows],
        }


def read_datasheets(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Return the datasheet of every indicator of the build, by id; `label` and `model` stand beside its own keys."""
    rows = connection.execute(
        "select indicator_id, model, label_zh, label_en, sheet from catalog.indicator order by indicator_id"
    ).fetchall()
    return {
        indicator_id: {"model": model, "label": {"zh": zh, "en": en}} | json.loads(sheet)
        for indicator_id, model, zh, en, sheet in rows
    }


def read_indicators(connection: duckdb.DuckDBPyConnection) -> list[IndicatorRun]:
    """Return how each indicator ran, by id."""
    columns = ", ".join(
        f"cast({name} as double) as {name}" if name == "amount_cny" else name
        for name in IndicatorRun.__dataclass_fields__
    )
    rows = _select(connection, f"select {columns} from marts.fct_indicator order by indicator_id", {})
    return [IndicatorRun(**row) for row in rows]


def find_marked(connection: duckdb.DuckDBPyConnection, lead_id: str) -> list[str]:
    """Return the findings that a verdict on `lead_id`, a lead or a finding, speaks of.

    Raises:
        UsageError: neither a lead nor a finding has that id.
    """
    rows = connection.execute(
        "select finding_id from marts.fct_finding where $id in (finding_id, lead_id) order by 1",
        {"id": lead_id},
    ).fetchall()
    if not rows:
        raise UsageError(
            f"没有编号为 {lead_id} 的线索或疑点；用 taizhang leads 或 taizhang findings 可看到编号",
            f"no lead or finding {lead_id}; taizhang leads and taizhang findings list them",
        )
    return [finding_id for (finding_id,) in rows]


def read_known_until(connection: duckdb.DuckDBPyConnection) -> date:
    """Return the last day of which the build knows anything."""
    ((day,),) = connection.execute("select known_until from marts.dim_week where is_current").fetchall()
    known: date = day
    return known


def read_findings(
    connection: duckdb.DuckDBPyConnection,
    language: str,
    *,
    indicator_id: str | None = None,
    lead_id: str | None = None,
    statuses: Iterable[str] = STANDING,
) -> list[Finding]:
    """Return the findings in `statuses`, of one indicator or one lead where that is named, by indicator and subject.

    Raises:
        UsageError: no indicator has that id.
    """
    sheets = read_datasheets(connection)
    if indicator_id is not None and indicator_id not in sheets:
        raise UsageError(
            f"没有编号为 {indicator_id} 的指标；编号形如 A05.1，用 taizhang findings 可看全部",
            f"no indicator {indicator_id}; an id reads A05.1: taizhang findings lists all",
        )
    where = (
        "status in (select unnest($statuses)) and ($indicator is null or indicator_id = $indicator)"
        " and ($lead is null or lead_id = $lead)"
    )
    rows = _select(
        connection,
        f"{_FINDINGS} where {where} order by indicator_id, org_id, subject_name, finding_id",
        {"statuses": list(statuses), "indicator": indicator_id, "lead": lead_id},
    )
    return _phrase(connection, rows, sheets, language)


def read_leads(connection: duckdb.DuckDBPyConnection, limit: int | None = None) -> list[Lead]:
    """Return the leads, the first to look at first."""
    rows = _select(connection, f"{_LEADS} where $n is null or place <= $n order by place", {"n": limit})
    return [Lead(**row) for row in rows]


def explain_finding(connection: duckdb.DuckDBPyConnection, finding_id: str, language: str) -> FindingOrigin:
    """Return the finding with its rows.

    Raises:
        UsageError: no finding has that id.
    """
    rows = _select(connection, f"{_FINDINGS} where finding_id = $id", {"id": finding_id})
    if not rows:
        raise UsageError(
            f"没有编号为 {finding_id} 的疑点；编号形如 A05.1-81b6f22f54，用 taizhang findings 可看到",
            f"no finding {finding_id}; an id reads A05.1-81b6f22f54: taizhang findings lists them",
        )
    sheets = read_datasheets(connection)
    (finding,) = _phrase(connection, rows, sheets, language)
    sheet = sheets.get(finding.indicator_id)
    if sheet is None:
        raise UsageError(
            f"疑点 {finding_id} 是以前各周的，它的指标 {finding.indicator_id} 已经没有了",
            f"finding {finding_id} is of an earlier week; its indicator {finding.indicator_id} is gone",
        )
    located = locate_rows(connection, finding.evidence)
    return FindingOrigin(
        finding,
        sheet,
        trace_model(connection, sheet["model"]),
        [located[row_uid] for row_uid in finding.evidence if row_uid in located],
    )


def _phrase(
    connection: duckdb.DuckDBPyConnection,
    rows: list[dict[str, Any]],
    sheets: dict[str, dict[str, Any]],
    language: str,
) -> list[Finding]:
    words = read_words(connection, language)
    found = []
    for row in rows:
        detail = json.loads(row.pop("detail"))
        # A rule that has gone leaves its findings of earlier weeks behind.
        sheet = sheets.get(row["indicator_id"])
        label = sheet["label"][language] if sheet else row["indicator_id"]
        sentence = _say(sheet, detail, words, language, row["status"]) if sheet else label
        found.append(Finding(**row, label=label, sentence=sentence))
    return found


def _say(sheet: dict[str, Any], detail: dict[str, Any], words: Words, language: str, status: str) -> str:
    try:
        return say_finding(sheet["sentence"][language], detail, words, language)
    except (KeyError, ValueError):
        # What is gone was written by the rule as it was then, whose sentence had other places.
        if status != "cleared":
            raise
        return str(sheet["label"][language])


def _select(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
