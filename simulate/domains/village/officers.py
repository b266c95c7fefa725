"""Who keeps the villages' accounts, and their training of 11 April (L08.2, L08.3)."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulate.cases import Key
from simulate.domains.village.books import VOUCHERS, Books
from simulate.domains.village.desk import Desk, Row, find_stranger, frame_of
from simulate.identity import make_phones
from simulate.tables import Table
from simulate.timeline import QUARTERLY
from simulate.world import World

ACCOUNTANTS = "ledger.village_accountants"
TRAINED_ON, MAKE_UP_ON, APPOINTED_ON = date(2018, 4, 11), date(2018, 6, 14), date(2018, 5, 2)
ROLES = {"accountant": "preparer", "cashier": "cashier", "secretary": "approver"}
POSTS = {"accountant": "村会计", "cashier": "村委委员", "secretary": "村党支部书记"}
MOST = 4  # cases of each kind among 34 villages


def build_officers(world: World, books: Books) -> dict[str, Row]:
    """Return preparer, cashier and approver of each village; all preparers were trained on one day."""
    rows: dict[str, Row] = {}
    for crew in books.crews:
        for number, (post, role) in enumerate(ROLES.items()):
            row = _officer(crew.posts[post], crew.code, role) | {
                "at": crew.at, "street": crew.street, "village": crew.village, "village_post": POSTS[post],
                "phone": make_phones(pl.Series([crew.at * 5 + number + world.block * 400]).to_numpy())[0],
            }  # fmt: skip
            rows[row["_key"]] = row | (_trained(TRAINED_ON) if role == "preparer" else {})
    return rows


def inject_l08_2_untrained(desk: Desk, rows: dict[str, Row], books: Books) -> None:
    """Was not at the training and goes on posting; the look-alike was appointed later and trained in June."""
    free = [crew.village for crew in books.crews[:30]]
    real, innocent = desk.take("village accountant", pl.Series(free), MOST)
    crews = {crew.village: crew for crew in books.crews}
    for village in real:
        row = rows[f"{crews[village].code}-preparer"]
        row |= _trained(None) | {"training_result": "absent"}
        posted = _posted(books, crews[village].at, TRAINED_ON)
        keys = [(ACCOUNTANTS, row["_key"]), *((VOUCHERS, voucher["_key"]) for voucher in posted[:5])]
        desk.add(("village", village), "real", keys, f"未参加4月11日培训，此后制单{len(posted)}张")
    for village in innocent:
        crew = crews[village]
        old = rows[f"{crew.code}-preparer"]
        old["valid_to"] = date(2018, 4, 30)
        person = find_stranger(desk, crew)
        new = _officer(person, crew.code, "preparer", "-2") | _trained(MAKE_UP_ON)
        new |= {name: old[name] for name in ("at", "street", "village", "phone")}
        new |= {"village_post": None, "valid_from": APPOINTED_ON, "_from": APPOINTED_ON}
        rows[new["_key"]] = new
        posted = _posted(books, crew.at, APPOINTED_ON)
        for voucher in posted:
            voucher["preparer"] = person["person_name"]
        keys = [(ACCOUNTANTS, new["_key"]), *((VOUCHERS, voucher["_key"]) for voucher in posted[:5])]
        desk.add(("village", village), "innocent", keys, "5月新任会计，6月补训合格")


def inject_l08_3_one_hand(desk: Desk, rows: dict[str, Row], books: Books) -> None:
    """Accountant and cashier are one; the look-alike is a small village whose books the subdistrict's agency keeps."""
    small = sorted(range(len(books.crews)), key=lambda at: len(_posted(books, at, TRAINED_ON)))
    real, _ = desk.take("village accountant", pl.Series([crew.village for crew in books.crews[:30]]), MOST)
    lonely = pl.Series([books.crews[at].village for at in small[:16]])
    innocent = desk.world.pick(desk.draw, "village accountant", lonely, len(real))
    for village in [*real, *innocent]:
        crew = next(crew for crew in books.crews if crew.village == village)
        own = crew.posts["accountant"]
        rows[f"{crew.code}-cashier"] |= {"officer_name": own["person_name"], "id_card": own["id_card"]}
        vouchers = _posted(books, crew.at, date(2017, 1, 1))
        for voucher in vouchers:
            voucher["cashier"] = own["person_name"]
        keys: list[Key] = [(ACCOUNTANTS, f"{crew.code}-preparer"), (ACCOUNTANTS, f"{crew.code}-cashier")]
        keys += [(VOUCHERS, voucher["_key"]) for voucher in vouchers[:5]]
        if village in innocent:
            for role in ("preparer", "cashier"):
                rows[f"{crew.code}-{role}"] |= {"is_agency": True, "note": "一人兼任，街道代理中心逐月复核"}
        reason = "会计、出纳由一人担任" if village in real else "小村一人兼任，街道代理记账并复核"
        desk.add(("village", village), "real" if village in real else "innocent", keys, reason)


def list_officers(rows: dict[str, Row]) -> Table:
    """Return the roster; who was appointed later stands in it from then on."""
    frame = frame_of(list(rows.values())).drop("at").with_columns(_unit="street")
    return Table(ACCOUNTANTS, frame, "", days=(QUARTERLY[0], QUARTERLY[-1]))


def _officer(person: Row, code: str, role: str, mark: str = "") -> Row:
    return {
        "_key": f"{code}-{role}{mark}",
        "officer_name": person["person_name"],
        "id_card": person["id_card"],
        "role": role,
        "is_agency": False,
        "valid_from": date(2014, 12, 20),
        "valid_to": None,
        "certificate_no": f"KJ-2012-{code}{mark}" if role == "preparer" else None,
        "note": None,
        "_from": None,
    } | _trained(None)


def _trained(day: date | None) -> Row:
    """Return the training of a day, or none."""
    number = "PX-2018-01" if day == TRAINED_ON else "PX-2018-02"
    return {
        "training_no": number if day else None,
        "training": "村级财务管理培训班" if day else None,
        "trained_on": day,
        "training_result": "passed" if day else None,
    }


def _posted(books: Books, at: int, after: date) -> list[Row]:
    return [row for row in books.rows if row["at"] == at and row["booked_on"] > after]
