"""A dbt project of one dataset and one metric, and loads for it: built in a fraction of the real one's time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import yaml

from warehouse.landing import LoadRecord, write_catalog, write_load
from warehouse.landing_shapes import CELL
from warehouse.settings import Site

CONTRACT = """
version: 2
sources:
  - name: ledger
    tables:
      - name: tasks
        description: One row per task in one delivery.
        config:
          meta:
            label: {zh: 整改任务清单, en: Rectification tasks}
            delivery: append
            scope: site
            key: [task_no]
        columns:
          - name: task_no
            data_type: integer
            description: Number of the task.
            config: {meta: {label: {zh: 任务序号, en: Task no.}, headers: [任务序号], required: true}}
          - name: status
            data_type: varchar
            description: Where the task stands.
            config:
              meta:
                label: {zh: 状态, en: Status}
                headers: [状态]
                codes: {closed: {label: {zh: 销号, en: Closed}, synonyms: [销号]}}
"""

MODELS = {
    "staging/ledger/stg_ledger__tasks.sql": "select * from {{ source('ledger', 'tasks') }}",
    "marts/core/dim_load.sql": (
        "select * from read_parquet('{{ env_var(\"TAIZHANG_LANDING\") }}/_catalog/loads.parquet')"
    ),
    "marts/core/dim_week.sql": (
        "select strftime(as_of, '%G-W%V') as week_id,"
        " date_trunc('week', as_of) + interval '4 days 17 hours' as cutoff_at,"
        " true as is_current"
        " from (select cast('{{ var(\"as_of\") }}' as date) as as_of)"
    ),
    "marts/core/fct_source_row.sql": (
        "select _row_uid as row_uid, 'ledger.tasks' as dataset, _load_id as load_id, _sheet as sheet, _row as \"row\","
        " _as_of as as_of, json_object('task_no', task_no, 'status', status) as row_values,"
        " json_object('task_no', _raw_task_no, 'status', _raw_status) as stated, _cells as exceptions"
        " from {{ ref('stg_ledger__tasks') }}"
    ),
    "marts/core/fct_task_week.sql": (
        "select week_id, task_no, status, _row_uid as row_uid"
        " from {{ ref('stg_ledger__tasks') }} cross join {{ ref('dim_week') }}"
    ),
    "marts/metrics/met_closed_rate.sql": (
        "select 'closed_rate' as metric_id, 'all' as org_id, week_id, count(*) filter (status = 'closed')::double"
        " as numerator, count(*)::double as denominator, numerator / denominator as value"
        " from {{ ref('fct_task_week') }} group by week_id"
    ),
    "marts/metrics/fct_metric.sql": "select * from {{ ref('met_closed_rate') }}",
}

YAML = """
version: 2
models:
  - name: fct_task_week
    description: One row per week and task.
    config: {meta: {label: {zh: 任务周状态, en: Task by week}}}
    columns:
      - name: task_no
        description: Number of the task.
        config: {meta: {label: {zh: 任务序号, en: Task no.}}}
        data_tests: [unique]
  - name: met_closed_rate
    description: One row per week with the share of closed tasks.
    config:
      meta:
        label: {zh: 销号率, en: Closed rate}
        metric:
          id: closed_rate
          unit: percent
          formula: {zh: 销号 ÷ 全部, en: closed ÷ all}
          counts: {zh: 只计销号, en: closed only}
          reading: {zh: 越高越好, en: higher is better}
          owner: {zh: 整改办, en: Office}
          evidence: |
            select task_no::varchar as subject_id, row_uid, row_uid as proof_row_uid, status = 'closed' as in_numerator
            from marts.fct_task_week where week_id = $week
"""

PROJECT = {
    "name": "tiny",
    "version": "1.0",
    "profile": "taizhang",
    "model-paths": ["dbt_project/models"],
    "macro-paths": ["dbt_project/macros"],
    "models": {
        "tiny": {
            "staging": {"+materialized": "view", "+schema": "staging"},
            "marts": {"+materialized": "table", "+schema": "marts", "metrics": {"+materialized": "view"}},
        }
    },
    "sources": {
        "tiny": {
            "+meta": {
                "external_location": "read_parquet('{{ env_var(\"TAIZHANG_LANDING\") }}/{schema}/{name}/*.parquet')"
            }
        }
    },
}
PROFILES = {
    "taizhang": {
        "target": "duckdb",
        "outputs": {
            "duckdb": {"type": "duckdb", "path": "{{ env_var('TAIZHANG_WAREHOUSE') }}", "threads": 2}
        },
    }
}
SCHEMA_MACRO = "{% macro generate_schema_name(custom, node) -%} {{ custom or target.schema }} {%- endmacro %}"


def write_project(folder: Path) -> Path:
    """Write the tiny project into `folder` and return it."""
    files = {f"dbt_project/models/{name}": f"{sql}\n" for name, sql in MODELS.items()} | {
        "dbt_project.yml": yaml.safe_dump(PROJECT, allow_unicode=True),
        "dbt_project/profiles.yml": yaml.safe_dump(PROFILES),
        "dbt_project/macros/schema.sql": SCHEMA_MACRO,
        "dbt_project/models/marts/models.yml": YAML,
        "dbt_project/models/staging/ledger/src_ledger__tasks.yml": CONTRACT,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def land_tasks(site: Site, file_name: str, as_of: datetime, tasks: dict[int, str]) -> LoadRecord:
    """Land one delivery of `tasks` (number → status) with its cells and return its record."""
    record = LoadRecord(
        dataset="ledger.tasks",
        file_name=file_name,
        file_sha256=(file_name.encode().hex() * 64)[:64],
        sheet="清单",
        table=0,
        as_of=as_of,
        revision=0,
        unit=None,
        delivery="append",
        scope="site",
        contract_hash="c" * 16,
        rows_read=len(tasks),
        rows_accepted=len(tasks),
        header_map={
            "task_no": {"header": "任务序号", "letter": "A"},
            "status": {"header": "状态", "letter": "AB"},
        },
    )
    rows = [
        {
            "task_no": number,
            "status": status,
            "_row_uid": f"{record.load_id}-{row:06d}",
            "_load_id": record.load_id,
            "_sheet": "清单",
            "_row": row,
            "_as_of": as_of,
            "_revision": 0,
            "_unit": None,
            "_defects": [],
            "_raw_task_no": f"{number}",
            "_raw_status": "销号",
            "_cells": [{"column": "status", "address": None, "raw": None, "inferred": "merged"}],
        }
        for row, (number, status) in enumerate(tasks.items(), start=4)
    ]
    schema = {
        "task_no": pl.Int32(),
        "status": pl.String(),
        "_raw_task_no": pl.String(),
        "_raw_status": pl.String(),
        "_row_uid": pl.String(),
        "_load_id": pl.String(),
        "_sheet": pl.String(),
        "_row": pl.Int32(),
        "_as_of": pl.Datetime("us"),
        "_revision": pl.Int32(),
        "_unit": pl.String(),
        "_defects": pl.List(pl.String),
        "_cells": pl.List(CELL),
    }
    write_load(site, record, pl.DataFrame(rows, schema=schema))
    write_catalog(site)
    return record
