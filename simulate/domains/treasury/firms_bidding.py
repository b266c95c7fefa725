"""The firms that bid: what they do, and the traces that their papers bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulate.identity import make_phones
from simulate.people import make_given_names
from simulate.words import read_words
from simulate.world import World

WORKS = ("建材", "装饰", "园林", "水利工程", "机电", "置业", "劳务")
GOODS = ("商贸", "农机", "机电", "建材", "印务", "食品")
SERVICES = ("劳务", "环卫", "园林", "咨询", "物流", "运输")
LEASES = ("种植", "养殖", "粮油", "食品", "农机")
NETS = ("192.0.2", "198.51.100", "203.0.113")  # set apart for examples: nobody's
PHONES_FROM = 7000


@dataclass(frozen=True)
class Bidder:
    """A firm that bids; no two share a contact, a telephone, an author or an address."""

    name: str
    credit_code: str
    owner: int
    owner_name: str
    contact: str
    phone: str
    author: str
    ip: str
    categories: tuple[str, ...]


def list_bidders(world: World) -> list[Bidder]:
    """Return the firms that may bid: nobody who has to do with one is a village cadre, or kin."""
    draw = world.stream("ledger.tender_bidders")
    near = _cadres_and_kin(world)
    added = world.registers.get("register.business_officers", [])
    barred = [row["firm"] for row in added if row.get("firm") and row["person"] in near]
    firms = world.firms.filter(~pl.col("owner").is_in(list(near)), ~pl.col("firm").is_in(barred))
    count = len(firms)
    given = make_given_names(draw, draw.random(count) < 0.7, draw.random(count) < 0.6)
    surnames = draw.choice(np.array(read_words("surnames")), count)
    phones = make_phones(np.arange(count) + PHONES_FROM + world.block * 150)
    addresses = draw.permutation(len(NETS) * 250)[:count]
    return [
        Bidder(
            name=firm["firm"],
            credit_code=firm["credit_code"],
            owner=firm["owner"],
            owner_name=firm["owner_name"],
            contact=f"{surnames[at]}{given[at]}",
            phone=phones[at],
            author=f"{firm['credit_code'][-4:]}-PC{at % 9 + 1:02d}",
            ip=f"{NETS[addresses[at] // 250]}.{addresses[at] % 250 + 2}",
            categories=_categories(firm["trade"]),
        )
        for at, firm in enumerate(firms.iter_rows(named=True))
    ]


def _categories(trade: str) -> tuple[str, ...]:
    kinds = {"works": WORKS, "goods": GOODS, "services": SERVICES, "resource_lease": LEASES}
    return tuple(kind for kind, trades in kinds.items() if trade in trades)


def _cadres_and_kin(world: World) -> frozenset[object]:
    """Return village cadres, who lives with them, and whom they have declared as relatives."""
    homes = world.village_cadres["household"]
    own = world.persons.filter(pl.col("household").is_in(homes.implode()))["person"]
    return frozenset(
        [*own, *(row["relative"] for row in world.registers.get("register.cadre_relatives", []))]
    )
