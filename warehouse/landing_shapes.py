"""What the landing's own tables hold: the technical columns of a load, the catalog, links to people, what was shown."""

from __future__ import annotations

import polars as pl

# A cell that is not what it seems; a null address or raw text means what every other cell has (`source_cells`).
CELL = pl.Struct({"column": pl.String, "address": pl.String, "raw": pl.String, "inferred": pl.String})
RAW = "_raw_"
TECHNICAL: dict[str, pl.DataType] = {
    "_row_uid": pl.String(),
    "_load_id": pl.String(),
    "_sheet": pl.String(),
    "_row": pl.Int32(),
    "_as_of": pl.Datetime("us"),
    "_revision": pl.Int32(),
    "_unit": pl.String(),
    "_defects": pl.List(pl.String),
    "_cells": pl.List(CELL),
}
REJECTS: dict[str, pl.DataType] = {
    "reject_id": pl.String(),
    "load_id": pl.String(),
    "dataset": pl.String(),
    "file_name": pl.String(),
    "file_sha256": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "cell": pl.String(),
    "column": pl.String(),
    "rule": pl.String(),
    "severity": pl.String(),
    "message_zh": pl.String(),
    "message_en": pl.String(),
    "raw": pl.String(),
    "sent": pl.String(),
}
PERSON_LINKS: dict[str, pl.DataType] = {
    "row_uid": pl.String(),
    "role": pl.String(),
    "person_token": pl.String(),
    "probability": pl.Float64(),
    "explanation": pl.String(),
}
OBSERVATIONS: dict[str, pl.DataType] = {
    "week_id": pl.String(),
    "finding_id": pl.String(),
    "indicator_id": pl.String(),
    "subject_type": pl.String(),
    "subject_id": pl.String(),
    "org_id": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "amount_cny": pl.Decimal(18, 2),
    "score": pl.Float64(),
    "evidence": pl.List(pl.String()),
    "detail": pl.String(),
}
OBSERVED = "_observed"
LOADS: dict[str, pl.DataType] = {
    "load_id": pl.String(),
    "dataset": pl.String(),
    "source": pl.String(),
    "file_name": pl.String(),
    "file_sha256": pl.String(),
    "sheet": pl.String(),
    "as_of": pl.Datetime("us"),
    "revision": pl.Int32(),
    "unit": pl.String(),
    "sender": pl.String(),
    "series": pl.String(),
    "delivery": pl.String(),
    "scope": pl.String(),
    "rows_read": pl.Int32(),
    "rows_accepted": pl.Int32(),
    "rows_rejected": pl.Int32(),
    "contract_hash": pl.String(),
    "header_map": pl.String(),
}
