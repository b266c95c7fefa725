"""What the villages post on the 28th of each month: party, village and financial affairs; checks and bulletins."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulate.cases import Key
from simulate.domains.village.books import VOUCHERS, Books
from simulate.domains.village.desk import Crew, Desk, Row, digests, frame_of, office_day, working_days
from simulate.domains.village.items import PLACES
from simulate.tables import Table
from simulate.timeline import MONTHLY, PAY_MONTHS
from simulate.world import World

DISCLOSURES = "ledger.disclosures"
KINDS = {"party": "党务", "village": "村务", "finance": "财务"}
DUE_DAY = 28
FEES, LITTLE = 2, 3  # payments of a quiet month: bank fees alone, or very little
FEE_ITEMS = (("银行手续费", 12.5), ("账户管理费", 8.0))
LITTLE_ITEMS = (("购文件袋", 60.0), ("购垃圾袋", 115.0), ("零星开支", 170.0))
PARTY = (
    "党员大会到会{n}人", "缴纳党费{n}人", "主题党日学习{place}志愿服务", "入党积极分子谈话{n}人次",
    "支委会研究{place}管护", "党课一次，主讲人支部书记", "流动党员联系{n}人", "党员责任区走访{n}户",
)  # fmt: skip
VILLAGE = (
    "低保动态调整公示{n}户", "{place}保洁安排", "计划生育服务{n}人次", "合作医疗缴费{n}户", "{place}绿化分工",
    "宅基地申请{n}件", "残疾人补贴名单{n}人", "危房排查{n}户", "用水轮灌安排：{place}",
)  # fmt: skip


def list_quiet_months(books: Books, taken: set[str]) -> pl.Series:
    """Return villages and months of 2018 in which nothing but ordinary spending was booked and no case lies."""
    ordinary: dict[str, bool] = {}
    for row in books.rows:
        if row["booked_on"].year == 2018 and row["at"] not in books.digit_roles:
            name = f"{row['at']}/{row['booked_on'].month}"
            plain = row["_key"].rsplit("-", 1)[1][0] in "FN" and row["_key"] not in taken
            ordinary[name] = ordinary.get(name, True) and plain
    return pl.Series([name for name, is_plain in ordinary.items() if is_plain], dtype=pl.String)


def make_quiet(books: Books, name: str, payments: int) -> Row:
    """Leave `payments` small ones in a village's month, for FEES bank fees alone; return the first of them."""
    at, month = map(int, name.split("/"))
    here = [
        row
        for row in books.rows
        if row["at"] == at and row["booked_on"].replace(day=1) == date(2018, month, 1)
    ]
    gone = {row["_key"] for row in here}
    books.rows = [row for row in books.rows if row["_key"] not in gone]
    bank, firm = "农村商业银行", books.crews[at].suppliers[0]["firm"]
    paid = FEE_ITEMS if payments == FEES else LITTLE_ITEMS
    for number, (word, amount) in enumerate(paid):
        books.add(
            books.crews[at], here[0]["booked_on"], f"Q{month:02d}{number}", summary=word, receipt_kind="receipt",
            invoice_no=books.next_invoice(), amount_cny=amount + month / 10,  # no two months alike
            payee_name=bank if payments == FEES else firm,
        )  # fmt: skip
    return books.rows[-len(paid)]


def book_after_cut_off(books: Books, name: str) -> Row:
    """Put one payment of a village's month off to the days after the 28th; return its voucher."""
    at, month = map(int, name.split("/"))
    days = [day for day in working_days() if day.replace(day=1) == date(2018, month, 1) and day.day > DUE_DAY]
    here = [
        row
        for row in books.rows
        if row["at"] == at and row["booked_on"].replace(day=1) == days[0].replace(day=1)
    ]
    row = max(here, key=lambda row: (row["category"] not in ("allowance", "grant_income"), row["amount_cny"]))
    row["booked_on"] = days[-1]
    return row


def build_disclosures(world: World, books: Books) -> dict[str, Row]:
    """Return, by key, what was due from 34 villages in eight months, posted in time and true to the books."""
    totals: dict[tuple[int, date], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for row in books.rows:
        if row["booked_on"].day <= DUE_DAY:
            sums = totals[row["at"], row["booked_on"].replace(day=1)]
            sums[row["direction"] == "expense"] += row["amount_cny"]
            sums[2] += row["amount_cny"] if row["payment_method"] != "cash" else 0.0
            sums[3] += 1
    checkers = _name_checkers(world)
    rows: dict[str, Row] = {}
    for crew in books.crews:
        draw = world.stream(DISCLOSURES, crew.code)
        photos = iter(digests(draw, len(PAY_MONTHS) * len(KINDS)))
        for month in PAY_MONTHS:
            for kind in KINDS:
                row = _post(crew, month, kind, draw, checkers[crew.street]) | {"photo_digest": next(photos)}
                rows[row["_key"]] = row | (
                    _finance(totals[crew.at, month], month, draw) if kind == "finance" else {}
                )
    return rows


def label_month(desk: Desk, rows: dict[str, Row], books: Books, name: str, voucher: Row) -> None:
    """Record a village's month as the look-alike of the desk's rule; no other case may have its disclosure."""
    at, month = map(int, name.split("/"))
    row = rows[f"{books.crews[at].code}-2018{month:02d}-finance"]
    desk.world.pick(desk.draw, "disclosure", pl.Series([row["_key"]]), 1)
    if desk.rule == "L07.3":
        row["note"] = "截至28日，月末1笔列入下月公开"
        reason = "28日以后入账的一笔没有列入当月公开"
    elif desk.rule == "L07.4":
        row |= {"item_count": 0, "content": f"{month}月除银行手续费外无收支", "other_expense_cny": 0.0}
        reason = "当月只有银行手续费，公开栏注明无收支"
    else:
        row["other_expense_cny"] = round(row["expense_cny"] * 0.4, 2)
        reason = "支出总额很小，其他支出占比高"
    desk.add(subject_of(row), "innocent", [key_of(row), (VOUCHERS, voucher["_key"])], reason)


def list_disclosures(rows: dict[str, Row]) -> Table:
    """Return the register of disclosures; a month's rows are sent once the bulletin about them is out."""
    frame = frame_of(list(rows.values())).with_columns(_unit="street", _on="bulletin_on")
    return Table(DISCLOSURES, frame, "", days=MONTHLY)


def subject_of(row: Row) -> tuple[str, str]:
    """Return the subject of a case about a disclosure."""
    return "disclosure", f"{row['village']}/{row['month']:%Y-%m}/{KINDS[row['kind']]}"


def key_of(row: Row) -> Key:
    """Return what a case calls a disclosure's row."""
    return DISCLOSURES, row["_key"]


def _name_checkers(world: World) -> dict[str, str]:
    """Return who checks for each subdistrict: the first of its officials."""
    named = world.officials.filter(pl.col("level") != "county").select("unit", "person_name")
    own = dict(named.unique("unit", keep="first", maintain_order=True).iter_rows())
    others = named["person_name"].to_list()
    streets = world.places.villages["street_name"].unique(maintain_order=True)
    return {street: own.get(street, others[at]) for at, street in enumerate(streets)}


def _post(crew: Crew, month: date, kind: str, draw: np.random.Generator, checker: str) -> Row:
    """Return a row about one board in one month: posted up to three days before it is due, checked, reported."""
    due = month.replace(day=DUE_DAY)
    posted = due - timedelta(days=int(draw.choice([0, 1, 2, 3], p=[0.55, 0.25, 0.12, 0.08])))
    is_last = month == PAY_MONTHS[-1]
    after = month.replace(month=month.month + 1, day=3)
    words = PARTY if kind == "party" else VILLAGE
    topics = [words[at] for at in draw.permutation(len(words))[: int(draw.integers(3, 6))]]
    content = "；".join(
        topic.format(n=int(draw.integers(3, 40)), place=PLACES[int(draw.integers(len(PLACES)))])
        for topic in topics
    )
    return {
        "_key": f"{crew.code}-{month:%Y%m}-{kind}",
        "street": crew.street,
        "village": crew.village,
        "month": month,
        "kind": kind,
        "due_on": due,
        "posted_on": posted,
        "place": "村委会公开栏",
        "item_count": len(topics),
        "content": f"{month.month}月：{content}",
        "income_cny": None,
        "expense_cny": None,
        "other_expense_cny": None,
        "bank_movement_cny": None,
        "approver": crew.name("supervisor"),
        "checker": checker,
        "checked_on": due + timedelta(days=2),
        "check_verdict": "pass",
        "bulletin_on": date(2018, 8, 31) if is_last else office_day(after),
        "is_named_late": False,
        "note": None,
    }


def _finance(sums: list[float], month: date, draw: np.random.Generator) -> Row:
    """Return the totals of a village's month as its books have them."""
    income, expense, bank, count = sums
    share = float(draw.uniform(0.02, 0.14))
    places = [PLACES[int(at)] for at in draw.integers(0, len(PLACES), 2)]
    content = (
        f"{month.month}月收入{income:.2f}元，支出{expense:.2f}元，主要用于{places[0]}维护、{places[1]}清理"
    )
    return {
        "item_count": int(count),
        "content": content,
        "income_cny": round(income, 2),
        "expense_cny": round(expense, 2),
        "other_expense_cny": round(expense * share, 2),
        "bank_movement_cny": round(bank, 2),
    }
