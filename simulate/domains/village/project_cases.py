"""What can be wrong with a poverty project (A02), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.village.books import Books
from simulate.domains.village.desk import Desk, Row, find_stranger
from simulate.domains.village.projects import CHECKS, INCOME, PAYMENTS, PROJECTS, ProjectBook

MOST = 4  # cases of each kind among 28 projects


def inject_a02_1_paid_too_early(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Paid before approval, or nearly all before acceptance; the look-alike names the clause that allows it."""
    real, innocent = desk.take("project approval", book.finished(), MOST)
    for number, key in enumerate([*real, *innocent]):
        project, is_real = book.projects[key], key in real
        payment = book.payments[f"{key}-{1 if number % 2 else 3}"]
        if number % 2:
            payment["paid_on"] = project["approved_on"] - timedelta(days=10)
            payment["voucher_on"] = payment["paid_on"]
            reason = "批复之前已拨付首笔资金"
        else:
            payment["paid_on"] = project["completed_on"] + timedelta(days=3)
            payment["voucher_on"] = project["completed_on"]
            reason = "验收之前拨付97%"
        payment["advance_basis"] = None if is_real else "合同第五条：供货前付款"
        amount = payment["amount_cny"] if is_real else 0
        why = reason if is_real else f"{reason}，有预付条款"
        desk.add(
            ("project", key), _kind(key, real), [(PAYMENTS, payment["_key"]), (PROJECTS, key)], why, amount
        )


def inject_a02_2_self_accepted(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Who runs or builds it accepts it; the look-alike is the village's head, who has to sign for the village."""
    real, innocent = desk.take("project operator", book.finished(), MOST)
    for number, key in enumerate(real):
        project = book.projects[key]
        who = project["contractor"] if number % 2 else project["operator_head_name"]
        project["acceptors"] = f"{project['acceptors'].split('、')[0]}、{who}"
        desk.add(("project", key), "real", [(PROJECTS, key)], "验收人员中有实施方的单位或负责人")
    for key in innocent:
        project = book.projects[key]
        head = books.crews[project["at"]].posts["head"]
        project |= {"operator": f"{project['village']}村民委员会", "operator_credit_code": None}
        project |= {"operator_head_name": head["person_name"], "operator_head_id_card": head["id_card"]}
        project["acceptors"] = f"{project['acceptors']}、{head['person_name']}（村委会代表）"
        desk.add(("project", key), "innocent", [(PROJECTS, key)], "村委会主任按职责代表村签字")


def inject_a02_6_operator_is_kin(desk: Desk, book: ProjectBook, books: Books) -> None:
    """A cadre's kin runs it and nobody voted; the look-alike is a co-operative that the secretary leads by vote."""
    operated = pl.Series([key for key, row in book.projects.items() if row["operator_credit_code"]])
    real, innocent = desk.take("project operator", operated, MOST)
    for key in real:
        project = book.projects[key]
        cadre = books.crews[project["at"]].posts["secretary"]
        head = find_stranger(desk, books.crews[project["at"]])
        kin = f"kin-{cadre['person']}-{head['person']}"
        desk.world.add_register_row(
            "register.cadre_relatives", _key=kin, cadre=cadre["person"], relative=head["person"],
            relation="sibling_in_law", has_benefit=False,
        )  # fmt: skip
        _replace_head(project, head)
        project["voted_on"] = None
        rows: list[Key] = [(PROJECTS, key), ("register.cadre_relatives", kin)]
        desk.add(
            ("project", key),
            "real",
            rows,
            "经营主体负责人是村支部书记的近亲属，没有民主议定",
            project["fund_cny"],
        )
    for key in innocent:
        project = book.projects[key]
        _replace_head(project, books.crews[project["at"]].posts["secretary"])
        project["note"] = "村集体领办合作社，村民代表会议表决通过"
        desk.add(("project", key), "innocent", [(PROJECTS, key)], "书记领办合作社，已经村民代表会议表决")


def inject_a02_7_out_of_period(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Documents from months outside the project's period; the look-alike is retention money."""
    real, _ = desk.take("project approval", book.finished(), MOST)
    for number, key in enumerate(real):
        project = book.projects[key]
        payment = book.payments[f"{key}-2"]
        days = -timedelta(days=95) if number % 2 else timedelta(days=70)
        payment["voucher_on"] = (project["started_on"] if number % 2 else project["completed_on"]) + days
        rows = [(PAYMENTS, payment["_key"]), (PROJECTS, key)]
        desk.add(("project", key), "real", rows, "报账凭证日期在项目期以外两个月以上", payment["amount_cny"])
    kept = [key for key in book.projects if f"{key}-4" in book.payments]
    for key in desk.world.pick(desk.draw, "project retention", pl.Series(kept, dtype=pl.String), len(real)):
        desk.add(
            ("project", key), "innocent", [(PAYMENTS, f"{key}-4"), (PROJECTS, key)], "质保金，验收一年后支付"
        )


def inject_a02_3_income_short(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Income is short or late; the look-alike says what came in the way: hail, a later harvest."""
    real, innocent = desk.take("project income", _with_income(book), MOST)
    for number, key in enumerate([*real, *innocent]):
        row, is_real = book.income[f"{key}-2017"], key in real
        if number % 2:
            row["received_on"] = date(2018, 4, 12)
            reason = "收益晚100天以上到账"
        else:
            row["received_cny"] = round(row["due_cny"] * float(desk.draw.uniform(0.4, 0.8)), 2)
            reason = "收益少收一成以上"
        row["shortfall_reason"] = (
            None if is_real else ("雹灾减产，已报核灾", "采收期在春季，随采收结算")[number % 2]
        )
        missing = row["due_cny"] - row["received_cny"] if is_real else 0
        why = reason if is_real else f"{reason}，原因已说明"
        desk.add(("project", key), _kind(key, real), [(INCOME, row["_key"])], why, missing)


def inject_a02_5_dormant(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Nothing produced for half a year, nor any income of 2017; the look-alike is still being built."""
    real, _ = desk.take("project income", _with_income(book), MOST - 1)
    also_short = Desk(desk.world, desk.cases, "A02.3")
    for key in real:
        row = book.income[f"{key}-2017"]
        row |= {"received_cny": 0.0, "received_on": None}
        book.projects[key]["status"] = "idle"
        book.last_used[key] = date(2017, 8, 20) + timedelta(days=int(desk.draw.integers(0, 60)))
        rows = [(CHECKS, key), (PROJECTS, key), (INCOME, row["_key"])]
        amount = book.projects[key]["fund_cny"]
        desk.add(("project", key), "real", rows, "停产半年以上，无生产、用电和收益", amount)
        also_short.add(
            ("project", key), "real", [(INCOME, row["_key"])], "停产，2017年收益未交", row["due_cny"]
        )
    building = pl.Series([key for key, row in book.projects.items() if not row["accepted_on"]])
    for key in desk.world.pick(desk.draw, "project building", building, len(real)):
        desk.add(("project", key), "innocent", [(CHECKS, key), (PROJECTS, key)], "在建，尚未投产")


def inject_a02_4_not_shared_out(desk: Desk, book: ProjectBook, books: Books) -> None:
    """Part of the income is not shared out; the look-alike is a reserve that the statutes allow."""
    paid = [row["project_no"] for row in book.income.values() if row["year"] == 2017 and row["received_cny"]]
    real, innocent = desk.take("project distribution", pl.Series(paid, dtype=pl.String), MOST)
    for key in [*real, *innocent]:
        row = book.income[f"{key}-2017"]
        if key in innocent:
            row |= {"reserve": 0.18, "reserve_basis": "合作社章程第二十一条，提取公积金"}
            desk.add(("project", key), "innocent", [(INCOME, row["_key"])], "按章程提取公积金，已经决议")
            continue
        row["withheld"] = float(desk.draw.uniform(0.12, 0.4))
        missing = row["received_cny"] * row["withheld"]
        desk.add(
            ("project", key), "real", [(INCOME, row["_key"])], "到账收益有一部分未分配，也未提留", missing
        )


INJECTIONS: dict[str, Callable[[Desk, ProjectBook, Books], None]] = {
    "A02.1": inject_a02_1_paid_too_early,
    "A02.2": inject_a02_2_self_accepted,
    "A02.6": inject_a02_6_operator_is_kin,
    "A02.7": inject_a02_7_out_of_period,
    "A02.5": inject_a02_5_dormant,
    "A02.3": inject_a02_3_income_short,
    "A02.4": inject_a02_4_not_shared_out,
}


def _with_income(book: ProjectBook) -> pl.Series:
    """Return the projects with income of 2017 alone."""
    once = [row["project_no"] for row in book.income.values() if row["year"] == 2017]
    twice = {row["project_no"] for row in book.income.values() if row["year"] == 2018}
    return pl.Series([key for key in once if key not in twice], dtype=pl.String)


def _kind(key: str, real: list[str]) -> str:
    return "real" if key in real else "innocent"


def _replace_head(project: Row, head: Row) -> None:
    project |= {"operator_head_name": head["person_name"], "operator_head_id_card": head["id_card"]}
