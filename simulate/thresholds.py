"""Amounts and days from which the district's rules ask for more: a decision, a tender, a comparison of offers."""

from __future__ import annotations

P_LARGE = 500_000  # yuan: a payment or project that needs a collective decision
P_TENDER = 50_000  # yuan: works of a village that have to be put out to tender
P_PROC = 100_000  # yuan: a purchase of an office that has to be compared
NOTICE_DAYS = 15  # whole days at least between the notice of a tender and its opening
P_CHANGE = 0.10  # of the contract: changes from which the works would have been another tender
P_REFUND = 0.10  # of a parcel's price: payments to the buyer's group that look like a refund
P_APPROVAL = 5_000  # yuan: a payment of a village that the subdistrict has to approve
P_CASH = 1_000  # yuan: what a village may pay a firm in cash
