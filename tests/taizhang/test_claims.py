"""`taizhang claims` and `explain claim` over the sample's notice."""

from __future__ import annotations

import pytest

from tests.taizhang.test_cli import run, run_json
from warehouse.claims import VERDICTS, explain_claim, read_claims
from warehouse.errors import UsageError
from warehouse.serving import open_build
from warehouse.settings import Site

# Other programs rely on these.
KEYS = {
    "claim_id",
    "item",
    "quote",
    "stated",
    "recomputed",
    "unit",
    "difference",
    "verdict",
    "reason",
    "metric_id",
}


def test_claims_json_keeps_its_shape(sample_site: Site) -> None:
    claims = run_json(sample_site.root, "claims")
    assert all(claim.keys() >= KEYS for claim in claims)
    total = next(claim for claim in claims if claim["metric_id"] == "tasks")
    assert (total["stated"], total["recomputed"], total["difference"], total["verdict"]) == (
        33,
        33,
        0,
        "属实",
    )


def test_the_table_counts_the_verdicts_and_tells_what_can_be_checked(sample_site: Site) -> None:
    done = run(sample_site.root, "claims")
    assert done.returncode == 0
    assert all(verdict in done.stdout for verdict in VERDICTS)
    assert "可核实" in done.stdout and "自相矛盾" in done.stdout


def test_a_claim_is_explained_by_its_place_and_the_rows_of_the_metric(sample_site: Site) -> None:
    with open_build(sample_site) as connection:
        checked = [
            claim for claim in read_claims(connection) if claim.metric_id and claim.recomputed is not None
        ]
        assert checked
        for claim in checked:
            origin = explain_claim(connection, claim.claim_id)
            assert origin.place is not None and origin.rule["rule_id"] == claim.rule_id
            assert origin.metric is not None
            counted = sum(
                row.amount if row.amount is not None else 1 for row in origin.metric.rows if row.in_numerator
            )
            assert origin.metric.numerator == pytest.approx(counted)
            assert claim.recomputed in (origin.metric.value, origin.metric.numerator)


def test_an_unknown_claim_is_a_usage_error(sample_site: Site) -> None:
    with open_build(sample_site) as connection, pytest.raises(UsageError, match="C999"):
        explain_claim(connection, "C999")
