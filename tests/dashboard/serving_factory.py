"""Write a small serving file of an invented district, with the marts and the catalog that the pages read.

The shapes follow the marts' own names; the numbers of `fct_completion` and `fct_metric` are computed from
`fct_task_week`, so that a card and the list that it opens can be compared.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.dashboard.serving_catalog import write_catalog

FIRST_FRIDAY = date(2018, 5, 25)
FIRST_FEEDBACK = date(2018, 5, 21)
UNITS = (
    "云岭镇党委", "县农业农村局", "县财政局", "清溪镇党委", "县民政局", "石桥乡党委", "县住建局", "县教育局",
    "柳林镇党委", "县交通运输局", "县卫健局", "青山街道党工委", "县水利局",
)  # fmt: skip
SECTIONS = ("党的领导", "党的建设", "全面从严治党", "民生资金")
PROBLEMS = (
    "村级报账票据不全，部分支出缺少经手人和证明人签字",
    "惠农补贴面积与确权面积不一致，未按季度核对",
    "“三会一课”记录照抄照搬，部分支部会议记录雷同",
    "重大事项未经集体研究，会议记录缺失表决过程",
    "农村低保动态管理不及时，人员变动后未在规定时限内调整",
    "工程项目未履行招标程序，零星工程拆分发包",
)
LEADERS = ("江远山", "沈若谷", "陆明川", "韩知秋")


def week_id_of(friday: date) -> str:
    """Return the ISO week id of a day, e.g. `2018-W21`."""
    year, week, _ = friday.isocalendar()
    return f"{year}-W{week:02d}"


def write_serving(site: Path, build_id: str, *, weeks: int = 9, tasks: int = 60, notice: bool = True) -> None:
    """Write SITE/serving/<build_id>.duckdb and point `current` at it.

    `weeks` ISO weeks from 2018-W21 on, `tasks` tasks; `notice` adds stated totals. Overwrites nothing that exists.
    """
    folder = site / "serving"
    folder.mkdir(parents=True, exist_ok=True)
    fridays = [FIRST_FRIDAY + timedelta(weeks=n) for n in range(weeks)]
    con = duckdb.connect(str(folder / f"{build_id}.duckdb"))
    con.execute("create schema marts")
    con.execute("create schema catalog")
    _write_weeks(con, fridays)
    _write_rows(
        con,
        "fct_task_week",
        [_task_week(number, friday) for friday in fridays for number in range(1, tasks + 1)],
    )
    measures = [
        _measure(number, step, friday)
        for friday in fridays
        for number in range(1, tasks + 1)
        for step in _steps(number)
    ]
    _write_rows(con, "fct_measure_week", measures)
    _write_events(con, tasks, fridays)
    _write_sources(con, tasks)
    _write_changes(con)
    _write_completion(con)
    _write_notice(con, tasks, notice)
    write_catalog(con, build_id, as_of=fridays[-1].isoformat(), week_id=week_id_of(fridays[-1]))
    con.execute("checkpoint")
    con.close()
    pointer = folder / "current.tmp"
    pointer.write_text(build_id + "\n", encoding="utf-8")
    pointer.replace(folder / "current")


def _write_rows(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    import polars as pl

    frame = pl.DataFrame(rows, infer_schema_length=None)
    con.register("rows", frame.to_arrow())
    con.execute(f"create table marts.{table} as select * from rows")
    con.unregister("rows")


def _write_weeks(con: duckdb.DuckDBPyConnection, fridays: list[date]) -> None:
    rows = [
        {
            "week_id": week_id_of(friday),
            "week_start_on": friday - timedelta(days=4),
            "week_end_on": friday,
            "cutoff_at": datetime(friday.year, friday.month, friday.day, 17),
            "is_current": friday == fridays[-1],
            "week_no": number,
        }
        for number, friday in enumerate(fridays, start=1)
    ]
    _write_rows(con, "dim_week", rows)


def _steps(number: int) -> range:
    """Measures of a task; every fifteenth task has none."""
    return range(1, 1 if number % 15 == 0 else 2 + number % 3)


def _state(number: int, friday: date) -> str:
    passed = (friday - FIRST_FEEDBACK).days // 7
    if number % 11 == 0:
        return "long_term"
    if number % 13 == 0 and passed >= 6:
        return "reopened"
    reached = passed - number % 9
    if reached >= 4:
        return "verified"
    if reached >= 2:
        return "declared"
    if number % 17 == 0 and passed >= 3:
        return "returned"
    return "mostly_done" if reached == 1 else "in_progress" if reached >= -2 else "not_started"


def _task_week(number: int, friday: date) -> dict[str, Any]:
    state = _state(number, friday)
    dated = number % 11 and number % 19
    due = FIRST_FEEDBACK + timedelta(days=20 + number % 60) if dated else None
    kind = "dated" if dated else "open" if number % 11 == 0 else "unreadable"
    is_declared = state in ("verified", "declared")
    left = (due - friday).days if due else None
    overdue = left is not None and left < 0 and not is_declared
    soon = left is not None and 0 <= left <= 20 and not is_declared
    light = "none"
    if is_declared:
        light = "done"
    elif kind != "dated":
        light = "grey" if kind == "open" else "unknown"
    elif left is not None and left <= 20:
        light = "red" if left < 0 else "yellow" if left <= 10 else "green"
    steps = len(_steps(number))
    return {
        "week_id": week_id_of(friday), "week_end_on": friday, "task_id": f"2018-1-{number:03d}",
        "round_code": "2018-1",
        "task_no": number, "section": SECTIONS[number % 4], "subsection": None,
        "problem": PROBLEMS[number % 6] + "。",
        "requirement": "建立制度，按月核对，六月底前全部整改到位。", "lead_unit": UNITS[number % 13],
        "org_id": f"U{number % 13:02d}", "leader": LEADERS[number % 4], "owner": "经办员",
        "rectification_type": "long_term" if number % 11 == 0 else "staged", "due_on": due, "due_kind": kind,
        "first_due_on": due, "deadline_moves": 1 if number % 14 == 0 else 0, "is_long_term": number % 11 == 0,
        "measures": steps, "measures_declared": steps if is_declared else 0,
        "measures_evidenced": steps if number % 4 else 0,
        "evidence_items": steps if number % 4 else 0,
        "recovered_cny": 1250.5 * number if number % 5 == 0 else 0.0,
        "people_held": 0, "state": state, "last_event": "closed" if state == "verified" else "registered",
        "last_event_on": friday, "verifier": "县委巡察办 方正" if state == "verified" else None,
        "reopenings": 1 if state == "reopened" else 0, "is_declared": is_declared,
        "is_evidenced": bool(is_declared and steps and number % 4), "is_verified": state == "verified",
        "is_overdue": overdue,
        "is_due_soon": soon, "days_left": left, "light": light, "row_uid": f"aaaa000000000001-{number + 3:06d}",
        "event_row_uid": f"bbbb000000000002-{number + 2:06d}",
    }  # fmt: skip


def _measure(number: int, step: int, friday: date) -> dict[str, Any]:
    state = _state(number, friday)
    status = {"verified": "closed", "declared": "completed"}.get(state, "in_progress")
    return {
        "week_id": week_id_of(friday), "measure_id": f"2018-1-{number:03d}-{step:02d}",
        "task_id": f"2018-1-{number:03d}",
        "task_no": number, "measure_no": step, "measure": "修订财务报销制度，组织村级报账员集中培训一次",
        "deliverable": "document", "lead_unit": UNITS[number % 13], "org_id": f"U{number % 13:02d}",
        "owner": "经办员",
        "due_on": FIRST_FEEDBACK + timedelta(days=20 + number % 60), "due_kind": "dated", "status": status,
        "progress": "已召开专题会议，制度已印发执行。", "reported_on": friday,
        "is_declared": status in ("closed", "completed"),
        "evidence_items": 1 if number % 4 else 0, "is_evidenced": bool(number % 4), "recovered_cny": 0.0,
        "people_held": 0,
        "row_uid": f"aaaa000000000001-{number + 3:06d}",
        "progress_row_uid": f"cccc000000000003-{number + 2:06d}",
    }  # fmt: skip


def _write_events(con: duckdb.DuckDBPyConnection, tasks: int, fridays: list[date]) -> None:
    events = [
        {
            "week_id": week_id_of(friday), "event_id": f"E{number}-{kind}",
            "task_id": f"2018-1-{number:03d}", "event": kind, "event_on": day, "actor": "经办员",
            "verifier": "县委巡察办 方正" if kind == "closed" else None, "note": None,
            "row_uid": f"bbbb000000000002-{number + 2:06d}",
        }
        for number in range(1, tasks + 1)
        for kind, day in (("registered", FIRST_FEEDBACK), ("applied", fridays[0]), ("closed", fridays[-1]))
        for friday in fridays
        if day <= friday
    ]  # fmt: skip
    _write_rows(con, "fct_closure_event_week", events)
    evidence = [
        {
            "week_id": week_id_of(friday), "evidence_no": f"ZL-{number:03d}", "task_id": f"2018-1-{number:03d}",
            "measure_id": f"2018-1-{number:03d}-01",
            "title": "关于印发村级财务管理办法的通知", "kind": "document", "made_on": fridays[0],
            "row_uid": f"cccc000000000003-{number + 2:06d}",
        }
        for number in range(1, tasks + 1)
        for friday in fridays
        if number % 4
    ]  # fmt: skip
    _write_rows(con, "fct_evidence_week", evidence)


def _write_sources(con: duckdb.DuckDBPyConnection, tasks: int) -> None:
    files = (
        ("aaaa000000000001", "ledger.tasks", "整改任务清单（5月25日）.xlsx", "任务清单"),
        ("bbbb000000000002", "ledger.closure_events", "销号台账.xlsx", "销号"),
        ("cccc000000000003", "ledger.weekly_progress", "整改周报汇总.xls", "周报"),
    )
    as_of = datetime(2018, 5, 25, 17)
    loads = [
        {
            "load_id": load_id, "dataset": dataset, "source": "ledger", "file_name": file_name,
            "file_sha256": load_id * 4,
            "sheet": sheet, "as_of": as_of, "revision": 0, "unit": None, "delivery": "full", "scope": "site",
            "rows_read": tasks, "rows_accepted": tasks, "rows_rejected": 0, "contract_hash": "c" * 16,
            "header_map": json.dumps({"task_no": "A", "lead_unit": "F", "due_on": "H"}),
        }
        for load_id, dataset, file_name, sheet in files
    ]  # fmt: skip
    _write_rows(con, "dim_load", loads)
    rows = [
        {
            "row_uid": f"{load_id}-{row:06d}", "dataset": dataset, "load_id": load_id, "sheet": sheet,
            "row": row, "as_of": as_of,
            "row_values": json.dumps({"task_no": str(row), "lead_unit": "云岭镇", "due_on": "2018-06-30"}),
            "stated": json.dumps({"due_on": "6月底前"}),
            "exceptions": [
                {"column": "lead_unit", "address": None, "raw": None, "inferred": "merged"},
                {"column": "due_on", "address": None, "raw": None, "inferred": "year"},
            ],
        }
        for load_id, dataset, _, sheet in files
        for row in range(3, tasks + 4)
    ]  # fmt: skip
    _write_rows(con, "fct_source_row", rows)


def _write_changes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        create table marts.fct_change as
        with paired as (
            select *, lag(state) over (partition by task_id order by week_id) as before from marts.fct_task_week
        )
        select
            week_id, 'task' as entity, task_id as entity_id, task_id,
            case state when 'verified' then 'closed' when 'declared' then 'declared' when 'reopened' then 'reopened'
                when 'returned' then 'returned' else 'new' end as change,
            before, state as after, lead_unit, org_id, problem as title, row_uid
        from paired
        where (before is null or before <> state) and (before is null or state not in ('in_progress', 'mostly_done'))
    """)


def _write_completion(con: duckdb.DuckDBPyConnection) -> None:
    for dimension, member in (
        ("all", "'all'"),
        ("section", "section"),
        ("unit", "lead_unit"),
        ("leader", "leader"),
    ):
        org = "org_id" if dimension == "unit" else "null"
        head = (
            "create table marts.fct_completion as"
            if dimension == "all"
            else "insert into marts.fct_completion by name"
        )
        con.execute(f"""
            {head}
            select
                week_id, '{dimension}' as dimension, {member} as member, min({org})::varchar as org_id,
                count(*)::integer as tasks, count(*) filter (is_long_term)::integer as tasks_long_term,
                count(*) filter (is_declared)::integer as declared,
                count(*) filter (is_evidenced)::integer as evidenced,
                count(*) filter (is_verified)::integer as verified,
                count(*) filter (is_overdue)::integer as overdue, count(*) filter (is_due_soon)::integer as due_soon,
                count(*) filter (state = 'reopened')::integer as reopened, sum(recovered_cny) as recovered_cny
            from marts.fct_task_week group by week_id, {member}
        """)


def _write_notice(con: duckdb.DuckDBPyConnection, tasks: int, notice: bool) -> None:
    con.execute("""
        create table marts.fct_notice_total (
            kind varchar, stated double, printed double, recorded double, difference double, verdict varchar,
            quote varchar, row_uid varchar
        )
    """)
    if notice:
        con.execute(f"""
            insert into marts.fct_notice_total values
            ('tasks', {tasks + 2}, {tasks}, {tasks}, 2, '不符',
                '共梳理整改任务 {tasks + 2} 项', 'aaaa000000000001-000004'),
            ('measures', 118, 118, 118, 0, '属实', '制定整改措施 118 条', 'aaaa000000000001-000005'),
            ('institutions', 9, null, null, null, '无法核实', '建立完善制度 9 项', 'aaaa000000000001-000006')
        """)
