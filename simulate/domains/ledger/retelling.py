"""The small sample's story told of another district: its units, people and days in place of the sample's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from simulate.domains.reference.workdays import to_workday
from simulate.sample import story
from simulate.sample.district import DEADLINES, SITE, Task, load_tasks
from simulate.timeline import WEEKS
from simulate.world import World

# Twenty weeks here pass where the sample has sixteen.
PACE = len(WEEKS) / len(story.WEEKS)
LAST_CLOSING = date(2018, 8, 24)
# The sample's departments, by the word in which the district's own name ends; subdistricts go by their order.
DEPARTMENTS = {
    "党政办公室": "党政办公室",
    "组织人事部": "党群工作部",
    "宣传统战部": "党群工作部",
    "区直机关党委": "党群工作部",
    "非公企业综合党委": "党群工作部",
    "纪检监察工委": "纪工委监察办公室",
    "财政局": "财政局",
    "公共资源交易中心": "财政局",
    "经济发展局": "招商局",
    "建设交通局": "住房和城乡建设局",
    "社会事务局": "民政局",
    "农业水务局": "农业农村局",
    "扶贫办公室": "扶贫办公室",
    "审计局": "审计局",
    "教育体育局": "教育局",
    "市场监管分局": "市场监督管理局",
}
STAFFED_ELSEWHERE = {20, 21, 22}  # tasks about staff, which another department has here
STAFF_OFFICE = "人力资源和社会保障局"
SUBDISTRICTS = ("青石街道", "白鹭街道", "南塘街道")
OPEN_WORDS = {"open": "长期坚持", "immediate": "立行立改"}
KINDS = {
    "限期整改": "staged",
    "立行立改": "immediate",
    "即知即改": "immediate",
    "边整边改": "immediate",
    "长期坚持": "long_term",
    "持续整改": "long_term",
}
DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d)")


def as_day(value: object) -> date:
    """Return `value` as the day that it is; TypeError where it is none."""
    if not isinstance(value, date):
        raise TypeError(f"not a day: {value!r}")
    return value


def read_due(text: str) -> date | None:
    """Return the last day that a deadline written by `write_due` names, None where it names none."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) < 2:
        return None
    year, month = numbers[:2]
    return date(year, month, numbers[2]) if len(numbers) > 2 else _month_end(year, month)


def write_due(day: date, style: int) -> str:
    """Return a deadline as an office writes it."""
    if day == _month_end(day.year, day.month) and style % 3:
        return f"{day.year}年{day.month}月底" + "前" * (style % 3 - 1)
    return f"{day.year}年{day.month}月{day.day}日" + "前" * (style % 2)


def week_of(day: date) -> int:
    """Return the number (0…) of the week that ends on or after `day`; the last one for whatever is later."""
    return next((number for number, friday in enumerate(WEEKS) if friday >= day), len(WEEKS) - 1)


class Retelling:
    """What the sample calls its units, people and days, as `world` calls them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._streets = dict(
            zip(SUBDISTRICTS, world.places.villages["street_name"].unique(maintain_order=True), strict=True)
        )

    def unit(self, name: str, task_no: int = 0) -> str:
        """Return the unit of the district that does here what the sample's unit does under that task."""
        if name in self._streets:
            return str(self._streets[name])
        if task_no in STAFFED_ELSEWHERE:
            return self._world.places.department(STAFF_OFFICE)
        return self._world.places.department(DEPARTMENTS[name])

    def text(self, text: str) -> str:
        """Return a sentence with the district's own name, subdistricts and days."""
        for name, own in ((SITE, self._world.places.site), *self._streets.items()):
            text = text.replace(name, own)
        marked = DAY.sub(lambda found: self._write_day(int(found[1]), int(found[2])), text)
        return MONTH.sub(lambda found: f"{int(found[1]) - 1}月", marked).replace("|", "月")

    def _write_day(self, month: int, day: int) -> str:
        own = self.day(date(2018, month, day))
        return f"{own.month}|{own.day}日"  # so that its month is not moved once more

    def day(self, day: date) -> date:
        """Return the workday of this district's weeks on which a thing of the sample's `day` happens."""
        passed = (day - story.WEEKS[0]).days
        return to_workday(WEEKS[0] + timedelta(days=round(passed * PACE)))

    def week(self, number: int) -> int:
        """Return the week (0…) that stands for the sample's week `number` (1…)."""
        return round((number - 1) * (len(WEEKS) - 1) / (len(story.WEEKS) - 1))

    def due(self, written: str | date, style: int) -> str:
        """Return a deadline of the sample as it is written here; what could not be read is given a date."""
        meant = written if isinstance(written, date) else DEADLINES.get(written, date(2018, 9, 30))
        if isinstance(meant, str):
            return OPEN_WORDS.get(meant, write_due(date(2018, 9, 30), style))
        own = meant if meant.month == 12 else self.day(meant)
        if own.day <= 7:
            own = own.replace(day=1) - timedelta(days=1)
        elif own.month < 12:
            own = own.replace(day=15) if own.day < 22 else _month_end(own.year, own.month)
        return write_due(own, style)

    def leader(self, name: str) -> str:
        """Return the official of county level who answers for what the sample's leader answers for."""
        return self._leaders[self._names[0].index(name) % len(self._leaders)]

    def owner(self, name: str, unit: str) -> str:
        """Return the official of `unit` who does the sample's owner's work."""
        staff = self.staff(unit)
        return staff[self._names[1].index(name) % len(staff)]

    def staff(self, unit: str) -> list[str]:
        """Return the names of those who work in `unit`."""
        return list(dict.fromkeys(self._world.officials.filter(pl.col("unit") == unit)["person_name"]))

    @cached_property
    def verifiers(self) -> tuple[str, ...]:
        """Who checks closings: two of the district's offices that answer for no task themselves."""
        offices = [self._world.places.department(word) for word in ("党政办公室", "纪工委监察办公室")]
        tasks = load_tasks()
        busy = {self.owner(task.owner, self.unit(task.unit, task.task_no)) for task in tasks}
        busy |= {self.owner(line.owner, self.unit(line.unit)) for task in tasks for line in task.measures}
        return tuple(
            next(name for name in reversed(self.staff(office)) if name not in busy) for office in offices
        )

    @cached_property
    def _leaders(self) -> list[str]:
        return self._world.officials.filter(level="county")["person_name"].to_list()

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        def listed(task: Task) -> list[str]:
            return [task.owner, *(line.owner for line in task.measures)]

        leaders = dict.fromkeys(task.leader for task in load_tasks())
        return list(leaders), list(dict.fromkeys(name for task in load_tasks() for name in listed(task)))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
