"""The rules once more, written down as plainly as they can be.

Each takes a district's tables and returns the subjects that it flags. They are what the labels are held against; they
are not the indicators. `RULES` find exactly the subjects of the real cases; `PAIRED` rules speak of two rows and find
the other half, too.
"""

from __future__ import annotations

from tests.simulate.rules import discipline, expenses, household, ledger, party, treasury, village
from tests.simulate.rules.reading import Rule

FAMILIES = (household, ledger, party, expenses, discipline, village, treasury)
RULES: dict[str, Rule] = {name: rule for family in FAMILIES for name, rule in family.RULES.items()}
PAIRED: dict[str, Rule] = {name: rule for family in FAMILIES for name, rule in family.PAIRED.items()}
