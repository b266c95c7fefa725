"""Who works for the district and its villages."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulate.places import Places

COUNTY, SECTION, STAFF = 8, 152, 180
COUNTY_UNIT = "党工委"
POSTS = (
    ("村党支部书记", "party"),
    ("村委会主任", "committee"),
    ("村监委会主任", "supervision"),
    ("村会计", "accountant"),
    ("村委委员", "committee"),
)


def make_officials(draw: np.random.Generator, persons: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return 8 officials of county level, 152 of section level and 180 others, spread over the offices.

    The person's columns, `unit`, `level` (county, section, staff) and `post`.
    """
    chosen = _choose_adults(draw, persons, COUNTY + SECTION + STAFF, 26, 59)
    units = draw.choice(places.offices.to_list(), len(chosen))
    level = ["county"] * COUNTY + ["section"] * SECTION + ["staff"] * STAFF
    post = ["党工委委员"] * COUNTY + ["副科级干部"] * SECTION + ["科员"] * STAFF
    committee = places.organisations.filter(kind="committee")["name"][0]
    return chosen.with_columns(
        unit=pl.Series([committee] * COUNTY + units[COUNTY:].tolist()),
        level=pl.Series(level),
        post=pl.Series(post),
    )


def make_village_cadres(
    draw: np.random.Generator, persons: pl.DataFrame, officials: pl.DataFrame, places: Places
) -> pl.DataFrame:
    """Return five cadres per village-level unit.

    The person's columns, `village_name`, `street_name`, `post` and `post_kind`.
    """
    free = persons.filter(~pl.col("person").is_in(officials["person"].implode()))
    pieces = []
    for village in places.villages.iter_rows(named=True):
        own = free.filter(village=village["village"])
        chosen = _choose_adults(draw, own, len(POSTS), 28, 66)
        if len(chosen) < len(POSTS):  # a hamlet whose households have one cadre each already
            chosen = pl.concat([chosen, _fill_up(own, chosen, len(POSTS) - len(chosen))])
        posts = [(post.replace("村", "社区", 1) if village["is_community"] else post) for post, _ in POSTS]
        pieces.append(
            chosen.with_columns(
                village_name=pl.lit(village["name"]),
                street_name=pl.lit(village["street_name"]),
                post=pl.Series(posts[: len(chosen)]),
                post_kind=pl.Series([kind for _, kind in POSTS][: len(chosen)]),
            )
        )
    return pl.concat(pieces)


def _fill_up(persons: pl.DataFrame, chosen: pl.DataFrame, count: int) -> pl.DataFrame:
    """Return the first `count` adults of ordinary households who are not among `chosen`."""
    age = 2018 - pl.col("birth").dt.year()
    rest = persons.filter(pl.col("kind") == "ordinary", age.is_between(21, 75))
    return rest.filter(~pl.col("person").is_in(chosen["person"].implode())).head(count)


def _choose_adults(
    draw: np.random.Generator, persons: pl.DataFrame, count: int, youngest: int, oldest: int
) -> pl.DataFrame:
    """Return up to `count` ordinary people of these ages in 2018, of each household one at most."""
    age = 2018 - pl.col("birth").dt.year()
    adults = persons.filter(pl.col("kind") == "ordinary", age.is_between(youngest, oldest))
    adults = adults.unique("household", keep="first", maintain_order=True)
    return adults[draw.permutation(len(adults))[:count]]
