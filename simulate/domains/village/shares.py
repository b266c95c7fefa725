"""What the projects earn and how it is shared among the poor households of their villages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from simulate.cases import Cases
from simulate.domains.household.poverty import build_poverty
from simulate.domains.village.books import Books, build_books
from simulate.domains.village.desk import Row, frame_of, next_booking_day
from simulate.domains.village.projects import INCOME, ProjectBook, build_projects
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

SHARES = "subsidy.income_shares"
HALF_YEAR = 9  # projects that also settle the first half of 2018
RESERVE = 0.05
WEIGHTS = {"低保贫困户": 1.6, "无劳动能力贫困户": 1.3, "一般贫困户": 1.0}
SETTLED = {
    2017: ("2017年12月31日", date(2017, 12, 18), date(2018, 3, 12)),
    2018: ("2018年6月30日", date(2018, 7, 2), date(2018, 7, 16)),
}


@dataclass
class ShareBook:
    """Who shares in which project.

    Attributes:
        homes: poor households that may share, by village: a row of the register each, with their `class`.
        equal: projects whose shares do not differ between classes.
        alone: projects in which only the general class has a share.
        rows: a row per share, by key.
    """

    homes: dict[int, list[Row]]
    equal: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    rows: dict[str, Row] = field(default_factory=dict)

    def share_out(self, world: World, book: ProjectBook) -> None:
        """Share what each project has received, in whole yuan, by class and size of the household."""
        for income in book.income.values():
            project = book.projects[income["project_no"]]
            left = income["received_cny"] * (1 - income["reserve"]) * (1 - income["withheld"])
            homes = [home for home in self.homes[project["at"]] if self._has_share(home, project["_key"])]
            weights = [self._weigh(home, project["_key"]) for home in homes]
            paid_on = next_booking_day(SETTLED[income["year"]][2], int(project["_key"][-2:]) % 5)
            for home, weight in zip(homes, weights, strict=True):
                amount = float(left * weight // sum(weights))
                if amount:
                    row = share_row(income, project, home, amount, paid_on)
                    self.rows[row["_key"]] = row

    def close(self, book: ProjectBook) -> None:
        """Write into the income what has been shared and what is kept."""
        for income in book.income.values():
            shared = self.of(income)
            total = sum(row["amount_cny"] for row in shared)
            withheld = income["received_cny"] * (1 - income["reserve"]) * income["withheld"]
            kept = round(max(income["received_cny"] - total - withheld, 0.0), 2)
            income.update(distributed_cny=total, reserved_cny=kept, household_count=len(shared))
            if not shared:
                income.update(
                    dict.fromkeys(("distributed_on", "reserved_cny", "reserve_basis", "disclosed_on"))
                )

    def of(self, income: Row) -> list[Row]:
        """Return the shares in a project's income of one year."""
        return [row for row in self.rows.values() if row["income"] == income["_key"]]

    def enter(self, book: ProjectBook, books: Books) -> None:
        """Enter receipts and distributions in the villages' books, and close the income rows."""
        for income in book.income.values():
            project, shares = book.projects[income["project_no"]], self.of(income)
            crew, name = books.crews[project["at"]], f"{income['year']}{project['_key'][-2:]}"
            if income["received_on"]:
                income["voucher"] = books.add(
                    crew, income["received_on"], f"I{name}", direction="income", category="lease_income",
                    account="扶贫项目收益", summary=f"收{project['project_name']}{income['year']}年收益",
                    amount_cny=income["received_cny"], receipt_kind="receipt", invoice_no=books.next_invoice(),
                    payee_name=project["operator"], project_no=project["_key"],
                )["_key"]  # fmt: skip
            if shares:
                booked = books.add(
                    crew, shares[0]["paid_on"], f"D{name}", category="relief", account="扶贫收益分配",
                    summary=f"发放{project['project_name']}{income['year']}年收益", receipt_kind="payroll",
                    amount_cny=income["distributed_cny"] or 0.0, payment_method="benefit_card",
                    project_no=project["_key"],
                )  # fmt: skip
                for row in shares:
                    row["voucher"] = booked["_key"]

    def _has_share(self, home: Row, project: str) -> bool:
        return project not in self.alone or home["class"] == "一般贫困户"

    def _weigh(self, home: Row, project: str) -> float:
        if project in self.equal or project in self.alone:
            return 1.0
        return WEIGHTS[home["class"]] * (0.7 + 0.3 * int(home["size"]))


def build_shares(world: World) -> ShareBook:
    """Return who may share, and put the income due and received into the book of projects."""
    book, draw = world.once(build_projects), world.stream(INCOME)
    finished = book.finished().to_list()
    twice = {finished[at] for at in draw.permutation(len(finished))[:HALF_YEAR]}
    for key in finished:
        project = book.projects[key]
        rate = float(draw.choice([0.05, 0.06, 0.07, 0.08]))
        for year in (2017, 2018) if key in twice else (2017,):
            is_whole = project["accepted_on"].year == 2016 and year == 2017
            due = round(project["fund_cny"] * rate * (1.0 if is_whole else 0.5), 2)
            book.income[f"{key}-{year}"] = _earn(project, year, rate, due, int(draw.integers(0, 28)))
    return ShareBook(list_homes(world))


def make(world: World, cases: Cases) -> list[Table]:
    """Return income and shares with the numbers of their vouchers."""
    book, shares, books = world.once(build_projects), world.once(build_shares), world.once(build_books)
    number = pl.col("voucher").replace_strict(books.numbers, default=None, return_dtype=pl.String)
    recent = pl.when(pl.col("year") == 2018).then(pl.lit(QUARTERLY[1]))
    income = world.by_street(frame_of(list(book.income.values()))).with_columns(
        _from=recent, voucher_no=number
    )
    shared = frame_of(list(shares.rows.values())).with_columns(
        _on="paid_on", _unit="street", voucher_no=number
    )
    return [
        Table(INCOME, income.drop("voucher", "reserve", "withheld"), "", days=(QUARTERLY[0], QUARTERLY[-1])),
        Table(SHARES, shared.drop("voucher", "income"), "", days=(QUARTERLY[0], QUARTERLY[-1])),
    ]


def list_homes(world: World) -> dict[int, list[Row]]:
    """Return, by village, poor households that are still poor or lifted, entered once, with a living householder."""
    homes = world.once(build_poverty).homes
    number = pl.col("_key").str.replace("#.*", "")
    gone = {
        person
        for person, status in world.statuses.items()
        if status.get("status") in ("deceased", "detained")
    }
    gone |= {row["person"] for row in world.registers.get("register.deceased_persons", [])}  # type: ignore[misc]
    heads = world.persons.select("person", "birth")
    is_old = pl.col("birth").dt.year() < 1948
    plain = homes.filter(
        ~number.is_duplicated(), pl.col("status") != "removed", ~pl.col("person").is_in(list(gone))
    ).join(heads, on="person", maintain_order="left")
    general = pl.when(is_old).then(pl.lit("无劳动能力贫困户")).otherwise(pl.lit("一般贫困户"))
    classed = plain.with_columns(
        pl.when(pl.col("kind") == "both").then(pl.lit("低保贫困户")).otherwise(general).alias("class")
    )
    by_village: dict[int, list[Row]] = {at: [] for at in range(len(world.places.villages))}
    for row in classed.iter_rows(named=True):
        by_village[row["village"]].append(row)
    return by_village


def share_row(income: Row, project: Row, home: Row, amount: float, paid_on: date) -> Row:
    """Return the row of one household's share."""
    return {
        "_key": f"{income['_key']}-{home['_key']}",
        "income": income["_key"],
        "voucher": None,
        "project_no": project["_key"],
        "project_name": project["project_name"],
        "street": home["street_name"],
        "village": project["village"],
        "year": income["year"],
        "batch": "第一次",
        "household_no": home["_key"],
        "person_name": home["person_name"],
        "id_card": home["id_card"],
        "class": home["class"],
        "size": home["size"],
        "amount_cny": amount,
        "basis": "按类别和人口差异化分配",
        "publicised_on": next_booking_day(paid_on.replace(day=1), 0),
        "bank_account": home["bank_account"],
        "paid_on": paid_on,
        "note": None,
    }


def _earn(project: Row, year: int, rate: float, due: float, days: int) -> Row:
    """Return the income of a project and year, received in full within weeks of the settlement."""
    due_on, received_from, distributed_on = SETTLED[year]
    return {
        "_key": f"{project['_key']}-{year}",
        "project_no": project["_key"],
        "project_name": project["project_name"],
        "village": project["village"],
        "year": year,
        "contract_no": f"{project['_key']}-SY",
        "yield_rate": rate,
        "due_cny": due,
        "due_on": due_on,
        "received_cny": due,
        "received_on": next_booking_day(received_from, days if year == 2017 else days % 8),
        "distributed_cny": None,
        "distributed_on": distributed_on,
        "reserved_cny": None,
        "reserve_basis": "村民代表会议决议，零头结转下年",
        "household_count": None,
        "shortfall_reason": None,
        "disclosed_on": distributed_on,
        "voucher": None,
        "reserve": RESERVE,
        "withheld": 0.0,
    }
