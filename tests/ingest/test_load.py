"""A table's checks: headings that are not landed, sums, repeated keys, and how often one problem is told."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from ingest.commit import rejects_frame
from ingest.headers import find_headers
from ingest.load import Load, TableLoader, load_stretches
from ingest.sheets import Sheet
from ingest.table import TableReader
from warehouse.contracts import load_contracts
from warehouse.keys import Keys
from warehouse.landing import LoadRecord

CONTRACTS = load_contracts()
TASKS = ("任务序号", "问题类别", "反馈问题", "责任单位", "责任领导", "整改时限")
PROGRESS = ("任务序号", "措施序号", "完成情况", "整改进展", "追缴金额（万元）", "问责人次")


def load_as(
    dataset: str, rows: list[tuple[object, ...]], *merges: tuple[int, int, int, int], unit: str | None = None
) -> Load:
    sheet = Sheet.of("表", [[None if cell is None else str(cell) for cell in row] for row in rows], merges)
    match = next(match for match in find_headers(sheet, CONTRACTS) if match.contract.dataset == dataset)
    contract = match.contract
    record = LoadRecord(
        dataset=dataset,
        file_name="表.xlsx",
        file_sha256="0" * 64,
        sheet="表",
        table=0,
        as_of=datetime(2018, 6, 1),
        revision=0,
        unit=None,
        delivery=contract.delivery,
        scope=contract.scope,
        contract_hash=contract.digest,
    )
    return load_stretches(TableLoader(record, match, unit, no_keys), TableReader(sheet, match).read())


def no_keys() -> Keys:
    raise AssertionError("nothing personal in these tables")


def task(number: object, *more: object) -> tuple[object, ...]:
    return (number, "一、基层治理", f"问题{number}", "新区财政局", "何静", "2018年8月底", *more)


def done(number: object, amount: object = None, people: object = None) -> tuple[object, ...]:
    return (1, number, "已完成", "办结", amount, people)


def found(load: Load) -> list[tuple[str, str, str | None]]:
    return [(problem.rule, problem.severity, problem.cell) for problem in load.problems]


def counts(load: Load) -> tuple[int, int, int]:
    return load.record.rows_read, load.record.rows_accepted, load.record.rows_rejected


def test_a_heading_close_to_a_column_that_was_not_found_is_asked_about() -> None:
    headings = (*TASKS[:5], "整改时间")
    load = load_as("ledger.tasks", [("整改任务清单",), headings, task(1)])
    assert found(load) == [("near_heading", "defect", "F2")]
    message = load.problems[0].message.zh
    assert "表头“整改时间”没有对上任何列，是否为“整改时限”？该列没有入库。" in message
    assert load.record.rows_accepted == 1


def test_an_unknown_heading_is_noted_once_at_its_own_cell() -> None:
    rows = [
        (*TASKS, "督办", None, "填报单位"),
        (*[None] * 6, "督办领导", "督办频次", None),
        task(1, "何静", "每周", "整改办"),
        task(2, "何静", None, "整改办"),
    ]
    merges = ((0, 6, 0, 7), (0, 8, 1, 8), *((0, column, 1, column) for column in range(6)))
    load = load_as("ledger.tasks", rows, *merges)
    assert found(load) == [
        ("unmatched_heading", "note", "G2"),
        ("unmatched_heading", "note", "H2"),
        ("unmatched_heading", "note", "I1"),
    ]


def test_headings_that_another_contract_knows_and_empty_ones_are_in_order() -> None:
    headings = (*PROGRESS, "整改措施", "督办人")
    load = load_as("ledger.weekly_progress", [headings, (*done(1), "修订办法", None)])
    assert load.problems == []


def test_a_serial_number_beside_the_task_number_is_only_noted() -> None:
    load = load_as("ledger.tasks", [("序号", *TASKS), (1, *task(7))])
    assert found(load) == [("unmatched_heading", "note", "A1")]
    assert load.rows["task_no"].to_list() == [7]


def test_a_row_that_is_set_aside_is_told_and_not_counted() -> None:
    rows = [PROGRESS, done(1), (None, None, None, "续上，已约谈", 3, None), done(2)]
    load = load_as("ledger.weekly_progress", rows)
    assert found(load) == [("set_aside", "note", "D3")]
    assert "续上，已约谈" in load.problems[0].message.zh
    assert counts(load) == (2, 2, 0)


@pytest.mark.parametrize("stated", ["0.30000000000000004", "0.3万元", "0.3", "０．３"])
def test_a_sum_is_compared_in_cents_whatever_way_it_is_written(stated: str) -> None:
    rows = [PROGRESS, done(1, "0.1", 1), done(2, "0.2", 1), ("合计", None, None, None, stated, "2")]
    assert load_as("ledger.weekly_progress", rows).problems == []


def test_a_wrong_sum_is_told_in_the_unit_of_its_heading() -> None:
    rows = [PROGRESS, done(1, "0.1"), done(2, "0.2"), ("合计", None, None, None, "3", None)]
    load = load_as("ledger.weekly_progress", rows)
    assert found(load) == [("total", "defect", "E4")]
    assert "相加为 0.3" in load.problems[0].message.zh


@pytest.mark.parametrize(("stated", "problems"), [("3", []), ("4", [("total", "defect", "E2")])])
def test_a_total_above_the_rows_covers_what_follows(stated: str, problems: list[object]) -> None:
    rows = [PROGRESS, ("合计", None, None, None, stated, None), done(1, 1), done(2, 2)]
    assert found(load_as("ledger.weekly_progress", rows)) == problems


def test_subtotals_cover_their_own_rows_under_a_total_above_or_below() -> None:
    def group(first: int) -> list[tuple[object, ...]]:
        return [done(first, 1), done(first + 1, 2), ("小计", None, None, None, 3, None)]

    total = ("总计", None, None, None, 6, None)
    below = load_as("ledger.weekly_progress", [PROGRESS, *group(1), *group(3), total])
    above = load_as("ledger.weekly_progress", [PROGRESS, total, *group(1), *group(3)])
    assert (below.problems, above.problems) == ([], [])


def test_an_amount_merged_over_rows_adds_up_once() -> None:
    rows = [PROGRESS, done(1, 9), done(2), done(3), ("合计", None, None, None, 9, None)]
    load = load_as("ledger.weekly_progress", rows, (1, 4, 3, 4))
    assert load.problems == []
    assert load.rows["recovered_cny"].sum() == Decimal("90000.00")
    second = next(cell for cell in load.rows["_cells"][1] if cell["column"] == "recovered_cny")
    assert (second["address"], second["inferred"]) == ("E2", "merged")
    assert load.rows["recovered_cny"][1] is None


def test_an_amount_in_a_unit_that_nobody_can_convert_is_told_at_the_heading() -> None:
    headings = (*PROGRESS[:4], "追缴金额（万美元）", "问责人次")
    load = load_as(
        "ledger.weekly_progress", [headings, done(1, 2), done(2, 3), ("合计", None, None, None, 5, None)]
    )
    assert found(load) == [("money_unit", "defect", "E1")]
    assert load.rows["recovered_cny"].to_list() == [None, None]
    assert counts(load) == (2, 2, 0)


@pytest.mark.parametrize(("unit", "factor"), [("千元", 1_000), ("百万元", 1_000_000), ("千万元", 10_000_000)])
def test_every_unit_that_a_heading_states_is_converted(unit: str, factor: int) -> None:
    headings = (*PROGRESS[:4], f"追缴金额（{unit}）", "问责人次")
    load = load_as("ledger.weekly_progress", [headings, done(1, 2)])
    assert load.rows["recovered_cny"].to_list() == [Decimal(2 * factor)]


def test_a_repeated_key_counts_only_against_rows_that_are_taken() -> None:
    refused = (1, "一、", "问题", None, "何静", "2018年8月底")
    load = load_as("ledger.tasks", [TASKS, refused, task(1), task(1)])
    assert found(load) == [("required", "reject", "D2"), ("key", "reject", "A4")]
    assert load.rows["_row"].to_list() == [3]


def test_rows_without_their_number_do_not_repeat_each_other() -> None:
    load = load_as("ledger.tasks", [TASKS, task(None), task(None)])
    assert found(load) == [("required", "reject", "A2"), ("required", "reject", "A3")]


def test_one_problem_in_thousands_of_rows_is_told_two_hundred_times() -> None:
    rows = [TASKS, *((number, "一、", "问题", None, "何静", "某时") for number in range(1, 5_001))]
    load = load_as("ledger.tasks", rows)
    assert counts(load) == (5_000, 0, 5_000)
    rules = [problem.rule for problem in load.problems]
    assert {rule: rules.count(rule) for rule in set(rules)} == {"required": 200, "deadline": 200, "more": 2}
    more = [(p.column, p.severity, p.message.zh) for p in load.problems if p.rule == "more"]
    assert more == [
        ("lead_unit", "reject", "“责任单位”另有 4800 行同样的问题。"),
        ("due_on", "defect", "“整改时限”另有 4800 行同样的问题。"),
    ]
    assert len(rejects_frame(load.record, load.problems)) == 402
