"""What can be wrong with supervision checks (L02), and what only looks like it."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.ledger.book import Book
from simulate.domains.ledger.desk import FEW
from simulate.domains.ledger.retelling import as_day

MOBILISED_BY = date(2018, 5, 1)  # checks before it can see no more than how the work was begun
LATE_ROUND = date(2018, 7, 1)  # findings of later checks may be open for a while yet
NARROW = "只查组织生活记录一项，范围较窄"
UPLOADING = "已改正，佐证材料待上传"
FORM_NOTE = "表格式简报，按统一格式填写"
FORM_TEXT = "五项内容已按要求完成，情况正常。"
ROW = "ledger.supervision_checks"

Row = dict[str, object]


def send_elsewhere(book: Book, cases: Cases, visits: list[Row]) -> None:
    """Change who visits whom, before anything is found: units that nobody visits, teams of the opening weeks only."""
    draw = book.world.stream(ROW, "visits")
    _inject_l02_1_unit_not_checked(book, cases, draw, visits)
    _send_early_teams(book, cases, draw, visits)


def inject(book: Book, cases: Cases, visits: list[Row]) -> None:
    """Put every kind of case about what was found among `visits`, each with its look-alike."""
    draw = book.world.stream(ROW, "cases")
    _inject_l02_2_effect_skipped(book, cases, draw, visits)
    _inject_l02_4_zero_findings(book, cases, draw, visits)
    _inject_l02_5_not_fixed(cases, draw, visits)
    _inject_l02_6_copied_report(cases, draw, visits)


def _pick_teams(book: Book, draw: np.random.Generator, visits: list[Row], count: int) -> list[str]:
    teams = pl.Series(sorted({str(row["team"]) for row in visits}))
    return book.world.pick(draw, "team", teams, count)


def _add_team_cases(
    cases: Cases, rule: str, visits: list[Row], teams: list[str], kind: str, reason: str
) -> None:
    for team in teams:
        keys = [(ROW, str(row["_key"])) for row in visits if row["team"] == team]
        cases.add(rule, "ledger", ("team", team), kind, keys, reason)


def _send_early_teams(book: Book, cases: Cases, draw: np.random.Generator, visits: list[Row]) -> None:
    """The look-alike of L02.2: teams that worked in the opening weeks only, when there was no effect to look at."""
    numbers = {str(row["team"]): str(row["check_no"])[-2:] for row in visits}
    early = _pick_teams(book, draw, visits, min(cases.count(draw), FEW))
    others = [team for team in sorted(numbers, key=lambda team: numbers[team]) if team not in early]
    for number, row in enumerate(visits):
        if row["team"] in early and not _is_early(row):
            row["team"] = others[number % len(others)]
            row["check_no"] = f"{str(row['check_no'])[:-2]}{numbers[str(row['team'])]}"
            row["_key"] = f"{row['check_no']}/{row['unit']}"
    _add_team_cases(cases, "L02.2", visits, early, "innocent", "只参加动员阶段检查")


def _inject_l02_2_effect_skipped(
    book: Book, cases: Cases, draw: np.random.Generator, visits: list[Row]
) -> None:
    """A team leaves out results and effect in most of its checks."""
    teams = _pick_teams(book, draw, visits, min(cases.count(draw), FEW))
    for team in teams:
        later = [row for row in visits if row["team"] == team and not _is_early(row)]
        for row in [row for number, row in enumerate(later) if number % 4]:
            row.update(dict.fromkeys(("implementation_verdict", "effect_verdict"), "not_checked"))
    _add_team_cases(cases, "L02.2", visits, teams, "real", "多数检查不看落实和成效")


def _inject_l02_4_zero_findings(
    book: Book, cases: Cases, draw: np.random.Generator, visits: list[Row]
) -> None:
    """A team finds nothing, check after check; the look-alike was sent to look at one narrow thing."""
    chosen = _pick_teams(book, draw, visits, 2 * min(cases.count(draw), FEW))
    real, innocent = chosen[::2], chosen[1::2]
    for row in visits:
        if row["team"] in (*real, *innocent):
            _clear(row)
            row["note"] = NARROW if row["team"] in innocent else None
    _add_team_cases(cases, "L02.4", visits, real, "real", "连续检查没有发现一个问题")
    _add_team_cases(cases, "L02.4", visits, innocent, "innocent", "检查范围窄，没有发现问题")


def _inject_l02_1_unit_not_checked(
    book: Book, cases: Cases, draw: np.random.Generator, visits: list[Row]
) -> None:
    """A unit is never checked, or not from the end of May on; the look-alike is a department without a task."""
    departments = book.world.places.organisations.filter(kind="department")["name"].to_list()
    named = {
        name for item in book.items.values() for name in (item.unit, *(line.unit for line in item.lines))
    }
    helping = {book.world.places.department(word) for word in ("审计局", "党群工作部")}
    idle = [name for name in departments if name not in named | helping]
    count = min(cases.count(draw), FEW)
    villages = book.world.pick(draw, "unit checked", book.world.places.villages["name"], count)
    for number, unit in enumerate(
        [*villages, *[idle[at] for at in sorted(draw.permutation(len(idle))[:count])]]
    ):
        is_real = number < len(villages)
        is_rare = is_real and number % 2 == 1
        gone = [
            row
            for row in visits
            if row["unit"] == unit and (not is_rare or str(row["checked_on"]) > "2018-06")
        ]
        visits[:] = [row for row in visits if row not in gone]
        organisations = book.world.places.organisations
        keys: list[Key] = [("reference.organisations", organisations.filter(name=unit)["org_code"][0])]
        keys += [(ROW, str(row["_key"])) for row in visits if row["unit"] == unit]
        reason = "六十天以上没有督导过" if is_real else "没有承担整改任务"
        cases.add("L02.1", "ledger", ("unit", unit), "real" if is_real else "innocent", keys, reason)


def _inject_l02_5_not_fixed(cases: Cases, draw: np.random.Generator, visits: list[Row]) -> None:
    """A finding is open although its term is over; the look-alike has only its papers outstanding."""
    fitting = [
        row for row in visits if row["fixed_on"] is not None and str(row["checked_on"]) < str(LATE_ROUND)
    ]
    count = cases.count(draw)
    chosen = [fitting[at] for at in draw.permutation(len(fitting))[: 2 * count]]
    for number, row in enumerate(chosen):
        is_real = number % 2 == 0
        row["fixed_on"] = None
        row["note"] = None if is_real else UPLOADING
        reason = "限期已过，问题没有改正" if is_real else "已改正，材料还没有上传"
        subject = ("check", str(row["_key"]))
        kind = "real" if is_real else "innocent"
        cases.add("L02.5", "ledger", subject, kind, [(ROW, str(row["_key"]))], reason)


def _inject_l02_6_copied_report(cases: Cases, draw: np.random.Generator, visits: list[Row]) -> None:
    """A report is another unit's with the name exchanged; the look-alike is a short form that all fill in alike."""
    plain = [row for row in visits if row["note"] is None and not row["finding_count"]]
    count = cases.count(draw)
    chosen = [plain[at] for at in sorted(draw.permutation(len(plain))[: 3 * count])]
    copies, forms = chosen[: 2 * count], chosen[2 * count :]
    for source, copy in zip(copies[::2], copies[1::2], strict=False):
        first, second = sorted((source, copy), key=lambda row: (str(row["checked_on"]), str(row["_key"])))
        if first["unit"] == second["unit"]:
            continue
        text = str(first["report_text"])
        second["report_text"] = text.replace(str(first["unit"]), str(second["unit"]))
        keys = [(ROW, str(row["_key"])) for row in (first, second)]
        cases.add(
            "L02.6",
            "ledger",
            ("check", str(second["_key"])),
            "real",
            keys,
            "照搬另一单位的检查报告，只换了名称",
        )
    for row in forms:
        row["report_text"], row["note"] = FORM_TEXT, FORM_NOTE
        subject = ("check", str(row["_key"]))
        keys = [(ROW, str(row["_key"]))]
        cases.add("L02.6", "ledger", subject, "innocent", keys, "统一格式的简短报告")


def _clear(row: Row) -> None:
    """Let nothing be found at this visit."""
    for name in [name for name in row if name.endswith("_verdict") and row[name] in ("partly", "not_met")]:
        row[name] = "met"
    text = str(row["report_text"])
    if row["finding"]:
        row["report_text"] = text.replace(f"发现{row['finding']}", "没有发现需要限期改正的问题")
    row |= {"finding_count": 0, "finding": None, "due_on": None, "fixed_on": None}


def _is_early(row: Row) -> bool:
    return as_day(row["checked_on"]) < MOBILISED_BY
