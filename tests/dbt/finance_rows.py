"""A few rows of each dataset about money, at and beside every line that a figure draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from tests.dbt.landing_factory import Row

UNITS: Sequence[Row] = (
    {"org_code": "D01", "name": "财政局", "kind": "department"},
    {"org_code": "S01", "name": "东街道", "kind": "subdistrict"},
    {"org_code": "V01", "name": "甲村", "kind": "village", "parent_code": "S01"},
    {"org_code": "V02", "name": "乙村", "kind": "village", "parent_code": "S01"},
    {"org_code": "C01", "name": "丙社区", "kind": "community", "parent_code": "S01"},
)


def cny(amount: float) -> Decimal:
    return Decimal(str(amount))


def gates(**other: str | None) -> Row:
    return {f"gate_{number}_on": f"2018-04-{number:02d}" for number in range(1, 10)} | other


def tender(number: str, village: str, winner: str, award: float, **more: object) -> Row:
    return {
        "tender_no": number,
        "project_name": number,
        "street": "东街道",
        "village": village,
        "method": "public",
        "category": "works",
        "awarded_on": "2018-04-09",
        "winner_token": winner,
        "winner_masked": winner,
        "budget_cny": cny(100),
        "award_cny": cny(award),
        "contract_cny": cny(award),
        "supervised_by": "甲",
    } | more


TENDERS: Sequence[Row] = [
    tender("T1", "甲村", "a", 80, **gates(), change_cny=cny(8)),
    tender("T2", "甲村", "b", 60, **gates(gate_3_on="2018-04-05"), supervised_by=None),
    tender("T3", "乙村", "b", 50, **gates(gate_9_on=None)),
    tender(
        "T4", "乙村", "c", 500, **gates(), category="resource_lease", budget_cny=cny(1), contract_cny=None
    ),
    tender(
        "T5", "甲村", "a", 900, **gates(gate_8_on="2018-05-26"), awarded_on="2018-05-26", contract_cny=None
    ),
]


def asset(number: str, **more: object) -> Row:
    plain: dict[str, object] = {
        "asset_no": number,
        "asset_name": number,
        "village": "甲村",
        "accepted_on": "2018-03-01",
    }
    return plain | {"platform_no": "P", "custodian": "甲"} | more


ASSETS: Sequence[Row] = [
    asset("A1", lease_no="1", rent_due_cny=cny(100), rent_received_cny=cny(40)),
    asset("A1", lease_no="2", rent_due_cny=cny(100)),
    asset("A2", platform_no=None),
    asset("A3", custodian=None, village="乙村"),
    asset("A4", platform_no=None, custodian=None, accepted_on="2018-05-26"),
]


def lease(number: str, **more: object) -> Row:
    plain: dict[str, object] = {
        "contract_no": number,
        "asset_name": number,
        "village": "甲村",
        "lessee_token": "t",
        "lessee_masked": "张*",
    }
    return plain | {"rent_cny": cny(100), "year": 2018, "due_on": "2018-05-01", "due_cny": cny(100)} | more


LEASES: Sequence[Row] = [
    lease("L1", received_cny=cny(100), received_on="2018-05-02"),
    lease(
        "L2", waived_cny=cny(40), waiver_voted_on="2018-04-01", received_cny=cny(60), received_on="2018-05-02"
    ),
    lease("L3", waived_cny=cny(40)),
    lease("L4", received_cny=cny(100), received_on="2018-05-26"),
    lease("L5", due_on="2018-06-01"),
]


def trip(number: str, plate: str, day: str, **more: object) -> Row:
    plain: dict[str, object] = {"trip_no": number, "plate_no": plate, "unit": "财政局", "destination": "市区"}
    return plain | {"departed_at": datetime.fromisoformat(f"{day}T09:00"), "is_in_platform": True} | more


TRIPS: Sequence[Row] = [
    trip("R1", "K1", "2018-03-20", is_in_platform=False),
    trip("R2", "K1", "2018-04-02"),
    trip("R3", "K2", "2018-04-03", is_in_platform=False),
    trip("R4", "K2", "2018-05-03"),
]


def filling(number: str, plate: str | None, day: str, **more: object) -> Row:
    plain: dict[str, object] = {
        "receipt_no": number,
        "card_no": "C",
        "plate_no": plate,
        "unit": "财政局",
        "litres": cny(10),
    }
    return plain | {"fuelled_at": datetime.fromisoformat(f"{day}T10:00"), "amount_cny": cny(70)} | more


FUEL: Sequence[Row] = [
    filling("F1", "K1", "2018-04-20"),
    filling("F2", "K1", "2018-05-20"),
    filling("F3", "K9", "2018-04-20", trip_no="R4"),
    filling("F4", None, "2018-04-20", is_vehicle=False),
    filling("F5", "K9", "2018-02-20"),
]


def receipt(
    parcel: str, number: int, due: str, amount: float | None, received: float | None, **more: object
) -> Row:
    plain: dict[str, object] = {
        "parcel_no": parcel,
        "contract_no": parcel,
        "instalment_no": number,
        "due_on": due,
    }
    day = "2018-05-02" if received else None
    sums = {"due_cny": amount and cny(amount), "received_cny": received and cny(received)}
    return plain | sums | {"received_on": day} | more


PARCELS: Sequence[Row] = [
    {"parcel_no": number, "contract_no": number, "location": number, "street": "东街道", "status": status}
    for number, status in (("G1", "sold"), ("G2", "terminated"))
]
RECEIPTS: Sequence[Row] = [
    receipt("G1", 1, "2018-05-01", 100, 30),
    receipt("G1", 1, "2018-05-01", None, 30, received_on="2018-05-10"),
    receipt("G1", 2, "2018-05-01", 100, 150),
    receipt("G1", 3, "2018-05-01", 100, None, deferred_to="2018-06-01"),
    receipt("G1", 4, "2018-05-25", 100, None),
    receipt("G2", 1, "2018-05-01", 100, None),
]


def engagement(number: str, unit: str, kind: str, **more: object) -> Row:
    plain: dict[str, object] = {"engagement_no": number, "unit": unit, "kind": kind, "firm": "某所"}
    plain |= {"reported_on": "2018-04-20", "status": "reported"}
    return plain | {"period_from": "2013-01-01", "period_to": "2015-12-31"} | more


ENGAGEMENTS: Sequence[Row] = [
    engagement("E1", "甲村", "village_finance"),
    engagement("E2", "甲村", "village_finance"),
    engagement("E3", "乙村", "village_finance", reported_on="2018-05-26"),
    engagement("E4", "丙社区", "village_finance"),
    engagement("E5", "财政局", "expense_check"),
    engagement("E6", "财政局", "expense_check", period_from="2015-06-01", period_to="2016-12-31"),
    engagement(
        "E7", "财政局", "expense_check", period_to="2017-12-31", reported_on=None, status="in_progress"
    ),
]


def finding(
    number: str, engagement_no: str, unit: str, kind: str, amount: float | None, **more: object
) -> Row:
    plain: dict[str, object] = {
        "finding_no": number,
        "engagement_no": engagement_no,
        "unit": unit,
        "kind": kind,
        "problem": number,
    }
    return plain | {"amount_cny": amount and cny(amount), "status": "open"} | more


FINDINGS: Sequence[Row] = [
    finding(
        "1",
        "E1",
        "甲村",
        "white_slip",
        50,
        required_cny=cny(50),
        recovered_cny=cny(20),
        recovered_on="2018-05-01",
    ),
    finding("2", "E1", "甲村", "over_standard", 70, clue_no="X"),
    finding(
        "3",
        "E5",
        "财政局",
        "over_standard",
        30,
        required_cny=cny(30),
        recovered_cny=cny(30),
        recovered_on="2018-05-26",
    ),
    finding("4", "E5", "财政局", "over_budget", None, status="transferred"),
]


def voucher(number: str, village: str, kind: str, amount: float, direction: str = "expense") -> Row:
    plain: dict[str, object] = {
        "voucher_no": number,
        "village": village,
        "booked_on": "2018-03-01",
        "direction": direction,
    }
    return plain | {"receipt_kind": kind, "amount_cny": cny(amount), "summary": number}


VOUCHERS: Sequence[Row] = [
    voucher("1", "甲村", "white_slip", 50),
    voucher("2", "甲村", "white_slip", -20),
    voucher("3", "乙村", "invoice", 70),
    voucher("4", "乙村", "white_slip", 1000, "income"),
]
ASPECTS = ("approval", "operation", "funding", "acceptance", "income", "reimbursement")
PROJECTS: Sequence[Row] = [
    {"project_no": number, "project_name": number, "village": "甲村", "fund_cny": cny(1000)}
    for number in ("J1", "J2", "J3")
]


def check(project: str, day: str, *aspects: str) -> Row:
    plain: dict[str, object] = {
        "project_no": project,
        "project_name": project,
        "village": "甲村",
        "checked_on": day,
        "checker": "组",
    }
    return plain | {f"{aspect}_verdict": "sound" for aspect in aspects}


CHECKS: Sequence[Row] = [
    check("J1", "2018-05-10", *ASPECTS[:3]),
    check("J1", "2018-05-11", "acceptance"),
    check("J2", "2018-05-10", *ASPECTS[1:]),
    check("J3", "2018-05-26", *ASPECTS),
]


def income(project: str, year: int, received: float, **more: object) -> Row:
    plain: dict[str, object] = {
        "project_no": project,
        "project_name": project,
        "village": "甲村",
        "year": year,
        "due_cny": cny(80),
    }
    return plain | {"received_cny": cny(received), "received_on": f"{year}-04-30"} | more


INCOME: Sequence[Row] = [
    income("J1", 2017, 30, contract_no="1", distributed_cny=cny(60), distributed_on="2018-02-01"),
    income("J1", 2017, 30, contract_no="2"),
    income("J1", 2018, 40, distributed_cny=cny(40), distributed_on="2018-05-26"),
    income("J9", 2018, 10),
]


def instalment(owner: str, due: str, amount: float, **more: object) -> Row:
    return {"account_no": "Z1", "owner_unit": owner, "due_on": due, "due_cny": cny(amount)} | more


REPAYMENTS: Sequence[Row] = [
    instalment("甲村", "2018-05-01", 100, diverted_cny=cny(250), paid_on="2018-05-01", paid_cny=cny(100)),
    instalment("甲村", "2018-05-20", 100, diverted_cny=cny(250), paid_on="2018-05-20", paid_cny=cny(99)),
    instalment("甲村", "2018-05-10", 50, diverted_cny=cny(250), adjusted_on="2018-05-05"),
    instalment("甲村", "2019-06-01", 50, diverted_cny=cny(250)),
    instalment("甲村", "2019-12-01", 50, diverted_cny=cny(250)),
    instalment("甲村", "2020-05-01", 50, diverted_cny=cny(250)),
    instalment("乙村", "2018-05-20", 100, paid_on="2018-05-21", paid_cny=cny(100)),
    instalment("乙村", "2018-12-01", 100, paid_on="2018-05-26", paid_cny=cny(100)),
]


def line(unit: str, year: int, approved: str | None) -> Row:
    return {
        "unit": unit,
        "year": year,
        "line": f"科目{approved}",
        "amount_cny": cny(9),
        "approved_on": approved,
    }


LINES: Sequence[Row] = [
    line("财政局", 2018, "2018-02-01"),
    line("财政局", 2018, None),
    line("财政局", 2017, "2017-02-01"),
    line("甲村", 2018, "2018-05-26"),
]


def purchase(number: str, approved: str | None, signed: str | None, **more: object) -> Row:
    plain: dict[str, object] = {
        "request_no": number,
        "unit": "财政局",
        "item": number,
        "method": "inquiry",
        "amount_cny": cny(10),
    }
    return plain | {"approved_on": approved, "contract_on": signed} | more


PURCHASES: Sequence[Row] = [
    purchase("1", "2018-03-01", "2018-03-01", method="single_source"),
    purchase("2", "2018-03-02", "2018-03-01"),
    purchase("3", None, "2018-03-01"),
    purchase("4", "2018-03-02", "2018-03-01", is_emergency=True),
    purchase("5", "2018-03-02", None, amount_cny=None, estimate_cny=cny(30)),
]
STEPS = ("requested_on", "reviewed_on", "finance_approved_on", "leader_approved_on")


def payment(number: str, amount: float = 500_000, **more: object) -> Row:
    plain: dict[str, object] = {
        "payment_no": number,
        "unit": "财政局",
        "payee_token": "p",
        "payee_masked": "某公司",
        "kind": "works",
    }
    plain |= {"paid_on": "2018-05-10", "amount_cny": cny(amount), "form_no": "S", "decision_item_no": "I1"}
    return plain | dict.fromkeys(STEPS, "2018-05-10") | more


PAYMENTS: Sequence[Row] = [
    payment("1"),
    payment("2", 499_999),
    payment("3", reviewed_on="2018-05-11"),
    payment("4", form_no=None),
    payment("5", decision_item_no="I2"),
    payment("6", decision_item_no=None, kind="payroll"),
    payment("7", chief_approved_on="2018-05-11"),
    payment("8", decision_item_no="elsewhere"),
]
DECISIONS: Sequence[Row] = [
    {"unit": "财政局", "body": "joint", "held_on": day, "meeting_no": item, "item_no": item, "item": item}
    for item, day in (("I1", "2018-05-10"), ("I2", "2018-05-11"))
]


def investment(number: str, decided: str | None, actual: float | None = None, **more: object) -> Row:
    plain: dict[str, object] = {
        "project_no": number,
        "project_name": number,
        "unit": "财政局",
        "amount_cny": cny(100),
    }
    plain |= {"decided_on": decided, "contract_no": number, "contract_on": "2018-03-02"}
    return plain | {"actual_cny": actual and cny(actual)} | more


INVESTMENTS: Sequence[Row] = [
    investment("1", "2018-03-02", 110),
    investment("2", "2018-03-03", 111),
    investment("3", None, 119, change_cny=cny(10)),
    investment("4", None, is_framework=True),
    investment("5", None, contract_on="2018-05-26"),
]


def allowance(person: str, amount: float, **more: object) -> Row:
    plain: dict[str, object] = {
        "unit": "财政局",
        "person_name_token": person,
        "person_name_masked": "张*",
        "item": "车补",
        "rank": "科员",
    }
    return plain | {"month": "2018-04-01", "amount_cny": cny(amount)} | more


ALLOWANCES: Sequence[Row] = [
    allowance("a", 650),
    allowance("b", 651, pay_kind="regular"),
    allowance("c", 1300, pay_kind="arrears"),
    allowance("d", 800, rank="科长"),
    allowance("e", 900, month="2016-04-01"),
    allowance("f", 700, item="慰问费"),
]
PAY_STANDARDS: Sequence[Row] = [
    {"item": "车补", "rank": rank, "area": area, "cap_cny": cny(cap), "valid_from": "2017-01-01"}
    for rank, area, cap in (("科员", "机关", 650), ("科员", "街道", 600), ("科长", None, 750))
]
SELF_CHECKS: Sequence[Row] = [
    {
        "unit": "财政局",
        "round_name": "一",
        "declared_cny": cny(100),
        "found_cny": cny(150),
        "refunded_cny": cny(75),
    },
    {
        "unit": "甲村",
        "round_name": "一",
        "declared_cny": cny(50),
        "refunded_cny": cny(50),
        "refunded_on": "2018-05-26",
    },
]


def claim(number: str, day: str, amount: float, category: str = "meeting") -> Row:
    plain: dict[str, object] = {"claim_no": number, "unit": "财 政局", "spent_on": day, "category": category}
    return plain | {"amount_cny": cny(amount)}


CLAIMS: Sequence[Row] = [
    claim("1", "2017-12-01", 30),
    claim("2", "2017-11-30", 70),
    claim("3", "2018-03-01", 40),
    claim("4", "2018-03-01", 500, "travel"),
]
BUDGETS: Sequence[Row] = [
    {
        "unit": "财政局",
        "year": year,
        "category": "meeting",
        "amount_cny": cny(100),
        "supplement_cny": more and cny(more),
    }
    | {"supplemented_on": day, "approved_on": f"{year}-02-01"}
    for year, more, day in (
        (2018, None, None),
        (2018, 60, "2018-04-01"),
        (2018, 900, "2018-05-26"),
        (2017, None, None),
    )
]


def compensated(number: str, quantity: float, paid: float, **more: object) -> Row:
    plain: dict[str, object] = {
        "case_no": number,
        "village": "甲村",
        "project_name": "路",
        "kind": "耕地",
        "area": "一类",
        "notice_on": "2018-01-10",
    }
    plain |= {"measured_quantity": cny(quantity), "unit_price_cny": cny(90), "paid_cny": cny(paid)}
    return (
        plain | {"person_name_token": number, "person_name_masked": "李*", "signed_on": "2018-02-01"} | more
    )


COMPENSATED: Sequence[Row] = [
    compensated("1", 2, 200),
    compensated("2", 2, 230, reward_cny=cny(10)),
    compensated("3", 2, 190, signed_on=None),
    compensated("4", 2, 180, kind="林木", signed_on="2018-05-26"),
]
COMPENSATION_STANDARDS: Sequence[Row] = [
    {
        "area": area,
        "kind": "耕地",
        "unit_price_cny": cny(price),
        "measure_unit": "亩",
        "valid_from": day,
        "valid_to": until,
    }
    for area, price, day, until in (
        ("一类", 100, "2018-01-01", None),
        (None, 70, "2018-01-01", None),
        ("一类", 50, "2017-01-01", "2017-12-31"),
    )
]
DELIVERED: Mapping[str, Sequence[Row]] = {
    "ledger.tenders": TENDERS,
    "ledger.poverty_assets": ASSETS,
    "audit.village_leases": LEASES,
    "ledger.vehicle_trips": TRIPS,
    "ledger.fuel_transactions": FUEL,
    "ledger.land_parcels": PARCELS,
    "ledger.land_receipts": RECEIPTS,
    "audit.audit_engagements": ENGAGEMENTS,
    "audit.audit_findings": FINDINGS,
    "audit.village_vouchers": VOUCHERS,
    "audit.poverty_projects": PROJECTS,
    "audit.project_checks": CHECKS,
    "audit.project_income": INCOME,
    "audit.repayment_plans": REPAYMENTS,
    "audit.budget_lines": LINES,
    "audit.procurement_requests": PURCHASES,
    "audit.large_payments": PAYMENTS,
    "ledger.decision_items": DECISIONS,
    "audit.investment_projects": INVESTMENTS,
    "reference.pay_standards": PAY_STANDARDS,
    "subsidy.allowance_payments": ALLOWANCES,
    "subsidy.allowance_self_checks": SELF_CHECKS,
    "subsidy.expense_claims": CLAIMS,
    "subsidy.expense_budgets": BUDGETS,
    "reference.compensation_standards": COMPENSATION_STANDARDS,
    "subsidy.compensation_cases": COMPENSATED,
}
