"""Known duplicates among synthetic people: the scoring that links rows to persons, with comparisons that fit them.

FEBRL 1 and 2 are published benchmarks, the third file is Splink's own sample. No figures come with them but the number
of true pairs; beside ours stand those of plain Splink: the same columns and blocks, compared as equal or not.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from warehouse.matching.scoring import Comparison, Level, Model, score
from warehouse.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "matching.md"
THRESHOLD = 0.5  # of two equally grave errors; a site links at 0.95
Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def folder(shared_dir: Path) -> Path:
    return shared_dir / "realdata" / "matching"


def text(column: str, near: float = 0.9, m: float = 0.9) -> Comparison:
    """Texts that clerks misspell: the same, or nearly by Jaro and Winkler."""
    return Comparison(
        column,
        f"{column}_l is null or {column}_r is null",
        (
            Level("same", f"{column}_l = {column}_r", m * 0.8, 0.01, column),
            Level("near", f"jaro_winkler_similarity({column}_l, {column}_r) >= {near}", m * 0.2, 0.01),
        ),
    )


def digits(column: str) -> Comparison:
    """Numbers and days: the same, or one slip apart."""
    return Comparison(
        column,
        f"{column}_l is null or {column}_r is null",
        (
            Level("same", f"{column}_l = {column}_r", 0.8, 0.001),
            Level("one_slip", f"damerau_levenshtein({column}_l, {column}_r) <= 1", 0.15, 0.001),
        ),
    )


FEBRL = Model(
    comparisons=(
        text("given_name"),
        text("surname"),
        text("address_1", near=0.85),
        text("suburb"),
        digits("date_of_birth"),
        digits("soc_sec_id"),
        digits("postcode"),
    ),
    blocks=(
        ("soc_sec_id",),
        ("date_of_birth",),
        ("given_name", "surname"),
        ("surname", "postcode"),
        ("address_1",),
    ),
    prior=1e-4,
    train=(("date_of_birth",), ("postcode",)),
)
SAMPLE = Model(
    comparisons=(text("first_name"), text("surname"), digits("dob"), text("city"), text("email")),
    blocks=(("first_name",), ("surname",), ("dob",), ("email",)),
    prior=6e-3,
    train=(("dob",), ("email",)),
)


def read_febrl(path: Path) -> tuple[pl.DataFrame, Pairs]:
    """Return the records and the true pairs: rec-7-org and rec-7-dup-0 are one person."""
    table = pl.read_csv(path, infer_schema=False)
    table = table.rename(str.strip).with_columns(pl.all().str.strip_chars().replace("", None))
    return mark(table.rename({"rec_id": "unique_id"}), pl.col("unique_id").str.extract("^rec-([0-9]+)-"))


def read_sample(path: Path) -> tuple[pl.DataFrame, Pairs]:
    table = pl.read_csv(path, infer_schema=False).with_columns(
        pl.all().str.strip_chars().str.to_lowercase().replace("", None)
    )
    return mark(table, pl.col("cluster"))


def mark(table: pl.DataFrame, entity: pl.Expr) -> tuple[pl.DataFrame, Pairs]:
    groups = table.group_by(entity.alias("entity")).agg(pl.col("unique_id").sort())["unique_id"]
    return table, {pair for group in groups for pair in combinations(group, 2)}


def measure(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = len(found & true)
    precision, recall = right / len(found), right / len(true)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ours(table: pl.DataFrame, model: Model) -> Pairs:
    pairs = score([table], model).filter(pl.col("probability") >= THRESHOLD)
    return {(min(pair), max(pair)) for pair in pairs.select("left", "right").rows()}


def plain(table: pl.DataFrame, model: Model) -> Pairs:
    """Return the pairs of a model that only knows the same from different, trained in the same way."""
    exact = tuple(
        Comparison(item.name, item.unknown, (Level("same", f"{item.name}_l = {item.name}_r", 0.9, 0.01),))
        for item in model.comparisons
    )
    return ours(table, Model(exact, model.blocks, model.prior, model.train))


@pytest.mark.parametrize(
    ("name", "file", "model", "least"),
    [
        ("febrl1", "febrl/dataset1.csv", FEBRL, (0.99, 0.99, 0.99)),
        ("febrl2", "febrl/dataset2.csv", FEBRL, (0.99, 0.98, 0.985)),
        ("splink_fake1000", "splink/fake_1000_from_splink_demos.csv", SAMPLE, (0.98, 0.78, 0.87)),
    ],
)
def test_known_duplicates_are_found(
    folder: Path,
    name: str,
    file: str,
    model: Model,
    least: tuple[float, float, float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    table, true = (read_sample if name.startswith("splink") else read_febrl)(folder / file)
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))[name]
    assert (len(table), len(true)) == (told["rows"], told["true_pairs"])
    reached = measure(ours(table, model), true)
    usual = measure(plain(table, model), true)
    figures = [" ".join(f"{value:.4f}" for value in values) for values in (reached, usual)]
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: precision, recall, F1 {figures[0]}; plain {figures[1]} ")
    assert all(value >= bound for value, bound in zip(reached, least, strict=True)), reached
    assert reached[2] > usual[2]
    assert (*reached, usual[2]) == pytest.approx(documented(len(true)), abs=0.002), (
        "docs/reference/matching.md"
    )


def documented(true_pairs: int) -> tuple[float, ...]:
    """Return the figures that the reference page states of the data with so many true pairs."""
    found = re.search(rf"^\|[^|]+\| {true_pairs} \|(.+)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return tuple(map(float, found[1].split("|")))
