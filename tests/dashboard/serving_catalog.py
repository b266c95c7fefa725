"""The catalog of the invented serving file: metric datasheets with their evidence, labels and code words."""

from __future__ import annotations

import duckdb

from tests.dashboard.mart_codes import list_catalog_codes

TASK_ROWS = "from marts.fct_task_week where week_id = $week and ($org = 'all' or org_id = $org)"
EXCLUDING = " and not is_long_term"
RATES = (
    ("completion_rate", "is_verified", "", "已核实完成率", "Verified completion"),
    (
        "completion_rate_excluding_long_term",
        "is_verified",
        EXCLUDING,
        "已核实完成率（不含长期坚持）",
        "Verified, without long-term",
    ),
    ("declared_rate", "is_declared", "", "申报完成率", "Declared completion"),
    (
        "declared_rate_excluding_long_term",
        "is_declared",
        EXCLUDING,
        "申报完成率（不含长期坚持）",
        "Declared, without long-term",
    ),
    ("evidenced_rate", "is_evidenced", "", "有佐证完成率", "Evidenced completion"),
    (
        "evidenced_rate_excluding_long_term",
        "is_evidenced",
        EXCLUDING,
        "有佐证完成率（不含长期坚持）",
        "Evidenced, without long-term",
    ),
)
COUNTS = (
    ("overdue_tasks", "is_overdue", "逾期任务", "Overdue tasks"),
    ("due_soon_tasks", "is_due_soon", "临期任务", "Tasks due soon"),
    ("reopened_tasks", "state = 'reopened'", "重新挂号任务", "Reopened tasks"),
    ("closed_this_week", "is_verified and task_no % 7 = 0", "本周销号", "Closed this week"),
    ("unreadable_deadlines", "due_kind = 'unreadable'", "时限不明", "Unreadable deadlines"),
    ("tasks_without_measures", "measures = 0", "无措施任务", "Tasks without measures"),
)  # fmt: skip
LABELS = (
    ("ledger.tasks", "task_no", "任务序号", "Task no."),
    ("ledger.tasks", "lead_unit", "责任单位", "Lead unit"),
    ("ledger.tasks", "due_on", "整改时限", "Due on"),
    ("ledger.closure_events", "task_no", "任务序号", "Task no."),
)
WORDS = {
    "task_no": ("序号", "No."),
    "task_id": ("任务编号", "Task"),
    "light": ("亮灯", "Light"),
    "state": ("整改状态", "State"),
    "problem": ("反馈问题", "Problem"),
    "section": ("问题类别", "Section"),
    "lead_unit": ("责任单位", "Lead unit"),
    "leader": ("责任领导", "Leader"),
    "owner": ("责任人", "Owner"),
    "due_on": ("整改时限", "Due on"),
    "days_left": ("剩余天数", "Days left"),
    "evidence_items": ("佐证件数", "Evidence"),
    "change": ("变化", "Change"),
    "before": ("变化前", "Before"),
    "after": ("变化后", "After"),
    "kind": ("类别", "Kind"),
    "stated": ("通报写明", "Stated"),
    "printed": ("通报列出", "Printed"),
    "recorded": ("台账记录", "Recorded"),
    "difference": ("相差", "Difference"),
    "verdict": ("结论", "Verdict"),
    "quote": ("原文", "Quote"),
    "measure_no": ("序号", "No."),
    "measure": ("整改措施", "Measure"),
    "deliverable": ("成果形式", "Deliverable"),
    "status": ("完成情况", "Status"),
    "progress": ("整改进展", "Progress"),
    "reported_on": ("填报日期", "Reported on"),
    "recovered_cny": ("追缴（元）", "Recovered"),
    "event": ("办理环节", "Event"),
    "event_on": ("办理日期", "On"),
    "actor": ("经办人", "Actor"),
    "verifier": ("审核人", "Verifier"),
    "note": ("备注", "Note"),
    "evidence_no": ("材料编号", "No."),
    "title": ("材料名称", "Title"),
    "made_on": ("形成日期", "Made on"),
    "measure_id": ("对应措施", "Measure"),
}
CODES = (
    ("ledger.measures", "deliverable", "document", "制度文件", "Document"),
    ("ledger.evidence", "kind", "document", "文件", "Document"),
    ("ledger.weekly_progress", "status", "completed", "已完成", "Completed"),
    ("ledger.weekly_progress", "status", "closed", "已销号", "Closed"),
    ("ledger.weekly_progress", "status", "in_progress", "正在推进", "In progress"),
    ("ledger.closure_events", "event", "registered", "挂号", "Registered"),
    ("ledger.closure_events", "event", "applied", "申请销号", "Applied for closing"),
    ("ledger.closure_events", "event", "closed", "销号", "Closed"),
    ("ledger.tasks", "rectification_type", "staged", "分阶段整改", "Staged"),
    ("ledger.tasks", "rectification_type", "long_term", "长期坚持", "Long-term"),
)


def write_catalog(con: duckdb.DuckDBPyConnection, build_id: str, *, as_of: str, week_id: str) -> None:
    """Write schema `catalog` and `marts.fct_metric`; needs `marts.fct_task_week` in the same file."""
    con.execute("create table catalog.build (key varchar, value varchar)")
    facts = {
        "build_id": build_id,
        "as_of": as_of,
        "week_id": week_id,
        "fingerprint": "f" * 64,
        "target": "duckdb",
    }
    con.executemany("insert into catalog.build values (?, ?)", list(facts.items()))
    con.execute(
        "create table catalog.column"
        " (model varchar, name varchar, label_zh varchar, label_en varchar, description varchar)"
    )
    con.executemany("insert into catalog.column values (?, ?, ?, ?, '')", LABELS)
    marts = con.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'marts'"
    ).fetchall()
    named = [(mart, column, *WORDS[column]) for mart, column in marts if column in WORDS]
    con.executemany("insert into catalog.column values (?, ?, ?, ?, '')", named)
    con.execute(
        'create table catalog.code (dataset varchar, "column" varchar, code varchar,'
        " label_zh varchar, label_en varchar)"
    )
    con.executemany("insert into catalog.code values (?, ?, ?, ?, ?)", [*CODES, *list_catalog_codes()])
    con.execute("""
        create table catalog.metric (
            metric_id varchar, label_zh varchar, label_en varchar, unit varchar, formula_zh varchar, formula_en varchar,
            counts_zh varchar, counts_en varchar, reading_zh varchar, reading_en varchar, owner_zh varchar,
            owner_en varchar, evidence_sql varchar, model varchar
        )
    """)
    con.execute("""
        create table marts.fct_metric (
            metric_id varchar, org_id varchar, week_id varchar, numerator double, denominator double, value double
        )
    """)
    for metric_id, flag, where, zh, en in RATES:
        _add_metric(
            con,
            metric_id,
            f"select task_id as subject_id, row_uid, {flag} as in_numerator {TASK_ROWS}{where}",
            zh,
            en,
            True,
        )
    for metric_id, flag, zh, en in COUNTS:
        _add_metric(
            con,
            metric_id,
            f"select task_id as subject_id, row_uid, {flag} as in_numerator {TASK_ROWS}",
            zh,
            en,
            False,
        )


def _add_metric(
    con: duckdb.DuckDBPyConnection, metric_id: str, sql: str, zh: str, en: str, is_rate: bool
) -> None:
    text = (
        "分子 ÷ 分母",
        "numerator / denominator",
        "逐项计数",
        "task by task",
        "越高越好",
        "higher is better",
        "整改办",
        "Office",
    )
    row = (metric_id, zh, en, "percent" if is_rate else "tasks", *text, sql, f"met_{metric_id}")
    con.execute("insert into catalog.metric values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for (week,) in con.execute("select week_id from marts.dim_week").fetchall():
        con.execute(
            f"""
            insert into marts.fct_metric
            select '{metric_id}', 'all', $week, numerator, denominator,
                case when {is_rate} then 100.0 * numerator / denominator else numerator end
            from (
                select count(*) filter (in_numerator)::double as numerator,
                    case when {is_rate} then count(*)::double end as denominator
                from ({sql})
            )
            """,
            {"week": week, "org": "all"},
        )
