"""What can be wrong with posts in companies (P07), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulate.domains.party.desk import Desk, Row, both, draw_workday
from simulate.domains.party.roster import CADRES, build_roster

if TYPE_CHECKING:
    from simulate.domains.party.parttime import Posts

DECLARATIONS, OFFICERS = "party.parttime_declarations", "register.business_officers"
PAYERS = "register.insurance_payers"
MONTHS = [date(2018, month, 1) for month in range(2, 7)]
UNCOOPERATIVE = "企业不配合变更，已函告市场监管部门"
RENTED = "企业所付为其房屋租金，有租赁合同"
ASSIGNED = "经组织选派任国有参股企业外部董事，见选派通知"


def inject_p07_2_cleared_on_paper(desk: Desk[Posts]) -> None:
    """Cleared in spring and still in the register; the look-alike's company will not sign, and is reported."""
    cleared = [key for key, row in desk.book.declared.items() if row["status"] == "cleared"]
    for key, is_real in both(*desk.take("post", cleared, most=8)):
        desk.book.registered[key]["valid_to"] = None
        row = desk.book.declared[key]
        row["note"] = None if is_real else UNCOOPERATIVE
        reason = f"{row['cleared_on']}已报清理，登记至今没有变更" if is_real else UNCOOPERATIVE
        _add(desk, "P07.2", row, reason, is_real=is_real)


def inject_p07_3_new_post_after_pledge(desk: Desk[Posts]) -> None:
    """A new post in the same company after the pledge; the look-alike's is approved."""
    cleared = [key for key, row in desk.book.declared.items() if row["status"] == "cleared"]
    for key, is_real in both(*desk.take("post", cleared, most=8)):
        old = desk.book.declared[key]
        since = draw_workday(desk.draw, date(2018, 6, 11), date(2018, 7, 20))
        told = since + timedelta(days=int(desk.draw.integers(5, 20)))
        again = f"{key}-again"
        row = old | {"_key": again, "post": "顾问", "from_on": since, "to_on": None, "cleared_on": None}
        row |= {"source": "reported", "declared_on": told, "status": "in_progress"}
        if not is_real:
            approval = f"{desk.world.places.site[:2]}组〔2018〕{60 + int(desk.draw.integers(30))}号"
            row |= {"source": "declared", "status": "approved", "approval_no": approval}
        desk.book.declared[again] = row
        former = desk.book.registered[key]
        new = {"_key": again, "role": "manager", "valid_from": since, "valid_to": None}
        desk.book.registered[again] = former | new
        reason = f"{old['pledge_on']}承诺后又于{since}任新职" if is_real else "承诺后的新职经组织批准"
        rows = [(DECLARATIONS, key), (DECLARATIONS, again), (OFFICERS, again)]
        desk.add("P07.3", ("person", old["id_card"]), rows, reason, is_real=is_real)


def inject_p07_4_paid_by_the_company(desk: Desk[Posts]) -> None:
    """The company pays his pension contribution; the look-alike is paid the rent of a building, and says so."""
    held = [key for key, row in desk.book.declared.items() if row["status"] == "approved"]
    held = [key for key in held if not key.endswith("again")]
    for key, is_real in both(*desk.take("post", held)):
        row = desk.book.declared[key]
        wage = int(desk.draw.integers(50, 120)) * 50
        if is_real:
            rows = [(PAYERS, f"{key}-{month:%Y%m}") for month in MONTHS]
            for (_, own), month in zip(rows, MONTHS, strict=True):
                paid: Row = {"employer": row["company"], "credit_code": row["credit_code"], "month": month}
                desk.world.add_register_row(PAYERS, _key=own, person=row["person"], base=wage, **paid)
            reason = f"声明不取酬，企业为其缴纳{len(MONTHS)}个月养老保险"
        else:
            row |= {"paid_cny": float(wage * 6), "note": RENTED}
            rows, reason = [], RENTED
        _add(desk, "P07.4", row, reason, is_real=is_real, more=rows, amount=float(wage * len(MONTHS)))


def inject_p07_1_not_declared(desk: Desk[Posts]) -> None:
    """In the register and not declared; the look-alike is assigned by the organisation, or bears the same name."""
    free = {str(row["person"]): row for row in desk.book.free}
    roster = desk.world.once(build_roster)
    for number, (person, is_real) in enumerate(both(*desk.take("cadre without a post", free))):
        cadre = free[person]
        firm = desk.book.firms[-1 - number]
        key = f"hidden-{person}"
        row: Row = {"_key": key, "person": cadre["person"], "role": "shareholder", "share_ratio": 0.3}
        row |= {"firm": firm["firm"], "credit_code": firm["credit_code"], "is_cooperative": False}
        row |= {"valid_from": draw_workday(desk.draw, date(2013, 3, 1), date(2017, 12, 20)), "valid_to": None}
        rows = [(OFFICERS, key), (CADRES, cadre["_key"])]
        reason = "登记为股东，本人没有申报"
        if not is_real and number % 3 == 0:
            row["person"] = _find_namesake(desk, cadre)
            reason = "登记的是同名的另一人，证件号码不同"
        elif not is_real:
            row |= {"role": "director", "share_ratio": None}
            roster.cadres[cadre["_key"]]["note"] = ASSIGNED
            reason = ASSIGNED
        desk.book.registered[key] = row
        desk.add("P07.1", ("person", cadre["id_card"]), rows, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Posts]], None], ...] = (
    inject_p07_2_cleared_on_paper,
    inject_p07_3_new_post_after_pledge,
    inject_p07_4_paid_by_the_company,
    inject_p07_1_not_declared,
)


def _add(
    desk: Desk[Posts],
    rule: str,
    row: Row,
    reason: str,
    *,
    is_real: bool,
    more: list[tuple[str, str]] | None = None,
    amount: float | None = None,
) -> None:
    rows = [(DECLARATIONS, row["_key"]), (OFFICERS, row["_key"]), *(more or [])]
    desk.add(rule, ("person", row["id_card"]), rows, reason, is_real=is_real, amount=amount)


def _find_namesake(desk: Desk[Posts], cadre: Row) -> int:
    """Give an ordinary person who holds no office and heads no household the cadre's name, and return him."""
    world = desk.world
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    free = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("position") > 1,
        pl.col("birth") < date(1995, 1, 1),
        ~pl.col("person").is_in(busy),
    )
    (card,) = world.pick(desk.draw, "newcomer", free["id_card"], 1)
    person = int(free.filter(id_card=card)["person"][0])
    world.rename(person, cadre["cadre_name"])
    return person
