"""What can be wrong with the register of new organisations (L15), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulate.domains.party.desk import Desk, Row, both, draw_workday
from simulate.identity import make_credit_codes
from simulate.words import read_words

if TYPE_CHECKING:
    from simulate.domains.party.organisations import Organisations

ORGANISATIONS, BUSINESSES = "ledger.new_organisations", "register.businesses"
CODES_FROM = 700  # of the district's thousand credit codes, away from those of its firms
SHELL = "住所查无下落，已列入经营异常名录"
MOVED = "已迁往外市，迁出手续办理中"
STOOD_STILL_ON = (date(2017, 12, 28), date(2018, 1, 28), date(2018, 2, 28))
SUSPENDED = "停产停业，党员编入街道流动党员党小组"


def inject_l15_2_dormant(desk: Desk[Organisations]) -> None:
    """Of the branches found asleep some have not woken since; the look-alike's enterprise stands still."""
    book = desk.book
    real = desk.pick("organisation", book.with_branch("dormant"))
    innocent = desk.pick("organisation", book.with_branch("active"), most=8)
    for key, is_real in both(real, innocent):
        row = book.rows[key]
        last = row["slept_since"] if is_real else STOOD_STILL_ON[int(desk.draw.integers(3))]
        row |= {"last_activity_on": last, "woken_on": None}
        if not is_real:
            row |= {"status": "suspended", "note": SUSPENDED}
        days = (date(2018, 8, 31) - last).days
        reason = f"支部已{days}天没有活动" if is_real else SUSPENDED
        _add(desk, "L15.2", row, reason, is_real=is_real)


def inject_l15_1_no_branch(desk: Desk[Organisations]) -> None:
    """Three or more full members and no branch; the look-alike's members belong to a joint one."""
    for key, is_real in both(*desk.take("organisation", _plain(desk.book))):
        row = desk.book.rows[key]
        full = int(desk.draw.integers(3, 7))
        row |= {
            "full_member_count": full,
            "member_count": full,
            "branch_form": "none" if is_real else "joint",
        }
        row["employee_count"] = max(row["employee_count"], full + 4)
        if not is_real:
            row["note"] = "党员编入园区联合党支部"
        reason = f"有{full}名正式党员而没有建立支部" if is_real else f"{full}名党员编入联合党支部"
        _add(desk, "L15.1", row, reason, is_real=is_real)


def inject_l15_3_register_gap(desk: Desk[Organisations]) -> None:
    """An active firm that the list does not have; the look-alike is a shell or has moved away."""
    for key in desk.pick("organisation", _plain(desk.book)):
        row = desk.book.rows.pop(key)
        subject = ("organisation", row["organisation_name"])
        desk.add("L15.3", subject, [(BUSINESSES, key)], "登记存续的企业没有列入台账", is_real=True)
    for number in range(desk.cases.count(desk.draw)):
        firm = _register(desk, note=MOVED if number % 2 else SHELL)
        subject = ("organisation", str(firm["firm"]))
        desk.add("L15.3", subject, [(BUSINESSES, firm["_key"])], str(firm["note"]), is_real=False)


def inject_l15_4_ghost(desk: Desk[Organisations]) -> None:
    """Struck off years ago and still listed as active; the look-alike was struck off this month."""
    counts = [desk.cases.count(desk.draw) for _ in range(2)]
    model = desk.book.rows[_plain(desk.book)[0]]
    for number in range(sum(counts)):
        is_real = number < counts[0]
        span = (date(2016, 3, 1), date(2017, 11, 30)) if is_real else (date(2018, 8, 2), date(2018, 8, 10))
        gone = draw_workday(desk.draw, *span)
        firm = _register(desk, gone=gone)
        row = model | {"_key": firm["_key"], "credit_code": firm["_key"], "organisation_name": firm["firm"]}
        row |= {"responsible_person": firm["legal_representative"], "part": "ghost", "note": None}
        row |= {"employee_count": int(desk.draw.integers(3, 25)), "member_count": 0, "full_member_count": 0}
        row |= {"branch_form": "none", "street": str(desk.draw.choice(_streets(desk)))}
        row["site"] = f"{row['street']}工业路{int(desk.draw.integers(1, 200))}号"
        desk.book.rows[str(firm["_key"])] = row
        reason = f"{gone}已注销，台账仍列为正常" if is_real else f"{gone}刚刚注销，台账尚未更新"
        rows = [(BUSINESSES, str(firm["_key"]))]
        _add(desk, "L15.4", row, reason, is_real=is_real, more=rows)


def inject_l15_5_cloned_log(desk: Desk[Organisations]) -> None:
    """The activity of another enterprise, word for word; the look-alikes held it together, and say so."""
    awake = [
        key
        for key in desk.book.with_branch("active", "dormant")
        if desk.book.rows[key]["last_activity_on"] == date(2018, 8, 28)
    ]
    for kind, keys in zip((True, False), desk.take("organisation", awake, most=6, each=2), strict=True):
        for one, other in zip(keys[::2], keys[1::2], strict=True):
            first, again = desk.book.rows[min(one, other)], desk.book.rows[max(one, other)]
            again["activity_text"] = first["activity_text"]
            if not kind:
                first["note"], again["note"] = f"与{again['branch']}联合开展", f"与{first['branch']}联合开展"
            reason = f"活动记录与{first['branch']}的雷同" if kind else str(again["note"])
            _add(desk, "L15.5", again, reason, is_real=kind, more=[(ORGANISATIONS, first["_key"])])


INJECTIONS: tuple[Callable[[Desk[Organisations]], None], ...] = (
    inject_l15_2_dormant,
    inject_l15_1_no_branch,
    inject_l15_3_register_gap,
    inject_l15_4_ghost,
    inject_l15_5_cloned_log,
)


def _plain(book: Organisations) -> list[str]:
    """Return enterprises without a branch."""
    rows = book.rows.items()
    return [key for key, row in rows if row["part"] == "other" and row["kind"] == "private_enterprise"]


def _streets(desk: Desk[Organisations]) -> list[str]:
    return list(desk.world.places.organisations.filter(kind="subdistrict")["name"])


def _register(desk: Desk[Organisations], *, gone: date | None = None, note: str | None = None) -> Row:
    """Enter a firm that only the business register has, under a name that no firm of the district bears."""
    world, draw, extra = desk.world, desk.draw, desk.book.extra
    number = len({row["_key"] for row in extra})
    code = make_credit_codes(CODES_FROM + number + 1, world.block)[-1]
    taken = {*world.firms["firm"], *(row["firm"] for row in extra)}
    while True:
        stem = str(draw.choice(world.places.villages["name"].to_list()))[:-1].removesuffix("社")
        name = f"云川市{stem}{draw.choice(read_words('trades'))}有限公司"
        if name not in taken:
            break
    adults = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("birth").is_between(date(1955, 1, 1), date(1992, 1, 1)),
        ~pl.col("person").is_in([*world.officials["person"], *world.village_cadres["person"]]),
    )
    (card,) = world.pick(draw, "newcomer", adults["id_card"], 1)
    owner = adults.filter(id_card=card).row(0, named=True)
    row: Row = {
        "_key": code,
        "credit_code": code,
        "firm": name,
        "kind": "company",
        "trade": "商贸",
        "owner": owner["person"],
        "owner_name": owner["person_name"],
        "owner_id_card": card,
        "legal_representative": owner["person_name"],
        "established_on": date(2010, 1, 4) + timedelta(days=int(draw.integers(0, 1500))),
        "capital_cny": int(draw.choice([100_000, 500_000, 1_000_000])),
    }
    row |= {"status": "active", "deregistered_on": None, "note": note, "_from": None, "_to": None}
    if gone and gone > date(2018, 4, 1):
        extra.append(row | {"_to": gone})
        row["_from"] = gone
    if gone:
        row |= {"status": "deregistered", "deregistered_on": gone}
    extra.append(row)
    return row


def _add(
    desk: Desk[Organisations],
    rule: str,
    row: Row,
    reason: str,
    *,
    is_real: bool,
    more: Sequence[tuple[str, str]] = (),
) -> None:
    rows = [(ORGANISATIONS, str(row["_key"])), *more]
    desk.add(rule, ("organisation", row["organisation_name"]), rows, reason, is_real=is_real)
