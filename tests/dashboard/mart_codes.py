"""The code lists that the marts' YAML declares, as the catalog of a build holds them."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from warehouse.settings import MODELS


class CodedColumn(NamedTuple):
    """A mart's column of codes: code → (zh, en), and the values that its test accepts."""

    model: str
    column: str
    words: dict[str, tuple[str, str]]
    accepted: list[str] | None


def read_coded_columns() -> list[CodedColumn]:
    """Return every column of a mart that declares codes."""
    found = []
    for path in sorted((MODELS / "marts").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            for column in model.get("columns", []):
                codes = column["config"]["meta"].get("codes")
                if codes:
                    words = {code: (label["zh"], label["en"]) for code, label in codes.items()}
                    found.append(CodedColumn(model["name"], column["name"], words, _read_accepted(column)))
    return found


def list_catalog_codes() -> list[tuple[str, str, str, str, str]]:
    """Return the rows of `catalog.code` for the marts: dataset, column, code, label_zh, label_en."""
    return [
        (coded.model, coded.column, code, *labels)
        for coded in read_coded_columns()
        for code, labels in coded.words.items()
    ]


def _read_accepted(column: dict[str, Any]) -> list[str] | None:
    for test in column.get("data_tests", []):
        if isinstance(test, dict) and "accepted_values" in test:
            values: list[str] = test["accepted_values"]["arguments"]["values"]
            return values
    return None
