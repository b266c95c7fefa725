"""Households on welfare and in poverty: the roll, its review, the files, the comparison with registers."""

from simulate.domains.household import matching, monitoring, poverty, reviews, welfare

DOMAINS = (reviews.make, matching.make, monitoring.make, poverty.make, welfare.make)
