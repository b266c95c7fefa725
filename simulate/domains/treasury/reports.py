"""The treasury's tables as its offices send them."""

from __future__ import annotations

from simulate.cases import Cases
from simulate.domains.treasury import (
    bidder_cases,
    decision_cases,
    fund_cases,
    investment_cases,
    land_cases,
    payment_cases,
    procurement_cases,
    revenue_cases,
    tender_cases,
)
from simulate.domains.treasury.budget import BUDGET, build_budget
from simulate.domains.treasury.desk import frame_of, run
from simulate.domains.treasury.funds import MOVEMENTS, PLANS, build_funds
from simulate.domains.treasury.investments import INVESTMENTS, build_investments
from simulate.domains.treasury.land import PARCELS, RECEIPTS, SPENT, build_land
from simulate.domains.treasury.minutes import build_minutes
from simulate.domains.treasury.payments import PAYMENTS, build_payments
from simulate.domains.treasury.procurement import PROCUREMENT, build_purchases
from simulate.domains.treasury.revenue import REVENUE, build_revenue
from simulate.domains.treasury.tenders import BIDDERS, GATES, TENDERS, adopt, build_tenders, supervise
from simulate.tables import Table, known_on
from simulate.timeline import MONTHLY, QUARTERLY
from simulate.world import World

INVESTMENT_STEPS = {
    "appraised_on": ("appraiser", "expert_report_no", "appraisal_text", "forecast_benefit_cny"),
    "legal_reviewed_on": ("legal_opinion_no",),
    "decided_on": ("decision_item_no",),
    "contract_on": ("contract_no", "is_framework", "actual_cny", "change_cny", "change_no"),
}
TENDER_STEPS = {
    **dict.fromkeys(GATES, ()),
    "notice_on": (),
    "opened_on": ("supervised_by",),
    "awarded_on": ("winner", "winner_credit_code", "award_cny"),
    "contract_on": ("contract_cny", "change_cny", "change_approver", "final_cny"),
}

PARCEL_STEPS = {
    "sold_on": (),
    "contract_on": ("contract_no", "price_cny", "schedule", "final_due_on", "instalment_count"),
}
RECEIPT_STEPS = {"received_on": ("received_cny", "receipt_no", "treasury_no")}
PURCHASE_STEPS = {
    "approved_on": ("approver", "approval_no"),
    "contract_on": ("contract_no", "supplier", "supplier_credit_code", "amount_cny"),
    "accepted_on": (),
}


def make_land(world: World, cases: Cases) -> list[Table]:
    """Return parcels, what their buyers paid, and what was paid out of it."""
    book = world.once(build_land)
    run(world, cases, land_cases.INJECTIONS)
    parcels = known_on(frame_of(list(book.parcels.values())), QUARTERLY, "_born", PARCEL_STEPS).drop("_born")
    receipts = known_on(frame_of(book.receipts), QUARTERLY, "_born", RECEIPT_STEPS).drop("_born", "_due")
    land, finance = world.places.department("国土资源局"), world.places.department("财政局")
    return [
        Table(PARCELS, parcels, land, days=QUARTERLY),
        Table(RECEIPTS, receipts, finance, days=QUARTERLY),
        Table(SPENT, frame_of(book.spent).sort("paid_on", "_key"), finance, days=QUARTERLY),
    ]


def make_funds(world: World, cases: Cases) -> list[Table]:
    """Return the movements of entrusted funds and, where any were diverted, the plan of repayment; the budgets, too."""
    book = world.once(build_funds)
    run(world, cases, fund_cases.INJECTIONS)
    finance = world.places.department("财政局")
    tables = [
        Table(MOVEMENTS, frame_of(list(book.rows())), finance, days=MONTHLY),
        Table(BUDGET, frame_of(build_budget(world)), finance, days=QUARTERLY),
    ]
    if book.plans:
        plans = frame_of([{name: row[name] for name in row if name != "_move"} for row in book.plans])
        tables.append(Table(PLANS, plans.drop("_due"), finance, days=QUARTERLY))
    return tables


def make_purchases(world: World, cases: Cases) -> list[Table]:
    """Return the purchases of offices."""
    book = world.once(build_purchases)
    run(world, cases, procurement_cases.INJECTIONS)
    frame = known_on(frame_of(book.rows), QUARTERLY, "_born", PURCHASE_STEPS).drop("_born")
    return [Table(PROCUREMENT, frame, world.places.department("财政局"), days=QUARTERLY)]


def make_tenders(world: World, cases: Cases) -> list[Table]:
    """Return the tenders and their bidders, as each subdistrict reports them for its villages."""
    book = world.once(build_tenders)
    for row in world.registers.get(TENDERS, []):
        adopt(book, row)
    run(world, cases, (*tender_cases.INJECTIONS, *bidder_cases.INJECTIONS))
    supervise(world, book)
    tenders = known_on(frame_of(book.rows), QUARTERLY, "_born", TENDER_STEPS).drop("_born")
    bids = frame_of([bid for row in book.rows for bid in book.bids[row["_key"]]])
    office = world.places.department("纪工委监察办公室")
    return [Table(TENDERS, tenders, office, days=QUARTERLY), Table(BIDDERS, bids, office, days=QUARTERLY)]


def make_investments(world: World, cases: Cases) -> list[Table]:
    """Return the ledger of major investments."""
    book = world.once(build_investments)
    run(world, cases, investment_cases.INJECTIONS)
    frame = known_on(frame_of(book.rows), QUARTERLY, "_born", INVESTMENT_STEPS).drop("_born")
    return [Table(INVESTMENTS, frame, world.places.department("财政局"), days=QUARTERLY)]


def make_payments(world: World, cases: Cases) -> list[Table]:
    """Return the payments out of the treasury and the revenue, some of which they have become, each by its days."""
    paid, received = world.once(build_payments), world.once(build_revenue)
    run(world, cases, revenue_cases.BEFORE_PAYMENTS)
    run(world, cases, payment_cases.INJECTIONS)
    run(world, cases, revenue_cases.AFTER_PAYMENTS)
    finance = world.places.department("财政局")
    return [
        Table(PAYMENTS, frame_of(paid.rows).sort("paid_on", "_key"), finance, days=MONTHLY),
        Table(REVENUE, frame_of(received.rows).sort("received_on", "_key"), finance, days=MONTHLY),
    ]


def make_decisions(world: World, cases: Cases) -> list[Table]:
    """Return the decisions; made last, when everything has been decided."""
    run(world, cases, decision_cases.INJECTIONS)
    rows = list(world.once(build_minutes).rows())
    rows += world.registers.get("ledger.decision_items", [])
    office = world.places.department("党政办公室")
    return [Table("ledger.decision_items", frame_of(rows).drop("_held_on"), office, days=MONTHLY)]
