"""Where a district's people live and work: its subdistricts, villages and departments, with names of their own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import polars as pl

from simulate.words import read_words

STREETS, VILLAGES, COMMUNITIES = 3, 34, 4
UNITS = VILLAGES + COMMUNITIES
NAMES_PER_BLOCK = 1 + STREETS + UNITS
ABOUT = ("", "新", "老", "东", "西", "南", "北")


@dataclass(frozen=True)
class Places:
    """One district.

    `site` is its name. `organisations` has the columns of the register; `villages` a row per village-level unit:
    `village` (0…), `name`, `village_code`, `street` (0, 1, 2), `street_name`, `is_community`.
    """

    site: str
    organisations: pl.DataFrame
    villages: pl.DataFrame

    @property
    def offices(self) -> pl.Series:
        """The names of all departments and subdistricts: who has a budget of its own."""
        return self.organisations.filter(pl.col("kind").is_in(["department", "subdistrict"]))["name"]

    def department(self, word: str) -> str:
        """Return the full name of the department whose name ends in `word`."""
        names: list[str] = self.organisations.filter(kind="department")["name"].to_list()
        return next(name for name in names if name.endswith(word))


def make_places(block: int) -> Places:
    """Return the places of one block; no two blocks share the name of an organisation."""
    stems = _stems(block)
    site = f"{stems[0]}新区"
    code = f"{'LH' if block == 0 else f'Q{block:03d}'}"
    streets = [f"{stem}街道" for stem in stems[1 : 1 + STREETS]]
    names = [
        stem + ("村" if at < VILLAGES else "社区")
        for at, stem in enumerate(stems[1 + STREETS : NAMES_PER_BLOCK])
    ]
    villages = pl.DataFrame(
        {
            "village": pl.Series(range(UNITS), dtype=pl.Int64),
            "name": names,
            "village_code": [f"{code}-V{number:03d}" for number in range(1, UNITS + 1)],
            "street": pl.Series([at % STREETS for at in range(UNITS)], dtype=pl.Int64),
            "is_community": [at >= VILLAGES for at in range(UNITS)],
        }
    ).with_columns(street_name=pl.col("street").replace_strict(dict(enumerate(streets))))
    return Places(site, _list_organisations(site, code, streets, villages, is_first=block == 0), villages)


def _stems(block: int) -> tuple[str, ...]:
    """Return the block's name, those of its subdistricts and those of its villages, without their endings."""
    own = (read_words("streets")[0], *read_words("streets"), *read_words("villages"))
    if block == 0:
        return own
    pairs = [a + b for a, b in product(read_words("place_first"), read_words("place_second")) if a != b]
    free = [pair for pair in dict.fromkeys(pairs) if pair not in own]
    # A stride that shares no factor with the number of pairs visits each once and puts unlike names together.
    stride = next(step for step in range(len(free) // 3, len(free)) if _is_coprime(step, len(free)))
    first = (block - 1) * NAMES_PER_BLOCK
    rounds, at = divmod(first, len(free) - NAMES_PER_BLOCK)
    about = ABOUT[rounds % len(ABOUT)] + (str(rounds // len(ABOUT)) if rounds >= len(ABOUT) else "")
    return tuple(about + free[(at + number) * stride % len(free)] for number in range(NAMES_PER_BLOCK))


def _is_coprime(number: int, other: int) -> bool:
    while other:
        number, other = other, number % other
    return number == 1


def _list_organisations(
    site: str, code: str, streets: list[str], villages: pl.DataFrame, *, is_first: bool
) -> pl.DataFrame:
    departments = [
        (f"{code}-D{number:02d}", site + name, name if is_first else None, "department", None)
        for number, name in enumerate(read_words("departments"), 1)
    ]
    subdistricts = [
        (f"{code}-S{number:02d}", name, f"{name}办事处", "subdistrict", None)
        for number, name in enumerate(streets, 1)
    ]
    units = [
        (
            row["village_code"],
            row["name"],
            f"{row['name']}居委会" if row["is_community"] else f"{row['name']}委会",
            "community" if row["is_community"] else "village",
            f"{code}-S{row['street'] + 1:02d}",
        )
        for row in villages.iter_rows(named=True)
    ]
    head = [(f"{code}-P01", f"{site}党工委", None, "committee", None)]
    return pl.DataFrame(
        [*head, *departments, *subdistricts, *units],
        schema=dict.fromkeys(("org_code", "name", "aliases", "kind", "parent_code"), pl.String),
        orient="row",
    )
