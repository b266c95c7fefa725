"""A company's payments of a year: first two digits and repeated invoices as published and counted elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.realdata.rendered import macro

NONCONFORMING = 0.0022  # mean absolute deviation of first two digits, as Nigrini published it
COUNTED = "count(*), cast(sum(times) as integer)"


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "realdata" / "benford"


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def payments(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database with the table `payments`."""
    database = duckdb.connect()
    database.execute(
        """
        create table payments as
        select
            cast(row_number() over () as varchar) as row_uid,
            'all' as book,
            VendorNum as payee,
            cast("Date" as date) as paid_on,
            InvNum as invoice_no,
            cast(Amount as decimal(18, 2)) as amount_cny
        from read_csv(?, all_varchar = true)
        """,
        [str(folder / "corporate_payment.csv.gz")],
    )
    return database


@pytest.fixture(scope="module")
def digits(payments: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The first two digits, as the indicator about invented amounts reads the first."""
    return payments.sql(macro("benford_digits")("payments", "book", "amount_cny", 2))


def test_the_deviation_of_the_first_two_digits_is_the_published_one(
    digits: duckdb.DuckDBPyRelation, truth: dict[str, Any]
) -> None:
    found = digits.aggregate("max(amounts), sum(occurrences), avg(abs(share - expected_share)), count(*)")
    amounts, occurrences, deviation, pairs = found.fetchall()[0]
    assert amounts == occurrences == truth["published"]["n_used"]
    assert deviation == pytest.approx(truth["published"]["mad"], abs=1e-9)
    assert deviation > NONCONFORMING and truth["published"]["conformity"] == "Nonconformity"
    assert pairs == 90


def test_the_digits_most_in_excess_are_the_published_ones(
    digits: duckdb.DuckDBPyRelation, truth: dict[str, Any]
) -> None:
    off = digits.project("digits, round(abs(occurrences - amounts * expected_share), 2) as off")
    found = off.order("off desc").limit(5).fetchall()
    assert [pair for pair, _ in found] == truth["published"]["top_deviation_digits"]
    assert found == [(pair, pytest.approx(gap)) for pair, gap in truth["benford_first_two"]["top5"]]


def test_so_many_amounts_stray_from_the_law_by_more_than_chance_makes(
    digits: duckdb.DuckDBPyRelation,
) -> None:
    [(by_chance, deviation)] = digits.aggregate(
        "avg(chance_gap), avg(abs(share - expected_share))"
    ).fetchall()
    assert deviation > 5 * by_chance


def test_an_invoice_entered_again_on_the_same_day_is_found(
    payments: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    same = ["payee", "invoice_no", "amount_cny"]
    again = macro("repeats")("payments", same, "paid_on", 0, "amount_cny")
    [(groups, rows)] = payments.sql(again).aggregate(COUNTED).fetchall()
    assert groups == truth["groups"]
    assert rows == truth["rows_in_same_vendor_date_invoice_amount_groups"]
    within_a_month = macro("repeats")("payments", same, "paid_on", 30, "amount_cny")
    [(_, rows_of_a_month)] = payments.sql(within_a_month).aggregate(COUNTED).fetchall()
    assert rows_of_a_month > rows
