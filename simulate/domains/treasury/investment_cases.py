"""What can be wrong with a major investment (A06, L05.1, L05.2), and what only looks like it.

The investments of 2018 are all decided on before their contract: the cases are of the years before.
"""

from __future__ import annotations

from collections.abc import Callable

from simulate.cases import Key
from simulate.domains.treasury.desk import Desk, Row, earlier, later
from simulate.domains.treasury.investments import build_investments, write_appraisal
from simulate.domains.treasury.minutes import build_minutes

INVESTMENTS = "audit.investment_projects"
DECISIONS = "ledger.decision_items"
FRAMEWORK = "框架协议，只约定合作意向，无付款义务"


def _key(row: Row) -> Key:
    return INVESTMENTS, str(row["_key"])


def _subject(row: Row) -> tuple[str, str]:
    return "project", str(row["_key"])


def _old(desk: Desk) -> list[Row]:
    return [row for row in desk.world.once(build_investments).rows if row["appraised_on"].year < 2018]


def inject_a06_1_contract_too_early(desk: Desk) -> None:
    """The contract came before appraisal, review or decision; the look-alike is a framework that binds nobody.

    Where it came before the decision, the decision is a case of L05.2, too.
    """
    real, innocent = desk.take("project_dates", _old(desk))
    for number, row in enumerate(real):
        if number % 3 == 0:
            row["appraised_on"] = later(row["contract_on"], desk.between(12, 60))
        elif number % 3 == 1:
            row["legal_reviewed_on"] = later(row["contract_on"], desk.between(5, 40))
        else:
            row["contract_on"] = earlier(row["decided_on"], desk.between(3, 25))
            places = [(DECISIONS, row["decision_item_no"]), _key(row)]
            item = ("item", row["decision_item_no"])
            desk.label("L05.2", item, "real", places, "先签合同后上会", row["amount_cny"])
        step = ("论证", "合法性审查", "集体决策")[number % 3]
        desk.label("A06.1", _subject(row), "real", [_key(row)], f"合同签订早于{step}", row["amount_cny"])
    for row in innocent:
        row |= {"contract_on": earlier(row["appraised_on"], desk.between(10, 50))}
        row |= {"is_framework": True, "note": FRAMEWORK}
        desk.label("A06.1", _subject(row), "innocent", [_key(row)], "先签的是没有义务的框架协议")


def inject_l05_1_invested_undecided(desk: Desk) -> None:
    """Nobody decided on a project; the look-alike is a framework agreement only."""
    total = desk.few()
    for kind in ("real", "innocent"):
        for row in desk.pick("project_dates", _old(desk), total):
            _undecide(desk, row)
            if kind == "innocent":
                row |= {"is_framework": True, "actual_cny": 0.0, "note": FRAMEWORK}
            reason = "重大投资没有集体决策" if kind == "real" else "框架协议，尚无投资义务"
            amount = row["amount_cny"] if kind == "real" else 0
            desk.label("L05.1", _subject(row), kind, [_key(row)], reason, amount)


def inject_a06_2_overrun(desk: Desk) -> None:
    """More than a tenth was spent beyond the approval; the look-alike has the change of scope approved."""
    real, innocent = desk.take("project_cost", [row for row in _old(desk) if row["note"] is None])
    for kind, rows in (("real", real), ("innocent", innocent)):
        for number, row in enumerate(rows):
            over = desk.between(14, 42) / 100
            row["actual_cny"] = round(row["amount_cny"] * (1 + over), -2)
            if kind == "innocent":
                row["change_cny"] = round(row["amount_cny"] * (over - 0.03), -2)
                row["change_no"] = f"{row['project_no'][:2]}变〔{row['contract_on'].year + 1}〕{number + 3}号"
                row["note"] = "建设范围经批准扩大"
            reason = "实际投资超批准一成以上" if kind == "real" else "范围变更已批准"
            amount = row["actual_cny"] - row["amount_cny"] if kind == "real" else 0
            desk.label("A06.2", _subject(row), kind, [_key(row)], reason, amount)


def inject_a06_3_template_appraisal(desk: Desk) -> None:
    """An appraisal is another's with the name changed; the look-alike has the same template and numbers of its own."""
    book = desk.world.once(build_investments)
    free = sorted(_old(desk), key=lambda row: (row["appraised_on"], row["_key"]))
    middle = len(free) // 2
    models = desk.pick("project_text", free[:middle], 2 * desk.few())
    copies = desk.pick("project_text", [row for row in free if row["appraised_on"].year == 2017], len(models))
    for number, (model, copy) in enumerate(zip(models, copies, strict=False)):
        kind = "real" if number % 2 == 0 else "innocent"
        copy["appraiser"] = model["appraiser"]
        text = str(model["appraisal_text"]).replace(model["project_name"], copy["project_name"])
        if kind == "innocent":
            words = book.words[model["_key"]]
            text = write_appraisal(desk.draw, copy["project_name"], copy["amount_cny"], words)
        copy["appraisal_text"] = text
        reason = (
            "论证结论照抄另一项目，连数字都一样" if kind == "real" else "同一咨询机构的格式，数字各不相同"
        )
        desk.label("A06.3", _subject(copy), kind, [_key(model), _key(copy)], reason)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_a06_1_contract_too_early,
    inject_l05_1_invested_undecided,
    inject_a06_2_overrun,
    inject_a06_3_template_appraisal,
)


def _undecide(desk: Desk, row: Row) -> None:
    """Take the decision on a project out of the minutes: that day something else was decided."""
    for meeting in desk.world.once(build_minutes).meetings:
        for item in meeting.items:
            if item["_key"] == row["decision_item_no"]:
                item |= {"reference_no": None, "item": "听取在谈项目总体进展", "amount_cny": None}
                item |= {"category": "major_decision"}
    row |= {"decision_item_no": None, "decided_on": None}
