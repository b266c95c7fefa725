"""Major investment projects: appraisal, legal review, decision, contract, result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulate.domains.treasury.desk import LAST_DAY, Row, earlier, later, mark
from simulate.domains.treasury.minutes import build_minutes
from simulate.words import read_words
from simulate.world import World

INVESTMENTS = "audit.investment_projects"
PER_YEAR = {2015: 16, 2016: 22, 2017: 26, 2018: 9}
PARTS = ("need", "site", "cost", "money", "running", "risk")
UNLIKE = 4  # parts that two appraisals may not both say in the same way


@dataclass
class InvestmentBook:
    """All major investments, a row each, and by number which sentences their appraisals are made of."""

    rows: list[Row]
    words: dict[str, tuple[int, ...]]


def build_investments(world: World) -> InvestmentBook:
    """Return the investments of four years, each appraised, reviewed and decided on before its contract."""
    draw = world.stream(INVESTMENTS)
    titles, names = read_words("investments"), world.places.villages["name"].to_list()
    pairs = draw.permutation(len(titles) * len(names))[: sum(PER_YEAR.values())]
    years = [year for year, count in PER_YEAR.items() for _ in range(count)]
    rows: list[Row] = []
    said: list[tuple[int, ...]] = []
    for number, (pair, year) in enumerate(zip(pairs, years, strict=True)):
        title = titles[pair % len(titles)].format(place=names[pair // len(titles)].removesuffix("村"))
        rows.append(_make_project(world, draw, title, year, number))
        said.append(_choose_words(draw, said))
        rows[-1]["appraisal_text"] = write_appraisal(draw, title, rows[-1]["amount_cny"], said[-1])
    return InvestmentBook(rows, {row["_key"]: words for row, words in zip(rows, said, strict=True)})


def _make_project(world: World, draw: np.random.Generator, title: str, year: int, number: int) -> Row:
    """Return one project; what is not finished has no benefit yet."""
    minutes = world.once(build_minutes)
    last = (date(2018, 6, 15) if year == 2018 else date(year, 11, 20)) - date(year, 2, 20)
    appraised = later(date(year, 1, 12) + timedelta(days=int(draw.integers(0, last.days))), 0)
    reviewed = later(appraised, int(draw.integers(5, 15)))
    amount = float(np.round(np.exp(draw.normal(16.3, 0.7)) / 10_000) * 10_000)
    item = minutes.decide(
        minutes.next("management_committee", reviewed + timedelta(days=1)).held_on,
        f"{title}投资事项",
        "project",
        amount,
    )
    decided = item["_held_on"]
    signed = later(decided, int(draw.integers(9, 30)))
    code = f"{mark(world)}TZ-{year}-{number + 1:02d}"
    item["reference_no"] = code
    is_old = year < 2018
    firms = world.firms["firm"].to_list()
    units = world.places.offices.to_list()
    return {
        "_key": code,
        "_born": earlier(appraised, 30),
        "project_no": code,
        "project_name": title,
        "unit": units[int(draw.integers(len(units)))],
        "partner": firms[int(draw.integers(len(firms)))],
        "amount_cny": amount,
        "appraised_on": appraised,
        "appraiser": str(draw.choice(read_words("appraisers"))),
        "expert_report_no": f"{mark(world)}LZ-{year}-{number + 1:03d}",
        "appraisal_text": None,
        "legal_reviewed_on": reviewed,
        "legal_opinion_no": f"{mark(world)}FL-{year}-{number + 1:03d}",
        "decision_item_no": item["_key"],
        "decided_on": decided,
        "contract_no": f"{mark(world)}TZHT-{year}-{number + 1:02d}" if signed <= LAST_DAY else None,
        "contract_on": signed if signed <= LAST_DAY else None,
        "is_framework": False if signed <= LAST_DAY else None,
        "actual_cny": round(amount * float(draw.uniform(0.88, 1.04)), -2) if is_old else None,
        "change_cny": 0.0,
        "change_no": None,
        "forecast_benefit_cny": round(amount * float(draw.uniform(0.0, 0.06)), -3),
        "actual_benefit_cny": round(amount * float(draw.uniform(-0.01, 0.05)), -3) if year < 2017 else None,
        "note": None if is_old else "尚未决算",
    }


def _choose_words(draw: np.random.Generator, said: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Return which sentence an appraisal takes of each part, so that it is unlike all that were `said` before."""
    while True:
        own = tuple(int(draw.integers(len(read_words(f"appraisal_{part}")))) for part in PARTS)
        if all(sum(a == b for a, b in zip(own, other, strict=True)) < UNLIKE for other in said):
            return own


def write_appraisal(draw: np.random.Generator, title: str, amount: float, words: tuple[int, ...]) -> str:
    """Return the conclusion of an appraisal: need, site, cost, money, running and risk, with numbers of its own."""
    facts = {
        "title": title,
        "amount": f"{amount / 10_000:.0f}",
        "unit_cost": int(draw.integers(180, 4200)),
        "people": int(draw.integers(300, 9000)),
        "months": int(draw.integers(5, 26)),
        "share": int(draw.integers(20, 75)),
    }
    said = [read_words(f"appraisal_{part}")[at] for part, at in zip(PARTS, words, strict=True)]
    return "；".join(text.format(**facts) for text in said) + "。"
