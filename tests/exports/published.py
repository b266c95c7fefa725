"""A published build with three weeks of four tasks, written without dbt: what the papers of a week are made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import polars as pl

from tests.dashboard.mart_codes import list_catalog_codes
from warehouse.catalog import METRIC_COLUMNS, CatalogTable
from warehouse.publish import hold_build_lock, publish_build
from warehouse.settings import Site

WEEKS = {"2018-W21": date(2018, 5, 25), "2018-W22": date(2018, 6, 1), "2018-W23": date(2018, 6, 8)}
FORMULA = '=HYPERLINK("http://example.invalid","点我")'
LOAD_ID = "aaaa000000000001"
METRICS = ("completion_rate", "declared_rate", "evidenced_rate")
LABELS = [
    ("fct_task_week", "task_no", "任务序号"),
    ("fct_task_week", "problem", "反馈问题"),
    ("fct_task_week", "light", "预警灯"),
    ("fct_task_week", "due_on", "整改时限"),
    ("fct_completion", "tasks", "任务数"),
]


def describe_task(week_id: str, number: int) -> dict[str, Any]:
    """Tasks 1 and 2 are done in the last week, 3 is overdue, 4 is long-term and named like a formula."""
    done = number <= 2 and week_id == "2018-W23"
    overdue = number == 3
    long_term = number == 4
    return {
        "week_id": week_id,
        "week_end_on": WEEKS[week_id],
        "task_id": f"2018-1-{number:03d}",
        "round_code": "2018-1",
        "task_no": number,
        "section": "党的建设",
        "subsection": None,
        "problem": FORMULA if long_term else f"问题{number}：票据不全",
        "requirement": "-六月底前整改到位",
        "lead_unit": "甲镇" if number % 2 else "乙镇",
        "org_id": "U01" if number % 2 else "U02",
        "leader": "江远山",
        "owner": "@经办员",
        "rectification_type": "long_term" if long_term else "staged",
        "due_on": None if long_term else date(2018, 5, 20 + number),
        "due_kind": "open" if long_term else "dated",
        "deadline_moves": 0,
        "state": "verified" if done else "long_term" if long_term else "in_progress",
        "light": "done" if done else "grey" if long_term else "red",
        "days_left": None if long_term else -9,
        "measures": 2,
        "measures_declared": 2 if done else 0,
        "evidence_items": 1,
        "recovered_cny": 1250.5,
        "last_event": "closed" if done else "registered",
        "last_event_on": date(2018, 6, 6),
        "verifier": "方正" if done else None,
        "reopenings": 0,
        "is_overdue": overdue,
        "row_uid": f"{LOAD_ID}-{number + 3:06d}",
    }


def publish_weeks(
    site: Site,
    *,
    as_of: date = WEEKS["2018-W23"],
    generation: int = 1,
    tasks: int = 4,
    late_load: datetime | None = None,
) -> None:
    """Publish `tasks` tasks over the three weeks; `late_load` adds a load of that as-of moment."""
    aside = site.build / "warehouse.duckdb"
    site.build.mkdir(parents=True, exist_ok=True)
    aside.unlink(missing_ok=True)
    rows = [describe_task(week_id, number) for week_id in WEEKS for number in range(1, tasks + 1)]
    weeks = [
        {
            "week_id": week_id,
            "week_end_on": day,
            "cutoff_at": datetime(day.year, day.month, day.day, 17),
            "is_current": day == max(WEEKS.values()),
        }
        for week_id, day in WEEKS.items()
    ]
    moments = [datetime(2018, 5, 24)] + ([late_load] if late_load else [])
    loads = [
        {
            "load_id": LOAD_ID[:-1] + str(number),
            "dataset": "ledger.tasks",
            "file_name": "任务清单.xlsx",
            "file_sha256": "a" * 64,
            "as_of": moment,
            "contract_hash": "c" * 16,
            "header_map": '{"task_no": "A"}',
        }
        for number, moment in enumerate(moments, start=1)
    ]
    sources = [
        {
            "row_uid": f"{LOAD_ID}-{number + 3:06d}",
            "dataset": "ledger.tasks",
            "load_id": LOAD_ID,
            "sheet": "清单",
            "row": number + 3,
            "as_of": moments[0],
            "row_values": '{"task_no": "1"}',
            "stated": "{}",
            "exceptions": [{"column": "task_no", "address": None, "raw": None, "inferred": "x"}],
        }
        for number in range(1, tasks + 1)
    ]
    with duckdb.connect(str(aside)) as connection:
        connection.execute("create schema marts")
        tables = {"fct_task_week": rows, "dim_week": weeks, "dim_load": loads, "fct_source_row": sources}
        for name, content in tables.items():
            connection.register("content", pl.DataFrame(content, infer_schema_length=None).to_arrow())
            connection.execute(f"create table marts.{name} as from content")
        _write_derived(connection)
    with hold_build_lock(site):
        publish_build(site, f"20180608-2026010100{generation:04d}-{generation:08x}", aside, _catalog(as_of))


def _write_derived(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        create table marts.fct_measure_week as
        select week_id, task_id || '-01' as measure_id, task_id, row_uid from marts.fct_task_week
    """)
    connection.execute("""
        create table marts.fct_change as
        select week_id, 'task' as entity, task_id as entity_id, task_id, 'closed' as change, 'state' as field,
            'in_progress' as before, state as after, lead_unit, problem as title,
            row_uid
        from marts.fct_task_week where state = 'verified'
    """)
    connection.execute("""
        create table marts.fct_completion as
        select week_id, 'unit' as dimension, lead_unit as member, count(*)::integer as tasks,
            count(*) filter (state = 'verified')::integer as verified, verified as declared, verified as evidenced,
            count(*) filter (is_overdue)::integer as overdue, 0 as due_soon, 0 as reopened, 0 as without_measures,
            sum(recovered_cny) as recovered_cny
        from marts.fct_task_week group by week_id, lead_unit
    """)
    connection.execute("create table marts.fct_metric (metric_id text, org_id text, week_id text, numerator double,"
                       " denominator double, value double)")  # fmt: skip
    for metric_id in METRICS:
        connection.execute(f"""
            insert into marts.fct_metric
            select '{metric_id}' || suffix, 'all', week_id, count(*) filter (state = 'verified') as done,
                count(*) filter (suffix = '' or state <> 'long_term') as total, done / total
            from marts.fct_task_week cross join (values (''), ('_excluding_long_term')) kinds(suffix)
            group by week_id, suffix
        """)
    connection.execute("""
        insert into marts.fct_metric select 'overdue_tasks', 'all', week_id, 1, null, 1 from marts.dim_week
    """)


def _catalog(as_of: date) -> list[CatalogTable]:
    metrics = [
        (f"{metric_id}{suffix}", f"指标{metric_id}", "", unit, "甲 ÷ 乙", *[""] * 7, "select 1", "met")
        for metric_id, suffix, unit in [
            *((name, suffix, "percent") for name in METRICS for suffix in ("", "_excluding_long_term")),
            ("overdue_tasks", "", "tasks"),
        ]
    ]
    texts = ("dataset", "column", "code", "label_zh", "label_en")
    return [
        CatalogTable("build", {"key": "varchar", "value": "varchar"}, [("as_of", as_of.isoformat())]),
        CatalogTable("metric", dict.fromkeys(METRIC_COLUMNS, "varchar"), metrics),
        CatalogTable("column", dict.fromkeys(("model", "name", "label_zh"), "varchar"), [*LABELS]),
        CatalogTable(
            "code",
            dict.fromkeys(texts, "varchar"),
            [
                ("ledger.closure_events", "event", "closed", "销号", "Closed"),
                ("ledger.tasks", "rectification_type", "staged", "分阶段整改", "Staged"),
                *list_catalog_codes(),
            ],
        ),
    ]
