"""To whom a task belongs, week by week, and how the units add up."""

from __future__ import annotations

from pathlib import Path

from tests.dbt.compiled_project import CompiledProject
from tests.dbt.landing_factory import Row
from tests.dbt.scenario import TASKS, Scenario, due

OWNERS = "select week_id, task_no, lead_unit, org_id from marts.fct_task_week order by all"


def unit(code: str, name: str, **more: object) -> Row:
    return {"org_code": code, "name": name, "kind": "department"} | more


def test_a_name_resolves_in_each_week_to_who_bore_it_then(tmp_path: Path, compiled: CompiledProject) -> None:
    units = [
        unit("D01", "城管局", valid_to="2018-05-20"),
        unit("D09", "城管局", valid_from="2018-05-21"),
        unit("D03", "老龄办", valid_to="2018-05-20", merged_into="D09"),
    ]
    site = Scenario(tmp_path, compiled, units=units)
    site.land(TASKS, "2018-05-18", [due(1, lead_unit="城管局"), due(2, lead_unit="老龄办")])
    history = [
        ("2018-W20", 1, "城管局", "D01"),
        ("2018-W20", 2, "老龄办", "D03"),
        ("2018-W21", 1, "城管局", "D09"),
        ("2018-W21", 2, "老龄办", "D03"),
    ]
    assert site.ask("2018-05-18", OWNERS) == [history[:2]]
    assert site.ask("2018-05-25", OWNERS) == [history]


def test_a_new_name_is_not_used_before_its_day(tmp_path: Path, compiled: CompiledProject) -> None:
    units = [
        unit("D01", "财政局", valid_to="2018-05-20"),
        unit("D01", "财政金融局", valid_from="2018-05-21", aliases="财金局"),
    ]
    site = Scenario(tmp_path, compiled, units=units)
    site.land(TASKS, "2018-05-18", [due(1, lead_unit="财政局"), due(2, lead_unit="财金局")])
    before, names = site.ask("2018-05-18", OWNERS, "select name from marts.dim_org")
    assert before == [("2018-W20", 1, "财政局", "D01"), ("2018-W20", 2, "财金局", None)]
    assert names == [("财政局",)]
    after, names, changes = site.ask(
        "2018-05-25",
        OWNERS,
        "select name from marts.dim_org",
        "select task_id from marts.fct_change where entity = 'task' and change <> 'new'",
    )
    assert after[2:] == [("2018-W21", 1, "财政金融局", "D01"), ("2018-W21", 2, "财政金融局", "D01")]
    assert names == [("财政金融局",)]
    assert [row for row in changes if row[0].endswith("001")] == []


def test_units_of_one_name_stay_apart_and_all_units_add_up(tmp_path: Path, compiled: CompiledProject) -> None:
    units = [
        unit("V01", "新村", aliases="甲街道新村"),
        unit("V02", "新村", aliases="乙街道新村"),
        unit("D01", "财政局"),
    ]
    site = Scenario(tmp_path, compiled, units=units)
    names = ["甲街道新村", "乙街道新村", "乙街道新村", "新村", "某局", "财 政局"]
    site.land(TASKS, "2018-05-18", [due(number, "2018-05-01", name) for number, name in enumerate(names, 1)])
    members, overdue = site.ask(
        "2018-05-18",
        "select member, org_id, tasks from marts.fct_completion where dimension = 'unit' order by member",
        "select org_id, value from marts.fct_metric where metric_id = 'overdue_tasks' order by org_id",
    )
    assert members == [
        ("新村", None, 1),
        ("新村（V01）", "V01", 1),
        ("新村（V02）", "V02", 2),
        ("某局", None, 1),
        ("财政局", "D01", 1),
    ]
    assert overdue == [("D01", 1), ("V01", 1), ("V02", 2), ("all", 6), ("unassigned", 2)]


def test_a_leader_is_one_person_however_the_name_is_spaced(tmp_path: Path, compiled: CompiledProject) -> None:
    site = Scenario(tmp_path, compiled).land(
        TASKS, "2018-05-18", [due(1, leader="张 三"), due(2, leader="张三")]
    )
    leaders = "select member, tasks from marts.fct_completion where dimension = 'leader'"
    assert site.ask("2018-05-18", leaders) == [[("张三", 2)]]
