"""What can be wrong with how a tender is run (L06.1, L06.2, L06.7, R003, R018), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from simulate.cases import Key
from simulate.domains.treasury.desk import LAST_DAY, Desk, Row, earlier, later
from simulate.domains.treasury.tenders import BASE, BIDDERS, COMPETING, TENDERS, TenderBook, build_tenders
from simulate.thresholds import NOTICE_DAYS, P_CHANGE, P_TENDER

SETTLED = LAST_DAY - timedelta(days=10)


def book_of(desk: Desk) -> TenderBook:
    """Return the book of all tenders."""
    return desk.world.once(build_tenders)


def settled(desk: Desk, least: int = 0) -> list[Row]:
    """Return the base tenders whose contract is signed, for works, goods or services, with `least` bidders."""
    book = book_of(desk)
    return [
        row
        for row in book.rows[:BASE]
        if row["category"] != "resource_lease"
        and row["contract_on"] <= SETTLED
        and len(book.bids[row["_key"]]) >= least
    ]


def key(row: Row) -> Key:
    """Return how the row of a tender is called."""
    return TENDERS, str(row["_key"])


def subject(row: Row) -> tuple[str, str]:
    """Return the tender as the subject of a case."""
    return "tender", str(row["_key"])


def bid_keys(desk: Desk, row: Row) -> list[Key]:
    """Return how the rows of a tender's bids are called."""
    return [(BIDDERS, str(bid["_key"])) for bid in book_of(desk).bids[row["_key"]]]


def inject_l06_1_gate_missing(desk: Desk) -> None:
    """A gate was left out or passed out of turn; the look-alike is small and took the simplified path."""
    real, innocent = desk.take("tender", settled(desk))
    for number, row in enumerate(real):
        at = desk.between(2, 5)
        if number % 2:
            row[f"gate_{at}_on"] = None
            desk.label("L06.1", subject(row), "real", [key(row)], f"第{at}关没有过关日期")
        else:
            row[f"gate_{at}_on"] = later(row[f"gate_{at + 1}_on"], desk.between(3, 12))
            desk.label("L06.1", subject(row), "real", [key(row)], f"第{at}关晚于第{at + 1}关")
    for row in innocent:
        row |= {"gate_3_on": None, "gate_5_on": None, "note": "小额项目，按规定走简易程序，免第三、五关"}
        desk.label("L06.1", subject(row), "innocent", [key(row)], "小额项目走简易程序")


def inject_l06_2_split(desk: Desk) -> None:
    """Works of one village are cut into pieces just below the line; look-alikes have separate money, or stages."""
    book = book_of(desk)
    villages = [{"_key": name} for name in desk.world.places.villages["name"]]
    for kind in ("real", "innocent"):
        for village in desk.pick("split_village", villages, desk.count()):
            name = village["_key"]
            first = earlier(date(2017, 6, 5) + timedelta(days=desk.between(0, 280)), 0)
            pieces, source = [], desk.choose(("一事一议奖补", "水利专项", "美丽乡村专项"))
            for part in range(1, desk.between(3, 4)):
                budget = desk.round_sum(0.84 * P_TENDER, 0.98 * P_TENDER, 100)
                title = f"{name}道路维修（{'东西南'[part - 1]}段）"
                row = book.open(name, title, "works", budget, first, method="inquiry")
                if kind == "innocent":
                    row["note"] = f"资金来源不同：第{part}项为{source}，分别立项批复"
                pieces.append(row)
                first = later(first, desk.between(4, 20))
            reason = "同村同类工程拆成几项，都在招标限额以下" if kind == "real" else "分别立项，资金渠道不同"
            total = sum(row["budget_cny"] for row in pieces) if kind == "real" else 0
            desk.label("L06.2", ("village", name), kind, [key(row) for row in pieces], reason, total)


def inject_l06_7_early_contract_or_change(desk: Desk) -> None:
    """The contract came before the award, or the works grew by a tenth and more; the look-alike says on whose order."""
    real, innocent = desk.take("tender", settled(desk))
    for number, row in enumerate(real):
        if number % 2:
            row["contract_on"] = earlier(row["awarded_on"], desk.between(3, 20))
            desk.label("L06.7", subject(row), "real", [key(row)], "合同签订早于中标", row["contract_cny"])
        else:
            _grow(desk, row)
            desk.label("L06.7", subject(row), "real", [key(row)], "变更超过合同价一成", row["change_cny"])
    for number, row in enumerate(innocent):
        _grow(desk, row)
        row["note"] = ("设计变更，建设单位下达变更令", "工程量复核，按实计量")[number % 2]
        row["change_approver"] = desk.world.officials["person_name"][desk.between(8, 40)]
        desk.label("L06.7", subject(row), "innocent", [key(row)], str(row["note"]))


def inject_r003_short_notice(desk: Desk) -> None:
    """There were too few days between notice and opening; the look-alike is a second notice after a failed first."""
    public = [row for row in settled(desk) if row["method"] in ("public", "invited")]
    real, innocent = desk.take("tender", public)
    for kind, rows in (("real", real), ("innocent", innocent)):
        for row in rows:
            row["notice_on"] = earlier(row["opened_on"], desk.between(3, NOTICE_DAYS - 8))
            row |= {"gate_6_on": row["notice_on"], "gate_7_on": later(row["notice_on"], 1)}
            row["note"] = "首次公告投标人不足，重新公告" if kind == "innocent" else None
            reason = "公告到开标不足规定天数" if kind == "real" else "流标后重新公告，期限可以缩短"
            desk.label("R003", subject(row), kind, [key(row)], reason)


def inject_r018_single_bid(desk: Desk) -> None:
    """Only one firm bid where several should; the look-alike was bought from the only source, and openly so."""
    book = book_of(desk)
    real, innocent = desk.take("tender", [row for row in settled(desk) if row["method"] in COMPETING])
    for kind, rows in (("real", real), ("innocent", innocent)):
        for row in rows:
            book.bids[row["_key"]] = book.bids[row["_key"]][:1]
            if kind == "innocent":
                row |= {"method": "single_source", "note": "原设备厂家唯一供货，附专家论证意见"}
            reason = "竞争性方式只有一家投标" if kind == "real" else "按单一来源方式采购"
            desk.label("R018", subject(row), kind, [key(row), *bid_keys(desk, row)], reason, row["award_cny"])


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l06_1_gate_missing,
    inject_r003_short_notice,
    inject_r018_single_bid,
    inject_l06_7_early_contract_or_change,
    inject_l06_2_split,
)


def _grow(desk: Desk, row: Row) -> None:
    """Let the changes add up to more than a tenth of the contract."""
    share = P_CHANGE + desk.between(3, 22) / 100
    row["change_cny"] = round(row["contract_cny"] * share, -1)
    if row["final_cny"] is not None:
        row["final_cny"] = row["contract_cny"] + row["change_cny"]
