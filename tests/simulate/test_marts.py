"""Both ways into the warehouse end in the same marts: through the office's files, and straight into the landing."""

from __future__ import annotations

import duckdb
import polars as pl

from tests.simulate.conftest import District
from warehouse.serving import open_build
from warehouse.settings import Site

# What only a file can have: cells merged or left blank below their value, and notes about what is hidden in it.
OF_FILES = {"fct_source_row": "exceptions", "fct_reject": "reject_id"}


def list_marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    tables = connection.sql(
        "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
    )
    return [name for (name,) in tables.fetchall()]


def read_mart(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    """The rows as texts, in the order of their texts."""
    only_files = f"exclude ({OF_FILES[name]})" if name in OF_FILES else ""
    notes = "where severity <> 'note'" if name == "fct_reject" else ""
    texts = connection.sql(
        f"select columns(*)::varchar from (select * {only_files} from marts.{name} {notes})"
    )
    return texts.pl().sort(pl.all())


def count_differing(landed: Site, ingested: Site) -> dict[str, int]:
    """Rows that only one of the builds has, by mart."""
    with open_build(landed) as straight, open_build(ingested) as office:
        names = list_marts(straight)
        assert names == list_marts(office)
        differing = {}
        for name in names:
            one, other = read_mart(straight, name), read_mart(office, name)
            if not one.equals(other):
                differing[name] = len(one.join(other, on=one.columns, how="anti", nulls_equal=True))
        return differing


def test_office_files_and_direct_landing_give_the_same_marts_row_for_row(published: District) -> None:
    assert count_differing(published.landed, published.ingested) == {}
    with open_build(published.landed) as connection:
        names = list_marts(connection)
        rows = {name: len(read_mart(connection, name)) for name in names}
    assert len(rows) > 50 and sum(rows.values()) > 500_000
