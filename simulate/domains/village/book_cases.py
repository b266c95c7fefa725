"""What can be wrong with a village's vouchers (A01), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from simulate.cases import Key
from simulate.domains.village.books import VOUCHERS, Books
from simulate.domains.village.desk import Desk, Row, find_stranger, next_booking_day
from simulate.identity import make_accounts

FIRM_ACCOUNTS_FROM = 3_000_000
NEW_FORMS_FROM = date(2017, 4, 1)  # older forms have no place for the stamp
SLIP_FROM, LARGE_FROM = 500, 1_000
MANY_PEOPLE = 30  # villages, the larger ones first
YEAR = date(2017, 1, 1), date(2017, 11, 15)  # in which vouchers may be added


def inject_a01_1_white_slip(desk: Desk, books: Books) -> None:
    """A firm is paid on a white slip; the look-alike is a villager's labour, for which there is no invoice."""
    real, innocent = (
        _take(desk, books, is_firm(), _between(600, 20_000)),
        _take(desk, books, is_villager(), _between(600, 9_000)),
    )
    for row in real:
        row |= {"receipt_kind": "white_slip", "invoice_no": None, "is_payee_handwritten": True}
        _voucher(desk, row, "real", f"以白条列支“{row['summary']}”")
    for row in innocent:
        row |= {"receipt_kind": "white_slip"}
        _voucher(desk, row, "innocent", "村民零星用工，收款人有身份证号，无法开票")


def inject_a01_2_white_slip_in_disguise(desk: Desk, books: Books) -> None:
    """Two of: no number, payee by hand, round amount; the look-alike has a contract and went to the firm's account."""
    candidates = is_firm(), _between(500, 20_000), pl.col("receipt_kind") != "white_slip"
    for number, row in enumerate(_take(desk, books, *candidates)):
        row |= {"receipt_kind": "receipt", "invoice_no": None, "has_finance_group_stamp": True}
        if number % 2:
            row["is_payee_handwritten"] = True
        else:
            row["amount_cny"] = round(row["amount_cny"], -2)
        _voucher(desk, row, "real", "收据无号码，" + ("收款人手写" if number % 2 else "金额取整"))
    innocent = _take(desk, books, *candidates)
    accounts = make_accounts(len(innocent), desk.world.block, FIRM_ACCOUNTS_FROM)
    for account, row in zip(accounts, innocent, strict=True):
        row |= {"invoice_no": None, "amount_cny": round(row["amount_cny"], -2), "payment_method": "transfer"}
        row |= {"has_finance_group_stamp": True}
        row |= {"contract_no": f"HT-{row['_key']}", "payee_account": account}
        _voucher(desk, row, "innocent", "票据扫描不清，有合同并转入单位账户")


def inject_a01_3_paid_to_kin(desk: Desk, books: Books) -> None:
    """Cadres or their kin are paid for work; the look-alikes are fixed pay and money laid out."""
    large = [crew.village for crew in books.crews[:MANY_PEOPLE]]
    villages = _villages(books)
    real, innocent = desk.take("A01.3 village", villages.filter(villages.is_in(large)))
    world = desk.world
    for number, village in enumerate(real):
        row = _one(desk, books, is_villager(), _between(1_100, 9_000), pl.col("village") == village)
        crew = books.crews[row["at"]]
        if number % 3:
            paid = find_stranger(desk, crew)
            key = f"kin-{crew.posts['head']['person']}-{paid['person']}"
            world.add_register_row(
                "register.cadre_relatives", _key=key, cadre=crew.posts["head"]["person"],
                relative=paid["person"], relation="sibling", has_benefit=False,
            )  # fmt: skip
            rows: list[Key] = [(VOUCHERS, row["_key"]), ("register.cadre_relatives", key)]
        else:
            paid, rows = crew.posts["cashier"], [(VOUCHERS, row["_key"])]
        row |= {"payee_name": paid["person_name"], "payee_id_card": paid["id_card"], "payee_account": None}
        subject = f"{village}/{row['booked_on'].year}/{paid['id_card']}"
        what = "村干部近亲属" if number % 3 else "村干部本人"
        desk.add(("payee", subject), "real", rows, f"劳务费付给{what}，另有补贴之外的收入", row["amount_cny"])
    for village in innocent:
        of_village = pl.col("village") == village
        row = _one(desk, books, is_firm(), _between(1_100, 3_900), of_village)
        paid = books.crews[row["at"]].posts["secretary"]
        row |= {"payee_name": paid["person_name"], "payee_id_card": paid["id_card"]}
        row |= {"payment_method": "transfer", "summary": f"退还垫付款：{row['summary']}"}
        subject = f"{village}/{row['booked_on'].year}/{paid['id_card']}"
        desk.add(
            ("payee", subject),
            "innocent",
            [(VOUCHERS, row["_key"])],
            "退还村干部垫付款，附发票",
            row["amount_cny"],
        )


def inject_a01_4_invoice_twice(desk: Desk, books: Books) -> None:
    """Two villages book one invoice; the look-alike pays one invoice in two parts."""
    has_invoice = is_firm(), _between(800, 3_900), pl.col("receipt_kind") == "invoice", _in_2017()
    rows = _take(desk, books, *has_invoice)
    for row in rows:
        elsewhere = _one(desk, books, *has_invoice, pl.col("at") != row["at"])
        elsewhere |= {name: row[name] for name in ("invoice_no", "payee_name", "amount_cny", "summary")}
        elsewhere |= {"payment_method": "transfer", "has_finance_group_stamp": True}
        keys = [(VOUCHERS, row["_key"]), (VOUCHERS, elsewhere["_key"])]
        reason = f"同一张发票在{row['village']}和{elsewhere['village']}各报一次"
        desk.add(("invoice", row["invoice_no"]), "real", keys, reason, row["amount_cny"])
    for row in _take(desk, books, *has_invoice):
        whole = row["amount_cny"]
        row["amount_cny"] = round(whole * 0.6, 2)
        part = _again(books, row, "P", desk, amount_cny=round(whole - row["amount_cny"], 2))
        row["summary"], part["summary"] = f"{row['summary']}（首付）", f"{row['summary']}（尾款）"
        keys = [(VOUCHERS, row["_key"]), (VOUCHERS, part["_key"])]
        desk.add(("invoice", row["invoice_no"]), "innocent", keys, "一张发票分两次付清")


def inject_a01_7_not_approved(desk: Desk, books: Books) -> None:
    """No approver or no stamp of the finance group; the look-alike is an old form without a place for it."""
    for number, row in enumerate(_take(desk, books, _between(LARGE_FROM, 40_000))):
        row["approvers" if number % 2 else "has_finance_group_stamp"] = None if number % 2 else False
        _voucher(desk, row, "real", "无审批人签字" if number % 2 else "未经民主理财小组盖章")
    _, innocent = desk.take("A01.7 village", _villages(books), 8)
    taken = {key for case in desk.cases.found for dataset, key in case.rows if dataset == VOUCHERS}
    for village in innocent:
        old = [
            row
            for row in books.rows
            if row["village"] == village and row["booked_on"] < NEW_FORMS_FROM and row["direction"] == "expense"
            and row["_key"] not in taken
        ]  # fmt: skip
        for row in old:
            row["has_finance_group_stamp"] = None
        keys = [(VOUCHERS, row["_key"]) for row in old if row["amount_cny"] >= LARGE_FROM]
        desk.add(("village", village), "innocent", keys, "2017年3月以前的旧式凭证没有民主理财栏")


def inject_a01_9_gap_in_numbering(desk: Desk, books: Books) -> None:
    """Numbers are missing; the look-alike is a voucher that was spoilt and kept on file."""
    real, innocent = desk.take("A01.9 village", _villages(books), 8)
    for village in real:
        row = _one(
            desk, books, pl.col("village") == village, _in_2017(), pl.col("booked_on") > date(2017, 2, 1)
        )
        row["skipped"] = int(desk.draw.integers(1, 4))
        desk.add(
            ("book", f"{village}/2017"), "real", [(VOUCHERS, row["_key"])], f"此前缺{row['skipped']}个凭证号"
        )
    for village in innocent:
        row = _one(desk, books, pl.col("village") == village, _in_2017())
        void = _again(
            books, row, "X", desk, amount_cny=0.0, summary="作废：票面填写错误，原件附后", receipt_kind="none",
            invoice_no=None, category="other",
        )  # fmt: skip
        desk.add(
            ("book", f"{village}/2017"), "innocent", [(VOUCHERS, void["_key"])], "作废凭证留存在册，号码连续"
        )


def inject_a01_10_paid_twice(desk: Desk, books: Books) -> None:
    """One payee gets one amount twice in thirty days; the look-alike is fixed pay of two months."""
    for row in _take(desk, books, is_firm(), _between(500, 3_900), _in_2017()):
        other = _again(books, row, "T", desk, invoice_no=books.next_invoice())
        keys = [(VOUCHERS, row["_key"]), (VOUCHERS, other["_key"])]
        subject = f"{row['village']}/{row['payee_name']}/{row['amount_cny']:.2f}"
        desk.add(
            ("payment", subject), "real", keys, "同一收款人、同一金额，三十天内付两次", row["amount_cny"]
        )
    pay: dict[str, list[Row]] = {}
    for row in books.rows:
        if row["category"] == "allowance" and row["_key"].endswith("00"):
            pay.setdefault(row["village"], []).append(row)
    _, innocent = desk.take("A01.10 village", _villages(books))
    for village in innocent:
        near = [pair for pair in pairwise(pay[village]) if _days(*pair) <= 30]
        if near:
            first, second = near[0]
            keys = [(VOUCHERS, first["_key"]), (VOUCHERS, second["_key"])]
            subject = f"{village}/{first['payee_name']}/{first['amount_cny']:.2f}"
            desk.add(("payment", subject), "innocent", keys, "固定补贴，两个月相隔不足三十天")


def inject_a01_11_cash_over_limit(desk: Desk, books: Books) -> None:
    """A firm is paid a large sum in cash; the look-alike is a villager's labour."""
    for row in _take(desk, books, is_firm(), _between(1_100, 30_000)):
        row |= {"payment_method": "cash", "payee_account": None}
        _voucher(desk, row, "real", "超过现金结算起点仍以现金支付单位款项")
    for row in _take(desk, books, is_villager(), _between(1_100, 9_000)):
        row |= {"payment_method": "cash", "payee_account": None}
        _voucher(desk, row, "innocent", "个人劳务报酬，可以用现金支付")


def inject_a01_12_split_payment(desk: Desk, books: Books) -> None:
    """Two or three payments just under the limit in a fortnight; the look-alike pays a contract by instalments."""
    real, innocent = desk.take("A01.12 village", _villages(books))
    for number, village in enumerate([*real, *innocent]):
        is_real = number < len(real)
        row = _one(desk, books, is_firm(), _between(500, 3_900), _in_2017(), pl.col("village") == village)
        firm = books.crews[row["at"]].suppliers[number % 12]["firm"]
        count = 2 + number % 2
        parts = [
            _again(
                books, row, f"S{at}", desk, payee_name=firm, invoice_no=books.next_invoice(),
                amount_cny=round(float(desk.draw.uniform(4_200, 4_990)), 2), payment_method="transfer",
                booked_on=next_booking_day(row["booked_on"], 2 + 4 * at),
                contract_no=None if is_real else f"HT-{row['_key']}",
            )
            for at in range(count)
        ]  # fmt: skip
        keys = [(VOUCHERS, part["_key"]) for part in parts]
        reason = f"同一事项分{count}笔支付，每笔略低于审批限额" if is_real else "按已审批的合同分期付款"
        kind, amount = ("real", sum(part["amount_cny"] for part in parts)) if is_real else ("innocent", 0)
        desk.add(("payee", f"{village}/{firm}"), kind, keys, reason, amount)


INJECTIONS: dict[str, Callable[[Desk, Books], None]] = {
    "A01.12": inject_a01_12_split_payment,
    "A01.1": inject_a01_1_white_slip,
    "A01.2": inject_a01_2_white_slip_in_disguise,
    "A01.3": inject_a01_3_paid_to_kin,
    "A01.4": inject_a01_4_invoice_twice,
    "A01.7": inject_a01_7_not_approved,
    "A01.9": inject_a01_9_gap_in_numbering,
    "A01.10": inject_a01_10_paid_twice,
    "A01.11": inject_a01_11_cash_over_limit,
}


def is_firm() -> pl.Expr:
    """Whether a firm is paid."""
    return pl.col("payee_id_card").is_null()


def is_villager() -> pl.Expr:
    """Whether a villager is paid for work."""
    return pl.col("payee_id_card").is_not_null() & (pl.col("category") == "labour")


def _villages(books: Books) -> pl.Series:
    """Return villages whose amounts are not a case by themselves."""
    return pl.Series([crew.village for crew in books.crews if crew.at not in books.digit_roles])


def _take(desk: Desk, books: Books, *conditions: pl.Expr) -> list[Row]:
    """Return vouchers that no case has taken yet, as many as the cases' level says."""
    return _pick(desk, books, desk.cases.count(desk.draw), *conditions)


def _one(desk: Desk, books: Books, *conditions: pl.Expr) -> Row:
    [row] = _pick(desk, books, 1, *conditions)
    return row


def _pick(desk: Desk, books: Books, count: int, *conditions: pl.Expr) -> list[Row]:
    ordinary = ~pl.col("at").is_in(list(books.digit_roles))
    slips = pl.col("receipt_kind") == "white_slip"
    candidates = books.payments.filter(ordinary, ~slips, *conditions)["_key"]
    return [books.by_key[key] for key in desk.world.pick(desk.draw, "voucher", candidates, count)]


def _again(books: Books, row: Row, mark: str, desk: Desk, **changes: object) -> Row:
    """Enter a payment once more, some days later; return the new row."""
    day = next_booking_day(row["booked_on"], int(desk.draw.integers(3, 15)))
    new = (
        row
        | {
            "_key": row["_key"].replace("-N", f"-{mark}"),
            "booked_on": day,
            "skipped": 0,
            "has_finance_group_stamp": True,
        }
        | changes
    )
    books.rows.append(new)
    return new


def _voucher(desk: Desk, row: Row, kind: str, reason: str) -> None:
    subject = ("voucher", f"{row['village']}/{row['_key']}")
    desk.add(subject, kind, [(VOUCHERS, row["_key"])], reason, row["amount_cny"] if kind == "real" else 0)


def _between(least: float, most: float) -> pl.Expr:
    return pl.col("amount_cny").is_between(least, most)


def _in_2017() -> pl.Expr:
    return pl.col("booked_on").is_between(*YEAR)


def _days(first: Row, second: Row) -> int:
    return int((second["booked_on"] - first["booked_on"]) / timedelta(days=1))
