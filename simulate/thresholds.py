"""Amounts from which the district's rules ask for more: a decision, a tender, a comparison of offers."""

from __future__ import annotations

P_LARGE = 500_000  # yuan: a payment that needs a collective decision
P_TENDER = 50_000  # yuan: works of a village that have to be put out to tender
P_PROC = 100_000  # yuan: a purchase of an office that has to be compared
