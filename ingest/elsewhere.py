"""Columns of a sheet that the recognised dataset does not take although another one would."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.headers import Header, HeaderMatch, fold_header, known_names
from warehouse.contracts import Column, Contract

MEASURED = {"amount", "date", "month", "moment", "deadline", "period"}


def find_owner(match: HeaderMatch, header: Header) -> Contract | None:
    """Return the other contract that loses something because `header` is not taken; None where nothing is lost.

    A sheet may repeat what its rows' key leads to, as a progress report repeats the words of its measures; but the
    other's required codes, amounts and dates, such as the status in a list of measures, are no repetition.
    """
    knowing = list(_find_knowing(match, header))
    is_repeated = any(_is_led_to(contract, match.contract) for contract, _ in knowing)
    weighs = all if is_repeated else any
    losing = [contract for contract, column in knowing if weighs((column.required, _is_measured(column)))]
    names = {other.names[0] for other in (*match.columns.values(), *match.unmatched)}
    return max(losing, key=lambda contract: len(names & known_names(contract)), default=None)


def _find_knowing(match: HeaderMatch, header: Header) -> Iterator[tuple[Contract, Column]]:
    for contract in match.contracts:
        if contract.dataset == match.contract.dataset or header.names[0] not in known_names(contract):
            continue
        for column in contract.read_columns:
            if header.names[0] in map(fold_header, column.headers):
                yield contract, column


def _is_led_to(contract: Contract, own: Contract) -> bool:
    return bool(contract.key) and set(contract.key) <= {column.name for column in own.columns}


def _is_measured(column: Column) -> bool:
    return bool(column.codes) or column.parse in MEASURED
