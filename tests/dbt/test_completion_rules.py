"""Every state, light, rate and signal of a task against ledgers worked out by hand, all in one build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.completion_ledgers import AS_OF, FAR, FEEDBACK, SITUATIONS, Situation
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import EVENTS, EVIDENCE, MEASURES, PROGRESS, TASKS, Scenario
from tests.dbt.story import event, piece, report, task

Facts = Mapping[str, Any]
NUMBERED = dict(enumerate(SITUATIONS, 1))
UNITS = {name: f"D{number:02d}" for number, name in enumerate(sorted({one.unit for one in SITUATIONS}), 1)}
REPORTED = "2018-09-07"
TASK_ROWS = (
    "select * from marts.fct_task_week inner join marts.fct_task_signal_week using (week_id, task_id)"
    " where week_id = '2018-W37' order by task_no"
)
# Numerators and denominators of the units that each make up one small ledger.
RATES: Mapping[str, Mapping[str, tuple[float, float | None]]] = {
    # one verified, two declared by hand or blank
    "乙局": {
        "tasks": (3, None),
        "completion_rate": (1, 3),
        "declared_rate": (3, 3),
        "evidenced_rate": (0, 3),
        "open_tasks": (2, None),
        "closed_without_evidence": (3, None),
        "closed_unchecked": (2, None),
        "on_time_closing_rate": (3, 3),
        "mean_days_to_close": (74 + 73 + 72, 3),
        "registered_rate": (3, 3),
        "closure_burst_tasks": (0, None),
    },
    # four closed on one day: one without a piece, one by its owner
    "丙局": {
        "completion_rate": (4, 4),
        "evidenced_rate": (3, 4),
        "closed_without_evidence": (1, None),
        "closed_unchecked": (1, None),
        "closure_burst_tasks": (0, None),
        "evidence_items": (3, None),
        "lookback_coverage": (0, 4),
    },
    "丁局": {"closure_burst_tasks": (5, None), "completion_rate": (5, 5), "mean_days_to_close": (375, 5)},
}

METRIC_ROWS = (
    "select org_id, metric_id, numerator, denominator from marts.fct_metric where week_id = '2018-W37'"
)


def tasks_of(list_no: int) -> list[Row]:
    """The rows of the first, second or third task list: a moved deadline shows in the list that writes it."""
    rows = []
    for number, one in NUMBERED.items():
        moved = one.moved[: list_no - 1]
        written = {"requirement": "整改到位", "owner": "经办乙"} | dict(one.more)
        rows.append(task(number, one.unit, one.due_kind, moved[-1] if moved else one.due, **written))
    return rows


def rows_of(number: int, one: Situation) -> dict[str, list[Row]]:
    """What the other files hold of a task, by dataset."""
    registered = [event(number, "registered", FEEDBACK)] if one.is_registered else []
    numbered = list(enumerate(one.measures, 1))
    return {
        EVENTS: [*registered, *(event(number, *step) for step in one.steps)],
        MEASURES: [
            {
                "task_no": number,
                "measure_no": at,
                "measure": f"措施{at}",
                "lead_unit": one.unit,
                "deliverable": measure.deliverable,
                "started_on": measure.started_on,
            }
            for at, measure in numbered
        ],
        PROGRESS: [report(number, at, measure.status) for at, measure in numbered],
        EVIDENCE: [
            *(piece(f"Z{number}-{at}", number) for at in range(one.pieces)),
            *(
                piece(f"Z{number}-{at}-{n}", number, at)
                for at, measure in numbered
                for n in range(measure.pieces)
            ),
        ],
        "ledger.lookbacks": [
            {
                "lookback_no": f"回{day}",
                "scope": "rectification",
                "task_no": number,
                "subject": one.name,
                "unit": one.unit,
            }
            | {"visited_on": day, "verdict": verdict}
            for day, verdict in one.looked
        ],
        "audit.repayment_plans": [
            {"account_no": f"Z{number}", "due_on": FAR, "due_cny": one.repaid[0], "paid_cny": one.repaid[1]}
            | {"paid_on": "2018-08-01", "task_no": number, "due_kind": "dated"}
        ]
        if one.repaid
        else [],
    }


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory, compiled: CompiledProject
) -> tuple[dict[str, Facts], dict[tuple[str, str], tuple[float, float | None]]]:
    """The last week's facts of each situation by its name, and its metrics by unit and id."""
    units = [{"org_code": code, "name": name, "kind": "department"} for name, code in UNITS.items()]
    site = Scenario(tmp_path_factory.mktemp("rules"), compiled, units=units)
    for list_no, day in enumerate((FEEDBACK, "2018-06-08", "2018-06-15"), 1):
        site.land(TASKS, day, tasks_of(list_no))
    files = [rows_of(number, one) for number, one in NUMBERED.items()]
    for dataset in (EVENTS, MEASURES, PROGRESS, EVIDENCE, "ledger.lookbacks", "audit.repayment_plans"):
        rows = [row for file in files for row in file[dataset]]
        site.land(dataset, REPORTED, rows, unit="甲局" if dataset == PROGRESS else None)
    with compiled.run(site.site, AS_OF) as connection:
        found = connection.execute(TASK_ROWS)
        columns = [name for name, *_ in found.description or ()]
        facts = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        names = {code: name for name, code in UNITS.items()}
        rates = {
            (names.get(org, org), metric): (numerator, denominator)
            for org, metric, numerator, denominator in connection.execute(METRIC_ROWS).fetchall()
        }
    return {NUMBERED[row["task_no"]].name: row for row in facts}, rates


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_each_situation_is_judged_as_worked_out(answers: Any, situation: Situation) -> None:
    facts = answers[0][situation.name]
    assert {name: facts[name] for name in situation.expected} == dict(situation.expected)


@pytest.mark.parametrize(
    ("unit", "metric"), [(unit, metric) for unit, rates in RATES.items() for metric in rates]
)
def test_each_rate_of_a_small_ledger_is_the_one_counted_by_hand(answers: Any, unit: str, metric: str) -> None:
    assert answers[1][unit, metric] == RATES[unit][metric]


def test_the_three_rates_stand_side_by_side_with_both_denominators(answers: Any) -> None:
    whole = {metric: pair for (org, metric), pair in answers[1].items() if org == "all"}
    long_term = sum(bool(facts["is_long_term"]) for facts in answers[0].values())
    for rate in ("declared_rate", "evidenced_rate", "completion_rate"):
        assert whole[rate][1] == len(SITUATIONS)
        assert whole[f"{rate}_excluding_long_term"][1] == len(SITUATIONS) - long_term
    assert long_term == 4
