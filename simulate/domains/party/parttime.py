"""Posts that cadres hold in companies: what they declare, and what the business register knows (P07)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.desk import Desk, Row, Rows, draw_workday, make_frame
from simulate.domains.party.parttime_cases import INJECTIONS
from simulate.domains.party.roster import build_roster
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

DECLARATIONS, OFFICERS = "party.parttime_declarations", "register.business_officers"
SELF_CHECK_ON = date(2018, 3, 15)
DOUBTFUL, DECLARED, APPROVED = 13, 34, 26
POSTS = {"董事": "director", "监事": "supervisor", "经理": "manager"}


@dataclass
class Posts:
    """`declared` is the list of the party office, `registered` the register's rows, both by key.

    `free` are leading cadres without a post in any company.
    """

    declared: Rows
    registered: Rows
    free: list[Row]
    firms: list[Row] = field(default_factory=list)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the declarations and put the posts into the business register."""
    posts = _build(world)
    for inject in INJECTIONS:
        inject(Desk(world, posts, cases, world.stream(inject.__name__)))
    for row in posts.registered.values():
        for version in _unfold_register(row):
            world.add_register_row(OFFICERS, **version)
    versions = [version for row in posts.declared.values() for version in _unfold(row)]
    office = world.places.department("党群工作部")
    return [Table(DECLARATIONS, make_frame(versions), office, QUARTERLY)]


def _build(world: World) -> Posts:
    """Return posts in order: found and cleared, declared and cleared, approved and held."""
    draw = world.stream(DECLARATIONS)
    cadres = [row for row in world.once(build_roster).cadres.values() if row["level"] != "other"]
    cadres = [cadres[at] for at in draw.permutation(len(cadres))]
    firms = world.firms.select("firm", "credit_code").to_dicts()
    total = DOUBTFUL + DECLARED + APPROVED
    posts = Posts({}, {}, cadres[total:], [firms[at] for at in draw.permutation(len(firms))])
    for number, cadre in enumerate(cadres[:total]):
        source = "found" if number < DOUBTFUL else "declared"
        is_approved = number >= DOUBTFUL + DECLARED
        _hold(draw, posts, cadre, number, source=source, is_approved=is_approved, site=world.places.site)
    return posts


def _hold(
    draw: np.random.Generator,
    posts: Posts,
    cadre: Row,
    number: int,
    *,
    source: str,
    is_approved: bool,
    site: str,
) -> None:
    """Let `cadre` hold a post, declare it, and give it up unless it is approved."""
    firm = posts.firms[number]
    post = str(draw.choice(list(POSTS), p=[0.45, 0.4, 0.15]))
    since = draw_workday(draw, date(2012, 3, 1), date(2017, 6, 30))
    found = source == "found"
    told = SELF_CHECK_ON if found else draw_workday(draw, date(2018, 4, 2), date(2018, 4, 13))
    cleared = None if is_approved else draw_workday(draw, date(2018, 4, 28), date(2018, 5, 11))
    key = f"post-{cadre['person']}"
    posts.declared[key] = {
        "_key": key,
        "person": cadre["person"],
        "cadre_name": cadre["cadre_name"],
        "id_card": cadre["id_card"],
        "unit": cadre["unit"],
        "cadre_post": cadre["post"],
        "company": firm["firm"],
        "credit_code": firm["credit_code"],
        "post": post,
        "is_paid": False,
        "paid_cny": 0.0,
        "from_on": since,
        "to_on": cleared,
        "source": source,
        "declared_on": told,
        "approval_no": f"{site[:2]}组〔{since.year}〕{11 + number}号" if is_approved else None,
        "pledge_on": None if is_approved else told + timedelta(days=int(draw.integers(2, 10))),
        "cleared_on": cleared,
        "status": "approved" if is_approved else "cleared",
        "note": None,
    }
    posts.registered[key] = {
        "_key": key,
        "person": cadre["person"],
        "role": POSTS[post],
        "firm": firm["firm"],
        "credit_code": firm["credit_code"],
        "valid_from": since,
        "valid_to": cleared + timedelta(days=int(draw.integers(10, 45))) if cleared else None,
        "share_ratio": None,
        "is_cooperative": False,
    }


def _unfold(row: Row) -> list[Row]:
    """Return what the lists say of a post before and after it was cleared."""
    own = {name: value for name, value in row.items() if name != "person"}
    cleared = row["cleared_on"]
    since = row["declared_on"] if row["declared_on"] > QUARTERLY[0] else None
    if cleared is None:
        return [own | {"_from": since, "_to": None}]
    status = "doubtful" if row["source"] == "found" else "in_progress"
    before = own | {"cleared_on": None, "to_on": None, "status": status}
    return [before | {"_from": since, "_to": cleared}, own | {"_from": cleared, "_to": None}]


def _unfold_register(row: Row) -> list[Row]:
    """Return what the register says before and after the post was struck off."""
    since = row["valid_from"] if row["valid_from"] > date(2018, 4, 1) else None
    until = row["valid_to"]
    if until is None:
        return [row | {"_from": since, "_to": None}]
    return [row | {"valid_to": None, "_from": since, "_to": until}, row | {"_from": until, "_to": None}]
