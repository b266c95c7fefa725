"""The house-to-house review of welfare clients from 8 to 20 April 2018."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from simulate.cases import Cases
from simulate.domains.household import desk
from simulate.domains.household.review_cases import INJECTIONS
from simulate.domains.household.review_desk import REVIEWS, ReviewBook
from simulate.domains.household.welfare import build_welfare
from simulate.tables import Table
from simulate.timeline import EXIT_MONTH, INCOME_LINE, QUARTERLY, REVIEW_DAYS, REVIEW_FROM
from simulate.words import read_weights, read_words
from simulate.world import World

TEAMS_PER_STREET = 4
HEARD = (date(2018, 4, 23), date(2018, 4, 29))
LEAST_INCOME = 600
IMPUTED = 0.97  # of the line: what a form imputes to whoever can work but has no proof of income


def make(world: World, cases: Cases) -> list[Table]:
    """Return the reviews, delivered when they were done and twice more as late ones came in."""
    book = world.once(build_reviews)
    for inject in INJECTIONS:
        inject(desk.Desk(world, world.once(build_welfare), cases, world.stream(inject.__name__)), book)
    frame = book.reviews.sort("visited_on", "team", "_key", maintain_order=True)
    frame = frame.select(pl.exclude("role", "residence", "village_no", "at", "person"))
    return [Table(REVIEWS, world.by_street(frame), world.places.department("民政局"), days=QUARTERLY)]


def build_reviews(world: World) -> ReviewBook:
    """Return a review of every household on the roll at 8 April, and of those that applied to be let in."""
    draw = world.stream(REVIEWS)
    welfare = world.once(build_welfare)
    homes = welfare.heads().filter((pl.col("entitled_from") <= REVIEW_FROM) | pl.col("is_new"))
    visits = _send_teams(world, draw, homes)
    incomes = _find_incomes(draw, homes)
    proofs = _prove(draw, len(homes))
    decision = (
        pl.when("is_exit")
        .then(pl.lit("exit"))
        .when("is_new")
        .then(pl.lit("include"))
        .otherwise(pl.lit("keep"))
    )
    is_exit = pl.col("is_exit")
    reviews = pl.concat([homes, visits, incomes, proofs], how="horizontal").select(
        "_key",
        "role",
        "residence",
        "person",
        "at",
        village="name",
        village_no="village",
        household_no="_key",
        householder_name="person_name",
        id_card="id_card",
        scheme="scheme",
        visited_on="visited_on",
        visited_at="visited_at",
        team="team",
        reviewers="reviewers",
        is_present=~pl.col("is_absent"),
        size="size",
        wage_income_cny="wage",
        business_income_cny="business",
        property_income_cny="property",
        transfer_income_cny="transfer",
        deduction_cny=pl.lit(0),
        per_capita_income_cny="per_capita",
        assets="assets",
        is_cadre_relative=pl.lit(value=False),
        decision=decision,
        reason=pl.coalesce("exit_reason", pl.when("is_new").then(pl.lit("符合条件，应保尽保"))),
        effective_month=pl.when(is_exit | pl.col("is_new")).then(pl.lit(EXIT_MONTH)),
        publicised_on=pl.when(is_exit | pl.col("is_new")).then(pl.lit(HEARD[0])),
        publicised_to=pl.when(is_exit | pl.col("is_new")).then(pl.lit(HEARD[1])),
        is_appealed=pl.lit(value=False),
        gps="gps",
        distance_m="distance",
        photo_digest="photo",
        source=pl.when("is_new").then(pl.lit("application")).otherwise(pl.lit("street")),
        note=pl.lit(None, dtype=pl.String),
        _from=pl.lit(None, dtype=pl.Date),
    )
    return ReviewBook(reviews)


def _send_teams(world: World, draw: np.random.Generator, homes: pl.DataFrame) -> pl.DataFrame:
    """Return who came when: twelve teams, four to a subdistrict, at an even pace of a dozen visits a day."""
    villages = world.places.villages
    turn = pl.int_range(pl.len()).over("street") % TEAMS_PER_STREET
    teams = villages.with_columns(team_no=pl.col("street") * TEAMS_PER_STREET + turn)
    ordered = homes.select("village").join(
        teams.select("village", "team_no"), on="village", maintain_order="left"
    )
    rank = pl.int_range(pl.len()).over("team_no")
    timed = ordered.with_columns(rank=rank, total=pl.len().over("team_no")).with_columns(
        at=(pl.col("rank") * REVIEW_DAYS // pl.col("total")),
    )
    timed = timed.with_columns(turn=pl.int_range(pl.len()).over("team_no", "at"))
    staff = world.officials.filter(pl.col("level") != "county")["person_name"].to_list()
    pairs = [draw.choice(staff, 2, replace=False) for _ in range(3 * TEAMS_PER_STREET)]
    visited = REVIEW_FROM + pl.col("at") * pl.duration(days=1)
    start = pl.duration(hours=8, minutes=20) + pl.col("turn") * pl.duration(minutes=26)
    prefix = world.places.site[:2]
    return timed.select(
        at="at",
        visited_on=visited.cast(pl.Date),
        visited_at=visited.cast(pl.Datetime("us")) + start,
        team=pl.col("team_no").replace_strict(
            {n: f"{prefix}第{n + 1}复核组" for n in range(len(pairs))}, return_dtype=pl.String
        ),
        reviewers=pl.col("team_no").replace_strict(
            {n: "、".join(pair) for n, pair in enumerate(pairs)}, return_dtype=pl.String
        ),
    )


def _find_incomes(draw: np.random.Generator, homes: pl.DataFrame) -> pl.DataFrame:
    """Return the four kinds of income and the income a head, in yuan a year; below the line for whoever stays."""
    count = len(homes)
    line = homes["residence"].replace_strict(INCOME_LINE, return_dtype=pl.Int64).to_numpy().astype(float)
    below = line * np.clip(np.exp(draw.normal(-0.55, 0.28, count)), LEAST_INCOME / 4200, None)
    below = _fold_back(draw, below, line)
    above = line * (1.06 + draw.gamma(2.0, 0.28, count))
    is_imputed = (homes["role"] == "imputed").to_numpy() & (draw.random(count) < 0.22)
    per_capita = np.where(homes["is_exit"].to_numpy(), above, np.where(is_imputed, line * IMPUTED, below))
    size = homes["size"].to_numpy()
    total = np.round(per_capita) * size
    shares = draw.dirichlet((1.2, 2.0, 0.5, 2.5), count)
    parts = np.floor(shares * total[:, None])
    parts[:, 3] = total - parts[:, :3].sum(axis=1)
    names = ("wage", "business", "property", "transfer")
    columns = {name: pl.Series(parts[:, at].astype(np.int64)) for at, name in enumerate(names)}
    return pl.DataFrame(columns | {"per_capita": pl.Series(np.round(per_capita).astype(np.int64))})


def _fold_back(
    draw: np.random.Generator, below: npt.NDArray[np.float64], line: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return incomes of which none reaches the line: those that would are drawn anew, evenly, below it."""
    again = line * draw.uniform(0.35, 0.99, len(line))
    return np.where(below >= 0.99 * line, again, below)


def _prove(draw: np.random.Generator, count: int) -> pl.DataFrame:
    """Return the proofs of a visit: a position near the address and a photo of its own."""
    distance = np.round(np.clip(np.exp(draw.normal(3.3, 0.8, count)), 2, 300), 1)
    east, north = draw.integers(0, 9999, (2, count))
    position = [f"100.{x:04d},30.{y:04d}" for x, y in zip(east, north, strict=True)]
    photos = [f"ZP-201804-{number:05d}" for number in draw.permutation(90_000)[:count]]
    return pl.DataFrame(
        {
            "distance": distance,
            "gps": position,
            "photo": photos,
            "assets": draw.choice(read_words("assets"), count, p=read_weights("assets")),
        }
    )
