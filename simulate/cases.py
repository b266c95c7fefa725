"""What is true about the district: each irregularity, each innocent look-alike and each fault, with its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

KINDS = ("real", "innocent", "fault")
Key = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One labelled case; `rows` are (dataset, `_key`) of the rows that show it."""

    case_id: str
    family: str
    indicator_id: str
    subject_type: str
    subject_id: str
    kind: str
    amount_cny: float | None
    rows: tuple[Key, ...]
    reason: str


@dataclass
class Cases:
    """The cases of one block.

    Attributes:
        block: its number.
        level: how many real cases an indicator gets on average, and as many innocent ones; 0 for none at all.
    """

    block: int
    level: int = 9
    found: list[Case] = field(default_factory=list)
    _counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, draw: np.random.Generator) -> int:
        """Return how many cases to put in now: the level give or take a third, 6 to 12 where it is 9."""
        spread = self.level // 3
        return int(draw.integers(self.level - spread, self.level + spread, endpoint=True))

    def add(
        self,
        indicator_id: str,
        family: str,
        subject: tuple[str, str],
        kind: str,
        rows: Sequence[Key],
        reason: str,
        *,
        amount_cny: float | None = None,
    ) -> None:
        """Record a case.

        Args:
            indicator_id: such as S04.1, or fault.<rule> for a fault.
            family: ledger, audit, subsidy, household, party, discipline, or fault.
            subject: its type and how the office's files call it, such as ("household", "D0107-0012").
            kind: real, innocent or fault.
            rows: (dataset, `_key`) of every row that a person would have to look at.
            reason: one sentence, in Chinese, about what happened.
            amount_cny: the money concerned, in yuan.
        """
        if kind not in KINDS or not rows:
            raise ValueError(f"{indicator_id}: {kind}, {len(rows)} rows")
        self._counted[indicator_id, kind] += 1
        number = self._counted[indicator_id, kind]
        case_id = f"{indicator_id}-{kind}-{self.block:03d}-{number:03d}"
        amount = None if amount_cny is None else round(float(amount_cny), 2)
        self.found.append(Case(case_id, family, indicator_id, *subject, kind, amount, tuple(rows), reason))

    def keys(self, kinds: Iterable[str] = KINDS) -> dict[str, set[str]]:
        """Return, per dataset, the keys of the rows that cases of `kinds` name."""
        named: dict[str, set[str]] = {}
        for case in self.found:
            if case.kind in kinds:
                for dataset, key in case.rows:
                    named.setdefault(dataset, set()).add(key)
        return named
