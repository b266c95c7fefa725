"""What each week's published build showed: the memory by which a finding is new, still there, gone or back.

One file per ISO week in the landing. The week that is being worked on is written anew with every build; once a later
week has been observed, an earlier one is never rewritten, since what was shown then was shown.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse.aside import open_aside
from warehouse.landing import write_parquet
from warehouse.landing_shapes import OBSERVATIONS, OBSERVED
from warehouse.settings import Site


def record_observations(site: Site, aside: Path, week_id: str) -> None:
    """Write down the findings of the build `aside` as what the week `week_id` showed."""
    path = site.landing / OBSERVED / f"{week_id}.parquet"
    if path.exists() and any(week > week_id for week in list_observed_weeks(site.landing)):
        return
    columns = ", ".join(name for name in OBSERVATIONS if name != "week_id")
    with open_aside(aside) as connection:
        try:
            shown = connection.sql(
                f"select {columns} from marts.fct_finding where status <> 'cleared' order by finding_id"
            ).pl()
        except duckdb.CatalogException:
            return  # a project without indicators
    frame = shown.with_columns(week_id=pl.lit(week_id)).match_to_schema(OBSERVATIONS)
    if not path.exists() or not pl.read_parquet(path).equals(frame):
        write_parquet(frame, path)


def list_observed_weeks(landing: Path) -> list[str]:
    """Return the ISO weeks that have been observed, the earliest first."""
    return sorted(path.stem for path in (landing / OBSERVED).glob("[0-9]*.parquet"))
