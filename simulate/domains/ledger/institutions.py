"""Institutions built during the rectification, and the records that they were carried out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from simulate.cases import Cases
from simulate.domains.ledger.book import Book
from simulate.domains.ledger.building import build_ledger
from simulate.domains.ledger.desk import FEW
from simulate.domains.ledger.retelling import as_day
from simulate.domains.reference.workdays import to_workday
from simulate.sample.district import load_institutions
from simulate.tables import Table
from simulate.timeline import MONTHLY, PARTY_MEETING_ON, REPORT_ON
from simulate.world import World

CONTENT = Path(__file__).parent / "content" / "documents.yml"
LIST, EXECUTIONS = "ledger.institutions", "ledger.institution_executions"
FROM_SAMPLE = 14  # with those of the content file 38
EXECUTION_DAYS = (MONTHLY[1], *MONTHLY[3:])
TERM = timedelta(days=90)  # within which an institution has to be carried out once
FIRST_DAYS = {
    "meeting": PARTY_MEETING_ON,
    "consulted": date(2018, 6, 19),
    "series": date(2018, 7, 3),
    "archives": date(2018, 6, 11),
}
NOTES = {"meeting": "5月18日党建工作专题会议印发", "consulted": "5月18日会上征求意见后修改印发"}
KINDS = {
    "办法": "measures",
    "规定": "provisions",
    "规则": "provisions",
    "规范": "system",
    "目录": "system",
    "清单": "system",
    "须知": "system",
    "守则": "system",
    "流程": "system",
    "安排": "plan",
    "计划": "plan",
    "任务书": "plan",
    "意见": "opinions",
}
OLD_TRIALS = (
    "村级集体资产出租暂行办法",
    "机关工作人员考勤暂行规定",
    "社区公益岗位管理试行办法",
    "小额工程询价试行办法",
    "村务监督委员会补贴暂行规定",
    "街道财政所报账试行细则",
)
DONE = (
    "按规定办理{n}件，逐件登记",
    "组织{n}名经办人员学习并现场答疑",
    "对照条款检查{n}个单位，反馈意见",
    "按清单核对资料{n}份，补正后归档",
    "集中办理{n}项，结果在公开栏张贴",
    "季度自查，整改{n}处不符合条款的做法",
)
WAYS = ("routine", "routine", "meeting_or_training", "inspection")

Row = dict[str, object]


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register of institutions and their executions."""
    book = world.once(build_ledger)
    rows = _list_documents(book)
    unexecuted: set[str] = set()
    if cases.level:
        unexecuted = _inject_l04_2_never_executed(book, cases, rows)
        _inject_l04_3_variant_titles(book, cases, rows)
        _inject_l04_5_trial_never_reviewed(book, cases, rows)
    frame = pl.DataFrame(rows, infer_schema_length=None).sort("issued_on", "_key", maintain_order=True)
    done = pl.DataFrame(_list_executions(book, rows, unexecuted), infer_schema_length=None)
    done = done.sort("executed_on", "_key", maintain_order=True)
    return [
        Table(LIST, frame, book.office, days=MONTHLY),
        Table(EXECUTIONS, done, book.office, days=EXECUTION_DAYS),
    ]


def _list_documents(book: Book) -> list[Row]:
    """Return the 38 institutions of the district and one that was withdrawn."""
    world, retelling = book.world, book.retelling
    rows: list[Row] = []
    for group, entries in yaml.safe_load(CONTENT.read_text(encoding="utf-8")).items():
        for number, (title, kind, word, task_no) in enumerate(entries):
            step = 0 if group == "meeting" else number * 4
            issued = to_workday(FIRST_DAYS[group] + timedelta(days=step))
            change = "revised" if title.startswith("+") else "new"
            issuer = world.places.department(word)
            own = f"{world.places.site}{title.removeprefix('+')}"
            rows.append(_row(book, own, kind, issuer, change, issued, task_no) | {"note": NOTES.get(group)})
    documents = [document for document in load_institutions() if "档案" not in document.title]
    chosen = [document for document in documents if document.change != "w"][::2][:FROM_SAMPLE]
    for document in [*chosen, *[document for document in documents if document.change == "w"]]:
        title = f"{world.places.site}{retelling.text(document.title).removeprefix(world.places.site)}"
        kind = next((kind for word, kind in KINDS.items() if title.endswith(word)), "system")
        change = {"n": "new", "r": "revised", "w": "withdrawn"}[document.change]
        issued = retelling.day(document.issued_on)
        rows.append(
            _row(book, title, kind, retelling.unit(document.issuer), change, issued, document.task_no)
        )
    for number, row in enumerate(sorted(rows, key=lambda row: str(row["issued_on"])), 1):
        row["doc_no"] = f"{world.places.site.removesuffix('新区')}字〔2018〕{number + 20}号"
    return rows


def _row(
    book: Book, title: str, kind: str, issuer: str, change: str, issued: date, task_no: int | None
) -> Row:
    is_party = issuer.endswith(("党群工作部", "纪工委监察办公室"))
    return {
        "_key": title,
        "title": title,
        "doc_no": None,
        "issuer": issuer,
        "change": change,
        "issued_on": issued,
        "round_code": book.round_code,
        "task_no": task_no,
        "effective_on": issued,
        "is_trial": False,
        "kind": kind,
        "status": "revised" if change == "revised" else "new",
        "replaces": None,
        "letterhead": "party" if is_party else "administration",
        "matter": "party" if is_party else "administration",
        "review_due_on": None,
        "text_digest": book.digest("document", title),
        "note": None,
        "_from": issued,
    }


def _list_executions(book: Book, rows: list[Row], unexecuted: set[str]) -> list[Row]:
    """Return the times that each document was carried out, the first within its term."""
    draw = book.world.stream(EXECUTIONS)
    found: list[Row] = []
    for row in rows:
        effective = as_day(row["effective_on"])
        if row["change"] == "withdrawn" or row["title"] in unexecuted or row["status"] == "cited":
            continue
        if row["doc_no"] is None:
            continue
        issuer = str(row["issuer"])
        units = [issuer, *[street for street in book.streets if draw.random() < 0.7]]
        first = to_workday(effective + timedelta(days=int(draw.integers(4, 30))))
        times = [first + timedelta(days=35 * number) for number in range(4)]
        for day in [to_workday(time) for time in times]:
            if day <= REPORT_ON:
                whose = units if day == first else [units[int(draw.integers(len(units)))]]
                found += [_execution(book, draw, row, unit, day) for unit in whose]
    return found


def _execution(book: Book, draw: np.random.Generator, row: Row, unit: str, day: date) -> Row:
    key = f"{row['title']}/{unit}/{day}"
    staff = book.retelling.staff(unit)
    return {
        "_key": key,
        "title": row["title"],
        "doc_no": row["doc_no"],
        "unit": unit,
        "executed_on": day,
        "kind": str(draw.choice(WAYS)),
        "execution": str(draw.choice(DONE)).format(n=int(draw.integers(3, 60))),
        "clause": f"第{'三四五六七八九十'[int(draw.integers(8))]}条",
        "recorder": staff[int(draw.integers(len(staff)))],
        "evidence_no": f"ZX-{day:%m%d}-{int(draw.integers(100, 999))}",
        "evidence_digest": book.digest("execution", key),
        "_on": day,
        "_unit": unit if unit in book.streets else book.office,
    }


def _pick(book: Book, cases: Cases, rows: list[Row], name: str) -> tuple[np.random.Generator, list[Row], int]:
    draw = book.world.stream(LIST, name)
    count = min(cases.count(draw), FEW + 1)
    titles = pl.Series([str(row["title"]) for row in rows], dtype=pl.String)
    chosen = book.world.pick(draw, "institution", titles, 2 * count)
    found = [row for row in rows if row["title"] in chosen]
    return draw, [found[at] for at in draw.permutation(len(found))], (len(found) + 1) // 2


def _is_due(row: Row) -> bool:
    return as_day(row["effective_on"]) + TERM <= REPORT_ON


def _inject_l04_2_never_executed(book: Book, cases: Cases, rows: list[Row]) -> set[str]:
    """A document is issued and never carried out; the look-alike is recorded in another system."""
    due = [row for row in rows if _is_due(row) and row["change"] != "withdrawn"]
    _, chosen, half = _pick(book, cases, due, "L04.2")
    for number, row in enumerate(chosen):
        is_real = number < half
        if not is_real:
            row["note"] = f"{row['note'] or ''}；执行记录在党建在线平台，不另报".lstrip("；")
        reason = "印发九十天以上没有一次执行记录" if is_real else "执行记录在另一个系统"
        kind = "real" if is_real else "innocent"
        keys = [(LIST, str(row["_key"]))]
        cases.add("L04.2", "ledger", ("document", str(row["title"])), kind, keys, reason)
    return {str(row["title"]) for row in chosen}


def _inject_l04_3_variant_titles(book: Book, cases: Cases, rows: list[Row]) -> None:
    """One document is listed under two titles; the look-alikes are an earlier edition and a trial that it replaces."""
    fresh = [row for row in rows if not _is_due(row) and row["change"] != "withdrawn"]
    _, chosen, half = _pick(book, cases, fresh, "L04.3")
    site = book.world.places.site
    for number, row in enumerate(chosen):
        is_real = number < half
        title = str(row["title"])
        bare = title.removeprefix(site)
        if is_real:
            variant = (bare, f"{site}管委会{bare}", f"关于印发{title}的通知")[number % 3]
            has_same_text = number % 2 == 0 or number % 3 == 2
            digest = row["text_digest"] if has_same_text else None
            rows.append(row | {"_key": variant, "title": variant, "doc_no": None, "text_digest": digest})
        else:
            variant = f"{title}（2017年度）" if number % 2 else f"{title}（试行）"
            issued = date(2017, 3, 8) + timedelta(days=20 * number)
            old = _row(
                book, variant, str(row["kind"]), str(row["issuer"]), "withdrawn", to_workday(issued), None
            )
            rows.append(old | {"is_trial": number % 2 == 0, "doc_no": f"试字〔2017〕{number + 3}号"})
            row["replaces"] = variant
        reason = "同一文件换个名称又列一次" if is_real else "旧版或试行本，已被新文件代替"
        keys = [(LIST, variant), (LIST, title)]
        cases.add("L04.3", "ledger", ("document", variant), "real" if is_real else "innocent", keys, reason)


def _inject_l04_5_trial_never_reviewed(book: Book, cases: Cases, rows: list[Row]) -> None:
    """A trial rule has been in force for over two years; the look-alike was extended in so many words."""
    draw = book.world.stream(LIST, "L04.5")
    count = min(cases.count(draw), len(OLD_TRIALS) // 2)
    order = draw.permutation(len(OLD_TRIALS))[: 2 * count]
    for number, at in enumerate(order):
        is_real = number % 2 == 0
        title = f"{book.world.places.site}{OLD_TRIALS[at]}"
        issued = to_workday(date(2015, 6, 1) + timedelta(days=int(draw.integers(0, 300))))
        row = _row(book, title, "measures", book.world.places.department("财政局"), "new", issued, None)
        row |= {"is_trial": True, "status": "cited", "review_due_on": date(issued.year + 1, 12, 31)}
        if not is_real:
            row |= {"review_due_on": date(2019, 12, 31), "note": "经研究同意延长试行至2019年12月31日"}
        rows.append(row)
        reason = "试行两年以上没有评估修订" if is_real else "已明文延长试行"
        kind = "real" if is_real else "innocent"
        cases.add("L04.5", "ledger", ("document", title), kind, [(LIST, title)], reason)
