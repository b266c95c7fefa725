"""Public-welfare jobs for poor people, their attendance and wages (S05.1 to S05.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from simulate.cases import Cases, Key
from simulate.domains.village.books import Books, build_books
from simulate.domains.village.desk import Desk, Row, digests, find_stranger, frame_of, working_days
from simulate.domains.village.shares import list_homes
from simulate.identity import make_phones
from simulate.tables import Table
from simulate.timeline import PAY_MONTHS, QUARTERLY
from simulate.world import World

JOBS, WAGES = "subsidy.welfare_jobs", "subsidy.job_wages"
MEMBERS = "household.poverty_households"
KINDS = {
    "cleaning": 500,
    "forest": 600,
    "road": 500,
    "water": 450,
    "patrol": 400,
    "care": 600,
    "publicity": 300,
}
PAY_DAY, OLDEST, LIGHT = 20, 68, ("patrol", "publicity")


@dataclass
class JobBook:
    """Jobs by number, with their holders; months without attendance as (job, month): the reason, None for none."""

    jobs: dict[str, Row]
    absent: dict[tuple[str, date], str | None]

    def open(self, *conditions: pl.Expr) -> pl.Series:
        """Return the numbers of jobs in villages, for which all conditions hold."""
        return frame_of(list(self.jobs.values())).filter(pl.col("at") < 30, *conditions)["_key"]


def make(world: World, cases: Cases) -> list[Table]:
    """Return who holds which job and what was paid for each month."""
    books, book = world.once(build_books), _fill_jobs(world)
    for rule, inject in INJECTIONS.items():
        inject(Desk(world, cases, rule), book, books)
    jobs = (
        frame_of(list(book.jobs.values())).with_columns(_unit="street").drop("at", "person", "age", "is_poor")
    )
    wages = _pay(world, book).with_columns(_unit="street", _on="paid_on")
    return [
        Table(JOBS, jobs, "", days=(QUARTERLY[0], QUARTERLY[-1])),
        Table(WAGES, wages, "", days=QUARTERLY),
    ]


def _fill_jobs(world: World) -> JobBook:
    """Return two to four jobs a village, held by poor people who can work and are no cadre's kin."""
    draw = world.stream(JOBS)
    homes = list_homes(world)
    kin = {row["relative"] for row in world.registers.get("register.cadre_relatives", [])}
    people = world.persons.with_columns(age=2018 - pl.col("birth").dt.year())
    adults = people.filter(pl.col("age").is_between(22, OLDEST), ~pl.col("person").is_in(list(kin)))
    by_home: dict[int, Row] = {
        row["household"]: row for row in adults.sort("position", descending=True).iter_rows(named=True)
    }
    jobs: dict[str, Row] = {}
    for place in world.places.villages.iter_rows(named=True):
        cadre = world.village_cadres.filter(village=place["village"])["person_name"][1]
        fitting = [home for home in homes[place["village"]] if home["household"] in by_home]
        count = min(int(draw.integers(2, 5)), len(fitting))
        for number, at in enumerate(draw.permutation(len(fitting))[:count], 1):
            home, kind = fitting[at], str(draw.choice(list(KINDS)))
            holder = by_home[home["household"]]
            key = f"GY-{place['village_code']}-{number:02d}"
            jobs[key] = {
                "_key": key, "at": place["village"], "person": holder["person"], "age": holder["age"],
                "is_poor": home["kind"] == "poor", "job_no": key, "village": place["name"],
                "street": place["street_name"], "kind": kind, "person_name": holder["person_name"],
                "id_card": holder["id_card"], "household_no": home["_key"], "eligibility": "建档立卡贫困户",
                "is_cadre_relative": False, "monthly_wage_cny": float(KINDS[kind]), "agreement_no": f"{key}-2018",
                "publicised_on": date(2017, 12, 20), "started_on": date(2018, 1, 2), "supervisor": cadre,
                "bank_account": home["bank_account"], "phone": make_phones(draw.integers(0, 9_000, 1))[0], "note": None,
            }  # fmt: skip
    return JobBook(jobs, {})


def inject_s05_1_not_eligible(desk: Desk, book: JobBook, books: Books) -> None:
    """A holder outside the register, or too old to work; the look-alike has a light post kept for the old."""
    real, innocent = desk.take("job", book.open())
    old = desk.world.persons.filter(
        pl.col("kind") == "poor", pl.col("birth").dt.year().is_between(1936, 1945)
    )
    for number, key in enumerate([*real, *innocent]):
        job, is_real = book.jobs[key], key in real
        if is_real and number % 2:
            person = find_stranger(desk, books.crews[job["at"]])
            job |= {"household_no": None, "eligibility": "村推荐"}
            reason = "上岗人员不在建档立卡名册"
        else:
            aged = old.filter(village=job["at"])["person"].cast(pl.String)
            chosen = desk.world.pick(desk.draw, "stranger", aged, 1) or desk.world.pick(
                desk.draw, "stranger", old["person"].cast(pl.String), 1
            )
            person = desk.world.persons.row(int(chosen[0]), named=True)
            home = desk.world.households.row(person["household"], named=True)
            job |= {"household_no": f"P{home['household_no']}", "bank_account": home["bank_account"]}
            reason = f"上岗人员{2018 - person['birth'].year}岁，登记为无劳动能力"
        job |= {
            "person_name": person["person_name"],
            "id_card": person["id_card"],
            "person": person["person"],
        }
        if not is_real:
            job |= {"kind": LIGHT[number % 2], "note": "街道文件规定的老年轻便岗位"}
            reason = "轻便岗位，文件允许由老人担任"
        amount = job["monthly_wage_cny"] * len(PAY_MONTHS) if is_real else 0
        desk.add(("job", key), "real" if is_real else "innocent", [(JOBS, key)], reason, amount)


def inject_s05_2_no_attendance(desk: Desk, book: JobBook, books: Books) -> None:
    """A wage for a month without a day of work; the look-alike has its attendance on paper."""
    real, innocent = desk.take("job", book.open())
    for number, key in enumerate([*real, *innocent]):
        months = PAY_MONTHS[number % 4 : number % 4 + 1 + number % 3]
        for month in months:
            book.absent[key, month] = None if key in real else "纸质考勤，见村存档"
        rows = [(WAGES, f"{key}-{month:%Y%m}") for month in months]
        amount = len(months) * book.jobs[key]["monthly_wage_cny"]
        if key in real:
            desk.add(("job", key), "real", rows, f"{len(months)}个月出勤0天仍发工资", amount)
        else:
            desk.add(("job", key), "innocent", rows, "电子考勤为0，纸质考勤在册")


def inject_s05_3_cadre_kin(desk: Desk, book: JobBook, books: Books) -> None:
    """A cadre's kin holds the job and nobody was told; the look-alike is poor, declared and publicised."""
    real, innocent = desk.take("job", book.open(pl.col("is_poor")))
    for key in [*real, *innocent]:
        job, is_real = book.jobs[key], key in real
        cadre = books.crews[job["at"]].posts["supervisor"]
        kin = f"kin-{cadre['person']}-{job['person']}"
        desk.world.add_register_row(
            "register.cadre_relatives", _key=kin, cadre=cadre["person"], relative=job["person"],
            relation="other", has_benefit=False,
        )  # fmt: skip
        rows: list[Key] = [(JOBS, key), ("register.cadre_relatives", kin)]
        if is_real:
            job["publicised_on"] = None
            desk.add(
                ("job", key), "real", rows, "村干部近亲属上岗，未申报、未公示", 8 * job["monthly_wage_cny"]
            )
        else:
            job |= {"is_cadre_relative": True, "note": "确属贫困，已申报亲属关系并公示"}
            desk.add(("job", key), "innocent", rows, "贫困亲属，经申报和公示")


def _pay(world: World, book: JobBook) -> pl.DataFrame:
    """Return a row per job and month: days missed are deducted."""
    draw = world.stream(WAGES)
    scans = iter(digests(draw, len(book.jobs) * len(PAY_MONTHS)))
    rows = []
    days = {month: [day for day in working_days() if day.replace(day=1) == month] for month in PAY_MONTHS}
    for key, job in book.jobs.items():
        for month in PAY_MONTHS:
            due = len(days[month])
            missed = int(draw.choice([0, 1, 2, 4], p=[0.7, 0.15, 0.1, 0.05]))
            is_absent = (key, month) in book.absent
            deduction = 0.0 if is_absent else round(job["monthly_wage_cny"] / due * missed, 2)
            paid_on = next(day for day in days[month] if day.day > PAY_DAY)
            scan = next(scans)
            rows.append(
                {
                    "_key": f"{key}-{month:%Y%m}", "job_no": key, "street": job["street"], "village": job["village"],
                    "person_name": job["person_name"], "id_card": job["id_card"], "month": month,
                    "pay_kind": "regular", "due_days": due, "attended_days": 0 if is_absent else due - missed,
                    "attendance_keeper": job["supervisor"], "attendance_digest": None if is_absent else scan,
                    "due_cny": job["monthly_wage_cny"], "deduction_cny": deduction,
                    "amount_cny": round(job["monthly_wage_cny"] - deduction, 2),
                    "bank_account": job["bank_account"], "paid_on": paid_on,
                    "note": book.absent.get((key, month)),
                }
            )  # fmt: skip
    return frame_of(rows)


INJECTIONS: dict[str, Callable[[Desk, JobBook, Books], None]] = {
    "S05.1": inject_s05_1_not_eligible,
    "S05.3": inject_s05_3_cadre_kin,
    "S05.2": inject_s05_2_no_attendance,
}
