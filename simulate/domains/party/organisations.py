"""The register of private enterprises and social organisations, and their branches (L15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from simulate.cases import Cases
from simulate.domains.party.desk import Row, Rows, compose, draw_day, draw_workday, make_frame, run
from simulate.domains.party.organisation_cases import INJECTIONS, ORGANISATIONS
from simulate.identity import make_phones
from simulate.tables import Table
from simulate.world import World

DAYS = (date(2018, 6, 29), date(2018, 8, 31))
DORMANT, ACTIVE = 17, 34  # branches of enterprises: asleep at the feedback, and awake
SOCIAL, SOCIAL_BRANCHES = 36, 10
FIELDS = ("种植技术协会", "志愿服务社", "书画社", "老年学校", "商会", "托幼园", "农机服务中心", "文化站")
BEFORE, AFTER = date(2018, 6, 28), date(2018, 8, 28)  # the last theme days that the two lists can know
WOKEN_ON = (date(2018, 5, 28), date(2018, 6, 28))
PHONES_FROM = 7000


@dataclass
class Organisations:
    """`rows` is the register by key.

    Beside its columns a row has `part` in the story (dormant, active, other), `woken_on` (the first theme day after
    a long sleep) and `text_before`, what the earlier list tells of the last activity. `extra` are firms that only
    the business register has.
    """

    rows: Rows
    extra: list[Row] = field(default_factory=list)

    def with_branch(self, *parts: str) -> list[str]:
        """Return the keys of enterprises with a branch of their own that play one of `parts`."""
        return [
            key
            for key, row in self.rows.items()
            if row["part"] in parts and row["branch_form"] == "own" and row["kind"] == "private_enterprise"
        ]


def build_organisations(world: World) -> Organisations:
    """Return the register in order: every firm in it, every branch that must be there, asleep and awake ones."""
    draw = world.stream(ORGANISATIONS)
    texts = compose(draw, "party_firm_acts", "party_firm_topics", "party_firm_ends")
    streets = dict(world.places.villages.select("village", "street_name").iter_rows())
    book = Organisations({})
    firms = world.firms.to_dicts()
    order = draw.permutation(len(firms))
    for place, at in enumerate(order):
        firm = firms[at]
        part = "dormant" if place < DORMANT else "active" if place < DORMANT + ACTIVE else "other"
        book.rows[firm["credit_code"]] = _describe(draw, world, firm, streets[firm["village"]], part)
    for number in range(SOCIAL):
        row = _describe_social(draw, world, number)
        book.rows[row["_key"]] = row
    for row in book.rows.values():
        if row["branch_form"] == "own":
            _tell(draw, row, "，".join(next(texts)), "，".join(next(texts)))
    return book


def inject(world: World, cases: Cases) -> Organisations:
    """Return the register with its irregularities; branches and their activities are made from it."""
    book = world.once(build_organisations)
    run(world, cases, book, INJECTIONS)
    return book


def make(world: World, cases: Cases) -> list[Table]:
    """Return the register by subdistricts, and put what only the business register knows into it."""
    book = inject(world, cases)
    for row in book.extra:
        world.add_register_row("register.businesses", **row)
    versions = [version for row in book.rows.values() for version in _unfold(row)]
    frame = make_frame(versions).with_columns(_unit="street")
    return [Table(ORGANISATIONS, frame, world.places.department("党群工作部"), DAYS)]


def _describe(draw: np.random.Generator, world: World, firm: Row, street: str, part: str) -> Row:
    """Return a firm's entry; dormant and active ones have a branch, others too few members for one."""
    own = part != "other"
    full = int(draw.choice([3, 4, 5, 6], p=[0.45, 0.3, 0.15, 0.1])) if own else int(draw.integers(0, 3))
    stem = str(firm["firm"]).removeprefix("云川市").removesuffix("有限公司")
    founded = draw_workday(draw, max(firm["established_on"], date(2009, 6, 1)), date(2017, 3, 1))
    probation = int(draw.random() < 0.15)
    return {
        "_key": firm["credit_code"],
        "part": part,
        "woken_on": WOKEN_ON[int(draw.integers(2))] if part == "dormant" else None,
        "organisation_name": firm["firm"],
        "credit_code": firm["credit_code"],
        "street": street,
        "kind": "private_enterprise",
        "status": "active",
        "site": f"{street}工业路{int(draw.integers(1, 200))}号",
        "responsible_person": firm["owner_name"],
        "contact_phone": make_phones(np.array([PHONES_FROM + int(draw.integers(0, 2000))]))[0],
        "employee_count": max(full + 2, int(np.exp(draw.normal(3.1, 0.8)))),
        "member_count": full + probation,
        "full_member_count": full,
        "branch": f"{stem}公司党支部" if own else None,
        "branch_form": "own" if own else "instructor" if full else "none",
        "branch_founded_on": founded if own else None,
        "secretary": firm["owner_name"] if own else None,
        "last_activity_on": None,
        "activity_text": None,
        "entry_source": str(draw.choice(["business_register", "survey", "declared"], p=[0.6, 0.3, 0.1])),
        "verified_on": draw_workday(draw, date(2018, 5, 7), date(2018, 6, 22)),
        "note": None,
    }


def _describe_social(draw: np.random.Generator, world: World, number: int) -> Row:
    village = world.places.villages.row(number % world.places.villages.height, named=True)
    stem = str(village["name"])[:-1].removesuffix("社")
    name = f"{stem}{FIELDS[number % len(FIELDS)]}"
    adults = world.persons.filter(pl.col("kind") == "ordinary", pl.col("village") == village["village"])
    older = adults.filter(pl.col("birth") < date(1980, 1, 1))
    head = older.row(number % min(7, older.height), named=True)
    firm = {
        "credit_code": f"52990101SH{world.block:03d}{number:05d}",
        "firm": name,
        "owner_name": head["person_name"],
        "established_on": draw_day(draw, date(2008, 1, 1), date(2015, 12, 31)),
    }
    part = "active" if number < SOCIAL_BRANCHES else "other"
    row = _describe(draw, world, firm, village["street_name"], part)
    row |= {
        "kind": "social_organisation",
        "site": f"{village['name']}文化广场",
        "entry_source": "civil_register",
    }
    return row | {"branch": f"{name}党支部" if part == "active" else None}


def _tell(draw: np.random.Generator, row: Row, before: str, after: str) -> None:
    """Say what the branch did last, as the two lists know it."""
    slept_since = date(2017, int(draw.integers(3, 9)), 28)
    row |= {
        "last_activity_on": AFTER,
        "activity_text": after,
        "text_before": before,
        "slept_since": slept_since,
    }


def _unfold(row: Row) -> list[Row]:
    """Return the entry as each of the two lists has it."""
    inner = {"part", "woken_on", "text_before", "slept_since"}
    own: Row = {name: value for name, value in row.items() if name not in inner}
    if row["last_activity_on"] != AFTER:
        return [own | {"_from": None, "_to": None}]
    before = own | {"last_activity_on": BEFORE, "activity_text": row["text_before"]}
    return [before | {"_from": None, "_to": AFTER}, own | {"_from": AFTER, "_to": None}]
