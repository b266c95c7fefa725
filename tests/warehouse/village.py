"""A site of one invented village, landed one dataset at a time, whose rows name people well and badly."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import polars as pl

from ingest.commit import Committer
from ingest.feed import FedPlace, land_frame
from warehouse import keys
from warehouse.contracts import Contract, load_contracts
from warehouse.id_card import check_digit
from warehouse.landing import list_loads, load_path, write_catalog
from warehouse.matching import link_people
from warehouse.settings import Site

RESIDENTS, PAYMENTS, JOBS, CADRES = (
    "register.residents",
    "subsidy.benefit_payments",
    "subsidy.welfare_jobs",
    "party.cadres",
)
PAID = {"scheme": "农村低保", "month": "2018年8月", "amount_cny": "300"}
EAST, WEST = "柳溪村", "石桥村"


@cache
def contracts() -> tuple[Contract, ...]:
    return load_contracts()


def number(born: str, serial: int) -> str:
    body = f"990101{born}{serial:03d}"
    return body + str(pl.select(check_digit(pl.lit(body))).item())


STONE = number("19520304", 11)  # 石大有, of EAST
NAMESAKE = number("19710819", 31)  # another 石大有, of WEST
CLERK = number("19680607", 51)  # 林建军, a cadre
SPRING, SPRING_TOO = number("19490102", 22), number("19490201", 24)  # two 田春花 of one household
PEOPLE = [
    (
        f"{'赵钱孙李周吴郑王冯陈'[at % 10]}{'安平康宁福寿喜乐'[at % 8]}{'东南西北中'[at % 5]}",
        number(f"19{50 + at}0708", 100 + at),
        village,
    )
    for at, village in enumerate([EAST, WEST] * 20)
] + [
    ("石大有", STONE, EAST),
    ("石大有", NAMESAKE, WEST),
    ("林建军", CLERK, EAST),
    ("田春花", SPRING, EAST),
    ("田春花", SPRING_TOO, EAST),
]
PHONE, ACCOUNT = "19000000001", "6299000000000000016"


class Village:
    """A site with a register of `people`, or of those above."""

    def __init__(self, root: Path, people: list[tuple[str, str, str]] | None = None) -> None:
        self.site = Site(root)
        self.site.keys.mkdir(parents=True)
        keys.write_key_file(keys.key_path(self.site), b"0123456789abcdef" * 2)
        self.people = people or PEOPLE
        self.land(
            RESIDENTS,
            *(
                {"person_name": name, "id_card": card, "village": village, "household_register_no": f"H{at}"}
                for at, (name, card, village) in enumerate(self.people)
            ),
        )

    def land(self, dataset: str, *rows: dict[str, str]) -> list[str]:
        """Land `rows` and return their row uids."""
        contract = next(contract for contract in contracts() if contract.dataset == dataset)
        names = list(dict.fromkeys(name for row in rows for name in row))
        texts = pl.DataFrame([{name: row.get(name) for name in names} for row in rows])
        count = len(list_loads(self.site))
        place = FedPlace(
            file_name=f"{count}.xlsx",
            file_sha256=f"{count:064d}",
            sheet="表",
            as_of=datetime(2018, 8, 31),
            sender="柳溪街道",
            revision=0,
            headings={name: (at, contract.column(name).label.zh, None) for at, name in enumerate(names)},
            first_row=2,
        )
        with Committer(self.site, dry_run=False) as committer:
            status, load = land_frame(committer, contract, texts, place)
        assert status == "landed" and load.record.rows_accepted == len(rows)
        write_catalog(self.site)
        return pl.read_parquet(load_path(self.site, load.record)).sort("_row")["_row_uid"].to_list()

    def link(self) -> dict[str, str]:
        """Match people and return whose number each linked row means, by row uid."""
        assert link_people(self.site, contracts()).status == "linked"
        links = self.links()
        return dict(links.select("row_uid", pl.col("person_token").replace(self.whose())).rows())

    def links(self) -> pl.DataFrame:
        return pl.read_parquet(self.site.landing / "_catalog" / "person_links.parquet")

    def whose(self) -> dict[str, str]:
        """Return the number behind each token of the register of residents."""
        cards = [card for _, card, _ in self.people]
        (load,) = (record for record in list_loads(self.site) if record.dataset == RESIDENTS)
        tokens = pl.read_parquet(load_path(self.site, load)).sort("_row")["id_card_token"]
        return dict(zip(tokens, cards, strict=True))


def paid(name: str, card: str = "", village: str = EAST, **more: str) -> dict[str, str]:
    """Return a row of PAYMENTS, or with a `job_no` one of JOBS."""
    row = {"person_name": name, "id_card": card, "village": village} | more
    return row if "job_no" in more else row | PAID


def turn(card: str, at: int) -> str:
    return f"{card[:at]}{(int(card[at]) + 1) % 10}{card[at + 1 :]}"


def swap(card: str, at: int) -> str:
    assert card[at] != card[at + 1]
    return f"{card[:at]}{card[at + 1]}{card[at]}{card[at + 2 :]}"


def shorten(card: str) -> str:
    return card[:6] + card[8:17]
