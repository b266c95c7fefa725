"""The weekly workbook's own words and signs. The words of codes are in the catalog of the build, not here."""

from __future__ import annotations

from collections.abc import Mapping

# Sign and word together: office printers know no colour, and not everyone sees red.
LIGHT_SIGNS: Mapping[str, str] = {
    "done": "●",
    "red": "■",
    "yellow": "▲",
    "green": "△",
    "none": "○",
    "grey": "—",
    "unknown": "？",
}


def name_week(week_id: str) -> str:
    """Return `2018-W22` as 2018年第22周."""
    year, week = week_id.split("-W")
    return f"{year}年第{int(week)}周"
