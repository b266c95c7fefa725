"""What the other datasets are held against."""

from simulate.domains.reference import lists

DOMAINS = (lists.make,)
