"""Letters of responsibility on poverty relief: from the district to its subdistricts, from them to their villages."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.ledger.book import Book
from simulate.domains.ledger.building import build_ledger
from simulate.domains.ledger.desk import FEW
from simulate.domains.reference.workdays import to_workday
from simulate.tables import Table
from simulate.timeline import ONCE
from simulate.world import World

LETTERS = "ledger.responsibility_letters"
YEAR = 2018
DUE = "2018年12月31日"
# What is to be reached, its unit, whether villages add up to their subdistrict, and the words of the letter.
TARGETS = (
    ("脱贫户数", "户", True, "年底前完成{n}户脱贫并通过验收"),
    ("产业项目带动户数", "户", True, "产业项目带动{n}户稳定增收"),
    ("帮扶责任人走访次数", "次", True, "帮扶责任人全年走访不少于{n}次"),
    ("危房改造户数", "户", True, "改造危房{n}户并完成验收"),
    ("贫困发生率下降", "百分点", False, "贫困发生率下降{n}个百分点"),
    ("贫困户满意度提高", "百分点", False, "满意度比上年提高{n}个百分点"),
)
RATE = 2.5  # what a subdistrict's rates have to move by

Row = dict[str, object]


def make(world: World, cases: Cases) -> list[Table]:
    """Return the letters, a row per target."""
    book = world.once(build_ledger)
    draw = world.stream(LETTERS)
    villages = _village_rows(book, draw)
    if cases.level:
        villages = _inject_l10_1_missing_link(book, cases, villages)
    streets = _street_rows(book, draw, villages)
    if cases.level:
        _inject_l10_2_weaker_below(book, cases, streets, villages)
    frame = pl.DataFrame([*streets, *villages], infer_schema_length=None)
    return [Table(LETTERS, frame, book.office, days=ONCE)]


def _village_rows(book: Book, draw: np.random.Generator) -> list[Row]:
    """Return the letters of the 34 villages; communities have no poor households of their own."""
    heads = book.world.village_cadres.unique("village_name", keep="first", maintain_order=True)
    names = dict(heads.select("village_name", "person_name").iter_rows())
    rows: list[Row] = []
    for village in book.world.places.villages.filter(~pl.col("is_community")).iter_rows(named=True):
        size = int(draw.integers(4, 16))
        values = (size, size + int(draw.integers(1, 9)), 12 * size, 1 + size // 5, None, None)
        signed = to_workday(date(YEAR, 1, 15) + timedelta(days=int(draw.integers(0, 11))))
        number = f"ZRS-{YEAR}-{village['village_code']}"
        for target, value in zip(TARGETS, values, strict=True):
            told = round(float(draw.uniform(0.05, 0.15)), 2) if value is None else value
            row = _row(number, village["street_name"], village["name"], target, told, signed)
            row["from_signer"] = book.retelling.staff(village["street_name"])[0]
            rows.append(row | {"level": "street_to_village", "to_signer": names.get(village["name"])})
    return rows


def _street_rows(book: Book, draw: np.random.Generator, villages: list[Row]) -> list[Row]:
    """Return the letters of the subdistricts: what they took on is what they have handed down, or a little less."""
    rows: list[Row] = []
    district = str(book.world.places.organisations["name"][0])
    leader = book.world.officials.filter(level="county")["person_name"][0]
    for number, street in enumerate(book.streets, 1):
        signed = to_workday(date(YEAR, 1, 8) + timedelta(days=number % 2))
        for target in TARGETS:
            total = sum(_value(row) for row in villages if _is_of(row, street, target[0]))
            value = total - int(draw.integers(0, 3)) if target[2] else RATE
            letter = f"ZRS-{YEAR}-{_code(book)}-S{number:02d}"
            row = _row(letter, district, street, target, value, signed)
            row |= {"from_signer": leader, "to_signer": book.retelling.staff(street)[0]}
            rows.append(row | {"level": "district_to_street"})
    return rows


def _row(
    number: str, above: str, below: str, target: tuple[str, str, bool, str], value: float, on: date
) -> Row:
    item, unit, _, text = target
    return {
        "_key": f"{number}/{item}",
        "letter_no": number,
        "year": YEAR,
        "topic": "poverty",
        "level": None,
        "from_org": above,
        "from_signer": None,
        "to_org": below,
        "to_signer": None,
        "signed_on": on,
        "signing": "yearly",
        "target_item": item,
        "target_value": float(value),
        "target_unit": unit,
        "target_text": text.format(n=f"{value:g}"),
        "due_on": DUE,
        "note": None,
        "_unit": above,
    }


def _inject_l10_1_missing_link(book: Book, cases: Cases, villages: list[Row]) -> list[Row]:
    """A village has no letter, or none that is signed; the look-alike signed one letter together with a neighbour."""
    draw = book.world.stream(LETTERS, "L10.1")
    count = min(cases.count(draw), FEW + 1)
    names = pl.Series([str(row["to_org"]) for row in villages])
    chosen = book.world.pick(draw, "letter", names, 2 * count)
    organisations = dict(book.world.places.organisations.select("name", "org_code").iter_rows())
    gone: list[str] = []
    for number, village in enumerate(chosen):
        own = [row for row in villages if row["to_org"] == village]
        keys = [("reference.organisations", organisations[village])]
        if number % 4 == 0:
            for row in own:
                row |= {"signed_on": None, "to_signer": None}
            keys = [(LETTERS, str(row["_key"])) for row in own]
        else:
            gone.append(village)
        if number % 2:
            street = own[0]["from_org"]
            neighbour = next(
                row["to_org"] for row in villages if row["from_org"] == street and row["to_org"] not in chosen
            )
            beside = [row for row in villages if row["to_org"] == neighbour]
            for row in beside:
                row["note"] = f"{row['note']}；" if row["note"] else ""
                row["note"] = f"{row['note']}与{village}建联村党总支，合签一份"
            keys += [(LETTERS, str(row["_key"])) for row in beside]
        reason = "与邻村合签一份责任书" if number % 2 else "开年三十天仍未签订责任书"
        kind = "innocent" if number % 2 else "real"
        cases.add("L10.1", "ledger", ("unit", village), kind, keys, reason)
    return [row for row in villages if row["to_org"] not in gone]


def _inject_l10_2_weaker_below(book: Book, cases: Cases, streets: list[Row], villages: list[Row]) -> None:
    """Villages together take on less than their subdistrict; the look-alike is a rate, which does not add up."""
    draw = book.world.stream(LETTERS, "L10.2")
    count = min(cases.count(draw), FEW)
    additive = {name for name, _, is_sum, _ in TARGETS if is_sum}
    real = [row for row in streets if row["target_item"] in additive]
    rates = [row for row in streets if row["target_item"] not in additive]
    for is_real, rows in ((True, real), (False, rates)):
        for row in [rows[at] for at in draw.permutation(len(rows))[:count]]:
            item = str(row["target_item"])
            if is_real:
                value = round(_value(row) * float(draw.uniform(1.15, 1.4)))
                text = next(words for name, _, _, words in TARGETS if name == item)
                row |= {"target_value": float(value), "target_text": text.format(n=value)}
            below = [other for other in villages if _is_of(other, str(row["to_org"]), item)]
            keys = [(LETTERS, str(one["_key"])) for one in (row, *below)]
            reason = "各村目标合计小于街道目标" if is_real else "比率目标不能相加"
            kind = "real" if is_real else "innocent"
            cases.add("L10.2", "ledger", ("target", f"{row['to_org']}/{item}"), kind, keys, reason)


def _is_of(row: Row, street: str, item: str) -> bool:
    return row["from_org"] == street and row["target_item"] == item


def _value(row: Row) -> float:
    return float(str(row["target_value"]))


def _code(book: Book) -> str:
    return str(book.world.places.organisations["org_code"][0]).split("-")[0]
