"""The catalog's words: what codes and datasets are called in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Words:
    """Labels by (model, column, code), and of datasets by name; what has no label stays as it is."""

    codes: Mapping[tuple[str, str, str], str]
    models: Mapping[str, str]

    def of(self, model: str, column: str, code: str) -> str:
        return self.codes.get((model, column, code), code)

    def dataset(self, name: str) -> str:
        return self.models.get(name, name)


def read_words(connection: duckdb.DuckDBPyConnection, language: str) -> Words:
    """Return the words of a published build in `language` (zh or en)."""
    codes = connection.execute(
        f'select dataset, "column", code, label_{language} from catalog.code'
    ).fetchall()
    models = connection.execute(f"select name, label_{language} from catalog.model").fetchall()
    return Words({(owner, column, code): label for owner, column, code, label in codes}, dict(models))
