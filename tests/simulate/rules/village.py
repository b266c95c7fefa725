"""Rules of the domain package village."""

from __future__ import annotations

from tests.simulate.rules.reading import Rule

RULES: dict[str, Rule] = {}
PAIRED: dict[str, Rule] = {}
