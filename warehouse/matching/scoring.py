"""Fellegi–Sunter scores by Splink, in a database that has neither a file nor a way out."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from warehouse.errors import TaizhangError

if TYPE_CHECKING:
    from splink import Linker

ID = "unique_id"
UNKNOWN, DIFFERENT = "unknown", "different"
CLOSED = "set temp_directory = ''; set enable_external_access = false; set lock_configuration = true"
TRAINING_PAIRS = 1_000_000.0
SEED = 1


class MatchingFailed(TaizhangError):
    """Scoring broke; the engine's own words are left out, since they may quote a value."""


@dataclass(frozen=True)
class Level:
    """One degree of likeness.

    `m` and `u` are the shares of pairs of one and of two persons that show it; `frequency` names a column whose value's
    own frequency takes the place of `u`.
    """

    name: str
    when: str
    m: float
    u: float
    frequency: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What is compared: the first level whose SQL holds counts, `unknown` says nothing, what is left is different."""

    name: str
    unknown: str
    levels: tuple[Level, ...]

    @property
    def names(self) -> dict[int, str]:
        """The name of each level by the number that Splink gives it: -1 unknown, 0 different, the first the highest."""
        upwards = [UNKNOWN, DIFFERENT, *(level.name for level in reversed(self.levels))]
        return dict(enumerate(upwards, -1))


@dataclass(frozen=True)
class Model:
    """Comparisons, the columns (a list column: any common element) that a pair has to share one of, and the prior.

    `prior` is the probability that two random records are one person. Where `train` names blocks, `m` and `u` are only
    the beginning: they are estimated from the records, `m` by expectation maximisation within each of the blocks.
    """

    comparisons: tuple[Comparison, ...]
    blocks: tuple[tuple[str, ...], ...]
    prior: float
    train: tuple[tuple[str, ...], ...] = ()


def score(tables: Sequence[pl.DataFrame], model: Model) -> pl.DataFrame:
    """Return every pair that shares a block: one table is compared with itself, of two each with the other.

    Args:
        tables: with a column `unique_id`, the same columns in both; frequencies are those of the last.
        model: what is compared.

    Returns:
        `left`, `right` (unique ids, of two tables in their order), `weight` (log2 of the odds, the prior included),
        `probability`, and per comparison `<name>` (the level) and `<name>_weight` (its part of `weight`).

    Raises:
        MatchingFailed: the engine gave up, for want of memory for instance.
    """
    if any(table.is_empty() for table in tables):
        return _shape(model, tables[0])
    from splink.internals.exceptions import SplinkException

    try:
        with _open_closed() as database:
            return _score(database, tables, model)
    except (duckdb.Error, SplinkException, pl.exceptions.PolarsError) as error:
        kind = type(error).__name__
    # Raised out here, so that not even the chain of causes holds the engine's words.
    raise MatchingFailed(
        f"人员匹配没有完成（{kind}）；请检查内存后再试一次",
        f"people could not be matched ({kind}); check the memory and try again",
    )


@contextmanager
def _open_closed() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that can neither spill to the disk nor read or write any file."""
    database = duckdb.connect(":memory:")
    try:
        database.execute(CLOSED)
        yield database
    finally:
        database.close()


def _score(database: duckdb.DuckDBPyConnection, tables: Sequence[pl.DataFrame], model: Model) -> pl.DataFrame:
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    api = DuckDBAPI(database)
    # Splink reads pairs in the order of the tables' names.
    registered = [api.register(table.to_arrow(), table_name=f"table_{at}") for at, table in enumerate(tables)]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        comparisons=[_to_splink(comparison) for comparison in model.comparisons],
        blocking_rules_to_generate_predictions=[_to_rule(block, tables[0]) for block in model.blocks],
        probability_two_random_records_match=model.prior,
        retain_matching_columns=True,  # the levels are told only beside the values, which stay in the database
        retain_intermediate_calculation_columns=True,
    )
    linker = Linker(registered, settings, log_level=None)
    for column, frame in _count_frequencies(tables[-1], model).items():
        linker.table_management.register_term_frequency_lookup(api.register(frame.to_arrow()), column)
    _train(linker, tables[0], model)
    return _read_scores(linker.inference.predict(warning_mode="never").as_duckdbpyrelation(), model)


def _train(linker: Linker, table: pl.DataFrame, model: Model) -> None:
    if model.train:
        linker.training.estimate_u_using_random_sampling(max_pairs=TRAINING_PAIRS, seed=SEED)
    for block in model.train:
        linker.training.estimate_parameters_using_expectation_maximisation(_to_rule(block, table))


def _to_splink(comparison: Comparison) -> Any:
    from splink import comparison_level_library as levels
    from splink import comparison_library as comparisons

    left = [max(1 - sum(getattr(level, part) for level in comparison.levels), 1e-9) for part in ("m", "u")]
    return comparisons.CustomComparison(
        output_column_name=comparison.name,
        comparison_levels=[
            levels.CustomLevel(comparison.unknown, UNKNOWN).configure(is_null_level=True),
            *(
                levels.CustomLevel(level.when, level.name).configure(
                    m_probability=level.m, u_probability=level.u, tf_adjustment_column=level.frequency
                )
                for level in comparison.levels
            ),
            levels.ElseLevel().configure(m_probability=left[0], u_probability=left[1]),
        ],
    )


def _to_rule(block: tuple[str, ...], table: pl.DataFrame) -> Any:
    from splink import block_on

    lists = [name for name in block if name in table.columns and isinstance(table.schema[name], pl.List)]
    return block_on(*block, arrays_to_explode=lists) if lists else block_on(*block)


def _count_frequencies(table: pl.DataFrame, model: Model) -> Mapping[str, pl.DataFrame]:
    levels = (level for comparison in model.comparisons for level in comparison.levels)
    columns = sorted({level.frequency for level in levels if level.frequency})
    return {
        name: table.select(pl.col(name).drop_nulls().value_counts(normalize=True, name=f"tf_{name}"))
        .unnest(name)
        .sort(name)
        for name in columns
    }


def _read_scores(found: duckdb.DuckDBPyRelation, model: Model) -> pl.DataFrame:
    """Return the shape that `score` tells, out of Splink's, which holds the values as well."""
    told = [
        f'{ID}_l as "left"',
        f'{ID}_r as "right"',
        "match_weight as weight",
        "match_probability as probability",
    ]
    for comparison in model.comparisons:
        name = comparison.name
        parts = [part for part in (f"mw_{name}", f"mw_tf_adj_{name}") if part in found.columns]
        told += [f"gamma_{name} as {name}", f"{' + '.join(parts)} as {name}_weight"]
    scores: pl.DataFrame = found.project(", ".join(told)).pl()
    return scores.with_columns(
        pl.col(comparison.name).replace_strict(comparison.names, return_dtype=pl.String)
        for comparison in model.comparisons
    ).sort("left", "right")


def _shape(model: Model, table: pl.DataFrame) -> pl.DataFrame:
    record = table.schema[ID]
    schema: dict[str, Any] = {
        "left": record,
        "right": record,
        "weight": pl.Float64,
        "probability": pl.Float64,
    }
    for comparison in model.comparisons:
        schema |= {comparison.name: pl.String, f"{comparison.name}_weight": pl.Float64}
    return pl.DataFrame(schema=schema)
