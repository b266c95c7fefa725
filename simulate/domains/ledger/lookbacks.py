"""Look-backs: closed tasks, study and projects looked at again, batch by batch from the end of June."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.ledger.book import Book, Item
from simulate.domains.ledger.building import build_ledger
from simulate.domains.ledger.desk import FEW
from simulate.domains.reference.workdays import to_workday
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

FIRST, LENGTH, BATCHES = date(2018, 6, 25), 4, 10
# Batches that look at rectified tasks and go there; the others may turn out to have been desk work.
ON_SITE = (1, 4, 7, 9)
ROWS = 5
STUDY = ("警示教育专题学习情况", "主题教育专题研讨情况", "廉政党课开展情况", "典型案例通报传达情况")
PROJECTS = ("光伏发电项目收益分配", "蔬菜大棚出租情况", "扶贫车间用工情况", "果园托管项目进度")
SLIPS = ("近期一次会议没有留下签到", "公示照片缺少日期", "一本台账七月起没有更新", "新任经办人员不了解要求")
REBOUNDS = ("同类情况又出现两起", "整改后的做法没有坚持，又回到原样", "清理过的事项再次积压")
OLDER = "扩大检查范围时发现的以前年度旧事，发生在反馈以前"
SMALL = "单位没有其他熟悉业务人员，经领导小组同意参加"
PAPER_ONLY = "所查事项均为制度文件，查阅文件即可核实"

Row = dict[str, object]


def batch_no(number: int) -> str:
    """Return what batch `number` (0…) is called."""
    return f"HTK-2018-{number + 1:02d}"


def batch_days(number: int) -> tuple[date, date]:
    """Return the first and last day of batch `number` (0…)."""
    first = FIRST + timedelta(days=7 * number)
    return first, first + timedelta(days=LENGTH)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of look-backs."""
    book = world.once(build_ledger)
    draw = world.stream("ledger.lookbacks")
    rows: list[Row] = []
    for number in range(BATCHES):
        rows += _fill_batch(book, draw, number)
    for item, number, is_real in book.rebounds:
        found = REBOUNDS[item.task_no % len(REBOUNDS)] if is_real else OLDER
        row = _task_row(book, draw, number, item) | {"verdict": "rebounded", "finding": found}
        rows = [other for other in rows if other["_key"] != row["_key"]] + [
            row | _visit(book, number, item.task_no)
        ]
    if cases.level:
        _inject_l03_3_desk_lookback(world, cases, rows)
        _inject_l03_4_self_lookback(book, cases, rows)
    frame = pl.DataFrame(rows, infer_schema_length=None).sort("_from", "_key", maintain_order=True)
    return [Table("ledger.lookbacks", frame, book.office, days=MONTHLY)]


def row_key(number: int, task_no: int) -> str:
    """Return how the row of a task in batch `number` (0…) is called."""
    return f"{batch_no(number)}/{task_no}"


def _fill_batch(book: Book, draw: np.random.Generator, number: int) -> list[Row]:
    first, _ = batch_days(number)
    if number in ON_SITE:
        rebounding = {item.task_no for item, _, _ in book.rebounds}
        closed = [
            item
            for item in book.items.values()
            if (step := item.closed()) and step.on < first and item.task_no not in rebounding
        ]
        chosen = [closed[at] for at in sorted(draw.permutation(len(closed))[:ROWS])]
        rows = [_task_row(book, draw, number, item) for item in chosen]
    else:
        scope, topics = ("theme_education", STUDY) if number % 2 else ("poverty_projects", PROJECTS)
        units = (
            book.world.places.organisations.filter(kind="department")["name"]
            if number % 2
            else book.world.places.villages.filter(~pl.col("is_community"))["name"]
        ).to_list()
        chosen_units = [units[at] for at in sorted(draw.permutation(len(units))[:ROWS])]
        rows = [
            _row(book, draw, number, f"{batch_no(number)}/{unit}")
            | {"scope": scope, "unit": unit, "subject": str(draw.choice(topics))}
            for unit in chosen_units
        ]
    for at, row in enumerate(rows):
        if at == 0 or draw.random() < 0.6:
            row.update(_visit(book, number, at))
        if draw.random() < 0.25:
            row.update({"verdict": "partial", "finding": str(draw.choice(SLIPS))})
    return rows


def _row(book: Book, draw: np.random.Generator, number: int, key: str) -> Row:
    first, last = batch_days(number)
    return {
        "_key": key,
        "lookback_no": batch_no(number),
        "scope": None,
        "started_on": first,
        "ended_on": last,
        "round_code": None,
        "task_no": None,
        "subject": None,
        "unit": None,
        "team": f"回头看第{'一二三四'[number % 4]}组",
        "members": "、".join(_members(book, draw)),
        "method": "interview" if draw.random() < 0.3 else "desk_review",
        "visited_on": None,
        "evidence_no": None,
        "verdict": "held",
        "finding": None,
        "note": None,
        "_from": last,
    }


def _task_row(book: Book, draw: np.random.Generator, number: int, item: Item) -> Row:
    return _row(book, draw, number, row_key(number, item.task_no)) | {
        "scope": "rectification",
        "round_code": book.round_code,
        "task_no": item.task_no,
        "subject": item.problem,
        "unit": item.unit,
    }


def _visit(book: Book, number: int, salt: int) -> Row:
    first, _ = batch_days(number)
    visited = to_workday(first + timedelta(days=salt % 5))
    return {"method": "site_visit", "visited_on": visited, "evidence_no": f"{batch_no(number)}-X{salt:02d}"}


def _members(book: Book, draw: np.random.Generator) -> list[str]:
    """Return two people who have closed nothing themselves."""
    closers = {
        name for item in book.items.values() for step in item.steps for name in (step.actor, step.verifier)
    }
    offices = [book.world.places.department(word) for word in ("审计局", "司法局", "统计局")]
    names = [name for office in offices for name in book.retelling.staff(office) if name not in closers]
    return [names[at] for at in draw.permutation(len(names))[:2]]


def _inject_l03_3_desk_lookback(world: World, cases: Cases, rows: list[Row]) -> None:
    """A batch finds all in order and has gone nowhere; the look-alike had nothing but documents to look at."""
    draw = world.stream("ledger.lookbacks", "L03.3")
    free = [batch_no(number) for number in range(BATCHES) if number not in ON_SITE]
    count = min(cases.count(draw), FEW)
    chosen = world.pick(draw, "batch", pl.Series(free, dtype=pl.String), 2 * count)
    for number, name in enumerate(chosen):
        is_real = number % 2 == 0
        own = [row for row in rows if row["lookback_no"] == name]
        for row in own:
            row |= {"method": "desk_review", "visited_on": None, "evidence_no": None}
            row |= {"verdict": "held", "finding": None, "note": None if is_real else PAPER_ONLY}
        reason = "全部结论为已巩固，没有到过现场" if is_real else "所查都是制度文件"
        keys = [("ledger.lookbacks", str(row["_key"])) for row in own]
        cases.add("L03.3", "ledger", ("lookback", name), "real" if is_real else "innocent", keys, reason)


def _inject_l03_4_self_lookback(book: Book, cases: Cases, rows: list[Row]) -> None:
    """Who passed the closing looks at it again; the look-alike is a small office with nobody else."""
    draw = book.world.stream("ledger.lookbacks", "L03.4")
    verifiers = {
        item.task_no: step.verifier
        for item in book.items.values()
        if (step := item.closed()) and step.verifier
    }
    fitting = [row for row in rows if row["task_no"] in verifiers]
    count = min(cases.count(draw), FEW)
    chosen = [fitting[at] for at in draw.permutation(len(fitting))[: 2 * count]]
    for number, row in enumerate(chosen):
        is_real = number % 2 == 0
        verifier = verifiers[int(str(row["task_no"]))]
        row["members"] = f"{verifier}、{str(row['members']).split('、')[1]}"
        row["note"] = None if is_real else SMALL
        item = book.items[int(str(row["task_no"]))]
        closing = f"{book.task_id(item.task_no)}-closed-{item.closing().on:%m%d}"
        keys = [("ledger.lookbacks", str(row["_key"])), ("ledger.closure_events", closing)]
        reason = "回头看的人就是当初审核销号的人" if is_real else "单位人手少，经同意由原审核人参加"
        subject = ("lookback", str(row["_key"]))
        cases.add("L03.4", "ledger", subject, "real" if is_real else "innocent", keys, reason)
