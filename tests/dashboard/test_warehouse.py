"""The one door to the data: plain selections, over the build that was asked for."""

from __future__ import annotations

import re
from pathlib import Path

from dashboard import warehouse
from dashboard.warehouse import Build
from tests.dashboard.conftest import BUILD


def test_find_build_follows_the_pointer(site: Path) -> None:
    assert warehouse.find_build() == Build(str(site), BUILD)


def test_questions_neither_join_nor_group() -> None:
    text = Path(warehouse.__file__).read_text(encoding="utf-8")
    assert not re.findall(
        r"\b(?:join|group by|having|union)\b", text.split("class Build", 1)[1], re.IGNORECASE
    )


def test_rows_counted_are_those_of_the_metric_of_any_week(site: Path) -> None:
    build = Build(str(site), BUILD)
    for week in warehouse.list_weeks(build):
        metrics = warehouse.list_metric_weeks(build, week["week_id"], 1).to_dicts()
        counted = {row["metric_id"]: row["numerator"] for row in metrics}
        for only, metric_id in warehouse.ONLY.items():
            assert warehouse.list_tasks(build, week["week_id"], only=only).height == counted[metric_id], only


def test_search_looks_into_problem_number_and_people(site: Path) -> None:
    build = Build(str(site), BUILD)
    assert warehouse.list_tasks(build, "2018-W29", search="2018-1-007")["task_no"].to_list() == [7]
    found = warehouse.list_tasks(build, "2018-W29", search="江远山")["leader"].unique().to_list()
    assert found == ["江远山"]


def test_text_in_a_filter_is_a_value_and_not_sql(site: Path) -> None:
    build = Build(str(site), BUILD)
    assert warehouse.list_tasks(build, "2018-W29", lead_unit="' or 1=1 --").is_empty()


def test_later_steps_are_not_shown_in_an_earlier_week(site: Path) -> None:
    build = Build(str(site), BUILD)
    early = warehouse.list_events(build, "2018-W22", "2018-1-007")["event"].to_list()
    assert early == ["registered", "applied"]
    assert len(warehouse.list_events(build, "2018-W29", "2018-1-007")) == 3
