"""Elections of branch committees, term by term (L13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulate.cases import Cases
from simulate.domains.party.branches import DAYS, TERM_YEARS, build_branches
from simulate.domains.party.desk import Desk, Row, Rows, both, draw_workday, make_frame, next_workday, run
from simulate.tables import Table
from simulate.world import World

ELECTIONS = "ledger.branch_elections"
KINDS = {"village", "community", "office", "enterprise", "retired"}
REPEATED = 9  # elections of villages that were held again, as the inspection asked
REPEATED_NOTE = "按要求重选：事先报批，票决产生"
EXTENDED = 6
TERMS = ("第三届", "第四届", "第五届", "第六届")
COUNTS = ("present_count", "full_present_count", "issued_count", "returned_count")
NEW = "支部新近合并成立，首届任期另行确定"


@dataclass
class Elections:
    """`rows` by key: of every branch `<branch>-last`, the election behind it, and `<branch>-next`, the one to come."""

    rows: Rows

    def held(self) -> list[str]:
        """Return branches whose last election nothing else is to be said about."""
        return [
            row["branch"] for key, row in self.rows.items() if key.endswith("-last") and row["note"] is None
        ]


def make(world: World, cases: Cases) -> list[Table]:
    """Return two terms of every branch."""
    book = _build(world)
    run(world, cases, book, INJECTIONS)
    versions = [version for row in book.rows.values() for version in _unfold(row)]
    return [Table(ELECTIONS, make_frame(versions), world.places.department("党群工作部"), DAYS)]


def _build(world: World) -> Elections:
    draw = world.stream(ELECTIONS)
    book = Elections({})
    branches = [row for row in world.once(build_branches).rows.values() if row["kind"] in KINDS]
    villages = [row["branch"] for row in branches if row["kind"] == "village"]
    repeated = {villages[at] for at in draw.permutation(len(villages))[:REPEATED]}
    late = {branches[at]["branch"] for at in draw.permutation(len(branches))[:EXTENDED]}
    for number, branch in enumerate(branches):
        name = branch["branch"]
        term = int(draw.integers(len(TERMS) - 1))
        again = name in repeated
        held = draw_workday(draw, date(2018, 5, 21), date(2018, 7, 6)) if again else branch["since"]
        due = held + timedelta(days=int(draw.integers(0, 40)))
        if again:
            due = draw_workday(draw, date(2017, 11, 20), date(2017, 12, 29))
        last = _elect(draw, branch, TERMS[term], held, due, number)
        if again:
            last |= {"extension_no": f"组〔2018〕{20 + number}号", "extended_to": date(2018, 7, 31)}
            last["note"] = REPEATED_NOTE
        elif name in late:
            last["term_due_on"] = held - timedelta(days=40)
            last |= {
                "extension_no": f"组〔{held.year}〕{20 + number}号",
                "extended_to": held + timedelta(days=50),
            }
        book.rows[last["_key"]] = last
        following = _await(branch, TERMS[term + 1], held)
        book.rows[following["_key"]] = following
    return book


def _elect(draw: np.random.Generator, branch: Row, term: str, held: date, due: date, number: int) -> Row:
    """Return an election as it ought to be: requested, with a quorum, by secret ballot, within the seats."""
    eligible = branch["full_members"]
    present = max(int(eligible * 0.8) + 1, eligible - int(draw.binomial(eligible, 0.07)))
    seats = branch["committee_count"] or 1
    return {
        "_key": f"{branch['branch']}-last",
        "branch": branch["branch"],
        "parent": branch["parent"],
        "kind": branch["kind"],
        "term_no": term,
        "term_started_on": due.replace(year=due.year - TERM_YEARS, day=min(due.day, 28)),
        "term_due_on": due,
        "extension_no": None,
        "extended_to": None,
        "request_no": f"支〔{held.year}〕{1 + number % 19}号",
        "approved_on": next_workday(held - timedelta(days=int(draw.integers(8, 20)))),
        "held_on": held,
        "eligible_count": eligible,
        "present_count": present,
        "full_present_count": present,
        "issued_count": present,
        "returned_count": present - int(draw.random() < 0.1),
        "method": "secret_ballot",
        "quota_count": seats,
        "elected_count": seats,
        "secretary": branch["secretary"],
        "secretary_votes": present - int(draw.integers(1, 4)) if present > 4 else present - 1,
        "note": None,
        "_unit": branch["_unit"],
    }


def _await(branch: Row, term: str, held: date) -> Row:
    """Return the term in office, whose election is years away."""
    due = held.replace(year=held.year + TERM_YEARS, day=min(held.day, 28))
    row: Row = {"_key": f"{branch['branch']}-next", "branch": branch["branch"], "parent": branch["parent"]}
    row |= {"kind": branch["kind"], "term_no": term, "term_started_on": held, "term_due_on": due}
    return row | {"quota_count": branch["committee_count"] or 1, "note": None, "_unit": branch["_unit"]}


def _unfold(row: Row) -> list[Row]:
    """Return what the two lists say of an election; what was held in between is still to come in the first."""
    held = row.get("held_on")
    if row["_key"].endswith("-next"):
        started = row["term_started_on"]
        return [row | {"_from": started if started > DAYS[0] else None, "_to": None}]
    if held is None or held <= DAYS[0]:
        return [row | {"_from": None, "_to": None}]
    known = ("_key", "branch", "parent", "kind", "term_no", "term_started_on", "term_due_on", "extension_no")
    before: Row = {name: row[name] for name in (*known, "extended_to", "quota_count", "_unit")}
    return [before | {"_from": None, "_to": held}, row | {"_from": held, "_to": None}]


def inject_l13_1_overdue(desk: Desk[Elections]) -> None:
    """The term ended and nobody was elected; the look-alike has only just been put together of two."""
    for name, is_real in both(*desk.take("electing branch", desk.book.held())):
        row = desk.book.rows.pop(f"{name}-last")
        following = desk.book.rows[f"{name}-next"]
        due = draw_workday(desk.draw, date(2017, 9, 4), date(2018, 3, 30))
        following |= {"term_due_on": due, "term_no": row["term_no"]}
        following["term_started_on"] = due.replace(year=due.year - TERM_YEARS, day=min(due.day, 28))
        following["note"] = None if is_real else NEW
        # Its key says that it is no longer one to come.
        desk.book.rows[f"{name}-due"] = desk.book.rows.pop(f"{name}-next") | {"_key": f"{name}-due"}
        reason = f"{due}届满，逾期没有换届" if is_real else NEW
        desk.add("L13.1", ("branch", name), [(ELECTIONS, f"{name}-due")], reason, is_real=is_real)


def inject_l13_2_probationary_voted(desk: Desk[Elections]) -> None:
    """More ballots than full members; the look-alike's became one on that day."""
    for row, is_real in _elections(desk):
        more = int(desk.draw.integers(1, 3))
        row["full_present_count"] -= more
        row["note"] = None if is_real else "预备党员当日先行表决转正，转正后参加投票"
        reason = f"发出票数比到会正式党员多{more}张" if is_real else "预备党员当日转正后投票"
        _add(desk, "L13.2", row, reason, is_real=is_real)


def inject_l13_3_below_quorum(desk: Desk[Elections]) -> None:
    """Too few came; the look-alike's list counts members who are excused by the rule."""
    for row, is_real in _elections(desk, least=8):
        present = int(row["eligible_count"] * float(desk.draw.uniform(0.6, 0.78)))
        row.update(dict.fromkeys(COUNTS, present))
        row["secretary_votes"] = present - 1
        excused = row["eligible_count"] - present
        row["note"] = None if is_real else f"应到人数含按规定可不计算的{excused}名长期在外和重病党员"
        reason = f"应到{row['eligible_count']}人，实到{present}人" if is_real else "应到含可不计算的党员"
        _add(desk, "L13.3", row, reason, is_real=is_real)


def inject_l13_4_over_quota(desk: Desk[Elections]) -> None:
    """More elected than there are seats; the look-alike counts a first secretary sent from above."""
    for row, is_real in _elections(desk):
        more = int(desk.draw.integers(1, 3)) if is_real else 1
        row["elected_count"] = row["quota_count"] + more
        row["note"] = None if is_real else "含上级选派的第一书记1名，不占职数"
        reason = f"超职数{more}人" if is_real else "第一书记不占职数"
        _add(desk, "L13.4", row, reason, is_real=is_real)


def inject_l13_5_impossible_ballots(desk: Desk[Elections]) -> None:
    """More ballots came back than went out; the look-alike is a slip of the pen, and the papers are right."""
    for row, is_real in _elections(desk):
        row["returned_count"] = row["issued_count"] + int(desk.draw.integers(1, 4))
        row["note"] = None if is_real else "登记笔误，原始计票单为收回等于发出，已更正"
        reason = "收回票数多于发出票数" if is_real else "登记笔误，计票单无误"
        _add(desk, "L13.5", row, reason, is_real=is_real)


def inject_l13_6_no_request_or_open_vote(desk: Desk[Elections]) -> None:
    """Not asked for, or by show of hands; the look-alike's request lies in the archive on paper."""
    for number, (row, is_real) in enumerate(_elections(desk)):
        if is_real and number % 2:
            row["method"] = str(desk.draw.choice(["show_of_hands", "open_ballot"]))
            reason = "没有采用无记名投票"
        else:
            row |= {"request_no": None, "approved_on": None}
            row["note"] = None if is_real else "请示批复为纸质老档，存上级党组织档案室"
            reason = "换届没有事先请示" if is_real else "请示批复为纸质老档"
        _add(desk, "L13.6", row, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk[Elections]], None], ...] = (
    inject_l13_1_overdue,
    inject_l13_2_probationary_voted,
    inject_l13_3_below_quorum,
    inject_l13_4_over_quota,
    inject_l13_5_impossible_ballots,
    inject_l13_6_no_request_or_open_vote,
)


def _elections(desk: Desk[Elections], least: int = 4) -> list[tuple[Row, bool]]:
    """Return elections of branches with at least so many members, real cases first."""
    rows = desk.book.rows
    names = [name for name in desk.book.held() if rows[f"{name}-last"]["eligible_count"] >= least]
    pairs = both(*desk.take("electing branch", names, most=8))
    return [(rows[f"{name}-last"], is_real) for name, is_real in pairs]


def _add(desk: Desk[Elections], rule: str, row: Row, reason: str, *, is_real: bool) -> None:
    desk.add(rule, ("branch", row["branch"]), [(ELECTIONS, row["_key"])], reason, is_real=is_real)
