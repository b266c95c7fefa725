"""What is true in the invented district: its organisations, its tasks and measures, the documents it issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parent / "content"
YEAR = 2018
SITE = "临湖新区"
ROUND_CODE = "2018-1"
INSPECTED_FROM, INSPECTED_TO = date(2018, 3, 5), date(2018, 5, 4)
FEEDBACK_ON = date(2018, 5, 18)
OFFICE = "巡察整改工作领导小组办公室"

# What each written deadline means: its last day, or the kind of deadline where it names no day.
DEADLINES: dict[str, date | str] = {
    "长期坚持": "open",
    "立行立改": "immediate",
    "尽快完成": "unreadable",
    "2018年6月30日": date(2018, 6, 30),
    "2018.7": date(2018, 7, 31),
    "2018/7/31": date(2018, 7, 31),
    "2018年7月底": date(2018, 7, 31),
    "2018年7月底前": date(2018, 7, 31),
    "2018年8月10日": date(2018, 8, 10),
    "2018年8月15日前": date(2018, 8, 15),
    "2018年8月底": date(2018, 8, 31),
    "２０１８年８月": date(2018, 8, 31),
    "2018年第三季度": date(2018, 9, 30),
    "2018年9月底": date(2018, 9, 30),
    "２０１８年９月": date(2018, 9, 30),
    "2018年12月底": date(2018, 12, 31),
}
LONG_TERM_TYPES = {"长期坚持", "持续整改"}


@dataclass(frozen=True)
class Organisation:
    """One organisation of the register; `aliases` as the register prints them."""

    code: str
    name: str
    aliases: str
    kind: str
    parent_code: str | None = None
    valid_to: date | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Measure:
    """One promised measure; `when` maps a week (1-16) to the status letter that holds from it on.

    `recovered` and `held` map a week to the money (yuan) and people reached by then.
    """

    task_no: int
    measure_no: int
    kind: str
    text: str
    result: str | None
    unit: str
    owner: str
    due: str | date
    when: dict[int, str]
    recovered: dict[int, int]
    held: dict[int, int]


@dataclass(frozen=True)
class Task:
    """One rectification task; `due` as written in the first, second and third task list."""

    task_no: int
    section: str
    subsection: str
    problem: str
    requirement: str
    unit: str
    leader: str
    owner: str
    due: tuple[str | date, str | date, str | date]
    rectification_type: str
    measures: tuple[Measure, ...]

    @property
    def is_long_term(self) -> bool:
        """Whether the deadline is open or the type is long-term."""
        return self.rectification_type in LONG_TERM_TYPES or DEADLINES.get(str(self.due[-1])) == "open"


@dataclass(frozen=True)
class Institution:
    """One document that was issued, revised or withdrawn (`change` n, r or w)."""

    title: str
    issuer: str
    change: str
    issued_on: date
    task_no: int


def read_day(text: str) -> date:
    """Return the day of the story's year that `text` ("07-18") names."""
    return date.fromisoformat(f"{YEAR}-{text}")


@cache
def read_content(name: str) -> Any:
    """Return the parsed file `name` of the content folder; it is read only, whoever asks."""
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


@cache
def load_organisations() -> tuple[Organisation, ...]:
    """Return the register: party bodies, departments, subdistricts, villages and communities, and one merged body."""
    content = read_content("organisations.yml")
    kinds = {"committee": "党委机构", "department": "区直部门", "subdistrict": "街道"}
    found = [
        Organisation(code, name, aliases, label)
        for kind, label in kinds.items()
        for code, name, aliases in content[kind]
    ]
    for kind, label, letter in (("village", "行政村", "V"), ("community", "社区", "J")):
        for parent, names in content[kind].items():
            found += [
                Organisation(f"{parent}-{letter}{number:02}", name, name.removesuffix("村"), label, parent)
                if kind == "village"
                else Organisation(f"{parent}-{letter}{number:02}", name, f"{name}居委会", label, parent)
                for number, name in enumerate(names, 1)
            ]
    gone = content["merged"]
    found.append(
        Organisation(
            gone["code"], gone["name"], gone["aliases"], "区直部门", None, gone["valid_to"], gone["into"]
        )
    )
    return tuple(found)


@cache
def load_tasks() -> tuple[Task, ...]:
    """Return the 33 tasks with their measures, by number."""
    content = [entry for name in ("tasks_1.yml", "tasks_2.yml") for entry in read_content(name)]
    return tuple(_read_task(entry) for entry in content)


@cache
def load_institutions() -> tuple[Institution, ...]:
    """Return the documents issued, revised or withdrawn during the rectification."""
    return tuple(
        Institution(title, issuer, change, read_day(day), task_no)
        for title, issuer, change, day, task_no in read_content("institutions.yml")
    )


def find_short_name(unit: str) -> str:
    """Return the first alias of `unit`, or `unit` itself where the register has none."""
    aliases = next((org.aliases for org in load_organisations() if org.name == unit), "")
    return aliases.split("、")[0] or unit


def _read_task(entry: dict[str, Any]) -> Task:
    due = entry["due"] * 3 if len(entry["due"]) == 1 else entry["due"]
    measures = tuple(_read_measure(entry, number, row) for number, row in enumerate(entry["measures"], 1))
    return Task(
        task_no=entry["task"],
        section=entry["section"],
        subsection=entry["subsection"],
        problem=entry["problem"],
        requirement=entry["requirement"],
        unit=entry["unit"],
        leader=entry["leader"],
        owner=entry["owner"],
        due=(due[0], due[1], due[2]),
        rectification_type=entry["type"],
        measures=measures,
    )


def _read_measure(task: dict[str, Any], number: int, row: dict[str, Any]) -> Measure:
    steps = row.get("when", task["when"]).split()
    default = "2018年9月底" if task["due"][0] == "尽快完成" else task["due"][0]
    return Measure(
        task_no=task["task"],
        measure_no=number,
        kind=row["kind"],
        text=row["text"],
        result=row.get("result"),
        unit=row.get("unit", task["unit"]),
        owner=row.get("owner", task["owner"]),
        due=row.get("due", default),
        when={int(step[:-1]): step[-1] for step in steps},
        recovered=row.get("yuan", {}),
        held=row.get("held", {}),
    )
