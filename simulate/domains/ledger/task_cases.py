"""What can be wrong with tasks and their closing (L01, L03.5), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Cases
from simulate.domains.ledger.book import OWED, PAPER, Book, Item, Step
from simulate.domains.ledger.building import close, keep_open, level_measures
from simulate.domains.ledger.desk import Desk
from simulate.domains.ledger.lookbacks import ON_SITE, batch_days, row_key
from simulate.domains.ledger.phrases import extra_measure
from simulate.domains.ledger.retelling import read_due, week_of, write_due
from simulate.domains.reference.workdays import to_workday
from simulate.timeline import REPORT_ON

LAST_DAYS = tuple(REPORT_ON - timedelta(days=days) for days in (3, 2, 1))
ACCEPTED = 2  # units with a day of acceptance: more of them would leave few tasks closed before the last week
CLOSED_LATE = 2  # closings of a unit in the last days that are a burst
QUIET_FROM = 4  # week from which a silent task reports the same
BEFORE = (date(2018, 3, 15), date(2018, 3, 19), date(2018, 4, 2), date(2018, 4, 4), date(2018, 3, 27))
EXTENDED_ON = date(2018, 7, 10)  # in time for the third task list
PRE_DATED = 4  # tasks with an action before the feedback
FIRST_DUE = {
    True: date(2018, 5, 31),
    False: date(2018, 7, 31),
}  # where it moves twice, and where it moves once


def inject(book: Book, cases: Cases) -> None:
    """Put every kind of case about tasks into the book, each with its look-alike."""
    desk = Desk(book, cases, book.world.stream("ledger", "task_cases"))
    for put_in in INJECTIONS:
        put_in(desk)


def inject_l01_4_closure_burst(desk: Desk) -> None:
    """A unit closes two or more tasks just before the report; the look-alike is a scheduled day of acceptance."""
    units: dict[str, list[Item]] = {}
    for item in desk.free(is_owing=False):
        units.setdefault(item.unit, []).append(item)
    fitting = [unit for unit, items in units.items() if len(items) >= CLOSED_LATE]
    count = desk.count()
    chosen = [fitting[at] for at in desk.draw.permutation(len(fitting))[: count + desk.count(ACCEPTED)]]
    for number, unit in enumerate(chosen):
        is_real = number < count
        items = desk.take("task", units[unit], CLOSED_LATE)
        desk.settle(items)
        for at, item in enumerate(items):
            day = LAST_DAYS[(number + at) % 3] if is_real else LAST_DAYS[1]
            verifier = desk.book.retelling.verifiers[at % 2]
            close(item, day, verifier, None if is_real else "按年初计划安排的集中验收日")
        rows = [desk.step_row(item) for item in items]
        reason = "报告日前三天内集中销号" if is_real else "年初就定下的集中验收日"
        kind = "real" if is_real else "innocent"
        desk.cases.add("L01.4", "ledger", ("unit", unit), kind, rows, reason)


def inject_l01_1_no_measure(desk: Desk) -> None:
    """Nothing is promised for a task; the look-alike is rectified together with another one, and says so."""
    real, innocent = desk.split("task", desk.free(is_owing=False))
    desk.settle([*real, *innocent])
    taken = frozenset(item.task_no for item in (*real, *innocent))
    level_measures(desk.book, taken)
    for item in (*real, *innocent):
        keep_open(item)
    for item in real:
        desk.add("L01.1", item, [desk.task_row(item)], "任务没有一条措施", is_real=True)
    for item in innocent:
        others = [other for other in desk.book.items.values() if other.task_no not in taken]
        other = next((o for o in others if o.section == item.section), others[0])
        item.notes = {0: f"与第{other.task_no}项合并整改，措施见第{other.task_no}项"}
        desk.add("L01.1", item, [desk.task_row(item)], f"与第{other.task_no}项合并整改", is_real=False)


def inject_l01_9_closed_with_money_outstanding(desk: Desk) -> None:
    """Closed while money or a sanction is outstanding; the look-alike is closed as a phase, by rule."""
    real, innocent = desk.split("task", desk.free(is_owing=True))
    desk.settle([*real, *innocent])
    for number, item in enumerate([*real, *innocent]):
        is_real = number < len(real)
        on = to_workday(date(2018, 5, 10) + timedelta(days=12 * number))
        verifier = desk.book.retelling.verifiers[number % 2]
        close(item, on, verifier, None if is_real else "阶段性任务完成，尾款转入长期坚持按季清收")
        line = next(line for line in item.lines if line.kind in OWED)
        reached = max(line.recovered.values(), default=0)
        owed = 0
        line.status = {week: status for week, status in line.status.items() if status != "completed"}
        line.status = line.status or {2: "in_progress"}
        if line.kind == "payment":
            owed = int(desk.draw.integers(8, 60)) * 500
            line.says = {week_of(on): f"应收{reached + owed}元，已收{reached}元，尚欠{owed}元"}
        else:
            line.held = {}
            line.says = {week_of(on): "应处理2人，处分决定尚未执行"}
        rows = [desk.step_row(item), *desk.line_rows([line], "ledger.weekly_progress")]
        reason = "款项或处理尚未了结就销号" if is_real else "按规定阶段性销号，余款长期清收"
        desk.add("L01.9", item, rows, reason, is_real=is_real, amount=owed if is_real else None)


def inject_l03_5_long_term_silent(desk: Desk) -> None:
    """A long-term task reports nothing new for three months; the look-alike has its season in autumn."""
    real, innocent = desk.split("task", desk.free())
    desk.settle([*real, *innocent])
    for number, item in enumerate([*real, *innocent]):
        is_real = number < len(real)
        keep_open(item)
        item.kind, item.due, item.notes = "long_term", {0: "长期坚持"}, {}
        for line in item.lines:
            line.status = {0: "in_progress", 2 + line.measure_no % 2: "long_term"}
            line.recovered, line.held = {}, {}
            line.kind = "check" if line.kind in OWED else line.kind
            line.due, line.silent_from = "长期坚持", QUIET_FROM
            line.season = None if is_real else "季节性工作，秋收后集中开展"
        rows = [desk.task_row(item), *desk.line_rows(item.lines, "ledger.weekly_progress")]
        reason = "长期坚持事项三个月没有新进展" if is_real else "季节性工作，未到时节"
        desk.add("L03.5", item, rows, reason, is_real=is_real)


def inject_l01_8_deadline_drift(desk: Desk) -> None:
    """A deadline moves twice, or by more than a month, unapproved; the look-alike waits for the next budget."""
    dated = [item for item in desk.book.items.values() if item.lines and read_due(item.due[0])]
    dated = [item for item in dated if (step := item.closed()) is None or step.on > EXTENDED_ON]
    real, innocent = desk.split("drift", dated)
    for number, item in enumerate([*real, *innocent]):
        is_real = number < len(real)
        first = FIRST_DUE[bool(number % 2) and is_real]
        moved = [first + timedelta(days=days) for days in ((20, 45) if number % 2 and is_real else (50,))]
        if not is_real:
            moved = [date(2018, 12, 31)]
            item.notes = {2: "所需资金纳入下年度预算安排，经领导小组批准延期"}
            approver = desk.book.retelling.verifiers[item.task_no % 2]
            item.steps.append(Step("extended", EXTENDED_ON, item.owner, approver, "等待下年度预算安排"))
        item.due = {0: write_due(first, number)}
        item.due |= {
            at + (1 if len(moved) > 1 else 2): write_due(day, number) for at, day in enumerate(moved)
        }
        reason = "时限两次后移" if len(moved) > 1 else "时限后移一个月以上，没有批准"
        reason = reason if is_real else "等待预算安排，已批准延期"
        rows = [desk.task_row(item)] if is_real else [desk.task_row(item), desk.step_row(item, "extended")]
        desk.add("L01.8", item, rows, reason, is_real=is_real)


def inject_l01_2_paper_only(desk: Desk) -> None:
    """A task is answered with documents, meetings and training; the look-alike is a rule that was missing indeed."""
    fitting = [
        item
        for item in desk.book.items.values()
        if item.lines and not any(o.kind in OWED for o in item.lines)
    ]
    real, innocent = desk.split("paper", fitting)
    for number, item in enumerate([*real, *innocent]):
        is_real = number < len(real)
        for line in item.lines:
            if line.kind not in PAPER:
                line.kind = ("document", "meeting", "training")[line.measure_no % 3]
                taken = {text for other in item.lines for text in other.texts.values()}
                text, line.result = extra_measure(desk.draw, line.kind, item.subsection, taken)
                line.texts = {0: text}
        if not is_real:
            item.problem = f"{item.subsection}方面没有制定专门制度，办理时无章可循"
        rows = [desk.task_row(item), *desk.line_rows(item.lines)]
        reason = "措施全是发文、开会、培训" if is_real else "反馈的就是缺少制度"
        desk.add("L01.2", item, rows, reason, is_real=is_real)


def inject_l01_3_closed_without_evidence(desk: Desk) -> None:
    """Closed with no evidence, no verifier or one's own check; the look-alikes name where it is recorded."""
    closed = [item for item in desk.book.items.values() if (step := item.closed()) and step.note is None]
    real, innocent = desk.split("unproven", closed)
    for number, item in enumerate([*real, *innocent]):
        is_real = number < len(real)
        step = item.closing()
        how = number % 3 if is_real else number % 2
        reasons = ("没有一份佐证材料就销号", "没有审核人", "审核人就是责任人")
        if how == 0:
            item.has_evidence = False
            step.note = None if is_real else "佐证为纸质材料，存档案室，未扫描"
        elif how == 1:
            step.verifier = None
            step.note = None if is_real else "领导小组集体会签，见专题会议纪要"
        else:
            step.verifier = step.actor
        reason = reasons[how] if is_real else str(step.note)
        desk.add("L01.3", item, [desk.step_row(item)], reason, is_real=is_real)


def inject_l01_5_action_before_finding(desk: Desk) -> None:
    """A measure began before the findings were fed back; the look-alike was prompted by the inspectors on the spot."""
    fitting = [item for item in desk.book.items.values() if item.lines]
    count = desk.count(PRE_DATED)
    chosen = desk.take("before", fitting, count + desk.count())
    for number, item in enumerate(chosen):
        is_real = number < count
        line = item.lines[int(desk.draw.integers(len(item.lines)))]
        line.begun_on = BEFORE[int(desk.draw.integers(len(BEFORE)))]
        line.unlisted = set()
        first = min(line.status, default=0)
        line.status = {0: "in_progress"} | {
            w: s for w, s in line.status.items() if w != first or s != "not_started"
        }
        line.note = None if is_real else "巡察组进驻期间口头指出，边巡边改"
        kind = "real" if is_real else "innocent"
        subject = ("measure", desk.book.measure_id(line.task_no, line.measure_no))
        reason = f"{line.begun_on}开始，早于反馈" if is_real else "巡察期间口头指出后立即整改"
        desk.cases.add("L01.5", "ledger", subject, kind, desk.line_rows([line]), reason)


def inject_l01_6_shared_deliverable(desk: Desk) -> None:
    """One file proves several tasks; the look-alike says that it is one measure of both and counts once."""
    proven = [
        item
        for item in desk.book.items.values()
        if item.lines and item.has_evidence and item.kind != "long_term"
    ]
    count = desk.count()
    for number in range(2 * count):
        is_real = number < count
        size = 4 if number == 0 else 2
        group = desk.take("sharing", proven, size)
        if len(group) < 2:
            return
        first, *others = [item.task_no for item in group]
        note = None if is_real else f"与第{first}项共用一项措施，合并计为一条"
        desk.book.shared.append((first, others, note))
        rows = [("ledger.evidence", f"ZZ-{task_no}-00-{first:02d}") for task_no in (first, *others)]
        reason = f"同一份材料证明{len(group)}项任务" if is_real else "两项任务共用的措施，已说明只计一条"
        subject = ("document", desk.book.digest("shared", first))
        desk.cases.add("L01.6", "ledger", subject, "real" if is_real else "innocent", rows, reason)


def inject_l03_2_rebound(desk: Desk) -> None:
    """A look-back finds the problem back; the look-alike is an older fact that a wider search has brought to light."""
    fitting = [
        item
        for item in desk.book.items.values()
        if (step := item.closed()) and step.on < batch_days(ON_SITE[-1])[0]
    ]
    real, innocent = desk.split("rebound", fitting)
    for item in (*real, *innocent):
        is_real = item in real
        step = item.closing()
        batch = next(number for number in ON_SITE[1:] if step.on < batch_days(number)[0])
        rows = [desk.step_row(item), ("ledger.lookbacks", row_key(batch, item.task_no))]
        desk.book.rebounds.append((item, batch, is_real))
        if is_real:
            on = batch_days(batch)[1] - timedelta(days=2)
            verifier = desk.book.retelling.verifiers[item.task_no % 2]
            item.steps.append(Step("reopened", on, item.owner, verifier, "回头看发现问题反弹"))
            line = next((line for line in item.lines if line.kind not in OWED), item.lines[0])
            line.status[week_of(on)] = "in_progress"
            rows.append(desk.step_row(item, "reopened"))
        reason = "销号不到一年问题反弹，重新挂号" if is_real else "扩大检查范围发现的以前年度旧事"
        desk.add("L03.2", item, rows, reason, is_real=is_real)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l01_4_closure_burst,
    inject_l01_1_no_measure,
    inject_l01_9_closed_with_money_outstanding,
    inject_l03_5_long_term_silent,
    inject_l01_2_paper_only,
    inject_l01_8_deadline_drift,
    inject_l01_3_closed_without_evidence,
    inject_l03_2_rebound,
    inject_l01_5_action_before_finding,
    inject_l01_6_shared_deliverable,
)
