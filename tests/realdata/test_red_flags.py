"""The example tenders of the published red flags R003 to R058: exactly those are flagged that should be."""

from __future__ import annotations

import configparser
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.realdata.rendered import fill, flag
from warehouse.contracts import load_contracts

Json = dict[str, Any]
Flags = dict[
    str, dict[str, dict[str, float]]
]  # group → identifier → flag → value, as the published tool prints them

MODELS = {
    "R003": "ind_r003_short_notice",
    "R018": "ind_r018_single_bid",
    "R024": "ind_r024_price_close_to_winner",
    "R025": "ind_r025_excessive_losses",
    "R028": "ind_r028_identical_bids",
    "R030": "ind_r030_late_bid_won",
    "R035": "ind_r035_all_others_rejected",
    "R036": "ind_r036_lowest_bid_rejected",
    "R038": "ind_r038_excessive_rejections",
    "R048": "ind_r048_heterogeneous_supplier",
    "R058": "ind_r058_heavy_discount",
}
PUBLISHED: dict[str, Flags] = {
    "003": {"OCID": {"F": {"R003": 1.0}}},
    "018": {"OCID": {"F": {"R018": 1.0}}},
    "024": {"OCID": {"F": {"R024": 1.0}}},
    "025": {"Tenderer": {"F": {"R025": 1 / 6}}},
    "028": {"OCID": {"F": {"R028": 1.0}}, "Tenderer": {"D": {"R028": 1.0}, "V": {"R028": 1.0}}},
    "030": {"OCID": {"F": {"R030": 1.0}}},
    "035": {"OCID": {"F": {"R035": 1.0}}},
    "036": {"OCID": {"F": {"R036": 1.0}}},
    "038": {"Buyer": {"B": {"R038": 0.5}}},
    "048": {"Tenderer": {"F": {"R048": 2.0}}},
    "058": {"OCID": {"F": {"R058": 99.0}}},
}
GROUPS = {"tender": "OCID", "organisation": "Buyer", "firm": "Tenderer"}
VALUES = {
    "R024": "margin",
    "R025": "ratio",
    "R035": "rejected",
    "R038": "ratio",
    "R048": "kinds",
    "R058": "margin",
}
SETTINGS = {("R048", "minimum_contracting_processes"): "R048.tenders"}  # of the tool → ours

METHODS = {"open": "public", "selective": "invited", "limited": "direct"}
CATEGORIES = {"10": "works", "11": "goods"}  # two first-level classes of items
SOME_DAY = date(2020, 1, 1)  # the examples do not say when they were awarded
PARAMETERS = (("parameter", "varchar"), ("value", "double"))
OWN = (("row_uid", "varchar"), ("org_id", "varchar"), ("org_name", "varchar"))


@pytest.fixture(scope="module")
def examples(shared_dir: Path) -> Path:
    return shared_dir / "realdata" / "procurement_red_flags"


@pytest.fixture(scope="module")
def columns() -> dict[str, list[tuple[str, str]]]:
    """Name and type of every column of the tables that the flags are raised over, by dataset."""
    return {
        contract.dataset: [
            (part.name, part.data_type) for column in contract.columns for part in column.stored
        ]
        for contract in load_contracts()
        if contract.dataset in ROWS
    }


@pytest.mark.parametrize("example", PUBLISHED)
def test_the_examples_raise_exactly_the_published_flags(
    examples: Path, columns: dict[str, list[tuple[str, str]]], example: str
) -> None:
    lines = (examples / "R" / f"{example}.jsonl").read_text(encoding="utf-8").splitlines()
    settings = _read_settings(examples, example)
    processes = [json.loads(line) for line in lines if line.strip()]
    with duckdb.connect() as database:
        for dataset, rows_of in ROWS.items():
            rows = (row for process in processes for row in rows_of(process))
            fill(database, f"int_{dataset.replace('.', '__')}", [*OWN, *columns[dataset]], rows)
        fill(database, "int_parameters__in_force", PARAMETERS, _parameters(settings))
        found = _run(database, settings)
    assert found == {
        group: {name: pytest.approx(flags) for name, flags in names.items()}
        for group, names in PUBLISHED[example].items()
    }


def test_every_published_flag_has_an_example(examples: Path) -> None:
    listed = {f"R{path.stem}" for path in (examples / "R").glob("*.jsonl")}
    assert listed == set(MODELS)


def _read_settings(examples: Path, example: str) -> configparser.ConfigParser:
    """Return what the tool was run with: a section per flag, of the example's own file where it has one."""
    own, common = examples / "R" / f"{example}.ini", examples / "settings.ini"
    settings = configparser.ConfigParser()
    settings.read(own if own.is_file() else common, encoding="utf-8")
    return settings


def _parameters(settings: configparser.ConfigParser) -> list[Json]:
    """Return the settings as rows of parameters in force: a site sets ours in the same way."""
    return [
        {"parameter": SETTINGS[code, name], "value": float(value)}
        for code in settings.sections()
        for name, value in settings[code].items()
    ]


# ---------------------------------------------------------------- a contracting process as rows of our tables


def _tenders(process: Json) -> Iterator[Json]:
    """A row per lot: what is awarded in one class of items."""
    tender, awards = process.get("tender", {}), _awards(process)
    period, buyer = tender.get("tenderPeriod", {}), process.get("buyer", {}).get("id")
    suppliers = _suppliers(process)
    items = [item for award in awards for item in award.get("items", ())]
    classes = list(dict.fromkeys(item["classification"]["id"][:2] for item in items))
    for lot in classes or [None]:
        yield {
            "row_uid": f"tender-{process['ocid']}-{lot}",
            "org_id": buyer,
            "org_name": buyer,
            "tender_no": process["ocid"],
            "project_name": f"{process['ocid']}-{lot}",
            "category": CATEGORIES[lot] if lot else None,
            "method": METHODS[tender["procurementMethod"]] if "procurementMethod" in tender else None,
            "notice_on": _day(period.get("startDate")),
            "opened_on": _day(period.get("endDate")),
            "awarded_on": SOME_DAY if awards else None,
            "winner_token": suppliers[0] if suppliers else None,
            "winner_masked": suppliers[0] if suppliers else None,
        }


def _bids(process: Json) -> Iterator[Json]:
    """A row per bid; where only the number of tenderers is known, a row for each of them."""
    details = process.get("bids", {}).get(
        "details", [{}] * process.get("tender", {}).get("numberOfTenderers", 0)
    )
    suppliers = _suppliers(process)
    for place, bid in enumerate(details):
        tenderer = bid.get("tenderers", [{"id": f"tenderer-{place}"}])[0]["id"]
        yield {
            "row_uid": f"bid-{process['ocid']}-{place}",
            "tender_no": process["ocid"],
            "project_name": process["ocid"],
            "bidder_token": tenderer,
            "bidder_masked": tenderer,
            "bid_cny": bid.get("value", {}).get("amount"),
            "submitted_at": _moment(bid.get("date")),
            "is_winner": tenderer in suppliers,
            "note": "否决投标" if bid.get("status") == "disqualified" else None,
        }


def _awards(process: Json) -> list[Json]:
    return [award for award in process.get("awards", ()) if award["status"] == "active"]


def _suppliers(process: Json) -> list[str]:
    return [supplier["id"] for award in _awards(process) for supplier in award.get("suppliers", ())]


def _moment(text: str | None) -> datetime | None:
    """The office's own clock: the hour as it was on the spot."""
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def _day(text: str | None) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


ROWS: dict[str, Callable[[Json], Iterator[Json]]] = {
    "ledger.tenders": _tenders,
    "ledger.tender_bidders": _bids,
}


# ---------------------------------------------------------------- findings as the tool prints flags


def _run(database: duckdb.DuckDBPyConnection, codes: Iterable[str]) -> Flags:
    """Return the flags that the indicators of `codes` raise."""
    flags: Flags = defaultdict(lambda: defaultdict(dict))
    bidders = dict(
        database.execute("select row_uid, bidder_token from int_ledger__tender_bidders").fetchall()
    )
    for code in (code for code in codes if code in MODELS):
        for found in flag(database, MODELS[code]):
            for group, name in _subjects(code, found, bidders):
                detail = json.loads(found["detail"])
                flags[group][name][code] = detail[VALUES[code]] if code in VALUES else 1.0
    return {group: dict(names) for group, names in flags.items()}


def _subjects(code: str, found: Json, bidders: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield GROUPS[found["subject_type"]], found["subject_id"]
    if code == "R028":  # it flags the tenderers, too: ours are the bids among the evidence
        yield from (("Tenderer", bidders[uid]) for uid in found["evidence"] if uid in bidders)
