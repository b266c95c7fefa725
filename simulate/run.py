"""One run of the simulator: block after block into a sink, and the truth beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TextIO

from simulate.cases import KINDS, Case, Cases
from simulate.deliveries import plan_deliveries
from simulate.domains import DOMAINS
from simulate.faults import mistype, spoil
from simulate.office.page import Page, lay_out
from simulate.office.sink import Sink
from simulate.office.style import SUFFIXES, choose_form, choose_style
from simulate.streams import stream
from simulate.tables import Table
from simulate.world import World
from warehouse.contracts import Contract, load_contracts

Place = tuple[str, str, int]


@dataclass
class Summary:
    """What a run has made: blocks, tables written, rows in them, and cases by kind."""

    blocks: int
    files: int
    rows: int
    cases: dict[str, int]


def simulate(
    sink: Sink, truth: TextIO, *, scale: int, seed: int, level: int = 9, wrong_ids: float = 0.0
) -> Summary:
    """Put `scale` districts into `sink` and write their truth, a JSON object a line, into `truth`.

    Args:
        sink: takes the pages.
        truth: an open text file.
        scale: how many blocks; each is a district of its own, and memory holds one at a time.
        seed: the same seed gives the same pages.
        level: real and innocent cases per indicator and block, on average.
        wrong_ids: the share of identity numbers outside the registers with one wrong digit; the truth stays the same.
    """
    contracts = {contract.dataset: contract for contract in load_contracts()}
    ends: dict[str, int] = {}
    summary = Summary(scale, 0, 0, dict.fromkeys(KINDS, 0))
    for block in range(scale):
        world, cases = World(seed, block, level), Cases(block, level)
        tables = [table for make in DOMAINS for table in make(world, cases)]
        spoil(world, cases, tables, contracts)
        mistype(world, tables, contracts, wrong_ids)
        wanted = cases.keys()
        places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for page in _lay_out_all(world, tables, contracts, ends):
            sink.put(page)
            summary.rows += len(page.texts)
            _note_places(page, wanted.get(page.dataset, set()), places)
        for case in cases.found:
            truth.write(_to_json(case, places))
            summary.cases[case.kind] += 1
    sink.finish()
    summary.files = len(ends)
    return summary


def _lay_out_all(
    world: World, tables: Sequence[Table], contracts: dict[str, Contract], ends: dict[str, int]
) -> Iterator[Page]:
    """Yield every delivery of `tables` as a page; `ends` remembers the last row of each file."""
    for table in tables:
        contract = contracts[table.dataset]
        table.check(contract)
        for delivery in plan_deliveries(contract, table):
            office = stream(world.seed, world.block, "program", delivery.sender)
            form = choose_form(office, contract, table.form, len(delivery.frame))
            # A text file goes on with the columns it began with, whichever block follows.
            is_text = form == "csv"
            habits = ("style", table.dataset) if is_text else ("style", table.dataset, delivery.sender)
            draw = stream(world.seed, 0 if is_text else world.block, *habits)
            names = [column.name for column in contract.read_columns if column.name in table.frame.columns]
            style = choose_style(draw, contract, names, form)
            path = str(PurePosixPath(delivery.path).with_suffix(SUFFIXES[form]))
            after = ends.get(path, 0) if is_text else 0
            page = lay_out(contract, replace(delivery, path=path), style, world.places.site, after)
            ends[path] = page.first_row + len(page.texts) - 1
            yield page


def _note_places(page: Page, wanted: set[str], places: dict[tuple[str, str], list[Place]]) -> None:
    if not wanted:
        return
    at = page.keys.is_in(list(wanted)).arg_true()
    for position, key in zip(at, page.keys.gather(at), strict=True):
        places[page.dataset, key].append((page.path, page.sheet, page.first_row + position))


def _to_json(case: Case, places: dict[tuple[str, str], list[Place]]) -> str:
    rows = [place for key in case.rows for place in places[key]]
    if case.kind == "fault":
        rows = rows[:1]  # whatever is sent again has been put right
    if not rows:
        raise ValueError(f"{case.case_id}: no delivery holds any of its rows")
    record = {
        "case_id": case.case_id,
        "family": case.family,
        "indicator_id": case.indicator_id,
        "subject_type": case.subject_type,
        "subject_id": case.subject_id,
        "kind": case.kind,
        "amount_cny": case.amount_cny,
        "rows": [{"file": file, "sheet": sheet, "row": row} for file, sheet, row in rows],
        "reason": case.reason,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"
