"""The villages' money: their books, leases, works and what they disclose of it, made in one go."""

from __future__ import annotations

from dataclasses import replace

from simulate.cases import Cases
from simulate.domains.village import book_cases, disclosure_cases
from simulate.domains.village.books import VOUCHERS, Books, build_books
from simulate.domains.village.desk import Desk, Row
from simulate.domains.village.disclosures import (
    FEES,
    LITTLE,
    book_after_cut_off,
    build_disclosures,
    label_month,
    list_disclosures,
    list_quiet_months,
    make_quiet,
)
from simulate.domains.village.leases import (
    book_rents,
    build_leases,
    inject_a01_5_income_not_booked,
    list_leases,
)
from simulate.domains.village.officers import (
    build_officers,
    inject_l08_2_untrained,
    inject_l08_3_one_hand,
    list_officers,
)
from simulate.domains.village.works import build_works, inject_l06_8_works_without_tender
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

CUT_OFF_MONTHS = ("1", "3", "5", "6", "7")  # with working days after the 28th


def make(world: World, cases: Cases) -> list[Table]:
    """Return the vouchers of twenty months, the leases and the disclosures of eight months."""
    books = world.once(build_books)
    leases = build_leases(world, books)
    inject_a01_5_income_not_booked(Desk(world, cases, "A01.5"), leases)
    book_rents(leases, books)
    build_works(world, books)
    inject_l06_8_works_without_tender(Desk(world, cases, "L06.8"), books)
    for rule, inject in book_cases.INJECTIONS.items():
        inject(Desk(world, cases, rule), books)
    _label_digits(Desk(world, cases, "A01.6"), books)
    months = _set_months_apart(world, cases, books)
    officers = build_officers(world, books)
    inject_l08_2_untrained(Desk(world, cases, "L08.2"), officers, books)
    inject_l08_3_one_hand(Desk(world, cases, "L08.3"), officers, books)
    vouchers = books.finish(world)
    _name_vouchers(cases, books)
    disclosures = build_disclosures(world, books)
    for desk, name, voucher in months:
        label_month(desk, disclosures, books, name, voucher)
    _inject_disclosures(world, cases, disclosures)
    return [
        Table(VOUCHERS, vouchers, "", days=QUARTERLY, form="csv"),
        list_leases(leases, books),
        list_officers(officers),
        list_disclosures(disclosures),
    ]


def _label_digits(desk: Desk, books: Books) -> None:
    """Record the villages whose amounts do not follow the law of first digits, or only seem not to."""
    why = {
        "digits": "凭证金额首位数字分布明显偏离规律",
        "round": "三分之一以上的支出是整千元",
        "steward": "整千元的都是每月固定补贴",
    }
    for at, role in sorted(books.digit_roles.items()):
        marks = "-F" if role == "steward" else "-N"
        rows = [row for row in books.rows if row["at"] == at and marks in row["_key"]]
        rows = [row for row in rows if role == "digits" or row["amount_cny"] % 1_000 == 0]
        kind = "innocent" if role == "steward" else "real"
        desk.add(
            ("village", books.crews[at].village), kind, [(VOUCHERS, row["_key"]) for row in rows], why[role]
        )


def _set_months_apart(world: World, cases: Cases, books: Books) -> list[tuple[Desk, str, Row]]:
    """Change the books of a few months such that their disclosures look wrong and are not."""
    taken = cases.keys().get(VOUCHERS, set())
    free = list_quiet_months(books, taken)
    months: list[tuple[Desk, str, Row]] = []
    for rule, payments in (("L07.3", 0), ("L07.4", FEES), ("L07.5", LITTLE)):
        desk = Desk(world, cases, rule)
        fitting = free if payments else free.filter(free.str.split("/").list.get(1).is_in(CUT_OFF_MONTHS))
        for name in world.pick(desk.draw, "month of a village", fitting, cases.count(desk.draw)):
            voucher = make_quiet(books, name, payments) if payments else book_after_cut_off(books, name)
            months.append((desk, name, voucher))
    return months


def _name_vouchers(cases: Cases, books: Books) -> None:
    """Let cases about one voucher name it by its number."""
    for at, case in enumerate(cases.found):
        if case.subject_type == "voucher":
            village, key = case.subject_id.split("/")
            cases.found[at] = replace(case, subject_id=f"{village}/{books.numbers[key]}")


def _inject_disclosures(world: World, cases: Cases, rows: dict[str, Row]) -> None:
    recycled = disclosure_cases.inject_l07_2_recycled(Desk(world, cases, "L07.2"), rows)
    late = disclosure_cases.inject_l07_1_late(Desk(world, cases, "L07.1"), rows)
    disclosure_cases.inject_l07_3_not_the_books(Desk(world, cases, "L07.3"), rows)
    empty = disclosure_cases.inject_l07_4_empty(Desk(world, cases, "L07.4"), rows)
    disclosure_cases.inject_l07_5_opaque(Desk(world, cases, "L07.5"), rows)
    disclosure_cases.inject_l07_6_check_always_passes(Desk(world, cases, "L07.6"), [late, recycled, empty])
