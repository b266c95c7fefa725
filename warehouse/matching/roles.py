"""Which columns of a contract tell about the person whose identity number stands in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.contracts import Column, Contract

NUMBER = "id_card"
NAMES = ("person_name", "party_name")
PLACES = ("village", "unit")
HOUSEHOLD = "household_no"


@dataclass(frozen=True)
class Role:
    """A column of identity numbers, by `column`, and the columns beside it that are about the same person.

    `name` is None where nothing names the person. Of `places` the first that is filled counts; `household` is numbered
    within a place.
    """

    column: str
    name: Column | None
    places: tuple[str, ...]
    household: str | None
    phones: tuple[str, ...]
    accounts: tuple[str, ...]
    addresses: tuple[str, ...]


def find_roles(contract: Contract) -> list[Role]:
    """Return the roles of `contract`, in the order of its columns.

    Offices write the name before the number: the person is named by the nearest column before it that holds names of
    persons or parties or is called `…_name`; where there is none, by the column just before it. Phone, account and
    address belong to the person whose prefix they have: payee_account to payee_id_card, not guardian_account to
    id_card.
    """
    return [
        _read_role(contract, at)
        for at, column in enumerate(contract.columns)
        if column.personal == NUMBER and column.derived_from is None
    ]


def _read_role(contract: Contract, at: int) -> Role:
    column = contract.columns[at]
    prefix = column.name.removesuffix(NUMBER)
    plain = [other.name for other in contract.columns if other.personal is None]
    return Role(
        column=column.name,
        name=_find_name(contract.columns[:at]),
        places=tuple(name for name in PLACES if name in plain),
        household=HOUSEHOLD if HOUSEHOLD in plain and not prefix else None,
        phones=_find_own(contract, prefix, "phone"),
        accounts=_find_own(contract, prefix, "bank_account"),
        addresses=_find_own(contract, prefix, "address"),
    )


def _find_name(before: Iterable[Column]) -> Column | None:
    nearest_first = list(before)[::-1]
    for column in nearest_first:
        if column.personal in NAMES or (column.personal is None and column.name.endswith("_name")):
            return column
    return nearest_first[0] if nearest_first and nearest_first[0].personal is None else None


def _find_own(contract: Contract, prefix: str, personal: str) -> tuple[str, ...]:
    return tuple(
        column.name
        for column in contract.columns
        if column.personal == personal and column.name.startswith(prefix or personal)
    )
