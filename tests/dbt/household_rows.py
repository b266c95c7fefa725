"""A few rows of each dataset about households and what they are paid, at and beside every line of a figure.

Everything is known on 25 May 2018; what is dated the day after (`LATER`) must not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.dbt.landing_factory import Row

LATER = "2018-05-26"


def cny(amount: float) -> Decimal:
    return Decimal(str(amount))


def member(home: str, village: str, who: str, **more: object) -> Row:
    plain: Row = {"household_no": home, "village": village, "person_name_token": who, "id_card_token": who}
    return {**plain, "scheme": "minimum_living", "entitled_from": "2017-01-01"} | more


ROLL: Sequence[Row] = [
    member("H1", "甲村", "h1"),
    member("H1", "甲村", "h1b"),
    member("H1", "甲村", "h1", scheme="old_age"),
    member("H2", "甲村", "h2", stopped_from="2018-05-01", status="exited"),
    member("H3", "乙村", "h3", entitled_from="2018-05-01"),
    member("H4", "乙村", "h4"),
    member("H5", "乙村", "h5", status="suspended"),
    member("H5", "乙村", "h5b", status="suspended"),
]


def visit(home: str | None, village: str, day: str, decision: str, **more: object) -> Row:
    plain: Row = {"household_no": home, "village": village, "visited_on": day, "decision": decision}
    token = home.lower() if home else "h5b"
    return {
        **plain,
        "scheme": "minimum_living",
        "householder_name_token": token,
        "id_card_token": token,
    } | more


MAY, PUT_UP = {"effective_month": "2018-05-01"}, {"publicised_on": "2018-04-23"}
REVIEWS: Sequence[Row] = [
    visit("H1", "甲村", "2018-04-10", "keep"),
    visit("H1", "甲村", "2018-04-20", "undecided", source="sample"),
    visit("H2", "甲村", "2018-04-11", "exit", **MAY, **PUT_UP),
    visit("H3", "乙村", "2018-04-12", "include", **MAY, publicised_on=LATER),
    visit(None, "乙村", "2018-04-13", "keep"),
    visit("H6", "甲村", "2018-04-14", "exit", **MAY),
    visit("H7", "甲村", "2018-04-10", "keep"),
    visit("H7", "甲村", "2018-04-22", "exit", effective_month="2018-06-01", **PUT_UP),
    visit("H8", "乙村", LATER, "keep"),
]


def paid(home: str | None, month: str, amount: float, **more: object) -> Row:
    plain: Row = {"household_no": home, "village": "甲村", "person_name_token": "h2", "id_card_token": "h2"}
    plain = {**plain, "scheme": "minimum_living", "month": f"{month}-01", "paid_on": f"{month}-15"}
    return {**plain, "amount_cny": cny(amount)} | more


BENEFITS: Sequence[Row] = [
    paid("H2", "2018-04", 100),
    paid("H2", "2018-05", 100, arrears_cny=cny(30), recovered_cny=cny(20)),
    paid("H2", "2018-05", 40, pay_kind="arrears"),
    paid("H2", "2018-06", 100, paid_on=LATER),
    paid(None, "2018-05", 10),
    paid("H2", "2018-05", 5, scheme="old_age"),
    paid("H1", "2018-04", -50, pay_kind="refund"),
    paid("H1", "2018-04", 25, pay_kind="refund"),
    paid("H7", "2018-05", 100),
]


def wage(job: str, days: float, amount: float, **more: object) -> Row:
    plain: Row = {"job_no": job, "village": "甲村", "month": "2018-04-01", "person_name_token": job}
    return {**plain, "paid_on": "2018-05-05", "attended_days": cny(days), "amount_cny": cny(amount)} | more


WAGES: Sequence[Row] = [
    wage("J1", 20, 500),
    wage("J1", 0, -100, pay_kind="refund"),
    wage("J2", 0, 500),
    wage("J3", 0, 300, pay_kind="arrears"),
    wage("J4", 0, 0),
    wage("J5", 0, 500, paid_on=LATER),
]


def income(project: str, contract: str, amount: float) -> Row:
    plain: Row = {"project_no": project, "project_name": project, "village": "甲村", "year": 2017}
    return {**plain, "contract_no": contract, "received_cny": cny(amount), "received_on": "2018-01-05"}


def share(project: str, who: str, amount: float, **more: object) -> Row:
    plain: Row = {"project_no": project, "project_name": project, "year": 2017, "person_name_token": who}
    return {**plain, "amount_cny": cny(amount), "paid_on": "2018-02-05"} | more


INCOME: Sequence[Row] = [income("X1", "1", 60), income("X1", "2", 40), income("X2", "1", 100)]
SHARES: Sequence[Row] = [
    share("X1", "a", 30),
    share("X1", "b", 20),
    share("X1", "c", 20, year=2018),
    share("X2", "a", 70, paid_on=LATER),
]


def poor(home: str, village: str, who: str, **more: object) -> Row:
    plain: Row = {"household_no": home, "village": village, "person_name_token": who, "id_card_token": who}
    return {**plain, "class": "general", "registered_on": "2016-01-01"} | more


POOR: Sequence[Row] = [
    poor("P1", "甲村", "p1"),
    poor("P1", "甲村", "p1b"),
    poor("P2", "甲村", "p2"),
    poor("P3", "乙村", "p3", status="removed"),
    poor("P4", "乙村", "p4"),
    poor("P5", "乙村", "p5", registered_on=LATER),
    poor("P6", "乙村", "p6"),
]
MEASURES: Sequence[Row] = [
    {"household_no": home, "kind": "job", "content": "岗位", "started_on": day}
    for home, day in (("P1", "2018-05-01"), ("P2", LATER), ("P3", "2017-05-01"), ("P4", "2017-05-01"))
]
FILE = ("has_application", "has_publicity", "has_handbook", "has_income_sheet")


def monitored(home: str, first: str, last: str, *missing: str, **more: object) -> Row:
    plain: Row = {"household_no": home, "period_from": first, "period_to": last}
    return {**plain, **{name: name not in missing for name in FILE}} | more


MONITORING: Sequence[Row] = [
    monitored("P1", "2017-10-01", "2017-12-31", "has_handbook"),
    monitored("P1", "2018-01-01", "2018-03-31"),
    monitored("P1", "2018-04-01", "2018-06-30", "has_handbook"),
    monitored("P2", "2017-10-01", "2017-12-31", "has_income_sheet", corrected_on="2018-05-01"),
    monitored("P4", "2018-01-01", "2018-03-31", "has_handbook", corrected_on=LATER),
]


def hit(number: str, category: str, verdict: str | None, verified: str | None, **more: object) -> Row:
    plain: Row = {"hit_no": number, "village": "甲村", "person_name_token": number, "category": category}
    return {**plain, "verdict": verdict, "verified_on": verified, "hit_on": "2018-05-01"} | more


HITS: Sequence[Row] = [
    hit("1", "vehicle", "removed", "2018-05-10"),
    hit("2", "vehicle", "confirmed", "2018-05-11"),
    hit("3", "house", "cleared", "2018-05-12"),
    hit("4", "house", "removed", LATER),
    hit("5", "house", "pending", "2018-05-01"),
    hit("6", "business", "removed", LATER, hit_on=LATER),
    hit("7", "house", None, None),
]


HOUSEHOLDS: Mapping[str, Sequence[Row]] = {
    "household.welfare_households": ROLL,
    "household.household_reviews": REVIEWS,
    "subsidy.benefit_payments": BENEFITS,
    "subsidy.job_wages": WAGES,
    "audit.project_income": INCOME,
    "subsidy.income_shares": SHARES,
    "household.poverty_households": POOR,
    "household.poverty_measures": MEASURES,
    "household.poverty_monitoring": MONITORING,
    "household.match_hits": HITS,
}
